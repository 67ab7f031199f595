"""The main window: workspaces over one session. Every user action runs an action id or a session step."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Value
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session, next_question, with_option
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.live import Live
from ampc_desktop.ui.marker_editor.workspace import MarkerWorkspace
from ampc_desktop.ui.shell.codesign import CodesignWorkspace
from ampc_desktop.ui.shell.commands import Commands
from ampc_desktop.ui.shell.files import Files
from ampc_desktop.ui.shell.palettes import Palettes
from ampc_desktop.ui.shell.problems import Problems
from ampc_desktop.ui.shell.strip import Strip
from ampc_desktop.ui.shell.top_bar import WORKSPACES, TopBar
from ampc_desktop.ui.shell.work import Work
from ampc_desktop.ui.theme import style, tokens

if TYPE_CHECKING:
    from ampc_desktop.ui.optimiser.workspace import PlanningWorkspace
    from ampc_desktop.ui.pattern_editor.workspace import PatternWorkspace
    from ampc_desktop.ui.shell.bodies import Bodies
    from ampc_desktop.ui.shell.patterns import Patterns
    from ampc_desktop.ui.shell.tryons import TryOns

LATER = ("body", "pattern", "planning")
"""Workspaces made when they are first shown: 3D, the editor and charts take too long for the first paint."""


TITLE_BAR = 36
FIRST_PAINT_MS = 20
TRYON_MS = 600
RESTORE_MS = 300
"""After the first paint: looking for interrupted work reads the hub."""


def _load_3d() -> None:
    """What the first sentence and the first look need, beside the window's thread."""
    importlib.import_module("ampc_desktop.studio.dialogue").get_ready()
    importlib.import_module("ampc_desktop.render.garment")
    importlib.import_module("ampc_desktop.ui.shell.tryons")


