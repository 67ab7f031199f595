"""Bottom strip of 28 px: problems, connection, the running job with cancel; right: pointer, save, machine."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.jobs import Job
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.wording import day_text, passing_text
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.marks import StatusMark
from ampc_desktop.ui.widgets.text import Elided, button, icon_button, label

PAUSED = "Paused"
"""What a job says that waits."""


class Message(QWidget):
    """The last word of what was done, with a way to the file where there is one."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._text = Elided("", tokens.LABEL, "t2")
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.reveal = button("Open folder", self._open, flat=True)
        self.reveal.setFixedHeight(24)
        self.reveal.setFont(font(tokens.LABEL))
        self.reveal.hide()
        line.addWidget(self._text)
        line.addWidget(self.reveal)
        line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._path: Path | None = None

    def setText(self, text: str, path: Path | None = None) -> None:
        """path: the file or folder it tells of."""
        self._text.setText(text)
        self._path = path
        self.reveal.setVisible(path is not None)
        self.reveal.setToolTip("" if path is None else str(path.parent))

    def text(self) -> str:
        """What is to be seen."""
        return self._text.text()

    def full_text(self) -> str:
        return self._text.full_text()

    def _open(self) -> None:
        if self._path is not None:
            folder = self._path if self._path.is_dir() else self._path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class Strip(QWidget):
    """Emits `cancelled` when the running job shall stop, `problems` when its count is clicked."""

    cancelled = Signal()
    problems = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setFixedHeight(tokens.STRIP)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 10, 0)
        line.setSpacing(10)
        self._status = StatusMark("pass")
        self._count = button("No problems", self.problems.emit, flat=True)
        self._count.setToolTip("Next problem, shown in place  F8")
        self._count.setFixedHeight(24)
        self._count.setFont(font(tokens.LABEL_VALUE))
        line.addWidget(self._status)
        line.addWidget(self._count)
        line.addWidget(label("Local, offline", tokens.LABEL, "t3"))
        line.addSpacing(8)
        self._job = QWidget()
        inner = QHBoxLayout(self._job)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self._job_title = label("", tokens.LABEL_VALUE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._job_text = label("", tokens.LABEL, "t2")
        self._cancel = icon_button("close", "Cancel", self.cancelled.emit, "Ctrl .")
        self._cancel.setFixedSize(22, 22)
        for widget in (self._job_title, self._bar, self._cancel, self._job_text):  # the text changes its width
            inner.addWidget(widget)
        line.addWidget(self._job)
        self.message = Message()
        line.addWidget(self.message, 1)
        self._at = label("", tokens.LABEL_VALUE, "t2")
        self._saved = label("", tokens.LABEL, "t3")
        self.figures = label("", tokens.LABEL_VALUE, "t1")
        line.addWidget(self.figures)
        line.addWidget(self._saved)
        line.addWidget(self._at)
        line.addWidget(label(f"{os.cpu_count() or 1} cores, no GPU needed", tokens.LABEL, "t3"))
        line.addWidget(label("mm", tokens.LABEL, "t3"))
        self._job.hide()

    def show_snapshot(self, shot: Snapshot) -> None:
        checks = shot.readiness.checks if shot.readiness else ()
        failed = sum(c.status == "fail" for c in checks) + (1 if shot.problem else 0)
        warned = sum(c.status == "warn" for c in checks)
        conflicts = len(shot.edited.conflicts) if shot.edited else 0
        parts = [
            f"{n} {word}{'s' if n != 1 else ''}"
            for n, word in ((failed, "problem"), (warned, "warning"), (conflicts, "edit in conflict"))
            if n
        ]
        self._count.setText(", ".join(parts) or "No problems")
        self._status.set_status("fail" if failed else "warn" if warned or conflicts else "pass")
        if shot.quote is not None and shot.lead_time is not None:
            sign = "≈ " if shot.quote.estimated else ""
            price, ready = format_mm(shot.quote.price_eur, 2), day_text(shot.lead_time.date)
            tail = f"   {passing_text(checks)}" if checks else ""
            self.figures.setText(f"{sign}€{price}   {ready}{tail}")
        elif shot.problem is not None:
            self.figures.setText("")

    def show_job(self, job: Job) -> None:
        """The job that runs, or the last word of one that ended."""
        running = not job.over
        self._job.setVisible(running)
        if running:
            self._job_title.setText(job.title)
            if job.share is None:
                self._bar.setRange(0, 0)
                self._job_text.setText("working")
            else:
                self._bar.setRange(0, 1000)
                self._bar.setValue(int(1000 * job.share))
                left = job.seconds_left if job.text != PAUSED else None  # nobody knows when it goes on
                eta = f", {left:.0f} s left" if left is not None else ""
                self._job_text.setText(f"{100 * job.share:.0f} %{eta}  {job.text}")
            self.message.setText("")
        else:
            words = {"done": "done", "cancelled": f"stopped, {job.if_stopped}", "failed": "failed"}
            self.message.setText(f"{job.title}: {words[job.state]}")

    def show_pointer(self, x: float, y: float) -> None:
        self._at.setText(f"x {format_mm(x)}  y {format_mm(y)}")

    def enter_workspace(self, canvas: bool) -> None:
        """Price and pointer are shown here only where a canvas has their place."""
        self.figures.setVisible(canvas)
        self._at.setText("")

    def show_saved(self, at: str) -> None:
        self._saved.setText(f"Saved {at}")
