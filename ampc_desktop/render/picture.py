"""The contact picture of a body: front with labelled measures, side, back and three-quarter, as one PNG."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.render import probe
from ampc_desktop.render.camera import Camera, ViewName
from ampc_desktop.render.palette import PAPER, Palette, Rgb
from ampc_desktop.render.words import rough, value_text
from ampc_desktop.runtime import child, resources

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

    from ampc_desktop.render.scene import Scene

VIEWS: tuple[ViewName, ...] = ("front", "left", "back", "three_quarter")
CAPTIONS: Mapping[ViewName, str] = {
    "front": "Front",
    "left": "Left side",
    "right": "Right side",
    "back": "Back",
    "three_quarter": "Three-quarter",
    "top": "From above",
    "below": "From below",
}
FINER = 2
"""Pictures are drawn this much larger and scaled down: smooth edges on every machine."""
LABEL_SHARE, SIDE_SHARE = 0.42, 0.62
"""Width of the label column as a part of the height, and of a side view as a part of a front view."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """What to draw. labels: words of each of the measures, which are written beside the first view."""

    body: MeasuredBody
    measures: tuple[str, ...]
    labels: Mapping[str, str]
    views: tuple[ViewName, ...]
    palette: Palette
    width_px: int
    height_px: int
    window: str = ""


def picture(
    body: MeasuredBody,
    measures: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
    views: Sequence[ViewName] = VIEWS,
    palette: Palette = PAPER,
    width_px: int = 2000,
    height_px: int = 880,
    progress: Progress = silent,
) -> bytes:
    """PNG of a body from several sides with its girth loops, the measures written beside the first view.

    measures : those to show, default every one that has a tape line. Drawn in a child process, because a graphics
    driver may crash; takes a second or two. Raises Problem when the machine can't draw 3D, or when drawing failed.
    """
    machine = probe.require()
    chosen = tuple(name for name in (measures if measures is not None else body.tape) if name in body.tape)
    words = {name: (labels or {}).get(name, name.replace("_", " ").capitalize()) for name in chosen}
    plain = MeasuredBody(body.mesh, body.measures, body.landmarks, dict(body.tape))
    sheet = Sheet(plain, chosen, words, tuple(views), palette, width_px, height_px, machine.window)
    made = child.run("ampc_desktop.render.picture:draw", sheet, progress=progress, what="the picture of the body")
    assert isinstance(made, bytes)
    return made


def draw(sheet: Sheet, tell: object = None) -> bytes:
    """The PNG of a sheet, drawn in this process."""
    probe.choose(sheet.window)
    from PIL import Image, ImageDraw

    from ampc_desktop.render.body import show_body
    from ampc_desktop.render.scene import Frames, Scene

    scene = Scene(sheet.palette)
    show_body(scene, sheet.body, sheet.palette, sheet.measures, dots=False)
    page = Image.new("RGB", (sheet.width_px, sheet.height_px), _bytes(sheet.palette.bottom))
    pen = ImageDraw.Draw(page)
    label_px = round(LABEL_SHARE * sheet.height_px) if sheet.measures else 0
    parts = [SIDE_SHARE if view in ("left", "right") else 1.0 for view in sheet.views]
    unit = (sheet.width_px - label_px) / sum(parts)
    caption_px = round(0.05 * sheet.height_px)
    high = sheet.height_px - caption_px
    frames = Frames(scene, 64, 64)
    try:
        left = float(label_px)
        scale = _common_distance(sheet, scene, [unit * part / high for part in parts])
        for number, (view, part) in enumerate(zip(sheet.views, parts, strict=True)):
            wide = round(unit * part)
            camera = scale[number]
            frames.resize(wide * FINER, high * FINER)
            scene.set_camera(camera)
            drawn = Image.fromarray(frames.frame()[..., :3]).resize((wide, high), Image.Resampling.BOX)
            page.paste(drawn, (round(left), 0))
            middle = (left + wide / 2, sheet.height_px - caption_px / 2)
            pen.text(middle, CAPTIONS[view], _bytes(sheet.palette.quiet), _font("Medium", 0.021, sheet), anchor="mm")
            if number == 0 and sheet.measures:
                _write_title(pen, sheet)
                _write_labels(pen, sheet, camera, left, wide, high)
            left += unit * part
    finally:
        frames.close()
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


def _write_title(pen: ImageDraw.ImageDraw, sheet: Sheet) -> None:
    """Whose body it is, and how to read its numbers."""
    margin = 0.018 * sheet.height_px
    name = sheet.body.measures.name
    if name:
        pen.text((margin, margin), name, _bytes(sheet.palette.text), _font("SemiBold", 0.026, sheet), anchor="la")
    shown = [sheet.body.measures.values[one] for one in sheet.measures if one in sheet.body.measures.values]
    notes = ["≈ not measured by tape"] if any(rough(one) for one in shown) else []
    notes += ["± half of the 80 % interval"] if any(one.uncertainty for one in shown) else []
    place = (margin, margin + (0.04 if name else 0.0) * sheet.height_px)
    pen.text(place, ", ".join(notes), _bytes(sheet.palette.quiet), _font("Regular", 0.0165, sheet), anchor="la")


def _common_distance(sheet: Sheet, scene: Scene, aspects: Sequence[float]) -> list[Camera]:
    """One camera a view, all at the same scale with the feet on one line."""
    points = scene.points_mm(["avatar"])
    cameras = [Camera(perspective=False).looking(view) for view in sheet.views]
    fitted = [camera.fitted(points, aspect) for camera, aspect in zip(cameras, aspects, strict=True)]
    far = max(camera.distance_mm for camera in fitted)
    return [Camera(c.target_mm, far, c.azimuth_deg, c.elevation_deg, c.angle_deg, False) for c in fitted]


def _write_labels(
    pen: ImageDraw.ImageDraw, sheet: Sheet, camera: Camera, left: float, wide: float, high: float
) -> None:
    """Name and value of each measure in a column, a line to its tape, top to bottom without crossings."""
    places = []
    for name in sheet.measures:
        tape = sheet.body.tape[name]
        seen = camera.project(tape.points_mm, wide, high)
        near = seen[seen[:, 2] <= np.median(seen[:, 2])]
        if tape.closed:
            end = near[np.argmin(near[:, 0])]
        else:  # the upper end, of two level ends the one nearer to the label
            end = min((seen[0], seen[-1]), key=lambda one: (round(float(one[1])), float(one[0])))
        places.append((float(end[1]), float(end[0]) + left, name))
    places.sort()
    small, strong = _font("Regular", 0.0185, sheet), _font("SemiBold", 0.0185, sheet)
    rows = spread([y for y, _, _ in places], 0.031 * high, 0.02 * high, 0.98 * high)
    quiet, ground = np.array(sheet.palette.quiet), np.array(sheet.palette.bottom)
    red, green, blue = (float(part) for part in 0.45 * quiet + 0.55 * ground)
    faint = _bytes((red, green, blue))  # a leader must not be taken for a tape
    margin, edge = 0.018 * sheet.height_px, left - 0.01 * high
    for y, (tape_y, tape_x, name) in zip(rows, places, strict=True):
        value = value_text(name, sheet.body.measures.values.get(name))
        pen.text((margin, y), sheet.labels[name], _bytes(sheet.palette.quiet), small, anchor="lm")
        pen.text((edge, y), value, _bytes(sheet.palette.text), strong, anchor="rm")
        bend = edge + 0.022 * high
        walk = [(edge + 0.008 * high, y), (bend, y), (bend + 0.02 * high, tape_y), (tape_x, tape_y)]
        pen.line(walk, faint, max(1, round(0.0013 * high)))
        dot = 0.0032 * high
        pen.ellipse((tape_x - dot, tape_y - dot, tape_x + dot, tape_y + dot), _bytes(sheet.palette.tape))


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones (ascending) that keep `gap` apart and stay within low..high where they fit."""
    count = len(wanted)
    gap = min(gap, (high - low) / max(1, count - 1)) if count > 1 else gap
    reach = np.asarray(wanted, dtype=np.float64) - gap * np.arange(count)
    blocks: list[list[float]] = []  # [mean, size]: pool adjacent violators, the least-squares answer
    for value in reach:
        blocks.append([float(value), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, size = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * size) / (before[1] + size)
            before[1] += size
    level = np.repeat([mean for mean, _ in blocks], [int(size) for _, size in blocks])
    level = np.clip(level, low, high - gap * (count - 1)) if count else level
    return [float(value) for value in level + gap * np.arange(count)]


def _font(weight: str, share: float, sheet: Sheet) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(resources.path("fonts", f"Inter-{weight}.ttf")), round(share * sheet.height_px))


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * part) for part in colour)
    return red, green, blue
