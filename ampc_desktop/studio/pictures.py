"""Pictures of an order, drawn while the marker is nested."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ampc_desktop import body as bodies
from ampc_desktop import render
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.studio.stages import Results

AVATAR = "avatar.png"
LONGEST_GOODBYE_S = 0.5
SHOWN = (
    "stature",
    "neck",
    "shoulder",
    "bust",
    "underbust",
    "waist",
    "waist_navel",
    "hip",
    "thigh",
    "calf",
    "inseam",
    "arm",
    "biceps",
    "wrist",
)
"""Measures on the picture of the avatar: enough to judge it, few enough to read."""


@dataclass
class Drawing:
    """made: PNG by file name; left_out: sentences about pictures this machine could not draw."""

    made: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@contextmanager
def background(results: Results) -> Iterator[Drawing]:
    """Draws while the block runs; at its end the pictures are there. A machine without 3D makes none and says so.

    When the block fails the drawing is ended first: a program that leaves would cut its child off in mid-sentence.
    """
    drawing, task = Drawing(), _Task(results)
    task.thread.start()
    try:
        yield drawing
    except BaseException:
        task.stopped = True
        task.thread.join(LONGEST_GOODBYE_S)
        raise
    task.thread.join()
    if isinstance(task.error, Problem) and task.error.kind is Kind.NO:
        drawing.left_out = (f"{AVATAR} is left out: {task.error.what}",)
    elif task.error is not None:
        raise task.error
    else:
        drawing.made[AVATAR] = task.picture


class _Task:
    """One picture in the making."""

    def __init__(self, results: Results) -> None:
        self.picture = b""
        self.error: Exception | None = None
        self.stopped = False
        self._results = results
        self.thread = threading.Thread(target=self._draw, name="pictures", daemon=True)

    def _draw(self) -> None:
        try:
            body = self._results["avatar"].body
            self.picture = render.picture(body, SHOWN, labels(body), progress=self._progress)
        except Exception as error:  # noqa: BLE001 - raised again where the picture is wanted
            self.error = error

    def _progress(self, share: float | None, text: str) -> None:
        if self.stopped:
            raise Cancelled


def labels(body: MeasuredBody) -> dict[str, str]:
    return {name: bodies.DEFINITIONS[name].label for name in body.tape if name in bodies.DEFINITIONS}
