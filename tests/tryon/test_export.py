"""Garments written for other programs and read back."""

from __future__ import annotations

import io
import json
import struct
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from ampc_desktop import tryon
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.worn import MapView
from ampc_desktop.tryon.export import PLAIN
from tests.garment.bodies import made
from tests.tryon.cloths import CLOTH, lying, pulled, strip
from tests.tryon.worn import anna

TABLE = np.column_stack((np.arange(256), np.arange(256)[::-1], np.full(256, 40))).astype(np.uint8)


def placed(family: str = "straight_skirt") -> Drape:
    """A garment as it hangs before it is draped: every panel, sewn."""
    mesh = tryon.mesh(made(family), {"shell": CLOTH}, 40.0)
    return lying(mesh, tryon.place(mesh, anna().mesh))


def test_glb_holds_every_panel_in_metres_with_its_material_and_flat_places() -> None:
    drape = placed()
    data = tryon.export(drape, "glb")
    scene = trimesh.load_scene(io.BytesIO(data), file_type="glb")
    assert set(scene.geometry) == set(drape.mesh.panels)
    for number, panel in enumerate(drape.mesh.panels):
        part = scene.geometry[panel]
        mine = drape.mesh.panel == number
        assert part.visual.material.name == panel
        assert np.allclose(part.vertices, drape.positions_mm[drape.mesh.sewn[mine]] / 1000.0, atol=1e-6)
        assert np.allclose(part.visual.uv, drape.mesh.flat_mm[mine], atol=1e-2)
    assert sum(len(part.faces) for part in scene.geometry.values()) == len(drape.mesh.triangles)
    length, kind = struct.unpack("<II", data[12:20])
    assert kind == 0x4E4F534A and json.loads(data[20 : 20 + length])["asset"]["version"] == "2.0"
    assert tryon.export(drape, "glb") == data


def vertices_of(ply: bytes) -> np.ndarray:
    """Vertices of a binary PLY, by the names and kinds its header gives."""
    end = ply.index(b"end_header\n") + len(b"end_header\n")
    head = ply[:end].decode("ascii").splitlines()
    count = int(next(line for line in head if line.startswith("element vertex")).split()[2])
    own = head[
        head.index(f"element vertex {count}") + 1 : next(k for k, s in enumerate(head) if s.startswith("element face"))
    ]
    kinds = {"float": "<f4", "uchar": "u1"}
    return np.frombuffer(ply, [(line.split()[2], kinds[line.split()[1]]) for line in own], count, end)


def test_maps_are_vertex_colours_in_every_format() -> None:
    mesh = strip()
    x = mesh.flat_mm[:, 0]
    drape = lying(mesh, pulled(mesh, weft=1.08))
    view = tryon.views(drape, tryon.maps(drape))["weft"]
    assert view.high == 20.0
    colour = np.array([102, 153, 40])  # 8 of 20 %
    (glb,) = trimesh.load_scene(io.BytesIO(tryon.export(drape, "glb", view, TABLE)), file_type="glb").geometry.values()
    assert (np.asarray(glb.visual.vertex_attributes["color"])[:, :3] == colour).all()
    rows = vertices_of(tryon.export(drape, "ply", view, TABLE))
    assert all((rows[name] == value).all() for name, value in zip(("red", "green", "blue"), colour, strict=True))
    obj = tryon.export(drape, "obj", view, TABLE).decode()
    first = next(line for line in obj.splitlines() if line.startswith("v ")).split()
    assert [float(word) for word in first[4:]] == pytest.approx(colour / 255.0, abs=1e-3)
    out = replace(view, values=np.where(x > 100.0, 99.0, -99.0))
    from ampc_desktop.tryon.export import coloured

    ends = coloured(out, TABLE)
    assert (ends[x > 100.0] == TABLE[-1]).all() and (ends[x <= 100.0] == TABLE[0]).all()


def test_obj_is_in_millimetres_with_panels_as_objects() -> None:
    drape = placed()
    text = tryon.export(drape, "obj").decode("ascii")
    assert text.startswith("# units: millimetres")
    assert [line[2:] for line in text.splitlines() if line.startswith("o ")] == list(drape.mesh.panels)
    vertices = np.array([[float(w) for w in line.split()[1:]] for line in text.splitlines() if line.startswith("v ")])
    places = np.array([[float(w) for w in line.split()[1:]] for line in text.splitlines() if line.startswith("vt ")])
    assert np.allclose(vertices, drape.positions_mm[drape.mesh.sewn], atol=1e-3)
    assert np.allclose(places, drape.mesh.flat_mm, atol=1e-3)
    read = trimesh.load_scene(io.BytesIO(text.encode()), file_type="obj", split_object=True)
    assert sum(len(part.faces) for part in read.geometry.values()) == len(drape.mesh.triangles)


