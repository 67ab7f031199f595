"""A body as a surface: mesh, joints, landmarks and the ways a tape takes on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.measurement import Measurements, Sex

Array = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int32]

Region = Literal["head", "torso", "left_arm", "right_arm", "left_leg", "right_leg"]
REGIONS: tuple[Region, ...] = ("head", "torso", "left_arm", "right_arm", "left_leg", "right_leg")
PosePreset = Literal["a", "stand", "sit", "reach", "step"]


@dataclass(frozen=True)
class BodyShape:
    """What has to be kept to make a body again: the model it was made with, and its shape in that model.

    model : id and content hash of the body model, e.g. "ampc-female-1:9f3c…"; betas mean nothing in another.
    betas : shape coefficients, standard normal in the population the model was made from.
    """

    model: str
    sex: Sex
    betas: tuple[float, ...]


@dataclass(frozen=True)
class Landmark:
    """A named point of the body, mm. Names are stable ids: "acromion_left", "navel", "crotch", "nape", …"""

    name: str
    label: str
    point_mm: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class TapeLine:
    """Where the tape lies for one measure: points_mm (k, 3) in order; closed for girths."""

    measure: str
    points_mm: Array
    closed: bool = True


@dataclass(frozen=True, eq=False)
class BodyMesh:
    """A body as one closed surface, y up, facing +z, left arm towards +x, feet at y = 0.

    vertices_mm   : (n, 3).
    faces         : (m, 3) vertex numbers, outward by the right-hand rule. The first `skin_faces` are the closed skin;
                    the rest (eyes, teeth) is for looking at only: no measure, collision or volume counts it.
    joints_mm     : joint name -> (3,), names of SMPL ("pelvis", "left_shoulder", …); empty for a scan.
    regions       : (n,) number into REGIONS, the part of the body each vertex belongs to.
    shape, pose   : how it was made; shape is None for a scan.
    """

    vertices_mm: Array
    faces: Faces
    skin_faces: int
    regions: npt.NDArray[np.uint8]
    joints_mm: Mapping[str, Array] = field(default_factory=dict)
    shape: BodyShape | None = None
    pose: str = "a"
    name: str = ""

    @property
    def skin(self) -> Faces:
        """Faces of the closed skin."""
        return self.faces[: self.skin_faces]

    @property
    def stature_mm(self) -> float:
        return float(np.ptp(self.vertices_mm[:, 1]))


@dataclass(frozen=True, eq=False)
class MeasuredBody:
    """A mesh with what a tape finds on it.

    measures  : every measure the mesh allows, source "scan" (a scan) or as fitted, with ±.
    landmarks : in the order they are listed to people.
    tape      : the way of the tape, by measure.
    """

    mesh: BodyMesh
    measures: Measurements
    landmarks: tuple[Landmark, ...]
    tape: Mapping[str, TapeLine]


@dataclass(frozen=True, eq=False)
class Avatar:
    """A body made for one customer.

    body         : the mesh in the A-pose it is measured in.
    residual_mm  : by measure that was asked for: measured on the mesh minus asked (kg for weight_kg).
    notes        : sentences for people, e.g. which measures contradict each other and why.
    """

    body: MeasuredBody
    residual_mm: Mapping[str, float]
    notes: tuple[str, ...] = ()
