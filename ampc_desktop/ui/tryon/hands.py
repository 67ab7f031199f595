"""What the hand does on the garment: draw a style line, mark a region, pull an edge. Pixels in, places out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ampc_desktop.render.camera import Array, Camera
from ampc_desktop.render.lines import Grip
from ampc_desktop.render.pick import Hit, Target, in_lasso

Pixel = tuple[float, float]
STEP_PX = 4.0
STROKE_PX = 24.0
"""A press that moves farther draws freely; a shorter one sets a point."""
REACH_PX = 7.0
CLICK_PX = 3.0
LASSO_MM2 = 4.0
FACING = 0.05
MOST_AHEAD = 3.0
"""A drag may be so many times the one whose shape is known; beyond, a line guessed from it would mislead."""


class StyleLine:
    """Places on the garment, drawn freely or point by point."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.drawing = False
        self._knots: list[int] = []
        self._moved = 0.0
        self._last: Pixel = (0.0, 0.0)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def points_mm(self) -> Array:
        return np.array([hit.point_mm for hit in self.hits], dtype=np.float64).reshape(-1, 3)

    def clear(self) -> None:
        self.hits, self._knots, self.drawing = [], [], False

    def end(self) -> None:
        """Keep the line in view, but the next press begins another."""
        self._knots, self.drawing = [], False

    def press(
        self,
        hit: Hit | None,
        between: Callable[[Pixel, Pixel], list[Hit]],
        at: Pixel,
        pixel: Callable[[tuple[float, float, float]], Pixel],
    ) -> None:
        """A point at `hit`, joined to the last one by the places under the straight line on the screen."""
        if hit is None:
            return
        if not self._knots:
            self.hits = []
        if self.hits:
            self.hits += between(pixel(self.hits[-1].point_mm), at)
        self._knots.append(len(self.hits))
        self.hits.append(hit)
        self.drawing, self._moved, self._last = True, 0.0, at

    def move(self, hit: Hit | None, at: Pixel) -> None:
        by = float(np.hypot(at[0] - self._last[0], at[1] - self._last[1]))
        if by >= STEP_PX:
            self._moved += by
            self._last = at
            if hit is not None:
                self.hits.append(hit)

    def release(self) -> bool:
        """True when it was drawn freely: the line is complete."""
        self.drawing = False
        return self._moved > STROKE_PX

    def back(self) -> None:
        """Without the last point."""
        if self._knots:
            del self.hits[self._knots.pop() :]


class Lasso:
    """A closed line of pixels and what lies inside it."""

    def __init__(self) -> None:
        self.pixels: list[Pixel] = []
        self.drawing = False
        self.start: Pixel = (0.0, 0.0)

    def clear(self) -> None:
        self.pixels, self.drawing = [], False

    def press(self, at: Pixel) -> None:
        self.pixels, self.drawing, self.start = [at], True, at

    def move(self, at: Pixel) -> None:
        if np.hypot(at[0] - self.pixels[-1][0], at[1] - self.pixels[-1][1]) >= STEP_PX:
            self.pixels.append(at)

    def close(self) -> Array | None:
        """The ring, or None when it was no more than a click."""
        ring = np.array(self.pixels)
        self.clear()
        return ring if len(ring) > 3 else None

    def inside(self, ring: Array, target: Target, points_mm: Array, faces: np.ndarray, camera: Camera) -> np.ndarray:
        """Numbers of the triangles in the ring that face the eye and that nothing of the same surface hides."""
        corners = np.asarray(points_mm)[faces]
        middles = corners.mean(axis=1)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        towards = camera.position_mm - middles
        facing = np.einsum("ij,ij->i", normals, towards)
        facing /= np.maximum(np.linalg.norm(normals, axis=1) * np.linalg.norm(towards, axis=1), 1e-12)
        seen = target.seen[faces].mean(axis=1)
        chosen = np.nonzero((facing > FACING) & in_lasso(seen[:, :2], ring))[0]
        kept = []
        for number in chosen.tolist():
            hit = target.at(float(seen[number, 0]), float(seen[number, 1]))
            if hit is not None and (hit.triangle == number or hit.depth_mm > seen[number, 2] - 12.0):
                kept.append(number)
        return np.array(kept, dtype=np.int32)


