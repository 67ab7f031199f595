"""Flared skirts of a start: a cone from the waist, undeformed, and the body without the arms it would reach into."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, Region
from ampc_desktop.core.drape import Array, ClothMesh, Index
from ampc_desktop.tryon.trunk import MARGIN_MM, Profile, arc_table

WIDE = 0.35
"""Growth of the radius by length from which a skirt starts as a cone: a half circle has 0.5, a full one 1."""
_FLATTEST = 0.98


def flare(mesh: ClothMesh) -> float:
    """How much the radius of a skirt grows by its length; 0 for a garment that hangs from the shoulders."""
    if any("/shoulder" in key for key in mesh.sides):
        return 0.0
    hem = waist = 0.0
    lengths = []
    for number, panel in enumerate(mesh.panels):
        if mesh.places[number] not in ("front", "back"):
            continue
        line, low = _sides(mesh, panel, "waist"), _sides(mesh, panel, "hem")
        if not line or not low:
            return 0.0
        waist += sum(_length(mesh.flat_mm[at]) for at in line)
        hem += sum(_length(mesh.flat_mm[at]) for at in low)
        lengths.append(float(np.median(_from_waist(mesh, panel, mesh.flat_mm[np.concatenate(low)])[1])))
    return (hem - waist) / (2.0 * math.pi * float(np.mean(lengths))) if lengths else 0.0


def on_cone(mesh: ClothMesh, number: int, trunk: Profile, waist_mm: float, growth: float) -> Array:
    """Places (k, 3) of a front's or back's points: its waist round the trunk at waist_mm, every thread away from it
    straight out and down, so that no length changes. growth: of the radius by length, from `flare`."""
    panel = mesh.panels[number]
    flat = mesh.flat_mm[mesh.panel == number]
    along, away = _from_waist(mesh, panel, flat)
    half = float(np.abs(_from_waist(mesh, panel, mesh.flat_mm[np.concatenate(_sides(mesh, panel, "waist"))])[0]).max())
    side, ahead, behind = (float(row[0]) for row in trunk.at(np.array([waist_mm])))
    a, b = side + MARGIN_MM, (ahead - behind) / 2 + MARGIN_MM
    arc, angle = arc_table(a, b)
    scale = max(1.0, half / float(arc[-1]))
    phi = np.interp(np.abs(along) / half * arc[-1], arc, angle) * np.sign(along)
    way = along / half * (math.pi / 2)  # evenly round: at right angles to the ellipse its ends would get all the width
    out = np.column_stack((np.sin(way), np.cos(way)))
    share = min(growth, _FLATTEST)
    front = 1.0 if mesh.places[number] == "front" else -1.0
    x = scale * a * np.sin(phi) + share * away * out[:, 0]
    z = scale * b * np.cos(phi) + share * away * out[:, 1]
    return np.column_stack((front * x, waist_mm - math.sqrt(1.0 - share**2) * away, (ahead + behind) / 2 + front * z))


def _sides(mesh: ClothMesh, panel: str, edge: str) -> list[Index]:
    """Vertices of every side of that name; stretches of one that is there as a whole are left out."""
    named = [at for key, at in mesh.sides.items() if key.startswith(f"{panel}/{edge}")]
    named.sort(key=len, reverse=True)
    found: list[Index] = []
    for at in named:
        if not any(np.isin(at, other).all() for other in found):
            found.append(at)
    return found


def _length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def _from_waist(mesh: ClothMesh, panel: str, points: Array) -> tuple[Array, Array]:
    """(k,) along the waist from the centre line x = 0, with its sign, and (k,) away from it.

    The waist of a flared piece is an arc; it is measured on the circle nearest to it (least squares, Kåsa 1976).
    """
    line = np.concatenate([mesh.flat_mm[at] for at in _sides(mesh, panel, "waist")])
    rows = np.column_stack((2.0 * line, np.ones(len(line))))
    x, y, rest = np.linalg.lstsq(rows, (line**2).sum(axis=1), rcond=None)[0]
    radius = math.sqrt(rest + x * x + y * y)
    out = points - (x, y)
    angle = np.arctan2(out[:, 0], -out[:, 1])
    return radius * (angle - math.atan2(-x, y - float(line[np.abs(line[:, 0]).argmin(), 1]))), np.hypot(*out.T) - radius


def armless(body: BodyMesh) -> BodyMesh:
    """The body without its arms, closed where they were."""
    vertices, faces, regions = [body.vertices_mm], body.skin, [body.regions]
    count = len(body.vertices_mm)
    sides: tuple[Region, ...] = ("left_arm", "right_arm")
    for name in sides:
        off = (np.concatenate(regions) == REGIONS.index(name))[faces].any(axis=1)
        ends = faces[off][:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
        faces = faces[~off]
        kept = {(int(p), int(q)) for p, q in faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)}
        rim = np.array([(p, q) for p, q in ends.tolist() if (q, p) in kept])
        if not len(rim):
            continue
        vertices.append(body.vertices_mm[np.unique(rim)].mean(axis=0)[None])
        regions.append(np.array([REGIONS.index("torso")], dtype=body.regions.dtype))
        faces = np.concatenate((faces, np.column_stack((rim, np.full(len(rim), count)))))
        count += 1
    used, numbers = np.unique(faces, return_inverse=True)
    return replace(
        body,
        vertices_mm=np.concatenate(vertices)[used],
        faces=numbers.reshape(-1, 3).astype(body.faces.dtype),
        skin_faces=len(faces),
        regions=np.concatenate(regions)[used],
    )
