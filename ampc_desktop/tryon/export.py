"""A worn garment as a file for other programs: GLB in metres; OBJ and PLY in millimetres.

Vertices are those of the flat pieces, so that every piece is a part of its own with its flat place in millimetres as
texture coordinates; sewn vertices lie at the same point.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import ClothMesh, Drape
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.worn import MapView
from ampc_desktop.tryon.layered import over

Bytes = npt.NDArray[np.uint8]
Format = Literal["glb", "obj", "ply"]
PLAIN = (200, 200, 205)
UPPERMOST = "garment"
Beneath = Sequence[tuple[str, Drape]]


def export(
    drape: Drape, format: Format, view: MapView | None = None, table: Bytes | None = None, under: Beneath = ()
) -> bytes:
    """The garment as a file, with what is worn under it.

    view  : a map to colour the vertices by, through `table` (k, 3) sRGB from its low to its high end.
    under : (name, drape) of each garment beneath, the uppermost first. Their pieces are called by the name and the
            panel, "T-shirt_r4 front"; they are plain, for the map is the upper garment's. A GLB has a node a garment.
    A drape that did not come to rest says so in the file: in `asset.extras` of a GLB, in a comment of OBJ and PLY.
    Raises Problem for a format we don't write, and for a map of a drape that did not come to rest.
    """
    if view is not None and not drape.converged:
        raise Problem(
            f"there is no {view.label.lower()} map to export, because the drape did not come to rest", "try-on",
            "export it without a map", Kind.NO, "tryon.not_converged",
        )  # fmt: skip
    colours = None if view is None or table is None else coloured(view, table)
    garments = [(UPPERMOST, len(drape.mesh.panels))]
    for name, lower in under:
        called = f"{named(name)}_{len(garments)}" if named(name) in dict(garments) else named(name)
        garments.append((called, len(lower.mesh.panels)))
        drape = _over(drape, called, lower)
        if colours is not None:
            plain = np.broadcast_to(np.array(PLAIN, np.uint8), (len(lower.mesh.flat_mm), 3))
            colours = np.concatenate((colours, plain))
    if format == "glb":
        return _glb(drape, colours, garments)
    if format == "obj":
        return _obj(drape, colours)
    if format == "ply":
        return _ply(drape, colours)
    raise Problem(f"'{format}' is not a mesh format we write", "try-on", "use glb, obj or ply", code="tryon.export")


def named(text: str) -> str:
    """A name that every reader of these files takes: "T-shirt_r4"; "under" for what has none in ASCII."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", text).strip("_") or "under"


def _over(drape: Drape, name: str, lower: Drape) -> Drape:
    """A drape with another garment behind it, whose panels are called by the garment's name and their own."""
    both = over(drape.mesh, lower.mesh)
    panels = (*drape.mesh.panels, *(f"{name} {panel}" for panel in lower.mesh.panels))
    places = np.concatenate((drape.positions_mm, lower.positions_mm))
    return replace(drape, mesh=replace(both, panels=panels, seams={}, sides={}), positions_mm=places)


def coloured(view: MapView, table: Bytes) -> Bytes:
    """(m, 3) sRGB of a map's values; beyond the ends of its scale they keep the colour of the end."""
    share = (view.values - view.low) / max(view.high - view.low, 1e-12)
    at = np.clip(np.rint(share * (len(table) - 1)), 0, len(table) - 1).astype(np.int64)
    return np.asarray(table[at], dtype=np.uint8)


def remark(drape: Drape) -> str:
    """What a file says of a drape that did not come to rest, in ASCII; "" for one that did."""
    if drape.converged:
        return ""
    why = " ".join(drape.why.split()).encode("ascii", "replace").decode("ascii")
    return f"not at rest: {why or 'forces are out of balance'}; a shape on its way, not how the garment hangs"


def _places(drape: Drape) -> npt.NDArray[np.float64]:
    return np.asarray(drape.positions_mm[drape.mesh.sewn])


