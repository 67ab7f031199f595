"""From half panels to the pieces of a flared skirt: front, back pair with zip, facings, and their seams.

A half panel lies at x >= 0 with its centre on x = 0 and y = 0 at the waist of the centre front. The front is cut whole,
or as a pair with a centre front seam; the back as the LEFT back (side at -x), copy 1 is the right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Segment
from ampc_desktop.core.pattern import Dart, DrillHole, Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam
from ampc_desktop.garment.drafting.darting import OpenDart
from ampc_desktop.garment.drafting.smooth import parallel, upright_grain

DRILL_INSIDE_MM = 10.0
"""The drill mark lies this far short of the apex, so that stitching covers it."""


@dataclass(frozen=True)
class HalfPanel:
    """sections: waist from centre to side, darts between them; side: waist to hem; hem: centre to side, mm."""

    sections: tuple[Path, ...]
    darts: tuple[OpenDart, ...]
    side: Path
    hem: Path
    closed: Path

    @property
    def waist(self) -> float:
        return sum(g.path_length(section) for section in self.sections)


@dataclass(frozen=True)
class Allowances:
    seam: float
    zip: float
    hem: float


def flipped(path: Path) -> Path:
    """Mirror image in x = 0, direction kept."""
    return tuple(tuple(g.mirrored(point) for point in segment) for segment in path)


def _waist(half: HalfPanel, seam: float) -> list[Edge]:
    edges = []
    for k, section in enumerate(half.sections, start=1):
        edges.append(Edge(f"waist.{k}", section, seam))
        if k <= len(half.darts):
            edges.append(Edge(f"dart.{k}", half.darts[k - 1].mouth, seam, "", role="dart"))
    return edges


def _named(edge: Edge, suffix: str, path: Path) -> Edge:
    role, k = edge.id.split(".")
    return replace(edge, id=f"{role}.{suffix}.{k}" if suffix else edge.id, path=path)


def _dart_parts(
    darts: Sequence[OpenDart], suffix: str, mirror: bool
) -> tuple[list[Dart], list[DrillHole], list[InternalLine]]:
    folded, drills, lines = [], [], []
    for k, dart in enumerate(darts, start=1):
        start, end, apex, peak = (
            (g.mirrored(p) if mirror else p) for p in (dart.start, dart.end, dart.apex, dart.peak)
        )
        id = f"dart.{suffix}.{k}" if suffix else f"dart.{k}"
        folded.append(Dart(id, id, apex))
        drills.append(DrillHole(f"{id}.drill", g.towards(apex, peak, DRILL_INSIDE_MM)))
        lines.append(InternalLine(f"{id}.legs", "dart", (g.line(start, apex), g.line(apex, end))))
    return folded, drills, lines


def _mouth_notches(edges: list[Edge]) -> list[Notch]:
    notches = []
    for before, edge, after in zip(edges, edges[1:], edges[2:], strict=False):
        if edge.role == "dart":
            notches.append(Notch(f"{edge.id}.start", before.id, before.length_mm))
            notches.append(Notch(f"{edge.id}.end", after.id, 0.0))
    return notches


def _grain(half: HalfPanel, x: float) -> Grain:
    low, top = half.hem[0][0][1], half.sections[0][0][0][1]
    return Grain((x, 0.88 * low + 0.12 * top), (x, 0.35 * low + 0.65 * top))


def front(half: HalfPanel, widths: Allowances, mark_mm: float, centre_seam: bool = False) -> Piece:
    """The front. mark_mm: way down the side to the notch; centre_seam: cut as a pair, drawn as the left one."""
    seam, waist = widths.seam, _waist(half, widths.seam)
    side = g.path_length(half.side)
    if centre_seam:
        top, low = half.sections[0][0][0], half.hem[0][0]
        edges = [Edge("hem", half.hem, widths.hem, "6.03", "hem_mirror", "hem")]
        edges.append(Edge("side", g.reversed_path(half.side), seam))
        edges += [_named(edge, "", g.reversed_path(edge.path)) for edge in reversed(waist)]
        edges.append(Edge("cf", (g.line(top, low),), seam, corner="hem_mirror"))
        darts, drills, lines = _dart_parts(half.darts, "", False)
        notches = [
            Notch("side.mark", "side", side - mark_mm, "side.mark"),
            Notch("cf.mark", "cf", 0.5 * g.distance(top, low), "cf.mark"),
            *_mouth_notches(edges),
        ]
    else:
        edges = [
            Edge("hem", (*g.mirrored_path(half.hem), *half.hem), widths.hem, "6.03", "hem_mirror", "hem"),
            Edge("side.l", g.reversed_path(half.side), seam),
            *(_named(edge, "l", g.reversed_path(edge.path)) for edge in reversed(waist)),
            *(_named(edge, "r", flipped(edge.path)) for edge in waist),
            Edge("side.r", flipped(half.side), seam, corner="hem_mirror"),
        ]
        left, right = _dart_parts(half.darts, "l", False), _dart_parts(half.darts, "r", True)
        darts, drills, lines = left[0] + right[0], left[1] + right[1], left[2] + right[2]
        cf = next(edge for edge in edges if edge.id == "waist.l.1")
        notches = [
            Notch("side.l.mark", "side.l", side - mark_mm, "side.mark"),
            Notch("side.r.mark", "side.r", mark_mm, "side.mark"),
            Notch("waist.cf", "waist.l.1", cf.length_mm, "waist.cf"),
            *_mouth_notches(edges),
        ]
        lines.append(InternalLine("centre", "centre", (g.line(half.sections[0][0][0], half.hem[0][0]),)))
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=2 if centre_seam else 1,
        edges=tuple(edges),
        grain=_grain(half, 0.3 * half.sections[-1][-1][-1][0]),
        mirrored_pair=centre_seam,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        symmetric=not centre_seam,
        label="Front",
        annotation="CUT 2 FRONT (PAIR)" if centre_seam else "CUT 1 FRONT",
        worn="front",
    )


def back(half: HalfPanel, widths: Allowances, zip_mm: float, mark_mm: float) -> Piece:
    """The left back with zip opening and centre back seam."""
    top, low = half.sections[0][0][0], half.hem[0][0]
    end = (0.0, top[1] - zip_mm)
    waist = [_named(edge, "", flipped(edge.path)) for edge in _waist(half, widths.seam)]
    edges = [
        Edge("hem", g.mirrored_path(half.hem), widths.hem, "6.03", "hem_mirror", "hem"),
        Edge("cb", (g.line(low, end),), widths.zip),
        Edge("zip", (g.line(end, top),), widths.zip, "4.06", role="opening"),
        *waist,
        Edge("side", flipped(half.side), widths.seam, corner="hem_mirror"),
    ]
    darts, drills, lines = _dart_parts(half.darts, "", True)
    return Piece(
        id="back",
        name="BACK",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=_grain(half, -0.3 * half.sections[-1][-1][-1][0]),
        mirrored_pair=True,
        notches=(
            Notch("side.mark", "side", mark_mm, "side.mark"),
            Notch("zip.end", "cb", g.distance(low, end), "cb.zip", depth_mm=6.0),
            *_mouth_notches(waist),
        ),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        label="Back",
        annotation="CUT 2 BACK (PAIR)",
        worn="back",
    )


def _ids(piece: Piece, stem: str) -> list[str]:
    found = [edge.id for edge in piece.edges if edge.id.startswith(stem)]
    return sorted(found, key=lambda id: int(id.rsplit(".", 1)[1]))


def waist_chain(front: Piece, back: Piece) -> tuple[EdgeRef, ...]:
    """The waist as the band meets it: right back, front from right to left, left back."""
    backs = _ids(back, "waist.")
    chain = [EdgeRef("back", id, False, 1) for id in backs]
    if front.mirrored_pair:
        fronts = _ids(front, "waist.")
        chain += [EdgeRef("front", id, False, 1) for id in reversed(fronts)]
        chain += [EdgeRef("front", id, True) for id in fronts]
    else:
        chain += [EdgeRef("front", id, True) for id in reversed(_ids(front, "waist.r."))]
        chain += [EdgeRef("front", id, True) for id in _ids(front, "waist.l.")]
    return (*chain, *(EdgeRef("back", id, True) for id in reversed(backs)))


def body_seams(front: Piece) -> tuple[Seam, ...]:
    """Side seams, centre back below the zip, centre front where there is one."""
    both = (EdgeRef("back", "cb"),), (EdgeRef("back", "cb", copy=1),)
    if front.mirrored_pair:
        sides = tuple(
            Seam(
                f"side.{suffix}", f"{name} side seam",
                (EdgeRef("front", "side", False, copy),), (EdgeRef("back", "side", True, copy),),
            )
            for copy, (suffix, name) in enumerate((("l", "left"), ("r", "right")))
        )  # fmt: skip
        middle = Seam("cf", "centre front seam", (EdgeRef("front", "cf"),), (EdgeRef("front", "cf", copy=1),))
        return (*sides, middle, Seam("cb", "centre back seam", *both))
    return (
        Seam("side.l", "left side seam", (EdgeRef("front", "side.l"),), (EdgeRef("back", "side", True),)),
        Seam("side.r", "right side seam", (EdgeRef("front", "side.r", True),), (EdgeRef("back", "side", True, 1),)),
        Seam("cb", "centre back seam", *both),
    )


def _below(curve: Path, width: float) -> tuple[Path, Segment]:
    """Lower edge of a waist facing, and its end at the side from the bottom up."""
    lower = parallel(curve, -width)
    return lower, g.line(lower[-1][-1], curve[-1][-1])


def facings(front_half: HalfPanel, back_half: HalfPanel, width: float, seam: float) -> tuple[Piece, Piece]:
    """Waist facings drawn with the darts closed: the front whole, the back a pair."""
    lower, end = _below(front_half.closed, width)
    edges: tuple[Edge, ...] = (
        Edge("lower.r", g.mirrored_path(lower), 5.0, "6.01"),
        Edge("lower.l", lower, 5.0, "6.01"),
        Edge("side.l", (end,), seam),
        Edge("waist.l", g.reversed_path(front_half.closed), seam),
        Edge("waist.r", flipped(front_half.closed), seam),
        Edge("side.r", g.mirrored_path((end,)), seam),
    )
    front = _facing("front_facing", "FRONT FACING", edges, 1)
    centre = Notch("waist.cf", "waist.l", front.edge("waist.l").length_mm, "waist.cf")
    front = replace(front, notches=(centre,))
    lower, end = _below(back_half.closed, width)
    top = back_half.closed[0][0]
    edges = (
        Edge("lower", g.mirrored_path(lower), 5.0, "6.01"),
        Edge("cb", (g.line((0.0, lower[0][0][1]), top),), seam),
        Edge("waist", flipped(back_half.closed), seam),
        Edge("side", g.reversed_path(flipped((end,))), seam),
    )
    return front, _facing("back_facing", "BACK FACING", edges, 2)


def _facing(id: str, name: str, edges: tuple[Edge, ...], quantity: int) -> Piece:
    ring = np.concatenate([edge.polyline[:-1] for edge in edges])
    return Piece(
        id=id,
        name=name,
        material="shell",
        quantity=quantity,
        edges=edges,
        grain=Grain(*upright_grain(ring, 0.94)),
        mirrored_pair=quantity == 2,
        printed=False,
        symmetric=quantity == 1,
        label=name.capitalize(),
        annotation=f"CUT {quantity} {name}, FUSE WITH INTERFACING",
        worn="inside",
    )


def facing_seams(chain: tuple[EdgeRef, ...]) -> tuple[Seam, ...]:
    """Facings to each other at the sides, and round the waist from the right back to the left back."""
    way = (
        EdgeRef("back_facing", "waist", False, 1),
        EdgeRef("front_facing", "waist.r", True),
        EdgeRef("front_facing", "waist.l", True),
        EdgeRef("back_facing", "waist", True),
    )
    return (
        Seam(
            "facing.side.l", "left side of the facing",
            (EdgeRef("front_facing", "side.l"),), (EdgeRef("back_facing", "side", True),),
        ),
        Seam(
            "facing.side.r", "right side of the facing",
            (EdgeRef("front_facing", "side.r", True),), (EdgeRef("back_facing", "side", True, 1),),
        ),
        Seam("waist", "waist seam", way, chain),
    )  # fmt: skip
