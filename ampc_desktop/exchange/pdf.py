"""What our PDFs share: fonts, colours, a canvas in millimetres, and the print as vectors."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import Artwork, Placed
from ampc_desktop.core.fabric import Ink
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.runtime import resources

MM = 72.0 / 25.4
Png = bytes
INK, GREY, RULE, PAPER, ACCENT = "#15171C", "#6B7280", "#D9DCE1", "#F4F5F7", "#1F4FD8"
GOOD, WARN, BAD = "#147A4B", "#B26A00", "#B42318"
BLEED_MM = 0.02
"""Tiles overlap this much, so that viewers show no hairlines between them."""
FACES = {"regular": "Inter-Regular.ttf", "medium": "Inter-Medium.ttf", "bold": "Inter-SemiBold.ttf"}
FALLBACK = {"regular": "Helvetica", "medium": "Helvetica", "bold": "Helvetica-Bold"}


@cache
def font(face: str) -> str:
    """Name of an embedded face; Helvetica when the font files are not there."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"Ampc-{face}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(resources.path("fonts", FACES[face]))))
    except (FileNotFoundError, OSError):
        return FALLBACK[face]
    return name


class Paper:
    """A PDF canvas whose unit is the millimetre, y up."""

    def __init__(self, title: str, author: str = "ampc-desktop") -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._stream = io.BytesIO()
        self.canvas = Canvas(self._stream, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("ampc-desktop")
        self._tiles: dict[int, str] = {}

    def page(self, width_mm: float, height_mm: float) -> None:
        """Starts a page."""
        self.canvas.setPageSize((width_mm * MM, height_mm * MM))
        self.canvas.scale(MM, MM)

    def end_page(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._stream.getvalue()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9.0,
        face: str = "regular",
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line; size in points."""
        self.canvas.setFillColor(_colour(colour))
        self.canvas.setFont(font(face), size / MM)
        draw = {"left": "drawString", "right": "drawRightString", "centre": "drawCentredString"}[align]
        getattr(self.canvas, draw)(x, y, text)

    def width(self, text: str, size: float = 9.0, face: str = "regular") -> float:
        """Width of a line, mm."""
        return float(self.canvas.stringWidth(text, font(face), size) / MM)

    def fitted(self, text: str, room_mm: float, size: float = 9.0, face: str = "regular") -> str:
        """The text, shortened by an ellipsis if it is wider than room_mm."""
        if self.width(text, size, face) <= room_mm:
            return text
        while text and self.width(text + "…", size, face) > room_mm:
            text = text[:-1]
        return text.rstrip() + "…"

    def wrapped(self, text: str, room_mm: float, size: float = 9.0, face: str = "regular") -> list[str]:
        """The text in lines no wider than room_mm."""
        lines, line = [], ""
        for word in text.split():
            word = self.fitted(word, room_mm, size, face)
            longer = f"{line} {word}".strip()
            if line and self.width(longer, size, face) > room_mm:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line] if line else lines

    def rule(self, x0: float, y: float, x1: float, colour: str = RULE, width_mm: float = 0.2) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(width_mm)
        self.canvas.line(x0, y, x1, y)

    def box(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0.0) -> None:
        self.canvas.setFillColor(_colour(fill))
        if radius:
            self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)
        else:
            self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def picture(self, png: Png, x: float, top: float, width: float, tallest: float) -> float:
        """Lay a PNG as large as the room allows, centred, its upper edge at `top`; the height it takes, mm."""
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(png))
        wide, high = image.getSize()
        scale = min(width / wide, tallest / high)
        left = x + (width - scale * wide) / 2
        self.canvas.drawImage(image, left, top - scale * high, scale * wide, scale * high)
        return float(scale * high)

    def path(self, rings: Iterable[Array | Iterable[Point]], closed: bool = True) -> Any:
        """A path of one or more polylines."""
        made = self.canvas.beginPath()
        for ring in rings:
            points = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
            if not len(points):
                continue
            made.moveTo(*points[0])
            for x, y in points[1:]:
                made.lineTo(x, y)
            if closed:
                made.close()
        return made

    def outline(
        self,
        rings: Iterable[Array | Iterable[Point]],
        stroke: str | None = INK,
        width_mm: float = 0.25,
        fill: str | None = None,
        dash: tuple[float, ...] = (),
        closed: bool = True,
    ) -> None:
        """Strokes and fills polylines, even-odd."""
        self.canvas.saveState()
        if stroke:
            self.canvas.setStrokeColor(_colour(stroke))
        if fill:
            self.canvas.setFillColor(_colour(fill))
        self.canvas.setLineWidth(width_mm)
        self.canvas.setLineJoin(1)
        self.canvas.setLineCap(1)
        if dash:
            self.canvas.setDash(list(dash))
        self.canvas.drawPath(self.path(rings, closed), stroke=int(bool(stroke)), fill=int(bool(fill)), fillMode=0)
        self.canvas.restoreState()

    def tile(self, artwork: Artwork, inks: Mapping[str, Ink]) -> str:
        """Name of the repeat tile as a form that can be drawn again and again."""
        if id(artwork) in self._tiles:
            return self._tiles[id(artwork)]
        name = f"tile{len(self._tiles)}"
        self._tiles[id(artwork)] = name
        w, h, b = artwork.width_mm, artwork.height_mm, BLEED_MM
        canvas = self.canvas
        canvas.beginForm(name, -b, -b, w + b, h + b)
        canvas.setFillColor(_colour(hex_of(inks[artwork.ground])))
        canvas.rect(-b, -b, w + 2 * b, h + 2 * b, stroke=0, fill=1)
        for shape in artwork.shapes:
            canvas.setFillColor(_colour(hex_of(inks[shape.ink])))
            rings = [np.asarray(ring) for ring in shape.rings]
            low = np.min([ring.min(axis=0) for ring in rings], axis=0)
            high = np.max([ring.max(axis=0) for ring in rings], axis=0)
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    move = np.array([i * w, j * h])
                    if np.all(high + move > -b) and np.all(low + move < (w + b, h + b)):
                        moved = self.path([ring + move for ring in rings])
                        canvas.drawPath(moved, stroke=0, fill=1, fillMode=0)
        canvas.endForm()
        return name

    def cover(self, artwork: Artwork, inks: Mapping[str, Ink], placed: Placed, ring: Array) -> None:
        """Covers the inside of a ring (piece coordinates, mm) with the print as placed on the piece."""
        name = self.tile(artwork, inks)
        canvas = self.canvas
        canvas.saveState()
        # The ground goes below the tiles: viewers blend tile edges, and white paper must not shine through.
        canvas.setFillColor(_colour(hex_of(inks[artwork.ground])))
        canvas.drawPath(self.path([ring]), stroke=0, fill=1, fillMode=0)
        canvas.clipPath(self.path([ring]), stroke=0, fill=0)
        canvas.translate(*placed.origin_mm)
        if placed.angle_deg:
            canvas.rotate(placed.angle_deg)
        local = g.rotated(np.asarray(ring) - np.asarray(placed.origin_mm), -placed.angle_deg % 360.0)
        left, bottom, right, top = g.bounds(local)
        w, h = artwork.width_mm, artwork.height_mm
        for i in range(math.floor(left / w), math.ceil(right / w)):
            for j in range(math.floor(bottom / h), math.ceil(top / h)):
                canvas.saveState()
                canvas.translate(i * w, j * h)
                canvas.doForm(name)
                canvas.restoreState()
        canvas.restoreState()


@cache
def _colour(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)


def hex_of(ink: Ink) -> str:
    return "#{:02X}{:02X}{:02X}".format(*ink.srgb)


def is_dark(ink: Ink) -> bool:
    """Is a line in white easier to see on this ink than one in black?"""
    return ink.lab[0] < 45.0
