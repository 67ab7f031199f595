"""Panels -> a start around the body: trunk pieces on rounded tubes, sleeves round the arms, bands along their seams.

A start must be outside the body and not compressed: the cloth then draws its seams together by itself, while a squeezed
start can jam. Tubes take the girth of the garment where it is wider than the body, else that of the body. Sewn vertices
start at the mean of their panels' places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, Region
from ampc_desktop.core.drape import Array, ClothMesh, Index
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.relief import relief

TRUNK: tuple[Region, ...] = ("torso", "left_leg", "right_leg")
ARMS: tuple[Region, ...] = ("left_arm", "right_arm")
_MARGIN_MM = 14.0
_CLEAR_MM = 6.0
_OUT_MM = 40.0
"""Short sleeves start this far down the arm, clear of the trunk pieces; their seams draw them in."""
_LIFT_MM = 25.0
_UNDERARM_MM = 20.0
"""The underarm starts at least this far below the armpit."""
_SHOULDER_MM = 120.0
"""Within this distance of the shoulder seam a trunk piece curves from the tube to the seam."""
_STEP_MM = 10.0
BANDS = ("neckband", "waistband", "armband")


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


def profile(body: BodyMesh) -> Profile:
    """Trunk and legs of a body by height."""
    kept = np.isin(body.regions, [REGIONS.index(name) for name in ("torso", "left_leg", "right_leg")])
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


def waist_height_mm(body: BodyMesh) -> float:
    """Height of the narrowest place of the trunk between pelvis and chest.

    Raises Problem for a body without joints.
    """
    joints = _joints(body)
    low, high = joints["pelvis"][1] + 30.0, joints["spine3"][1] + 40.0
    points = body.vertices_mm[body.regions == REGIONS.index("torso")]
    heights = np.arange(low, high, 5.0)
    girth = []
    for height in heights:
        near = points[np.abs(points[:, 1] - height) < 12.0]
        girth.append(np.ptp(near[:, 0]) + np.ptp(near[:, 2]) if len(near) else np.inf)
    return float(heights[int(np.argmin(girth))])


def armpit_mm(body: BodyMesh) -> float:
    """Height of the lowest place where the skin of an arm meets that of the trunk."""
    arms = np.isin(body.regions, [REGIONS.index("left_arm"), REGIONS.index("right_arm")])
    trunk = body.regions == REGIONS.index("torso")
    both = body.skin[arms[body.skin].any(axis=1) & trunk[body.skin].any(axis=1)]
    return float(body.vertices_mm[both, 1].min()) if len(both) else float(body.vertices_mm[:, 1].max())


def _sunk(y: Array, girths: list[tuple[Array, Array]], lift: float, armpit: float) -> Array:
    """How far trunk pieces start lower, so that their underarm begins below the armpit: stretched, not wedged."""
    underarm = min(float(gy[-1]) for gy, _ in girths)
    share = np.clip((float(y.max()) - y) / (float(y.max()) - underarm), 0.0, 1.0)
    return np.asarray(max(0.0, underarm + lift + _UNDERARM_MM - armpit) * share)


def place(mesh: ClothMesh, body: BodyMesh, waist_mm: float | None = None) -> Array:
    """Start positions (n, 3) mm of a garment's vertices around a body in the A-pose.

    waist_mm : height of the waist a skirt hangs from; found on the body when not given.
    Raises Problem for a piece it does not know where to put, or a body without joints.
    """
    joints = _joints(body)
    names = [panel.split(".")[0] for panel in mesh.panels]
    for panel, name in zip(mesh.panels, names, strict=True):
        if name not in ("front", "back", "sleeve", *BANDS):
            raise Problem(
                f"the try-on does not know where piece {panel} is worn", "pattern",
                "name it front, back, sleeve, neckband, waistband or armband", Kind.NO, "tryon.place",
            )  # fmt: skip
    trunk = profile(body)
    armpit = armpit_mm(body)
    shoulders = [key for key in mesh.sides if "/shoulder" in key]
    seen = relief(body, TRUNK + ARMS if shoulders else TRUNK)
    if shoulders:
        lift = _shoulder_lift(mesh, body, shoulders)
    else:
        lift = (waist_mm or waist_height_mm(body)) + 5.0
    x = np.full((len(mesh.flat_mm), 3), np.nan)
    girths = [_half_widths(mesh, number) for number, name in enumerate(names) if name in ("front", "back")]
    for number, name in enumerate(names):
        mine = mesh.panel == number
        if name in ("front", "back"):
            x[mine] = _on_trunk(mesh, number, name == "front", trunk, girths, lift)
            x[mine, 1] -= _sunk(mesh.flat_mm[mine, 1], girths, lift, armpit) if shoulders else 0.0
            x[mine] = seen.clear(x[mine], name == "front", _CLEAR_MM)
    for number, name in enumerate(names):
        if name == "sleeve":
            mine = mesh.panel == number
            right = mesh.panels[number].endswith(".1")
            x[mine] = _beside(_on_arm(mesh, number, body, joints, right, _shoulder_tip(mesh, x)), trunk, armpit)
    for number, name in enumerate(names):
        if name in BANDS:
            x[mesh.panel == number] = _along_seam(mesh, number, x, joints, name)
    total, count = np.zeros((mesh.n_vertices, 3)), np.zeros(mesh.n_vertices)
    np.add.at(total, mesh.sewn, x)
    np.add.at(count, mesh.sewn, 1.0)
    return np.asarray(total / count[:, None])


def _joints(body: BodyMesh) -> dict[str, Array]:
    if not body.joints_mm:
        raise Problem(
            "this body has no joints, so sleeves and waist can't be found", body.name or "body",
            "fit an avatar to its measures and drape on that", Kind.NO, "tryon.joints",
        )  # fmt: skip
    return {name: np.asarray(at, dtype=np.float64) for name, at in body.joints_mm.items()}


def _shoulder_lift(mesh: ClothMesh, body: BodyMesh, shoulders: list[str]) -> float:
    """Height of the pieces' y = 0 at which every shoulder seam lies above the body."""
    regions = [REGIONS.index(name) for name in ("torso", "left_arm", "right_arm")]
    skin = body.vertices_mm[np.isin(body.regions, regions)]
    found = []
    for key in shoulders:
        for x, y in mesh.flat_mm[mesh.sides[key]]:
            column = skin[np.abs(np.abs(skin[:, 0]) - abs(x)) < 12.0]
            if len(column):
                found.append(column[:, 1].max() - y)
    return float(max(found)) + _LIFT_MM if found else body.stature_mm * 0.85


