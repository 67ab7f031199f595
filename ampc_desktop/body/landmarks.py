"""Named points of a body, found by their geometry on any closed surface in an A-like pose.

Crotch and armpits come from the topology of level sets: the height at which the two feet, or a hand and a foot, become
one when the body is filled from below is a saddle of the surface, whatever its mesh. The rest follows from those three
and from profiles. Shares of stature are those of the mean bodies of ANSUR II (NATICK/TR-15/007) and of the studio's
models, on which every rule was checked. On the studio's own models the same places are known by vertex.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from ampc_desktop.body import surface
from ampc_desktop.body.model import load, mean_shape, posed
from ampc_desktop.body.surface import Anchor, Plane, Topology
from ampc_desktop.core.body import REGIONS, BodyMesh, BodyShape, Landmark
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Anchors = Mapping[str, Anchor]

UP = np.array([0.0, 1.0, 0.0])

LABELS: Mapping[str, str] = {
    "top": "Top of the head",
    "nape": "Nape (7th neck vertebra)",
    "neck_pit": "Collar bone pit",
    "neck_side_left": "Side neck point, left",
    "neck_side_right": "Side neck point, right",
    "acromion_left": "Shoulder point, left",
    "acromion_right": "Shoulder point, right",
    "armpit_left": "Armpit, left",
    "armpit_right": "Armpit, right",
    "back_fold_left": "Back armpit fold, left",
    "back_fold_right": "Back armpit fold, right",
    "bust_left": "Bust point, left",
    "bust_right": "Bust point, right",
    "underbust": "Below the bust",
    "navel": "Navel",
    "seat": "Seat, furthest back",
    "crotch": "Crotch",
    "elbow_left": "Elbow, left",
    "elbow_right": "Elbow, right",
    "wrist_left": "Wrist, left",
    "wrist_right": "Wrist, right",
}
"""Name -> what people read, head to foot; the order landmarks are listed in."""

NAPE_BELOW_HOLLOW = 0.040
PIT_BELOW_HOLLOW = 0.014
NECK_SIDE_ABOVE_NAPE = 0.006
FOLD_ABOVE_ARMPIT = 0.018
BUST_BELOW_ARMPIT = 0.022
UNDERBUST_BELOW_BUST = 0.035
FOREHEAD_BELOW_TOP = 0.050
HAND = 0.108
"""Shares of stature."""
NAVEL_SHARE = 0.32
"""Navel height between crotch and nape: .322 women, .313 men (ANSUR II means)."""
UPPER_ARM_SHARE = 0.56
"""Acromion-radiale of acromion-stylion length (ANSUR II means), for an arm too straight to show its elbow."""


def anchors_of(mesh: BodyMesh) -> Anchors:
    """All anchors of a body in the A-pose: of the studio's own model by vertex, of any other by geometry.

    Raises Problem when the surface is no body with arms and legs apart.
    """
    return own(mesh.shape.sex) if mesh.shape is not None and is_own(mesh.shape) else find(mesh)


def topology_of(mesh: BodyMesh) -> Topology:
    """The edges of a mesh, kept between calls for the studio's own models."""
    return own_topology(mesh.shape.sex) if mesh.shape is not None and is_own(mesh.shape) else Topology.of(mesh)


def is_own(shape: BodyShape) -> bool:
    """Whether a shape was made with the studio's own model, whose vertices are known."""
    return shape.model == load(shape.sex).id


@cache
def own_topology(sex: Sex) -> Topology:
    """Topology of the studio's own model."""
    model = load(sex)
    return Topology(model.faces[: model.skin_faces], model.regions)


@cache
def own(sex: Sex) -> Anchors:
    """Anchors of the studio's own model, the same vertices on every shape."""
    mesh = posed(mean_shape(sex))
    known: dict[str, Anchor] = {}
    for name, vertices in resources.toml("body", "landmarks.toml")["vertices"].items():
        if len(vertices) == 1:
            known[name] = Anchor.at(vertices[0])
        else:
            known[f"{name}_left"], known[f"{name}_right"] = (Anchor.at(vertex) for vertex in vertices)
    known["underbust"] = Anchor.mean([known.pop("underbust_left").ids[0], known.pop("underbust_right").ids[0]])
    return {**known, **_limbs(mesh.vertices_mm, own_topology(sex), known, mesh.joints_mm)}


