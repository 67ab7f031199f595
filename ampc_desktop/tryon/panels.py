"""Pattern -> panels as they are worn: closures closed, second pieces mirrored, what is worn inside left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import EdgeRef, Pattern, Piece, Seam
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.outlines import (
    CENTRE,
    Side,
    Sides,
    half_band,
    holes,
    outline,
    overlap_line,
    shortened,
    turned_in,
)

LEFT_OUT = ("inside", "patch")
"""Pieces worn so are not draped: facings lie hidden, pockets and plackets lie flat on what they are sewn on."""
_INNER = ("_inner", "_under")
"""A piece of the same shape sewn inside another: both are draped as one panel of two layers."""


@dataclass(frozen=True, eq=False)
class Panel:
    """One piece of cloth on the body. sides go round in order, clockwise when mirrored.

    worn     : see core.pattern.WORN; "" = the piece's id says so.
    holes    : darts with two points, by their two sides.
    drawn_in : length at rest along x and along y as a share of the one it is cut with (elastic).
    """

    id: str
    piece: str
    copy: int
    material: str
    layers: int
    sides: Sides
    worn: str = ""
    holes: tuple[tuple[Side, Side], ...] = ()
    drawn_in: tuple[float, float] = (1.0, 1.0)

    @property
    def mirrored(self) -> bool:
        return self.copy == 1

    @property
    def all_sides(self) -> Sides:
        """The outline's sides and those of its holes."""
        return self.sides + tuple(side for hole in self.holes for side in hole)


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
        if piece.material == "fusible" or piece.worn in LEFT_OUT:
            continue
        fold = folds.get(piece.id)
        for copy in range(2 if piece.mirrored_pair else 1):
            panel = _panel(pattern, piece, copy, fold)
            panels.append(panel)
            sewings += _closed(pattern, piece, panel, fold)
        openings = [edge.id for edge in piece.edges if edge.role == "opening"]
        for id in (*openings, *_half_open(pattern, piece, panels[-1], fold), CENTRE):
            if piece.mirrored_pair and any(side.id == id for side in panels[-1].sides):
                refs = [(panel_id(piece, copy), id, False) for copy in (0, 1)]
                sewings.append(Sewing(f"{piece.id}.{id}", (refs[0],), (refs[1],)))
    return _seamed(pattern, tuple(panels), sewings)


def _panel(pattern: Pattern, piece: Piece, copy: int, fold: Seam | None) -> Panel:
    mirror = (-1.0, 1.0) if copy else (1.0, 1.0)
    ids = {one.id for one in pattern.pieces if one.worn == "inside"}
    doubled = fold is not None or any(f"{piece.id}{end}" in ids for end in _INNER)
    return Panel(
        panel_id(piece, copy), piece.id, copy, piece.material, 2 if doubled else 1,
        tuple(Side(s.id, s.polyline * mirror) for s in (half_band(piece, fold) if fold else outline(piece))),
        piece.worn,
        tuple((Side(a.id, a.polyline * mirror), Side(b.id, b.polyline * mirror)) for a, b in holes(piece)),
        _drawn_in(pattern, piece, fold),
    )  # fmt: skip


def _drawn_in(pattern: Pattern, piece: Piece, fold: Seam | None) -> tuple[float, float]:
    """An elastic in the waistband: the band's length at rest is the elastic's."""
    metres = sum(one.quantity for one in pattern.notions if one.kind == "elastic" and one.unit == "m")
    if piece.worn != "waistband" or fold is None or not metres:
        return (1.0, 1.0)
    sew = piece.edge(fold.a[0].edge)
    share = min(1.0, 1000.0 * metres / sew.length_mm)
    level = abs(sew.end[0] - sew.start[0]) > abs(sew.end[1] - sew.start[1])
    return (share, 1.0) if level else (1.0, share)


def _closed(pattern: Pattern, piece: Piece, panel: Panel, fold: Seam | None) -> list[Sewing]:
    """Darts sewn, and bands that no seam joins to themselves closed as they are buttoned."""
    id = panel.id
    pairs = [(dart.id, True) for dart in piece.darts] + [(a.id.removesuffix(".in"), True) for a, _ in panel.holes]
    found = [Sewing(f"{id}.{d}", ((id, f"{d}.in", False),), ((id, f"{d}.out", back),)) for d, back in pairs]
    ends = None
    if fold:
        ends = panel.sides[1].id, panel.sides[3].id
    elif piece.worn == "stand":
        names = [side.id for side in panel.sides]
        at = names.index(_sewn_first(pattern, piece))
        ends = names[(at + 1) % len(names)], names[at - 1]
    if ends and not _sewn_on(pattern, piece, ends):
        found.append(Sewing(f"{id}.closure", ((id, ends[0], False),), ((id, ends[1], True),)))
    return found


def _half_open(pattern: Pattern, piece: Piece, panel: Panel, fold: Seam | None) -> list[str]:
    """The free end of half a band: it is closed with the zip, to that of the other half."""
    ends = [panel.sides[1].id, panel.sides[3].id] if fold else []
    free = [end for end in ends if not _sewn_on(pattern, piece, (end, end))]
    return free if len(free) == 1 else []


