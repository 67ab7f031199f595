"""Pattern -> panels as they are worn: bands folded, dart legs and closures sewn, second pieces mirrored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece, Seam
from ampc_desktop.core.problem import Kind, Problem


@dataclass(frozen=True, eq=False)
class Side:
    """One stretch of a panel's outline from corner to corner, mm, in its edge's direction."""

    id: str
    polyline: Array


@dataclass(frozen=True, eq=False)
class Panel:
    """One piece of cloth on the body. sides go round in order, clockwise when mirrored."""

    id: str
    piece: str
    copy: int
    material: str
    layers: int
    sides: tuple[Side, ...]

    @property
    def mirrored(self) -> bool:
        return self.copy == 1


SideRef = tuple[str, str, bool]
"""(panel, side, walked backwards)."""


@dataclass(frozen=True)
class Sewing:
    """Two chains of sides sewn together, both from the same end."""

    id: str
    a: tuple[SideRef, ...]
    b: tuple[SideRef, ...]


def panel_id(piece: Piece, copy: int) -> str:
    return f"{piece.id}.{copy}" if piece.mirrored_pair else piece.id


def panels_of(pattern: Pattern) -> tuple[tuple[Panel, ...], tuple[Sewing, ...]]:
    """Panels and sewings of a garment as it is worn, closures closed.

    Raises Problem when a seam names a side the garment does not have.
    """
    folds = {_fold_piece(seam): seam for seam in pattern.seams if _is_fold(seam)}
    panels: list[Panel] = []
    sewings: list[Sewing] = []
    for piece in pattern.pieces:
        if piece.material == "fusible" or piece.worn == "inside":
            continue
        for copy in range(2 if piece.mirrored_pair else 1):
            fold = folds.get(piece.id)
            sides = _half_band(piece, fold) if fold else _outline(piece)
            id = panel_id(piece, copy)
            if copy:
                sides = tuple(Side(side.id, side.polyline * (-1.0, 1.0)) for side in sides)
            panels.append(Panel(id, piece.id, copy, piece.material, 2 if fold else 1, sides))
            sewings += [
                Sewing(f"{id}.{dart.id}", ((id, f"{dart.id}.in", False),), ((id, f"{dart.id}.out", True),))
                for dart in piece.darts
            ]
            if fold and not _closed_by_a_seam(pattern, piece):
                ends = sides[1].id, sides[3].id
                sewings.append(Sewing(f"{id}.closure", ((id, ends[0], False),), ((id, ends[1], True),)))
        for edge in piece.edges:
            if edge.role == "opening" and piece.mirrored_pair:
                refs = [(panel_id(piece, copy), edge.id, False) for copy in (0, 1)]
                sewings.append(Sewing(f"{piece.id}.{edge.id}", (refs[0],), (refs[1],)))
    known = {(panel.id, side.id) for panel in panels for side in panel.sides}
    hidden = {(panel_id(piece, copy), id) for piece in pattern.pieces for copy in (0, 1) for id in _turned_in(piece)}
    for seam in pattern.seams:
        if _is_fold(seam):
            continue
        sewing = Sewing(seam.id, _refs(pattern, seam.a), _refs(pattern, seam.b))
        if any((p, s) in hidden for p, s, _ in sewing.a + sewing.b):
            continue
        missing = [f"{p}.{s}" for p, s, _ in sewing.a + sewing.b if (p, s) not in known]
        if missing:
            raise Problem(
                f"seam {seam.id} names {missing[0]}, which no piece has", "pattern", "draft the pattern anew",
                Kind.BAD_INPUT, "tryon.seam",
            )  # fmt: skip
        sewings.append(sewing)
    return tuple(panels), tuple(sewings)


def _refs(pattern: Pattern, chain: tuple[EdgeRef, ...]) -> tuple[SideRef, ...]:
    return tuple((panel_id(pattern.piece(ref.piece), ref.copy), ref.edge, ref.reverse) for ref in chain)


def _is_fold(seam: Seam) -> bool:
    """A seam that closes a folded band onto itself."""
    return ".fold" in seam.id and len({ref.piece for ref in seam.a + seam.b}) == 1


def _fold_piece(seam: Seam) -> str:
    return seam.a[0].piece


def _closed_by_a_seam(pattern: Pattern, piece: Piece) -> bool:
    return any(not _is_fold(seam) and all(ref.piece == piece.id for ref in seam.a + seam.b) for seam in pattern.seams)


def _outline(piece: Piece) -> tuple[Side, ...]:
    """The sew line, with every dart mouth replaced by the two legs to its apex and facings turned in."""
    apexes = {dart.mouth: dart for dart in piece.darts}
    hidden = _turned_in(piece)
    sides: list[Side] = []
    for before, edge in zip((piece.edges[-1], *piece.edges), piece.edges, strict=False):
        if edge.id in hidden:
            if before.id not in hidden:
                after = next(e for e in piece.edges[piece.edges.index(edge) :] if e.id not in hidden)
                sides.append(Side("fold", np.array([edge.start, after.start])))
            continue
        dart = apexes.get(edge.id)
        if dart is None:
            sides.append(Side(edge.id, edge.polyline))
        else:
            sides.append(Side(f"{dart.id}.in", np.array([edge.start, dart.apex])))
            sides.append(Side(f"{dart.id}.out", np.array([dart.apex, edge.end])))
    return tuple(sides)


def _turned_in(piece: Piece) -> frozenset[str]:
    """Edges beyond a fold line that runs from corner to corner: a vent's facing, which is worn turned in."""
    ids: set[str] = set()
    for line in piece.internals:
        if line.kind != "fold":
            continue
        ends = [np.array(line.path[0][0]), np.array(line.path[-1][-1])]
        starts = [min(range(2), key=lambda k: float(np.linalg.norm(ends[k] - e.start))) for e in piece.edges]
        at = [i for i, e in enumerate(piece.edges) if np.linalg.norm(ends[starts[i]] - e.start) < 1e-6]
        if len(at) == 2 and starts[at[0]] != starts[at[1]]:
            inner = piece.edges[at[0] : at[1]]
            outer = piece.edges[at[1] :] + piece.edges[: at[0]]
            ids |= {e.id for e in (inner if _length(inner) < _length(outer) else outer)}
    return frozenset(ids)


def _length(edges: tuple[Edge, ...]) -> float:
    return sum(edge.length_mm for edge in edges)


def _half_band(piece: Piece, fold: Seam) -> tuple[Side, ...]:
    """A folded band as one layer, from its sewn edge to the fold; an underlap beyond the sewn edge lies hidden."""
    sew = piece.edge(fold.a[0].edge)
    at = piece.edges.index(sew)
    line = next((item for item in piece.internals if item.kind == "fold"), None)
    if line is None:
        raise Problem("the band has no fold line", f"piece {piece.id}", "draft it anew", Kind.BAD_INPUT, "tryon.band")
    first, last = np.array(line.path[0][0]), np.array(line.path[-1][-1])
    start, end = np.array(sew.start), np.array(sew.end)
    if np.linalg.norm(first - start) > np.linalg.norm(last - start):
        first, last = last, first
    if len(fold.a) > 1:  # the underlap goes: the band ends where its sewn edge ends
        along = (last - first) / np.linalg.norm(last - first)
        last = first + along * ((end - first) @ along)
    after: Edge = piece.edges[(at + len(fold.a)) % len(piece.edges)]
    before: Edge = piece.edges[at - 1]
    return (
        Side(sew.id, sew.polyline),
        Side(after.id, np.array([end, last])),
        Side("fold", np.array([last, first])),
        Side(before.id, np.array([first, start])),
    )
