"""A scene of named layers in VTK, and the off-screen window that turns it into pixels.

Import this module only where pictures are made: it loads VTK. The window and the pictures share it; it knows no Qt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import vtkmodules.vtkRenderingFreeType
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - both register the classes that draw
from vtkmodules.vtkCommonCore import vtkObject, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkFiltersCore import vtkGlyph3D, vtkTubeFilter
from vtkmodules.vtkFiltersSources import vtkSphereSource
from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkLight,
    vtkPolyDataMapper,
    vtkRenderer,
    vtkRenderWindow,
)

from ampc_desktop.render.arrays import bytes_of, cell_array, cells, floats, memory, vtk_points
from ampc_desktop.render.camera import Camera
from ampc_desktop.render.palette import Palette, Rgb
from ampc_desktop.render.surface import Faces, vertex_normals

Pixels = npt.NDArray[np.uint8]
vtkObject.GlobalWarningDisplayOff()

# (x, y, z) in the camera's own frame, share of full light: key from above left, fill from the right, rim from behind.
LIGHTS = (((-0.55, 0.80, 0.9), 0.84), ((0.9, 0.10, 0.6), 0.30), ((0.5, 0.7, -1.0), 0.36))
TUBE_SIDES = 8
PERSON_MM = np.array([[-300.0, 0.0, -200.0], [300.0, 1700.0, 200.0]])


class Layer:
    """One actor with its data; colours and visibility change in place."""

    def __init__(self, data: vtkPolyData, actor: vtkActor, faces: Faces | None = None) -> None:
        self.data, self.actor, self.faces = data, actor, faces

    def set_colour(self, colour: Rgb, opacity: float = 1.0) -> None:
        self.actor.GetProperty().SetColor(*colour)
        self.actor.GetProperty().SetOpacity(opacity)

    @property
    def visible(self) -> bool:
        return bool(self.actor.GetVisibility())


class Scene:
    """Layers by name over a graded background. Everything in millimetres, y up."""

    def __init__(self, palette: Palette) -> None:
        self.renderer = vtkRenderer()
        self.renderer.SetTwoSidedLighting(False)
        self.renderer.SetUseOIT(False)  # layers blend in the order they came; sorting each pixel costs half a frame
        self.renderer.RemoveAllLights()
        self.renderer.AutomaticLightCreationOff()
        for place, share in LIGHTS:
            light = vtkLight()
            light.SetLightTypeToCameraLight()
            light.SetPosition(*place)
            light.SetFocalPoint(0, 0, 0)
            light.SetIntensity(share)
            self.renderer.AddLight(light)
        self._layers: dict[str, Layer] = {}
        self.set_background(palette)

    # -- layers --------------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._layers)

    def __contains__(self, name: object) -> bool:
        return name in self._layers

    def __getitem__(self, name: str) -> Layer:
        """Raises KeyError naming the layer."""
        return self._layers[name]

    def surface(
        self,
        name: str,
        vertices_mm: npt.ArrayLike,
        faces: Faces,
        colour: Rgb,
        opacity: float = 1.0,
        rgba: npt.NDArray[np.uint8] | None = None,
        flat: bool = False,
        closed: bool = False,
    ) -> Layer:
        """A smooth surface; replaces the layer of that name.

        vertices_mm (n, 3), faces (m, 3); rgba (n, 4) gives every vertex its own colour; flat = not lit;
        closed = seen from outside only, which saves a quarter of the drawing.
        """
        data = vtkPolyData()
        data.SetPoints(vtk_points(vertices_mm))
        data.SetPolys(cells(np.asarray(faces)))
        if not flat:
            single = np.asarray(vertices_mm, dtype=np.float32)  # as `move` has them, to the last bit
            data.GetPointData().SetNormals(floats(vertex_normals(single, faces)))
        if rgba is not None:
            data.GetPointData().SetScalars(bytes_of(rgba))
        layer = self.add(name, data, faces=np.asarray(faces))
        look = layer.actor.GetProperty()
        look.SetInterpolationToPhong()
        look.SetAmbient(1.0 if flat else 0.20)
        look.SetDiffuse(0.0 if flat else 0.86)
        look.SetSpecular(0.0 if flat else 0.10)
        look.SetSpecularPower(24)
        layer.set_colour(colour, opacity)
        if closed:
            look.BackfaceCullingOn()  # of a translucent body one skin, not its inside through its outside
        if rgba is not None and (np.asarray(rgba)[:, 3] < 255).any():
            layer.actor.ForceTranslucentOn()
        return layer

    def move(self, name: str, vertices_mm: npt.ArrayLike) -> None:
        """New points for a surface, in place. Raises KeyError, or ValueError when their number differs."""
        layer = self._layers[name]
        points = np.asarray(vertices_mm, dtype=np.float32)
        held = memory(layer.data.GetPoints().GetData())
        if held.shape != points.shape or layer.faces is None:
            raise ValueError(f"layer '{name}' has {len(held)} points, {len(points)} were given")
        held[:] = points
        layer.data.GetPoints().Modified()
        normals = layer.data.GetPointData().GetNormals()
        if normals is not None:
            memory(normals)[:] = vertex_normals(points, layer.faces)
            normals.Modified()
        layer.data.Modified()

    def tubes(
        self, name: str, lines: Iterable[tuple[npt.ArrayLike, bool]], colour: Rgb, radius_mm: float = 3.0
    ) -> Layer:
        """Lines (points (k, 3), closed) as tubes, lit little so that their colour stays their colour."""
        points, offsets, connectivity = _polylines(lines)
        data = vtkPolyData()
        data.SetPoints(vtk_points(points))
        data.SetLines(cell_array(offsets, connectivity))
        tube = vtkTubeFilter()
        tube.SetInputData(data)
        tube.SetRadius(radius_mm)
        tube.SetNumberOfSides(TUBE_SIDES)
        tube.CappingOn()
        tube.Update()
        layer = self.add(name, tube.GetOutput())
        _paint_even(layer, colour)
        return layer

    def dots(self, name: str, points_mm: npt.ArrayLike, colour: Rgb, radius_mm: float = 7.0) -> Layer:
        """Small spheres, points_mm (n, 3)."""
        ball = vtkSphereSource()
        ball.SetRadius(radius_mm)
        ball.SetThetaResolution(16)
        ball.SetPhiResolution(12)
        data = vtkPolyData()
        data.SetPoints(vtk_points(np.asarray(points_mm, dtype=np.float64).reshape(-1, 3)))
        glyphs = vtkGlyph3D()
        glyphs.SetInputData(data)
        glyphs.SetSourceConnection(ball.GetOutputPort())
        glyphs.ScalingOff()
        glyphs.Update()
        layer = self.add(name, glyphs.GetOutput())
        _paint_even(layer, colour)
        return layer

    def wires(self, name: str, lines: npt.NDArray[np.float64], rgba: npt.NDArray[np.uint8]) -> Layer:
        """Hair lines (n, 2, 3) with a colour for each end (n, 2, 4)."""
        count = len(lines)
        data = vtkPolyData()
        data.SetPoints(vtk_points(lines.reshape(-1, 3)))
        data.SetLines(cell_array(np.arange(count + 1) * 2, np.arange(2 * count)))
        data.GetPointData().SetScalars(bytes_of(rgba.reshape(-1, 4)))
        layer = self.add(name, data)
        layer.actor.GetProperty().LightingOff()
        layer.actor.ForceTranslucentOn()
        return layer

    def show(self, name: str, on: bool = True) -> None:
        """Raises KeyError naming the layer."""
        self._layers[name].actor.SetVisibility(on)

    def remove(self, name: str) -> None:
        """Take a layer out; no such layer is no error."""
        layer = self._layers.pop(name, None)
        if layer is not None:
            self.renderer.RemoveActor(layer.actor)

    def clear(self) -> None:
        for name in self.names:
            self.remove(name)

    def points_mm(self, names: Sequence[str]) -> npt.NDArray[np.float64]:
        """(n, 3) points of some layers, to fit the camera to; a person-sized box when there are none."""
        held = [self._layers[name].data.GetPoints() for name in names if name in self._layers]
        found = [memory(points.GetData()) for points in held if points.GetNumberOfPoints()]
        return np.concatenate(found).astype(np.float64) if found else PERSON_MM

    # -- look ----------------------------------------------------------------------------------------------------

    def set_background(self, palette: Palette) -> None:
        self.palette = palette
        self.renderer.SetBackground(*palette.bottom)
        self.renderer.SetBackground2(*palette.top)
        self.renderer.GradientBackgroundOn()

    def set_camera(
        self, camera: Camera, shift: tuple[float, float] = (0.0, 0.0), tile: tuple[int, int, int] = (0, 0, 1)
    ) -> None:
        """Look through a camera; shift moves the picture by a share of its width and height, for sub-pixel samples.

        tile: (column, row from below, n) of a picture n times as wide and high as the window.
        """
        lens = self.renderer.GetActiveCamera()
        column, row, times = tile
        lens.SetWindowCenter(2 * column + 1 - times - 2.0 * shift[0], 2 * row + 1 - times - 2.0 * shift[1])
        lens.SetParallelProjection(not camera.perspective)
        lens.SetViewAngle(2.0 * math.degrees(math.atan(math.tan(math.radians(camera.angle_deg) / 2.0) / times)))
        lens.SetParallelScale(camera.half_height_mm / times)
        low, high = (np.array(one) for one in (self.palette.bottom, self.palette.top))
        for share, put in (
            (row / times, self.renderer.SetBackground),
            ((row + 1) / times, self.renderer.SetBackground2),
        ):
            put(*(float(part) for part in low + share * (high - low)))
        lens.SetFocalPoint(*camera.target_mm)
        lens.SetPosition(*camera.position_mm)
        lens.SetViewUp(*camera.axes[1])

    def add(self, name: str, data: vtkPolyData, faces: Faces | None = None) -> Layer:
        """Put VTK data in as a layer, in the place of one of that name."""
        self.remove(name)
        mapper = vtkPolyDataMapper()
        mapper.SetInputDataObject(data)
        mapper.StaticOff()
        actor = vtkActor()
        actor.SetMapper(mapper)
        self.renderer.AddActor(actor)
        self._layers[name] = Layer(data, actor, faces)
        return self._layers[name]


class Frames:
    """An off-screen window on one scene. Use it on one thread; close it, or its memory stays with the driver."""

    def __init__(self, scene: Scene, width: int, height: int, samples: int = 0) -> None:
        self.scene = scene
        self._window = vtkRenderWindow()
        self._window.SetOffScreenRendering(1)
        self._window.SetShowWindow(False)
        self._window.SetMultiSamples(samples)
        self._window.AddRenderer(scene.renderer)
        self._buffer: Any = vtkUnsignedCharArray()
        self._closed = False
        self.resize(width, height)

    @property
    def size(self) -> tuple[int, int]:
        width, height = self._window.GetSize()
        return width, height

    def resize(self, width: int, height: int) -> None:
        self._window.SetSize(max(1, width), max(1, height))

    def frame(self) -> Pixels:
        """(height, width, 4) RGBA, top row first, contiguous; alpha means nothing. Raises RuntimeError when closed."""
        if self._closed:
            raise RuntimeError("this window is closed")
        self.scene.renderer.ResetCameraClippingRange()  # layers may have come since the camera was set
        self._window.Render()
        width, height = self._window.GetSize()
        self._window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, self._buffer)
        return np.ascontiguousarray(memory(self._buffer).reshape(height, width, 4)[::-1])

    def sees(self, point_mm: npt.ArrayLike, slack_mm: float = 12.0) -> bool:
        """Is a point in view in the last frame, with nothing more than slack_mm in front of it?"""
        width, height = self.size
        renderer = self.scene.renderer
        lens = np.array(renderer.GetActiveCamera().GetPosition())
        point = np.asarray(point_mm, dtype=np.float64)
        nearer = point + (lens - point) / max(1e-9, float(np.linalg.norm(lens - point))) * slack_mm
        renderer.SetWorldPoint((*(float(part) for part in nearer), 1.0))
        renderer.WorldToDisplay()
        x, y, depth = renderer.GetDisplayPoint()
        if not (0 <= x < width and 0 <= y < height):
            return False
        return bool(depth <= self._window.GetZbufferDataAtPoint(int(x), int(y)))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._window.RemoveRenderer(self.scene.renderer)
            self._window.Finalize()


def _paint_even(layer: Layer, colour: Rgb) -> None:
    look = layer.actor.GetProperty()
    look.SetInterpolationToGouraud()
    look.SetAmbient(0.72)
    look.SetDiffuse(0.34)
    look.SetSpecular(0.0)
    layer.set_colour(colour)


def _polylines(
    lines: Iterable[tuple[npt.ArrayLike, bool]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    points: list[npt.NDArray[np.float64]] = []
    offsets, connectivity, start = [0], [np.empty(0, np.int64)], 0
    for line, closed in lines:
        own = np.asarray(line, dtype=np.float64).reshape(-1, 3)
        own = own[np.append(True, np.linalg.norm(np.diff(own, axis=0), axis=1) > 1e-6)]  # tubes hate doubled points
        walk = np.arange(start, start + len(own))
        if closed and len(own) > 2:
            walk = np.append(walk, start)
        points.append(own)
        connectivity.append(walk)
        offsets.append(offsets[-1] + len(walk))
        start += len(own)
    stacked = np.concatenate(points) if points else np.empty((0, 3))
    return stacked, np.array(offsets, np.int64), np.concatenate(connectivity)
