"""Surfaces in and out."""

from __future__ import annotations

import io
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange import meshes

TETRAHEDRON = (
    np.array([[0.0, 0, 0], [400, 0, 0], [0, 1700, 0], [0, 0, 300]]),
    np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]),
)


def volume(v: np.ndarray, f: np.ndarray) -> float:
    return float(np.einsum("ij,ij->", v[f[:, 0]], np.cross(v[f[:, 1]], v[f[:, 2]])) / 6)


@pytest.mark.parametrize("ending", list(meshes.FORMATS))
def test_what_is_written_is_read(ending: str) -> None:
    v, f = TETRAHEDRON
    data = meshes.write_mesh(v, f, ending)
    assert data == meshes.write_mesh(v, f, ending), "the same bytes"
    read_v, read_f = meshes.read_mesh(data, f".{ending.upper()}")
    scale = 0.001 if ending == "glb" else 1.0
    assert len(read_f) == 4 and np.ptp(read_v, axis=0) == pytest.approx(np.ptp(v, axis=0) * scale, rel=1e-6)
    assert volume(read_v, read_f) == pytest.approx(volume(v, f) * scale**3, rel=1e-5)


def test_obj_is_in_millimetres_and_says_so() -> None:
    text = meshes.write_mesh(*TETRAHEDRON, "obj").decode()
    assert "millimetres" in text.splitlines()[0] and "v 0.0000 1700.0000 0.0000" in text and "f 1 3 2" in text


def test_obj_with_quads_materials_and_several_objects() -> None:
    text = """mtllib nothing.mtl
o first
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
vt 0 0
vn 0 0 1
usemtl skin
f 1/1/1 2/1/1 3/1/1 4/1/1
o second
v 0 0 1
v 1 0 1
v 1 1 1
f 5 6 7
"""
    v, f = meshes.read_mesh(text.encode(), "obj")
    assert len(f) == 3 and np.ptp(v[:, 2]) == 1.0


def test_glb_places_its_surfaces() -> None:
    trimesh = pytest.importorskip("trimesh")
    scene = trimesh.Scene()
    box = trimesh.creation.box((1, 1, 1))
    scene.add_geometry(box, transform=trimesh.transformations.translation_matrix([0, 10, 0]))
    scene.add_geometry(box)
    v, f = meshes.read_mesh(scene.export(file_type="glb"), "glb")
    assert len(f) == 24 and np.ptp(v[:, 1]) == pytest.approx(11.0)


@pytest.mark.parametrize("ending", list(meshes.FORMATS))
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 200, b"hello\nworld\n", b"glTF\x02\x00\x00\x00\xff\xff\xff\xff", b"ply\n"]
)
def test_rubbish_is_a_sentence(ending: str, data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        meshes.read_mesh(data, ending, "scan.x")
    assert caught.value.code in ("mesh.damaged", "mesh.empty") and caught.value.where == "scan.x"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(meshes.FORMATS)), st.integers(0, 2**31), st.floats(0.05, 0.99))
def test_half_files_and_flipped_bytes_never_raise_anything_else(ending: str, seed: int, share: float) -> None:
    data = bytearray(meshes.write_mesh(*TETRAHEDRON, ending))
    data[seed % len(data)] ^= 1 + seed % 255
    for broken in (bytes(data), bytes(data[: int(len(data) * share)])):
        try:
            v, f = meshes.read_mesh(broken, ending)
        except Problem:
            continue
        assert np.isfinite(v).all() and f.max() < len(v)


def test_points_only_and_other_formats_are_told() -> None:
    axes = b"".join(b"property float %c\n" % axis for axis in b"xyz")
    cloud = b"ply\nformat ascii 1.0\nelement vertex 1\n" + axes + b"end_header\n0 0 0\n"
    with pytest.raises(Problem, match="no triangles"):
        meshes.read_mesh(cloud, "ply")
    with pytest.raises(Problem, match=r"'\.fbx' is no surface file"):
        meshes.read_mesh(b"x", ".fbx")
    with pytest.raises(Problem, match="is no surface file the studio writes"):
        meshes.write_mesh(*TETRAHEDRON, "dae")


def test_too_large_surfaces_are_told_before_they_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may place one surface a million times."""
    trimesh = pytest.importorskip("trimesh")
    scene = trimesh.Scene()
    ball = trimesh.creation.icosphere(3)
    for k in range(30):
        scene.add_geometry(ball, geom_name="ball", node_name=f"n{k}")
    data = scene.export(file_type="glb")
    monkeypatch.setattr(meshes, "MOST_FACES", 20_000)
    with pytest.raises(Problem, match="million triangles") as caught:
        meshes.read_mesh(data, "glb")
    assert caught.value.code == "mesh.too_large"
    monkeypatch.setattr(meshes, "LARGEST_BYTES", 100)
    with pytest.raises(Problem, match="too large"):
        meshes.read_mesh(data, "glb")


def test_a_glb_can_not_make_the_studio_read_other_files(tmp_path: object) -> None:
    head = json.dumps({"asset": {"version": "2.0"}, "buffers": [{"byteLength": 4, "uri": "/etc/passwd"}]}).encode()
    head += b" " * (-len(head) % 4)
    data = struct.pack("<4sIIII", b"glTF", 2, 20 + len(head), len(head), 0x4E4F534A) + head
    with pytest.raises(Problem):
        meshes.read_mesh(io.BytesIO(data).getvalue(), "glb")
