"""What stands in the try-on, told once and drawn by whoever can: VTK's scene, or outlines where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ampc_desktop.core.body import BodyMesh, MeasuredBody
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.worn import MapView, Texture, Worn
from ampc_desktop.render.colourmap import Scale
from ampc_desktop.render.cut import Cut, cut
from ampc_desktop.render.lines import Grip, grip, isolines
from ampc_desktop.render.palette import Palette, rgb
from ampc_desktop.render.surface import Array, around
from ampc_desktop.ui.theme.style import theme

if TYPE_CHECKING:
    from ampc_desktop.render.garment import Garment
    from ampc_desktop.render.scene import Scene

Ground = tuple[int, int, int]
CUT_SKIN, CUT_CLOTH, PLANE, ISO, REGION = "cut skin", "cut cloth", "cut plane", "isoline", "region"


class Fitting:
    """A body, a garment on it (at rest or still settling), its mode, a section cut, an isoline, a marked region."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.body: MeasuredBody | None = None
        self.worn: Worn | None = None
        self.mesh: ClothMesh | None = None
        self.positions_mm: Array = np.empty((0, 3))
        self.settling = False
        self.map: MapView | None = None
        self.scale: Scale | None = None
        self.section_mm: float | None = None
        self.cut: Cut | None = None
        self.grips: tuple[Grip, ...] = ()
        self.iso: float | None = None
        self.region: tuple[Array, Array] | None = None
        self.room_mm: Array | None = None
        """Where garment and body will come on their way: the picture holds these points, too."""
        self._dress: tuple[Mapping[str, Texture], Mapping[str, Ground]] = ({}, {})
        self._scene: Scene | None = None
        self._garment: Garment | None = None
        self._beneath: tuple[Worn, ...] = ()
        self._beneath_mm: tuple[Array, ...] = ()
        self._lower: list[Garment] = []

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def body_mesh(self) -> BodyMesh | None:
        return self.body.mesh if self.body is not None else None

    @property
    def layers_beneath(self) -> int:
        """How many garments are drawn under the one that is looked at."""
        return len(self._lower)

    @property
    def points_mm(self) -> Array:
        """The garment with the part of the body around it; the whole body when nothing is worn."""
        mesh = self.body_mesh
        if mesh is None:
            return self.positions_mm
        if len(self.positions_mm) == 0:
            return mesh.vertices_mm
        stands = around(self.positions_mm, mesh.vertices_mm)
        return stands if self.room_mm is None else np.concatenate((stands, self.room_mm))

    # -- changes -------------------------------------------------------------------------------------------------

    def show_body(self, body: MeasuredBody | None) -> None:
        """A body with nothing on it."""
        self.body, self.worn, self.mesh, self.settling, self.room_mm = body, None, None, False, None
        self._wear(())
        self.positions_mm = np.empty((0, 3))
        self._forget()
        self._all()

    def move_body(self, body: MeasuredBody) -> None:
        """The same wearer a moment later: the cloth is told where it lies by `settle`."""
        self.body = body
        if self._scene is not None:
            from ampc_desktop.render import body as drawn

            drawn.show_mesh(self._scene, body.mesh, self.palette)
            drawn.show_floor(self._scene, body.mesh, self.palette)

    def show_worn(self, worn: Worn) -> None:
        same = self.mesh is worn.drape.mesh
        same_body = self.body is worn.body
        self.body, self.worn, self.mesh = worn.body, worn, worn.drape.mesh
        self.positions_mm, self.settling, self.room_mm = worn.drape.positions_mm, False, None
        self._dress = (worn.textures, worn.grounds)
        self._wear(worn.beneath)
        self._lay(tuple(one.drape.positions_mm for one in worn.beneath))
        self._forget()
        found = [grip(self.mesh, self.positions_mm, handle) for handle in worn.handles]
        self.grips = tuple(one for one in found if one is not None)
        self._all(cloth=not same, skin=not same_body)

    def settle(
        self,
        positions_mm: Array,
        mesh: ClothMesh,
        textures: Mapping[str, Texture] | None = None,
        grounds: Mapping[str, Ground] | None = None,
        beneath: tuple[Worn, ...] = (),
    ) -> None:
        """Cloth on its way, in its print where it is known: else in that of the last garment with the same pieces.

        beneath: what is worn under it, the uppermost first; its places follow those of this garment in positions_mm.
        """
        self._wear(beneath)
        positions_mm, lower_mm = np.split(np.asarray(positions_mm, dtype=np.float64), [mesh.n_vertices])
        if len(lower_mm):
            ends = np.cumsum([one.drape.mesh.n_vertices for one in beneath])
            self._lay(tuple(np.split(lower_mm, ends)[: len(beneath)]))
        new, dressed = mesh is not self.mesh, False
        if textures is not None or grounds is not None:
            dressed = self._dress[0] is not textures
            self._dress = (textures or {}, grounds or {})
        self.mesh, self.positions_mm = mesh, positions_mm
        if not self.settling:
            self.settling = True
            self._forget()
            self._colours()  # the print: values of cloth at rest would be nonsense on cloth that moves
        if new or self._garment is None:
            self._cloth(new=True)
        else:
            self._garment.move(self.positions_mm)
            if dressed:
                self._garment.print_on(*self._dress)
                self._colours()
        self._cut()
        self._plane()

    def paint(self, view: MapView | None, scale: Scale | None) -> None:
        """A map in its range, or None for the print."""
        self.map, self.scale = view, scale
        self._colours()
        self.iso_at(None)

    def cut_at(self, height_mm: float | None) -> None:
        self.section_mm = height_mm
        self._cut()
        self._plane()

    def iso_at(self, value: float | None) -> None:
        """Light the line on which the map takes a value."""
        self.iso = value
        scene = self._scene
        if scene is None:
            return
        scene.remove(ISO)
        if value is None or self.map is None or self.mesh is None:
            return
        lines = isolines(self.mesh, self.positions_mm, self.map.values, value)
        if len(lines):
            colour = np.array([*rgb(theme().selected), 1.0]) * 255
            scene.wires(ISO, lines, np.broadcast_to(colour.astype(np.uint8), (len(lines), 2, 4)).copy())
            scene[ISO].actor.GetProperty().SetLineWidth(2.0)

    def mark(self, points_mm: Array | None, faces: Array | None = None) -> None:
        """Tint some triangles of garment or body; None takes it away."""
        self.region = None if points_mm is None or faces is None else (points_mm, faces)
        scene = self._scene
        if scene is None:
            return
        scene.remove(REGION)
        if self.region is not None:
            points, triangles = self.region
            scene.surface(REGION, points, np.asarray(triangles, np.int32), rgb(theme().snap), 0.55, flat=True)

    def restyle(self, palette: Palette) -> None:
        self.palette = palette
        if self._scene is not None:
            self._scene.set_background(palette)
            self._all()

    def attach(self, scene: Scene | None) -> None:
        self._scene = scene
        self._garment, self._lower = None, []
        if scene is not None:
            self._all()
            self._draw_beneath()

    # -- into the scene ------------------------------------------------------------------------------------------

    def _wear(self, beneath: tuple[Worn, ...]) -> None:
        """What is worn under the garment, the uppermost first."""
        if [id(one) for one in beneath] != [id(one) for one in self._beneath]:
            self._beneath = beneath
            self._beneath_mm = tuple(one.drape.positions_mm for one in beneath)
            self._draw_beneath()

    def _lay(self, places_mm: tuple[Array, ...]) -> None:
        """Where what is worn beneath lies now."""
        if all(now is before for now, before in zip(places_mm, self._beneath_mm, strict=True)):
            return
        self._beneath_mm = places_mm
        for garment, own in zip(self._lower, places_mm, strict=False):
            garment.move(own)

    def _draw_beneath(self) -> None:
        for garment in self._lower:
            garment.remove()
        self._lower = []
        if self._scene is None:
            return
        for depth, (one, places_mm) in enumerate(zip(self._beneath, self._beneath_mm, strict=True), start=2):
            from ampc_desktop.render.garment import Garment

            made = Garment(self._scene, one.drape.mesh, places_mm, f"cloth {depth}")
            made.print_on(one.textures, one.grounds)
            self._lower.append(made)

    def _forget(self) -> None:
        """What belongs to one drape only, its map too: values of another cloth would be nonsense on this one."""
        self.map = self.scale = None
        self.grips = ()
        self.iso_at(None)
        self.mark(None)
        self._cut()

    def _cut(self) -> None:
        mesh = self.body_mesh
        self.cut = None
        if self.section_mm is not None and mesh is not None:
            faces = self.mesh.faces if self.mesh is not None else np.empty((0, 3), np.int32)
            under = [(at, one.drape.mesh.faces) for one, at in zip(self._beneath, self._beneath_mm, strict=True)]
            self.cut = cut(mesh.vertices_mm, mesh.skin, self.positions_mm, faces, self.section_mm, under)

    def _all(self, cloth: bool = True, skin: bool = True) -> None:
        scene = self._scene
        if scene is None:
            return
        from ampc_desktop.render import body as drawn

        mesh = self.body_mesh
        if mesh is None:
            scene.clear()
            self._garment = None
            if self.mesh is not None:
                self._cloth(new=True)
            return
        if skin or drawn.AVATAR not in scene:
            drawn.show_mesh(scene, mesh, self.palette)
            scene[drawn.AVATAR].set_colour(self.palette.avatar)
            drawn.show_floor(scene, mesh, self.palette)
        self._cloth(new=cloth or self._garment is None)
        self._plane()

    def _cloth(self, new: bool) -> None:
        scene = self._scene
        if scene is None:
            return
        if self.mesh is None or (new and self._garment is not None):
            if self._garment is not None:
                self._garment.remove()
            self._garment = None
        if self.mesh is None:
            return
        if self._garment is None:
            from ampc_desktop.render.garment import Garment

            self._garment = Garment(scene, self.mesh, self.positions_mm)
        else:
            self._garment.move(self.positions_mm)
        self._garment.print_on(*self._dress)
        self._colours()

    def _colours(self) -> None:
        if self._garment is None:
            return
        if self.map is None or self.scale is None or self.settling:
            self._garment.show_print()
        else:
            self._garment.show_map(self.map.values, self.scale, rgb(theme().err))

    def _plane(self) -> None:
        scene = self._scene
        if scene is None:
            return
        for name in (CUT_SKIN, CUT_CLOTH, PLANE):
            scene.remove(name)
        if self.cut is None:
            return
        points = self.points_mm
        low, high = points.min(axis=0) - 60.0, points.max(axis=0) + 60.0
        y = self.cut.height_mm
        sheet = np.array([[low[0], y, high[2]], [high[0], y, high[2]], [high[0], y, low[2]], [low[0], y, low[2]]])
        scene.surface(PLANE, sheet, np.array([[0, 1, 2], [0, 2, 3]], np.int32), self.palette.section, 0.10, flat=True)
        if self.cut.skin:
            lines = [(loop.points_mm, True) for loop in self.cut.skin]
            scene.tubes(CUT_SKIN, lines, self.palette.section, 2.4)
        whole = [line for one in (self.cut, *self.cut.beneath) for line in one.cloth if len(line) > 2]
        if whole:
            scene.tubes(CUT_CLOTH, [(line, False) for line in whole], self.palette.tape, 2.8)
