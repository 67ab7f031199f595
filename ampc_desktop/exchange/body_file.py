"""An avatar as one file: surface, shape, measures, landmarks and the ways of the tape (docs/formats/avatar.md)."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import REGIONS, Avatar, BodyMesh, BodyShape, Landmark, MeasuredBody, TapeLine
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec

VERSION = 1
LARGEST_BYTES = 200_000_000

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class _Tape:
    measure: str
    points: int
    closed: bool


@dataclass(frozen=True)
class _Record:
    """What is no array: JSON text in the member `record`."""

    version: int
    name: str
    pose: str
    shape: BodyShape | None
    measures: Measurements
    landmarks: tuple[Landmark, ...]
    tape: tuple[_Tape, ...]
    joints: tuple[str, ...]
    residual: dict[str, float]
    notes: tuple[str, ...]


def avatar_to_bytes(avatar: Avatar) -> bytes:
    """The file of an avatar; the same avatar gives the same bytes. Nothing of a photo is in it."""
    body = avatar.body
    mesh = body.mesh
    record = _Record(
        version=VERSION,
        name=mesh.name,
        pose=mesh.pose,
        shape=mesh.shape,
        measures=body.measures,
        landmarks=body.landmarks,
        tape=tuple(_Tape(line.measure, len(line.points_mm), line.closed) for line in body.tape.values()),
        joints=tuple(mesh.joints_mm),
        residual=dict(avatar.residual_mm),
        notes=avatar.notes,
    )
    text = json.dumps(codec.to_plain(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    ways = [line.points_mm for line in body.tape.values()]
    arrays: Arrays = {
        "vertices_mm": np.asarray(mesh.vertices_mm, np.float64),
        "faces": np.asarray(mesh.faces, np.int32),
        "skin_faces": np.array(mesh.skin_faces, np.int32),
        "regions": np.asarray(mesh.regions, np.uint8),
        "joints_mm": np.array(list(mesh.joints_mm.values()), np.float64).reshape(-1, 3),
        "tape_mm": np.concatenate(ways) if ways else np.zeros((0, 3)),
        "record": np.frombuffer(text.encode("utf-8"), np.uint8),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, member.getvalue(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def avatar_from_bytes(data: bytes, where: str = "") -> Avatar:
    """The avatar of a file. Raises Problem naming what is damaged, missing or newer than this studio."""
    arrays = _arrays(data, where)
    record = _record(arrays["record"], where)
    vertices, faces, regions = arrays["vertices_mm"], arrays["faces"], arrays["regions"]
    joints, ways, skin = arrays["joints_mm"], arrays["tape_mm"], arrays["skin_faces"]
    n = len(vertices)
    sound = (
        all(_is(array, "f", 3) for array in (vertices, joints, ways))
        and _is(faces, "i", 3)
        and regions.shape == (n,)
        and regions.dtype == np.uint8
        and skin.shape == ()
        and skin.dtype.kind == "i"
        and n > 0
        and len(faces) > 0
        and 0 < int(skin) <= len(faces)
        and int(faces.min()) >= 0
        and int(faces.max()) < n
        and int(regions.max()) < len(REGIONS)
        and len(joints) == len(record.joints)
        and len(ways) == sum(line.points for line in record.tape)
        and all(line.points >= 0 for line in record.tape)
    )
    if not sound:
        raise _damaged("its parts do not fit together", where)
    ends = np.cumsum([line.points for line in record.tape])
    tape = {
        line.measure: TapeLine(line.measure, ways[end - line.points : end].astype(np.float64), line.closed)
        for line, end in zip(record.tape, ends, strict=True)
    }
    mesh = BodyMesh(
        vertices_mm=vertices.astype(np.float64),
        faces=faces.astype(np.int32),
        skin_faces=int(skin),
        regions=regions,
        joints_mm=dict(zip(record.joints, joints.astype(np.float64), strict=True)),
        shape=record.shape,
        pose=record.pose,
        name=record.name,
    )
    return Avatar(MeasuredBody(mesh, record.measures, record.landmarks, tape), record.residual, record.notes)


_MEMBERS = ("vertices_mm", "faces", "skin_faces", "regions", "joints_mm", "tape_mm", "record")


def _arrays(data: bytes, where: str) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_BYTES:
                raise _damaged("it unpacks to more than any avatar", where)
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            missing = [name for name in _MEMBERS if name not in arrays.files]
            if missing:
                raise Problem(
                    f"this file is no avatar: {missing[0]} is missing",
                    where,
                    "make one with ampc body fit",
                    code="avatar.damaged",
                )
            return {name: arrays[name] for name in _MEMBERS}
    except Problem:
        raise
    except Exception as error:  # damaged archives can raise anything
        raise Problem(
            "this file is no avatar or damaged", where, "make one with ampc body fit", code="avatar.damaged"
        ) from error


def _record(raw: npt.NDArray[Any], where: str) -> _Record:
    try:
        plain = json.loads(raw.astype(np.uint8).tobytes().decode("utf-8"))
        version = plain["version"]
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged("its record can't be read", where) from error
    if not isinstance(version, int) or version > VERSION:
        raise Problem(
            f"this avatar is of version {version}, this studio reads up to {VERSION}",
            where,
            "update the studio",
            code="avatar.newer",
        )
    return codec.from_plain(plain, _Record, where)


def _is(array: npt.NDArray[Any], kind: str, columns: int) -> bool:
    """Whether an array is (n, columns) of floats or integers, all finite."""
    return array.ndim == 2 and array.shape[1] == columns and array.dtype.kind == kind and bool(np.isfinite(array).all())


def _damaged(what: str, where: str) -> Problem:
    return Problem(f"this avatar is damaged: {what}", where, "make it again with ampc body fit", code="avatar.damaged")
