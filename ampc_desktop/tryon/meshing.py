"""Panels -> triangles: equal counts of vertices on sewn sides, seams welded.

The boundary is sampled first, seam by seam, so that both sides of a seam carry the same number of vertices; then every
panel is filled, symmetric ones symmetrically, and the second of a pair as the mirror image of the first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, ClothMaterial, ClothMesh, Index
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.materials import ELASTIC, elastic
from ampc_desktop.tryon.outlines import Side
from ampc_desktop.tryon.panels import Panel, Sewing, SideRef, panels_of
from ampc_desktop.tryon.triangulating import triangulated

Arcs = dict[tuple[str, str], list[float]]

_CREASE_MM = 3.0
"""A triangle flatter than this whose corners are sewn together lies between the two sides of a pleat."""


FINEST_MM, COARSEST_MM = 20.0, 30.0
"""Edges that are chosen lie between these: a finer mesh tells an order nothing more, a coarser one has no folds."""
VERTICES = 2500
"""A garment whose edge length nobody asked for has about so many, as far as those limits allow."""


def mesh(pattern: Pattern, materials: Mapping[str, ClothMaterial], edge_mm: float | None = None) -> ClothMesh:
    """The garment of a pattern as triangles of about edge_mm; without it, of what its cloth asks for.

    materials : by the pieces' material role; a role that is missing takes "shell".
    Raises Problem when a piece is too small or thin for this edge length, a chosen one only at its finest.
    """
    panels, sewings = panels_of(pattern)
    if edge_mm is not None:
        return mesh_panels(panels, sewings, materials, edge_mm)
    chosen = chosen_edge_mm(panels)
    try:
        return mesh_panels(panels, sewings, materials, chosen)
    except Problem:
        if chosen == FINEST_MM:
            raise
        return mesh_panels(panels, sewings, materials, FINEST_MM)


def chosen_edge_mm(panels: Sequence[Panel]) -> float:
    """The edge length, within its limits, at which a garment has about VERTICES: on a hexagonal lattice each stands for
    √3/2 edge² of cloth."""
    area = sum(abs(g.signed_area(np.concatenate([side.polyline[:-1] for side in panel.sides]))) for panel in panels)
    return float(np.clip(round(math.sqrt(area / (VERTICES * math.sqrt(3.0) / 2.0))), FINEST_MM, COARSEST_MM))


def mesh_panels(
    panels: Sequence[Panel], sewings: Sequence[Sewing], materials: Mapping[str, ClothMaterial], edge_mm: float
) -> ClothMesh:
    """As `mesh`, from panels. Raises Problem."""
    if not 2.0 <= edge_mm <= 60.0:
        raise Problem(f"edge length is {edge_mm:g} mm, limit 2 to 60 mm", "try-on mesh", code="tryon.edge")
    lengths = {(panel.id, side.id): g.polyline_length(side.polyline) for panel in panels for side in panel.all_sides}
    arcs, pairs = _sampled(lengths, sewings, edge_mm)

    flat: list[Array] = []
    owner: list[int] = []
    triangles: list[Index] = []
    of_triangle: list[tuple[int, float]] = []
    sides: dict[str, Index] = {}
    roles = sorted({_role(panel, materials) for panel in panels})
    known = {**materials, **{role: elastic(materials["shell"]) for role in roles if role == ELASTIC}}
    offset = 0
    for number, panel in enumerate(panels):
        ring, at = _ring(panel.sides, panel.id, arcs)
        turned = np.array((-1.0, 1.0) if panel.mirrored else (1.0, 1.0))
        inner: list[Array] = []
        for hole in panel.holes:
            loop, inside = _ring(hole, panel.id, arcs)
            start = len(ring) + sum(len(one) for one in inner)
            at |= {key: [start + k for k in numbers] for key, numbers in inside.items()}
            inner.append(loop * turned)
        # a pair is one mesh and its mirror image
        points, faces = triangulated(ring * turned, edge_mm, panel.id, tuple(inner))
        points, faces = points * turned, faces[:, [0, 2, 1]] if panel.mirrored else faces
        for key, places in at.items():
            sides[f"{panel.id}/{key}"] = np.array(places, dtype=np.int32) + offset
        flat.append(points)
        owner += [number] * len(points)
        triangles.append(faces + offset)
        role = _role(panel, materials)
        of_triangle += [(roles.index(role), float(panel.layers))] * len(faces)
        offset += len(points)

    welds = [
        (sides[f"{pa}/{sa}"][ka], sides[f"{pb}/{sb}"][kb])
        for chain in pairs.values()
        for (pa, sa, ka), (pb, sb, kb) in chain
    ]
    sewn = _welded(offset, welds)
    seams = {
        id: np.array([sewn[sides[f"{pa}/{sa}"][ka]] for (pa, sa, ka), _ in chain], dtype=np.int32)
        for id, chain in pairs.items()
    }
    faces = np.concatenate(triangles).astype(np.int32)
    material = np.array([m for m, _ in of_triangle], dtype=np.int32)
    layers = np.array([count for _, count in of_triangle])
    joined = sewn[faces]
    doubled = (joined[:, 0] == joined[:, 1]) | (joined[:, 1] == joined[:, 2]) | (joined[:, 2] == joined[:, 0])
    kept = ~(doubled & (_height_mm(np.concatenate(flat)[faces]) < _CREASE_MM))  # in a pleat that is sewn shut
    faces, material, layers, joined = faces[kept], material[kept], layers[kept], joined[kept]
    if np.any((joined[:, 0] == joined[:, 1]) | (joined[:, 1] == joined[:, 2]) | (joined[:, 2] == joined[:, 0])):
        raise Problem(
            f"two seams meet within one triangle of {edge_mm:g} mm", "try-on mesh", "use a shorter edge length",
            Kind.NO, "tryon.mesh",
        )  # fmt: skip
    return ClothMesh(
        panels=tuple(panel.id for panel in panels),
        flat_mm=np.concatenate(flat),
        panel=np.array(owner, dtype=np.int32),
        triangles=faces,
        sewn=sewn,
        material=material,
        layers=layers,
        materials=tuple(known[role] for role in roles),
        seams=seams,
        sides=sides,
        worn=tuple(panel.worn for panel in panels),
        drawn_in=tuple(panel.drawn_in for panel in panels) if any(panel.drawn_in != (1, 1) for panel in panels) else (),
    )


def _role(panel: Panel, materials: Mapping[str, ClothMaterial]) -> str:
    if min(panel.drawn_in) < 1.0:
        return ELASTIC
    return panel.material if panel.material in materials else "shell"


def _height_mm(corners: Array) -> Array:
    """Height of triangles (t, 3, 2) over their longest side."""
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / sides)


Place = tuple[str, str, int]


def _sampled(
    lengths: Mapping[tuple[str, str], float], sewings: Sequence[Sewing], edge_mm: float
) -> tuple[Arcs, dict[str, list[tuple[Place, Place]]]]:
    """Arc lengths of the vertices on every side, and by sewing the pairs of places that meet."""
    arcs: Arcs = {}
    pairs: dict[str, list[tuple[Place, Place]]] = {}
    for sewing in sewings:
        stops = _stops(_breaks(sewing.a, lengths), _breaks(sewing.b, lengths), edge_mm)
        total = [sum(lengths[p, s] for p, s, _ in chain) for chain in (sewing.a, sewing.b)]
        along: list[tuple[float, float]] = [stops[0]]
        for (a0, b0), (a1, b1) in itertools.pairwise(stops):
            length = ((a1 - a0) * total[0] + (b1 - b0) * total[1]) / 2
            count = max(1, round(length / edge_mm))
            along += [(a0 + (a1 - a0) * k / count, b0 + (b1 - b0) * k / count) for k in range(1, count + 1)]
        places = [_laid(chain, [s[i] for s in along], lengths, arcs, sewing.id)
                  for i, chain in enumerate((sewing.a, sewing.b))]  # fmt: skip
        pairs[sewing.id] = [(a, b) for one, two in zip(*places, strict=True) for a in one for b in two]
    for key, length in lengths.items():
        if key not in arcs:
            count = 2 * max(1, round(length / (2 * edge_mm))) if length > edge_mm else 1  # with a middle
            arcs[key] = [length * k / count for k in range(count + 1)]
    return arcs, pairs


def _breaks(chain: tuple[SideRef, ...], lengths: Mapping[tuple[str, str], float]) -> list[float]:
    """Shares of the chain's length at which its sides begin and end."""
    steps = np.cumsum([0.0, *(lengths[p, s] for p, s, _ in chain)])
    return [float(step / steps[-1]) for step in steps]


