"""What runs in the child process: photos in, a body out. OpenCV and LiteRT are loaded here only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.photo import blazepose, certainty, framing, joints, mask, match, solve
from ampc_desktop.body.photo.contour import Contour, trace
from ampc_desktop.body.photo.figure import Figure, figure, usual_pose
from ampc_desktop.body.photo.image import Photo, film_mm, read
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurements, Sex
from ampc_desktop.core.photo import (
    DRAGGABLE,
    KEYPOINTS,
    Camera,
    FittedView,
    Keypoint,
    PhotoFit,
    PhotoPoints,
    PhotoRequest,
    PhotoView,
    Stroke,
    ViewName,
)
from ampc_desktop.core.problem import Kind, Problem

Array = npt.NDArray[Any]
Tell = Callable[..., None]

THREADS = 2
WORST_MISFIT = 4.0
"""Cost per reading of the contour beyond which the outline is not explained by any body."""
LEAST_IOU = 0.80
NOTED_IOU = 0.90
ODD_WEIGHT = 0.06
"""Share of the weight by which the fitted body may miss it without a word."""


@dataclass(frozen=True, eq=False)
class _Read:
    """One photo made ready: everything in px of photo.pixels but `points`, which is for people."""

    photo: Photo
    spots: Mapping[str, Array]
    confidence: Mapping[str, float]
    mask: Array
    contour: Contour
    seen: solve.Seen
    points: PhotoPoints


def find_keypoints(request: PhotoRequest, view: ViewName, tell: Tell) -> PhotoPoints:
    """The upright photo and the keypoints in it, those placed by hand over those found. Raises Problem."""
    cv2.setNumThreads(THREADS)
    wanted = _view(request, view)
    tell(None, "reading the photo")
    photo = read(wanted)
    tell(0.4, "finding the keypoints")
    _, points = _points(photo, wanted)
    return _shown(photo, points)


def fit_photo(request: PhotoRequest, tell: Tell) -> PhotoFit:
    """The body in the photos. Raises Problem for whatever the person who took or gave them can mend."""
    cv2.setNumThreads(THREADS)
    began = time.perf_counter()
    seconds: dict[str, float] = {"read": 0.0, "keypoints": 0.0, "mask": 0.0}
    _check_numbers(request)
    tell(0.0, "reading the photo")
    views: tuple[ViewName, ...] = ("front",) if request.side is None else ("front", "side")
    ready = [_ready(_view(request, view), view, request, tell, seconds) for view in views]
    tell(0.25, "fitting the body")
    clock = time.perf_counter()
    sexes: tuple[Sex, ...] = ("female", "male") if request.sex is None else (request.sex,)
    tried: list[tuple[Figure, solve.Solution]] = []
    for number, sex in enumerate(sexes):
        task = solve.Task(
            figure(sex), tuple(one.seen for one in ready), request.height_mm / 1000, request.weight_kg, request.clothing
        )

        def share(done: float, number: int = number) -> None:
            tell(0.25 + 0.65 * (number + done) / len(sexes), "fitting the body")

        tried.append((task.figure, solve.solve(task, share)))
    best = min(range(len(tried)), key=lambda i: tried[i][1].score)
    body, solution = tried[best]
    seconds["fit"] = time.perf_counter() - clock
    tell(0.92, "measuring the body")
    clock = time.perf_counter()
    shape = _shape(body, solution, request.height_mm / 1000)
    given = {"stature": request.height_mm}
    if request.weight_kg is not None:
        given["weight_kg"] = request.weight_kg
    values = certainty.measured(body, shape, solution.covariance, given, len(views))
    mass_kg = certainty.measured(body, shape, solution.covariance, {}, len(views))["weight_kg"].value
    fitted = [_fitted(one, body, solution, number) for number, one in enumerate(ready)]
    for view, one in zip(views, fitted, strict=True):
        if one.iou < LEAST_IOU:
            raise _unexplained(_view(request, view).name, one.iou)
    seconds["measure"] = time.perf_counter() - clock
    seconds["total"] = time.perf_counter() - began
    return PhotoFit(
        shape=shape,
        measures=Measurements(request.customer, shape.sex, values),
        front=fitted[0],
        side=fitted[1] if len(fitted) > 1 else None,
        notes=(*_weight_note(request, mass_kg), *_notes(request, ready, fitted, solution, tried, best)),
        seconds={name: round(value, 3) for name, value in seconds.items()},
    )


def _view(request: PhotoRequest, view: ViewName) -> PhotoView:
    found = request.front if view == "front" else request.side
    if found is None:
        raise Problem("there is no side photo", remedy="add one", code="photo.no_side")
    return found


def _check_numbers(request: PhotoRequest) -> None:
    for name, value, unit in (("stature", request.height_mm, "cm"), ("weight_kg", request.weight_kg, "kg")):
        if value is None:
            continue
        limits = DEFINITIONS[name]
        scale = 10.0 if unit == "cm" else 1.0
        if not limits.low <= value <= limits.high:
            raise Problem(
                f"{limits.label.lower()} {value / scale:g} {unit} can't be right",
                remedy=f"between {limits.low / scale:g} and {limits.high / scale:g} {unit}",
                code="photo.out_of_range",
            )


def _ready(view: PhotoView, which: ViewName, request: PhotoRequest, tell: Tell, seconds: dict[str, float]) -> _Read:
    clock = time.perf_counter()
    photo = read(view)
    seconds["read"] += time.perf_counter() - clock
    tell(0.05, "finding the keypoints")
    clock = time.perf_counter()
    pose, points = _points(photo, view)
    spots = {p.name: np.array([p.x, p.y]) * photo.scale for p in points}
    confidence = {p.name: p.confidence for p in points}
    size = (photo.pixels.shape[1], photo.pixels.shape[0])
    framing.check(spots, size, which, view.name)
    seconds["keypoints"] += time.perf_counter() - clock
    tell(0.1, "cutting the figure out")
    clock = time.perf_counter()
    strokes = [_scaled(stroke, photo.scale) for stroke in view.strokes]
    cut = mask.cut_out(photo.pixels, spots, None if pose is None else pose.mask, strokes)
    height_px = _height(cut)
    framing.check_mask(cut, spots, view.name)
    contour = trace(photo.pixels, cut)
    seconds["mask"] += time.perf_counter() - clock
    names = figure("female").model.joint_names
    seen = solve.Seen(
        size,
        contour,
        joints.targets(spots, confidence, names, height_px, which),
        _base(spots, which),
        usual_pose(figure("female"), which),
        photo.focal_px,
        height_px,
    )
    return _Read(photo, spots, confidence, cut, contour, seen, _shown(photo, points))


def _points(photo: Photo, view: PhotoView) -> tuple[blazepose.Pose | None, tuple[Keypoint, ...]]:
    """Keypoints in px of the photo at full size; the network is asked only when it is there or needed."""
    unknown = [name for name in view.keypoints if name not in KEYPOINTS]
    if unknown:
        raise Problem(
            f"there is no keypoint '{unknown[0]}'", view.name, f"one of {', '.join(DRAGGABLE)}", code="photo.keypoints"
        )
    for name, at in view.keypoints.items():
        if not (-0.2 <= at[0] / photo.width_px <= 1.2 and -0.2 <= at[1] / photo.height_px <= 1.2):
            raise Problem(
                f"the keypoint {name.replace('_', ' ')} lies outside the picture",
                view.name,
                f"positions are in pixels of the upright photo, {photo.width_px} × {photo.height_px}",
                code="photo.keypoints",
            )
    by_hand = all(name in view.keypoints for name in DRAGGABLE)
    pose: blazepose.Pose | None = None
    try:
        pose = blazepose.find(photo)
    except Problem:
        if not by_hand:
            raise
    points = []
    for number, name in enumerate(KEYPOINTS):
        if name in view.keypoints:
            x, y = view.keypoints[name]
            points.append(Keypoint(name, float(x), float(y), 1.0, "hand"))
        elif pose is not None:
            x, y = pose.points[number] / photo.scale
            points.append(Keypoint(name, float(x), float(y), float(pose.confidence[number]), "found"))
    if pose is not None and by_hand and not _same_person(pose, view, photo):
        pose = None
    return pose, tuple(points)


def _same_person(pose: blazepose.Pose, view: PhotoView, photo: Photo) -> bool:
    """Whether the points placed by hand lie on the person that the network saw."""
    hand = np.array([view.keypoints[name] for name in DRAGGABLE]) * photo.scale
    found = np.array([pose[name] for name in DRAGGABLE])
    return bool(np.median(np.linalg.norm(hand - found, axis=1)) < 0.06 * np.ptp(hand[:, 1]))


def _shown(photo: Photo, points: tuple[Keypoint, ...]) -> PhotoPoints:
    return PhotoPoints(photo.jpeg(), photo.width_px, photo.height_px, points, photo.focal_35mm)


def _scaled(stroke: Stroke, scale: float) -> Stroke:
    line = tuple((x * scale, y * scale) for x, y in stroke.points)
    return replace(stroke, points=line, radius_px=stroke.radius_px * scale)


def _height(cut: Array) -> float:
    rows = np.flatnonzero(cut.any(axis=1))
    return float(rows[-1] - rows[0] + 1)


def _base(spots: Mapping[str, Array], view: ViewName) -> Array:
    """Which way the body is turned to the camera: from the side by a quarter, to where the nose points."""
    if view == "front":
        return np.eye(3)
    middle = (spots["left_shoulder"] + spots["right_shoulder"]) / 2
    sign = 1.0 if spots["nose"][0] > middle[0] else -1.0
    return np.array([[0.0, 0.0, sign], [0.0, 1.0, 0.0], [-sign, 0.0, 0.0]])


def _shape(body: Figure, solution: solve.Solution, stature_m: float) -> BodyShape:
    """The likeliest shape, moved the last fraction of a millimetre to the stature that was given."""
    z = solution.state.z
    for _ in range(2):
        value, slope = solve.stature(body, z)
        towards = solution.covariance @ slope + 1e-9 * slope
        z = z + towards * (stature_m - value) / float(slope @ towards)
    return BodyShape(body.model.id, body.model.sex, tuple(round(float(b), 6) for b in body.betas(z)))


def _fitted(one: _Read, body: Figure, solution: solve.Solution, number: int) -> FittedView:
    view, placed, size = solution.state.views[number], solution.placed[number], one.seen.size
    pixels = view.lens.project(placed.surface)
    drawn = match.silhouette(body, pixels, size)
    both, either = int((drawn & one.mask).sum()), int((drawn | one.mask).sum())
    scale = 1.0 / one.photo.scale
    names = body.model.joint_names
    shown = view.lens.project(placed.joints) * scale
    pose = {names[joint]: _triple(view.pose[i]) for i, joint in enumerate(body.turned)}
    pose["root"] = _triple(cv2.Rodrigues(placed.turns[0])[0][:, 0])
    clothes = solution.state.clothes
    return FittedView(
        points=one.points,
        contours=one.contour.polylines(scale),
        outline=_rings(drawn, scale),
        joints={name: (float(x), float(y)) for name, (x, y) in zip(names, shown, strict=True)},
        iou=both / max(either, 1),
        pose=pose,
        camera=_camera(one, view, placed),
        clothing_mm=float(1000 * clothes[:2].mean()),
        mask_png=cv2.imencode(".png", one.mask * 255, [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes(),
    )


def _triple(vector: Array) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in vector)
    return (x, y, z)


def _rings(drawn: Array, scale: float) -> tuple[Array, ...]:
    found, _ = cv2.findContours(drawn, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    return tuple((ring[:, 0].astype(np.float64) + 0.5) * scale for ring in found if len(ring) > 8)


def _camera(one: _Read, view: solve.ViewState, placed: Any) -> Camera:
    """The lens in the body's own upright frame."""
    turn = placed.world[0, :, :3]
    pivot = placed.rest_joints[0]
    lens = view.lens
    per_px = float(np.exp(-lens.log_scale))
    eye = np.array([-lens.x_px * per_px, lens.y_px * per_px, lens.distance])
    at = pivot + turn.T @ (eye - pivot)
    ahead, up = turn.T @ np.array([0.0, 0.0, -1.0]), turn.T @ np.array([0.0, 1.0, 0.0])
    level = np.cross(ahead, np.array([0.0, 1.0, 0.0]))
    level /= max(float(np.linalg.norm(level)), 1e-9)
    floor = float(placed.rest[:, 1].min())
    width, height = one.seen.size
    return Camera(
        focal_px=lens.focal_px / one.photo.scale,
        focal_35mm=film_mm(lens.focal_px, width, height),
        distance_mm=1000 * float(np.hypot(at[0] - pivot[0], at[2] - pivot[2])),
        height_mm=1000 * (float(at[1]) - floor),
        tilt_deg=float(np.degrees(np.arcsin(np.clip(-ahead[1], -1, 1)))),
        roll_deg=float(np.degrees(np.arcsin(np.clip(up @ level, -1, 1)))),
        focal_known=one.photo.focal_35mm is not None,
    )


