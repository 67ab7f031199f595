"""Front pockets: where the front is cut for them, the facing, and the two plies of the bag.

All pieces lie in the front's frame. Of the four bags cut, 0 and 1 are the front plies of the left and right pocket,
2 and 3 the back plies, which carry the facing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, Piece, Seam
from ampc_desktop.garment.drafting import trouser_block
from ampc_desktop.garment.drafting.smooth import parallel, upright_grain
from ampc_desktop.garment.drafting.trouser_block import TrouserBlock
from ampc_desktop.garment.ease import table

SIDE_STARTS_MM = 32.0
"""A side-seam pocket opens this far below the waist seam."""
NEAT_MM = 6.0
Named = tuple[tuple[str, Path], ...]


@dataclass(frozen=True)
class Cut:
    """Where the front is cut. Paths run from the waist down, sections from the centre to the side.

    sections    : waist of the front without the corner a slant pocket takes off, split where the bag ends.
    front_side, back_side : edges of the side seam by id, the back's as the back lies.
    mouth       : the pocket mouth; corner_waist, corner_side: of the corner taken off; bag_top: waist over the bag.
    """

    style: str
    sections: tuple[Path, ...]
    front_side: Named
    back_side: Named
    mouth: Path
    corner_waist: Path = ()
    corner_side: Path = ()
    bag_top: Path = ()


def cut(made: TrouserBlock, style: str, mouth_mm: float) -> Cut:
    """Cut the legs for a "slant" or "side" pocket with a mouth ending mouth_mm down the side seam."""
    t, leg = table("trousers"), made.front
    sections, back = leg.waist.sections, trouser_block.mirrored(made.back).side
    if style == "side":
        front_side = _named(leg.side, mouth_mm)
        return Cut(style, sections, front_side, _named(back, mouth_mm), front_side[1][1])
    last = sections[-1]
    length = g.path_length(last)
    inward = min(t["pocket_in_mm"], 0.4 * length)
    rest, corner_waist = g.split_path(last, length - inward)
    corner_side, lower = g.split_path(leg.side, mouth_mm)
    bag = t["bag_width_mm"] - inward
    parts: tuple[Path, ...] = (rest,)
    bag_top = rest
    if length - inward > bag + 25.0:
        rest, bag_top = g.split_path(rest, length - inward - bag)
        parts = (rest, bag_top)
    mouth = (g.line(corner_waist[0][0], lower[0][0]),)
    front_side = (("pocket", mouth), ("side", lower))
    return Cut(
        style, (*sections[:-1], *parts), front_side, (("side", back),), mouth, corner_waist, corner_side, bag_top
    )  # fmt: skip


def _named(side: Path, mouth_mm: float) -> Named:
    top, rest = g.split_path(side, SIDE_STARTS_MM)
    mouth, low = g.split_path(rest, mouth_mm)
    return (("side.top", top), ("pocket", mouth), ("side", low))


def pieces(cut: Cut, front: Piece, seam: float) -> list[Piece]:
    """The facing (a pair, shell) and the bag (four, pocketing)."""
    return [_facing(cut, seam), _bag(cut, seam)]


def _facing(cut: Cut, seam: float) -> Piece:
    """Slant: the corner of the front, with an underlay below the mouth. Side: a strip along the mouth."""
    t = table("trousers")
    if cut.style == "slant":
        edges = (
            Edge("mouth", cut.mouth, t["pocket_underlay_mm"], "2.02"),
            Edge("side", g.reversed_path(cut.corner_side), seam),
            Edge("waist", g.reversed_path(cut.corner_waist), seam),
        )
    else:
        up = g.reversed_path(cut.mouth)
        inner = parallel(up, 1.3 * t["pocket_underlay_mm"])
        edges = (
            Edge("mouth", up, seam),
            Edge("top", (g.line(up[-1][-1], inner[-1][-1]),), NEAT_MM),
            Edge("inner", g.reversed_path(inner), NEAT_MM, "6.01"),
            Edge("bottom", (g.line(inner[0][0], up[0][0]),), NEAT_MM),
        )  # type: ignore[assignment]
    ring = np.concatenate([edge.polyline[:-1] for edge in edges])
    return Piece(
        id="pocket_facing",
        name="POCKET FACING",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain(*upright_grain(ring, 0.95)),
        mirrored_pair=True,
        printed=cut.style == "slant",
        label="Pocket facing",
        annotation="CUT 2 POCKET FACING (PAIR)",
        worn="leg.front" if cut.style == "slant" else "inside",
    )


def _bag(cut: Cut, seam: float) -> Piece:
    t = table("trousers")
    high, low = cut.mouth[0][0], cut.mouth[-1][-1]
    if cut.style == "slant":
        inner = cut.bag_top[0][0]
        top = g.reversed_path(cut.bag_top)
    else:
        inner = (high[0] - t["bag_width_mm"], high[1])
        top = (g.line(high, inner),)
    deep = low[1] - t["bag_below_mm"]
    corner = (inner[0], deep)
    bottom = g.cubic(
        corner, (inner[0] + 0.5 * (low[0] - inner[0]), deep - 22.0), (low[0], low[1] - 0.7 * t["bag_below_mm"]), low
    )
    edges = (
        Edge("mouth", g.reversed_path(cut.mouth), seam),
        Edge("waist" if cut.style == "slant" else "top", top, seam),
        Edge("inner", (g.line(inner, corner),), seam),
        Edge("bottom", (bottom,), seam),
    )
    ring = np.concatenate([edge.polyline[:-1] for edge in edges])
    return Piece(
        id="pocket_bag",
        name="POCKET BAG",
        material="lining",
        quantity=4,
        edges=edges,
        grain=Grain(*upright_grain(ring)),
        mirrored_pair=True,
        printed=False,
        label="Pocket bag",
        annotation="CUT 4 POCKET BAG (2 PAIRS), POCKETING",
        worn="inside",
    )


def seams(cut: Cut) -> tuple[Seam, ...]:
    """Mouth, facing and bag of both pockets."""
    found = []
    for copy, (suffix, name) in enumerate((("l", "left"), ("r", "right"))):
        mouth = EdgeRef("front", "pocket", False, copy)
        front_ply, back_ply = copy, copy + 2
        around = ("inner", "bottom")
        found += [
            Seam(f"pocket.mouth.{suffix}", f"{name} pocket mouth", (EdgeRef("pocket_bag", "mouth", False, front_ply),),
                 (mouth,)),
            Seam(f"pocket.bag.{suffix}", f"{name} pocket bag",
                 tuple(EdgeRef("pocket_bag", id, False, front_ply) for id in around),
                 tuple(EdgeRef("pocket_bag", id, False, back_ply) for id in around)),
        ]  # fmt: skip
        facing = EdgeRef("pocket_facing", "mouth", cut.style == "slant", copy)
        back_mouth = EdgeRef("pocket_bag", "mouth", False, back_ply)
        found.append(Seam(f"pocket.facing.{suffix}", f"{name} pocket facing", (facing,), (back_mouth,)))
        if cut.style == "slant":
            top = f"waist.{len(cut.sections)}"
            found += [
                Seam(f"pocket.laid.{suffix}", f"{name} pocket mouth, laid on and bar-tacked", (mouth,), (facing,)),
                Seam(f"pocket.top.{suffix}", f"{name} pocket bag at the waist",
                     (EdgeRef("pocket_bag", "waist", False, front_ply),), (EdgeRef("front", top, False, copy),)),
            ]  # fmt: skip
        else:
            back = EdgeRef("back", "pocket", True, copy)
            found.append(Seam(f"pocket.back.{suffix}", f"{name} pocket at the back", (facing,), (back,)))
    return tuple(found)
