"""Bodies and garments in 3D: scenes for the window, pictures made off screen in a child process.

Importing this package loads no VTK; `render.scene`, `render.body` and `render.floor` do.
"""

from ampc_desktop.render.camera import Camera, ViewName
from ampc_desktop.render.palette import PAPER, Palette, rgb
from ampc_desktop.render.picture import picture
from ampc_desktop.render.probe import Gl, opengl
from ampc_desktop.render.worn_picture import worn_picture

__all__ = ["PAPER", "Camera", "Gl", "Palette", "ViewName", "opengl", "picture", "rgb", "worn_picture"]
