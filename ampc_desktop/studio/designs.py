"""Prints from a sentence, without a body: specification, tile at 300 dpi and preview."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampc_desktop import design, exchange, intent
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio.dialogue import schemas
from ampc_desktop.studio.flow import capabilities, family_of
from ampc_desktop.studio.package import PRINT_DPI

PREVIEW_PX = 512
MOST = 64


def make(say: str, out: Path, count: int, seed: int) -> list[dict[str, Any]]:
    """Write `count` variants into `out`; one row each. Raises Problem."""
    if not 1 <= count <= MOST:
        raise Problem(f"--count is {count}", "--count", f"1 to {MOST}", code="design.count")
    shop = capabilities()
    requirement = intent.understand(Requirement(), say, shop, schemas()).requirement
    family = family_of(requirement)
    fabric, _, notes = design.choose_fabric(requirement, family, shop)
    rows: list[dict[str, Any]] = []
    made: dict[Path, bytes] = {}
    for i in range(count):
        spec = design.print_spec(requirement, family, fabric, shop, seed + i)
        artwork = design.draw(spec)
        name = f"design-{i + 1:02d}"
        tile = exchange.print_png(design.tile(artwork, shop.inks, dpi=PRINT_DPI), PRINT_DPI)
        preview = exchange.print_png(design.tile(artwork, shop.inks, px=PREVIEW_PX), PRINT_DPI)
        made[out / f"{name}-print.png"] = tile
        made[out / f"{name}-preview.png"] = preview
        made[out / f"{name}.json"] = codec.dumps(codec.to_plain(spec)).encode("utf-8")
        rows.append(
            {
                "spec": codec.to_plain(spec),
                "fabric": fabric.id,
                "print": str(out / f"{name}-print.png"),
                "preview": str(out / f"{name}-preview.png"),
                "constraints": [*notes, *spec.adjusted],
            }
        )
    _write_all(made)
    return rows


def _write_all(made: Mapping[Path, bytes]) -> None:
    """All files or none: what was written goes again when the disk is full or the person stops."""
    new: list[Path] = []
    try:
        for path, data in made.items():
            fresh = not path.exists()
            files.write_bytes(path, data)
            if fresh:
                new.append(path)
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
