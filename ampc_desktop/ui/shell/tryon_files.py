"""What is taken away from the try-on: pictures, meshes, marked regions laid flat. Each says where it went."""

from __future__ import annotations

import re
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.studio import documents, regions, tryons
from ampc_desktop.studio.jobs import Job
from ampc_desktop.ui.tryon.picture import steps

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.tryons import TryOns

MESHES = "GLB (*.glb);;OBJ (*.obj);;PLY (*.ply)"
FLAT = "DXF (*.dxf);;Pattern (*.json)"
UNSETTLED = "-unsettled"
"""In the suggested name of what shows cloth that did not come to rest."""


class TryOnFiles:
    """Asks where to, writes, and tells it in the strip. Files of one sitting go where the last one went."""

    def __init__(self, owner: TryOns) -> None:
        self._owner = owner
        self._folder: Path | None = None
        self._drawing: Generator[float, None, QImage] | None = None
        self._saving: Job | None = None

    def export(self) -> None:
        """Save the draped garment as a mesh."""
        panel = self._owner.panel
        worn = panel.worn
        if worn is None:
            return
        path = self._ask("Export garment in 3D", self._name(worn, "garment", ".glb"), MESHES)
        if path is None:
            return
        try:
            tryons.save_mesh(worn, path, panel.mode if panel.mode in worn.maps else "")
        except Problem as problem:
            panel.show_problem(problem)
        else:
            self._owner.tell_saved(path, "" if worn.drape.converged else "the cloth is not at rest")

    def save_picture(self) -> None:
        """Save what is to be seen, in a size that can be printed."""
        panel = self._owner.panel
        worn = panel.worn
        if worn is None:
            return
        what = panel.mode if panel.map is not None else "try-on"
        path = self._ask("Save a picture", self._name(worn, what, ".png"), "Picture (*.png)")
        if path is None:
            return
        self._drawing = steps(panel)
        self._owner.tell("Draw the picture")
        QTimer.singleShot(0, panel, partial(self._draw_on, path, self._drawing))

    def _draw_on(self, path: Path, drawing: Generator[float, None, QImage]) -> None:
        """One step of a picture, so that the window answers meanwhile; the newest picture wins."""
        if drawing is not self._drawing:
            return
        try:
            share = next(drawing)
        except StopIteration as end:
            self._drawing = None
            self._write(path, end.value)
            return
        self._owner.tell(f"Draw the picture, {100 * share:.0f} %")
        QTimer.singleShot(0, self._owner.panel, partial(self._draw_on, path, drawing))

    def _write(self, path: Path, made: QImage) -> None:
        """Packing millions of pixels takes a moment: beside the window."""

        def work(progress: Progress) -> tuple[Path, str]:
            if not made.save(str(path)):
                raise Problem("the picture can't be written", str(path), "choose another folder", code="file.write")
            return path, f"{made.width()} × {made.height()} pixels"

        self._saving = self._owner.studio.jobs.start("Save the picture", work)

    def job_changed(self, job: Job) -> None:
        """News of any job."""
        if job is not self._saving or not job.over:
            return
        self._saving = None
        if job.problem is not None:
            self._owner.panel.show_problem(job.problem)
        elif job.state == "done":
            self._owner.tell_saved(*job.result)

    def flatten(self, triangles: Any, of_body: bool) -> None:
        """A marked region laid flat and saved as a pattern."""
        worn = self._owner.worn
        if worn is None:
            return
        try:
            flat = regions.flattened(worn, np.asarray(triangles), of_body)
            path = self._ask("Save the flat piece", "region.dxf", FLAT)
            if path is not None:
                regions.save(flat, path)
                self._owner.tell_saved(path, flat.words)
        except Problem as problem:
            self._owner.panel.show_problem(problem)

    def _name(self, worn: Worn, what: str, suffix: str) -> str:
        """ "anna-strain.png", "anna-garment-unsettled.glb"."""
        who = re.sub(r"[^a-z0-9]+", "-", worn.body.measures.name.lower()).strip("-")
        rest = "" if worn.drape.converged else UNSETTLED
        return f"{who or 'try-on'}-{what}{rest}{suffix}"

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        """Where to, or None; with the suffix of the kind that was chosen."""
        folder = self._folder if self._folder is not None else documents.orders_folder(self._owner.studio)
        folder = folder if folder.is_dir() else Path.home()
        chosen, kind = QFileDialog.getSaveFileName(self._owner.panel, title, str(folder / name), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        if not path.suffix:
            suffix = re.search(r"\*(\.\w+)", kind or kinds)
            path = path.with_name(path.name + (suffix.group(1) if suffix else ""))
        self._folder = path.parent
        return path
