"""Can this machine draw 3D? Asked in a child process, because VTK without OpenGL dies instead of saying so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from time import monotonic

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.runtime import child

PATIENCE_SECONDS = 30.0
WINDOW_VARIABLE = "VTK_DEFAULT_OPENGL_WINDOW"
"""VTK's choice of window class; "vtkOSOpenGLRenderWindow" is Mesa's off-screen library, which needs no driver."""
ATTEMPTS = ("", "vtkOSOpenGLRenderWindow")
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software", "swiftshader")


@dataclass(frozen=True)
class Gl:
    """What 3D drawing can expect here.

    ok       : pictures can be drawn.
    renderer : name the driver gives itself.
    software : drawn by the processor: anti-aliasing while moving is too dear.
    window   : VTK window class to ask for, "" for its own choice.
    why      : one line for people when not ok.
    """

    ok: bool
    renderer: str = ""
    software: bool = True
    window: str = ""
    why: str = ""


@cache
def opengl() -> Gl:
    """What this machine can draw; asked once per process, in a second or two. Never raises."""
    why = ""
    for window in (os.environ.get(WINDOW_VARIABLE, ""), *ATTEMPTS):
        try:
            renderer = str(child.run("ampc_desktop.render.probe:look", window, progress=_patience(), what="OpenGL"))
        except Cancelled:
            why = f"OpenGL did not answer within {PATIENCE_SECONDS:.0f} s"
        except Problem as problem:
            why = problem.what
        else:
            return Gl(True, renderer, any(name in renderer.lower() for name in SOFTWARE), window)
    return Gl(False, why=why)


def require() -> Gl:
    """What this machine can draw. Raises Problem when it can't draw at all."""
    found = opengl()
    if not found.ok:
        raise Problem(
            "this machine can't draw in 3D",
            remedy="install Mesa's software OpenGL (Debian: libgl1-mesa-dri, libegl1 or libosmesa6)",
            kind=Kind.NO,
            code="render.no_opengl",
        )
    return found


def choose(window: str) -> None:
    """Let VTK make windows of this class from now on; call before the first one is made."""
    if window:
        os.environ[WINDOW_VARIABLE] = window


def look(window: str, tell: object) -> str:
    """Name of the OpenGL renderer (in a child process: without OpenGL VTK crashes here). Raises Problem."""
    choose(window)
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - registers the window classes
    from vtkmodules.vtkCommonCore import vtkObject
    from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

    vtkObject.GlobalWarningDisplayOff()
    canvas = vtkRenderWindow()
    canvas.SetOffScreenRendering(1)
    canvas.SetShowWindow(False)
    canvas.SetSize(64, 64)
    canvas.AddRenderer(vtkRenderer())
    if not canvas.SupportsOpenGL():
        raise Problem("OpenGL 3.2 or later is missing", kind=Kind.NO, code="render.no_opengl")
    canvas.Render()
    for line in canvas.ReportCapabilities().splitlines():
        if "renderer string" in line.lower():
            return line.partition(":")[2].strip()
    raise Problem("no OpenGL renderer answers", kind=Kind.NO, code="render.no_opengl")


def _patience() -> Progress:
    end = monotonic() + PATIENCE_SECONDS

    def progress(share: float | None, text: str) -> None:
        if monotonic() > end:
            raise Cancelled

    return progress
