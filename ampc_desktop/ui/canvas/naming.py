"""Where the name of a piece can be read: in a free part of it, clear of its lines, else beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetrics

from ampc_desktop.core.geometry import Array
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font

ROWS = 32
CLEAR_PX = 8
"""Room left and right of a line of text, together."""
WANTED_HEIGHT = 0.32
"""A name stands at about this share of the height of its piece, where nothing else does."""
Style = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One line of a name. style: of the tokens; token: its colour."""

    text: str
    style: Style
    token: str

    @property
    def height(self) -> int:
        return self.style[0] + 7


@lru_cache(maxsize=1024)
def versions(name: str, subtitle: str) -> tuple[tuple[Line, ...], ...]:
    """Ways to write a name, the fullest first."""
    whole = f"{name}, {subtitle}" if subtitle else name
    return (
        (Line(name, tokens.HEADING, "t1"), Line(subtitle, tokens.LABEL, "t2")),
        (Line(whole, tokens.LABEL_VALUE, "t1"),),
        (Line(name, tokens.HEADING, "t1"),),
        (Line(name, tokens.LABEL_VALUE, "t1"),),
    )


@lru_cache(maxsize=4096)
def size_px(lines: tuple[Line, ...]) -> tuple[float, float]:
    wide = max(QFontMetrics(font(line.style)).horizontalAdvance(line.text) for line in lines)
    return wide + CLEAR_PX, float(sum(line.height for line in lines))


class Rooms:
    """The widest stretch inside an outline at every height of it."""

    def __init__(self, ring: Array) -> None:
        """ring: (n, 2) closed outline as it lies, y up, mm."""
        low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
        self.height = high - low
        self._step = max(1e-6, self.height / ROWS)
        self._y = low + self._step * (np.arange(ROWS) + 0.5)
        self._left, self._right = np.zeros(ROWS), np.zeros(ROWS)
        after = np.roll(ring, -1, axis=0)
        for i, y in enumerate(self._y):
            crossing = (ring[:, 1] <= y) != (after[:, 1] <= y)
            a, b = ring[crossing], after[crossing]
            x = np.sort(a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
            if len(x) >= 2:
                k = int(np.argmax(x[1::2] - x[: len(x) // 2 * 2 : 2]))
                self._left[i], self._right[i] = x[2 * k], x[2 * k + 1]

    def place(self, wide: float, high: float) -> tuple[float, float] | None:
        """Middle of a box of this size inside, mm, near the wanted height; None where it fits nowhere."""
        count = math.ceil(high / self._step) + 1
        if count > ROWS:
            return None
        windows = np.lib.stride_tricks.sliding_window_view
        left = windows(self._left, count).max(axis=1)
        right = windows(self._right, count).min(axis=1)
        middle = windows(self._y, count).mean(axis=1)
        fits = np.flatnonzero(right - left >= wide)
        if not len(fits):
            return None
        wanted = self._y[0] + WANTED_HEIGHT * self.height
        best = int(fits[np.argmin(np.abs(middle[fits] - wanted))])
        return float((left[best] + right[best]) / 2), float(middle[best])


GAP_PX = 3.0
FARTHER_PX = (0.0, 10.0, 20.0, 32.0, 46.0, 62.0, 80.0, 100.0, 124.0, 150.0)


def beside(
    box: QRectF, wide: float, high: float, taken: Sequence[QRectF], within: QRectF
) -> tuple[QRectF, QPointF | None]:
    """(where words beside a box go, the end of a leader to it or None when they stand at it), pixels, y down.

    The nearest place that covers nothing of `taken`, not further left or right than `within`; where there is none, the
    one that covers least.
    """
    best: tuple[float, QRectF, QPointF | None] | None = None
    across, down = box.center().x(), box.center().y()
    for far in FARTHER_PX:
        reach = GAP_PX + far
        foot, head = QPointF(across, box.bottom()), QPointF(across, box.top())
        places = []
        for shift in (0.0, 0.3, -0.3, 0.7, -0.7):
            left = across - wide / 2 + shift * wide
            places.append((QRectF(left, box.bottom() + reach, wide, high), foot))
            places.append((QRectF(left, box.top() - reach - high, wide, high), head))
        places.append((QRectF(box.right() + reach, down - high / 2, wide, high), QPointF(box.right(), down)))
        places.append((QRectF(box.left() - reach - wide, down - high / 2, wide, high), QPointF(box.left(), down)))
        for place, end in places:
            place.moveLeft(max(within.left(), min(place.left(), within.right() - wide)))
            covered = sum(over.width() * over.height() for over in (place.intersected(other) for other in taken))
            leader = end if far else None
            if covered <= 0.0:
                return place, leader
            if best is None or covered < best[0]:
                best = (covered, place, leader)
    assert best is not None
    return best[1], best[2]
