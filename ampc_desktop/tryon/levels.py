"""Girths of a worn garment: plane sections of the cloth, stretched and as it was cut, beside those of the body.

A girth is the length of the cloth along the section, folds and all, not its convex hull: that is what was sewn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, MeasuredBody, TapeLine
from ampc_desktop.core.drape import Array, ClothMesh, Drape, Index
from ampc_desktop.core.fit import GirthFit
from ampc_desktop.core.pattern import Pattern

_TRUNK = ("front", "back", "yoke", "leg.front", "leg.back")
PARTS = ("a", "b")
"""What a style line makes of a piece: "front.a" and "front.b"; parts keep the coordinates of their piece."""
NEAR_MM = 30.0
"""Cloth this far above and below a level is judged with it."""
_DOWN_MM = 10.0
_LOWEST_MM = 90.0
"""A level through the armholes is moved down until the trunk is closed, at most this far."""
GIRTHS = (("bust", "chest", "Bust"), ("waist", "waist", "Waist"), ("hip", "hip", "Hip"))
"""Measure of the body, key dimension of the pattern, label."""


@dataclass(frozen=True, eq=False)
class Section:
    """A plane cut of cloth, mm: its length as it hangs, along the same cut lying flat, and straight across the grain.

    closed: only whole rings.
    """

    worn_mm: float
    along_mm: float
    cut_mm: float
    closed: bool
    points_mm: Array

    @property
    def girth_mm(self) -> float:
        """Width as cut, stretched as the cloth is along the plane: cloth that sags is not told wider."""
        return self.cut_mm * self.worn_mm / max(self.along_mm, 1e-9)


@dataclass(frozen=True, eq=False)
class Level:
    """One girth with the cloth near it. near: triangles; at_mm: its foremost point."""

    girth: GirthFit
    near: Index
    at_mm: tuple[float, float, float]


def stem(panel: str) -> str:
    """Role of a panel's piece: "front" of "front.a", "sleeve" of "sleeve.1"."""
    return panel.split(".")[0]


def of_panels(mesh: ClothMesh, keep: Iterable[str]) -> Index:
    """Triangles of the panels with these ids."""
    numbers = [mesh.panels.index(id) for id in keep]
    return np.flatnonzero(np.isin(mesh.panel[mesh.triangles[:, 0]], numbers)).astype(np.int32)


def place_of(mesh: ClothMesh, side: str) -> str:
    """Where on the body the panel of a side ("panel/edge") is worn."""
    return mesh.places[mesh.panels.index(side.split("/")[0])]


def trunk(mesh: ClothMesh) -> Index:
    """Triangles that go round the trunk and legs: no sleeves, bands, collars, hoods."""
    return of_panels(mesh, [id for id, place in zip(mesh.panels, mesh.places, strict=True) if place in _TRUNK])


def section(drape: Drape, triangles: Index, point: Array, normal: Array) -> Section:
    """The cut of some triangles of a worn garment with a plane."""
    mesh = drape.mesh
    flat, sewn = mesh.triangles[triangles], mesh.faces[triangles]
    height = (drape.positions_mm - point) @ normal
    height = np.where(height == 0.0, 1e-9, height)
    h = height[sewn]
    cut = (h > 0).any(axis=1) & (h < 0).any(axis=1)
    flat, sewn, h = flat[cut], sewn[cut], h[cut]
    if not len(flat):
        return Section(0.0, 0.0, 0.0, False, np.empty((0, 3)))
    odd = np.where((h > 0).sum(axis=1) == 1, (h > 0).argmax(axis=1), (h < 0).argmax(axis=1))
    rows = np.arange(len(h))
    ends = []
    for step in (1, 2):
        other = (odd + step) % 3
        a, b = h[rows, odd], h[rows, other]
        t = (a / (a - b))[:, None]
        worn = drape.positions_mm[sewn[rows, odd]] * (1 - t) + drape.positions_mm[sewn[rows, other]] * t
        cloth = mesh.flat_mm[flat[rows, odd]] * (1 - t) + mesh.flat_mm[flat[rows, other]] * t
        edge = np.sort(np.column_stack((sewn[rows, odd], sewn[rows, other])), axis=1)
        ends.append((worn, cloth, edge))
    (worn, cloth, edge), (worn2, cloth2, edge2) = ends
    _, met = np.unique(np.concatenate((edge, edge2)), axis=0, return_counts=True)
    return Section(
        float(np.linalg.norm(worn2 - worn, axis=1).sum()),
        float(np.linalg.norm(cloth2 - cloth, axis=1).sum()),
        _cut_mm(mesh, triangles, flat, cloth, cloth2),
        bool((met == 2).all()),
        np.concatenate((worn, worn2)),
    )


