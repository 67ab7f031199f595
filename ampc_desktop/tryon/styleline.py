"""A line drawn on a worn garment -> style lines on its pieces, as edits that split them; and the cloth carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, ClothMesh, Drape, Index
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Edge, EdgeRef, Pattern, Piece
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.levels import stem
from ampc_desktop.tryon.pulling import beyond

Mark = tuple[int, tuple[float, float, float]]
"""(triangle of the mesh, weights of its corners): one point of a drawn line."""
SNAP_MM = 25.0
"""An end this near to the outline goes to its nearest place; one farther away runs on as it was going."""
LEAST_MM = 40.0
"""A stretch shorter than this on a piece is where the pen slipped over a seam."""
_TIDY_MM = 2.0
_MOST_POINTS = 9
_CENTRE_MM = 4.0
_NEARLY = 0.15


@dataclass(frozen=True, eq=False)
class StyleLine:
    """What a drawn line means. flat_mm: (panel, (k, 2) line on it in panel coordinates); edits: one split a piece."""

    flat_mm: tuple[tuple[str, Array], ...]
    edits: tuple[PatternEdit, ...]


def style_line(mesh: ClothMesh, pattern: Pattern, marks: Sequence[Mark], id: str = "style") -> StyleLine:
    """The style lines of a line drawn on the garment, from outline to outline of every piece it runs over.

    id: the edits are called by it ("style", "style2", ...). Ends of neighbouring lines meet at their seam.
    Raises Problem when the line is too short or does not cross a piece.
    """
    runs = [run for run in _runs(mesh, pattern, marks) if g.polyline_length(run[1]) >= LEAST_MM]
    if not runs:
        raise Problem(
            "the line is too short for a style line", "try-on", f"draw at least {LEAST_MM:.0f} mm on one piece",
            Kind.NO, "tryon.style_line",
        )  # fmt: skip
    flat: list[tuple[str, Array]] = []
    edits: list[PatternEdit] = []
    ends: list[tuple[EdgeRef, float]] = []
    done: set[str] = set()
    for panel, drawn in runs:
        piece, copy = _piece_of(pattern, panel)
        if piece.id in done:  # the other one of a pair follows by itself
            continue
        done.add(piece.id)
        line = drawn * (-1.0, 1.0) if copy else drawn
        line, (start, end) = _to_outline(piece, line)
        start, end = (_met(pattern, piece.id, place, ends) for place in (start, end))
        line[0], line[-1] = (_point(piece, place) for place in (start, end))
        ends += [(EdgeRef(piece.id, place[0]), place[1]) for place in (start, end)]
        name = id if not edits else f"{id}{len(edits) + 1}"
        edits.append(_edit(name, piece, line, start, end))
        flat.append((panel, line * (-1.0, 1.0) if copy else line))
    return StyleLine(tuple(flat), tuple(edits))


def carried(drape: Drape, mesh: ClothMesh) -> Array:
    """Start positions (n, 3) mm of a garment whose pieces kept their coordinates, e.g. after a style line.

    Every vertex starts where its place on the old piece lies; cloth that is new goes on from the edge it is added to.
    Raises Problem for a panel the old garment did not have.
    """
    x = np.empty((len(mesh.flat_mm), 3))
    for number, panel in enumerate(mesh.panels):
        mine = np.flatnonzero(mesh.panel == number)
        x[mine] = _on_old(drape, panel, mesh.flat_mm[mine])
    total, count = np.zeros((mesh.n_vertices, 3)), np.zeros(mesh.n_vertices)
    np.add.at(total, mesh.sewn, x)
    np.add.at(count, mesh.sewn, 1.0)
    return np.asarray(total / count[:, None])


# --- from the drawing to the pieces ---------------------------------------------------------------------------


def _runs(mesh: ClothMesh, pattern: Pattern, marks: Sequence[Mark]) -> list[tuple[str, Array]]:
    """The drawing cut where it goes from panel to panel: (panel, flat polyline)."""
    runs: list[tuple[str, list[Array]]] = []
    for triangle, bary in marks:
        if not 0 <= triangle < len(mesh.triangles):
            raise Problem(f"the garment has no triangle {triangle}", "try-on", code="tryon.style_line")
        corners = mesh.triangles[triangle]
        weights = np.clip(np.asarray(bary, dtype=np.float64), 0.0, None)
        if not np.isfinite(weights).all() or weights.sum() <= 0.0:
            raise Problem(f"{bary} is no place in a triangle", "try-on", code="tryon.style_line")
        panel = mesh.panels[int(mesh.panel[corners[0]])]
        point = weights / weights.sum() @ mesh.flat_mm[corners]
        if not runs or runs[-1][0] != panel:
            runs.append((panel, []))
        if not runs[-1][1] or np.hypot(*(point - runs[-1][1][-1])) > 0.5:
            runs[-1][1].append(point)
    return [(panel, np.array(points)) for panel, points in runs if len(points) > 1]


def _piece_of(pattern: Pattern, panel: str) -> tuple[Piece, int]:
    """(piece, copy) of a panel. Raises Problem."""
    for piece in pattern.pieces:
        for copy in (0, 1):
            if panel == (f"{piece.id}.{copy}" if piece.mirrored_pair else piece.id):
                return piece, copy if piece.mirrored_pair else 0
    raise Problem(f"the pattern has no piece for panel {panel}", "try-on", "drape it anew", code="tryon.style_line")


Place = tuple[str, float]
"""(edge, share of its length)."""


def _to_outline(piece: Piece, line: Array) -> tuple[Array, tuple[Place, Place]]:
    """The line with both ends brought to the outline, and where they are. Raises Problem."""
    import shapely

    body = shapely.Polygon(piece.sew_ring)
    points = line.copy()
    places: list[Place] = []
    for end, before in ((0, 1), (-1, -2)):
        tip = points[end]
        edge, at, off = _nearest(piece, tip)
        if off > SNAP_MM:
            inner = points[min(3, len(points) - 1)] if end == 0 else points[max(-4, -len(points))]
            way = tip - inner
            if float(np.hypot(*way)) < 1e-9:
                way = tip - points[before]
            far = tip + way / max(float(np.hypot(*way)), 1e-9) * 4000.0
            hits = shapely.get_coordinates(shapely.LineString([tip, far]).intersection(body.exterior))
            if not len(hits):
                raise Problem(
                    f"the line leaves {piece.label or piece.id} and can't be brought to its outline", "try-on",
                    "draw it from edge to edge", Kind.NO, "tryon.style_line",
                )  # fmt: skip
            hit = hits[int(np.hypot(*(hits - tip).T).argmin())]
            points = np.vstack((hit, points)) if end == 0 else np.vstack((points, hit))
            edge, at, _ = _nearest(piece, hit)
        places.append((edge.id, min(max(at / edge.length_mm, 0.0), 1.0)))
    points[0], points[-1] = (_point(piece, place) for place in places)
    tidy = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), _TIDY_MM))
    return np.asarray(tidy), (places[0], places[1])


def _nearest(piece: Piece, point: Array) -> tuple[Edge, float, float]:
    """(edge, arc length along it, distance) of the outline's place nearest to a point; dart mouths don't count."""
    at = (float(point[0]), float(point[1]))
    found = [(edge, *g.nearest_on(edge.polyline, at)) for edge in piece.edges if edge.role != "dart"]
    return min(found, key=lambda one: one[2])


def _point(piece: Piece, place: Place) -> Array:
    edge = piece.edge(place[0])
    return np.asarray(g.point_at(edge.polyline, place[1] * g.polyline_length(edge.polyline)))


def _met(pattern: Pattern, piece: str, place: Place, ends: Sequence[tuple[EdgeRef, float]]) -> Place:
    """The place of an end that meets the end of an earlier line across a seam: equally far along it."""
    for seam in pattern.seams:
        if len(seam.a) != 1 or len(seam.b) != 1:
            continue
        for mine, other in ((seam.a[0], seam.b[0]), (seam.b[0], seam.a[0])):
            if (mine.piece, mine.edge) != (piece, place[0]):
                continue
            for ref, share in ends:
                if (ref.piece, ref.edge) == (other.piece, other.edge):
                    there = share if mine.reverse == other.reverse else 1.0 - share
                    if abs(there - place[1]) * pattern.piece(piece).edge(place[0]).length_mm < 2 * SNAP_MM:
                        return place[0], there
    return place


def _edit(id: str, piece: Piece, line: Array, start: Place, end: Place) -> PatternEdit:
    chord = line[-1] - line[0]
    length = float(chord @ chord)
    if length < LEAST_MM**2 / 4:
        raise Problem(
            f"the line begins and ends at the same place of {piece.label or piece.id}", "try-on",
            "draw it from one edge to another", Kind.NO, "tryon.style_line",
        )  # fmt: skip
    left = np.array([-chord[1], chord[0]])
    inner = line[1:-1]
    if len(inner) > _MOST_POINTS:
        whole = g.polyline_length(line)
        inner = np.array([g.point_at(line, whole * k / (_MOST_POINTS + 1)) for k in range(1, _MOST_POINTS + 1)])
    points = ";".join(f"{(p - line[0]) @ chord / length:.4f},{(p - line[0]) @ left / length:.4f}" for p in inner)
    values: dict[str, float | str] = {
        "from_edge": start[0],
        "from_share": round(start[1], 5),
        "to_edge": end[0],
        "to_share": round(end[1], 5),
        "points": points,
        "smooth": 1.0,
    }
    return PatternEdit(
        id, "split", piece.id, "", values, reason="style line drawn on the body", mirror=_mirrored(piece, line)
    )


def _mirrored(piece: Piece, line: Array) -> bool:
    """Whether a line on a symmetric piece is meant for both halves: in one of them, on the centre, or its own image."""
    if not piece.symmetric:
        return True
    x = line[:, 0] - piece.symmetry_x
    if np.abs(x).max() <= _CENTRE_MM or x.min() >= 0.0 or x.max() <= 0.0:
        return True
    image = (line[[-1, 0]] - (piece.symmetry_x, 0.0)) * (-1.0, 1.0) + (piece.symmetry_x, 0.0)
    apart = float(np.hypot(*(image - line[[0, -1]]).T).max())
    return apart <= _NEARLY * float(np.hypot(*(line[-1] - line[0])))


# --- the cloth carried on ---------------------------------------------------------------------------------------


def _on_old(drape: Drape, panel: str, points: Array) -> Array:
    """Where places of a panel lie on the drape of the piece it was cut from."""
    old = drape.mesh
    names = [id for id in old.panels if panel == id or panel.startswith(f"{id}.")]
    if not names:
        copy = panel.split(".")[-1]
        kin = [id for id in old.panels if stem(id) == stem(panel)]
        names = [id for id in kin if id.split(".")[-1] == copy and copy.isdigit()] or kin
    if not names:
        raise Problem(f"panel {panel} was not worn before", "try-on", "drape it from the start", code="tryon.carried")
    triangles = np.flatnonzero(np.isin(old.panel[old.triangles[:, 0]], [old.panels.index(id) for id in names]))
    corners = old.triangles[triangles]
    rest = old.flat_mm[corners]
    inverse = np.linalg.inv(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2))
    found, mine = np.empty((len(points), 3)), np.unique(corners)
    for begin in range(0, len(points), 256):
        part = points[begin : begin + 256]
        u, v = (part @ turn.T - (turn * rest[:, 0]).sum(axis=1) for turn in (inverse[:, 0], inverse[:, 1]))
        best = np.minimum(np.minimum(u, v), 1.0 - u - v).argmax(axis=1)  # inside, or least far outside
        u, v = (one[np.arange(len(part)), best] for one in (u, v))
        weights = np.stack((1.0 - u - v, u, v), axis=1)
        at: Index = old.sewn[corners[best]]
        here = np.einsum("pk,pkd->pd", weights, drape.positions_mm[at])
        for k in np.flatnonzero(weights.min(axis=1) < -0.5):  # cloth that is new goes on from the edge it is added to
            nearest = int(corners[best[k], int(weights[k].argmax())])
            here[k] = beyond(old, drape.positions_mm, mine, nearest, part[k])
        found[begin : begin + 256] = here
    return found
