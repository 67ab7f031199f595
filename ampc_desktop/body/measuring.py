"""What a tape finds on a body: every measure of body.definitions from a surface in the A-pose.

Girths are perimeters of convex hulls of cuts. Levels follow ISO 8559-1 and ANSUR II as body.definitions says; where a
bone can't be seen on a surface the rule that stands for it is named at the measure. Every measure knows its gradient by
the vertices (surface.Reading), so the same code measures and fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ampc_desktop.body import landmarks, surface
from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.landmarks import UP, Anchors
from ampc_desktop.body.surface import Anchor, Plane, Reading, Topology
from ampc_desktop.core.body import BodyMesh, MeasuredBody, TapeLine
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.problem import Problem

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

DENSITY_KG_M3 = 1000.0
"""Of a living body with half-filled lungs: tissue of 1 030 to 1 070 (Durnin and Womersley, 1974), litres of air."""
NATURAL_WAIST_SHARE = 0.0746
"""Natural waist above the navel as a share of nape to crotch: 45.8 mm of 614 mm in the women of ANSUR II, whose tenth
rib and iliac crest were both measured (the level midway between them is ISO 8559-1's waist)."""
THIGH_BELOW_CROTCH = 0.02
"""Of stature: the fold of the seat lies a little below the crotch."""
NECK_TILT = np.array([0.0, np.cos(np.radians(20.0)), np.sin(np.radians(20.0))])
"""Direction of the neck, leaning forward by 20° (spine of the studio's models)."""

SEAT_SOFTNESS_MM = 1.0

SIDE = "right"
"""The side limbs are measured on, as ISO 8559-1 and ANSUR II do."""

TAPE_GIRTH_MM, TAPE_LENGTH_MM = 8.0, 10.0
"""Half-widths of 80 % of what a surface shows against an expert's tape (soft tissue, breath; ISO 20685-1 asks of
scanners 4 to 15 mm by measure)."""
OTHER_UNITS: Mapping[str, float] = {"weight_kg": 2.5, "shoulder_slope": 3.0}
FOUND_BY_SHAPE: Mapping[str, float] = {
    "neck": 3.0,
    "neck_base": 50.0,
    "shoulder": 25.0,
    "shoulder_length": 21.0,
    "cross_back": 26.0,
    "armscye_depth": 11.0,
    "bust": 22.0,
    "underbust": 20.0,
    "waist": 12.0,
    "waist_navel": 28.0,
    "waist_height": 23.0,
    "back_waist_length": 28.0,
    "waist_to_hip": 23.0,
    "crotch_depth": 23.0,
    "arm": 22.0,
    "biceps": 10.0,
}
"""What is added where landmarks are found by geometry (scans): half-widths of 80 % against the known vertices, on 30
bodies drawn from body.prior."""
GIRTHS = (
    "head",
    "neck",
    "neck_base",
    "bust",
    "underbust",
    "waist",
    "waist_navel",
    "hip",
    "thigh",
    "calf",
    "ankle",
    "biceps",
    "wrist",
)


@dataclass(frozen=True, eq=False)
class Frame:
    """A surface ready for measuring: vertices (n, 3) mm, its topology, its anchors including the searched levels."""

    vertices: Array
    topology: Topology
    anchors: Anchors

    def plane(self, name: str, normal: Array = UP, shift_mm: float = 0.0) -> Plane:
        return Plane(self.anchors[name], normal, shift_mm)

    def point(self, name: str) -> Array:
        return self.anchors[name].point(self.vertices)

    @property
    def stature(self) -> float:
        y = self.vertices[self.topology.skin_vertices, 1]
        return float(y.max() - y.min())

    def moved(self, vertices: Array) -> Frame:
        """The same anchors on other vertices."""
        return replace(self, vertices=vertices)


Rule = Callable[[Frame], Reading | None]
"""How one measure is read off a surface; None where the surface does not show it."""


def measure(mesh: BodyMesh, sex: Sex | None = None, name: str = "") -> MeasuredBody:
    """Landmarks, measures and the way of the tape on a body in the A-pose.

    sex: for scans whose sex is known; shapes bring their own, else "female" is written down.
    Measures that the surface does not allow are left out. Raises Problem when it is no body at all or stands otherwise.
    """
    if mesh.pose != "a":
        raise Problem(
            f"a body is measured in the A-pose, this one is in the pose '{mesh.pose}'",
            remedy="choose the A-pose",
            code="body.pose",
        )
    frame = frame_of(mesh)
    values: dict[str, Measurement] = {}
    tape: dict[str, TapeLine] = {}
    for measure_name, reading in readings(frame, DEFINITIONS).items():
        limits = DEFINITIONS[measure_name]
        half = uncertainty(measure_name, by_shape=mesh.shape is None or not landmarks.is_own(mesh.shape))
        values[measure_name] = Measurement(
            round(reading.value, 2), half, limits.standard, "scan", "measured on the surface"
        )
        if len(reading.way) > 1:
            tape[measure_name] = TapeLine(measure_name, reading.way, reading.closed)
    if mesh.shape is not None:
        sex = mesh.shape.sex
    found = landmarks.points(frame.vertices, frame.anchors, frame.topology.skin_vertices)
    return MeasuredBody(mesh, Measurements(name or mesh.name, sex or "female", values), found, tape)


def uncertainty(measure_name: str, by_shape: bool) -> float:
    """Half-width of 80 % of a measure read off a surface; by_shape: its landmarks were found by geometry."""
    if measure_name in OTHER_UNITS:
        return OTHER_UNITS[measure_name]
    tape = TAPE_GIRTH_MM if measure_name in GIRTHS else TAPE_LENGTH_MM
    return round(float(np.hypot(tape, FOUND_BY_SHAPE.get(measure_name, 0.0) if by_shape else 0.0)), 1)


def frame_of(mesh: BodyMesh) -> Frame:
    """A mesh ready for measuring. Raises Problem when no body is found in it."""
    return with_levels(Frame(mesh.vertices_mm, landmarks.topology_of(mesh), landmarks.anchors_of(mesh)))


def readings(frame: Frame, names: Iterable[str], rules: Mapping[str, Rule] | None = None) -> dict[str, Reading]:
    """The named measures that this surface allows, with their gradients; by RULES unless others are given."""
    known = RULES if rules is None else rules
    found = {}
    for name in names:
        reading = known[name](frame) if name in known else None
        if reading is not None and np.isfinite(reading.value):
            found[name] = reading
    return found


def with_levels(frame: Frame) -> Frame:
    """The frame with the levels that are searched for: seat, calf, ankle, biceps, wrist and neck."""
    stature = frame.stature
    crotch = frame.point("crotch")
    floor = float(frame.vertices[frame.topology.skin_vertices, 1].min())
    leg = _leg(frame)
    calf = floor + np.linspace(0.165, 0.25, 11) * stature - crotch[1]
    ankle = floor + np.linspace(0.04, 0.10, 13) * stature - crotch[1]
    found = {
        "seat": _seat(frame, stature),
        "calf": _extreme(frame, leg, UP, "crotch", calf, np.max),
        "ankle": _extreme(frame, leg, UP, "crotch", ankle, np.min),
    }
    arm = frame.topology.part(f"{SIDE}_arm")
    upper, lower = _arm_axes(frame)
    length = float(np.linalg.norm(frame.point(f"elbow_centre_{SIDE}") - frame.point(f"shoulder_centre_{SIDE}")))
    elbow, wrist = f"elbow_centre_{SIDE}", f"wrist_centre_{SIDE}"
    found["biceps"] = _extreme(frame, arm, upper, elbow, -np.linspace(0.28, 0.56, 9) * length, np.max)
    found["wrist"] = _extreme(frame, arm, lower, wrist, np.linspace(-0.016, 0.010, 9) * stature, np.min)
    neck = frame.topology.part("head", "torso")
    found["neck"] = _extreme(frame, neck, NECK_TILT, "nape", np.linspace(-0.005, 0.040, 16) * stature, np.min)
    known = {name: anchor for name, anchor in found.items() if anchor is not None}
    return replace(frame, anchors={**frame.anchors, **known})


def _extreme(
    frame: Frame, edges: Indices, normal: Array, start: str, shifts: Array, best: Callable[[Array], float]
) -> Anchor | None:
    """A point on the level of the largest or smallest girth among parallel cuts around an anchor."""
    cuts = [surface.girth(frame.vertices, edges, frame.plane(start, normal, float(shift))) for shift in shifts]
    values = np.array([np.nan if c is None else c.value for c in cuts])
    if not np.isfinite(values).all():
        return None
    place = int(np.flatnonzero(values == best(values))[0])
    shift = _vertex_of_parabola(shifts, values, place)
    return _on_level(frame, edges, frame.plane(start, normal, shift))


def _vertex_of_parabola(x: Array, y: Array, place: int) -> float:
    """Where the parabola through an extreme sample and its neighbours has its extreme; ends stay."""
    if place in (0, len(x) - 1):
        return float(x[place])
    a, b, c = y[place - 1 : place + 2]
    bend = a - 2 * b + c
    return float(x[place] + (0.5 * (a - c) / bend if bend else 0.0) * (x[1] - x[0]))


def _on_level(frame: Frame, edges: Indices, plane: Plane) -> Anchor | None:
    found = surface.cut(frame.vertices, edges, plane)
    if not len(found.t):
        return None
    middle = int(np.argmin(np.abs(found.t - 0.5)))  # far from both ends, so that it stays on its edge
    return Anchor(found.edges[middle], np.array([1 - found.t[middle], found.t[middle]]))


def _seat(frame: Frame, stature: float) -> Anchor | None:
    """The level at which the seat reaches furthest back."""
    trunk = _trunk(frame)
    shifts = np.linspace(-0.005, 0.125, 27) * stature
    back = np.full(len(shifts), np.nan)
    for i, shift in enumerate(shifts):
        found = surface.cut(frame.vertices, trunk, frame.plane("crotch", UP, float(shift)))
        if len(found.t):
            back[i] = found.points[:, 2].min()
    if not np.isfinite(back).all():
        return None
    near = np.exp((back.min() - back) / SEAT_SOFTNESS_MM)  # a flat seat has no sharp level: take the middle of it
    shift = float(near @ shifts / near.sum())
    level = surface.cut(frame.vertices, trunk, frame.plane("crotch", UP, shift))
    row = int(np.argmin(level.points[:, 2]))
    return Anchor(level.edges[row], np.array([1 - level.t[row], level.t[row]]))


def _trunk(frame: Frame) -> Indices:
    return frame.topology.part("torso", "left_leg", "right_leg")


def _leg(frame: Frame) -> Indices:
    """Edges below the crotch on the measured side."""
    v, edges = frame.vertices, frame.topology.part("torso", f"{SIDE}_leg")
    crotch = frame.point("crotch")
    return np.asarray(edges[v[edges, 1].min(axis=1) < crotch[1]])


def _arm_axes(frame: Frame) -> tuple[Array, Array]:
    """Unit directions of the upper arm and the forearm, towards the hand."""
    shoulder, elbow, wrist = (frame.point(f"{name}_centre_{SIDE}") for name in ("shoulder", "elbow", "wrist"))
    upper, lower = elbow - shoulder, wrist - elbow
    return upper / np.linalg.norm(upper), lower / np.linalg.norm(lower)


# --- the measures ------------------------------------------------------------------------------------------------


def _stature(frame: Frame) -> Reading:
    return _between(frame, *_ends(frame), beside_mm=90.0)


def _between(frame: Frame, low: Anchor, high: Anchor, beside_mm: float | None = None) -> Reading:
    """Vertical distance of two anchors; the tape hangs at the lower one, or so far beside the trunk on the left."""
    reading = surface.height(frame.vertices, high) - surface.height(frame.vertices, low)
    top, bottom = high.point(frame.vertices), low.point(frame.vertices)
    x, z = bottom[0], bottom[2]
    if beside_mm is not None:
        trunk = frame.vertices[frame.topology.part("torso")[:, 0]]
        x, z = float(trunk[:, 0].max()) + beside_mm, float(trunk[:, 2].mean())
    return replace(reading, way=np.array([[x, top[1], z], [x, bottom[1], z]]))


def _weight(frame: Frame) -> Reading:
    return surface.volume(frame.vertices, frame.topology) * (DENSITY_KG_M3 * 1e-9)


def _level_girth(anchor: str) -> Rule:
    """Girth of the trunk at the level of an anchor."""

    def rule(frame: Frame) -> Reading | None:
        if anchor not in frame.anchors:
            return None
        return trunk_girth(frame, frame.plane(anchor))

    return rule


def _head(frame: Frame) -> Reading | None:
    return surface.girth(frame.vertices, frame.topology.part("head"), frame.plane("forehead"))


def _neck(frame: Frame) -> Reading | None:
    if "neck" not in frame.anchors:
        return None
    return surface.girth(frame.vertices, frame.topology.part("head", "torso"), frame.plane("neck", NECK_TILT))


def _neck_base(frame: Frame) -> Reading | None:
    """Over nape, side neck point and collar bone pit: half the way on each side, in the plane of the three points."""
    halves = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        nape, pit, apex = frame.point("nape"), frame.point("neck_pit"), frame.point(f"neck_side_{side}")
        normal = np.cross(pit - nape, apex - nape)
        normal /= np.linalg.norm(normal) * np.sign(normal[1])
        found = surface.cut(frame.vertices, frame.topology.part("head", "torso"), frame.plane("nape", normal))
        rows = np.flatnonzero(sign * (found.points[:, 0] - nape[0]) > 0)
        if len(rows) < 3:
            return None
        ring = surface.chosen(found, rows)
        halves.append(_bridged(frame, ring, "nape", "neck_pit", np.array([sign, 0.0, 0.0])))
    whole = halves[0] + halves[1]
    return replace(whole, way=np.concatenate([halves[0].way, halves[1].way[::-1]]), closed=True)


def _bridged(frame: Frame, ring: surface.Cut, start: str, end: str, outward: Array) -> Reading:
    """A tape from one anchor to another over the cut points that bulge `outward`, bridging hollows."""
    a, b = frame.anchors[start], frame.anchors[end]
    ends = np.array([a.point(frame.vertices), b.point(frame.vertices)])
    along = ends[1] - ends[0]
    along /= np.linalg.norm(along)
    out = outward - (outward @ along) * along
    out /= np.linalg.norm(out)
    cloud = np.concatenate([ends, ring.points])
    flat = np.stack([cloud @ along, cloud @ out], axis=1)
    gap = 0.1  # the plane goes through the ends: cut points that fall on them are the same place twice
    inside = (flat[:, 0] > flat[0, 0] + gap) & (flat[:, 0] < flat[1, 0] - gap) & (flat[:, 1] > flat[:2, 1].min())
    inside[:2] = True
    rows = np.flatnonzero(inside)
    around = rows[surface.hull(flat[rows])]
    first = int(np.flatnonzero(around == 1)[0])
    around = np.roll(around, -first)  # from the end anchor over the bulge back to the start
    chain = around[: int(np.flatnonzero(around == 0)[0]) + 1]
    return _chain(frame, ring, chain[::-1], a, b)


def _chain(frame: Frame, ring: surface.Cut, chain: Indices, start: Anchor, end: Anchor) -> Reading:
    """Length through start (0), end (1) and cut points (2 ...) in the order of chain, which begins at start."""
    places = np.array([start.point(frame.vertices), end.point(frame.vertices)])
    cloud = np.concatenate([places, ring.points])
    value, pull = surface.polyline(cloud[chain])
    middle = surface.chosen(ring, chain[1:-1] - 2)
    ids, gradient = surface.spread(frame.vertices, middle, pull[1:-1])
    ids = np.concatenate([ids, start.ids, end.ids])
    gradient = np.concatenate([gradient, start.weights[:, None] * pull[0], end.weights[:, None] * pull[-1]])
    return Reading(value, ids, gradient, cloud[chain])


def _shoulder(frame: Frame) -> Reading:
    return surface.path(frame.vertices, (frame.anchors["acromion_left"], frame.anchors["acromion_right"]))


def _shoulder_length(frame: Frame) -> Reading:
    return surface.path(frame.vertices, (frame.anchors[f"neck_side_{SIDE}"], frame.anchors[f"acromion_{SIDE}"]))


def _shoulder_slope(frame: Frame) -> Reading:
    """Angle below horizontal of the line from side neck point to acromion, seen from the front, degrees."""
    inner, outer = frame.anchors[f"neck_side_{SIDE}"], frame.anchors[f"acromion_{SIDE}"]
    a, b = inner.point(frame.vertices), outer.point(frame.vertices)
    run, drop = abs(b[0] - a[0]), a[1] - b[1]
    square = run**2 + drop**2
    by_outer = np.degrees(np.array([-drop / square * np.sign(b[0] - a[0]), -run / square, 0.0]))
    ids = np.concatenate([inner.ids, outer.ids])
    gradient = np.concatenate([inner.weights[:, None] * -by_outer, outer.weights[:, None] * by_outer])
    return Reading(float(np.degrees(np.arctan2(drop, run))), ids, gradient, np.array([a, b]))


def _cross_back(frame: Frame) -> Reading | None:
    """Level across the back from fold to fold, bridging the hollow of the spine."""
    ring = surface.cut(frame.vertices, frame.topology.part("torso"), frame.plane("back_fold_left"))
    if len(ring.t) < 3:
        return None
    return _bridged(frame, ring, "back_fold_right", "back_fold_left", np.array([0.0, 0.0, -1.0]))


def _armscye_depth(frame: Frame) -> Reading:
    return _between(frame, frame.anchors[f"armpit_{SIDE}"], frame.anchors["nape"])


def _bust(frame: Frame) -> Reading | None:
    """At the mean level of the two bust points."""
    left, right = frame.anchors["bust_left"], frame.anchors["bust_right"]
    both = Anchor(np.concatenate([left.ids, right.ids]), np.concatenate([left.weights, right.weights]) / 2)
    return trunk_girth(frame, Plane(both, UP))


def natural_waist(frame: Frame) -> Anchor:
    """A point at the level of the natural waist, riding on navel, nape and crotch."""
    share = NATURAL_WAIST_SHARE
    navel, nape, crotch = (frame.anchors[name] for name in ("navel", "nape", "crotch"))
    return Anchor(
        np.concatenate([navel.ids, nape.ids, crotch.ids]),
        np.concatenate([navel.weights, share * nape.weights, -share * crotch.weights]),
    )


def _waist(frame: Frame) -> Reading | None:
    return trunk_girth(frame, Plane(natural_waist(frame), UP))


def trunk_girth(frame: Frame, plane: Plane) -> Reading | None:
    """Girth of the trunk, without arms and head, in a plane."""
    return surface.girth(frame.vertices, _trunk(frame), plane)


def _ends(frame: Frame) -> tuple[Anchor, Anchor]:
    """Lowest and highest vertex."""
    skin = frame.topology.skin_vertices
    y = frame.vertices[skin, 1]
    return Anchor.at(int(skin[np.argmin(y)])), Anchor.at(int(skin[np.argmax(y)]))


def _waist_height(frame: Frame) -> Reading:
    return _between(frame, _ends(frame)[0], natural_waist(frame), beside_mm=50.0)


def _back_waist_length(frame: Frame) -> Reading | None:
    """Along the back from the nape to the natural waist, in the middle."""
    nape, level = frame.point("nape"), float(natural_waist(frame).point(frame.vertices)[1])
    middle = surface.cut(
        frame.vertices, frame.topology.part("torso", "head"), frame.plane("nape", np.array([1.0, 0.0, 0.0]))
    )
    y, z = middle.points[:, 1], middle.points[:, 2]
    behind = z < (nape[2] + frame.point("neck_pit")[2]) / 2
    rows = np.flatnonzero(behind & (y < nape[1] - 1.0))
    rows = rows[np.argsort(-y[rows], kind="stable")]
    last = int(np.searchsorted(-y[rows], -level))  # first point at or below the level
    if last == 0 or last >= len(rows):
        return None
    above, below = rows[last - 1], rows[last]
    share = (y[above] - level) / (y[above] - y[below])
    ring = surface.chosen(middle, rows[: last + 1])
    chain_points = np.concatenate(
        [[nape], ring.points[:-1], [ring.points[-2] + share * (ring.points[-1] - ring.points[-2])]]
    )
    value, pull = surface.polyline(chain_points)
    by_ring = pull[1:-1].copy()
    by_ring = np.concatenate([by_ring, np.zeros((1, 3))])
    step = chain_points[-1] - chain_points[-2]
    slope = float(np.linalg.norm(ring.points[-1] - ring.points[-2]) / (y[above] - y[below]))
    level_part = np.array([0.0, -slope, 0.0])  # a level one mm lower adds `slope` mm
    end_pull = pull[-1] - np.array([0.0, pull[-1] @ step / step[1], 0.0]) if abs(step[1]) > 1e-6 else pull[-1] * 0
    by_ring[-2] += (1 - share) * end_pull
    by_ring[-1] += share * end_pull
    ids, gradient = surface.spread(frame.vertices, ring, by_ring)
    start, waist = frame.anchors["nape"], natural_waist(frame)
    ids = np.concatenate([ids, start.ids, waist.ids])
    gradient = np.concatenate([gradient, start.weights[:, None] * pull[0], waist.weights[:, None] * level_part])
    return Reading(value, ids, gradient, chain_points)


def _waist_to_hip(frame: Frame) -> Reading | None:
    if "seat" not in frame.anchors:
        return None
    return _between(frame, frame.anchors["seat"], natural_waist(frame), beside_mm=10.0)


def _crotch_depth(frame: Frame) -> Reading:
    return _between(frame, frame.anchors["crotch"], natural_waist(frame), beside_mm=30.0)


def _inseam(frame: Frame) -> Reading:
    reading = _between(frame, _ends(frame)[0], frame.anchors["crotch"])
    x, y, z = frame.point("crotch")
    return replace(reading, way=np.array([[x, y, z], [x, y - reading.value, z]]))


def _thigh(frame: Frame) -> Reading | None:
    crotch, (low, high) = frame.anchors["crotch"], _ends(frame)
    share = THIGH_BELOW_CROTCH
    level = Anchor(np.concatenate([crotch.ids, high.ids, low.ids]), np.concatenate([crotch.weights, [-share], [share]]))
    return surface.girth(frame.vertices, _leg(frame), Plane(level, UP))


def _limb(anchor: str) -> Rule:
    """Girth of a limb at its searched level, square to it."""

    def rule(frame: Frame) -> Reading | None:
        if anchor not in frame.anchors:
            return None
        if anchor in ("calf", "ankle"):
            return surface.girth(frame.vertices, _leg(frame), frame.plane(anchor))
        normal = _arm_axes(frame)[0 if anchor == "biceps" else 1]
        return surface.girth(frame.vertices, frame.topology.part(f"{SIDE}_arm"), frame.plane(anchor, normal))

    return rule


def _arm(frame: Frame) -> Reading:
    return surface.path(frame.vertices, [frame.anchors[f"{name}_{SIDE}"] for name in ("acromion", "elbow", "wrist")])


RULES: Mapping[str, Rule] = {
    "stature": _stature,
    "weight_kg": _weight,
    "head": _head,
    "neck": _neck,
    "neck_base": _neck_base,
    "shoulder": _shoulder,
    "shoulder_length": _shoulder_length,
    "shoulder_slope": _shoulder_slope,
    "cross_back": _cross_back,
    "armscye_depth": _armscye_depth,
    "bust": _bust,
    "underbust": _level_girth("underbust"),
    "waist": _waist,
    "waist_navel": _level_girth("navel"),
    "hip": _level_girth("seat"),
    "waist_height": _waist_height,
    "back_waist_length": _back_waist_length,
    "waist_to_hip": _waist_to_hip,
    "crotch_depth": _crotch_depth,
    "inseam": _inseam,
    "thigh": _thigh,
    "calf": _limb("calf"),
    "ankle": _limb("ankle"),
    "arm": _arm,
    "biceps": _limb("biceps"),
    "wrist": _limb("wrist"),
}
"""Measure -> its rule."""
