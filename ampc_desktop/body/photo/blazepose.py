"""Keypoints and a coarse mask of the person by BlazePose.

Bazarevsky et al., "BlazePose: On-device Real-time Body Pose tracking", 2020, arXiv:2006.10204. The networks are
MediaPipe's files (resources/body/pose, Apache-2.0); what happens around them is written from the published description.
OpenCV and LiteRT are imported when a network is run, in the child process.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.photo.image import Photo
from ampc_desktop.core.photo import KEYPOINTS
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

Array = npt.NDArray[Any]

THREADS = 2
DETECTOR_PX, LANDMARK_PX, HEATMAP_PX = 224, 256, 64
LEAST_DETECTION, SECOND_PERSON, LEAST_POSE, SURE_POSE = 0.3, 0.15, 0.5, 0.9
"""A second person may be half seen by the detector; the landmarks then decide. Lone people had 0.03 at most."""
SAME_PERSON_OVERLAP = 0.3
ROI_GROWTH = 1.25
_INDEX = {name: i for i, name in enumerate(KEYPOINTS)}


@dataclass(frozen=True, eq=False)
class Pose:
    """What the networks saw, in pixels of Photo.pixels.

    points : (33, 2) in the order of KEYPOINTS; confidence (33,) 0..1, that a point is in the picture and seen.
    depth  : (33,) relative depth, negative towards the camera, in pixels.
    mask   : (h, w) 0..1, how surely a pixel belongs to the person.
    """

    points: Array
    confidence: Array
    depth: Array
    mask: Array

    def __getitem__(self, name: str) -> Array:
        return np.asarray(self.points[_INDEX[name]])


def available() -> bool:
    """True when the runtime of the networks is installed."""
    try:
        import ai_edge_litert.interpreter  # noqa: F401
    except ImportError:
        return False
    return True


def find(photo: Photo) -> Pose:
    """The one person in the photo. Raises Problem (photo.no_keypoints, photo.no_person, photo.two_people)."""
    if not available():
        raise Problem(
            "keypoints can't be found on this computer: the pose network's runtime (ai-edge-litert) is not installed",
            photo.name,
            "place the keypoints by hand",
            code="photo.no_keypoints",
        )
    people = _people(photo.pixels)
    least = LEAST_POSE
    if not people:  # the detector misses someone now and then; somebody who fills the picture is tried for
        height, width = photo.pixels.shape[:2]
        people = [(np.array([0.5 * width, 0.53 * height]), np.array([0.5 * width, 0.03 * height]))]
        least = SURE_POSE
    others = [place for place in people[1:] if _landmarks(photo.pixels, *place)[1] >= LEAST_POSE]
    if others:
        raise Problem(
            f"{1 + len(others)} people are in the picture",
            photo.name,
            "use one with one person, or cut the others off",
            code="photo.two_people",
        )
    centre, top = people[0]
    _, score, around = _landmarks(photo.pixels, centre, top)
    if score < least:
        raise _nobody(photo)
    again, second, _ = _landmarks(photo.pixels, *around)
    if second < least:
        raise _nobody(photo)
    return again


def _nobody(photo: Photo) -> Problem:
    return Problem(
        "no person is found in the picture",
        photo.name,
        "use one that shows one person from head to feet, well lit and clear of the background",
        code="photo.no_person",
    )


@cache
def _network(name: str) -> Any:
    """An interpreter, after its file was checked against the hash it was recorded with."""
    from ai_edge_litert.interpreter import Interpreter

    path = resources.path("body", "pose", name)
    recorded = resources.json_file("body", "pose", "provenance.json")["files"][name]["sha256"]
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != recorded:
        raise Problem(
            "the pose network's file is damaged", str(path), "install the studio again", code="photo.model_damaged"
        )
    with _quiet():
        network = Interpreter(model_content=data, num_threads=THREADS)
        network.allocate_tensors()
    return network


@contextmanager
def _quiet() -> Iterator[None]:
    """The runtime greets on the error output of the process, past Python; people shall not read that."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _run(name: str, picture: npt.NDArray[np.float32]) -> dict[str, npt.NDArray[np.float32]]:
    network = _network(name)
    network.set_tensor(network.get_input_details()[0]["index"], picture[None])
    network.invoke()
    return {d["name"].split(":")[0]: network.get_tensor(d["index"])[0] for d in network.get_output_details()}


@cache
def _anchors() -> Array:
    """(2254, 2) centres: grids of 28, 14 and 7 cells with 2, 2 and 6 anchors a cell."""
    rows = []
    for cells, each in ((28, 2), (14, 2), (7, 6)):
        y, x = np.divmod(np.arange(cells * cells), cells)
        rows.append(np.repeat((np.stack([x, y], axis=1) + 0.5) / cells, each, axis=0))
    return np.concatenate(rows)