def _sewn_first(pattern: Pattern, piece: Piece) -> str:
    """The edge by which a band is sewn to the garment: the first that a seam names alone."""
    for seam in pattern.seams:
        if len(seam.a) == 1 and seam.a[0].piece == piece.id:
            return seam.a[0].edge
    return piece.edges[0].id


def _seamed(
    pattern: Pattern, panels: tuple[Panel, ...], sewings: list[Sewing]
) -> tuple[tuple[Panel, ...], tuple[Sewing, ...]]:
    """Adds the pattern's seams; bands sewn to an overlap that was cut away are shortened by it."""
    by_id = {panel.id: panel for panel in panels}
    worn = {panel.piece for panel in panels}
    hidden = {
        (panel_id(piece, copy), id) for piece in pattern.pieces for copy in (0, 1)
        for id in (turned_in(piece) if overlap_line(piece) is None else ())
    }  # fmt: skip
    for seam in pattern.seams:
        refs = _refs(pattern, seam.a), _refs(pattern, seam.b)
        if _is_fold(seam) or not {ref.piece for ref in seam.a + seam.b} <= worn:
            continue
        if any((p, s) in hidden for chain in refs for p, s, _ in chain):
            continue
        gone = [[_lost(pattern, by_id, ref) for ref in chain] for chain in (seam.a, seam.b)]
        kept = [tuple(ref for ref, lost in zip(*pair, strict=True) if lost is not None)
                for pair in zip(refs, gone, strict=True)]  # fmt: skip
        if not all(kept):
            continue
        for mine, other, lost in ((kept[0], seam.b, gone[1]), (kept[1], seam.a, gone[0])):
            ends = _lost_at_ends(pattern, other, lost)
            if len(mine) == 1 and max(ends) > 1e-6:
                panel, side, back = mine[0]
                first, last = ends[::-1] if back else ends
                by_id[panel] = replace(by_id[panel], sides=shortened(by_id[panel].sides, side, first, last))
        known = {(panel.id, side.id) for panel in panels for side in panel.sides}
        missing = [f"{p}.{s}" for chain in kept for p, s, _ in chain if (p, s) not in known]
        if missing:
            raise Problem(
                f"seam {seam.id} names {missing[0]}, which no piece has", "pattern", "draft the pattern anew",
                Kind.BAD_INPUT, "tryon.seam",
            )  # fmt: skip
        sewings += _sewn(seam, *kept)
    return tuple(by_id.values()), tuple(sewings)


def _sewn(seam: Seam, a: tuple[SideRef, ...], b: tuple[SideRef, ...]) -> list[Sewing]:
    """A seam of two halves that mirror each other (crotch, centre back) is sewn edge by edge: each meets its twin."""
    twins = len(seam.a) == len(seam.b) == len(a) == len(b) and all(
        (one.piece, one.edge, one.reverse) == (two.piece, two.edge, two.reverse) and one.copy != two.copy
        for one, two in zip(seam.a, seam.b, strict=True)
    )
    if not twins:
        return [Sewing(seam.id, a, b)]
    return [Sewing(f"{seam.id}.{k}" if k else seam.id, (a[k],), (b[k],)) for k in range(len(a))]


def _lost(pattern: Pattern, panels: Mapping[str, Panel], ref: EdgeRef) -> float | None:
    """Length of an edge that is cut away with an overlap, mm; None: all of it."""
    piece = pattern.piece(ref.piece)
    if overlap_line(piece) is None or ref.edge not in {edge.id for edge in piece.edges}:
        return 0.0
    side = next((s for s in panels[panel_id(piece, ref.copy)].sides if s.id == ref.edge), None)
    return None if side is None else piece.edge(ref.edge).length_mm - g.polyline_length(side.polyline)


def _lost_at_ends(pattern: Pattern, chain: tuple[EdgeRef, ...], lost: list[float | None]) -> tuple[float, float]:
    """Length cut away at the start and at the end of a chain, mm."""
    ends = []
    for refs, gone in ((chain, lost), (chain[::-1], lost[::-1])):
        total = 0.0
        for ref, one in zip(refs, gone, strict=True):
            total += pattern.resolve(ref).length_mm if one is None else one
            if one is not None:
                break
        ends.append(total)
    return ends[0], ends[1]


def _refs(pattern: Pattern, chain: tuple[EdgeRef, ...]) -> tuple[SideRef, ...]:
    return tuple((panel_id(pattern.piece(ref.piece), ref.copy), ref.edge, ref.reverse) for ref in chain)


def _is_fold(seam: Seam) -> bool:
    """A seam that closes a folded band onto itself."""
    return ".fold" in seam.id and len({ref.piece for ref in seam.a + seam.b}) == 1


def _fold_piece(seam: Seam) -> str:
    return seam.a[0].piece


def _sewn_on(pattern: Pattern, piece: Piece, edges: tuple[str, str]) -> bool:
    """Whether a seam of worn pieces joins one of some edges: to the other end, or to the band's other half."""
    hidden = {one.id for one in pattern.pieces if one.worn in LEFT_OUT}
    return any(
        not _is_fold(seam)
        and not hidden & {ref.piece for ref in seam.a + seam.b}
        and any(ref.piece == piece.id and ref.edge in edges for ref in seam.a + seam.b)
        for seam in pattern.seams
    )
