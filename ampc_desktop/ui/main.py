"""`ampc-desktop`: start the window. Only Qt and the Qt-free core are imported before the first paint."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Open the studio on a design, a body, or the demo customer; the exit code."""
    words = argparse.ArgumentParser(prog="ampc-desktop", description="The studio's window.")
    words.add_argument("file", nargs="?", type=Path, help="a design (.ampc) or a body file")
    words.add_argument("--demo", action="store_true", help="start on the demo customer with a first sentence")
    words.add_argument("--theme", choices=("dark", "light", "system"), default=None)
    words.add_argument("--first-paint", action="store_true", help="tell when the window stands, then close")
    args = words.parse_args(argv)
    faulthandler.enable()
    return open_window(args.file, args.demo, args.theme, args.first_paint)


def open_window(
    file: Path | None = None, demo: bool = False, theme: str | None = None, first_paint: bool = False
) -> int:
    gc.disable()  # imports make many objects and no garbage: collecting among them costs a fifth of the start
    from ampc_desktop.core.problem import Problem
    from ampc_desktop.studio import settings

    kept = settings.load()
    os.environ.setdefault("QT_SCALE_FACTOR", str(kept.number("ui_scale") / 100))
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ampc_desktop.studio.context import Studio
    from ampc_desktop.studio.documents import new_session
    from ampc_desktop.ui.shell.window import StudioWindow
    from ampc_desktop.ui.theme import style

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("AMPC studio")
    app.setDesktopFileName("ampc-desktop")
    style.apply(app, theme or kept.text("theme"))
    try:
        studio = Studio()
        window = StudioWindow(studio, new_session(studio))
        if first_paint:
            from ampc_desktop.ui.first_paint import FirstPaint

            FirstPaint(window)
        window.show()
        QTimer.singleShot(0, _started)
        if file is not None:
            window.open_file(file)
        elif demo:
            from ampc_desktop.studio.demo import DEMO_SENTENCE

            window.say(DEMO_SENTENCE)
    except Problem as problem:
        print(f"ampc-desktop: {problem.sentence}", file=sys.stderr)
        return 2
    return app.exec()


def _started() -> None:
    """What the start made stays for good: the collector need not look at it again."""
    gc.freeze()
    from ampc_desktop.ui import garbage

    garbage.keep_here()


if __name__ == "__main__":
    sys.exit(main())
