"""A camera that walks around a standing body: up stays up, distances are millimetres, screens are pixels, y down."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
ViewName = Literal["front", "back", "left", "right", "top", "below", "three_quarter"]

VIEWS: dict[ViewName, tuple[float, float]] = {
    "front": (0.0, 0.0),
    "back": (180.0, 0.0),
    "left": (90.0, 0.0),
    "right": (-90.0, 0.0),
    "top": (0.0, 90.0),
    "below": (0.0, -90.0),
    "three_quarter": (32.0, 8.0),
}
"""(azimuth, elevation) in degrees. "left" looks at the body's own left side, which is towards +x."""

MARGIN = 1.08
NEAREST_MM, FARTHEST_MM = 60.0, 60_000.0


@dataclass(frozen=True)
class Camera:
    """Looks at `target_mm` from `distance_mm` away.

    azimuth_deg   : 0 in front of the body, 90 at its left side, 180 behind it.
    elevation_deg : -90..90; 90 looks straight down.
    angle_deg     : vertical field of view; small, so that a body looks like a body and not like a selfie.
    perspective   : False draws parallel, at the scale the target has in perspective.
    """

    target_mm: tuple[float, float, float] = (0.0, 850.0, 0.0)
    distance_mm: float = 4500.0
    azimuth_deg: float = 0.0
    elevation_deg: float = 0.0
    angle_deg: float = 24.0
    perspective: bool = True

    @property
    def axes(self) -> tuple[Array, Array, Array]:
        """Unit vectors to the right, up, and from the target to the lens."""
        a, e = math.radians(self.azimuth_deg), math.radians(self.elevation_deg)
        back = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
        right = np.array([math.cos(a), 0.0, -math.sin(a)])
        up = np.array([-math.sin(a) * math.sin(e), math.cos(e), -math.cos(a) * math.sin(e)])
        return right, up, back

    @property
    def position_mm(self) -> Array:
        return np.asarray(self.target_mm) + self.distance_mm * self.axes[2]

    @property
    def half_height_mm(self) -> float:
        """Half the height of the picture at the target."""
        return self.distance_mm * math.tan(math.radians(self.angle_deg) / 2)

    def px_per_mm(self, height_px: float) -> float:
        """Scale at the target for a picture of that height."""
        return height_px / (2 * self.half_height_mm)

    def project(self, points_mm: npt.ArrayLike, width_px: float, height_px: float) -> Array:
        """(n, 3): x and y in pixels from the upper left corner, and depth in mm from the lens along the view."""
        right, up, back = self.axes
        relative = np.asarray(points_mm, dtype=np.float64).reshape(-1, 3) - np.asarray(self.target_mm)
        depth = self.distance_mm - relative @ back
        reach = np.maximum(depth, 1e-6) if self.perspective else np.full(len(relative), self.distance_mm)
        scale = self.px_per_mm(height_px) * self.distance_mm / reach
        x = width_px / 2 + (relative @ right) * scale
        y = height_px / 2 - (relative @ up) * scale
        return np.stack([x, y, depth], axis=1)

    def orbited(self, azimuth_deg: float, elevation_deg: float) -> Camera:
        """Walk around the target; never over the head."""
        turned = (self.azimuth_deg + azimuth_deg + 180.0) % 360.0 - 180.0
        return replace(
            self, azimuth_deg=turned, elevation_deg=min(90.0, max(-90.0, self.elevation_deg + elevation_deg))
        )

    def panned(self, dx_px: float, dy_px: float, height_px: float) -> Camera:
        """The picture follows the pointer by that many pixels."""
        right, up, _ = self.axes
        moved = np.asarray(self.target_mm) - (right * dx_px - up * dy_px) / self.px_per_mm(height_px)
        return replace(self, target_mm=_point(moved))

    def zoomed(self, factor: float, x_px: float, y_px: float, width_px: float, height_px: float) -> Camera:
        """Larger by `factor`; what lies at the target's depth under (x, y) stays under it."""
        distance = min(FARTHEST_MM, max(NEAREST_MM, self.distance_mm / factor))
        right, up, _ = self.axes
        offset = (right * (x_px - width_px / 2) - up * (y_px - height_px / 2)) / self.px_per_mm(height_px)
        target = np.asarray(self.target_mm) + offset * (1.0 - distance / self.distance_mm)
        return replace(self, target_mm=_point(target), distance_mm=distance)

    def looking(self, view: ViewName) -> Camera:
        """From one of the named sides, at the same target and distance."""
        azimuth, elevation = VIEWS[view]
        return replace(self, azimuth_deg=azimuth, elevation_deg=elevation)

    def fitted(self, points_mm: npt.ArrayLike, aspect: float, margin: float = MARGIN) -> Camera:
        """As near as all points (n, 3) fit, centred. aspect = width / height of the picture."""
        axes = np.array(self.axes)
        seen = np.asarray(points_mm, dtype=np.float64).reshape(-1, 3) @ axes.T
        centre = (seen.min(axis=0) + seen.max(axis=0)) / 2
        relative = np.abs(seen - centre)
        slope = math.tan(math.radians(self.angle_deg) / 2)
        towards = (seen - centre)[:, 2] if self.perspective else 0.0
        sideways = np.maximum(relative[:, 0] / max(1e-6, aspect), relative[:, 1]) / slope
        distance = float(np.max(towards + margin * sideways))
        return replace(self, target_mm=_point(centre @ axes), distance_mm=min(FARTHEST_MM, max(NEAREST_MM, distance)))


def between(a: Camera, b: Camera, share: float) -> Camera:
    """A camera on the way from a (share 0) to b (share 1), turning the short way round."""
    turn = (b.azimuth_deg - a.azimuth_deg + 180.0) % 360.0 - 180.0
    target = np.asarray(a.target_mm) * (1 - share) + np.asarray(b.target_mm) * share
    return replace(
        b,
        target_mm=_point(target),
        distance_mm=a.distance_mm * (1 - share) + b.distance_mm * share,
        azimuth_deg=a.azimuth_deg + turn * share,
        elevation_deg=a.elevation_deg * (1 - share) + b.elevation_deg * share,
    )


def _point(values: Array) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