def test_ply_is_in_millimetres_and_says_so() -> None:
    drape = placed("tshirt")
    data = tryon.export(drape, "ply")
    head = data[: data.index(b"end_header")].decode("ascii")
    assert "comment units: millimetres" in head and "comment panel 0: front" in head
    read = trimesh.load_mesh(io.BytesIO(data), file_type="ply", process=False)
    assert np.allclose(read.vertices, drape.positions_mm[drape.mesh.sewn], atol=1e-2)
    assert (read.faces == drape.mesh.triangles).all()
    assert np.ptp(read.vertices[:, 1]) > 500.0
    rows = vertices_of(data)
    assert np.allclose(np.column_stack((rows["s"], rows["t"])), drape.mesh.flat_mm, atol=1e-2)


def test_an_unsettled_drape_exports_its_shape_but_no_map() -> None:
    mesh = strip()
    drape = lying(mesh)
    view = tryon.views(drape, tryon.maps(drape))["tension"]
    fallen = replace(drape, converged=False, why="it falls off the body")
    assert tryon.export(fallen, "ply")
    with pytest.raises(Problem, match="no tension map") as told:
        tryon.export(fallen, "ply", view, TABLE)
    assert told.value.kind is Kind.NO
    with pytest.raises(Problem, match="'stl' is not a mesh format"):
        tryon.export(drape, "stl")  # type: ignore[arg-type]


def test_a_file_of_an_unsettled_drape_says_so_in_every_format() -> None:
    calm = lying(strip())
    fallen = replace(calm, converged=False, why="it falls\noff the “body”")
    for kind in ("glb", "obj", "ply"):
        told, still = tryon.export(fallen, kind), tryon.export(calm, kind)
        assert b"not at rest: it falls off the ?body?" in told and b"at rest" not in still
        again = trimesh.load(io.BytesIO(told), file_type=kind, process=False)
        assert not again.is_empty, "other programs read it all the same"
    (length,) = struct.unpack_from("<I", tryon.export(fallen, "glb"), 12)
    tree = json.loads(tryon.export(fallen, "glb")[20 : 20 + length])
    assert tree["asset"]["version"] == "2.0" and tree["asset"]["extras"]["settled"] is False


def test_what_is_worn_beneath_is_exported_as_objects_of_its_own_name() -> None:
    upper, lower = placed(), placed("tshirt")
    under = [("T-shirt r4 écru", lower)]
    panels = [*upper.mesh.panels, *(f"T-shirt_r4_cru {panel}" for panel in lower.mesh.panels)]
    tree = trimesh.load_scene(io.BytesIO(tryon.export(upper, "glb", under=under)), file_type="glb")
    assert set(tree.geometry) == set(panels)
    for name, drape, prefix in (("garment", upper, ""), ("T-shirt_r4_cru", lower, "T-shirt_r4_cru ")):
        assert set(tree.graph.transforms.children[name]) == {f"{prefix}{panel}" for panel in drape.mesh.panels}
    part = tree.geometry["T-shirt_r4_cru front"]
    mine = lower.mesh.panel == lower.mesh.panels.index("front")
    assert np.allclose(part.vertices, lower.positions_mm[lower.mesh.sewn[mine]] / 1000.0, atol=1e-6)

    view = MapView("strain", "Strain", "%", 0.0, 1.0, np.ones(len(upper.mesh.flat_mm)))
    lines = tryon.export(upper, "obj", view, TABLE, under).decode("ascii").splitlines()
    assert [line[2:] for line in lines if line.startswith("o ")] == panels
    places = np.array([line.split()[1:] for line in lines if line.startswith("v ")], dtype=float)
    assert np.allclose(places[len(upper.mesh.flat_mm) :, :3], lower.positions_mm[lower.mesh.sewn], atol=1e-3)
    assert np.allclose(places[len(upper.mesh.flat_mm) :, 3:] * 255, PLAIN, atol=0.1), "the map is the upper garment's"
    corners = [int(part.split("/")[0]) for line in lines if line.startswith("f ") for part in line.split()[1:]]
    assert max(corners) == len(places) == len(vertices_of(tryon.export(upper, "ply", under=under)))


def test_two_garments_of_one_name_stay_two() -> None:
    drape = placed()
    text = tryon.export(drape, "obj", under=[("tee", drape), ("tee", drape)]).decode("ascii")
    named = [line[2:] for line in text.splitlines() if line.startswith("o ")]
    assert len(set(named)) == 3 * len(drape.mesh.panels)
