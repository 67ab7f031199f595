"""Trunk pieces of a start: on rounded tubes round chest, waist and hips, flat at the shoulders."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, Region
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.problem import Kind, Problem

MARGIN_MM = 14.0
_LIFT_MM = 25.0
_UNDERARM_MM = 20.0
"""The underarm starts at least this far below the armpit."""
_SHOULDER_MM = 120.0
"""Within this distance of the shoulder seam a trunk piece curves from the tube to the seam."""
_DEEP_MM, _MORE = 200.0, 1.5
"""Beyond this half depth the way grows by so much of what is more: steeper, the cloth would start torn apart."""
_STEP_MM = 10.0
_NECK_MM = 10.0


@dataclass(frozen=True, eq=False)
class Profile:
    """Half widths and depths of head-free trunk and legs by height, every _STEP_MM, widened to neighbours, mm."""

    y: Array
    side: Array
    front: Array
    back: Array

    def at(self, y: Array) -> tuple[Array, Array, Array]:
        """(side, front, back): largest |x|, largest z, smallest z at heights y."""
        return np.interp(y, self.y, self.side), np.interp(y, self.y, self.front), np.interp(y, self.y, self.back)


def profile(body: BodyMesh, regions: tuple[Region, ...] = ("torso", "left_leg", "right_leg")) -> Profile:
    """Trunk and legs of a body by height."""
    kept = np.isin(body.regions, [REGIONS.index(name) for name in regions])
    points = body.vertices_mm[kept]
    y = np.arange(0.0, points[:, 1].max(), _STEP_MM)
    rows = np.full((len(y), 3), np.nan)
    for k, height in enumerate(y):
        near = points[np.abs(points[:, 1] - height) < 25.0]
        if len(near):
            rows[k] = np.abs(near[:, 0]).max(), near[:, 2].max(), near[:, 2].min()
    known = ~np.isnan(rows[:, 0])
    side, front, back = (np.interp(y, y[known], rows[known, k]) for k in range(3))
    return Profile(y, side, front, back)


@dataclass(frozen=True, eq=False)
class Frame:
    """Where the points of one trunk panel lie on a flat front or back.

    flat (k, 2) : in the coordinates of the front where `front` (k,) is true, of the back elsewhere.
    shoulders   : polylines of the shoulder seams in these coordinates, for the front and for the back.
    """

    flat: Array
    front: Array
    shoulders: tuple[tuple[Array, ...], tuple[Array, ...]]


def frame(mesh: ClothMesh, number: int) -> Frame:
    """Frame of a front, a back or a yoke. A yoke reaches over the shoulder: there it is folded onto the front."""
    flat = mesh.flat_mm[mesh.panel == number]
    if mesh.places[number] == "yoke":
        lines = _yoke_lines(mesh, number)
        flat, front = flat.copy(), np.zeros(len(flat), dtype=bool)
        for line in lines:
            side = np.sign(line.mean(axis=0)[0])
            a, along = line[0], (line[1] - line[0]) / np.linalg.norm(line[1] - line[0])
            square = np.array((-along[1], along[0])) * np.sign(along[0])
            off = (flat - a) @ square
            beyond = (off > 0.0) & (flat[:, 0] * side > 0.0)
            flat[beyond] -= 2.0 * off[beyond, None] * square
            front |= beyond
        flat[front, 0] *= -1.0  # the front is seen from the other side
        return Frame(flat, front, (tuple(line * (-1.0, 1.0) for line in lines), lines))
    ahead = mesh.places[number] == "front"
    yokes = [k for k, place in enumerate(mesh.places) if place == "yoke"]
    if yokes:
        lines = _yoke_lines(mesh, yokes[0])
        return Frame(flat, np.full(len(flat), ahead), (tuple(line * (-1.0, 1.0) for line in lines), lines))
    own = tuple(mesh.flat_mm[at] for key, at in mesh.sides.items() if key.startswith(f"{mesh.panels[number]}/shoulder"))
    return Frame(flat, np.full(len(flat), ahead), (own, own))


def _yoke_lines(mesh: ClothMesh, number: int) -> tuple[Array, ...]:
    """The shoulder lines that a yoke runs over, from the corners where its front part begins."""
    name, lines = mesh.panels[number], []
    for hand in ("l", "r"):
        neck, hole = (mesh.sides.get(f"{name}/{edge}.{hand}.front") for edge in ("neck", "armhole"))
        if neck is None or hole is None:
            continue
        ends = [mesh.flat_mm[side[[0, -1]]] for side in (neck, hole)]
        lines.append(np.array([points[int(points[:, 1].argmin())] for points in ends]))
    return tuple(lines)


def half_widths(mesh: ClothMesh, number: int) -> tuple[Array, Array]:
    """Half width of a trunk panel by its y, read off its side seams: (y ascending, |x|).

    Raises Problem for a piece without side seams.
    """
    rows: dict[str, list[Array]] = {}
    for key, at in mesh.sides.items():
        panel, edge = key.split("/")
        words = edge.split(".")
        if panel == mesh.panels[number] and words[0] == "side":
            rows.setdefault("".join(w for w in words[1:] if w in "lr"), []).append(mesh.flat_mm[at])
    if not rows:
        raise Problem(f"piece {mesh.panels[number]} has no side seam", "pattern", kind=Kind.NO, code="tryon.place")
    points = np.concatenate(next(iter(rows.values())))
    points = points[np.argsort(points[:, 1], kind="stable")]
    return points[:, 1], np.abs(points[:, 0])


def sunk(y: Array, top: float, underarm: float, lift: float, armpit: float) -> Array:
    """How far trunk pieces start lower, so that their underarm begins below the armpit: stretched, not wedged."""
    share = np.clip((top - y) / (top - underarm), 0.0, 1.0)
    return np.asarray(max(0.0, underarm + lift + _UNDERARM_MM - armpit) * share)


def shoulder_lift(body: BodyMesh, frames: list[Frame]) -> float:
    """Height of the pieces' y = 0 at which every shoulder seam lies above the body."""
    regions = [REGIONS.index(name) for name in ("torso", "left_arm", "right_arm")]
    faces = body.skin[np.isin(body.regions, regions)[body.skin].all(axis=1)]
    ends = body.vertices_mm[np.unique(np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)]
    neck = _neck_half_mm(body) + _NECK_MM
    lines = [line for one in frames for lines in one.shoulders for line in lines]
    along = np.linspace(0.0, 1.0, 9)[:, None]
    points = np.concatenate([*lines, *(line[0] + (line[-1] - line[0]) * along for line in lines)])
    found = []
    for x, y in points[np.abs(points[:, 0]) > neck]:  # nearer to the neck there is its wall, not the shoulder
        off = ends[:, :, 0] - abs(x)
        cut = (off[:, 0] > 0.0) != (off[:, 1] > 0.0)
        if cut.any():
            share = off[cut, 0] / (off[cut, 0] - off[cut, 1])
            found.append(float((ends[cut, 0, 1] * (1.0 - share) + ends[cut, 1, 1] * share).max()) - y)
    return float(max(found)) + _LIFT_MM if found else body.stature_mm * 0.85


