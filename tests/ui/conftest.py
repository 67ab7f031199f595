"""A window on a studio of its own, driven by real mouse and keys."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session
from ampc_desktop.ui.shell.window import StudioWindow
from ampc_desktop.ui.theme import style


@pytest.fixture(scope="session", autouse=True)
def themed(qapp: QApplication) -> None:
    style.apply(qapp, "dark")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StudioWindow]:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    studio = Studio(nest_seconds=1)
    studio.settings = studio.settings.changed("drape", "on request")  # a drape takes seconds; its own tests ask for it
    made = StudioWindow(studio, new_session(studio))
    made.resize(1600, 1000)
    made.show()
    settle(qtbot, made)
    yield made
    made.close()
    made.deleteLater()
    gc.collect()


def settle(qtbot: QtBot, window: StudioWindow, also: Callable[[], bool] = lambda: True) -> None:
    """Wait until live results of the present state are complete."""

    def done() -> bool:
        shot = window.shot
        ready = shot is not None and shot.state is window.session.state and (shot.complete or shot.problem is not None)
        return ready and not window.live.busy and also()

    qtbot.waitUntil(done, timeout=20_000)
    end = time.monotonic() + 0.05
    while time.monotonic() < end:
        QApplication.processEvents()