def _half_widths(mesh: ClothMesh, number: int) -> tuple[Array, Array]:
    """Half width of a trunk panel by its y, read off its side seams: (y ascending, |x|)."""
    rows = [mesh.flat_mm[at] for key, at in mesh.sides.items()
            if key.split("/")[0] == mesh.panels[number] and key.split("/")[1].startswith("side")]  # fmt: skip
    if not rows:
        raise Problem(f"piece {mesh.panels[number]} has no side seam", "pattern", kind=Kind.NO, code="tryon.place")
    points = rows[0][np.argsort(rows[0][:, 1])]
    return points[:, 1], np.abs(points[:, 0])


def _arc_table(a: float, b: float) -> tuple[Array, Array]:
    """Share of the arc of a quarter ellipse (x = a sin, z = b cos) against its angle; and its length in [0][-1]."""
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


def _on_trunk(
    mesh: ClothMesh, number: int, front: bool, trunk: Profile, girths: list[tuple[Array, Array]], lift: float
) -> Array:
    flat = mesh.flat_mm[mesh.panel == number]
    ys, widths = _half_widths(mesh, number)
    y = flat[:, 1]
    half = np.interp(y, ys, widths)
    others = [np.interp(y, gy, gw) for gy, gw in girths]
    quarter = np.mean(others, axis=0)  # of the whole girth
    underarm = min(float(gy[-1]) for gy, _ in girths)
    side, ahead, behind = trunk.at(np.minimum(y, underarm) + lift)
    middle = (ahead + behind) / 2
    out = np.empty((len(flat), 3))
    sign = 1.0 if front else -1.0
    between_arms = any("/shoulder" in key for key in mesh.sides)
    for k in range(len(flat)):
        a = side[k] + _MARGIN_MM
        b = (ahead[k] - behind[k]) / 2 + _MARGIN_MM
        arc, angle = _arc_table(a, b)
        if between_arms and quarter[k] > arc[-1]:  # what is wider goes ahead and behind, not into the arms
            b = _deeper(a, b, float(quarter[k]))
            arc, angle = _arc_table(a, b)
        scale = max(1.0, quarter[k] / arc[-1])
        share = np.clip(flat[k, 0] / half[k], -1.2, 1.2)
        phi = float(np.interp(min(abs(share), 1.0) * arc[-1], arc, angle)) * np.sign(share)
        out[k] = (
            sign * scale * a * np.sin(phi),
            y[k] + lift,
            middle[k] + sign * scale * b * np.cos(phi),
        )
    shoulders = [at for key, at in mesh.sides.items() if key.startswith(f"{mesh.panels[number]}/shoulder")]
    if shoulders:
        import shapely

        lines = shapely.union_all([shapely.LineString(mesh.flat_mm[at]) for at in shoulders])
        far = shapely.distance(lines, shapely.points(flat))
        near = np.sqrt(np.clip(far / _SHOULDER_MM, 0.0, 1.0))
        top = trunk.at(np.array([underarm + lift]))
        centre = float((top[1] + top[2])[0]) / 2
        out[:, 2] = centre + (out[:, 2] - centre) * near
        # Towards the shoulder the piece lies flat: its own x instead of the tube's.
        out[:, 0] = sign * flat[:, 0] + (out[:, 0] - sign * flat[:, 0]) * near
    return out


