"""Bodies as files and pictures: who a garment is made for, from a tape, a photo or a scan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ampc_desktop import body as bodies
from ampc_desktop.core.body import Avatar, BodyMesh, BodyShape, MeasuredBody, PosePreset
from ampc_desktop.core.measurement import MeasureDefinition, Measurement, Measurements, Sex
from ampc_desktop.core.photo import DRAGGABLE, KEYPOINTS, PhotoFit, PhotoPoints, PhotoRequest, PhotoView, ViewName
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files

if TYPE_CHECKING:
    from ampc_desktop.studio.context import Studio

AVATAR_SUFFIX = ".npz"
FILE_SUFFIXES = (AVATAR_SUFFIX, ".glb", ".obj", ".ply", ".stl")
LARGEST_PHOTO_BYTES = 200 * 2**20
USUAL_STATURE_MM = 1700.0
"""Stands in while only joints are looked for, which need no height."""


@dataclass(frozen=True)
class Person:
    """Who a garment is made for: measures as given, and the figure a photo or an avatar file brought."""

    measures: Measurements
    shape: BodyShape | None = None


def read_person(path: Path) -> Person:
    """A body file (YAML, JSON) or an avatar (.npz); the figure of another body model is left. Raises Problem."""
    if path.suffix.lower() != AVATAR_SUFFIX:
        return Person(bodies.read(path))
    body = _read_avatar(path).body
    given = {name: m for name, m in body.measures.values.items() if m.source != "estimated"}
    shape = body.mesh.shape
    ours = shape is not None and shape.model == bodies.load(shape.sex).id
    return Person(replace(body.measures, values=given), shape if ours else None)


def fit(person: Person) -> Avatar:
    """The avatar of a person. Raises Problem."""
    return bodies.fit(bodies.complete(person.measures), person.shape)


def posed(body: MeasuredBody, preset: PosePreset) -> BodyMesh | None:
    """The body in another pose; None for a scan, which stands as it was scanned."""
    shape = body.mesh.shape
    return None if shape is None else bodies.posed(shape, preset)


def mean_person(measures: Measurements) -> Person:
    """The mean person of the same sex and height, to compare with."""
    stature = measures.get("stature")
    given = {} if stature is None else {"stature": Measurement(stature)}
    who = "Mean woman" if measures.sex == "female" else "Mean man"
    return Person(Measurements(f"{who} of this height", measures.sex, given))


def photo_request(
    image: Path,
    height_mm: float,
    weight_kg: float | None = None,
    sex: Sex | None = None,
    side: Path | None = None,
    keypoints: Path | None = None,
    customer: str = "",
) -> PhotoRequest:
    """What is handed to the fit, from files. Raises Problem for files that can't be read."""
    points = _read_keypoints(keypoints) if keypoints is not None else {}
    front = PhotoView(_photo_bytes(image), points, name=str(image))
    beside = None if side is None else PhotoView(_photo_bytes(side), name=str(side))
    return PhotoRequest(front, height_mm, beside, weight_kg, sex, customer=customer)


def from_photo(request: PhotoRequest, progress: Progress = silent) -> PhotoFit:
    """The body in a photo; runs in a child process. The photo is not kept anywhere. Raises Problem, Cancelled."""
    from ampc_desktop.body import photo

    return photo.fit(request, progress)


def find_keypoints(request: PhotoRequest, progress: Progress = silent, view: ViewName = "front") -> PhotoPoints:
    """The upright photo with the joints found in it, before any fit. Raises Problem, Cancelled."""
    from ampc_desktop.body import photo

    return photo.keypoints(request, progress, view)


def upright(photo: PhotoView, progress: Progress = silent) -> PhotoPoints:
    """The upright photo without any joints, for a person to place them. Raises Problem, Cancelled."""
    stick_man = dict.fromkeys(DRAGGABLE, (0.0, 0.0))  # given joints keep the pose network out of it
    request = PhotoRequest(replace(photo, keypoints=stick_man), USUAL_STATURE_MM)
    return replace(find_keypoints(request, progress), keypoints=())


def read_photo(path: Path) -> PhotoView:
    """A photo's file, held in memory only. Raises Problem."""
    return PhotoView(_photo_bytes(path), name=path.name)


def person_of(found: PhotoFit) -> Person:
    return Person(found.measures, found.shape)


def measure_file(path: Path) -> MeasuredBody:
    """What a tape finds on a mesh file or an avatar. Raises Problem."""
    return bodies.measure(read_mesh(path), name=path.stem)