def _unexplained(name: str, iou: float) -> Problem:
    return Problem(
        f"no body explains the outline in the picture (overlap {100 * iou:.0f} %)",
        name,
        "correct the outline with the brush, move the keypoints, or take a photo in close-fitting clothes",
        kind=Kind.NO,
        code="photo.no_fit",
    )


def _weight_note(request: PhotoRequest, mass_kg: float) -> tuple[str, ...]:
    """Whether the weight that was given can be the weight of the body in the photo."""
    given = request.weight_kg
    if given is None or abs(mass_kg - given) <= ODD_WEIGHT * given:
        return ()
    return (f"{given:.0f} kg do not go with this photo: the body it shows weighs about {mass_kg:.0f} kg; weigh again.",)


def _notes(
    request: PhotoRequest,
    ready: list[_Read],
    fitted: list[FittedView],
    solution: solve.Solution,
    tried: list[tuple[Figure, solve.Solution]],
    best: int,
) -> tuple[str, ...]:
    notes = []
    if len(tried) > 1:
        margin = abs(tried[0][1].score - tried[1][1].score)
        sure = "clearly" if margin > 10 else "only just"
        notes.append(
            f"Nobody said whether this is a woman's or a man's body: the {tried[best][0].model.sex} model explains the "
            f"photo {sure} better; say it if you know."
        )
    if request.weight_kg is None:
        notes.append("Weight was not given; with it the girths are about a centimetre surer.")
    if request.side is None:
        notes.append("A side photo would make chest, waist and hip surer: the front shows breadth, not depth.")
    if request.clothing == "loose":
        notes.append("Loose clothes hide the body: the ± are wide. Close-fitting clothes make them narrower.")
    for one, view in zip(ready, fitted, strict=True):
        if one.photo.focal_35mm is None:
            notes.append(
                f"The lens of {one.photo.name} is not known; it was estimated as {view.camera.focal_35mm:.0f} mm "
                "(as on 35 mm film)."
            )
        if view.iou < NOTED_IOU:
            notes.append(
                f"Body and outline overlap by {100 * view.iou:.0f} % only: look at the outline and correct it with the "
                "brush."
            )
        weak = [name for name in DRAGGABLE if one.confidence[name] < 0.3]
        if weak:
            notes.append(f"Hardly seen in {one.photo.name}: {', '.join(weak).replace('_', ' ')}.")
    return tuple(notes)