def find(mesh: BodyMesh) -> Anchors:
    """All anchors by geometry alone, from the regions of the mesh and its shape. Raises Problem."""
    v, topology = mesh.vertices_mm, topology_of(mesh)
    skin = topology.skin_vertices
    stature, floor = float(np.ptp(v[skin, 1])), float(v[skin, 1].min())
    crotch, armpits = saddles(v, topology.edges, skin)
    found = {"crotch": Anchor.at(crotch)}
    for side, armpit in zip(("left", "right"), armpits, strict=True):
        found[f"armpit_{side}"] = Anchor.at(armpit)
    middle = float(np.mean([v[a, 0] for a in armpits]))
    armpit_y = float(np.mean([v[a, 1] for a in armpits]))
    ridge = topology.part("head", "torso", "left_leg", "right_leg")
    sagittal = surface.cut(v, ridge, Plane(Anchor.at(crotch), np.array([1.0, 0.0, 0.0]), middle - v[crotch, 0]))

    def profile(low: float, high: float, front: bool) -> tuple[Indices, Array]:
        """Rows of the middle section between two shares of stature, one side, from below upwards; their points."""
        y, z = sagittal.points[:, 1], sagittal.points[:, 2]
        rows = np.flatnonzero((y > floor + low * stature) & (y < floor + high * stature))
        if len(rows) < 4:
            raise no_body("no neck or trunk is seen in its middle")
        centre = (z[rows].min() + z[rows].max()) / 2
        rows = rows[(z[rows] > centre) == front]
        rows = rows[np.argsort(y[rows], kind="stable")]
        return rows, sagittal.points[rows]

    def on_profile(y: float, rows: Indices) -> Anchor:
        row = rows[np.argmin(np.abs(sagittal.points[rows, 1] - y))]
        return Anchor(sagittal.edges[row], np.array([1 - sagittal.t[row], sagittal.t[row]]))

    back_points = profile(0.845, 0.925, front=False)[1]
    hollow = back_points[np.argmax(back_points[:, 2]), 1]
    nape_y = float(np.clip(hollow - NAPE_BELOW_HOLLOW * stature, floor + 0.845 * stature, floor + 0.872 * stature))
    found["nape"] = on_profile(nape_y, profile(0.8, 0.925, front=False)[0])
    front_points = profile(0.80, 0.862, front=True)[1]
    pit_y = front_points[np.argmin(front_points[:, 2]), 1] - PIT_BELOW_HOLLOW * stature
    found["neck_pit"] = on_profile(float(max(pit_y, floor + 0.79 * stature)), profile(0.78, 0.862, front=True)[0])
    crotch_y, nape_y = float(v[crotch, 1]), float(found["nape"].point(v)[1])
    found["navel"] = on_profile(crotch_y + NAVEL_SHARE * (nape_y - crotch_y), profile(0.5, 0.72, front=True)[0])
    found["forehead"] = on_profile(floor + (1 - FOREHEAD_BELOW_TOP) * stature, profile(0.9, 0.999, front=True)[0])

    trunk = topology.part("torso", "left_leg", "right_leg")
    upper = topology.part("head", "torso")
    level = _level_cut(v, upper, nape_y + NECK_SIDE_ABOVE_NAPE * stature)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        armpit = v[int(found[f"armpit_{side}"].ids[0])]
        near = np.abs(level.points[:, 0] - middle) < 0.09 * stature
        if not near.any():
            raise no_body("no neck was found")
        row = int(np.argmax(np.where(near, sign * level.points[:, 0], -np.inf)))
        found[f"neck_side_{side}"] = Anchor(level.edges[row], np.array([1 - level.t[row], level.t[row]]))
        over = skin[(np.abs(v[skin, 0] - armpit[0]) < 0.006 * stature) & (v[skin, 1] > armpit[1])]
        if not len(over):
            raise no_body(f"no {side} shoulder was found over the armpit")
        found[f"acromion_{side}"] = Anchor.at(int(over[np.argmax(v[over, 1])]))
        fold = np.array([armpit[0], armpit[1] + FOLD_ABOVE_ARMPIT * stature])
        behind = skin[v[skin, 2] < armpit[2] - 0.008 * stature]
        if not len(behind):
            raise no_body("no back was found behind the armpits")
        found[f"back_fold_{side}"] = Anchor.at(int(behind[np.argmin(np.hypot(*(v[behind, :2] - fold).T))]))
        found[f"bust_{side}"] = Anchor.at(_bust(v, skin, mesh.regions, (middle, sign), armpit_y, stature))
    found["underbust"] = _underbust(v, trunk, found, stature)
    return {**found, **_limbs(v, topology, found, mesh.joints_mm)}


def points(vertices: Array, anchors: Anchors, skin: Indices) -> tuple[Landmark, ...]:
    """Landmarks of a body for people, in the order of LABELS."""
    places = {name: anchor.point(vertices) for name, anchor in anchors.items() if name in LABELS}
    places["top"] = vertices[skin[np.argmax(vertices[skin, 1])]]
    return tuple(
        Landmark(name, LABELS[name], (float(places[name][0]), float(places[name][1]), float(places[name][2])))
        for name in LABELS
        if name in places
    )


