"""Starting a garment whose pieces style lines have split: its parts are placed as the piece they were.

Parts keep the coordinates of their piece, so panels of one piece can be put together again by name: "front.a",
"front.b.0" and "front.b.1" are the front; "back.a.1" and "back.b.1" the right back.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh, Index
from ampc_desktop.tryon import flared, placing


def place(mesh: ClothMesh, body: BodyMesh, waist_mm: float | None = None) -> Array:
    """Start positions (n, 3) mm of a garment's vertices around a body in the A-pose; split pieces start as wholes.

    waist_mm : height of the waist a skirt hangs from; found on the body when not given.
    Raises Problem for a piece it does not know where to put, or a body without joints.
    """
    return placing.place(rejoined(mesh), body, waist_mm)


def wide(mesh: ClothMesh) -> bool:
    """Whether a garment is a skirt so flared that it falls through where the arms of the A-pose are."""
    return flared.flare(rejoined(mesh)) >= flared.WIDE


def rejoined(mesh: ClothMesh) -> ClothMesh:
    """The mesh with the panels of split pieces called and numbered as one; the mesh itself when none is split."""
    names = [_whole(panel, mesh) for panel in mesh.panels]
    if names == list(mesh.panels):
        return mesh
    panels = tuple(dict.fromkeys(names))
    number = np.array([panels.index(name) for name in names], dtype=np.int32)
    sides: dict[str, list[Index]] = {}
    for key, at in mesh.sides.items():
        panel, edge = key.split("/")
        whole = names[mesh.panels.index(panel)]
        if panel.endswith(".1") and not whole.endswith(".1"):  # the mirrored half of one piece
            edge = _other_side(edge)
        sides.setdefault(f"{whole}/{edge}", []).append(at)
        head, _, tail = edge.rpartition(".")
        if tail.isdigit() and whole != panel:  # a stretch of an edge that was cut twice
            sides.setdefault(f"{whole}/{head}", []).append(at)
    return replace(
        mesh,
        panels=panels,
        panel=number[mesh.panel],
        worn=tuple(mesh.places[names.index(name)] for name in panels),
        drawn_in=tuple(mesh.drawn_in[names.index(name)] for name in panels) if mesh.drawn_in else (),
        sides={key: np.concatenate(found) for key, found in sides.items()},
    )


def _whole(panel: str, mesh: ClothMesh) -> str:
    """Name of the panel that a part belonged to: with its copy where the piece was cut in pairs, not where it had a
    left and a right side."""
    words = panel.split(".")
    if not {"a", "b"} & set(words[1:]):
        return panel
    kin = [other for other in mesh.panels if other.split(".")[0] == words[0]]
    sided = any(key.split("/")[0] in kin and {"l", "r"} & set(key.split("/")[1].split(".")[1:]) for key in mesh.sides)
    paired = all(other.split(".")[-1].isdigit() for other in kin) and not sided
    return f"{words[0]}.{words[-1]}" if paired else words[0]


def _other_side(edge: str) -> str:
    return ".".join({"l": "r", "r": "l"}.get(word, word) for word in edge.split("."))
