"""Names that every CAD reads: 7-bit ASCII, at most 20 characters, unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 20
PLAIN: dict[int, str] = {
    ord(k): v for k, v in {"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "ß": "ss", "×": "x", "°": "deg"}.items()
}


def ascii_text(text: str) -> str:
    """Text for a DXF: accents dropped, dashes and quotes made plain, anything else outside ASCII as "?"."""
    plain = text.translate(PLAIN)
    stripped = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(stripped.encode("ascii", "replace").decode().split())


def code_name(text: str) -> str:
    """A block or piece name: A-Z, 0-9, _ and -, at most 20 characters, never empty."""
    made = re.sub(r"[^A-Z0-9_-]+", "_", ascii_text(text).replace("?", "").upper()).strip("_")
    return made[:LONGEST].strip("_") or "PIECE"


def unique_names(texts: Iterable[str]) -> list[str]:
    """Code names in order; those that would fall together get a number at their end."""
    taken: set[str] = set()
    names = []
    for text in texts:
        base = name = code_name(text)
        count = 2
        while name in taken:
            ending = f"-{count}"
            name = base[: LONGEST - len(ending)] + ending
            count += 1
        taken.add(name)
        names.append(name)
    return names
