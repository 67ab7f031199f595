"""A garment in a scene: panels with their print or a map on them, seams as thin lines. Loads VTK.

The panels are made once for a mesh; moving them, changing the print, the map or its range changes arrays in place.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkCommonCore import vtkLookupTable
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkTexture

from ampc_desktop.core.drape import ClothMesh, Index
from ampc_desktop.core.worn import Texture
from ampc_desktop.render.arrays import bytes_of, cell_array, floats, memory, vtk_points
from ampc_desktop.render.colourmap import STEPS, Scale, table
from ampc_desktop.render.palette import Rgb
from ampc_desktop.render.prints import ready
from ampc_desktop.render.scene import Layer, Scene
from ampc_desktop.render.surface import Array, vertex_normals

INSIDE, SEAMS = " inside", "seams"
UNDYED = (200, 200, 200)
LIFT_MM = 1.2
"""Seam lines lie so far off the cloth, or they would drown in it."""


class Garment:
    """The panels of one mesh in one scene; `remove` takes them out."""

    def __init__(self, scene: Scene, mesh: ClothMesh, positions_mm: npt.ArrayLike, name: str = "cloth") -> None:
        self.mesh = mesh
        self._scene, self._name = scene, name
        self._panels: list[_Panel] = []
        points, normals = self._placed(positions_mm)
        for number, panel in enumerate(mesh.panels):
            self._panels.append(_Panel(scene, f"{name}.{panel}", mesh, number, points, normals))
        self._seam_walks = [np.asarray(walk) for walk in mesh.seams.values() if len(walk) > 1]
        self._seams = self._draw_seams(np.asarray(positions_mm, dtype=np.float64))
        self.print_on({}, {})

    @property
    def names(self) -> tuple[str, ...]:
        """Layers of the panels, for fitting a camera."""
        return tuple(panel.name for panel in self._panels)

    def move(self, positions_mm: npt.ArrayLike) -> None:
        """New places (n, 3) of the garment's vertices. Raises ValueError when their number differs."""
        points, normals = self._placed(positions_mm)
        for panel in self._panels:
            panel.move(points, normals)
        if self._seams is not None:
            held = memory(self._seams.data.GetPoints().GetData())
            held[:] = self._seam_points(np.asarray(positions_mm, dtype=np.float64))
            self._seams.data.GetPoints().Modified()

    def print_on(self, prints: Mapping[str, Texture], grounds: Mapping[str, tuple[int, int, int]]) -> None:
        """By panel: its print in true scale, or its plain colour (0..255 sRGB); light grey for one that has neither."""
        for panel in self._panels:
            panel.set_print(prints.get(panel.id), grounds.get(panel.id, UNDYED))
        self._dark = all(panel.dark for panel in self._panels)
        self._seam_on_print()

    def show_print(self) -> None:
        """The print instead of a map."""
        for panel in self._panels:
            panel.show_print()
        self._seam_on_print()

    def show_map(self, values: npt.ArrayLike, scale: Scale, over: Rgb | None = None) -> None:
        """Colours by (m,) values at flat vertices; `over` is the colour of what passes the scale's limit."""
        numbers = np.asarray(values, dtype=np.float32)
        if numbers.shape != (len(self.mesh.flat_mm),):
            raise ValueError(f"{len(self.mesh.flat_mm)} values are needed, {numbers.shape} were given")
        lut = lookup(scale, over)
        for panel in self._panels:
            panel.show_map(numbers, scale, lut)
        self._seam_colour((0.0, 0.0, 0.0), 0.30)

    def remove(self) -> None:
        for panel in self._panels:
            self._scene.remove(panel.name)
            self._scene.remove(panel.name + INSIDE)
        self._scene.remove(f"{self._name} {SEAMS}")

    # -- inside --------------------------------------------------------------------------------------------------

    def _placed(self, positions_mm: npt.ArrayLike) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Points and normals by flat vertex; normals go smoothly over the seams."""
        points = np.asarray(positions_mm, dtype=np.float32)
        if points.shape != (self.mesh.n_vertices, 3):
            raise ValueError(f"{self.mesh.n_vertices} points are needed, {points.shape} were given")
        return points[self.mesh.sewn], vertex_normals(points, self.mesh.faces)[self.mesh.sewn]

    def _seam_points(self, points: Array) -> npt.NDArray[np.float32]:
        normals = vertex_normals(points, self.mesh.faces)
        walks = np.concatenate(self._seam_walks)
        return np.asarray(points[walks] + LIFT_MM * normals[walks], dtype=np.float32)

    def _draw_seams(self, points: Array) -> Layer | None:
        if not self._seam_walks:
            return None
        data = vtkPolyData()
        data.SetPoints(vtk_points(self._seam_points(points)))
        offsets = np.concatenate([[0], np.cumsum([len(walk) for walk in self._seam_walks])])
        data.SetLines(cell_array(offsets, np.arange(offsets[-1])))
        layer = self._scene.add(f"{self._name} {SEAMS}", data)
        layer.actor.GetProperty().LightingOff()
        layer.actor.GetProperty().SetLineWidth(1.0)
        return layer

    def _seam_on_print(self) -> None:
        self._seam_colour((1.0, 1.0, 1.0) if self._dark else (0.0, 0.0, 0.0), 0.34)

    def _seam_colour(self, colour: Rgb, opacity: float) -> None:
        if self._seams is not None:
            self._seams.set_colour(colour, opacity)


class _Panel:
    """Right side with print or map, and the same data seen from within."""

    def __init__(
        self,
        scene: Scene,
        name: str,
        mesh: ClothMesh,
        number: int,
        points: npt.NDArray[np.float32],
        normals: npt.NDArray[np.float32],
    ) -> None:
        self.name, self.id = name, mesh.panels[number]
        self._mine: Index = np.nonzero(mesh.panel == number)[0].astype(np.int32)
        place = np.zeros(len(mesh.panel), dtype=np.int64)
        place[self._mine] = np.arange(len(self._mine))
        faces = place[mesh.triangles[mesh.panel[mesh.triangles[:, 0]] == number]]
        self._flat = mesh.flat_mm[self._mine]
        self.data = vtkPolyData()
        self.data.SetPoints(vtk_points(points[self._mine]))
        self.data.SetPolys(cell_array(np.arange(len(faces) + 1) * 3, faces.ravel()))
        self.data.GetPointData().SetNormals(floats(normals[self._mine]))
        self._texture: vtkTexture | None = None
        self._print: Texture | None = None
        self._ground: Rgb = (0.8, 0.8, 0.8)
        self.outside = scene.add(name, self.data)
        self.outside.actor.GetProperty().BackfaceCullingOn()
        self.inside = scene.add(name + INSIDE, self.data)
        look = self.inside.actor.GetProperty()
        look.FrontfaceCullingOn()
        look.SetAmbient(0.30)
        look.SetDiffuse(0.45)
        look.SetSpecular(0.0)
        self.inside.actor.GetMapper().ScalarVisibilityOff()
        mapper = self.outside.actor.GetMapper()
        mapper.ScalarVisibilityOff()
        mapper.InterpolateScalarsBeforeMappingOn()
        mapper.UseLookupTableScalarRangeOn()

    @property
    def dark(self) -> bool:
        return sum(self._ground) < 1.2

    def move(self, points: npt.NDArray[np.float32], normals: npt.NDArray[np.float32]) -> None:
        held = self.data.GetPoints().GetData()
        memory(held)[:] = points[self._mine]
        held.Modified()
        self.data.GetPoints().Modified()
        own = self.data.GetPointData().GetNormals()
        memory(own)[:] = normals[self._mine]
        own.Modified()
        self.data.Modified()

    def set_print(self, picture: Texture | None, ground: tuple[int, int, int]) -> None:
        if picture is None:
            self._texture = self._print = None
            mean: tuple[float, ...] = ground
        elif picture is not self._print:
            corner, size = (picture.left_mm, picture.low_mm), (picture.width_mm, picture.height_mm)
            coordinates = ((self._flat - corner) / size).astype(np.float32)
            self.data.GetPointData().SetTCoords(floats(coordinates))
            shown = ready(picture)
            self._texture, self._print = texture_of(shown.image), picture
            mean = shown.mean
        else:
            mean = tuple(255 * part for part in self._ground)
        red, green, blue = (part / 255 for part in mean)
        self._ground = (red, green, blue)
        self.inside.set_colour((0.75 * red + 0.125, 0.75 * green + 0.125, 0.75 * blue + 0.125))
        self.show_print()

    def show_print(self) -> None:
        self.outside.actor.GetMapper().ScalarVisibilityOff()
        self.outside.actor.SetTexture(self._texture)  # type: ignore[arg-type] # None takes it off
        self.outside.set_colour((1.0, 1.0, 1.0) if self._texture is not None else self._ground)
        self._light(0.22, 0.84, 0.05)

    def show_map(self, values: npt.NDArray[np.float32], scale: Scale, lut: vtkLookupTable) -> None:
        """Lit little, so that shade is not read as value."""
        self.data.GetPointData().SetScalars(floats(values[self._mine]))
        self.outside.actor.SetTexture(None)  # type: ignore[arg-type]
        mapper = self.outside.actor.GetMapper()
        mapper.SetLookupTable(lut)
        mapper.SetScalarRange(scale.low, scale.high)
        mapper.ScalarVisibilityOn()
        self._light(0.56, 0.50, 0.0)

    def _light(self, ambient: float, diffuse: float, specular: float) -> None:
        look = self.outside.actor.GetProperty()
        look.SetInterpolationToPhong()
        look.SetAmbient(ambient)
        look.SetDiffuse(diffuse)
        look.SetSpecular(specular)
        look.SetSpecularPower(12)


def lookup(scale: Scale, over: Rgb | None = None) -> vtkLookupTable:
    """The scale's colours for VTK; values above its limit take `over`, in the range and out of it."""
    lut = vtkLookupTable()
    lut.SetNumberOfTableValues(STEPS)
    for k, (red, green, blue) in enumerate(table(scale.colours) / 255.0):
        passed = over is not None and scale.value((k + 0.5) / STEPS) > scale.limit
        lut.SetTableValue(k, *(over if over is not None and passed else (float(red), float(green), float(blue))), 1.0)
    lut.SetTableRange(scale.low, scale.high)
    if over is not None and scale.limit <= scale.high:
        lut.SetAboveRangeColor(*over, 1.0)
        lut.UseAboveRangeColorOn()
    return lut


def texture_of(image: npt.NDArray[np.uint8]) -> vtkTexture:
    """A softened picture (h, w, 3), row 0 at the top, for VTK; smooth at every distance."""
    high, wide = image.shape[:2]
    data = vtkImageData()
    data.SetDimensions(wide, high, 1)
    data.GetPointData().SetScalars(bytes_of(image[::-1].reshape(-1, 3)))
    made = vtkTexture()
    made.SetInputData(data)
    made.SetColorModeToDirectScalars()
    made.InterpolateOn()
    made.MipmapOn()
    made.SetMaximumAnisotropicFiltering(1.0)  # more costs a processor a third of the frame
    made.RepeatOff()
    made.EdgeClampOn()
    return made