def no_body(why: str) -> Problem:
    return Problem(
        f"this surface can't be measured as a body: {why}",
        remedy="a whole person, upright, legs and arms a little apart, arms lower than the shoulders",
        code="body.no_person",
    )


def saddles(vertices: Array, edges: Indices, skin: Indices) -> tuple[int, tuple[int, int]]:
    """Vertices of the crotch and of the left and right armpit. Raises Problem where arms or legs don't part."""
    v = vertices
    x, y = v[skin, 0], v[skin, 1]
    stature, floor = float(np.ptp(y)), float(y.min())
    feet = y < floor + 0.04 * stature
    middle = float((x[feet].min() + x[feet].max()) / 2)
    toes = [int(skin[np.argmin(np.where(side & feet, y, np.inf))]) for side in (x > middle, x < middle)]
    body = (y > floor + 0.3 * stature) & (y < floor + 0.95 * stature)
    hands = [int(skin[np.argmax(np.where(body, sign * x, -np.inf))]) for sign in (1.0, -1.0)]
    forest = _Filling(v[:, 1], edges)
    crotch = forest.meet(toes[0], toes[1])
    armpits = (forest.meet(hands[0], toes[0]), forest.meet(hands[1], toes[1]))
    share = (v[crotch, 1] - floor) / stature
    if not 0.36 < share < 0.56:
        raise no_body(f"legs part at {share:.0%} of the height")
    for side, armpit, hand in zip(("left", "right"), armpits, hands, strict=True):
        share = (v[armpit, 1] - floor) / stature
        if not 0.66 < share < 0.83 or abs(v[hand, 0] - v[armpit, 0]) < 0.08 * stature:
            raise no_body(f"the {side} arm does not stand apart from the body")
    return crotch, armpits


class _Filling:
    """A surface filled from below: at which vertex two places first become one piece (join tree)."""

    def __init__(self, heights: Array, edges: Indices) -> None:
        self.heights = heights
        level = np.maximum(heights[edges[:, 0]], heights[edges[:, 1]])
        self.edges = edges[np.argsort(level, kind="stable")].tolist()

    def meet(self, a: int, b: int) -> int:
        parent = list(range(len(self.heights)))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        for i, j in self.edges:
            left, right = root(i), root(j)
            if left != right:
                parent[left] = right
                if root(a) == root(b):
                    return int(i if self.heights[i] > self.heights[j] else j)
        raise no_body("it is in several pieces")


def _level_cut(vertices: Array, edges: Indices, y: float) -> surface.Cut:
    at = int(edges[0, 0])
    return surface.cut(vertices, edges, Plane(Anchor.at(at), UP, y - float(vertices[at, 1])))


def _bust(
    v: Array,
    skin: Indices,
    regions: npt.NDArray[np.uint8],
    side: tuple[float, float],
    armpit_y: float,
    stature: float,
) -> int:
    """The most forward vertex of one breast; where the front only swells downward, a share of stature below armpits."""
    middle, sign = side
    away = sign * (v[skin, 0] - middle)
    near = (away > 0.018 * stature) & (away < 0.085 * stature) & (regions[skin] == REGIONS.index("torso"))
    inside = near & (v[skin, 1] < armpit_y + 0.005 * stature) & (v[skin, 1] > armpit_y - 0.08 * stature)
    if not inside.any():
        raise no_body("no chest was found below the armpits")
    rows = skin[inside]
    best = int(rows[np.argmax(v[rows, 2])])
    if v[best, 1] < armpit_y - 0.07 * stature:  # the belly is ahead of the chest
        wanted = np.array([middle + sign * 0.046 * stature, armpit_y - BUST_BELOW_ARMPIT * stature])
        ahead = rows[v[rows, 2] > np.median(v[rows, 2])]
        best = int(ahead[np.argmin(np.hypot(*(v[ahead, :2] - wanted).T))])
    return best


