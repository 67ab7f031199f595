"""Does the person want things to move? Asked of the system; a setting may answer for it."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

_answer: bool | None = None


def follow(answer: bool | None) -> None:
    """True: no motion, False: motion, None: as the system says."""
    global _answer
    _answer = answer


def reduced() -> bool:
    """True when nothing should move by itself."""
    if _answer is not None:
        return _answer
    hints = QGuiApplication.styleHints()
    told = getattr(getattr(hints, "accessibility", lambda: None)(), "motionPreference", None)
    if told is not None:  # Qt 6.12 and later
        return "reduce" in str(told()).lower()
    if sys.platform == "win32":
        import ctypes

        on = ctypes.c_int(1)
        if ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(on), 0):  # SPI_GETCLIENTAREAANIMATION
            return not on.value
    style = QApplication.style()
    return style is not None and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0
