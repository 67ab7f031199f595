"""A body in a scene: skin, tape loops, landmarks, floor."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from ampc_desktop.core.body import BodyMesh, MeasuredBody, TapeLine
from ampc_desktop.render.floor import lay_floor
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.scene import Scene

AVATAR, LANDMARKS, TAPE = "avatar", "landmarks", "tape."
TAPE_RADIUS_MM, CHOSEN_RADIUS_MM = 2.6, 4.6
DOT_RADIUS_MM = 6.5


def show_mesh(scene: Scene, mesh: BodyMesh, palette: Palette, name: str = AVATAR) -> None:
    """The skin and what belongs to it (eyes, teeth); the same mesh in a new pose only moves."""
    held = scene[name].faces if name in scene else None
    if held is not None and np.array_equal(held, mesh.faces):
        scene.move(name, mesh.vertices_mm)
    else:
        scene.surface(name, mesh.vertices_mm, mesh.faces, palette.avatar, closed=True)


def show_floor(scene: Scene, mesh: BodyMesh, palette: Palette) -> None:
    lay_floor(scene, palette.grid, palette.shadow, palette.shadow_opacity, mesh.vertices_mm)


def show_tape(scene: Scene, line: TapeLine, palette: Palette, chosen: bool = False) -> None:
    """Layer "tape.<measure>": thin, or thick in the colour of the chosen one."""
    scene.tubes(
        TAPE + line.measure,
        [(line.points_mm, line.closed)],
        palette.highlight if chosen else palette.tape,
        CHOSEN_RADIUS_MM if chosen else TAPE_RADIUS_MM,
    )


def show_body(
    scene: Scene, body: MeasuredBody, palette: Palette, measures: Collection[str] | None = None, dots: bool = True
) -> None:
    """Skin, floor, the tape of some measures (default: all) and the landmarks."""
    show_mesh(scene, body.mesh, palette)
    show_floor(scene, body.mesh, palette)
    for measure, line in body.tape.items():
        if measures is None or measure in measures:
            show_tape(scene, line, palette)
    if dots and body.landmarks:
        points = [mark.point_mm for mark in body.landmarks]
        scene.dots(LANDMARKS, points, palette.landmark, DOT_RADIUS_MM)
