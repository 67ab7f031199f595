"""Keys of the try-on, wherever in its panel the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.ui.tryon.menus import MODES

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

SECTION_STEP_MM = 10.0
TOOLS = {
    Qt.Key.Key_E: "section",
    Qt.Key.Key_Q: "probe",
    Qt.Key.Key_C: "compare",
    Qt.Key.Key_K: "line",
    Qt.Key.Key_P: "pull",
    Qt.Key.Key_R: "region",
    Qt.Key.Key_F5: "run",
}


def press(panel: TryOnPanel, event: QKeyEvent) -> bool:
    """Do what a key means here; False when it means nothing."""
    key, keys = Qt.Key(event.key()), Qt.Key
    cut_mm = panel.view.fitting.section_mm
    plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    if event.isAutoRepeat() and key not in (keys.Key_PageUp, keys.Key_PageDown):
        return False
    if plain and keys.Key_1 <= key <= keys.Key_5:
        panel.set_mode(MODES[key - keys.Key_1][0])
    elif plain and key in TOOLS and panel.can(TOOLS[key]):
        panel.use(TOOLS[key])
    elif key == keys.Key_Space and panel.chip.running:
        panel.chip.set_paused(not panel.chip.is_paused)
    elif key in (keys.Key_BracketLeft, keys.Key_BracketRight):
        panel.advice.turn(1 if key == keys.Key_BracketRight else -1)
    elif key in (keys.Key_PageUp, keys.Key_PageDown) and cut_mm is not None:
        step = 1.0 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else SECTION_STEP_MM
        panel.set_section(cut_mm + (step if key == keys.Key_PageUp else -step))
    elif key == keys.Key_Escape and cut_mm is not None:
        panel.set_section(None)
    else:
        return False
    return True