def _sigmoid(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -80, 80))))


def _people(pixels: npt.NDArray[np.uint8]) -> list[tuple[Array, Array]]:
    """(mid-hip, point on the circle around the whole body) of every person, the surest first, in pixels."""
    import cv2

    height, width = pixels.shape[:2]
    side = max(height, width)
    left, top = (side - width) // 2, (side - height) // 2
    square = cv2.copyMakeBorder(
        pixels, top, side - height - top, left, side - width - left, cv2.BORDER_CONSTANT, value=(0, 0, 0)
    )
    small = cv2.resize(square, (DETECTOR_PX, DETECTOR_PX), interpolation=cv2.INTER_AREA)
    out = _run("pose_detection.tflite", (small / 127.5 - 1.0).astype(np.float32))
    boxes, scores = out["Identity"], _sigmoid(out["Identity_1"][:, 0])
    pairs = boxes[:, 4:].reshape(-1, 4, 2) / DETECTOR_PX + _anchors()[:, None]
    kept: list[tuple[Array, Array]] = []
    for i in np.argsort(-scores, kind="stable"):
        if scores[i] < (LEAST_DETECTION if not kept else SECOND_PERSON):
            break
        centre, rim = (pairs[i, k] * side - (left, top) for k in (0, 1))
        if all(_overlap(centre, rim, *other) < SAME_PERSON_OVERLAP for other in kept):
            kept.append((centre, rim))
    return kept


def _overlap(centre: Array, rim: Array, centre_b: Array, rim_b: Array) -> float:
    """Intersection over union of the squares around two bodies, narrowed to the width of a person."""
    a, b = float(np.linalg.norm(rim - centre)), float(np.linalg.norm(rim_b - centre_b))
    reach = np.array([0.45, 1.0])  # a standing person is about that much narrower than tall
    low = np.maximum(centre - a * reach, centre_b - b * reach)
    high = np.minimum(centre + a * reach, centre_b + b * reach)
    shared = float(np.prod(np.maximum(high - low, 0)))
    return shared / max(4 * 0.45 * (a**2 + b**2) - shared, 1e-9)


def _landmarks(pixels: npt.NDArray[np.uint8], centre: Array, rim: Array) -> tuple[Pose, float, tuple[Array, Array]]:
    """The pose inside the turned square around a body, the network's score, the square's points for another pass."""
    import cv2

    up = rim - centre
    side = 2 * float(np.linalg.norm(up)) * ROI_GROWTH
    turn = np.pi / 2 - np.arctan2(-up[1], up[0])
    cos, sin = np.cos(turn) * side / LANDMARK_PX, np.sin(turn) * side / LANDMARK_PX
    linear = np.array([[cos, -sin], [sin, cos]])
    to_photo = np.column_stack([linear, centre - linear @ np.full(2, LANDMARK_PX / 2)])
    square = cv2.warpAffine(pixels, to_photo, (LANDMARK_PX, LANDMARK_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    out = _run("pose_landmark_full.tflite", (square / 255.0).astype(np.float32))
    raw = out["Identity"].reshape(39, 5).astype(np.float64)
    spots = _refined(raw[:, :2], _sigmoid(out["Identity_3"]))
    points = spots @ linear.T + to_photo[:, 2]
    seen = _sigmoid(raw[:33, 3]) * _sigmoid(raw[:33, 4])
    height, width = pixels.shape[:2]
    mask = cv2.warpAffine(
        _sigmoid(out["Identity_2"][..., 0]).astype(np.float32), to_photo, (width, height), flags=cv2.INTER_LINEAR
    )
    pose = Pose(points[:33], seen, raw[:33, 2] * side / LANDMARK_PX, mask)
    return pose, float(out["Identity_1"][0]), (points[33], points[34])


def _refined(spots: Array, heat: npt.NDArray[np.float32]) -> Array:
    """Each point moved to the heat-weighted mean of the 7 × 7 cells around it, where the map is sure."""
    cell = LANDMARK_PX / HEATMAP_PX
    refined = spots.copy()
    for k, (x, y) in enumerate(spots / cell):
        column, row = int(x), int(y)
        if not (0 <= column < HEATMAP_PX and 0 <= row < HEATMAP_PX):
            continue
        left, right = max(column - 3, 0), min(column + 4, HEATMAP_PX)
        low, high = max(row - 3, 0), min(row + 4, HEATMAP_PX)
        window = heat[low:high, left:right, k].astype(np.float64)
        if window.max() >= 0.5:
            rows, columns = np.mgrid[low:high, left:right]
            refined[k] = np.array([(window * columns).sum(), (window * rows).sum()]) / window.sum() * cell
    return refined
