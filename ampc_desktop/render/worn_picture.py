"""The picture of a worn garment: its print and its maps from several sides with their legends, as one PNG."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.units import format_mm
from ampc_desktop.core.worn import MapView, Worn
from ampc_desktop.render import probe
from ampc_desktop.render.camera import Camera, ViewName
from ampc_desktop.render.colourmap import Scale, scale_of, table
from ampc_desktop.render.palette import PAPER, Palette, Rgb, rgb
from ampc_desktop.render.picture import CAPTIONS, FINER
from ampc_desktop.render.surface import Array, around
from ampc_desktop.runtime import child, resources

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

PRINT = "print"
VIEWS: tuple[ViewName, ...] = ("front", "left", "back")
LIMIT_RGB = rgb("#BC222B")
"""What passes a limit, on paper."""
HEAD, FOOT, LEGEND, GAP = 0.085, 0.05, 0.20, 0.03
"""Shares of the height: title, captions, the width of a legend, the air between views."""


@dataclass(frozen=True, eq=False)
class WornSheet:
    """What to draw: for each of `show` ("print" or the name of a map) every view."""

    worn: Worn
    show: tuple[str, ...]
    views: tuple[ViewName, ...]
    palette: Palette
    height_px: int
    window: str = ""


def worn_picture(
    worn: Worn,
    show: Sequence[str] = (PRINT, "strain"),
    views: Sequence[ViewName] = VIEWS,
    palette: Palette = PAPER,
    height_px: int = 900,
    progress: Progress = silent,
) -> bytes:
    """PNG of a garment on its body. Maps it does not have are left out; the print stays.

    Drawn in a child process, because a graphics driver may crash. Raises Problem when the machine can't draw 3D, or
    when drawing failed; and what progress raises.
    """
    machine = probe.require()
    kept = tuple(name for name in show if name == PRINT or name in worn.maps) or (PRINT,)
    body = MeasuredBody(worn.body.mesh, worn.body.measures, (), {})
    plain = replace(
        worn,
        body=body,
        handles=(),
        textures=dict(worn.textures),
        grounds=dict(worn.grounds),
        maps={name: worn.maps[name] for name in kept if name != PRINT},
    )
    sheet = WornSheet(plain, kept, tuple(views), palette, height_px, machine.window)
    made = child.run("ampc_desktop.render.worn_picture:draw", sheet, progress=progress, what="the picture of the drape")
    assert isinstance(made, bytes)
    return made


def draw(sheet: WornSheet, tell: object = None) -> bytes:
    """The PNG of a sheet, drawn in this process."""
    probe.choose(sheet.window)
    from PIL import Image, ImageDraw

    from ampc_desktop.render.body import show_mesh
    from ampc_desktop.render.garment import Garment
    from ampc_desktop.render.scene import Frames, Scene

    worn, palette, high = sheet.worn, sheet.palette, sheet.height_px
    head, foot = round(HEAD * high), round(FOOT * high)
    room = high - head - foot
    points = around(worn.drape.positions_mm, worn.body.mesh.vertices_mm)
    cameras, wide = _cameras(points, sheet.views, room)
    legend, gap = round(LEGEND * high), round(GAP * high)
    widths = [sum(wide) + gap * len(wide) + (legend if name != PRINT else 0) for name in sheet.show]
    page = Image.new("RGB", (sum(widths) + round(0.04 * high), high), _bytes(palette.bottom))
    pen = ImageDraw.Draw(page)
    scene = Scene(palette)
    show_mesh(scene, worn.body.mesh, palette)
    garment = Garment(scene, worn.drape.mesh, worn.drape.positions_mm)
    garment.print_on(worn.textures, worn.grounds)
    for depth, below in enumerate(worn.beneath):
        lower = Garment(scene, below.drape.mesh, below.drape.positions_mm, f"cloth {depth + 2}")
        lower.print_on(below.textures, below.grounds)
        lower.show_print()
    frames = Frames(scene, 64, 64)
    left = round(0.02 * high)
    try:
        for name in sheet.show:
            scale = None
            if name == PRINT:
                garment.show_print()
            else:
                scale = scale_of(worn.maps[name])
                garment.show_map(worn.maps[name].values, scale, LIMIT_RGB)
            start = left
            for view, camera, px in zip(sheet.views, cameras, wide, strict=True):
                frames.resize(px * FINER, room * FINER)
                scene.set_camera(camera)
                drawn = Image.fromarray(frames.frame()[..., :3]).resize((px, room), Image.Resampling.BOX)
                page.paste(drawn, (left, head))
                place = (left + px / 2, high - foot / 2)
                pen.text(place, CAPTIONS[view], _bytes(palette.quiet), _font("Medium", 0.021 * high), anchor="mm")
                left += px + gap
            if scale is not None:
                _legend(pen, worn.maps[name], scale, palette, left, head, room, high)
                left += legend
            title = "Print" if scale is None else scale.title
            pen.text((start, 0.052 * high), title, _bytes(palette.text), _font("SemiBold", 0.021 * high), anchor="ls")
    finally:
        frames.close()
    said = "  ".join(part for part in (worn.body.measures.name, worn.caption) if part)
    pen.text(
        (page.width - 0.02 * high, 0.052 * high),
        said,
        _bytes(palette.quiet),
        _font("Regular", 0.0185 * high),
        anchor="rs",
    )
    if not worn.drape.converged:
        words = "The drape did not settle: this is how far it came, and no map of it would be true"
        pen.text((0.02 * high, 0.082 * high), words, _bytes(LIMIT_RGB), _font("Medium", 0.0185 * high), anchor="ls")
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


def _cameras(points: Array, views: Sequence[ViewName], room: int) -> tuple[list[Camera], list[int]]:
    """One parallel camera a view, all at one scale on one level, and how wide each picture is."""
    low, high = points.min(axis=0), points.max(axis=0)
    made, wide = [], []
    tall = 1.06 * float(high[1] - low[1])
    for view in views:
        camera = Camera(perspective=False).looking(view)
        across = (points - (low + high) / 2) @ camera.axes[0]
        middle = (low + high) / 2 + camera.axes[0] * float((across.min() + across.max()) / 2)
        middle[1] = (low[1] + high[1]) / 2
        distance = tall / 2 / math.tan(math.radians(camera.angle_deg) / 2)
        x, y, z = (float(part) for part in middle)
        made.append(replace(camera, target_mm=(x, y, z), distance_mm=distance))
        wide.append(max(1, round(room * 1.08 * float(np.ptp(across)) / tall)))
    return made, wide


def _legend(
    pen: ImageDraw.ImageDraw, view: MapView, scale: Scale, palette: Palette, left: int, head: int, room: int, high: int
) -> None:
    """Bar with ticks, p99 and the limit, right of its pictures."""
    bar_left, bar_wide, top, tall = left + 0.085 * high, 0.022 * high, head + 0.2 * room, 0.5 * room
    face, colours = _font("Medium", 0.0175 * high), table(scale.colours)[::-1]
    for row in range(round(tall)):
        value = scale.value(1.0 - (row + 0.5) / tall)
        red, green, blue = (int(part) for part in colours[min(len(colours) - 1, int(row / tall * len(colours)))])
        fill = _bytes(LIMIT_RGB) if value > scale.limit else (red, green, blue)
        pen.line((bar_left, top + row, bar_left + bar_wide, top + row), fill)
    for value in scale.ticks:
        y = top + tall * (1.0 - float(scale.share(value)))
        pen.line((bar_left - 0.007 * high, y, bar_left - 0.002 * high, y), _bytes(palette.quiet))
        words = format_mm(value, scale.decimals)
        pen.text((bar_left - 0.011 * high, y), words, _bytes(palette.text), face, anchor="rm")
    if view.p99 is not None:
        y = top + tall * (1.0 - min(1.0, max(0.0, float(scale.share(view.p99)))))
        x, size = bar_left + bar_wide + 0.004 * high, 0.007 * high
        pen.polygon([(x, y), (x + 2 * size, y - size), (x + 2 * size, y + size)], _bytes(palette.text))
        words = f"p99  {format_mm(view.p99, scale.decimals + 1)} {scale.unit}".rstrip()
        pen.text((bar_left + bar_wide, top + tall + 0.035 * high), words, _bytes(palette.quiet), face, anchor="rm")


def _font(weight: str, px: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(resources.path("fonts", f"Inter-{weight}.ttf")), round(px))


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * part) for part in colour)
    return red, green, blue