class StudioWindow(QMainWindow):
    """One session on the table."""

    def __init__(self, studio: Studio, session: Session) -> None:
        super().__init__()
        self.studio = studio
        self.session = session
        self.shot: Snapshot | None = None
        self.setWindowTitle("AMPC studio")
        self.setObjectName("studio")
        self.setMinimumSize(1120, 700)
        room = self.screen().availableGeometry()
        self.resize(min(1600, room.width() - 4), min(1000, room.height() - TITLE_BAR))
        self.setAcceptDrops(True)
        self.commands = Commands(self)
        self.top = TopBar(self.commands.menu)
        self.strip = Strip()
        self.codesign = CodesignWorkspace()
        self.marker = MarkerWorkspace()
        self.stack = QStackedWidget()
        self.bodies: Bodies | None = None
        self.patterns: Patterns | None = None
        self.tryons: TryOns | None = None
        self._loading: threading.Thread | None = None
        self.planning: PlanningWorkspace | None = None
        self._pages: dict[str, Any] = {
            "codesign": self.codesign,
            "marker": self.marker,
        }
        for page in self._pages.values():
            self.stack.addWidget(page)
        centre = QWidget()
        centre.setObjectName("app")
        column = QVBoxLayout(centre)
        column.setContentsMargins(tokens.GUTTER, 0, tokens.GUTTER, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(centre)
        self.files = Files(self)
        self.palettes = Palettes(self)
        self.work = Work(self)
        self.problems = Problems(self)
        self.live = Live(studio)
        self.live.updated.connect(self._show)
        self.strip.enter_workspace(canvas=False)
        self._wire()
        self.session.listen(self._stepped)
        self._stepped()
        self.codesign.conversation.field.setFocus()
        QTimer.singleShot(RESTORE_MS, self._restore)
        kept = QSettings("ampc", "studio").value("geometry")
        if kept is not None:
            self.restoreGeometry(kept)

    def _restore(self) -> None:
        if self.live.closed:
            return
        try:
            self.files.offer_restored()
        except Problem as problem:
            self.show_problem(problem)

    # -- wiring --------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.top.workspace.connect(self.show_workspace)
        self.top.run.connect(self.run)
        self.codesign.conversation.said.connect(self.say)
        self.codesign.conversation.answered.connect(self._answer)
        self.codesign.conversation.chip_picked.connect(self.ask_about)
        self.codesign.conversation.chosen.connect(self.problems.take)
        self.codesign.parameters.previewed.connect(self._preview)
        self.codesign.parameters.decided.connect(self._decide)
        self.codesign.summary.show_check.connect(self.show_check)
        self.codesign.release.connect(lambda: self.run("release"))
        self.codesign.wanted.connect(self.run)
        self.marker.nest.connect(lambda: self.run("nest"))
        self.marker.pointer.connect(self.strip.show_pointer)
        self.strip.cancelled.connect(lambda: self.run("cancel"))
        self.strip.problems.connect(lambda: self.run("next_problem"))

    # -- actions -------------------------------------------------------------------------------------------------

    def run(self, id: str) -> None:
        """Run one action by id. Problems are shown where the work is."""
        self.commands.run(id)

    def say(self, text: str) -> None:
        """A sentence of the customer; the field is cleared only when it was understood."""
        try:
            self.session.say(text)
        except Problem as problem:
            self.show_problem(problem)
            self.codesign.conversation.field.selectAll()  # corrected with the arrows, or typed over
            return
        self.codesign.conversation.field.setText("")
        self.show_problem(None)

    def _answer(self, slot: str, value: str) -> None:
        self.run_step(lambda: self.session.set_option(slot, value))

    def ask_about(self, slot: str) -> None:
        """A click on a chip shows its row, or starts a sentence about it."""
        try:
            row = self.codesign.parameters.row(slot)
        except KeyError:
            self.codesign.conversation.field.setFocus()
            return
        self.codesign.parameters.area.ensureWidgetVisible(row)
        row.setFocus()

    def _preview(self, id: str, value: Value) -> None:
        try:
            state, _ = with_option(self.studio, self.session.state, id, value)
        except Problem:
            return
        self.live.show(state, preview=True)

    def _decide(self, id: str, value: Value) -> None:
        self.run_step(lambda: self.session.set_option(id, value))

    def run_step(self, step: Callable[[], object]) -> None:
        try:
            step()
            self.show_problem(None)
        except Problem as problem:
            self.show_problem(problem)
            self.live.show(self.session.state)

    def _stepped(self) -> None:
        state = self.session.state
        self.files.take_down()
        self.codesign.conversation.show_state(state, next_question(state))
        self.top.show_undo(self.session.stack.undo_name, self.session.stack.redo_name)
        self.strip.show_saved(datetime.now().strftime("%H:%M"))
        self.commands.actions["undo"].setEnabled(self.session.stack.undo_name is not None)
        self.commands.actions["redo"].setEnabled(self.session.stack.redo_name is not None)
        self.live.show(state)

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self, shot: Snapshot) -> None:
        if shot.state is not self.session.state and not shot.preview:
            return
        self.shot = shot
        page: Any = self.stack.currentWidget()
        if page is self._pages.get("body") and self.bodies is not None:
            self.bodies.show_snapshot(shot)
        if page in (self.codesign, self._pages.get("pattern"), self.marker):
            page.show_snapshot(shot)
        if self.tryons is not None and page is self.codesign:
            self.tryons.show_snapshot(shot)
        self.strip.show_snapshot(shot)
        garment = shot.design.label if shot.design else "New order"
        self.top.show_names(shot.state.body.name, garment, self.session.stack.revision)
        self.setWindowTitle(f"{shot.state.body.name}, {garment} – AMPC studio")
        if shot.complete or shot.problem:
            self.show_problem(shot.problem)

    def show_problem(self, problem: Problem | None) -> None:
        """In the conversation, and over the canvas of the workspace one is in."""
        self.problems.show(problem)

    def show_workspace(self, id: str) -> None:
        page = self._page(id)
        self.stack.setCurrentWidget(page)
        self.live.want_avatar(id == "body")
        self.top.tabs.set_current(id)
        self.strip.enter_workspace(canvas=page is not self.codesign)
        if id in ("pattern", "marker"):
            page.canvas.setFocus()
        if id == "body":
            if self.shot is None or self.shot.avatar is None:
                page.show_waiting()
            self.live.show(self.session.state)
        elif id == "planning":
            page.refresh_kept()
        elif self.shot is not None:
            page.show_snapshot(self.shot)

    def _page(self, id: str) -> Any:
        """The workspace, made now if it was never shown."""
        if id in LATER and id not in self._pages:
            make = {"body": self._make_body, "pattern": self._make_pattern, "planning": self._make_planning}
            self._pages[id] = make[id]()
            self.stack.addWidget(self._pages[id])
        return self._pages[id]

    def _make_body(self) -> QWidget:
        from ampc_desktop.ui.shell.bodies import Bodies

        self.bodies = Bodies(self)
        return self.bodies.page

    def _make_pattern(self) -> QWidget:
        from ampc_desktop.ui.shell.patterns import Patterns

        self.patterns = Patterns(self)
        return self.patterns.page

    @property
    def pattern(self) -> PatternWorkspace:
        """The Pattern workspace, made now if it was never shown."""
        return self.pattern_room().page

    def pattern_room(self) -> Patterns:
        self._page("pattern")
        assert self.patterns is not None
        return self.patterns

    def _make_planning(self) -> QWidget:
        from ampc_desktop.ui.optimiser.workspace import PlanningWorkspace

        self.planning = PlanningWorkspace(self.studio)
        self.planning.failed.connect(self.show_problem)
        return self.planning

    def body_page(self) -> Bodies:
        """The Body workspace, shown."""
        self.show_workspace("body")
        assert self.bodies is not None
        return self.bodies

    def show_check(self, check: CheckResult) -> None:
        """Go to the place a check talks about."""
        if check.id.startswith("marker"):
            self.show_workspace("marker")
            return
        self.show_workspace("pattern")
        self.pattern.show_check(check)

    def tryons_shown(self) -> TryOns:
        """The try-on, in view."""
        self.show_workspace("codesign")
        self._make_tryons()
        self.codesign.stage.show_half("tryon")
        assert self.tryons is not None
        return self.tryons

    def _load_tryons(self) -> None:
        """3D loads after the first paint, beside the window's thread; then the try-on takes its place."""
        if self._loading is None:
            self._loading = threading.Thread(target=_load_3d, name="load 3D", daemon=True)
            self._loading.start()
        if self._loading.is_alive():
            QTimer.singleShot(FIRST_PAINT_MS, self._load_tryons)
        else:
            self._make_tryons()

    def _make_tryons(self) -> None:
        if self.tryons is None and not self.live.closed:
            from ampc_desktop.ui.shell.tryons import TryOns

            self.tryons = TryOns(self)
            self.codesign.stage.set_tryon(self.tryons.panel)
            self.codesign.stage.tryon_seen.connect(self.tryons.look)
            if self.shot is not None:
                self.tryons.show_snapshot(self.shot)

    def apply_theme(self, name: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, name)
        if self.shot is not None:
            pages: list[Any] = [self.codesign, self.marker, *([self.pattern] if self.patterns is not None else [])]
            for page in pages:
                page.show_snapshot(self.shot)

    def show_place(self, panel: str) -> None:
        """The piece a panel of the draped garment was cut from."""
        head, _, tail = panel.rpartition(".")
        self.go_to_piece(head if tail.isdigit() else panel)

    def go_to_piece(self, id: str) -> None:
        self.show_workspace("pattern")
        self.pattern.focus_piece(id)

    # -- files ---------------------------------------------------------------------------------------------------

    @property
    def canvases(self) -> tuple[Any, ...]:
        """The workspaces other than co-design that were made so far."""
        return (self.marker, *(self._pages[id] for id in LATER if id in self._pages))

    def open_session(self, session: Session) -> None:
        """Put another session on the table."""
        self.session = session
        if self.patterns is not None:
            self.patterns.begin()
        self.strip.message.setText("")
        session.listen(self._stepped)
        self.show_problem(None)
        self._stepped()

    def open_file(self, path: Path) -> None:
        """A design (.ampc) opens as it was saved; a body file starts a new order for that body. Raises Problem."""
        self.files.open_file(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            try:
                self.files.dropped(Path(url.toLocalFile()))
            except Problem as problem:
                self.show_problem(problem)

    # -- end -----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(FIRST_PAINT_MS, self.live.begin)
        QTimer.singleShot(TRYON_MS, self._load_tryons)

    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings("ampc", "studio").setValue("geometry", self.saveGeometry())
        if self.bodies is not None:
            self.bodies.page.shutdown()
        if self.tryons is not None:
            self.tryons.close()
        self.live.close()
        self.session.close()
        self.studio.close()
        super().closeEvent(event)

    def workspaces(self) -> tuple[str, ...]:
        return tuple(id for id, _ in WORKSPACES)


__all__ = ["Qt", "StudioWindow"]
