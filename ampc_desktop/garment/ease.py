"""The ease table (resources/garment/ease/FAMILY.toml): shares and lengths that turn a fit into numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

from ampc_desktop.runtime import resources


@cache
def table(family: str) -> dict[str, Any]:
    """Ease and proportions of one family. Shares of the body measure, lengths in mm; `source` cites them."""
    found: dict[str, Any] = resources.toml("garment", "ease", f"{family}.toml")
    return found
