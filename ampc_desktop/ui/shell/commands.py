"""Commands of the window: every action id with what it runs, the menu, and what keys do across workspaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import settings
from ampc_desktop.studio.actions import ACTIONS
from ampc_desktop.ui.shell.dialogs import KeySheet, SettingsDialog
from ampc_desktop.ui.theme import style
from ampc_desktop.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow


class Commands:
    """Runs actions by id. Problems are shown where the work is."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._problem_at = -1
        self.actions = {one.id: self._make(one.id, one.title, one.keys) for one in ACTIONS}

    def _make(self, id: str, title: str, keys: str) -> QAction:
        made = QAction(title, self._window)
        if keys:
            made.setShortcuts([QKeySequence(keys), *([QKeySequence("Ctrl+Y")] if id == "redo" else [])])
        made.triggered.connect(lambda: self.run(id))
        self._window.addAction(made)
        return made

    def menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for group in (
            ("new", "open", "save", "save_block", "blocks", "import_block", "rules", "export", "export_tryon"),
            ("open_body", "photo", "scan", "save_body"),
            ("undo", "redo"),
            ("codesign", "body", "pattern", "marker", "planning", "side_panels", "full_screen", "theme"),
            ("check", "tryon", "nest", "release"),
            ("mechanics", "settings", "help", "quit"),
        ):
            for id in group:
                menu.addAction(self.actions[id])
            menu.addSeparator()
        return menu

    def run(self, id: str) -> None:
        """Run one action by id."""
        window = self._window
        runners: dict[str, Callable[[], object]] = {
            "new": window.files.new,
            "open": window.files.open,
            "open_body": window.files.open_body,
            "photo": lambda: window.body_page().open_photo(),
            "scan": lambda: window.body_page().open_scan(),
            "save_body": lambda: window.body_page().save(),
            "save": window.files.save,
            "export": window.files.export,
            "save_block": lambda: window.pattern_room().save_block(),
            "blocks": lambda: window.pattern_room().choose_block(),
            "import_block": lambda: window.pattern_room().import_block(),
            "rules": lambda: window.pattern_room().show_rules(),
            "undo": window.session.undo,
            "redo": window.session.redo,
            "palette": lambda: window.palettes.open(),
            "conversation": self._to_conversation,
            "find": lambda: window.palettes.open(parameters_only=True),
            "codesign": lambda: window.show_workspace("codesign"),
            "body": lambda: window.show_workspace("body"),
            "planning": lambda: window.show_workspace("planning"),
            "pattern": lambda: window.show_workspace("pattern"),
            "marker": lambda: window.show_workspace("marker"),
            "primary": self._primary,
            "release": window.work.release,
            "nest": window.work.nest,
            "recompute": self._recompute,
            "tryon": lambda: window.tryons_shown().run(),
            "export_tryon": lambda: window.tryons_shown().export(),
            "check": lambda: window.live.show(window.session.state),
            "next_problem": lambda: self._step_problem(1),
            "previous_problem": lambda: self._step_problem(-1),
            "cancel": window.studio.jobs.cancel_all,
            "next_panel": lambda: self._next_panel(1),
            "previous_panel": lambda: self._next_panel(-1),
            "side_panels": self._toggle_sides,
            "theme": self._toggle_theme,
            "settings": lambda: SettingsDialog(window, window.studio).exec(),
            "mechanics": self._mechanics,
            "full_screen": lambda: window.showNormal() if window.isFullScreen() else window.showFullScreen(),
            "help": lambda: KeySheet(window, window.top.tabs.current).exec(),
            "quit": window.close,
        }
        try:
            runners[id]()
        except Problem as problem:
            window.show_problem(problem)

    def _step_problem(self, step: int) -> None:
        window = self._window
        checks = window.shot.readiness.checks if window.shot and window.shot.readiness else ()
        found = [check for check in checks if check.status in ("fail", "warn")]
        if found:
            self._problem_at = (self._problem_at + step) % len(found)
            window.show_check(found[self._problem_at])

    def _primary(self) -> None:
        """Ctrl Enter: run a plan where plans are made, else release the order."""
        window = self._window
        if window.planning is not None and window.stack.currentWidget() is window.planning:
            window.planning.run_now()
        else:
            window.work.release()

    def _mechanics(self) -> None:
        """What the studio measured on its fabrics."""
        window = self._window
        from ampc_desktop.ui.shell.mechanics import MechanicsDialog

        fabric = window.shot.fabric.id if window.shot is not None and window.shot.fabric is not None else ""
        form = MechanicsDialog(window, fabric)
        if form.exec():
            window.strip.message.setText(form.did)
            window.live.show(window.session.state)

    def _recompute(self) -> None:
        """F5: the view one looks at is computed again."""
        window = self._window
        page = window.stack.currentWidget()
        if window.planning is not None and page is window.planning:
            window.planning.run_now()
        elif page is window.codesign and window.codesign.stage.seen:
            window.tryons_shown().run()
        else:
            window.work.nest()

    def _to_conversation(self) -> None:
        window = self._window
        window.show_workspace("codesign")
        window.codesign.conversation.field.setFocus()

    def _toggle_sides(self) -> None:
        """Of the workspace in view; the canvas takes their room."""
        window = self._window
        sides = getattr(window.stack.currentWidget(), "side_panels", (window.codesign.left, window.codesign.right))
        shown = sides[0].isHidden()
        for panel in sides:
            panel.setVisible(shown)

    def _toggle_theme(self) -> None:
        window = self._window
        name = "light" if style.theme().name == "dark" else "dark"
        window.studio.settings = window.studio.settings.changed("theme", name)
        settings.save(window.studio.settings)
        window.apply_theme(name)

    def _next_panel(self, step: int) -> None:
        """Focus goes to the first control of the next panel of the workspace."""
        window = self._window
        panels = [p for p in window.stack.findChildren(Panel) if p.isVisible()]
        here = next((i for i, p in enumerate(panels) if p.isAncestorOf(QApplication.focusWidget() or window)), -1)
        for i in range(1, len(panels) + 1):
            panel = panels[(here + step * i) % len(panels)]
            wanted = Qt.FocusPolicy.TabFocus
            stop = next((w for w in panel.findChildren(QWidget) if w.focusPolicy() & wanted and w.isVisible()), None)
            if stop is not None:
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
