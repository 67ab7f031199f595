"""The body that explains the photos: maximum a posteriori by Levenberg and Marquardt, and how sure it is.

Unknown are the shape (as a deviation from real bodies, standard normal), the clothes, and for each photo the pose, the
way the body is turned to the camera, and the camera with its focal length. The contour gives point-to-line residuals;
they are correlated along the outline, so each stretch of CORRELATION counts as one reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.measuring import DENSITY_KG_M3
from ampc_desktop.body.model import rotations
from ampc_desktop.body.photo.contour import Contour
from ampc_desktop.body.photo.figure import Figure, Lens, Placed, derivatives, joint_derivatives, place
from ampc_desktop.body.photo.match import Pairs, outline, pair
from ampc_desktop.core.photo import Clothing

Array = npt.NDArray[Any]

CONTOUR_SD_M = 0.0035
"""How far the outline of a real body lies from the nearest one of the model, where nothing else is wrong."""
CONTOUR_SD_PX = 0.7
CORRELATION_M = 0.12
KEYPOINT_WIDTH = 4.0
KEYPOINT_SD = 0.016
"""Of a keypoint, in heights of the figure, once its usual offset from the joint is taken off."""
STATURE_SD_M = 0.001
WEIGHT_SD = 0.012
FOCAL_35MM, FOCAL_LOG_SD, KNOWN_FOCAL_LOG_SD = 42.0, 0.37, 0.04
"""Phones have 24 to 28 mm, their portrait lenses 50 to 85 mm."""
TURN_SD_DEG = (10.0, 5.0, 2.0)
"""Camera looking down, body turned sideways, picture rolled."""
LENS_HEIGHT_M, LENS_HEIGHT_SD_M = 1.25, 0.25
"""People hold a camera between chest and eyes; tells tilt and distance apart."""
CLOTHES_MM: Mapping[Clothing, tuple[tuple[float, float], ...]] = {
    "bare": ((1.0, 1.0), (1.0, 1.0), (12.0, 8.0)),
    "close": ((10.0, 3.0), (10.0, 3.0), (12.0, 8.0)),
    "loose": ((20.0, 9.0), (18.0, 9.0), (12.0, 8.0)),
}
"""Mean and spread of how far top, trousers and hair stand off, mm."""
SETTLED = 0.01
"""Change of the whitened shape below which a stage ends."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What one photo shows, px of the working picture.

    joints : number of a joint of the model -> ((x, y), sd in px, offset (3,) in statures in the body's frame).
    base   : (3, 3) which way the body is turned: identity from the front.
    usual  : (n, 3) the pose people take for this view, axis-angle.
    """

    size: tuple[int, int]
    contour: Contour
    joints: Mapping[int, tuple[Array, float, Array]]
    base: Array
    usual: Array
    focal_px: float | None
    height_px: float


@dataclass(frozen=True, eq=False)
class ViewState:
    """Unknowns of one photo: pose (n, 3), turn (3,) of the whole body, lens."""

    pose: Array
    turn: Array
    lens: Lens


@dataclass(frozen=True, eq=False)
class State:
    """All unknowns: shape z (K,), clothes (3,) m, one ViewState a photo."""

    z: Array
    clothes: Array
    views: tuple[ViewState, ...]

    @property
    def size(self) -> int:
        return len(self.z) + 3 + sum(view.pose.size + 3 + 4 for view in self.views)


@dataclass(frozen=True, eq=False)
class Solution:
    """covariance (K, K) of z, cost per reading (about 1 where the noise is as assumed), score to compare models by."""

    state: State
    covariance: Array
    placed: Sequence[Placed]
    misfit: float
    score: float
    history: tuple[float, ...] = field(default=())


@dataclass(frozen=True, eq=False)
class Task:
    figure: Figure
    views: tuple[Seen, ...]
    stature_m: float
    weight_kg: float | None
    clothing: Clothing


@dataclass(eq=False)
class _Normal:
    """Normal equations under construction: J^T J, J^T r and the cost."""

    matrix: Array
    gradient: Array
    cost: float = 0.0

    def add(self, columns: slice | Array, jacobian: Array, residual: Array, cost: float | None = None) -> None:
        """jacobian (m, len(columns)) and residual (m,), both divided by their sd; cost where it is robust."""
        index: Array = np.arange(len(self.gradient))[columns] if isinstance(columns, slice) else columns
        self.matrix[np.ix_(index, index)] += jacobian.T @ jacobian
        self.gradient[index] += jacobian.T @ residual
        self.cost += float(residual @ residual) if cost is None else cost


STAGES: tuple[tuple[float, float, int, int], ...] = (
    # gate in statures, robust width in sd, stride of contour points, most steps
    (0.08, 12.0, 4, 4),
    (0.045, 6.0, 3, 4),
    (0.03, 4.0, 2, 6),
    (0.02, 3.0, 2, 8),
)


def start(task: Task) -> State:
    """The mean body of the right stature before a usual lens, brought to the keypoints' height."""
    figure = task.figure
    z = of_stature(figure, task.stature_m)
    clothes = np.array([mean for mean, _ in CLOTHES_MM[task.clothing]]) / 1000
    views = []
    for seen in task.views:
        width, height = seen.size
        diagonal = np.hypot(width, height)
        focal = seen.focal_px or FOCAL_35MM / 43.2666 * diagonal
        pose = seen.usual.copy()
        lens = Lens(
            0.0, 0.0, float(np.log(seen.height_px / task.stature_m)), float(np.log(focal)), (width / 2, height / 2)
        )
        placed = place(figure, z, pose, np.zeros(3), seen.base, clothes)
        targets = np.array([spot for spot, _, _ in seen.joints.values()])
        shown = lens.project(placed.joints[list(seen.joints)])
        shift = (targets - shown).mean(axis=0)
        views.append(ViewState(pose, np.zeros(3), lens.moved((shift[0], shift[1], 0.0, 0.0))))
    return State(z, clothes, tuple(views))


def of_stature(figure: Figure, stature_m: float) -> Array:
    """The likeliest shape of a stature."""
    z = np.zeros(figure.n_shape)
    for _ in range(3):
        value, slope = stature(figure, z)
        z = z + slope * (stature_m - value) / float(slope @ slope)
    return z


def stature(figure: Figure, z: Array) -> tuple[float, Array]:
    """Stature in m and its slope by z."""
    height = figure.rest(z)[:, 1]
    top, low = int(height.argmax()), int(height.argmin())
    slope = (figure.basis[top, 1] - figure.basis[low, 1]).astype(np.float64)
    return float(height[top] - height[low]), slope


def mass(figure: Figure, rest: Array) -> tuple[float, Array]:
    """Weight in kg of a closed skin of DENSITY_KG_M3, and its slope by z (divergence theorem)."""
    a, b, c = (rest[figure.skin[:, k]] for k in range(3))
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0
    slope = np.zeros_like(rest)
    for k, across in ((0, np.cross(b, c)), (1, np.cross(c, a)), (2, np.cross(a, b))):
        for axis in range(3):
            slope[:, axis] += np.bincount(figure.skin[:, k], across[:, axis] / 6.0, len(rest))
    by_shape = slope.ravel() @ figure.basis.reshape(-1, figure.n_shape)
    return DENSITY_KG_M3 * volume, DENSITY_KG_M3 * by_shape.astype(np.float64)


def solve(task: Task, tell: Callable[[float], None] = lambda share: None) -> Solution:
    """The likeliest body. tell hears the share done."""
    state = start(task)
    state, placed, _ = _descend(task, state, None, 10, 1.0, _placed(task, state))
    history: list[float] = []
    for number, (gate, width, stride, most) in enumerate(STAGES):
        for step in range(most):
            pairs = tuple(_pairs(task, seen, p, view, gate, stride) for seen, p, view in _each(task, placed, state))
            before = state
            state, placed, cost = _descend(task, state, pairs, 1, width, placed)
            history.append(cost)
            tell((number + step / most) / len(STAGES))
            if step >= 1 and float(np.abs(state.z - before.z).max()) < SETTLED:
                break
    gate, width, stride, _ = STAGES[-1]
    pairs = tuple(_pairs(task, seen, p, view, gate, stride) for seen, p, view in _each(task, placed, state))
    normal = _normal(task, state, pairs, width, placed)
    covariance = np.linalg.inv(normal.matrix)[: len(state.z), : len(state.z)]
    readings = sum(float((p.weight * _per_px(task, seen)).sum()) for p, seen in zip(pairs, task.views, strict=True))
    misfit = _contour_cost(task, pairs) / max(readings, 1e-9)
    _, logdet = np.linalg.slogdet(normal.matrix)
    return Solution(state, covariance, placed, misfit, normal.cost + float(logdet), tuple(history))


def _each(task: Task, placed: Sequence[Placed], state: State) -> zip[tuple[Seen, Placed, ViewState]]:
    return zip(task.views, placed, state.views, strict=True)


def _placed(task: Task, state: State) -> tuple[Placed, ...]:
    return tuple(
        place(task.figure, state.z, view.pose, view.turn, seen.base, state.clothes)
        for seen, view in zip(task.views, state.views, strict=True)
    )


def _pairs(task: Task, seen: Seen, placed: Placed, view: ViewState, gate: float, stride: int) -> Pairs:
    body = outline(task.figure, view.lens.project(placed.surface), seen.size)
    return pair(seen.contour, body, seen.height_px, gate * seen.height_px, stride)


def _per_px(task: Task, seen: Seen) -> float:
    """Independent readings per px of outline."""
    return task.stature_m / seen.height_px / CORRELATION_M


def _sd_px(task: Task, seen: Seen) -> float:
    return float(np.hypot(CONTOUR_SD_PX, CONTOUR_SD_M * seen.height_px / task.stature_m))


def _contour_cost(task: Task, pairs: Sequence[Pairs]) -> float:
    total = 0.0
    for p, seen in zip(pairs, task.views, strict=True):
        scaled = np.minimum(np.abs(p.residual_px) / _sd_px(task, seen), 5.0)
        total += float((p.weight * _per_px(task, seen) * scaled**2).sum())
    return total


def _descend(
    task: Task, state: State, pairs: Sequence[Pairs] | None, steps: int, width: float, placed: Sequence[Placed]
) -> tuple[State, Sequence[Placed], float]:
    """A few damped Gauss–Newton steps with the pairs held."""
    damping = 1e-3
    cost = 0.0
    for _ in range(steps):
        normal = _normal(task, state, pairs, width, placed)
        cost = normal.cost
        for _ in range(5):
            step = -np.linalg.solve(normal.matrix + damping * np.diag(np.diag(normal.matrix)), normal.gradient)
            tried = _moved(state, step)
            there = _placed(task, tried)
            reached = _normal(task, tried, pairs, width, there, cost_only=True).cost
            if reached < normal.cost:
                break
            damping *= 8.0
        else:
            return state, placed, cost
        state, placed, cost, damping = tried, there, reached, max(damping / 5.0, 1e-6)
        if normal.cost - reached < 1e-3 * normal.cost:
            break
    return state, placed, cost


def _moved(state: State, step: Array) -> State:
    k = len(state.z)
    z, clothes = state.z + step[:k], state.clothes + step[k : k + 3]
    at, views = k + 3, []
    for view in state.views:
        size = view.pose.size
        views.append(
            ViewState(
                view.pose + step[at : at + size].reshape(view.pose.shape),
                view.turn + step[at + size : at + size + 3],
                view.lens.moved(step[at + size + 3 : at + size + 7]),
            )
        )
        at += size + 7
    return replace(state, z=z, clothes=clothes, views=tuple(views))


def _normal(
    task: Task,
    state: State,
    pairs: Sequence[Pairs] | None,
    width: float,
    bodies: Sequence[Placed],
    cost_only: bool = False,
) -> _Normal:
    """The normal equations at a state; with cost_only their cost alone."""
    figure, k = task.figure, len(state.z)
    normal = _Normal(np.zeros((state.size, state.size)), np.zeros(state.size))
    normal.add(slice(0, k), np.eye(k), state.z)
    usual = np.array(CLOTHES_MM[task.clothing]) / 1000
    normal.add(slice(k, k + 3), np.diag(1 / usual[:, 1]), (state.clothes - usual[:, 0]) / usual[:, 1])
    height, slope = stature(figure, state.z)
    normal.add(slice(0, k), slope[None] / STATURE_SD_M, np.array([(height - task.stature_m) / STATURE_SD_M]))
    if task.weight_kg is not None:
        kilograms, slope = mass(figure, bodies[0].rest)
        sd = WEIGHT_SD * task.weight_kg
        normal.add(slice(0, k), slope[None] / sd, np.array([(kilograms - task.weight_kg) / sd]))
    at = k + 3
    for number, (seen, body, view) in enumerate(_each(task, bodies, state)):
        size = view.pose.size
        own = np.arange(at, at + size + 7)
        _add_priors(normal, own, seen, view, figure)
        _add_lens_height(normal, own[size:], body, view, cost_only)
        columns = np.concatenate([np.arange(k), own])
        _add_joints(normal, columns, task, seen, body, view, cost_only)
        if pairs is not None:
            with_clothes = np.concatenate([np.arange(k + 3), own])
            _add_contour(normal, with_clothes, task, seen, body, view, pairs[number], width, cost_only)
        at += size + 7
    return normal


def _add_priors(normal: _Normal, own: Array, seen: Seen, view: ViewState, figure: Figure) -> None:
    size = view.pose.size
    sd = figure.pose_sd.ravel()
    normal.add(own[:size], np.diag(1 / sd), (view.pose - seen.usual).ravel() / sd)
    turn_sd = np.radians(TURN_SD_DEG)
    normal.add(own[size : size + 3], np.diag(1 / turn_sd), view.turn / turn_sd)
    usual = FOCAL_35MM / 43.2666 * np.hypot(*seen.size) if seen.focal_px is None else seen.focal_px
    sd_log = FOCAL_LOG_SD if seen.focal_px is None else KNOWN_FOCAL_LOG_SD
    residual = (view.lens.log_focal - np.log(usual)) / sd_log
    normal.add(own[size + 6 : size + 7], np.array([[1 / sd_log]]), np.array([residual]))


def lens_height(body: Placed, view: ViewState) -> float:
    """Of the camera above the floor in the upright body's frame, m."""
    turn = rotations(view.turn[None])[0] @ body.base
    per_px = float(np.exp(-view.lens.log_scale))
    eye = np.array([-view.lens.x_px * per_px, view.lens.y_px * per_px, view.lens.distance])
    pivot = body.rest_joints[0]
    return float(pivot[1] + (turn.T @ (eye - pivot))[1] - body.rest[:, 1].min())


def _add_lens_height(normal: _Normal, columns: Array, body: Placed, view: ViewState, cost_only: bool) -> None:
    """columns: of turn and lens."""
    residual = (lens_height(body, view) - LENS_HEIGHT_M) / LENS_HEIGHT_SD_M
    if cost_only:
        normal.cost += residual**2
        return
    jacobian = np.zeros((1, 7))
    for k, step in enumerate((1e-4, 1e-4, 1e-4, 0.1, 0.1, 1e-4, 1e-4)):
        move = step * np.eye(7)[k]
        moved = replace(view, turn=view.turn + move[:3], lens=view.lens.moved(move[3:]))
        jacobian[0, k] = ((lens_height(body, moved) - LENS_HEIGHT_M) / LENS_HEIGHT_SD_M - residual) / step
    normal.add(columns, jacobian, np.array([residual]))


def _add_joints(
    normal: _Normal, columns: Array, task: Task, seen: Seen, body: Placed, view: ViewState, cost_only: bool
) -> None:
    chosen = np.array(list(seen.joints))
    offsets = np.array([offset for _, _, offset in seen.joints.values()]) * task.stature_m
    places = body.joints[chosen] + offsets @ body.world[0, :, :3].T
    target = np.array([spot for spot, _, _ in seen.joints.values()])
    sd = np.array([sd for _, sd, _ in seen.joints.values()])
    residual = (view.lens.project(places) - target) / sd[:, None]
    # a keypoint that is far off is wrong, not far off (Geman and McClure)
    squared = (residual**2).sum(axis=1)
    trust = 1.0 / (1.0 + squared / KEYPOINT_WIDTH**2)
    cost = float((squared * trust).sum())
    if cost_only:
        normal.cost += cost
        return
    by_shape, by_pose, by_turn = joint_derivatives(task.figure, body, view.pose, view.turn)
    by_point, by_lens = view.lens.derivatives(places)
    moves = np.concatenate([by_shape[chosen], by_pose[chosen], by_turn[chosen]], axis=2)
    jacobian = np.concatenate([by_point @ moves, by_lens], axis=2) * (trust / sd)[:, None, None]
    normal.add(columns, jacobian.reshape(-1, jacobian.shape[-1]), (residual * trust[:, None]).ravel(), cost)


def _add_contour(
    normal: _Normal,
    columns: Array,
    task: Task,
    seen: Seen,
    body: Placed,
    view: ViewState,
    pairs: Pairs,
    width: float,
    cost_only: bool,
) -> None:
    if not len(pairs.ends):
        return
    chosen, where = np.unique(pairs.ends, return_inverse=True)
    where = where.reshape(pairs.ends.shape)
    points = body.surface[chosen]
    shares = np.stack([1 - pairs.share, pairs.share], axis=1)
    there = (view.lens.project(points)[where] * shares[:, :, None]).sum(axis=1)
    sd = _sd_px(task, seen)
    scaled = ((there * pairs.normals).sum(axis=1) - pairs.level_px) / sd
    trust = 1.0 / (1.0 + (scaled / width) ** 2)
    count = pairs.weight * _per_px(task, seen)
    cost = float((count * scaled**2 * trust).sum())
    if cost_only:
        normal.cost += cost
        return
    by_shape, by_pose, by_turn, by_clothes = derivatives(task.figure, body, view.pose, view.turn, chosen)
    by_point, by_lens = view.lens.derivatives(points)
    moves = np.concatenate([by_shape, by_clothes, by_pose, by_turn], axis=2)
    jacobian = np.concatenate([by_point @ moves, by_lens], axis=2)
    weight = np.sqrt(count) * trust
    factors = shares[:, :, None] * pairs.normals[:, None, :] * (weight / sd)[:, None, None]
    mixed = np.zeros((len(pairs.ends), jacobian.shape[-1]))
    for end in (0, 1):
        rows = jacobian[where[:, end]]
        mixed += factors[:, end, 0, None] * rows[:, 0] + factors[:, end, 1, None] * rows[:, 1]
    normal.add(columns, mixed, scaled * weight, cost)