def _of_panel(mesh: ClothMesh, number: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
    """(flat vertices of a panel, its triangles into them)."""
    mine = np.flatnonzero(mesh.panel == number)
    local = np.full(len(mesh.flat_mm), -1, dtype=np.int32)
    local[mine] = np.arange(len(mine), dtype=np.int32)
    return mine, local[mesh.triangles[mesh.panel[mesh.triangles[:, 0]] == number]]


def _glb(drape: Drape, colours: Bytes | None, garments: Sequence[tuple[str, int]]) -> bytes:
    """One mesh a panel, its material called by the panel; metres, y up, as glTF 2.0 has it.

    garments : (name, number of panels); where there are several, each has a node with its panels below it.
    """
    import importlib

    trimesh: Any = importlib.import_module("trimesh")
    mesh, x = drape.mesh, _places(drape) / 1000.0
    scene = trimesh.Scene()
    owners = [name for name, count in garments for _ in range(count)] if len(garments) > 1 else []
    for name in dict.fromkeys(owners):
        scene.graph.update(frame_to=name, frame_from=scene.graph.base_frame)
    for number, panel in enumerate(mesh.panels):
        mine, faces = _of_panel(mesh, number)
        material = trimesh.visual.material.PBRMaterial(
            name=panel, baseColorFactor=(255, 255, 255, 255) if colours is not None else (*PLAIN, 255),
            doubleSided=True, metallicFactor=0.0, roughnessFactor=0.9,
        )  # fmt: skip
        visual = trimesh.visual.TextureVisuals(uv=mesh.flat_mm[mine], material=material)
        part = trimesh.Trimesh(x[mine], faces, process=False, visual=visual)
        if colours is not None:
            alpha = np.full((len(mine), 1), 255, dtype=np.uint8)
            part.visual.vertex_attributes["color"] = np.hstack((colours[mine], alpha))
        parent = owners[number] if owners else None
        scene.add_geometry(part, node_name=panel, geom_name=panel, parent_node_name=parent)

    def signed(tree: dict[str, Any]) -> None:
        if remark(drape):
            tree["asset"]["extras"] = {"settled": False, "remark": remark(drape)}

    return bytes(trimesh.exchange.gltf.export_glb(scene, include_normals=True, tree_postprocessor=signed))


def _obj(drape: Drape, colours: Bytes | None) -> bytes:
    mesh, x = drape.mesh, _places(drape)
    out = io.StringIO()
    out.write("# units: millimetres, y up; vt: place on the flat piece, millimetres\n")
    if remark(drape):
        out.write(f"# {remark(drape)}\n")
    shade = None if colours is None else colours / 255.0
    for k, point in enumerate(x):
        out.write("v {:.3f} {:.3f} {:.3f}".format(*point))
        out.write("\n" if shade is None else " {:.4f} {:.4f} {:.4f}\n".format(*shade[k]))
    for u, v in mesh.flat_mm:
        out.write(f"vt {u:.3f} {v:.3f}\n")
    owner = mesh.panel[mesh.triangles[:, 0]]
    for number, panel in enumerate(mesh.panels):
        out.write(f"o {panel}\nusemtl {panel}\n")
        for a, b, c in mesh.triangles[owner == number] + 1:
            out.write(f"f {a}/{a} {b}/{b} {c}/{c}\n")
    return out.getvalue().encode("ascii")


def _ply(drape: Drape, colours: Bytes | None) -> bytes:
    """Binary little-endian PLY 1.0; the panel of every face is its property `panel`, named in the comments."""
    mesh, x = drape.mesh, _places(drape)
    fields: list[tuple[str, str]] = [("x", "<f4"), ("y", "<f4"), ("z", "<f4"), ("s", "<f4"), ("t", "<f4")]
    if colours is not None:
        fields += [("red", "u1"), ("green", "u1"), ("blue", "u1")]
    rows = np.empty(len(x), dtype=fields)
    for k, name in enumerate("xyz"):
        rows[name] = x[:, k]
    rows["s"], rows["t"] = mesh.flat_mm.T
    if colours is not None:
        for k, name in enumerate(("red", "green", "blue")):
            rows[name] = colours[:, k]
    faces = np.empty(len(mesh.triangles), dtype=[("count", "u1"), ("corners", "<i4", (3,)), ("panel", "<i4")])
    faces["count"], faces["corners"] = 3, mesh.triangles
    faces["panel"] = mesh.panel[mesh.triangles[:, 0]]
    kinds = {"<f4": "float", "u1": "uchar"}
    header = [
        "ply",
        "format binary_little_endian 1.0",
        "comment units: millimetres, y up; s t: place on the flat piece, millimetres",
        *([f"comment {remark(drape)}"] if remark(drape) else []),
        *(f"comment panel {number}: {panel}" for number, panel in enumerate(mesh.panels)),
        f"element vertex {len(rows)}",
        *(f"property {kinds[kind]} {name}" for name, kind in fields),
        f"element face {len(faces)}",
        "property list uchar int vertex_indices",
        "property int panel",
        "end_header\n",
    ]
    return "\n".join(header).encode("ascii") + rows.tobytes() + faces.tobytes()
