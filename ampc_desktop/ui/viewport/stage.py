"""What stands in a 3D view, told once and drawn by whoever can: VTK's scene, or outlines where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import BodyMesh, Landmark, MeasuredBody, TapeLine
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.surface import Loop, section

if TYPE_CHECKING:
    from ampc_desktop.render.scene import Scene

Array = npt.NDArray[np.float64]
Compare = Literal["side", "overlay"]
OTHER, OTHER_TAPE, CUT, PLANE = "other", "other tape", "section", "plane"
AIR_MM = 140.0
"""Room between two bodies side by side."""
GHOST_OPACITY = 0.42


class Stage:
    """A body in some pose, perhaps another beside or over it, tape loops, landmarks and a section cut.

    Every change goes to the scene if there is one; a scene that comes later gets all of it.
    """

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.body: MeasuredBody | None = None
        self.pose: BodyMesh | None = None
        self.other: MeasuredBody | None = None
        self.compare: Compare = "side"
        self.tapes_on, self.marks_on = True, False
        self.chosen, self.hovered = "", ""
        self.section_mm: float | None = None
        self.loops: tuple[Loop, ...] = ()
        self._scene: Scene | None = None

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def mesh(self) -> BodyMesh | None:
        """The surface shown, where it stands: in its pose, moved aside when there are two."""
        mesh = self.pose or (self.body.mesh if self.body is not None else None)
        return mesh if mesh is None or not self._aside else _moved(mesh, -self._aside)

    @property
    def other_mesh(self) -> BodyMesh | None:
        return None if self.other is None else _moved(self.other.mesh, self._aside)

    @property
    def _aside(self) -> float:
        """How far each of two bodies stands from the middle, mm."""
        if self.other is None or self.body is None or self.compare != "side":
            return 0.0
        widths = [float(np.ptp(one.mesh.vertices_mm[:, 0])) for one in (self.body, self.other)]
        return (sum(widths) / 2 + AIR_MM) / 2

    @property
    def meshes(self) -> tuple[BodyMesh, ...]:
        return tuple(mesh for mesh in (self.mesh, self.other_mesh) if mesh is not None)

    @property
    def points_mm(self) -> Array:
        """Points to fit the camera to; empty when nothing is there."""
        found = [mesh.vertices_mm for mesh in self.meshes]
        return np.concatenate(found) if found else np.empty((0, 3))

    @property
    def lines(self) -> tuple[TapeLine, ...]:
        """Tape lines in view: girths, and any line that was chosen. They were taken in the A-pose and stay there."""
        if self.body is None or self.pose is not None:
            return ()
        lit = (self.chosen, self.hovered)
        shown = [x for x in self.body.tape.values() if x.measure in lit or (self.tapes_on and x.closed)]
        offset = np.array([-self._aside, 0.0, 0.0])
        return tuple(replace(line, points_mm=line.points_mm + offset) for line in shown)

    @property
    def other_line(self) -> TapeLine | None:
        """The lit measure's tape on the body this one is compared with."""
        if self.other is None:
            return None
        line = self.other.tape.get(self.hovered) or self.other.tape.get(self.chosen)
        return None if line is None else replace(line, points_mm=line.points_mm + np.array([self._aside, 0.0, 0.0]))

    @property
    def marks(self) -> tuple[Landmark, ...]:
        if self.body is None or self.pose is not None or not self.marks_on:
            return ()
        aside = self._aside
        return tuple(
            replace(mark, point_mm=(mark.point_mm[0] - aside, mark.point_mm[1], mark.point_mm[2]))
            for mark in self.body.landmarks
        )

    # -- changes -------------------------------------------------------------------------------------------------

    def show(self, body: MeasuredBody | None, other: MeasuredBody | None = None, compare: Compare = "side") -> None:
        self.body, self.other, self.compare, self.pose = body, other, compare, None
        if self.body is None or self.chosen not in self.body.tape:
            self.chosen = ""
        self.hovered = ""
        self._cut()
        self._all()

    def show_pose(self, mesh: BodyMesh | None) -> None:
        """The body in another pose; None: the A-pose it was measured in."""
        self.pose = mesh
        self._cut()
        self._all()

    def light(self, chosen: str | None = None, hovered: str | None = None) -> bool:
        """Light the tape of a measure; "" for none, None to leave as it is. True when something changed."""
        before = (self.chosen, self.hovered)
        known = self.body.tape if self.body is not None else {}
        self.chosen = self.chosen if chosen is None else chosen if chosen in known else ""
        self.hovered = self.hovered if hovered is None else hovered if hovered in known else ""
        if before == (self.chosen, self.hovered):
            return False
        self._tape()
        return True

    def switch(self, tapes: bool | None = None, marks: bool | None = None) -> None:
        self.tapes_on = self.tapes_on if tapes is None else tapes
        self.marks_on = self.marks_on if marks is None else marks
        self._tape()
        self._dots()

    def cut(self, height_mm: float | None) -> None:
        """Put the section plane at a height above the floor, or take it away."""
        self.section_mm = height_mm
        self._cut()
        self._plane()

    def restyle(self, palette: Palette) -> None:
        self.palette = palette
        if self._scene is not None:
            self._scene.set_background(palette)
            self._all()

    def attach(self, scene: Scene | None) -> None:
        self._scene = scene
        if scene is not None:
            self._all()

    # -- into the scene ------------------------------------------------------------------------------------------

    def _cut(self) -> None:
        mesh = self.mesh
        on = self.section_mm is not None and mesh is not None
        self.loops = section(mesh.vertices_mm, mesh.skin, self.section_mm) if on and mesh and self.section_mm else ()

    def _all(self) -> None:
        scene = self._scene
        if scene is None:
            return
        from ampc_desktop.render import body as drawn

        mesh, other = self.mesh, self.other_mesh
        if mesh is None:
            scene.clear()
            return
        drawn.show_mesh(scene, mesh, self.palette)
        scene[drawn.AVATAR].set_colour(self.palette.avatar)
        if other is None:
            scene.remove(OTHER)
        else:
            opacity = GHOST_OPACITY if self.compare == "overlay" else 1.0
            scene.surface(OTHER, other.vertices_mm, other.faces, self.palette.other, opacity, closed=True)
        drawn.show_floor(scene, mesh if other is None else _together(mesh, other), self.palette)
        self._tape()
        self._dots()
        self._plane()

    def _tape(self) -> None:
        scene = self._scene
        if scene is None:
            return
        from ampc_desktop.render import body as drawn

        wanted = {drawn.TAPE + line.measure: line for line in self.lines}
        for name in [n for n in scene.names if n.startswith(drawn.TAPE) and n not in wanted]:
            scene.remove(name)
        for line in wanted.values():
            drawn.show_tape(scene, line, self.palette, line.measure in (self.chosen, self.hovered))
        beside = self.other_line
        if beside is None:
            scene.remove(OTHER_TAPE)
        else:
            colour, radius = self.palette.highlight, drawn.CHOSEN_RADIUS_MM
            scene.tubes(OTHER_TAPE, [(beside.points_mm, beside.closed)], colour, radius)

    def _dots(self) -> None:
        scene = self._scene
        if scene is None:
            return
        from ampc_desktop.render import body as drawn

        if self.marks:
            scene.dots(drawn.LANDMARKS, [m.point_mm for m in self.marks], self.palette.landmark, drawn.DOT_RADIUS_MM)
        else:
            scene.remove(drawn.LANDMARKS)

    def _plane(self) -> None:
        scene = self._scene
        if scene is None:
            return
        scene.remove(CUT)
        scene.remove(PLANE)
        if self.section_mm is None or not self.meshes:
            return
        points, faces = self.plane(self.section_mm)
        scene.surface(PLANE, points, faces, self.palette.section, 0.10, flat=True)
        if self.loops:
            scene.tubes(CUT, [(loop.points_mm, True) for loop in self.loops], self.palette.section, 3.4)

    def plane(self, height_mm: float) -> tuple[Array, npt.NDArray[np.int32]]:
        """The section plane as a sheet a little wider than the body."""
        points = self.points_mm
        low, high = points.min(axis=0) - 60.0, points.max(axis=0) + 60.0
        corners = [[low[0], height_mm, high[2]], [high[0], height_mm, high[2]], [high[0], height_mm, low[2]]]
        return np.array([*corners, [low[0], height_mm, low[2]]]), np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def _moved(mesh: BodyMesh, by_mm: float) -> BodyMesh:
    return replace(mesh, vertices_mm=mesh.vertices_mm + np.array([by_mm, 0.0, 0.0])) if by_mm else mesh


