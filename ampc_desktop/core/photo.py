"""A body from a photo: what is asked, what was found in the picture, and the body that explains it.

Every position in a picture is in pixels of the photo at full size after it was turned upright (EXIF): x to the
right, y down, (0, 0) the upper left corner of the upper left pixel. "left" and "right" are the person's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurements, Sex

Array = npt.NDArray[np.float64]

ViewName = Literal["front", "side"]
Clothing = Literal["bare", "close", "loose"]
CLOTHING: tuple[tuple[Clothing, str], ...] = (
    ("bare", "Underwear or swimwear"),
    ("close", "Close-fitting: leggings, sports top, thin T-shirt"),
    ("loose", "Looser clothes"),
)
"""How close the clothes lie, with what people read; "close" is assumed."""

KEYPOINTS: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""Names of the 33 keypoints of BlazePose, in its order."""

DRAGGABLE: tuple[str, ...] = (
    "nose",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
"""The keypoints the fit stands on: the ones to show and drag, and to give by hand when no model file is there."""

BONES: tuple[tuple[str, str], ...] = (
    ("nose", "left_shoulder"),
    ("nose", "right_shoulder"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_hip", "right_hip"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("right_hip", "right_knee"),
    ("right_knee", "right_ankle"),
)
"""Lines between draggable keypoints that show the figure as a stick man."""


@dataclass(frozen=True)
class Keypoint:
    """A joint or feature of the person seen in the photo.

    confidence : 0..1; 1 for a point placed by hand.
    source     : "found" by the pose network or placed by "hand".
    """

    name: str
    x: float
    y: float
    confidence: float = 1.0
    source: Literal["found", "hand"] = "hand"


@dataclass(frozen=True)
class Stroke:
    """One pull of the brush: all within radius_px of the polyline surely belongs to the figure, or surely not."""

    figure: bool
    points: tuple[tuple[float, float], ...]
    radius_px: float


@dataclass(frozen=True, eq=False)
class PhotoView:
    """One photo as it is handed in, with what a person corrected on it.

    image     : bytes of the file (JPEG, PNG, WebP, TIFF, …).
    keypoints : points placed by hand, name -> (x, y); these override what the network finds. With the points of
                DRAGGABLE given no network is needed.
    strokes   : corrections of the mask, later ones over earlier ones.
    focal_35mm: focal length as on 35 mm film when the person knows it; else EXIF, else it is estimated.
    name      : where it came from, for messages, e.g. the file's name.
    """

    image: bytes
    keypoints: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    strokes: tuple[Stroke, ...] = ()
    focal_35mm: float | None = None
    name: str = "the photo"


@dataclass(frozen=True, eq=False)
class PhotoRequest:
    """A body is wanted from one front photo, optionally with one from the side.

    height_mm : required; without it no photo tells how large a body is.
    weight_kg : recommended; about a centimetre better girths.
    sex       : None fits both models and takes the one that explains the photo better.
    """

    front: PhotoView
    height_mm: float
    side: PhotoView | None = None
    weight_kg: float | None = None
    sex: Sex | None = None
    clothing: Clothing = "close"
    customer: str = ""


@dataclass(frozen=True)
class Camera:
    """A pinhole camera in the body's frame (y up, feet near y = 0, the body faces +z).

    focal_px        : focal length in pixels of the upright photo; the principal point is its middle.
    focal_35mm      : the same as on 35 mm film (by the picture's diagonal).
    distance_mm     : from the lens to the body's axis, along the floor.
    height_mm       : height of the lens above the floor.
    tilt_deg        : how far the camera looks down.
    roll_deg        : how far the picture is turned, counter-clockwise.
    focal_known     : True when EXIF or the person gave the focal length.
    """

    focal_px: float
    focal_35mm: float
    distance_mm: float
    height_mm: float
    tilt_deg: float
    roll_deg: float
    focal_known: bool


@dataclass(frozen=True, eq=False)
class PhotoPoints:
    """What can be shown of a photo before any fit: the upright picture and its keypoints.

    picture         : JPEG of the upright photo without any metadata, scaled down for the screen;
                      stretch it to width_px × height_px to lay points over it.
    width_px, height_px : size of the upright photo at full size: the frame of all positions.
    """

    picture: bytes
    width_px: int
    height_px: int
    keypoints: tuple[Keypoint, ...]
    focal_35mm: float | None = None


@dataclass(frozen=True, eq=False)
class FittedView:
    """One photo with the body that explains it.

    contours : outline of the figure in the photo (the mask), closed polylines (n, 2).
    outline  : outline of the fitted body (with its clothing offset) in the same photo, closed polylines.
    joints   : joints of the fitted body by name of the body model, (x, y).
    iou      : overlap of mask and fitted body, 0..1.
    pose     : joint -> axis-angle, radians, relative to the model's A-pose; "root" turns the whole body.
    clothing_mm : how far the clothes were found to stand off the body on average.
    mask_png : the mask as a 1-bit PNG at full size.
    """

    points: PhotoPoints
    contours: tuple[Array, ...]
    outline: tuple[Array, ...]
    joints: Mapping[str, tuple[float, float]]
    iou: float
    pose: Mapping[str, tuple[float, float, float]]
    camera: Camera
    clothing_mm: float
    mask_png: bytes = b""


@dataclass(frozen=True, eq=False)
class PhotoFit:
    """The body found in a photo.

    shape    : in the body model of its sex.
    measures : every measure of that body, source "photo", uncertainty = half-width of an honest 80 % interval;
               stature (and weight_kg when it was given) stay as given, source "tape".
    notes    : sentences for people: what was assumed, what would make it better.
    seconds  : by stage: "read", "keypoints", "mask", "fit", "measure", "total".
    """

    shape: BodyShape
    measures: Measurements
    front: FittedView
    side: FittedView | None = None
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def sex(self) -> Sex:
        return self.shape.sex
