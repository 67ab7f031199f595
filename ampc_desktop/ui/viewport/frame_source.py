"""Frames of a scene as Qt images: quick ones while something moves, finer and finer at rest. Loads VTK."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from ampc_desktop.render.camera import Array, Camera
from ampc_desktop.render.palette import Palette
from ampc_desktop.render.scene import Frames, Pixels, Scene

SAMPLES = tuple((x / 16, y / 16) for x, y in ((1, -3), (-1, 3), (5, 1), (-3, -5), (-5, 5), (-7, -1), (3, 7), (7, -7)))
"""At rest so many frames, each shifted by a part of a pixel, are averaged one by one: edges become smooth, and a hand
that goes on is never kept waiting. A larger buffer would be quicker to draw but a tenth of a second to get."""
LARGEST_PX = 4096
LARGER_SAMPLES = 4
"""A picture that is printed is so fine that half of them will do."""
SLOW_SECONDS, QUICK_SECONDS = 0.070, 0.030
"""Frames slower than the first are drawn coarser while something moves; quicker than the second, finer again."""
HARDWARE_SAMPLES = 4


class FrameSource:
    """One off-screen window and its scene. Use it on the window's thread and close it."""

    def __init__(self, palette: Palette, software: bool) -> None:
        self.scene = Scene(palette)
        self._frames = Frames(self.scene, 64, 64, 0 if software else HARDWARE_SAMPLES)
        self._share = 1.0
        self.least_share = 0.5
        """How coarse a slow machine may draw while something moves, as a share of full resolution."""
        self.seconds = 0.0
        self._sum, self._taken = np.zeros((0, 0, 4), np.uint16), 0

    def image(self, camera: Camera, size: QSize, ratio: float) -> QImage:
        """One quick frame. size in logical pixels, ratio = device pixels in one of them."""
        began = perf_counter()
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        scale = min(self._share, LARGEST_PX / max(1, wanted.width(), wanted.height()))
        pixels = self._frame(camera, QSize(round(wanted.width() * scale), round(wanted.height() * scale)))
        self.seconds = perf_counter() - began
        step = -0.25 if self.seconds > SLOW_SECONDS else 0.25 if self.seconds < QUICK_SECONDS else 0.0
        self._share = min(1.0, max(self.least_share, self._share + step))
        self._taken = 0
        return _image(pixels, wanted, ratio)

    def finer(self, camera: Camera, size: QSize, ratio: float) -> QImage:
        """One more sample on top of those since the last quick frame; see `finished`."""
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        wanted = wanted.boundedTo(QSize(LARGEST_PX, LARGEST_PX))
        x, y = SAMPLES[self._taken % len(SAMPLES)]
        pixels = self._frame(camera, wanted, (x / max(1, wanted.width()), y / max(1, wanted.height())))
        if self._taken == 0 or self._sum.shape != pixels.shape:
            self._sum, self._taken = pixels.astype(np.uint16), 0
        else:
            self._sum += pixels
        self._taken += 1
        return _image((self._sum // self._taken).astype(np.uint8), wanted, ratio)

    def larger(self, camera: Camera, size: QSize, ratio: float, times: int) -> Generator[float, None, QImage]:
        """A picture `times` as wide and high as the view at full quality, made tile by tile.

        Yields the share that is done after each frame of a tile, none of which lasts longer than one on the screen, so
        that a hand can go on meanwhile.
        """
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        whole = np.empty((high * times, wide * times, 4), np.uint8)
        steps = times * times * LARGER_SAMPLES
        for number in range(times * times):
            row, column = divmod(number, times)
            total = np.zeros((high, wide, 4), np.uint16)
            for k, (x, y) in enumerate(SAMPLES[:LARGER_SAMPLES]):
                self._frames.resize(wide, high)
                self.scene.set_camera(camera, (x / wide, y / high), (column, times - 1 - row, times))
                total += self._frames.frame()
                yield (LARGER_SAMPLES * number + k + 1) / steps
            whole[row * high : (row + 1) * high, column * wide : (column + 1) * wide] = total // LARGER_SAMPLES
        return _image(whole, QSize(wide * times, high * times), ratio * times)

    @property
    def finished(self) -> bool:
        """True when no further sample would make the frame better."""
        return self._taken >= len(SAMPLES)

    def _frame(self, camera: Camera, size: QSize, shift: tuple[float, float] = (0.0, 0.0)) -> Pixels:
        self._frames.resize(size.width(), size.height())
        self.scene.set_camera(camera, shift)
        return self._frames.frame()

    def sees(self, point_mm: Array) -> bool:
        """Is a point in view in the last frame?"""
        return self._frames.sees(point_mm)

    def close(self) -> None:
        self._frames.close()


def _image(pixels: Pixels, size: QSize, ratio: float) -> QImage:
    """An image that owns its memory."""
    high, wide = pixels.shape[:2]
    seen = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGBX8888)
    smooth = Qt.TransformationMode.SmoothTransformation
    made = seen.copy() if seen.size() == size else seen.scaled(size, mode=smooth)
    made.setDevicePixelRatio(ratio)
    return made