def _underbust(v: Array, trunk: Indices, found: Anchors, stature: float) -> Anchor:
    """Where the front profile below the bust point lies deepest behind its chord; flat chests have a fixed share."""
    left, right = found["bust_left"].point(v), found["bust_right"].point(v)
    ahead = surface.cut(v, trunk, Plane(found["bust_left"], np.array([1.0, 0.0, 0.0])))
    z_limit = float(np.median(ahead.points[:, 2]))
    top = float((left[1] + right[1]) / 2)
    front = np.flatnonzero((ahead.points[:, 2] > z_limit) & (ahead.points[:, 1] < top))
    front = front[ahead.points[front, 1] > top - 0.075 * stature]
    wanted = top - UNDERBUST_BELOW_BUST * stature
    if len(front) > 2:
        low = ahead.points[front[np.argmin(ahead.points[front, 1])]]
        share = (top - ahead.points[front, 1]) / max(top - low[1], 1e-9)
        depth = left[2] + share * (low[2] - left[2]) - ahead.points[front, 2]
        if depth.max() > 0.003 * stature:
            wanted = float(ahead.points[front[np.argmax(depth)], 1])
    if not len(front):
        raise no_body("no trunk was found below the chest")
    row = int(front[np.argmin(np.abs(ahead.points[front, 1] - wanted))])
    return Anchor(ahead.edges[row], np.array([1 - ahead.t[row], ahead.t[row]]))


def _limbs(v: Array, topology: Topology, found: Anchors, joints: Mapping[str, Array]) -> dict[str, Anchor]:
    """Shoulder, elbow and wrist of both arms: centres (rings of vertices) and the point on the outer side."""
    skin = topology.skin_vertices
    stature = float(np.ptp(v[skin, 1]))
    made: dict[str, Anchor] = {}
    for side in ("left", "right"):
        arm = skin[topology.regions[skin] == REGIONS.index("left_arm" if side == "left" else "right_arm")]
        if len(arm) < 50:
            raise no_body(f"no {side} arm was found")
        shoulder = (found[f"acromion_{side}"].point(v) + found[f"armpit_{side}"].point(v)) / 2
        tip = v[arm[np.argmax(np.linalg.norm(v[arm] - shoulder, axis=1))]]
        if f"{side}_elbow" in joints and f"{side}_wrist" in joints:
            elbow, wrist = joints[f"{side}_elbow"], joints[f"{side}_wrist"]
        else:
            elbow, wrist = _bend(v[arm], shoulder, tip, stature)
        made[f"shoulder_centre_{side}"] = Anchor(
            np.concatenate([found[f"acromion_{side}"].ids, found[f"armpit_{side}"].ids]),
            np.concatenate([found[f"acromion_{side}"].weights, found[f"armpit_{side}"].weights]) / 2,
        )
        for name, centre, axis in (("elbow", elbow, wrist - shoulder), ("wrist", wrist, wrist - elbow)):
            along = (v[arm] - centre) @ (axis / np.linalg.norm(axis))
            ring = arm[(np.abs(along) < 0.008 * stature) & (np.linalg.norm(v[arm] - centre, axis=1) < 0.06 * stature)]
            if len(ring) < 3:
                raise no_body(f"the {side} {name} was not found")
            made[f"{name}_centre_{side}"] = Anchor.mean(ring.tolist())
            made[f"{name}_{side}"] = Anchor.at(int(ring[np.argmax(v[ring, 1])]))  # an A-posed arm's outer side is up
    return made


def _bend(arm: Array, shoulder: Array, tip: Array, stature: float) -> tuple[Array, Array]:
    """Elbow and wrist centres of an arm without a skeleton, from the centres of its slices between shoulder and tip."""
    chord = tip - shoulder
    length = float(np.linalg.norm(chord))
    chord /= length
    along = (arm - shoulder) @ chord
    stops = np.linspace(0.1, 0.98, 45) * length
    half = 0.5 * (stops[1] - stops[0]) + 0.003 * stature
    slices = [arm[np.abs(along - stop) < half] for stop in stops]
    centres = np.array(
        [
            (s.min(axis=0) + s.max(axis=0)) / 2 if len(s) else shoulder + chord * x
            for s, x in zip(slices, stops, strict=True)
        ]
    )
    girths = np.array(
        [
            np.ptp(s @ np.array([0.0, 0.0, 1.0])) + np.ptp(s @ np.cross(chord, [0.0, 0.0, 1.0]))
            if len(s) > 2
            else np.inf
            for s in slices
        ]
    )
    from_tip = length - stops
    near = (from_tip > 0.8 * HAND * stature) & (from_tip < 1.35 * HAND * stature)
    wrist = (
        centres[np.flatnonzero(near)[np.argmin(girths[near])]]
        if near.any()
        else shoulder + chord * (length - HAND * stature)
    )
    line = wrist - shoulder
    reach = float(np.linalg.norm(line))
    line /= reach
    away = centres - shoulder
    off = np.linalg.norm(away - np.outer(away @ line, line), axis=1)
    inner = (away @ line > 0.4 * reach) & (away @ line < 0.7 * reach)
    if inner.any() and off[inner].max() > 0.02 * reach:
        return centres[np.flatnonzero(inner)[np.argmax(off[inner])]], wrist
    return shoulder + line * UPPER_ARM_SHARE * reach, wrist
