"""Panels -> a start around the body: trunk pieces on rounded tubes, sleeves round the arms, legs round the legs, bands
along their seams.

A start must be outside the body and not compressed: the cloth then draws its seams together by itself, while a squeezed
start can jam. Tubes take the girth of the garment where it is wider than the body, else that of the body. Sewn vertices
start at the mean of their panels' places. Where a panel goes is told by ClothMesh.places.
"""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh, Region
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon import arms, bands, flared, legs
from ampc_desktop.tryon.relief import Relief, relief
from ampc_desktop.tryon.trunk import frame, half_widths, on_trunk, profile, shoulder_lift, sunk

TRUNK: tuple[Region, ...] = ("torso", "left_leg", "right_leg")
ARMS: tuple[Region, ...] = ("left_arm", "right_arm")
_CLEAR_MM = 6.0
_DRAWN_MM = 17.0
"""Trousers start so much higher: stretched over hips and fork, they are drawn down as their seams close."""
_SEAT_MM = 5.0
"""A waistband is closed so far below the waist: it stands up from its seam, to where a waist widens again."""
_TRUNK_PLACES = ("front", "back", "yoke")
_KNOWN = (*_TRUNK_PLACES, *legs.PLACES, "sleeve", "hood", *bands.PLACES)


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


def place(mesh: ClothMesh, body: BodyMesh, waist_mm: float | None = None) -> Array:
    """Start positions (n, 3) mm of a garment's vertices around a body in the A-pose.

    waist_mm : height of the waist that skirts and trousers hang from; found on the body when not given.
    Raises Problem for a piece it does not know where to put, or a body without joints.
    """
    joints = _joints(body)
    places = mesh.places
    for panel, name in zip(mesh.panels, places, strict=True):
        if name not in _KNOWN:
            raise Problem(
                f"the try-on does not know where piece {panel} is worn", "pattern",
                f"say in its properties where: {', '.join(_KNOWN)}", Kind.NO, "tryon.place",
            )  # fmt: skip
    shoulders = any("/shoulder" in key for key in mesh.sides)
    seen = relief(body, TRUNK + ARMS if shoulders else TRUNK)
    waist = waist_mm or waist_height_mm(body)
    if any(name in legs.PLACES for name in places):
        waist += _DRAWN_MM
    elif "waistband" in places:
        waist -= _SEAT_MM
    x = np.full((len(mesh.flat_mm), 3), np.nan)
    if any(name in legs.PLACES for name in places):
        x = legs.on_legs(mesh, body, seen, waist)
    growth = flared.flare(mesh)
    if growth >= flared.WIDE:
        for number, name in enumerate(places):
            if name in ("front", "back"):
                x[mesh.panel == number] = flared.on_cone(mesh, number, profile(body), waist, growth)
    elif any(name in _TRUNK_PLACES for name in places):
        x = np.where(np.isnan(x), _on_trunk(mesh, body, seen, waist), x)
    trunk, armpit = profile(body), armpit_mm(body)
    for number, name in enumerate(places):
        if name == "sleeve":
            right = mesh.panels[number].endswith(".1")
            on = arms.on_arm(mesh, number, body, joints, right, arms.shoulder_tip(mesh, x))
            x[mesh.panel == number] = arms.beside(on, trunk, armpit)
    for later in (set(bands.PLACES) - {"collar"}, {"collar"}):  # a collar is sewn to its stand
        before = x.copy()
        for number, name in enumerate(places):
            if name in later:
                x[mesh.panel == number] = bands.along_seam(mesh, number, before, joints)
    hoods = [number for number, name in enumerate(places) if name == "hood"]
    if hoods:
        x = np.where(np.isnan(x), bands.on_head(mesh, hoods, x, body), x)
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


def _on_trunk(mesh: ClothMesh, body: BodyMesh, seen: Relief, waist: float) -> Array:
    """Places (m, 3) of the points of fronts, backs and yokes; nan for the others."""
    x = np.full((len(mesh.flat_mm), 3), np.nan)
    numbers = [k for k, name in enumerate(mesh.places) if name in _TRUNK_PLACES]
    frames = {k: frame(mesh, k) for k in numbers}
    widths = {k: half_widths(mesh, k) for k in numbers if mesh.places[k] != "yoke"}
    hung = any(any(one.shoulders) for one in frames.values())
    lift = shoulder_lift(body, list(frames.values())) if hung else waist
    underarm = min(float(y[-1]) for y, _ in widths.values())
    top = max(float(one.flat[:, 1].max()) for one in frames.values())
    trunk, armpit = profile(body), armpit_mm(body)
    for k, lies in frames.items():
        y = lies.flat[:, 1]
        quarter = np.mean([np.interp(y, *width) for width in widths.values()], axis=0)  # of the whole girth
        half = np.interp(y, *widths[k]) if k in widths else quarter
        at = on_trunk(lies, half, quarter, underarm, trunk, lift)
        at[:, 1] -= sunk(y, top, underarm, lift, armpit) if hung else 0.0
        for ahead in (True, False):
            some = lies.front == ahead
            at[some] = seen.clear(at[some], ahead, _CLEAR_MM)
        x[mesh.panel == k] = at
    return x
