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

NAPE_ABOVE_ACROMION = 0.023
PIT_BELOW_NAPE = 0.0365
NECK_SIDE_ABOVE_NAPE = 0.0095
NECK_HALF_BREADTH = 0.045
FOLD_ABOVE_ARMPIT = 0.018
BUST_BELOW_ARMPIT = 0.022
UNDERBUST_BELOW_BUST = 0.035
FOREHEAD_BELOW_TOP = 0.050
HAND = 0.1075
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
        return _cut_point(sagittal, int(row))

    for side in ("left", "right"):
        armpit = v[int(found[f"armpit_{side}"].ids[0])]
        above = surface.cut(v, topology.edges, Plane(found[f"armpit_{side}"], np.array([1.0, 0.0, 0.0])))
        rows = np.flatnonzero(above.points[:, 1] > armpit[1] + 0.03 * stature)
        if not len(rows):
            raise no_body(f"no {side} shoulder was found over the armpit")
        found[f"acromion_{side}"] = _cut_point(above, int(rows[np.argmax(above.points[rows, 1])]))
    shoulder_y = float(np.mean([found[f"acromion_{side}"].point(v)[1] for side in ("left", "right")]))
    nape_y = shoulder_y + NAPE_ABOVE_ACROMION * stature
    found["nape"] = on_profile(nape_y, profile(0.8, 0.925, front=False)[0])
    found["neck_pit"] = on_profile(nape_y - PIT_BELOW_NAPE * stature, profile(0.76, 0.862, front=True)[0])
    crotch_y, nape_y = float(v[crotch, 1]), float(found["nape"].point(v)[1])
    found["navel"] = on_profile(crotch_y + NAVEL_SHARE * (nape_y - crotch_y), profile(0.5, 0.72, front=True)[0])
    found["forehead"] = on_profile(floor + (1 - FOREHEAD_BELOW_TOP) * stature, profile(0.9, 0.999, front=True)[0])

    trunk = topology.part("torso", "left_leg", "right_leg")
    upper = topology.part("head", "torso")
    for side, sign in (("left", 1.0), ("right", -1.0)):
        armpit = v[int(found[f"armpit_{side}"].ids[0])]
        found[f"neck_side_{side}"] = _neck_side(v, upper, (middle, sign), nape_y, stature)
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
    """A surface filled from below: at which vertex two places first become one piece.

    The path between them whose highest point is lowest runs along the minimum spanning tree of the edges weighted with
    their higher end (bottleneck path).
    """

    def __init__(self, heights: Array, edges: Indices) -> None:
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import minimum_spanning_tree

        self.heights = heights
        level = np.maximum(heights[edges[:, 0]], heights[edges[:, 1]])
        level = level - level.min() + 1.0  # a weight of zero would be no edge
        size = len(heights)
        self.tree = minimum_spanning_tree(coo_matrix((level, (edges[:, 0], edges[:, 1])), shape=(size, size)))

    def meet(self, a: int, b: int) -> int:
        from scipy.sparse.csgraph import breadth_first_order

        _, before = breadth_first_order(self.tree, a, directed=False)
        highest, place = b, b
        while place != a:
            place = int(before[place])
            if place < 0:
                raise no_body("it is in several pieces")
            if self.heights[place] > self.heights[highest]:
                highest = place
        return int(highest)


def _cut_point(found: surface.Cut, row: int) -> Anchor:
    return Anchor(found.edges[row], np.array([1 - found.t[row], found.t[row]]))


def _level_cut(vertices: Array, edges: Indices, y: float) -> surface.Cut:
    at = int(edges[0, 0])
    return surface.cut(vertices, edges, Plane(Anchor.at(at), UP, y - float(vertices[at, 1])))


def _neck_side(v: Array, upper: Indices, side: tuple[float, float], nape_y: float, stature: float) -> Anchor:
    """Where the side of the neck meets the shoulder: the outermost point of the neck a little above the nape.

    Where that level still runs into the shoulder the next higher one is taken.
    """
    middle, sign = side
    for rise in np.arange(NECK_SIDE_ABOVE_NAPE, 0.035, 0.003):
        level = _level_cut(v, upper, nape_y + float(rise) * stature)
        away = sign * (level.points[:, 0] - middle)
        if len(away) and 0 < away.max() < NECK_HALF_BREADTH * stature:
            row = int(np.argmax(away))
            return _cut_point(level, row)
    raise no_body("no neck was found over the shoulders")


def _bust(
    v: Array,
    skin: Indices,
    regions: npt.NDArray[np.uint8],
    side: tuple[float, float],
    armpit_y: float,
    stature: float,
) -> int:
    """The first place below the armpits where the front of one breast juts out furthest.

    Where the front only swells towards the belly, it is a share of stature below the armpits.
    """
    middle, sign = side
    away = sign * (v[skin, 0] - middle)
    near = (away > 0.025 * stature) & (away < 0.08 * stature) & (regions[skin] == REGIONS.index("torso"))
    levels = armpit_y + np.arange(0.012, -0.062, -0.004) * stature
    rows = [skin[near & (np.abs(v[skin, 1] - level) < 0.004 * stature)] for level in levels]
    if not any(len(row) for row in rows):
        raise no_body("no chest was found below the armpits")
    ahead = np.array([v[row, 2].max() if len(row) else -np.inf for row in rows])
    peaks = [i for i in range(1, len(levels) - 4) if ahead[i] >= ahead[i - 1] and ahead[i] > ahead[i + 1 : i + 5].max()]
    wanted = armpit_y - BUST_BELOW_ARMPIT * stature
    place = peaks[0] if peaks else int(np.argmin(np.abs(levels - wanted)))
    while not len(rows[place]):
        place -= 1
    return int(rows[place][np.argmax(v[rows[place], 2])])


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
    return _cut_point(ahead, row)


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
    """Elbow and wrist centres of an arm without a skeleton, from the middles of its slices between shoulder and tip.

    The wrist lies a hand's length from the tip; the elbow is where the arm bends most, or at its usual share of a
    straight arm.
    """
    chord = tip - shoulder
    length = float(np.linalg.norm(chord))
    chord /= length
    along = (arm - shoulder) @ chord

    def middle(stop: float) -> Array:
        inside = arm[np.abs(along - stop) < 0.01 * stature]
        return (inside.min(axis=0) + inside.max(axis=0)) / 2 if len(inside) else shoulder + chord * stop

    wrist = middle(length - HAND * stature)
    line = wrist - shoulder
    reach = float(np.linalg.norm(line))
    line /= reach
    centres = np.array([middle(stop) for stop in np.linspace(0.3, 0.6, 25) * length])
    away = centres - shoulder
    off = np.linalg.norm(away - np.outer(away @ line, line), axis=1)
    if off.max() > 0.03 * reach:
        return centres[int(np.argmax(off))], wrist
    return shoulder + line * UPPER_ARM_SHARE * reach, wrist
