"""The avatar file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ampc_desktop.core.body import Avatar, BodyMesh, BodyShape, Landmark, MeasuredBody, TapeLine
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange.body_file import avatar_from_bytes, avatar_to_bytes

SHAPE = BodyShape("ampc-female-1:abc", "female", (0.5, -1.25))


def avatar(shape: BodyShape | None = SHAPE) -> Avatar:
    mesh = BodyMesh(
        vertices_mm=np.array([[0.0, 0, 0], [400, 0, 0], [0, 1700, 0], [0, 0, 300.125]]),
        faces=np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]], np.int32),
        skin_faces=4,
        regions=np.array([0, 1, 2, 5], np.uint8),
        joints_mm={"pelvis": np.array([0.0, 900, 0])},
        shape=shape,
        name="Anna Ångström",
    )
    measures = Measurements("Anna Ångström", "female", {"stature": Measurement(1700.0, 3.0, "ISO 8559-1", "tape")})
    tape = {
        "hip": TapeLine("hip", np.array([[0.0, 1, 2], [3, 4, 5], [6, 7, 8]])),
        "arm": TapeLine("arm", np.array([[0.5, 1, 2], [3, 4, 5]]), closed=False),
    }
    body = MeasuredBody(mesh, measures, (Landmark("top", "Top of the head", (0.0, 1700.0, 0.0)),), tape)
    return Avatar(body, {"stature": 0.25}, ("a note",))


@pytest.mark.parametrize("shape", [SHAPE, None])
def test_what_is_written_is_read(shape: BodyShape | None) -> None:
    made = avatar(shape)
    data = avatar_to_bytes(made)
    assert data == avatar_to_bytes(made)
    read = avatar_from_bytes(data)
    assert avatar_to_bytes(read) == data
    assert (read.body.mesh.vertices_mm == made.body.mesh.vertices_mm).all()
    assert (read.body.mesh.faces == made.body.mesh.faces).all() and read.body.mesh.skin_faces == 4
    assert read.body.mesh.shape == shape and read.body.mesh.name == "Anna Ångström" and read.body.mesh.pose == "a"
    assert (read.body.mesh.joints_mm["pelvis"] == [0, 900, 0]).all()
    assert read.body.measures == made.body.measures and read.body.landmarks == made.body.landmarks
    assert list(read.body.tape) == ["hip", "arm"] and not read.body.tape["arm"].closed
    assert (read.body.tape["arm"].points_mm == made.body.tape["arm"].points_mm).all()
    assert read.residual_mm == {"stature": 0.25} and read.notes == ("a note",)


def changed(change: Callable[[dict[str, Any]], None]) -> bytes:
    """The file with its arrays changed."""
    with np.load(io.BytesIO(avatar_to_bytes(avatar()))) as archive:
        arrays = dict(archive)
    change(arrays)
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def record(change: Callable[[dict[str, Any]], None]) -> bytes:
    def inside(arrays: dict[str, Any]) -> None:
        plain = json.loads(arrays["record"].tobytes())
        change(plain)
        arrays["record"] = np.frombuffer(json.dumps(plain).encode(), np.uint8)

    return changed(inside)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no avatar or damaged"),
        (b"PK\x03\x04 rubbish", "no avatar or damaged"),
        (avatar_to_bytes(avatar())[:700], "no avatar or damaged"),
        (changed(lambda a: a.pop("faces")), "faces is missing"),
        (changed(lambda a: a.update(faces=a["faces"] + 9)), "do not fit"),
        (changed(lambda a: a.update(skin_faces=np.array(5))), "do not fit"),
        (changed(lambda a: a.update(regions=a["regions"][:3])), "do not fit"),
        (changed(lambda a: a.update(vertices_mm=a["vertices_mm"] * np.nan)), "do not fit"),
        (changed(lambda a: a.update(tape_mm=a["tape_mm"][:4])), "do not fit"),
        (changed(lambda a: a.update(vertices_mm=np.array([{"a": 1}], dtype=object))), "no avatar or damaged"),
        (changed(lambda a: a.update(record=np.zeros(4, np.uint8))), "can't be read"),
        (record(lambda r: r.update(version=2)), "version 2"),
        (record(lambda r: r["measures"].update(sex="other")), "not a valid"),
        (record(lambda r: r["tape"][0].update(points=-3)), "do not fit"),
        (record(lambda r: r.pop("measures")), "not a valid"),
    ],
)
def test_damaged_files_are_sentences(data: bytes, said: str) -> None:
    with pytest.raises(Problem, match=said) as caught:
        avatar_from_bytes(data, "anna.npz")
    assert caught.value.where.startswith("anna.npz")


def test_a_file_that_unpacks_to_very_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vertices_mm.npy", bytes(250_000_000))
    with pytest.raises(Problem, match="more than any avatar"):
        avatar_from_bytes(out.getvalue())