def _shoulder_tip(mesh: ClothMesh, x: Array) -> Array:
    """The outer end of the left shoulder seam of the placed front."""
    at = [places for key, places in mesh.sides.items() if key.startswith("front/shoulder")]
    points = x[np.concatenate(at)]
    return np.asarray(points[np.argmax(points[:, 0])])


def _on_arm(mesh: ClothMesh, number: int, body: BodyMesh, joints: dict[str, Array], right: bool, tip: Array) -> Array:
    flat = mesh.flat_mm[mesh.panel == number] * ((-1.0, 1.0) if right else (1.0, 1.0))
    panel = mesh.panels[number]
    edges: dict[str, Array] = {}
    for name in ("under.front", "under.back"):
        points = mesh.flat_mm[mesh.sides[f"{panel}/{name}"]] * ((-1.0, 1.0) if right else (1.0, 1.0))
        edges[name] = points[np.argsort(points[:, 1])]
    low = np.interp(flat[:, 1], edges["under.front"][:, 1], edges["under.front"][:, 0])
    high = np.interp(flat[:, 1], edges["under.back"][:, 1], edges["under.back"][:, 0])
    left, width = np.minimum(low, high), np.abs(high - low)

    shoulder, elbow, wrist = (joints[f"left_{name}"] for name in ("shoulder", "elbow", "wrist"))
    along, axis, tangent = _arm_axis(shoulder, elbow, wrist)
    arm = body.vertices_mm[body.regions == REGIONS.index("left_arm")]
    radius = _radius_along(arm, along, axis, tangent)
    first = tangent[0]
    level = float(flat[:, 1].max() + (tip - shoulder) @ first)  # distance of the cap base from the shoulder joint
    t = level - flat[:, 1]
    if t.max() + _OUT_MM < np.linalg.norm(elbow - shoulder):
        t = t + _OUT_MM
    place = np.column_stack([np.interp(t, along, axis[:, d]) for d in range(3)])
    place += np.minimum(t - along[0], 0.0)[:, None] * first + np.maximum(t - along[-1], 0.0)[:, None] * tangent[-1]
    e = np.column_stack([np.interp(t, along, tangent[:, d]) for d in range(3)])
    e /= np.linalg.norm(e, axis=1, keepdims=True)
    up = np.array([-first[1], first[0], 0.0])
    n = up - (e @ up)[:, None] * e
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    ahead = np.cross(e, n)
    ahead *= np.sign(ahead[:, 2:3])
    r = np.maximum(width / (2 * np.pi), np.interp(t, along, radius) + 0.6 * _MARGIN_MM)
    psi = np.pi * (2 * (flat[:, 0] - left) / width - 1.0)
    out = place + r[:, None] * (np.cos(psi)[:, None] * n - np.sin(psi)[:, None] * ahead)
    return np.asarray(out * ((-1.0, 1.0, 1.0) if right else (1.0, 1.0, 1.0)))


