"""A measured body straight from the shipped model file, and a barrel of known size."""

from __future__ import annotations

from functools import cache

import numpy as np

from ampc_desktop.core.body import BodyMesh, Landmark, MeasuredBody, TapeLine
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.render.surface import section
from ampc_desktop.runtime import resources

LEVELS = {"bust": 0.735, "waist": 0.63, "hip": 0.515}
"""Share of the stature at which these loops are cut."""


@cache
def mesh(sex: Sex = "female", lean: float = 0.0) -> BodyMesh:
    """The mean body, or one `lean` standard deviations along its first shape direction."""
    with np.load(resources.path("body", f"model_{sex}.npz")) as held:
        vertices = (held["v_template"] + lean * held["shapedirs"][:, :, 0].astype(np.float64)) * 1000.0
        faces, skin, regions = held["f"].astype(np.int32), int(held["skin_faces"]), held["regions"]
    vertices = np.asarray(vertices, dtype=np.float64)
    vertices[:, 1] -= vertices[:, 1].min()
    return BodyMesh(vertices, faces, skin, regions, name="Anna Berg")


@cache
def measured(sex: Sex = "female", lean: float = 0.0) -> MeasuredBody:
    """Three girths of the torso (the arms' loops of the cut are left out), stature, two landmarks."""
    made = mesh(sex, lean)
    tape, values = {}, {"stature": Measurement(made.stature_mm), "weight_kg": Measurement(66.0, 2.0, source="photo")}
    for name, level in LEVELS.items():
        loop = section(made.vertices_mm, made.skin, level * made.stature_mm)[0]
        tape[name] = TapeLine(name, loop.points_mm)
        values[name] = Measurement(loop.girth_mm, 12.0, source="photo")
    values["thigh"] = Measurement(570.0, 24.0, source="estimated", basis="ANSUR II women")
    height = made.stature_mm
    tape["stature"] = TapeLine("stature", np.array([[0.0, 0.0, -60.0], [0.0, height, -60.0]]), closed=False)
    front = made.vertices_mm[np.argmax(made.vertices_mm[:, 2] * (np.abs(made.vertices_mm[:, 1] - 0.6 * height) < 20))]
    x, y, z = (float(part) for part in front)
    marks = (Landmark("navel", "Navel", (x, y, z)), Landmark("crown", "Crown", (0.0, height, 0.0)))
    return MeasuredBody(made, Measurements("Anna Berg", sex, values), marks, tape)


def barrel(radius_mm: float = 150.0, height_mm: float = 800.0, sides: int = 60, rings: int = 9) -> BodyMesh:
    """A closed upright cylinder around the y axis, standing on the floor."""
    angle = 2 * np.pi * np.arange(sides) / sides
    circle = np.stack([radius_mm * np.cos(angle), radius_mm * np.sin(angle)], axis=1)
    levels = np.linspace(0.0, height_mm, rings)
    wall = np.concatenate([np.stack([circle[:, 0], np.full(sides, y), circle[:, 1]], axis=1) for y in levels])
    points = np.concatenate([wall, [[0.0, 0.0, 0.0], [0.0, height_mm, 0.0]]])
    faces = []
    for ring in range(rings - 1):
        for i in range(sides):
            j = (i + 1) % sides
            a, b, c, d = ring * sides + i, ring * sides + j, (ring + 1) * sides + j, (ring + 1) * sides + i
            faces += [(a, c, b), (a, d, c)]
    top, floor, crown = (rings - 1) * sides, len(points) - 2, len(points) - 1
    for i in range(sides):
        j = (i + 1) % sides
        faces += [(floor, i, j), (crown, top + j, top + i)]
    return BodyMesh(points, np.array(faces, np.int32), len(faces), np.full(len(points), 1, np.uint8))
