"""Names that every CAD reads: 7-bit ASCII, at most 20 characters, unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 20
SHORTEST = 8
"""Characters a name keeps beside a long size."""
PLAIN: dict[int, str] = {
    ord(k): v for k, v in {"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "ß": "ss", "×": "x", "°": "deg"}.items()
}


def ascii_text(text: str) -> str:
    """Text for a DXF: accents dropped, dashes and quotes made plain, anything else outside ASCII as "?"."""
    plain = text.translate(PLAIN)
    stripped = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(stripped.encode("ascii", "replace").decode().split())


def code_name(text: str, longest: int = LONGEST) -> str:
    """A block or piece name: A-Z, 0-9, _ and -, at most 20 characters, never empty."""
    made = re.sub(r"[^A-Z0-9_-]+", "_", ascii_text(text).replace("?", "").upper()).strip("_")
    return made[:longest].strip("_") or "PIECE"


def sized_names(names: Iterable[str], size: str) -> list[str]:
    """Names of blocks, each with its size: readers would merge blocks of one name, so no two sizes of a nest have one.

    At most 20 characters; more (29, of the 31 that R12 allows) only for a size of more than 11.
    """
    return [f"{name}_{size}" for name in unique_names(names, max(LONGEST - len(size) - 1, SHORTEST))]


def unique_names(texts: Iterable[str], longest: int = LONGEST) -> list[str]:
    """Code names in order; those that would fall together get a number at their end."""
    taken: set[str] = set()
    names = []
    for text in texts:
        base = name = code_name(text, longest)
        count = 2
        while name in taken:
            ending = f"-{count}"
            name = base[: longest - len(ending)] + ending
            count += 1
        taken.add(name)
        names.append(name)
    return names
