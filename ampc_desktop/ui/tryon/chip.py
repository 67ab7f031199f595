"""How the drape stands: not yet, settling with pause and cancel, settled, failed, made for an older design."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ampc_desktop.core.worn import Worn
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.tryon.words import residual_words, settled_words
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.text import button, icon_button, label, set_tone

RUNNING_PX = 150
"""Room for what is being done: it changes many times a second, and the buttons beside it must not move."""
PAUSED = "Paused"


class StatusChip(QFrame):
    """Emits run, cancel, paused(bool). What is done is told in a word or two; its figures are the strip's."""

    run = Signal()
    cancel = Signal()
    paused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("State of the drape")
        self.setFixedHeight(36)
        self.running = self.is_paused = False
        self._doing = ""
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(8)
        self.mark = StatusMark("skip")
        self.text = label("", tokens.LABEL_VALUE)
        self.figure = label("", tokens.LABEL, "t2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setFixedWidth(72)
        self.pause = icon_button("pause", "Pause", lambda: self.set_paused(not self.is_paused), "Space")
        self.stop = icon_button("close", "Cancel the drape", self.cancel.emit, "Ctrl .")
        self.go = button("Drape", self.run.emit)
        self.go.setToolTip("Drape the garment on the body  F5")
        for widget in (self.mark, self.text, self.figure, self.bar, self.pause, self.stop, self.go):
            line.addWidget(widget)
        column.addLayout(line)
        self.show_idle()

    def show_idle(self, ready: bool = False, text: str = "") -> None:
        """Nothing draped; ready: there is something to drape; text: in other words."""
        self._show("skip", text or "Not draped yet", "", "t2", go="Drape" if ready else "")

    def show_running(self, text: str, share: float | None) -> None:
        """text: what is done, up to its first comma; share None: not known yet."""
        self._doing = f"{text[:1].upper()}{text[1:]}".partition(",")[0]
        self._show("", PAUSED if self.running and self.is_paused else self._doing, "", "t1", running=True)
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(1000 * share))

    def show_worn(self, worn: Worn) -> None:
        if not worn.drape.converged:
            self._show("warn", "Did not settle", residual_words(worn), "warn", go="Try again")
        elif worn.stale:
            self._show("warn", "Made for an older design", "", "t1", go="Drape")
        else:
            text, figure = settled_words(worn)
            self._show("pass", text, figure, "t1")

    def show_problem(self) -> None:
        self._show("fail", "No drape", "", "err", go="Try again")

    def set_compact(self, on: bool) -> None:
        """Short of room: the figure goes into the tooltip."""
        figure = self.figure.text()
        self.figure.setVisible(bool(figure) and not on)
        self.setToolTip(figure if on else "")
        self._column.invalidate()  # or the size of a moment ago is told
        self.adjustSize()

    def set_paused(self, on: bool) -> None:
        """Pause or go on; tells it."""
        if self.running and on != self.is_paused:
            self._paint_pause(on)
            self.paused.emit(on)

    def _paint_pause(self, on: bool) -> None:
        self.is_paused = on
        self.pause.set_icon("play" if on else "pause")
        self.pause.setToolTip("Go on  Space" if on else "Pause  Space")
        self.pause.setAccessibleName("Go on" if on else "Pause")
        if self.running:
            self._write(PAUSED if on else self._doing, True)

    def _write(self, text: str, running: bool) -> None:
        room = RUNNING_PX if running else 16_777_215
        self.text.setMinimumWidth(room if running else 0)
        self.text.setMaximumWidth(room)
        metrics = QFontMetrics(self.text.font())
        self.text.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.text.setToolTip(text if self.text.text() != text else "")

    def _show(self, status: str, text: str, figure: str, tone: str, go: str = "", running: bool = False) -> None:
        turned = running != self.running
        if turned:
            self._paint_pause(False)
        self.running = running
        self.mark.setVisible(bool(status))
        if status:
            self.mark.set_status(status)
        self._write(text, running)
        set_tone(self.text, tone)
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        for widget in (self.bar, self.pause, self.stop):
            widget.setVisible(running)
        self.go.setVisible(bool(go))
        if go:
            self.go.setText(go)
        said = f"{text} {figure}".strip()
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            if turned or not running:  # while it runs only its beginning is read out
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.adjustSize()
