"""What fits badly, one finding at a time, with the change that would cure it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ampc_desktop.core.fit import FitAdvice
from ampc_desktop.core.worn import Worn
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.tryon.words import failure_words
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.text import button, icon_button, label

TOKENS = {"wrong": "err_fill", "poor": "warn_fill", "note": "accent"}
MARKS = {"wrong": "fail", "poor": "warn", "note": "skip"}
WORDS = {"wrong": "Wrong", "poor": "Poor fit", "note": "Note"}


def sentences(advice: FitAdvice) -> tuple[str, str]:
    """(what, its figures and the way out): the sentence up to its colon, and the rest with the first cure."""
    what, _, rest = advice.sentence.partition(": ")
    parts = [rest] if rest else []
    parts += [advice.cures[0].label] if advice.cures else []
    return what, " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts)


class AdviceCard(QFrame):
    """Emits cured(Cure), lit(FitAdvice) when a finding comes to the front or is clicked."""

    cured = Signal(object)
    lit = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[FitAdvice, ...] = ()
        self._at = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 10, 8)
        line.setSpacing(8)
        self.mark = StatusMark("warn")
        words = QVBoxLayout()
        words.setSpacing(2)
        self.what = label("", tokens.BODY_STRONG)
        self.more = label("", tokens.LABEL, "t2")
        for one in (self.what, self.more):
            one.setWordWrap(True)
            words.addWidget(one)
        self.back = icon_button("caret_left", "Previous finding", lambda: self.turn(-1), "[")
        self.count = label("", tokens.LABEL, "t2")
        self.next = icon_button("caret_right", "Next finding", lambda: self.turn(1), "]")
        self.others = icon_button("more", "Other ways", self._ask)
        self.apply = button("Apply", self._apply)
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        turning = QHBoxLayout()
        turning.setSpacing(0)
        for widget in (self.back, self.count, self.next, self.others):
            turning.addWidget(widget)
        line.addLayout(turning)
        line.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def current(self) -> FitAdvice | None:
        return self._found[self._at] if self._found else None

    def show_advice(self, found: Sequence[FitAdvice]) -> None:
        """Wrong before poor before notes; the finding in front stays if it is still there."""
        before = self.current
        order = list(TOKENS)
        self._found = tuple(sorted(found, key=lambda one: order.index(one.severity)))
        ids = [one.id for one in self._found]
        self._at = ids.index(before.id) if before is not None and before.id in ids else 0
        self._show()

    def height_at(self, width: int) -> int:
        """Height it takes at a width, every line of its texts seen. Qt's own guess for nested layouts is too low."""
        layout = self.layout()
        assert layout is not None
        self.resize(width, self.height())
        layout.activate()
        lines = [one for one in (self.what, self.more) if not one.isHidden()]
        room = self.what.width()
        high = sum(one.heightForWidth(room) for one in lines) + 2 * (len(lines) - 1)
        margins = layout.contentsMargins()
        return max(high, self.apply.sizeHint().height()) + margins.top() + margins.bottom()

    def turn(self, step: int) -> None:
        """The next finding or the one before."""
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self._show()
            self.lit.emit(self.current)

    def _show(self) -> None:
        advice = self.current
        if advice is None:
            return
        what, more = sentences(advice)
        self.what.setText(what)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.mark.set_status(MARKS[advice.severity])
        several = len(self._found) > 1
        for widget in (self.back, self.count, self.next):
            widget.setVisible(several)
        self.count.setText(f"{self._at + 1}/{len(self._found)}")
        self.apply.setVisible(bool(advice.cures))
        self.apply.setToolTip(advice.cures[0].label if advice.cures else "")
        self.others.setVisible(len(advice.cures) > 1)
        self.setAccessibleName(f"{WORDS[advice.severity]}: {advice.sentence}")
        self.update()

    def _apply(self) -> None:
        advice = self.current
        if advice is not None and advice.cures:
            self.cured.emit(advice.cures[0])

    def _ask(self) -> None:
        advice = self.current
        if advice is None:
            return
        menu = QMenu(self)
        for cure in advice.cures:
            menu.addAction(cure.label, lambda cure=cure: self.cured.emit(cure))  # type: ignore[misc]
        menu.exec(self.others.mapToGlobal(self.others.rect().topLeft()))
        menu.deleteLater()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.current is not None:
            self.lit.emit(self.current)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colour("line2"), 1))
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(box, tokens.PANEL_RADIUS, tokens.PANEL_RADIUS)
        advice = self.current
        if advice is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(TOKENS[advice.severity]))
            painter.drawRoundedRect(QRectF(0, 1, 3, self.height() - 2), 1.5, 1.5)
        painter.end()


def failure(worn: Worn) -> FitAdvice:
    """A drape that did not come to rest, told where findings are told, with what may help."""
    cures = tuple(cure for advice in worn.report.advice for cure in advice.cures)
    notes = "".join(f" {note[:1].upper()}{note[1:]}." for note in worn.drape.notes)
    return FitAdvice("not settled", "slides", "poor", f"Did not settle: {failure_words(worn)}{notes}", cures=cures)
