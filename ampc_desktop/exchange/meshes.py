"""Surfaces in and out: OBJ, PLY, STL and GLB (binary glTF 2.0)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.problem import Problem

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

FORMATS: Mapping[str, str] = {
    "obj": "Wavefront OBJ",
    "ply": "Stanford PLY",
    "stl": "STL",
    "glb": "glTF 2.0, binary",
}
"""File ending -> name. Written in millimetres, GLB in metres as its standard demands."""
LARGEST_BYTES = 400_000_000
MOST_FACES = 2_000_000


def read_mesh(data: bytes, ending: str, where: str = "") -> tuple[Array, Indices]:
    """Vertices (n, 3) in the unit of the file and triangles (m, 3) of all surfaces in it, placed as the file says.

    ending: "obj", "ply", "stl" or "glb", with or without its dot. Only geometry is read: no textures, no other files.
    Raises Problem for another format, a damaged file, one without triangles and one too large to work with.
    """
    kind = ending.lower().lstrip(".")
    if kind not in FORMATS:
        raise Problem(
            f"'.{kind}' is no surface file the studio reads",
            where,
            f"one of {', '.join(FORMATS)}",
            code="mesh.format",
        )
    if len(data) > LARGEST_BYTES:
        raise _too_large(where, f"{len(data) / 1e6:.0f} MB")
    import trimesh

    try:
        scene = trimesh.load_scene(io.BytesIO(data), file_type=kind, process=False, **_OPTIONS.get(kind, {}))
        placed = _count(scene)
        if placed > MOST_FACES:
            raise _too_large(where, f"{placed / 1e6:.1f} million triangles")
        surface = scene.to_mesh() if placed else None
    except Problem:
        raise
    except Exception as error:  # readers of damaged files can raise anything
        raise Problem(
            f"this {FORMATS[kind]} file is damaged or not one",
            where,
            "export the surface again",
            code="mesh.damaged",
        ) from error
    if surface is None or not len(surface.faces):
        raise Problem("this file holds no triangles", where, "export it as a triangle mesh", code="mesh.empty")
    vertices, faces = np.asarray(surface.vertices, np.float64), np.asarray(surface.faces, np.int64)
    if not np.isfinite(vertices).all() or faces.min() < 0 or faces.max() >= len(vertices):
        raise Problem(
            f"this {FORMATS[kind]} file is damaged: points are missing or not numbers",
            where,
            "export the surface again",
            code="mesh.damaged",
        )
    return vertices, faces


_OPTIONS: Mapping[str, dict[str, Any]] = {
    "obj": {"skip_materials": True, "split_groups": False, "split_objects": False, "maintain_order": True},
    "glb": {"skip_materials": True},
}


def _count(scene: Any) -> int:
    """Triangles of all surfaces as often as they are placed, counted before they are copied."""
    faces = {name: len(part.faces) for name, part in scene.geometry.items() if hasattr(part, "faces")}
    for name in [name for name in scene.geometry if name not in faces]:
        scene.delete_geometry(name)  # points and lines
    return sum(faces.get(scene.graph[node][1], 0) for node in scene.graph.nodes_geometry)


def _too_large(where: str, size: str) -> Problem:
    return Problem(
        f"this surface is too large to work with: {size}",
        where,
        f"thin it out to {MOST_FACES / 1e6:.0f} million triangles or fewer",
        code="mesh.too_large",
    )


def write_mesh(vertices_mm: Array, faces: npt.NDArray[np.integer[Any]], ending: str) -> bytes:
    """A surface as a file: OBJ, PLY and STL in millimetres, GLB in metres; y up. The same input gives the same bytes.

    Raises Problem for another format.
    """
    kind = ending.lower().lstrip(".")
    v, f = np.asarray(vertices_mm, np.float64), np.asarray(faces, np.int64)
    if kind == "obj":
        return _obj(v, f)
    if kind not in FORMATS:
        raise Problem(f"'.{kind}' is no surface file the studio writes", remedy=f"one of {', '.join(FORMATS)}")
    import trimesh

    scale = 0.001 if kind == "glb" else 1.0
    surface = trimesh.Trimesh(v * scale, f, process=False)
    exported: Any = surface.export(file_type=kind)
    return bytes(exported)


def _obj(v: Array, f: Indices) -> bytes:
    lines = ["# body of ampc_desktop, millimetres, y up, facing +z"]
    lines += [f"v {x:.4f} {y:.4f} {z:.4f}" for x, y, z in v.tolist()]
    lines += [f"f {a} {b} {c}" for a, b, c in (f + 1).tolist()]
    return ("\n".join(lines) + "\n").encode("ascii")