def _neck_half_mm(body: BodyMesh) -> float:
    """Half width of the neck where head and trunk meet."""
    head = body.vertices_mm[body.regions == REGIONS.index("head")]
    low = head[head[:, 1] < head[:, 1].min() + 25.0] if len(head) else head
    return float(np.abs(low[:, 0]).max()) if len(low) else 0.0


def arc_table(a: float, b: float) -> tuple[Array, Array]:
    """Arc of a quarter ellipse (x = a sin, z = b cos) up to each angle, and the angles."""
    angle = np.linspace(0.0, np.pi / 2, 65)
    arc = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(a * np.sin(angle)), np.diff(b * np.cos(angle))))))
    return arc, angle


def _deeper(a: float, b: float, quarter: float) -> float:
    """Half axis b of the ellipse with half axis a whose quarter is that long; not beyond twice the given b.

    Ramanujan's circumference, halved until it fits to a tenth of a millimetre.
    """
    low, high = b, 2.0 * b
    while high - low > 0.1:
        mid = (low + high) / 2
        h = ((a - mid) / (a + mid)) ** 2
        length = math.pi * (a + mid) * (1 + 3 * h / (10 + math.sqrt(4 - 3 * h))) / 4
        low, high = (mid, high) if length < quarter else (low, mid)
    return (low + high) / 2


def on_trunk(lies: Frame, half: Array, quarter: Array, underarm: float, trunk: Profile, lift: float) -> Array:
    """Places (k, 3) of a panel's points. half, quarter (k,): its half width and a quarter of the garment's girth there.

    The tube takes the girth of the garment where it is wider than the body, else that of the body.
    """
    import shapely

    flat, y = lies.flat, lies.flat[:, 1]
    side, ahead, behind = trunk.at(np.minimum(y, underarm) + lift)
    middle = (ahead + behind) / 2
    sign = np.where(lies.front, 1.0, -1.0)
    between_arms = any(lies.shoulders)
    out = np.empty((len(flat), 3))
    for k in range(len(flat)):
        a = side[k] + MARGIN_MM
        b = (ahead[k] - behind[k]) / 2 + MARGIN_MM
        arc, angle = arc_table(a, b)
        if between_arms and quarter[k] > arc[-1]:  # what is wider goes ahead and behind, not into the arms
            b = _deeper(a, b, float(quarter[k]))
            arc, angle = arc_table(a, b)
        scale = max(1.0, quarter[k] / arc[-1])
        share = np.clip(flat[k, 0] / half[k], -1.2, 1.2)
        phi = float(np.interp(min(abs(share), 1.0) * arc[-1], arc, angle)) * np.sign(share)
        out[k] = (
            sign[k] * scale * a * np.sin(phi),
            y[k] + lift,
            middle[k] + sign[k] * scale * b * np.cos(phi),
        )
    top = trunk.at(np.array([underarm + lift]))
    centre = float((top[1] + top[2])[0]) / 2
    for mine, lines in ((lies.front, lies.shoulders[0]), (np.logical_not(lies.front), lies.shoulders[1])):
        if not lines or not mine.any():
            continue
        far = shapely.distance(
            shapely.union_all([shapely.LineString(line) for line in lines]), shapely.points(flat[mine])
        )
        deep = float(np.abs(out[mine, 2] - centre).max())
        reach = _SHOULDER_MM + _MORE * max(0.0, deep - _DEEP_MM)
        near = np.sqrt(np.clip(far / reach, 0.0, 1.0))
        out[mine, 2] = centre + (out[mine, 2] - centre) * near
        # Towards the shoulder the piece lies flat: its own x instead of the tube's.
        own = sign[mine] * flat[mine, 0]
        out[mine, 0] = own + (out[mine, 0] - own) * near
    return out
