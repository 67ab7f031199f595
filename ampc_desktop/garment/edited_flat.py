"""The flat of a pattern that edits took away from what its family draws.

A family's sketch finds edges and pieces by name. Pieces that style lines split are put together for it, and edges
that darts cut are joined again; where it still does not know its garment, the pieces are shown side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Dart, Pattern, Piece
from ampc_desktop.garment.edits.rejoining import rejoined, with_style_lines

APART_MM = 60.0

Draw = Callable[[Pattern, DesignSpec], FlatSketch]


def sketch(pattern: Pattern, spec: DesignSpec, draw: Draw) -> FlatSketch:
    """The family's sketch of a pattern, else its pieces side by side. Never raises: an order must not hang on it."""
    whole = rejoined(pattern)
    for darts in ((), _added(whole), _all(whole)):
        plain = undarted(whole, darts)
        try:
            found = draw(plain, spec)
        except Exception:  # noqa: BLE001 - whatever the family's sketch meets in an edited pattern
            continue
        found = with_style_lines(found, pattern) if whole is not pattern else found
        return _with_darts(found, whole, darts)
    return outlines(pattern)


def _added(pattern: Pattern) -> tuple[str, ...]:
    """Darts that edits added; a family's own are known to its sketch."""
    return tuple(id for id in _all(pattern) if id.startswith("dart."))


def _all(pattern: Pattern) -> tuple[str, ...]:
    return tuple(dart.id for piece in pattern.pieces for dart in piece.darts if dart.mouth)


def undarted(pattern: Pattern, darts: tuple[str, ...]) -> Pattern:
    """A pattern without some darts: EDGE.1, the mouth and EDGE.2 are EDGE again."""
    if not darts:
        return pattern
    return replace(pattern, pieces=tuple(_undarted(piece, darts) for piece in pattern.pieces))


def _undarted(piece: Piece, darts: tuple[str, ...]) -> Piece:
    for dart in piece.darts:
        if dart.id in darts:
            piece = _joined(piece, dart)
    return piece


def _joined(piece: Piece, dart: Dart) -> Piece:
    edges = list(piece.edges)
    k = next((i for i, edge in enumerate(edges) if edge.id == dart.mouth), None)
    if k is None:
        return piece
    edges = [*edges[k - 1 :], *edges[: k - 1]] if k else [edges[-1], *edges[:-1]]
    before, mouth, after = edges[:3]
    stem = before.id.rpartition(".")[0]
    if not stem or after.id.rpartition(".")[0] != stem:
        return piece
    one = replace(before, id=stem, path=(*before.path, *mouth.path, *after.path))
    others = tuple(other for other in piece.darts if other.id != dart.id)
    return replace(piece, edges=(one, *edges[3:]), darts=others, notches=())


def _with_darts(sketch: FlatSketch, pattern: Pattern, darts: tuple[str, ...]) -> FlatSketch:
    """Darts the sketch does not know, drawn as the seams they are: from the middle of the mouth to the apex."""
    seams: dict[str, list[tuple[Point, Point]]] = {}
    for piece in pattern.pieces:
        for dart in piece.darts:
            if dart.id in darts:
                mouth = piece.edge(dart.mouth)
                seams.setdefault(piece.id, []).append((g.lerp(mouth.start, mouth.end, 0.5), dart.apex))
    return replace(sketch, parts=tuple(_with_seams(part, seams.get(part.piece, [])) for part in sketch.parts))


def _with_seams(part: FlatPart, seams: list[tuple[Point, Point]]) -> FlatPart:
    a, b, c, d, e, f = part.transform
    drawn = tuple(tuple((a * x + c * y + e, b * x + d * y + f) for x, y in seam) for seam in seams)
    return replace(part, lines=(*part.lines, *drawn))


def outlines(pattern: Pattern) -> FlatSketch:
    """The sewn pieces of the shell side by side, those of the back in the back view."""
    shell = [piece for piece in pattern.pieces if piece.material == "shell"] or list(pattern.pieces)
    behind = [piece for piece in shell if piece.id.split(".")[0].startswith(("back", "yoke"))]
    before = [piece for piece in shell if piece not in behind]
    return FlatSketch((*_row(before, "front"), *_row(behind, "back")))


def _row(pieces: list[Piece], view: str) -> list[FlatPart]:
    parts, x = [], 0.0
    for piece in pieces:
        ring = piece.sew_ring
        dx = x - float(ring[:, 0].min())
        x += float(ring[:, 0].max() - ring[:, 0].min()) + APART_MM
        outline = tuple((float(px) + dx, float(py)) for px, py in ring)
        parts.append(FlatPart(piece.id, "back" if view == "back" else "front", outline, (1, 0, 0, 1, dx, 0)))
    middle = (x - APART_MM) / 2
    return [_moved(part, -middle) for part in parts]


def _moved(part: FlatPart, dx: float) -> FlatPart:
    *linear, e, f = part.transform
    a, b, c, d = linear
    return replace(part, outline=tuple((x + dx, y) for x, y in part.outline), transform=(a, b, c, d, e + dx, f))
