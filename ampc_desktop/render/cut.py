"""A level cut through a worn garment: its line, the skin's line, and the gap between them. No VTK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ampc_desktop.render.surface import Array, Faces, Loop, section

GAPS = 8
"""So many gaps are written, spread evenly around the body."""


@dataclass(frozen=True, eq=False)
class Gap:
    """Distance between cloth and what is beneath it at one place of the cut, both ends in space, mm.

    skin_mm : on the skin, or on the garment beneath where that is nearer.
    """

    skin_mm: Array
    cloth_mm: Array

    @property
    def gap_mm(self) -> float:
        return float(np.linalg.norm(self.cloth_mm - self.skin_mm))


@dataclass(frozen=True, eq=False)
class Cut:
    """The plane y = height_mm.

    skin    : closed lines of the body, longest first; cloth: lines of the garment (k, 3) in order, longest first.
    gaps    : from cloth to what is nearest beneath it in the plane, skin or another garment, around the longest loop
              of skin.
    beneath : garments worn under it, the uppermost first, each cut in the same way.
    """

    height_mm: float
    skin: tuple[Loop, ...]
    cloth: tuple[Array, ...]
    gaps: tuple[Gap, ...]
    beneath: tuple[Cut, ...] = ()

    @property
    def garment_girth_mm(self) -> float:
        """Length of the garment's longest line, closed; 0 when the plane misses it."""
        if not self.cloth:
            return 0.0
        line = self.cloth[0]
        return _length(line) + float(np.linalg.norm(line[-1] - line[0]))


Layer = tuple[npt.ArrayLike, Faces]


def cut(
    body_mm: npt.ArrayLike, skin: Faces, positions_mm: npt.ArrayLike, faces: Faces, height_mm: float,
    under: Sequence[Layer] = (),
) -> Cut:  # fmt: skip
    """Body (n, 3) with its closed skin and garment (k, 3) with its triangles, cut level at a height.

    under : what is worn beneath, the uppermost first: (places (k, 3), triangles) of each.
    """
    loops = section(body_mm, skin, height_mm)
    layers = [cloth_lines(*layer, height_mm) for layer in ((positions_mm, faces), *under)]
    cuts: tuple[Cut, ...] = ()
    for number in reversed(range(len(layers))):
        below = [line for lower in layers[number + 1 :] for line in lower]
        cuts = (Cut(height_mm, loops, layers[number], _gaps(loops, layers[number], below), cuts), *cuts)
    return cuts[0]


def cloth_lines(positions_mm: npt.ArrayLike, faces: npt.ArrayLike, height_mm: float) -> tuple[Array, ...]:
    """Lines in which the plane cuts an open surface; an open line ends at the garment's edge. Longest first."""
    points = np.asarray(positions_mm, dtype=np.float64)
    triangles = np.asarray(faces)
    above = points[:, 1] >= height_mm
    side = above[triangles]
    cut_faces = triangles[side.any(axis=1) & ~side.all(axis=1)]
    if len(cut_faces) == 0:
        return ()
    edges = np.sort(np.concatenate([cut_faces[:, [0, 1]], cut_faces[:, [1, 2]], cut_faces[:, [2, 0]]]), axis=1)
    crossing = above[edges[:, 0]] != above[edges[:, 1]]
    owner = np.tile(np.arange(len(cut_faces)), 3)[crossing]
    unique, number = np.unique(edges[crossing], axis=0, return_inverse=True)
    low, high = points[unique[:, 0]], points[unique[:, 1]]
    share = (height_mm - low[:, 1]) / (high[:, 1] - low[:, 1])
    places = low + share[:, None] * (high - low)
    places[:, 1] = height_mm
    pairs = np.asarray(number).ravel()[np.argsort(owner, kind="stable")].reshape(-1, 2)
    lines = [places[walk] for walk in _walks(pairs, len(places))]
    return tuple(sorted((line for line in lines if len(line) > 1), key=lambda line: -_length(line)))


def _walks(pairs: npt.NDArray[np.intp], count: int) -> list[list[int]]:
    """Every segment once: open walks from their ends first, then rings (their first node repeated at the end)."""
    at: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, (a, b) in enumerate(pairs.tolist()):
        at[a].append((b, number))
        at[b].append((a, number))
    used = np.zeros(len(pairs), dtype=bool)
    ends = [node for node in range(count) if len(at[node]) % 2 == 1]
    walks = []
    for start in [*ends, *range(count)]:
        while True:
            walk, here = [start], start
            while True:
                ahead = next(((node, number) for node, number in at[here] if not used[number]), None)
                if ahead is None:
                    break
                used[ahead[1]] = True
                here = ahead[0]
                walk.append(here)
            if len(walk) < 2:
                break
            walks.append(walk)
    return walks


def _gaps(loops: tuple[Loop, ...], lines: tuple[Array, ...], below: Sequence[Array] = ()) -> tuple[Gap, ...]:
    """At GAPS directions around the longest loop of skin: the cloth there, and the skin or line below nearest to it."""
    if not loops or not lines:
        return ()
    centre = loops[0].points_mm.mean(axis=0)
    skin = np.concatenate([*(_dense(loop.points_mm, closed=True) for loop in loops), *map(_dense, below)])
    around = [line for line in lines if _around(line, centre)]
    if not around:
        return ()
    cloth = np.concatenate([_dense(line) for line in around])
    angle = np.arctan2(cloth[:, 0] - centre[0], cloth[:, 2] - centre[2])
    found = []
    for k in range(GAPS):
        off = np.abs((angle - 2 * np.pi * k / GAPS + np.pi) % (2 * np.pi) - np.pi)
        near = int(off.argmin())
        if off[near] < np.pi / GAPS:
            place = cloth[near]
            found.append(Gap(skin[np.linalg.norm(skin - place, axis=1).argmin()], place))
    return tuple(found)


def _around(line: Array, centre: Array) -> bool:
    """Does a line go around a place for the most part (not a sleeve beside it)?"""
    angle = np.unwrap(np.arctan2(line[:, 0] - centre[0], line[:, 2] - centre[2]))
    return float(np.ptp(angle)) > np.pi / 2


def _dense(line: Array, closed: bool = False, step_mm: float = 2.0) -> Array:
    """Points along a line no farther apart than a step."""
    ends = np.roll(line, -1, axis=0) if closed else line[1:]
    made = [
        a
        + (b - a)
        * np.linspace(0.0, 1.0, max(1, int(np.ceil(np.linalg.norm(b - a) / step_mm))), endpoint=False)[:, None]
        for a, b in zip(line, ends, strict=False)
    ]
    return np.concatenate([*made, line[-1:]])


def _length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
