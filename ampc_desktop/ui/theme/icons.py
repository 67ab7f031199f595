"""Icons: one id, one meaning, one glyph. Phosphor Regular through QtAwesome; Fill weight only for "on"."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ampc_desktop.studio import assets
from ampc_desktop.ui.theme.style import theme

GLYPHS = {
    "undo": "ph.arrow-counter-clockwise",
    "redo": "ph.arrow-clockwise",
    "search": "ph.magnifying-glass",
    "settings": "ph.gear",
    "send": "ph.arrow-up",
    "send_on": "ph.arrow-up",
    "image": "ph.image",
    "fit": "ph.corners-out",
    "zoom_in": "ph.plus",
    "zoom_out": "ph.minus",
    "warn": "ph.warning",
    "ok": "ph.check-circle",
    "fail": "ph.x-circle",
    "skip": "ph.circle-dashed",
    "eye": "ph.eye",
    "eye_off": "ph.eye-slash",
    "more": "ph.dots-three",
    "close": "ph.x",
    "history": "ph.clock-counter-clockwise",
    "panel_change": "ph.sliders-horizontal",
    "caret_down": "ph.caret-down",
    "caret_right": "ph.caret-right",
    "package": "ph.package",
    "open": "ph.folder-open",
    "save": "ph.floppy-disk",
    "new": "ph.plus",
    "garment": "ph.t-shirt",
    "customer": "ph.user-plus",
    "pattern_file": "ph.file-arrow-down",
    "offline": "ph.wifi-slash",
    "theme": "ph.circle-half",
    "help": "ph.question",
    "select": "ph.cursor",
    "hand": "ph.hand",
    "ruler": "ph.ruler",
    "copy": "ph.copy",
    "nest": "ph.arrows-in-line-horizontal",
    "reset": "ph.arrow-u-up-left",
    "show": "ph.crosshair",
    "info": "ph.info",
    "job": "ph.spinner",
    "export": "ph.export",
    "expand": "ph.arrows-out-simple",
    "collapse": "ph.arrows-in-simple",
    "play": "ph.play",
    "pause": "ph.pause",
    "section": "ph.knife",
    "landmarks": "ph.push-pin",
    "tape": "ph.line-segments",
    "compare": "ph.square-half",
    "overlay": "ph.stack",
    "brush": "ph.paint-brush",
    "eraser": "ph.eraser",
    "photo": "ph.camera",
    "scan": "ph.cube",
    "avatar": "ph.person",
    "stop": "ph.stop",
    "probe": "ph.target",
    "redrape": "ph.arrows-clockwise",
    "style_line": "ph.pencil-line",
    "pull": "ph.hand-grabbing",
    "region": "ph.selection",
    "picture": "ph.aperture",
    "caret_left": "ph.caret-left",
    "edit_point": "own.edit_point",
    "pen_point": "own.pen_point",
    "allowance": "own.allowance",
    "notch": "own.notch",
    "grain": "own.grain",
    "internal": "own.internal",
    "drill": "own.drill",
    "sew": "own.sew",
    "walk": "own.walk",
    "dart": "own.dart",
    "split": "own.split",
    "spread": "own.spread",
    "mirror": "own.mirror",
    "facing": "own.facing",
    "merge": "own.merge",
    "move_seam": "own.move_seam",
    "measure": "own.measure",
    "text": "own.text",
    "magnet": "own.magnet",
    "grid": "own.grid",
    "lock": "own.lock",
    "unlock": "own.unlock",
    "corner_mitre": "own.corner_mitre",
    "corner_bevel": "own.corner_bevel",
    "corner_square_first": "own.corner_square_first",
    "corner_square_second": "own.corner_square_second",
    "corner_hem_mirror": "own.corner_hem_mirror",
    "corner_cap": "own.corner_cap",
}
"""Phosphor's glyphs as "ph.NAME"; drawings of our own in the same hand as "own.FILE" of resources/icons."""


@cache
def _font(fill: bool) -> tuple[str, dict[str, int]]:
    """(family, code point by glyph name) of a Phosphor weight, read from QtAwesome's files.

    QtAwesome itself is not imported: with qtpy it costs a quarter of a second before the first paint.
    """
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("QtAwesome is not installed")
    folder = Path(spec.origin).parent / "fonts"
    name = "phosphor-fill" if fill else "phosphor"
    number = QFontDatabase.addApplicationFont(str(next(folder.glob(f"{name}-[0-9]*.ttf"))))
    chart = json.loads(next(folder.glob(f"{name}-charmap-*.json")).read_text(encoding="utf-8"))
    return QFontDatabase.applicationFontFamilies(number)[0], {glyph: int(code, 16) for glyph, code in chart.items()}


class _Engine(QIconEngine):
    """Draws one glyph of the font at any size, sharp on every screen."""

    def __init__(self, glyph: str, fill: bool, colour: str, disabled: str) -> None:
        super().__init__()
        self._glyph, self._fill, self._colour, self._disabled = glyph, fill, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        family, codes = _font(self._fill)
        painter.save()
        face = QFont(family)
        face.setPixelSize(max(1, round(0.94 * min(rect.width(), rect.height()))))
        painter.setFont(face)
        painter.setPen(QColor(self._disabled if mode == QIcon.Mode.Disabled else self._colour))
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, chr(codes[self._glyph]))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._glyph, self._fill, self._colour, self._disabled)


class _OwnEngine(QIconEngine):
    """Draws one of our own drawings, its strokes in the colour asked for."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        from PySide6.QtSvg import QSvgRenderer

        drawing = _drawing(self._name)
        ink = self._disabled if mode == QIcon.Mode.Disabled else self._colour
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(drawing.replace("currentColor", ink).encode()).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _OwnEngine(self._name, self._colour, self._disabled)


@cache
def _drawing(name: str) -> str:
    return assets.text("icons", f"{name}.svg")


def icon(id: str, size_px: int = 16, colour: str = "", fill: bool = False) -> QIcon:
    """Icon of one meaning, in the theme's secondary text colour unless told. Raises KeyError for unknown ids."""
    if GLYPHS[id].startswith("own."):
        name = GLYPHS[id].removeprefix("own.")
        _drawing(name)
        return QIcon(_OwnEngine(name, colour or theme().t2, theme().tdis))
    glyph = GLYPHS[id].removeprefix("ph.") + ("-fill" if fill else "")
    if glyph not in _font(fill)[1]:
        raise KeyError(glyph)
    return QIcon(_Engine(glyph, fill, colour or theme().t2, theme().tdis))


def pixmap(id: str, size_px: int = 16, colour: str = "", fill: bool = False) -> QPixmap:
    return icon(id, size_px, colour, fill).pixmap(QSize(size_px, size_px))
