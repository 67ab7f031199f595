"""Pictures of an order, drawn while the marker is nested."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ampc_desktop import body as bodies
from ampc_desktop import render
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.studio import tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.state import DesignState

AVATAR = "avatar.png"
TRYON = "tryon.png"
LONGEST_GOODBYE_S, POLL_S = 0.5, 0.05
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
    """What was made beside the marker.

    made     : PNG by file name. left_out: sentences about what this machine could not make.
    worn     : the garment on the body; None when try-on was not asked for or not possible.
    seconds  : by stage, of what was really computed.
    """

    made: dict[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    worn: Worn | None = None
    seconds: dict[str, float] = field(default_factory=dict)


@contextmanager
def background(studio: Studio, state: DesignState, tryon: bool, progress: Progress) -> Iterator[Drawing]:
    """Drapes and draws while the block runs; at its end all is there. A machine without 3D makes none and says so.

    When the block fails the work is ended first: a program that leaves would cut its child off in mid-sentence.
    """
    drawing, task = Drawing(), _Task(studio, state, tryon)
    task.thread.start()
    try:
        yield drawing
        while task.thread.is_alive():
            task.thread.join(POLL_S)
            progress(None, task.text)
    except BaseException:
        task.stopped = True
        task.thread.join(LONGEST_GOODBYE_S)
        raise
    if task.error is not None:
        raise task.error
    drawing.made, drawing.left_out, drawing.worn = task.made, tuple(task.left_out), task.worn
    drawing.seconds = task.results.seconds


class _Task:
    """The avatar, and the garment on it, in the making."""

    def __init__(self, studio: Studio, state: DesignState, tryon: bool) -> None:
        self.results = studio.results(state, self._progress)
        self.made: dict[str, bytes] = {}
        self.left_out: list[str] = []
        self.worn: Worn | None = None
        self.error: Exception | None = None
        self.stopped = False
        self.text = "Draw the avatar"
        self._tryon = tryon
        self.thread = threading.Thread(target=self._work, name="pictures", daemon=True)

    def _work(self) -> None:
        try:
            body = self.results["avatar"].body
            self._draw(AVATAR, lambda: render.picture(body, SHOWN, labels(body), progress=self._progress))
            if self._tryon:
                self._wear(body)
        except Exception as error:  # noqa: BLE001 - raised again where the result is wanted
            self.error = error

    def _wear(self, body: MeasuredBody) -> None:
        self.text = "Try the garment on"
        try:
            self.worn = tryons.worn(self.results, self.results["fabric_choice"][0].label)
        except Problem as problem:
            if problem.kind is not Kind.NO:
                raise
            self.left_out.append(f"the try-on is left out: {problem.what}")
            return
        worn = self.worn
        self.text = "Draw the garment on the body"
        self._draw(TRYON, lambda: render.worn_picture(worn, progress=self._progress))

    def _draw(self, name: str, make: Callable[[], bytes]) -> None:
        try:
            self.made[name] = make()
        except Problem as problem:
            if problem.kind is not Kind.NO:
                raise
            self.left_out.append(f"{name} is left out: {problem.what}")

    def _progress(self, share: float | None, text: str) -> None:
        if self.stopped:
            raise Cancelled


def labels(body: MeasuredBody) -> dict[str, str]:
    return {name: bodies.DEFINITIONS[name].label for name in body.tape if name in bodies.DEFINITIONS}
