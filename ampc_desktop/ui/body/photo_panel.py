"""A body from a photo: the picture with what was found, height and weight, correcting by hand, fitting again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.photo import (
    CLOTHING,
    Clothing,
    FittedView,
    PhotoFit,
    PhotoPoints,
    PhotoRequest,
    PhotoView,
    Stroke,
    ViewName,
)
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.units import CM, format_mm
from ampc_desktop.ui.body.figure import draw_person
from ampc_desktop.ui.body.photo_canvas import PhotoCanvas, Tool
from ampc_desktop.ui.body.tape_row import TapeField
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.panel import clear
from ampc_desktop.ui.widgets.problem import ProblemCard
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.slider import Slider
from ampc_desktop.ui.widgets.text import button, icon_button, label, rule

VIEWS: tuple[tuple[ViewName, str], ...] = (("front", "Front"), ("side", "Side"))
SEXES = (("", "Unsure"), ("female", "Woman"), ("male", "Man"))
TOOLS: tuple[tuple[Tool, str, str], ...] = (
    ("points", "select", "Move joints"),
    ("add", "brush", "Add to the figure"),
    ("remove", "eraser", "Take from the figure"),
)
GOOD_IOU, FAIR_IOU = 0.95, 0.90


@dataclass
class _Shot:
    """One photo as a person is working on it."""

    view: PhotoView
    points: PhotoPoints
    fitted: FittedView | None = None
    known: int = 0
    """So many strokes are in the fitted figure already."""


class PhotoPanel(QFrame):
    """Told what was found by show_photo, show_fit, show_progress, show_problem.

    photoWanted("front" | "side"): a file is to be chosen. fitRequested(PhotoRequest), cancelRequested.
    used(PhotoFit, keep_photo): the body is taken; keep_photo only with the customer's consent.
    closed: the panel is left.
    """

    photoWanted = Signal(str)
    fitRequested = Signal(object)
    cancelRequested = Signal()
    used = Signal(object, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Body from a photo")
        self._shots: dict[ViewName, _Shot] = {}
        self._fit: PhotoFit | None = None
        self._busy = False
        self._customer = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.canvas = PhotoCanvas()
        self.canvas.pointMoved.connect(self._moved)
        self.canvas.strokeDrawn.connect(self._drawn)
        self.canvas.radiusChanged.connect(lambda px: self.radius.set_value(px))
        self.canvas.hinted.connect(lambda text: self.hint.setText(text))
        self.empty = EmptyState(
            "No photo yet",
            "One photo from the front, the whole person, arms a little away.",
            (("Choose a photo", lambda: self.photoWanted.emit(self.view.current)),),
        )
        draw_person(self.empty)
        outer.addWidget(self._head())
        outer.addWidget(self._tool_bar())
        middle = QWidget()
        self._centre = QStackedLayout(middle)
        self._centre.addWidget(self.empty)
        self._centre.addWidget(self.canvas)
        outer.addWidget(middle, 1)
        outer.addWidget(self._foot())
        self._tool("points")
        self._refresh()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(tokens.HEADER + 4)
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 0, 8, 0)
        line.setSpacing(8)
        line.addWidget(label("Photo", tokens.BODY_STRONG))
        self.view = Segmented(VIEWS, "Which photo")
        self.view.chosen.connect(lambda _: self._refresh())
        line.addWidget(self.view)
        line.addStretch(1)
        self.iou = label("", tokens.LABEL_VALUE)
        self.iou.setToolTip("Overlap of the figure in the photo and the fitted body")
        line.addWidget(self.iou)
        self.open_button = icon_button("open", "Choose a photo", lambda: self.photoWanted.emit(self.view.current))
        line.addWidget(self.open_button)
        line.addWidget(icon_button("close", "Leave the photo", self.closed.emit))
        return head

    def _tool_bar(self) -> QWidget:
        self.tool_bar = QWidget()
        self.tool_bar.setFixedHeight(36)
        line = QHBoxLayout(self.tool_bar)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(4)
        self.tools = {}
        for id, icon, name in TOOLS:
            made = icon_button(icon, name, lambda id=id: self._tool(id), checkable=True)  # type: ignore[misc]
            self.tools[id] = made
            line.addWidget(made)
        line.addSpacing(4)
        self.radius = Slider("Brush radius")
        self.radius.setFixedWidth(84)
        self.radius.set_range(4, 120, 1, 24)
        self.radius.set_value(24)
        self.radius.setToolTip("Radius of the brush in pixels of the photo")
        self.radius.dragged.connect(self.canvas.set_radius)
        line.addWidget(self.radius)
        self.undo_button = icon_button("undo", "Take the last correction back", self.undo)
        line.addWidget(self.undo_button)
        line.addStretch(1)
        line.addWidget(icon_button("fit", "Whole photo", self.canvas.fit, "Home"))
        return self.tool_bar

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(tokens.PAD, 6, tokens.PAD, 10)
        column.setSpacing(8)
        self.hint = label("", tokens.LABEL, "t2")
        self.hint.setWordWrap(True)
        column.addWidget(self.hint)
        self._cards = QVBoxLayout()
        column.addLayout(self._cards)
        column.addWidget(rule())
        self.height_field = TapeField("cm", "Height")
        self.weight_field = TapeField("kg", "Weight")
        self.sex = Segmented(SEXES, "Sex")
        self.clothing = QComboBox()
        self.clothing.setAccessibleName("Clothes")
        for number, (_, words) in enumerate(CLOTHING):
            self.clothing.addItem(words.partition(":")[0])
            self.clothing.setItemData(number, words, Qt.ItemDataRole.ToolTipRole)
        self.clothing.setToolTip("How close the clothes in the photo lie")
        self.clothing.setCurrentIndex([id for id, _ in CLOTHING].index("close"))
        self.clothing.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.clothing.setMinimumContentsLength(12)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        second.setSpacing(8)
        for field_ in (self.height_field, self.weight_field):
            field_.committed.connect(lambda _: self._refresh())
            field_.cleared.connect(self._refresh)
            first.addWidget(label(field_.accessibleName(), tokens.LABEL))
            first.addWidget(field_)
        first.addStretch(1)
        second.addWidget(self.sex)
        second.addWidget(self.clothing, 1)
        column.addLayout(first)
        column.addLayout(second)
        self.keep = QCheckBox("Keep the photo: the customer has agreed")
        self.keep.setToolTip("Otherwise the photo is forgotten once its body is used")
        column.addWidget(self.keep)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.stage = label("", tokens.LABEL, "t2")
        column.addWidget(self.progress)
        column.addWidget(self.stage)
        self.fit_button = button("Fit body", self._ask)
        self.fit_button.setProperty("large", True)
        self.use_button = button("Use this body", self._use, primary=True)
        self.cancel_button = button("Cancel", self.cancelRequested.emit)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.fit_button, self.cancel_button, self.use_button):
            line.addWidget(widget, 1)
        column.addLayout(line)
        return foot

    # -- data in -------------------------------------------------------------------------------------------------

    def show_customer(self, name: str, height_mm: float | None, weight_kg: float | None, sex: Sex | None) -> None:
        """What is known already from the tape."""
        self._customer = name
        self.height_field.show_value(None if height_mm is None else height_mm / CM, None)
        self.weight_field.show_value(weight_kg, None)
        self.sex.set_current(sex or "")
        self._refresh()

    def show_photo(self, view: ViewName, photo: PhotoView, points: PhotoPoints) -> None:
        """A photo has been read; points may hold no keypoints, then they are placed by hand."""
        self._shots[view] = _Shot(photo, points)
        self._fit = None
        self._clear_fits()
        self.view.set_current(view)
        self.show_problem(None)
        self._tool("points")
        self._refresh()

    def show_fit(self, found: PhotoFit) -> None:
        """The body that explains the photos."""
        self._fit = found
        for view, fitted in (("front", found.front), ("side", found.side)):
            shot = self._shots.get(view)  # type: ignore[call-overload]
            if shot is not None:
                shot.fitted, shot.known = fitted, len(shot.view.strokes)
        self.show_progress(None, "")
        self.hint.setText(" ".join(found.notes))
        self._refresh()

    def show_progress(self, share: float | None, text: str, busy: bool = False) -> None:
        """A fit is under way (busy), or is over."""
        self._busy = busy
        self.progress.setRange(0, 0 if share is None else 100)
        self.progress.setValue(0 if share is None else round(100 * share))
        self.stage.setText(text)
        self._refresh()

    def show_problem(self, problem: Problem | None) -> None:
        """What the photo lacks, where it is looked at."""
        clear(self._cards)
        if problem is not None:
            card = ProblemCard(problem)
            card.dismissed.connect(lambda: clear(self._cards))
            self._cards.addWidget(card)
            self.show_progress(None, "")

    def forget(self) -> None:
        """Nothing of any photo stays here."""
        self._shots.clear()
        self._fit = None
        self.keep.setChecked(False)
        self.hint.setText("")
        self.show_problem(None)
        self._refresh()

    # -- what a person wants -------------------------------------------------------------------------------------

    def request(self) -> PhotoRequest | None:
        """What the fit is asked; None while the front photo or the height is missing."""
        front, side = self._shots.get("front"), self._shots.get("side")
        if front is None or not self.height_field.given:
            return None
        sex: Sex | None = "female" if self.sex.current == "female" else "male" if self.sex.current == "male" else None
        clothing: Clothing = CLOTHING[self.clothing.currentIndex()][0]
        return PhotoRequest(
            front=front.view,
            height_mm=self.height_field.value * CM,
            side=None if side is None else side.view,
            weight_kg=self.weight_field.value if self.weight_field.given else None,
            sex=sex,
            clothing=clothing,
            customer=self._customer,
        )

    def undo(self) -> None:
        """Take the last stroke, or else the last placed joint, back."""
        shot = self._shots.get(self._current)
        if shot is None:
            return
        if shot.view.strokes:
            shot.view = replace(shot.view, strokes=shot.view.strokes[:-1])
            shot.known = min(shot.known, len(shot.view.strokes))
        elif shot.view.keypoints:
            last = list(shot.view.keypoints)[-1]
            kept = {name: at for name, at in shot.view.keypoints.items() if name != last}
            shot.view = replace(shot.view, keypoints=kept)
        self._refresh()

    @property
    def _current(self) -> ViewName:
        return "side" if self.view.current == "side" else "front"

    def _moved(self, name: str, x: float, y: float) -> None:
        shot = self._shots[self._current]
        # with nothing found, the whole stick man is the person's word once a joint of it was moved
        base = dict(shot.view.keypoints) if shot.points.keypoints else dict(self.canvas.shown)
        base.pop(name, None)
        shot.view = replace(shot.view, keypoints={**base, name: (x, y)})
        self._refresh()

    def _drawn(self, stroke: Stroke) -> None:
        shot = self._shots[self._current]
        shot.view = replace(shot.view, strokes=(*shot.view.strokes, stroke))
        self._refresh()

    def _tool(self, tool: Tool) -> None:
        for id, made in self.tools.items():
            made.setChecked(id == tool)
        self.canvas.set_tool(tool)
        self.radius.setEnabled(tool != "points")

    def _ask(self) -> None:
        request = self.request()
        if request is None:
            self.height_field.setFocus()
            return
        self.show_problem(None)
        self.fitRequested.emit(request)

    def _use(self) -> None:
        if self._fit is not None:
            self.used.emit(self._fit, self.keep.isChecked())

    def _clear_fits(self) -> None:
        for shot in self._shots.values():
            shot.fitted = None

    def _refresh(self) -> None:
        shot = self._shots.get(self._current)
        self._centre.setCurrentWidget(self.canvas if shot is not None else self.empty)
        self.tool_bar.setVisible(shot is not None)
        if shot is None:
            self.canvas.show_photo(None, {}, ())
        else:
            self.canvas.show_photo(shot.points, shot.view.keypoints, shot.view.strokes[shot.known :])
            self.canvas.show_fit(shot.fitted)
            self.radius.set_range(4, max(8, shot.points.height_px // 12), 1, 24)
            self.undo_button.setEnabled(bool(shot.view.strokes or shot.view.keypoints))
        fitted = shot.fitted if shot is not None else None
        self.iou.setText("" if fitted is None else f"IoU {format_mm(fitted.iou, 2)}")
        tone = "t1" if fitted is None or fitted.iou >= GOOD_IOU else "warn"
        self.iou.setProperty("tone", tone)
        self.iou.style().polish(self.iou)
        request = self.request()
        corrected = any(s.view.keypoints or s.view.strokes for s in self._shots.values())
        self.fit_button.setText("Fit again" if self._fit is not None or corrected else "Fit body")
        by_hand = shot is not None and not shot.points.keypoints and not shot.view.keypoints
        self.fit_button.setEnabled(request is not None and not self._busy and not by_hand)
        why = "Type the height first" if not self.height_field.given else "Drag the joints onto the figure first"
        self.fit_button.setToolTip("" if self.fit_button.isEnabled() or self._busy else why)
        self.fit_button.setVisible(not self._busy)
        self.cancel_button.setVisible(self._busy)
        self.progress.setVisible(self._busy)
        self.stage.setVisible(self._busy)
        self.use_button.setEnabled(self._fit is not None and not self._busy)
        self.open_button.setVisible(shot is not None)

    def sizeHint(self) -> QSize:
        return QSize(440, 700)
