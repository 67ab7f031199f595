"""Bands, stands, collars and hoods of a start: along the seam by which they are sewn on."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh, Index
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.arms import arm_axis

PLACES = ("neckband", "waistband", "armband", "cuff", "hem_band", "stand", "collar")
_FALL = -0.6
"""A collar starts leaning outwards and falls by this much of its width: it rises, clear of the yoke below it."""
_BESIDE_MM = 14.0
_HAIRLINE = 0.25
"""A hood's edge starts behind the forehead by this share of the head's depth: from further ahead it hides the eyes."""
_ROUND_MM = 120.0
"""Within this distance of its centre seam a hood curves from the side of the head to the middle."""
_RISE_MM = 60.0


def put_on(mesh: ClothMesh) -> Index:
    """Vertices of waistbands and hoods: where whoever puts them on closes or lays them they stay, if they hold at all.

    Without friction a band would sink to where the body carries it, on a body that hardly widens below the waist as
    far as the hip, and a hood would slip over the eyes; friction would then keep them there.
    """
    worn = [number for number, name in enumerate(mesh.places) if name in ("waistband", "hood")]
    return np.unique(mesh.sewn[np.isin(mesh.panel, worn)]).astype(np.int32)


def _partners(mesh: ClothMesh, x: Array) -> tuple[Array, Array]:
    """Mean place (n, 3) of the placed points of every garment vertex, and how many there are."""
    total, count = np.zeros((mesh.n_vertices, 3)), np.zeros(mesh.n_vertices)
    placed = ~np.isnan(x[:, 0])
    np.add.at(total, mesh.sewn[placed], x[placed])
    np.add.at(count, mesh.sewn[placed], 1.0)
    return total / np.maximum(count, 1.0)[:, None], count


def _sewn_side(mesh: ClothMesh, number: int, count: Array) -> Index:
    """The side of a panel of which most points meet placed ones."""
    mine = [at for key, at in mesh.sides.items() if key.split("/")[0] == mesh.panels[number]]
    best = max(mine, key=lambda at: int((count[mesh.sewn[at]] > 0).sum()))
    if not (count[mesh.sewn[best]] > 0).any():
        raise Problem(
            f"piece {mesh.panels[number]} is sewn to nothing that is on the body", "pattern",
            "mend the pattern's seams",
            Kind.NO, "tryon.place",
        )  # fmt: skip
    return best


def along_seam(mesh: ClothMesh, number: int, x: Array, joints: dict[str, Array]) -> Array:
    """Places (k, 3) of a band: on the placed vertices that its sewn side meets, and away from them by its width."""
    import shapely

    at, count = _partners(mesh, x)
    mine = _sewn_side(mesh, number, count)
    line = mesh.flat_mm[mine]
    met = count[mesh.sewn[mine]] > 0
    partner = at[mesh.sewn[mine][met]]
    s = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    flat = mesh.flat_mm[mesh.panel == number]
    path, points = shapely.LineString(line), shapely.points(flat)
    along, off = shapely.line_locate_point(path, points), shapely.distance(path, points)
    out = np.column_stack([np.interp(along, s[met], partner[:, d]) for d in range(3)])
    return np.asarray(out + off[:, None] * _away(mesh, number, joints, out))


def _away(mesh: ClothMesh, number: int, joints: dict[str, Array], at: Array) -> Array:
    """Direction from the seam into the band, (3,) or (k, 3)."""
    place = mesh.places[number]
    if place in ("armband", "cuff"):
        mirror = np.array((-1.0 if at[:, 0].mean() < 0.0 else 1.0, 1.0, 1.0))
        _, axis, tangent = arm_axis(joints)
        near = int(((axis - at.mean(axis=0) * mirror) ** 2).sum(axis=1).argmin())
        return np.asarray(tangent[near] * mirror)
    if place == "hem_band":
        return np.array([0.0, -1.0, 0.0])
    if place == "collar":
        out = (at - at.mean(axis=0)) * (1.0, 0.0, 1.0)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return np.asarray(out * np.sqrt(1.0 - _FALL**2) - np.array([0.0, _FALL, 0.0]))
    return np.array([0.0, 1.0, 0.0])


def on_head(mesh: ClothMesh, numbers: list[int], x: Array, body: BodyMesh) -> Array:
    """Places (m, 3) of a hood's points, standing round the head; nan for the others.

    The two sides stand beside the head and curve to its middle at their centre seam; a centre piece follows that seam.
    """
    import shapely

    out = np.full((len(mesh.flat_mm), 3), np.nan)
    at, count = _partners(mesh, x)
    head = body.vertices_mm[body.regions == REGIONS.index("head")]
    head = head[head[:, 1] > head[:, 1].max() - 0.13 * body.stature_mm]  # without the neck
    half = float(np.abs(head[:, 0]).max()) + _BESIDE_MM
    sides = [k for k in numbers if mesh.panels[k].endswith((".0", ".1"))]
    for number in sides:
        mine = mesh.panel == number
        sign = -1.0 if mesh.panels[number].endswith(".1") else 1.0
        flat = mesh.flat_mm[mine] * (sign, 1.0)
        name = mesh.panels[number]
        seam, centre = mesh.sides[f"{name}/neck"], mesh.sides[f"{name}/centre"]
        ring = at[mesh.sewn[seam]][count[mesh.sewn[seam]] > 0]
        base = float(ring[:, 1].mean())
        depth = float(flat[:, 0].max() - flat[:, 0].min())
        back, ahead = float(head[:, 2].min()), float(head[:, 2].max())
        back = min(back - _BESIDE_MM, ahead - _HAIRLINE * (ahead - back) - depth)
        points = shapely.points(flat)
        to_centre = shapely.distance(shapely.LineString(mesh.flat_mm[centre] * (sign, 1.0)), points)
        middle = 0.5 * _strip_mm(mesh, numbers)
        wide = middle + (half - middle) * np.sqrt(np.clip(to_centre / _ROUND_MM, 0.0, 1.0))
        stands = np.column_stack((sign * wide, base + flat[:, 1], back + flat[:, 0].max() - flat[:, 0]))
        # Towards the neck it runs into the neckline.
        line = mesh.flat_mm[seam] * (sign, 1.0)
        met = count[mesh.sewn[seam]] > 0
        order = np.argsort(line[met, 0])
        low = np.column_stack(
            [np.interp(flat[:, 0], line[met, 0][order], at[mesh.sewn[seam]][met][order, d]) for d in range(3)]
        )
        rise = np.clip(shapely.distance(shapely.LineString(line), points) / _RISE_MM, 0.0, 1.0)[:, None]
        low[:, 1] += shapely.distance(shapely.LineString(line), points)
        out[mine] = low + (stands - low) * rise
    for number in numbers:
        if number not in sides:
            out[mesh.panel == number] = _between(mesh, number, np.where(np.isnan(x), out, x))
    return out


def _strip_mm(mesh: ClothMesh, numbers: list[int]) -> float:
    """Width of a hood's centre piece where it is narrowest; 0 without one."""
    for k in numbers:
        if not mesh.panels[k].endswith((".0", ".1")):
            rows = mesh.flat_mm[mesh.sides[f"{mesh.panels[k]}/neck"]]
            return float(np.ptp(rows[:, 0]))
    return 0.0


def _between(mesh: ClothMesh, number: int, x: Array) -> Array:
    """A strip between two seams: straight from one to the other."""
    at, _ = _partners(mesh, x)
    name = mesh.panels[number]
    flat = mesh.flat_mm[mesh.panel == number]
    ends = []
    for edge in ("centre.l", "centre.r"):
        side = mesh.sides[f"{name}/{edge}"]
        line = mesh.flat_mm[side]
        order = np.argsort(line[:, 1])
        met = at[mesh.sewn[side]][order]
        ends.append((
            np.interp(flat[:, 1], line[order, 1], line[order, 0]),
            np.column_stack([np.interp(flat[:, 1], line[order, 1], met[:, d]) for d in range(3)]),
        ))  # fmt: skip
    (xa, pa), (xb, pb) = ends
    share = np.clip((flat[:, 0] - xa) / (xb - xa), 0.0, 1.0)[:, None]
    return np.asarray(pa + (pb - pa) * share)