def _stops(a: list[float], b: list[float], edge_mm: float) -> list[tuple[float, float]]:
    """Shares (of a, of b) at which both chains must have a vertex; inner corners of a meet the near ones of b."""
    stops, free = [(0.0, 0.0)], b[1:-1]
    for share in a[1:-1]:
        near = min(free, key=lambda other: abs(other - share), default=None)
        if near is not None and abs(near - share) < 0.02:
            free = [other for other in free if other != near]
            stops.append((share, near))
        else:
            stops.append((share, share))
    stops += [(share, share) for share in free]
    return [*sorted(stops), (1.0, 1.0)]


def _laid(
    chain: tuple[SideRef, ...], shares: list[float], lengths: Mapping[tuple[str, str], float], arcs: Arcs, seam: str
) -> list[list[Place]]:
    """Fills the arcs of a chain's sides; for every share the places it is at (two at a joint of the chain)."""
    breaks = _breaks(chain, lengths)
    total = sum(lengths[p, s] for p, s, _ in chain)
    places: list[list[Place]] = [[] for _ in shares]
    for number, (panel, side, reverse) in enumerate(chain):
        if (panel, side) in arcs:
            raise Problem(
                f"{panel}.{side} is sewn twice", f"seam {seam}", "mend the pattern's seams", code="tryon.seam"
            )
        low, high = breaks[number], breaks[number + 1]
        inside = [i for i, share in enumerate(shares) if low - 1e-9 <= share <= high + 1e-9]
        length = lengths[panel, side]
        at = [min(max((shares[i] - low) * total, 0.0), length) for i in inside]
        arcs[panel, side] = [length - s for s in reversed(at)] if reverse else at
        for k, i in enumerate(inside):
            places[i].append((panel, side, len(inside) - 1 - k if reverse else k))
    return places


def _ring(sides: Sequence[Side], panel: str, arcs: Arcs) -> tuple[Array, dict[str, list[int]]]:
    """Boundary vertices in the order of the sides, and by side the numbers of its vertices."""
    points: list[g.Point] = []
    at: dict[str, list[int]] = {}
    total = sum(len(arcs[panel, side.id]) - 1 for side in sides)
    for side in sides:
        along = arcs[panel, side.id]
        at[side.id] = [(len(points) + k) % total for k in range(len(along))]
        points += [g.point_at(side.polyline, s) for s in along[:-1]]
    return np.array(points), at


def _welded(count: int, pairs: Sequence[tuple[int, int]]) -> Index:
    """Number of the garment vertex of every flat vertex, in order of first appearance."""
    root = np.arange(count)

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = int(root[k])
        return k

    for a, b in pairs:
        low, high = sorted((find(int(a)), find(int(b))))
        root[high] = low
    heads = np.array([find(k) for k in range(count)])
    return np.unique(heads, return_inverse=True)[1].astype(np.int32)