def _cut_mm(mesh: ClothMesh, triangles: Index, flat: Index, begins_mm: Array, ends_mm: Array) -> float:
    """Width of the cloth across the grain where a plane meets it, mm: straight over each piece, at the mean height of
    the meeting. Along the meeting itself cloth that sags would be told too wide; but a piece with darts, which bends
    the meeting, is told so. Of the parts that a style line made of a piece each counts as far as it is met: the plane
    may run from one into the other and back.

    begins_mm, ends_mm : (k, 2) the meeting with each triangle, on the piece.
    """
    total = 0.0
    places_mm, lengths_mm = (begins_mm + ends_mm) / 2.0, np.linalg.norm(ends_mm - begins_mm, axis=1)
    panels = mesh.panel[flat[:, 0]]
    darted = {key.split("/")[0] for key in mesh.sides if key.endswith(".in") and f"{key[:-3]}.out" in mesh.sides}
    for panel in np.unique(panels):
        if mesh.panels[panel] in darted:
            total += float(lengths_mm[panels == panel].sum())
            continue
        if any(name in PARTS for name in mesh.panels[panel].split(".")[1:]):
            total += _covered_mm(begins_mm[panels == panel, 0], ends_mm[panels == panel, 0])
            continue
        y = float(places_mm[panels == panel, 1].mean()) + 1e-7
        corners = mesh.flat_mm[mesh.triangles[triangles[mesh.panel[mesh.triangles[triangles, 0]] == panel]]]
        above = corners[:, :, 1] > y
        crossed = corners[above.any(axis=1) & ~above.all(axis=1)]
        ends = []
        for a, b in ((0, 1), (1, 2), (2, 0)):
            rise = crossed[:, b, 1] - crossed[:, a, 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                t = (y - crossed[:, a, 1]) / rise
            x = crossed[:, a, 0] + t * (crossed[:, b, 0] - crossed[:, a, 0])
            ends.append(np.where((t >= 0.0) & (t <= 1.0), x, np.nan))
        x = np.stack(ends)
        total += float((np.nanmax(x, axis=0) - np.nanmin(x, axis=0)).sum())
    return total


def _covered_mm(a: Array, b: Array) -> float:
    """Length of a line that some stretches of it, from a to b each, cover together."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.argsort(low, kind="stable")
    low, reached = low[order], np.maximum.accumulate(high[order])
    before = np.concatenate((low[:1], reached[:-1]))
    return float(np.maximum(reached - np.maximum(low, before), 0.0).sum())


def body_girth_mm(body: BodyMesh, point: Array, normal: Array, regions: Iterable[str]) -> float:
    """Tape girth of parts of a body in a plane: the convex hull of the cut, mm; 0 where the plane misses them."""
    import shapely

    kept = np.isin(body.regions, [REGIONS.index(name) for name in regions])
    skin = body.skin[kept[body.skin].all(axis=1)]
    edges = np.unique(np.sort(skin[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)
    height = (body.vertices_mm - point) @ normal
    a, b = height[edges[:, 0]], height[edges[:, 1]]
    hit = (a > 0) != (b > 0)
    if hit.sum() < 3:
        return 0.0
    t = (a[hit] / (a[hit] - b[hit]))[:, None]
    places = body.vertices_mm[edges[hit, 0]] * (1 - t) + body.vertices_mm[edges[hit, 1]] * t
    one = np.cross(normal, (1.0, 0.0, 0.0) if abs(normal[0]) < 0.9 else (0.0, 1.0, 0.0))
    one /= np.linalg.norm(one)
    plane = places @ np.column_stack((one, np.cross(normal, one)))
    return float(shapely.convex_hull(shapely.multipoints(plane)).length)


def levels(drape: Drape, pattern: Pattern, body: MeasuredBody) -> tuple[Level, ...]:
    """Bust, waist, hip, biceps, hem and sleeve hem, as far as the garment reaches them.

    Body girths are the tape's; at hems the convex section of the body there. Ease that is asked for comes from the
    pattern's key dimensions; hems of skirts and sleeves ask for none.
    """
    mesh = drape.mesh
    found: list[Level] = []
    around = trunk(mesh)
    up = np.array([0.0, 1.0, 0.0])
    for measure, key, label in GIRTHS:
        if measure not in body.tape or measure not in body.measures.values:
            continue
        if measure == "waist" and "waist" in mesh.seams:
            found.append(_waist_seam(drape, pattern, body))
            continue
        at = body.tape[measure].points_mm.mean(axis=0)
        cut, height = _closed(drape, around, float(at[1]))
        if cut is not None:
            girth = GirthFit(measure, label, body.measures[measure], cut.girth_mm, _wanted(pattern, key), cut.cut_mm)
            found.append(Level(girth, _near(drape, around, np.array([0.0, height, 0.0]), up), _front(cut.points_mm)))
    found += _biceps(drape, pattern, body)
    found += _hems(drape, pattern, body)
    return tuple(found)


def _closed(drape: Drape, around: Index, height: float) -> tuple[Section | None, float]:
    """The section at a height, or at the first whole one below it."""
    for down in np.arange(0.0, _LOWEST_MM + 1.0, _DOWN_MM):
        cut = section(drape, around, np.array([0.0, height - down, 0.0]), np.array([0.0, 1.0, 0.0]))
        if cut.closed:
            return cut, height - float(down)
    return None, height


def _wanted(pattern: Pattern, key: str) -> float | None:
    return next((d.ease_mm for d in pattern.key_dimensions if d.id == key and d.body_mm > 0.0), None)


def _near(drape: Drape, triangles: Index, point: Array, normal: Array) -> Index:
    middle = drape.positions_mm[drape.mesh.faces[triangles]].mean(axis=1)
    return np.asarray(triangles[np.abs((middle - point) @ normal) <= NEAR_MM], dtype=np.int32)


def _front(points: Array) -> tuple[float, float, float]:
    at = points[int(points[:, 2].argmax())]
    return (float(at[0]), float(at[1]), float(at[2]))


def side_points(mesh: ClothMesh, keys: Iterable[str]) -> Index:
    """Flat vertices along several sides."""
    kept = [mesh.sides[key] for key in keys]
    return np.unique(np.concatenate(kept)).astype(np.int32) if kept else np.empty(0, dtype=np.int32)


def side_lengths_mm(drape: Drape, keys: Iterable[str]) -> tuple[float, float]:
    """(as worn, as cut) length of several sides."""
    worn = cut = 0.0
    for key in keys:
        at = drape.mesh.sides[key]
        worn += float(np.linalg.norm(np.diff(drape.positions_mm[drape.mesh.sewn[at]], axis=0), axis=1).sum())
        cut += float(np.linalg.norm(np.diff(drape.mesh.flat_mm[at], axis=0), axis=1).sum())
    return worn, cut


def hem_sides(mesh: ClothMesh, sleeve: bool) -> list[str]:
    """Sides of the lower hems of the trunk, or of the sleeves."""
    return [
        key
        for key in mesh.sides
        if place_of(mesh, key) in (("sleeve",) if sleeve else ("front", "back"))
        and key.split("/")[1].split(".")[0] == "hem"
    ]


def _waist_seam(drape: Drape, pattern: Pattern, body: MeasuredBody) -> Level:
    mesh = drape.mesh
    ring = drape.positions_mm[mesh.seams["waist"]]
    worn = float(np.linalg.norm(np.diff(ring, axis=0), axis=1).sum())
    band = [key for key in mesh.sides if key == "waistband/waist"]
    girth = GirthFit(
        "waist", "Waist", body.measures["waist"], worn, _wanted(pattern, "waist"), side_lengths_mm(drape, band)[1]
    )
    every = np.arange(len(mesh.triangles), dtype=np.int32)
    up = np.array([0.0, 1.0, 0.0])
    if drafted_drop_mm(mesh):  # worn below the waist: compared with the body there
        there = body_girth_mm(body.mesh, ring.mean(axis=0), up, ("torso", "left_leg", "right_leg"))
        girth = replace(girth, body_mm=there or girth.body_mm)
    return Level(girth, _near(drape, every, ring.mean(axis=0), up), _front(ring))


def drafted_drop_mm(mesh: ClothMesh) -> float:
    """How far below the natural waist (y = 0 of the leg pieces) the waist seam of trousers is drafted; else 0."""
    at = [places for key, places in mesh.sides.items()
          if place_of(mesh, key).startswith("leg") and key.split("/")[1].split(".")[0] == "waist"]  # fmt: skip
    return -float(mesh.flat_mm[np.concatenate(at), 1].mean()) if at else 0.0


def _plane(tape: TapeLine) -> tuple[Array, Array]:
    """(point, normal) of the plane a tape lies in."""
    middle = tape.points_mm.mean(axis=0)
    return middle, np.linalg.svd(tape.points_mm - middle)[2][2]


def _biceps(drape: Drape, pattern: Pattern, body: MeasuredBody) -> list[Level]:
    """Both sleeves at the upper arm; the tighter one counts."""
    mesh = drape.mesh
    sleeves = [id for id, place in zip(mesh.panels, mesh.places, strict=True) if place == "sleeve"]
    if not sleeves or "biceps" not in body.tape:
        return []
    point, normal = _plane(body.tape["biceps"])
    found: list[Level] = []
    copies = sorted({id.split(".")[-1] for id in sleeves})
    for copy in copies:
        panels = [id for id in sleeves if id.split(".")[-1] == copy]
        triangles = of_panels(mesh, panels)
        middle = drape.positions_mm[mesh.faces[triangles]].mean(axis=(0, 1))
        mirror = np.array([-1.0 if middle[0] * point[0] < 0.0 else 1.0, 1.0, 1.0])
        axis = normal * mirror if (normal * mirror)[1] < 0.0 else -normal * mirror  # down the arm
        for down in sorted(np.arange(-_LOWEST_MM, _LOWEST_MM + 1.0, _DOWN_MM), key=abs):  # a short sleeve ends above
            at = point * mirror + down * axis
            cut = section(drape, triangles, at, axis)
            if cut.closed:
                girth = GirthFit(
                    "biceps", "Upper arm", body.measures["biceps"], cut.worn_mm, _wanted(pattern, "biceps"), cut.cut_mm
                )
                found.append(Level(girth, _near(drape, triangles, at, axis), _front(cut.points_mm)))
                break
    found.sort(key=lambda level: level.girth.ease_mm)
    return found[:1]


def _hems(drape: Drape, pattern: Pattern, body: MeasuredBody) -> list[Level]:
    mesh, found = drape.mesh, []
    up = np.array([0.0, 1.0, 0.0])
    keys = hem_sides(mesh, sleeve=False)
    if keys:
        at = drape.positions_mm[mesh.sewn[side_points(mesh, keys)]]
        worn, cut = side_lengths_mm(drape, keys)
        girth = body_girth_mm(body.mesh, at.mean(axis=0), up, ("torso", "left_leg", "right_leg"))
        wanted = _wanted(pattern, "hem") if "waist" not in mesh.seams else None
        if girth:
            fit = GirthFit("hem", "Hem", girth, worn, wanted, cut)
            found.append(Level(fit, _near(drape, trunk(mesh), at.mean(axis=0), up), _front(at)))
    return found
