"""Workspace 2, Body: tape form left, avatar in the middle with the photo beside it, measures right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ampc_desktop.core.body import Avatar, BodyMesh, MeasuredBody
from ampc_desktop.core.measurement import MeasureDefinition, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.ui.body.figure import draw_person
from ampc_desktop.ui.body.measures_panel import MeasuresPanel
from ampc_desktop.ui.body.photo_panel import PhotoPanel
from ampc_desktop.ui.body.tape_form import TapeForm
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.viewport.stage import Compare
from ampc_desktop.ui.viewport.viewport import Viewport
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import icon_button, label

POSES = (("a", "A-pose"), ("stand", "Stand"), ("sit", "Sit"), ("reach", "Reach"), ("step", "Step"))
NARROW_PX = 1440
"""In windows narrower than this the measures make room for the photo."""


class BodyWorkspace(QWidget):
    """Fed by show_body, show_pose, show_compare and the photo panel's own calls; tells what a person wants.

    valueChanged(name, value | None), sexChanged(sex), nameChanged(name), scanWanted, saveWanted,
    photoWanted(view), fitRequested(PhotoRequest), cancelRequested, used(PhotoFit, keep_photo),
    poseWanted(preset), compareWanted(id), photoClosed.
    """

    valueChanged = Signal(str, object)
    sexChanged = Signal(str)
    nameChanged = Signal(str)
    scanWanted = Signal()
    saveWanted = Signal()
    photoWanted = Signal(str)
    fitRequested = Signal(object)
    cancelRequested = Signal()
    used = Signal(object, bool)
    poseWanted = Signal(str)
    compareWanted = Signal(str)
    photoClosed = Signal()

    def __init__(self, definitions: Mapping[str, MeasureDefinition], needed: Sequence[str] = ()) -> None:
        """definitions: every measure, head to foot; needed: those that count for completeness, default all."""
        super().__init__()
        self._avatar: Avatar | MeasuredBody | None = None
        self._other: MeasuredBody | None = None
        self._mode: Compare = "side"
        self.form = TapeForm(definitions, needed)
        self.measures = MeasuresPanel(definitions)
        self.empty = EmptyState(
            "No body yet",
            "Type what you measured, or begin with a photo or a scan.",
            (
                ("Type measures", lambda: self.form.focus_measure("stature")),
                ("From a photo", self._photo_wanted),
                ("From a scan", self.scanWanted.emit),
            ),
        )
        draw_person(self.empty)
        self.viewport = Viewport(self.empty)
        self.viewport.navigator.take(self.viewport.navigator.camera.looking("three_quarter"))
        self.viewport.set_labels({name: one.label for name, one in definitions.items()})
        self.notices = Notices(self.viewport)
        self.photo = PhotoPanel()
        self.photo.hide()
        self.pose = Segmented(POSES, "Pose")
        self.pose.chosen.connect(self.poseWanted)
        middle = QFrame()
        middle.setObjectName("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.viewport, 1)
        self.centre = QSplitter(Qt.Orientation.Horizontal)
        self.centre.addWidget(middle)
        self.centre.addWidget(self.photo)
        self.centre.setStretchFactor(0, 3)
        self.centre.setStretchFactor(1, 2)
        across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.form, self.centre, self.measures):
            across.addWidget(widget)
        self.form.setMinimumWidth(300)
        self.measures.setMinimumWidth(300)
        across.setStretchFactor(1, 1)
        across.setSizes([320, 900, 320])
        for splitter in (self.centre, across):
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(across)
        self._connect()
        self.show_body(Measurements("", "female"), None)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(tokens.HEADER + 4)
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 0, 8, 0)
        line.setSpacing(12)
        line.addWidget(label("Avatar", tokens.BODY_STRONG))
        line.addWidget(self.pose)
        line.addStretch(1)
        self.photo_button = icon_button("photo", "Photo beside the avatar", self._toggle_photo, checkable=True)
        line.addWidget(self.photo_button)
        return head

    def _connect(self) -> None:
        form, view, measures, photo = self.form, self.viewport, self.measures, self.photo
        form.valueChanged.connect(self.valueChanged)
        form.sexChanged.connect(self.sexChanged)
        form.nameChanged.connect(self.nameChanged)
        form.scanWanted.connect(self.scanWanted)
        form.saveWanted.connect(self.saveWanted)
        form.photoWanted.connect(self._photo_wanted)
        form.lit.connect(lambda name: self._light(name, form))
        view.hovered.connect(lambda name: self._light(name, view))
        view.picked.connect(lambda name: self._light(name, view))
        measures.lit.connect(lambda name: self._light(name, measures))
        measures.compareWanted.connect(self.compareWanted)
        measures.modeChanged.connect(self._mode_changed)
        photo.photoWanted.connect(self.photoWanted)
        photo.fitRequested.connect(self.fitRequested)
        photo.cancelRequested.connect(self.cancelRequested)
        photo.used.connect(self.used)
        photo.closed.connect(self.close_photo)

    # -- data in -------------------------------------------------------------------------------------------------

    def show_body(self, measures: Measurements, avatar: Avatar | MeasuredBody | None) -> None:
        """measures: given and estimated ones; avatar: what was made of them (a MeasuredBody for a scan), or None."""
        self._avatar = avatar
        body = self._body
        self.form.show_body(measures, body)
        if avatar is not None:  # with none made, what stands in its way stays in view
            self.form.show_problems(avatar.notes if isinstance(avatar, Avatar) else ())
        self.measures.show_avatar(avatar, self._other)
        self.pose.setEnabled(body is not None and body.mesh.shape is not None and self._other is None)
        scanned = body is not None and body.mesh.shape is None
        self.pose.setToolTip("A scan stands as it was scanned" if scanned else "")
        if body is None or self.pose.current == "a":
            self.viewport.show_body(body, self._other, self._mode)
        else:
            self.viewport.show_body(body, self._other, self._mode)
            self.poseWanted.emit(self.pose.current)

    def show_waiting(self, text: str = "Making the avatar") -> None:
        """A first avatar is on its way: the view says so instead of asking for a body; the next show_body ends it."""
        self.viewport.show_waiting(text)

    def show_pose(self, preset: str, mesh: BodyMesh | None) -> None:
        """The avatar in another pose; None for the A-pose."""
        self.pose.set_current(preset)
        self.viewport.show_pose(None if preset == "a" else mesh)

    def show_problem(self, problem: Problem) -> None:
        """A refusal, where the measures are typed."""
        self.viewport.show_waiting("")
        self.form.show_problems((problem,))

    def show_choices(self, bodies: Sequence[tuple[str, str]]) -> None:
        """(id, name) of the bodies to compare with."""
        self.measures.show_choices(bodies)

    def show_compare(self, other: MeasuredBody | None) -> None:
        """Another body beside or over this one, with the differences; None ends it."""
        self._other = other
        if other is not None:
            self.pose.set_current("a")
        else:
            self.measures.choice.setCurrentIndex(0)
        body = self._body
        self.pose.setEnabled(body is not None and body.mesh.shape is not None and other is None)
        self.measures.show_avatar(self._avatar, other)
        self.viewport.show_body(body, other, self._mode)

    def open_photo(self) -> None:
        """The photo beside the avatar."""
        self.photo.show()
        self.photo_button.setChecked(True)
        self._make_room()

    def close_photo(self) -> None:
        self.photo.hide()
        self.photo_button.setChecked(False)
        self._make_room()
        self.photoClosed.emit()

    def shutdown(self) -> None:
        """Give the graphics memory back; call when the window closes."""
        self.viewport.shutdown()

    # -- inside --------------------------------------------------------------------------------------------------

    @property
    def _body(self) -> MeasuredBody | None:
        return self._avatar.body if isinstance(self._avatar, Avatar) else self._avatar

    def _light(self, measure: str, source: QWidget) -> None:
        """The same measure lights up in form, view and table."""
        for part in (self.form, self.measures):
            if part is not source:
                part.light(measure)
        if source is not self.viewport:
            self.viewport.highlight(measure)

    def _mode_changed(self, mode: str) -> None:
        self._mode = "overlay" if mode == "overlay" else "side"
        self.viewport.show_body(self._body, self._other, self._mode)

    def _photo_wanted(self) -> None:
        self.open_photo()
        self.photoWanted.emit("front")

    def _toggle_photo(self) -> None:
        if self.photo.isVisibleTo(self):
            self.close_photo()
        else:
            self.open_photo()

    def _make_room(self) -> None:
        self.measures.setVisible(self.photo.isHidden() or self.width() >= NARROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
