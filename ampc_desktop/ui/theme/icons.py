"""Icons: one id, one meaning, one glyph. Phosphor Regular through QtAwesome; Fill weight only for "on"."""

from __future__ import annotations

import os

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

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
}


def icon(id: str, size_px: int = 16, colour: str = "", fill: bool = False) -> QIcon:
    """Icon of one meaning, in the theme's secondary text colour unless told. Raises KeyError for unknown ids."""
    os.environ.setdefault("QT_API", "pyside6")
    import qtawesome  # 0.12 CPU s: only when the first icon is drawn

    name = GLYPHS[id]
    if fill:
        name = name + "-fill"
    made: QIcon = qtawesome.icon(name, color=colour or theme().t2, color_disabled=theme().tdis, scale_factor=1.0)
    return made


def pixmap(id: str, size_px: int = 16, colour: str = "", fill: bool = False) -> QPixmap:
    return icon(id, size_px, colour, fill).pixmap(QSize(size_px, size_px))