def read_body(path: Path) -> MeasuredBody:
    """The body of an avatar file, of a scan, or of measurements in YAML or JSON, fitted. Raises Problem."""
    if path.suffix.lower() == AVATAR_SUFFIX:
        return _read_avatar(path).body
    if path.suffix.lower() in FILE_SUFFIXES:
        return measure_file(path)
    return fit(read_person(path)).body


def read_mesh(path: Path) -> BodyMesh:
    """A scan, checked, closed and turned upright, or the mesh of an avatar. Raises Problem."""
    if path.suffix.lower() == AVATAR_SUFFIX:
        return _read_avatar(path).body.mesh
    from ampc_desktop.exchange import meshes

    vertices, faces = meshes.read_mesh(_bytes(path), path.suffix, str(path))
    try:
        return bodies.from_mesh(vertices, faces, path.stem)
    except Problem as problem:
        problem.where = problem.where or str(path)
        raise


def save(avatar: Avatar, path: Path) -> None:
    """Write an avatar (.npz) or its mesh (.glb, .obj, .ply, .stl), whole. Raises Problem."""
    files.write_bytes(path, as_bytes(avatar, path.suffix.lower(), str(path)))


def as_bytes(avatar: Avatar, suffix: str, where: str = "") -> bytes:
    """The file of an avatar in one of FILE_SUFFIXES. Raises Problem for another."""
    if suffix == AVATAR_SUFFIX:
        from ampc_desktop.exchange import body_file

        return body_file.avatar_to_bytes(avatar)
    if suffix not in FILE_SUFFIXES:
        raise Problem(f"'{suffix}' is no kind of avatar file", where, f"one of {', '.join(FILE_SUFFIXES)}")
    from ampc_desktop.exchange import meshes

    return meshes.write_mesh(avatar.body.mesh.vertices_mm, avatar.body.mesh.faces, suffix)


def _read_avatar(path: Path) -> Avatar:
    from ampc_desktop.exchange import body_file

    return body_file.avatar_from_bytes(_bytes(path), str(path))


def keep_photo(studio: Studio, customer: str, points: PhotoPoints) -> str:
    """Keep the upright photo, free of metadata, with the customer's consent; its hash in the hub. Raises Problem."""
    name = studio.hub.put_asset(points.picture)
    studio.hub.append_event(f"customer:{customer}", "photo.kept", {"asset": name, "consent": True})
    return name


def definitions() -> Mapping[str, MeasureDefinition]:
    """Every measure, head to foot."""
    return bodies.DEFINITIONS


def label(name: str) -> str:
    """Name of a measure for people."""
    return bodies.DEFINITIONS[name].label


def unit(name: str) -> str:
    return bodies.DEFINITIONS[name].unit


def plain(name: str, one: Measurement) -> dict[str, Any]:
    """A measure as a row of JSON: value_mm (value_kg, value_deg) and uncertainty in the same unit."""
    of = unit(name)
    return {
        f"value_{of}": round(one.value, 2),
        f"uncertainty_{of}": round(one.uncertainty, 2),
        "source": one.source,
        "definition": one.definition,
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        text = f"can't read it ({error.strerror})"
        raise Problem(text, str(path), "check the path", code="file.unreadable") from error


def _photo_bytes(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > LARGEST_PHOTO_BYTES:
        size = path.stat().st_size / 2**20
        raise Problem(f"the file has {size:.0f} MB", str(path), "hand in a smaller photo", code="photo.too_large")
    return _bytes(path)


def _read_keypoints(path: Path) -> Mapping[str, tuple[float, float]]:
    """{"left_shoulder": [x, y], …} in pixels of the upright photo."""
    remedy = 'write {"left_shoulder": [x, y], …} in pixels, see docs/formats/avatar.md'
    try:
        raw = json.loads(_bytes(path).decode("utf-8"))
    except ValueError as error:
        raise Problem("this is not JSON", str(path), remedy, code="photo.keypoints") from error
    if not isinstance(raw, dict) or not raw:
        raise Problem("this holds no named points", str(path), remedy, code="photo.keypoints")
    points: dict[str, tuple[float, float]] = {}
    for name, at in raw.items():
        if name not in KEYPOINTS:
            raise Problem(f"there is no keypoint '{name}'", str(path), remedy, code="photo.keypoints")
        numbers = isinstance(at, list) and len(at) == 2 and all(type(v) in (int, float) for v in at)
        if not numbers:
            raise Problem(f"{name} is {json.dumps(at)[:40]}", f"{path}: {name}", remedy, code="photo.keypoints")
        points[name] = (float(at[0]), float(at[1]))
    return points
