"""Single welt pockets in the back legs: welt, facing and a bag folded at its bottom, under the darts."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import DrillHole, Edge, EdgeRef, Grain, InternalLine, Piece, Seam
from ampc_desktop.garment.drafting.trouser_block import TrouserBlock
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.trousers.back_pockets import LEAST_MM, Spot, room

ENDS_MM = 15.0
"""Welt and facing run on beyond the mouth, to be caught in the triangles of its cut."""
CORNER_MM = 1.0
"""Drills lie this far inside the corners of the mouth, where the welt covers them."""


def spot(made: TrouserBlock) -> Spot | None:
    """Where the mouth lies, or None where no hand goes in. height: of the welt."""
    t = table("trousers")
    found = room(made, float(t["welt_mm"]), float(t["welt_pocket_mm"]))
    return found if found is not None and found.width >= LEAST_MM[0] else None


def pieces(at: Spot, seam: float) -> list[Piece]:
    """Welt and facing (pairs, shell) and the bag (a pair, pocketing)."""
    t = table("trousers")
    half, bag = at.width / 2, float(t["welt_bag_mm"])
    welt = _strip("back_welt", "BACK WELT", "Back welt", half, 2 * at.height, seam, "CUT 2 BACK WELT (PAIR), FUSE")
    fold = InternalLine("fold", "fold", (g.line((-half - ENDS_MM, at.height), (half + ENDS_MM, at.height)),))
    deep = float(t["welt_facing_mm"])
    facing = _strip("back_pocket_facing", "BACK PKT FACING", "Back pocket facing", half, deep, seam,
                    "CUT 2 BACK POCKET FACING (PAIR)")  # fmt: skip
    return [replace(welt, internals=(fold,)), facing, _bag(half + ENDS_MM, bag, seam)]


def _strip(id: str, name: str, label: str, half: float, height: float, seam: float, annotation: str) -> Piece:
    """A strip over the mouth; its lower edge is sewn to the bag."""
    x = half + ENDS_MM
    edges = (
        Edge("low", (g.line((-x, 0.0), (x, 0.0)),), seam),
        Edge("end.r", (g.line((x, 0.0), (x, height)),), 0.0, ""),
        Edge("high", (g.line((x, height), (-x, height)),), seam),
        Edge("end.l", (g.line((-x, height), (-x, 0.0)),), 0.0, ""),
    )
    return Piece(
        id=id,
        name=name,
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((0.0, 0.15 * height), (0.0, 0.85 * height)),
        mirrored_pair=True,
        printed=False,
        symmetric=True,
        label=label,
        annotation=annotation,
        worn="inside",
    )


def _bag(half: float, deep: float, seam: float) -> Piece:
    """The bag lies open: the front end up to the welt, the other, longer by what the mouth is high, to the facing."""
    edges = (
        Edge("front", (g.line((-half, -deep), (half, -deep)),), seam),
        Edge("bag.r.1", (g.line((half, -deep), (half, 0.0)),), seam),
        Edge("bag.r.2", (g.line((half, 0.0), (half, deep)),), seam),
        Edge("back", (g.line((half, deep), (-half, deep)),), seam),
        Edge("bag.l.2", (g.line((-half, deep), (-half, 0.0)),), seam),
        Edge("bag.l.1", (g.line((-half, 0.0), (-half, -deep)),), seam),
    )
    return Piece(
        id="back_pocket_bag",
        name="BACK POCKET BAG",
        material="lining",
        quantity=2,
        edges=edges,
        grain=Grain((0.0, -0.8 * deep), (0.0, 0.8 * deep)),
        mirrored_pair=True,
        internals=(InternalLine("fold", "fold", (g.line((-half, 0.0), (half, 0.0)),)),),
        printed=False,
        symmetric=True,
        label="Back pocket bag",
        annotation="CUT 2 BACK POCKET BAG, POCKETING",
        worn="inside",
    )


def placed(back: Piece, at: Spot) -> Piece:
    """The back with the outline of the welt as it shows, and drills inside the ends of the cut."""
    half = at.width / 2
    corners = (
        (at.x - half, at.y - at.height),
        (at.x + half, at.y - at.height),
        (at.x + half, at.y),
        (at.x - half, at.y),
    )
    path = tuple(g.line(a, b) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
    drills = tuple(
        DrillHole(f"back_welt.{name}", (at.x + sign * (half - CORNER_MM), at.y - at.height / 2), 1.0)
        for name, sign in (("r", -1.0), ("l", 1.0))
    )
    line = InternalLine("back_welt", "placement", path)
    return replace(back, internals=(*back.internals, line), drills=(*back.drills, *drills))


def seams() -> tuple[Seam, ...]:
    """Welt and facing to the bag, and the sides of the bag, of both pockets."""
    found = []
    for copy, (suffix, name) in enumerate((("l", "left"), ("r", "right"))):
        bag = "back_pocket_bag"
        found += [
            Seam(f"back_welt.{suffix}", f"{name} back welt", (EdgeRef("back_welt", "low", False, copy),),
                 (EdgeRef(bag, "front", False, copy),)),
            Seam(f"back_facing.{suffix}", f"{name} back pocket facing",
                 (EdgeRef("back_pocket_facing", "low", False, copy),), (EdgeRef(bag, "back", False, copy),)),
            *(Seam(f"back_bag.{suffix}.{side}", f"{name} back pocket bag",
                   (EdgeRef(bag, f"bag.{side}.1", False, copy),), (EdgeRef(bag, f"bag.{side}.2", True, copy),))
              for side in ("l", "r")),
        ]  # fmt: skip
    return tuple(found)
