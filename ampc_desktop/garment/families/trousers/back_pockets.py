"""Patch pockets on the back legs, as on jeans: below the darts, above the fork, upright on the crease."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.pattern import DrillHole, Edge, Grain, InternalLine, Piece
from ampc_desktop.garment.drafting.trouser_block import TrouserBlock
from ampc_desktop.garment.ease import table

LEAST_MM = (105.0, 105.0)
"""A hand still goes into a pocket of this width and height."""
BESIDE_MM = 25.0
"""The pocket keeps this far from side seam and centre back, and half of it from darts and the fork line."""


@dataclass(frozen=True)
class Spot:
    """Middle of the opening on the back leg as it is drawn (side at -x), and size of the pocket, mm."""

    x: float
    y: float
    width: float
    height: float


def spot(made: TrouserBlock) -> Spot | None:
    """Where the patch lies, or None where there is no room for a hand."""
    t = table("trousers")
    found = room(made, float(t["back_pocket_height_mm"]), float(t["back_pocket_width_mm"]))
    return found if found is not None and found.width >= LEAST_MM[0] and found.height >= LEAST_MM[1] else None


def room(made: TrouserBlock, height: float, width: float) -> Spot | None:
    """The most of a height and width that has room below the darts and above the fork; None without any."""
    t, leg = table("trousers"), made.back
    side, centre = (_upwards(path) for path in (leg.side, leg.crotch))
    top = min(side[-1, 1], centre[-1, 1]) - float(t["back_pocket_below_mm"])
    top = min([top, *(dart.apex[1] - BESIDE_MM / 2 for dart in leg.waist.darts)])
    height = min(height, top - leg.fork[1] - BESIDE_MM / 2)
    if height <= 0.0:
        return None
    levels = np.array([top, top - height])
    outer = float(np.interp(levels, side[:, 1], side[:, 0]).min())
    inner = float(np.interp(levels, centre[:, 1], centre[:, 0]).max())
    width = min(width, outer - inner - 2 * BESIDE_MM)
    return Spot(-(outer + inner) / 2, top, width, height)


def _upwards(path: Path) -> np.ndarray:
    """A seam line as a polyline of rising height."""
    line = g.flatten(path)
    return np.asarray(line[np.argsort(line[:, 1], kind="stable")])


def piece(at: Spot, seam: float) -> Piece:
    """The patch with its pointed lower edge; the opening is hemmed."""
    t = table("trousers")
    half, low = at.width / 2, -at.height
    point = 0.16 * at.width
    edges = (
        Edge("bottom", (g.line((-half, low + point), (0.0, low)), g.line((0.0, low), (half, low + point))), seam),
        Edge("side.r", (g.line((half, low + point), (half, 0.0)),), seam, corner="hem_mirror"),
        Edge(
            "opening", (g.line((half, 0.0), (-half, 0.0)),), t["back_pocket_hem_mm"], "6.03", "hem_mirror", "hem"
        ),
        Edge("side.l", (g.line((-half, 0.0), (-half, low + point)),), seam),
    )  # fmt: skip
    return Piece(
        id="back_pocket",
        name="BACK POCKET",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((0.0, 0.85 * low), (0.0, 0.15 * low)),
        mirrored_pair=True,
        symmetric=True,
        label="Back pocket",
        annotation="CUT 2 BACK POCKET",
        worn="patch",
    )


def placed(back: Piece, patch: Piece, at: Spot) -> Piece:
    """The back with the outline of the pocket as it lies on it, and drills just inside its upper corners."""
    path = tuple(
        tuple((x + at.x, y + at.y) for x, y in segment) for edge in patch.edges for segment in edge.path
    )  # fmt: skip
    drills = tuple(
        DrillHole(f"back_pocket.{name}", (at.x + sign * (at.width / 2 - 4.0), at.y - 4.0), 1.0)
        for name, sign in (("r", -1.0), ("l", 1.0))
    )
    line = InternalLine("back_pocket", "placement", path)
    return replace(back, internals=(*back.internals, line), drills=(*back.drills, *drills))
