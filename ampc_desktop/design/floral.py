"""Scattered flowers: daisies, blossoms, poppies, sprigs of leaves and berries on a torus."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ampc_desktop.core.design import PrintSpec, Shape
from ampc_desktop.core.geometry import Point

Ring = tuple[Point, ...]
_COUNT = (3, 5, 8)
"""Large flowers a tile, by density."""


def floral(spec: PrintSpec) -> list[Shape]:
    """Large flowers first, small ones and leaves in the room left, so that the ground is evenly covered."""
    width, height = spec.repeat_mm
    rng = np.random.default_rng(spec.seed)
    petals = spec.inks[1]
    leaves = spec.inks[2] if len(spec.inks) > 2 else petals
    hearts = spec.inks[3] if len(spec.inks) > 3 else (leaves if leaves != petals else spec.inks[0])
    others = list(spec.inks[4:]) or [petals]
    size = 0.155 * min(width, height) * (1.12, 1.0, 0.86)[spec.density]
    count = _COUNT[spec.density]

    large = _scatter(rng, width, height, count, size * 1.55, [])
    small = _scatter(rng, width, height, count + 1, size * 0.95, [(p, size * 1.2) for p in large])
    taken = [(p, size * 1.2) for p in large] + [(p, size * 0.72) for p in small]
    sprigs = _scatter(rng, width, height, 2 * count + 2, size * 0.7, taken)
    taken += [(p, size * 0.55) for p in sprigs]
    berries = _scatter(rng, width, height, 3 * count + 2, size * 0.3, taken)

    shapes: list[Shape] = []
    for at in large:
        turn = float(rng.uniform(0, 360))
        for side in (100.0 + float(rng.uniform(-25, 25)), 240.0 + float(rng.uniform(-25, 25))):
            shapes += _leaf_pair(at, size, turn + side, leaves)
    kinds: tuple[Callable[..., list[Shape]], ...] = (_daisy, _blossom, _poppy)
    first = int(rng.integers(len(kinds)))
    for i, at in enumerate(large):
        kind = kinds[(first + i) % len(kinds)]
        radius = size * float(rng.uniform(0.92, 1.1))
        if leaves == petals:  # one ink: a rim of ground keeps flower and leaves apart
            shapes.append(Shape(spec.inks[0], (_disc(at, radius * 1.07),)))
        shapes += kind(at, radius, float(rng.uniform(0, 360)), petals, hearts, spec.inks[0])
    for i, at in enumerate(small):
        ink = others[i % len(others)]
        radius = size * float(rng.uniform(0.5, 0.6))
        if leaves == petals:
            shapes.append(Shape(spec.inks[0], (_disc(at, radius * 1.1),)))
        shapes += (_blossom, _daisy)[i % 2](at, radius, float(rng.uniform(0, 360)), ink, hearts, spec.inks[0])
    for at in sprigs:
        shapes += _sprig(at, size * float(rng.uniform(0.55, 0.75)), float(rng.uniform(0, 360)), leaves)
    for i, at in enumerate(berries):
        shapes.append(
            Shape((hearts if hearts != spec.inks[0] else petals) if i % 2 else petals, (_disc(at, size * 0.075),))
        )
    return shapes


def _scatter(
    rng: np.random.Generator,
    width: float,
    height: float,
    count: int,
    least: float,
    taken: list[tuple[Point, float]],
) -> list[Point]:
    """Up to count places on the torus, each at least `least` from its kind and clear of what is taken.

    Mitchell's best candidate: the one furthest from all others wins.
    """
    found: list[Point] = []
    for _ in range(count):
        best, room = None, -1.0
        for x, y in rng.uniform(0, 1, (36, 2)):
            at = (float(x) * width, float(y) * height)
            gaps = [_apart(at, other, width, height) - radius - least / 2 for other, radius in taken]
            gaps += [_apart(at, other, width, height) - least for other in found]
            free = min(gaps, default=width)
            if free > room:
                best, room = at, free
        if best is None:
            break
        found.append(best)
    return found


def _apart(a: Point, b: Point, width: float, height: float) -> float:
    dx, dy = abs(a[0] - b[0]) % width, abs(a[1] - b[1]) % height
    return math.hypot(min(dx, width - dx), min(dy, height - dy))


def _place(points: list[Point], at: Point, turn_deg: float) -> Ring:
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return tuple((at[0] + c * x - s * y, at[1] + s * x + c * y) for x, y in points)


def _disc(at: Point, radius: float) -> Ring:
    return tuple(
        (at[0] + radius * math.cos(math.tau * i / 40), at[1] + radius * math.sin(math.tau * i / 40)) for i in range(40)
    )


def _petal(start: float, end: float, half: float, tip: float, steps: int = 14) -> list[Point]:
    """A petal along +x from start to end; tip < 1 lays the widest place towards the stem, > 1 towards the end."""
    outline = []
    for i in range(steps + 1):
        t = i / steps
        outline.append((start + (end - start) * t, half * math.sin(math.pi * t**tip) ** 0.75))
    return outline + [(x, -y) for x, y in reversed(outline[1:-1])]


def _daisy(at: Point, radius: float, turn: float, petals: str, heart: str, ground: str) -> list[Shape]:
    """Many narrow petals that don't touch, round heart."""
    count = 11 if radius > 8 else 8
    half = radius * math.sin(math.pi / count) * 0.62
    shapes = [
        Shape(petals, (_place(_petal(radius * 0.22, radius, half, 1.35), at, turn + 360 * i / count),))
        for i in range(count)
    ]
    inner = heart if heart != ground else petals
    return [*shapes, Shape(ground, (_disc(at, radius * 0.33),)), Shape(inner, (_disc(at, radius * 0.25),))]


