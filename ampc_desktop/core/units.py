"""Lengths as people write them, and the numbers behind the unit names."""

from __future__ import annotations

import math
import re

MM = 1.0
CM = 10.0
INCH = 25.4
UNIT_MM = {"mm": MM, "cm": CM, "in": INCH, "inch": INCH, '"': INCH, "m": 1000.0}
POINT_MM = INCH / 72.0

_TERM = re.compile(
    r"""\s*(?P<sign>[+\-−])?\s*
        (?:(?P<whole>\d+(?:[.,]\d+)?)?\s*(?P<fraction>\d+\s*/\s*\d+)|(?P<number>\d+(?:[.,]\d+)?|[.,]\d+))
        \s*(?P<unit>mm|cm|inch|in|"|m)?""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_length_mm(text: str, default_unit: str = "mm") -> float:
    """Millimetres of a length with units, fractions and sums: `92+1/2in`, `46,5 cm`, `3 1/4"`.

    A term without a unit takes the unit of the term behind it, else default_unit
    (so `92+1/2in` is 92.5 inches). Raises ValueError with the offending text.
    """
    terms: list[tuple[float, str | None]] = []
    position = 0
    stripped = text.strip()
    if not stripped:
        raise ValueError("no length given")
    while position < len(stripped):
        match = _TERM.match(stripped, position)
        if match is None or (terms and match["sign"] is None):
            raise ValueError(f"'{text}' is not a length")
        sign = -1.0 if match["sign"] in ("-", "−") else 1.0
        if match["fraction"]:
            top, bottom = (float(part) for part in match["fraction"].split("/"))
            if bottom == 0:
                raise ValueError(f"'{text}' divides by zero")
            value = top / bottom + (float(match["whole"].replace(",", ".")) if match["whole"] else 0.0)
        else:
            value = float(match["number"].replace(",", "."))
        terms.append((sign * value, match["unit"].lower() if match["unit"] else None))
        position = match.end()
    total, unit = 0.0, default_unit
    for value, named in reversed(terms):
        unit = named or unit
        total += value * UNIT_MM[unit]
    if not math.isfinite(total):
        raise ValueError(f"'{text}' is not a length")
    return total


def format_mm(value_mm: float, decimals: int = 1) -> str:
    """A length for people: thousands by narrow no-break space, true minus sign, no negative zero."""
    rounded = round(value_mm, decimals) + 0.0
    return f"{rounded:,.{decimals}f}".replace(",", "\u202f").replace("-", "−")