class Pull:
    """An edge in the hand. Positive is out along the cloth: a longer garment."""

    def __init__(self) -> None:
        self.grip: Grip | None = None
        self.under = False
        self.dragging = False
        self.typed = ""
        self.drag_mm = 0.0
        self._shape: tuple[float, Array] | None = None
        self._start: Pixel = (0.0, 0.0)
        self._mm_per_px = np.zeros(2)
        self._at = 0

    @property
    def active(self) -> bool:
        return self.dragging or bool(self.typed)

    @property
    def value_mm(self) -> float | None:
        """What to do when it is let go: mm, or None when nothing was done."""
        if self.typed:
            try:
                return float(self.typed.replace("−", "-").replace(",", "."))
            except ValueError:
                return None
        return self.drag_mm if self.drag_mm else None

    def clear(self) -> None:
        self.grip, self.under, self.dragging, self.typed, self.drag_mm = None, False, False, "", 0.0
        self._shape = None

    def will_lie(self, handle: str, drag_mm: float, points_mm: Array) -> None:
        """What a drag will make of the edge in the hand, as soon as it is known: points (k, 3)."""
        held = self.grip if self.dragging else None
        if held is not None and held.handle.id == handle and drag_mm and len(points_mm) == len(held.points_mm):
            self._shape = (drag_mm, points_mm)

    @property
    def moved_mm(self) -> Array | None:
        """Where the edge will lie by the present drag, (k, 3): by the last drag that is known, as far as it goes.

        None while that is not known.
        """
        if self.grip is None or self._shape is None:
            return None
        known, points = self._shape
        share = self.drag_mm / known
        if not 0.0 < share <= MOST_AHEAD:
            return None
        return np.asarray(self.grip.points_mm + share * (points - self.grip.points_mm))

    def aim(self, grips: Sequence[Grip], near: Sequence[np.ndarray], camera: Camera, size: Pixel, at: Pixel) -> None:
        """The edge within reach of the pointer, on the near side."""
        best = REACH_PX
        found: Grip | None = None
        for grip, shown in zip(grips, near, strict=True):
            if not shown.any():
                continue
            seen = camera.project(grip.points_mm, *size)[:, :2]
            for a, b in grip.pieces[shown[grip.pieces].all(axis=1)].tolist():
                along = seen[b] - seen[a]
                share = np.clip((np.array(at) - seen[a]) @ along / max(1e-9, along @ along), 0.0, 1.0)
                away = float(np.linalg.norm(seen[a] + share * along - at))
                if away < best:
                    best, found = away, grip
                    self._at = a if share < 0.5 else b
        self.under = found is not None
        if found is not None or not self.typed:
            self.grip = found

    def choose(self, grips: Sequence[Grip], step: int) -> None:
        """The next edge, by key."""
        if grips:
            ids = [grip.handle.id for grip in grips]
            at = ids.index(self.grip.handle.id) + step if self.grip is not None and self.grip.handle.id in ids else 0
            self.clear()
            self.grip = grips[at % len(grips)]

    def start(self, camera: Camera, size: Pixel, at: Pixel) -> None:
        """Take it where the pointer is: the way out there decides what the pointer's way means."""
        if self.grip is None:
            return
        place, out = self.grip.points_mm[self._at], self.grip.out[self._at]
        a, b = camera.project([place, place + out], *size)[:, :2]
        way = b - a  # pixels a mm
        length = float(np.linalg.norm(way))
        least = 0.25 * camera.px_per_mm(size[1])
        if length < least:  # it points at the eye: up and down will do
            way, length = np.array([0.0, np.sign(b[1] - a[1]) or 1.0]) * camera.px_per_mm(size[1]), least * 4
        self._mm_per_px = way / (length * length)
        self.dragging, self._start, self.drag_mm, self._shape = True, at, 0.0, None

    def move(self, at: Pixel) -> None:
        by = np.array(at) - self._start
        self.drag_mm = 0.0 if np.abs(by).max() < CLICK_PX else round(float(by @ self._mm_per_px))

    def type(self, text: str) -> bool:
        """A key typed while an edge is in the hand: True when it belongs to a number."""
        if len(text) != 1 or text not in "0123456789.,-−":
            return False
        self.typed += text
        return True

    def erase(self) -> None:
        self.typed = self.typed[:-1]