def _blossom(at: Point, radius: float, turn: float, petals: str, heart: str, ground: str) -> list[Shape]:
    """Five broad notched petals, stamens around a small heart."""
    shapes = []
    for i in range(5):
        angle = turn + 72 * i
        outline = []
        for j in range(33):
            t = -1 + j / 16
            reach = radius * (0.62 + 0.38 * math.cos(math.pi * t / 2) ** 0.5 - 0.09 * math.exp(-((t / 0.16) ** 2)))
            outline.append((reach * math.cos(math.radians(33.5 * t)), reach * math.sin(math.radians(33.5 * t))))
        outline.append((radius * 0.1, 0.0))
        shapes.append(Shape(petals, (_place(outline, at, angle),)))
    shapes.append(Shape(ground, (_disc(at, radius * 0.24),)))
    inner = heart if heart != ground else petals
    shapes.append(Shape(inner, (_disc(at, radius * 0.17),)))
    for i in range(10):
        angle = math.radians(turn + 36 + 36 * i)
        spot = (at[0] + radius * 0.42 * math.cos(angle), at[1] + radius * 0.42 * math.sin(angle))
        shapes.append(Shape(ground if heart in (ground, petals) else heart, (_disc(spot, radius * 0.045),)))
    return shapes


def _poppy(at: Point, radius: float, turn: float, petals: str, heart: str, ground: str) -> list[Shape]:
    """A full round flower with ruffled edge, rings of ground showing between two layers of petals."""

    def ruffle(size: float, phase: float, waves: int, depth: float) -> Ring:
        points = []
        for i in range(96):
            t = math.tau * i / 96
            r = size * (1 - depth * abs(math.sin(waves * t / 2 + phase)) ** 3)
            points.append((r * math.cos(t), r * math.sin(t)))
        return _place(points, at, turn)

    inner = heart if heart != ground else petals
    dots = [math.radians(turn + 30 * i) for i in range(12)]
    return [
        Shape(petals, (ruffle(radius, 0.0, 8, 0.16), ruffle(radius * 0.68, 0.6, 6, 0.12))),
        Shape(petals, (ruffle(radius * 0.6, 0.6, 6, 0.14), _disc(at, radius * 0.3))),
        Shape(inner, (_disc(at, radius * 0.16),)),
        *(
            Shape(
                inner,
                (_disc((at[0] + radius * 0.24 * math.cos(a), at[1] + radius * 0.24 * math.sin(a)), radius * 0.035),),
            )
            for a in dots
        ),
    ]


def _leaf(length: float, half: float) -> list[Point]:
    return _petal(0.0, length, half, 0.8, 18)


def _leaf_pair(at: Point, size: float, angle: float, ink: str) -> list[Shape]:
    """Two pointed leaves that come out from under a flower, each split by its midrib."""
    shapes = []
    for offset, reach in ((-19.0, 1.62), (19.0, 1.5)):
        blade = _leaf(size * reach * 0.82, size * 0.2)
        stem = (
            at[0] + size * 0.72 * math.cos(math.radians(angle + offset)),
            at[1] + size * 0.72 * math.sin(math.radians(angle + offset)),
        )
        shapes.append(
            Shape(ink, (_place(blade, stem, angle + offset), _rib(size * reach * 0.82, size, stem, angle + offset)))
        )
    return shapes


def _rib(length: float, size: float, stem: Point, angle: float) -> Ring:
    half = size * 0.018
    return _place([(length * 0.3, -half), (length * 0.88, 0.0), (length * 0.3, half)], stem, angle)


def _sprig(at: Point, length: float, turn: float, ink: str) -> list[Shape]:
    """A curved twig with leaves on both sides and one at the end."""
    base = _place([(-length, 0.0)], at, turn)[0]
    width = length * 0.035
    axis = [(2 * length * i / 10, 0.22 * length * math.sin(math.pi * i / 10)) for i in range(11)]
    outline = [(x, y + width) for x, y in axis] + [(x, y - width) for x, y in reversed(axis)]
    shapes = [Shape(ink, (_place(outline, base, turn),))]
    for i in (2, 4, 6, 8):
        foot = _place([axis[i]], base, turn)[0]
        blade = _leaf(length * (0.72 - 0.045 * i), length * 0.14)
        for side in (48.0, -48.0):
            shapes.append(Shape(ink, (_place(blade, foot, turn + side),)))
    foot = _place([axis[10]], base, turn)[0]
    return [*shapes, Shape(ink, (_place(_leaf(length * 0.5, length * 0.13), foot, turn - 12),))]