def _together(*meshes: BodyMesh) -> BodyMesh:
    """The points of several bodies as one, for the shadow they throw."""
    return replace(meshes[0], vertices_mm=np.concatenate([mesh.vertices_mm for mesh in meshes]))


def strands_near(
    lines: Sequence[TapeLine], screens: Sequence[Array], x: float, y: float, reach_px: float
) -> list[tuple[str, Array]]:
    """(measure, point on it in mm) of the pieces of tape within reach of a pixel, nearest first.

    screens: the projected points of each line. Several strands of one loop may lie under a pixel; which of them is in
    view is for the caller to find out.
    """
    found: list[tuple[float, str, Array]] = []
    pixel = np.array([x, y])
    for line, seen in zip(lines, screens, strict=True):
        a, start = seen[:, :2], line.points_mm
        b, end = np.roll(a, -1, axis=0), np.roll(start, -1, axis=0)
        count = len(a) if line.closed else len(a) - 1
        a, b, start, end = a[:count], b[:count], start[:count], end[:count]
        along = b - a
        share = np.clip(((pixel - a) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9), 0.0, 1.0)
        away = np.hypot(*(a + share[:, None] * along - pixel).T)
        for at in np.nonzero(away <= reach_px)[0]:
            found.append((float(away[at]), line.measure, start[at] + share[at] * (end[at] - start[at])))
    return [(measure, point) for _, measure, point in sorted(found, key=lambda one: one[0])]