def _beside(sleeve: Array, trunk: Profile, armpit: float) -> Array:
    """A wide sleeve reaches into the trunk below the armpit: there it is moved out to the side of the trunk pieces."""
    side = trunk.at(sleeve[:, 1])[0] + _MARGIN_MM + _CLEAR_MM
    inside = (sleeve[:, 1] < armpit) & (np.abs(sleeve[:, 0]) < side)
    out = sleeve.copy()
    out[inside, 0] = np.copysign(side[inside], sleeve[inside, 0])
    return out


def _arm_axis(shoulder: Array, elbow: Array, wrist: Array) -> tuple[Array, Array, Array]:
    """Arc length, points and unit tangents of the arm's axis from the shoulder, rounded at the elbow."""
    upper, lower = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
    one, two = (elbow - shoulder) / upper, (wrist - elbow) / lower
    along = np.arange(0.0, upper + lower + 5.0, 5.0)
    share = np.clip((along - upper + 60.0) / 120.0, 0.0, 1.0)[:, None]
    tangent = one + (two - one) * share
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    steps = (tangent[1:] + tangent[:-1]) / 2 * 5.0
    return along, shoulder + np.concatenate((np.zeros((1, 3)), np.cumsum(steps, axis=0))), tangent


def _radius_along(arm: Array, along: Array, axis: Array, tangent: Array) -> Array:
    """Largest distance of the arm's skin from its axis by arc length; the shoulder takes that of the upper arm."""
    nearest = np.argmin(((arm[:, None] - axis[None, ::4]) ** 2).sum(axis=2), axis=1) * 4
    far = np.linalg.norm(arm - axis[nearest], axis=1)
    out = np.zeros(len(along))
    for k in range(len(along)):
        near = np.abs(along[nearest] - along[k]) <= 20.0
        out[k] = far[near].max() if near.any() else 0.0
    start = int(np.searchsorted(along, 90.0))
    out[:start] = out[start]
    return out


def _along_seam(mesh: ClothMesh, number: int, x: Array, joints: dict[str, Array], name: str) -> Array:
    """A band stands on the placed vertices its sewn side meets."""
    panel = mesh.panels[number]
    key = next(k for k in mesh.sides if k.startswith(f"{panel}/") and k.split("/")[1] in ("sew", "waist"))
    mine: Index = mesh.sides[key]
    line = mesh.flat_mm[mine]
    chord = (line[-1] - line[0]) / np.linalg.norm(line[-1] - line[0])
    total, count = np.zeros((mesh.n_vertices, 3)), np.zeros(mesh.n_vertices)
    placed = ~np.isnan(x[:, 0])
    np.add.at(total, mesh.sewn[placed], x[placed])
    np.add.at(count, mesh.sewn[placed], 1.0)
    met = count[mesh.sewn[mine]] > 0
    at = mesh.sewn[mine][met]
    partner = total[at] / count[at][:, None]
    s = (line[met] - line[0]) @ chord
    flat = mesh.flat_mm[mesh.panel == number]
    along = (flat - line[0]) @ chord
    off = np.abs((flat - line[0]) @ np.array([-chord[1], chord[0]]))
    order = np.argsort(s)
    out = np.column_stack([np.interp(along, s[order], partner[order, d]) for d in range(3)])
    return np.asarray(out + off[:, None] * _away(name, panel, joints))


def _away(name: str, panel: str, joints: dict[str, Array]) -> Array:
    if name != "armband":
        return np.array([0.0, 1.0, 0.0])
    e = joints["left_elbow"] - joints["left_shoulder"]
    e = e / np.linalg.norm(e)
    return np.asarray(e * ((-1.0, 1.0, 1.0) if panel.endswith(".1") else (1.0, 1.0, 1.0)))
