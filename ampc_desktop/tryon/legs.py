"""Trousers of a start: round the hips above the crotch, round each leg below it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.body import REGIONS, BodyMesh
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.relief import Relief
from ampc_desktop.tryon.trunk import MARGIN_MM, Profile, arc_table, profile

PLACES = ("leg.front", "leg.back")
_BELOW_MM = 15.0
"""The fork starts at least this far below the crotch."""
_FORK_MM = 90.0
"""Over this height above the fork the pieces turn from the hips' tube to the legs'."""
_BETWEEN_MM = 3.0
_CLEAR_MM = 6.0
_STEP_MM = 10.0


@dataclass(frozen=True, eq=False)
class _Leg:
    """The left leg by height: its inner and outer x, foremost and hindmost z, mm."""

    y: Array
    rows: Array

    def at(self, y: Array) -> tuple[Array, ...]:
        return tuple(np.interp(y, self.y, self.rows[:, k]) for k in range(4))


def _leg(body: BodyMesh, crotch: float) -> _Leg:
    points = body.vertices_mm[body.regions == REGIONS.index("left_leg")]
    heights = np.arange(0.0, crotch, _STEP_MM)
    found, rows = [], []
    for height in heights:
        near = points[np.abs(points[:, 1] - height) < 20.0]
        if len(near):  # a coarse scan has no vertex at some heights
            found.append(height)
            rows.append((near[:, 0].min(), near[:, 0].max(), near[:, 2].max(), near[:, 2].min()))
    if not rows:
        raise Problem("this body has no legs to put trousers on", body.name or "body", kind=Kind.NO, code="tryon.legs")
    return _Leg(np.array(found), np.array(rows))


def crotch_mm(body: BodyMesh) -> float:
    """Height of the lowest place of the trunk between the legs."""
    return float(body.vertices_mm[body.regions == REGIONS.index("torso"), 1].min())


def on_legs(mesh: ClothMesh, body: BodyMesh, seen: Relief, lift: float) -> Array:
    """Places (m, 3) of the points of all leg panels; nan for the others. lift: height of the pieces' y = 0."""
    x = np.full((len(mesh.flat_mm), 3), np.nan)
    crotch = crotch_mm(body)
    hips, leg = profile(body), _leg(body, crotch - _BELOW_MM)
    numbers = [k for k, place in enumerate(mesh.places) if place in PLACES]
    spans = {(mesh.places[k], _right(mesh, k)): _span(mesh, mesh.places[k], _right(mesh, k)) for k in numbers}
    fork, top = min(one.fork for one in spans.values()), max(one.top for one in spans.values())
    hem = min(float(mesh.flat_mm[mesh.panel == k, 1].min()) for k in numbers)
    lower = max(0.0, fork + lift - (crotch - _BELOW_MM))
    for number in numbers:
        mine = mesh.panel == number
        place, right = mesh.places[number], _right(mesh, number)
        front = place == "leg.front"
        turned = np.where(right, -1.0, 1.0) * (1.0 if front else -1.0)
        y = mesh.flat_mm[mine, 1]
        u = turned * mesh.flat_mm[mine, 0]
        pair = [spans[p, right].width(y) for p in PLACES if (p, right) in spans]
        girth = np.sum([outer - inner for inner, outer in pair], axis=0)
        inner, outer = spans[place, right].width(y)
        share = np.clip((u - inner) / np.maximum(outer - inner, 1.0), 0.0, 1.0)
        down = np.minimum((top - y) / (top - fork), (y - hem) / (fork - hem))
        height = y + lift - lower * np.clip(down, 0.0, 1.0)
        sign = 1.0 if front else -1.0
        above = _on_hips(share, height, girth, sign, hips)
        below = _on_leg(share, height, girth, sign, leg)
        weight = np.clip((fork + _FORK_MM - y) / _FORK_MM, 0.0, 1.0)[:, None]
        at = above + (below - above) * weight
        clear = seen.clear(at, front, _CLEAR_MM)
        high = height > crotch
        at[high] = clear[high]
        at[:, 0] = np.maximum(at[:, 0], 0.0)
        x[mine] = at * ((-1.0, 1.0, 1.0) if right else (1.0, 1.0, 1.0))
    return x


def _right(mesh: ClothMesh, number: int) -> bool:
    return mesh.panels[number].endswith(".1")


def _on_hips(share: Array, height: Array, girth: Array, sign: float, hips: Profile) -> Array:
    """A quarter of a tube: from the centre line (0) to the side (1)."""
    side, ahead, behind = hips.at(height)
    out = np.empty((len(share), 3))
    for k in range(len(share)):
        a, b = side[k] + MARGIN_MM, (ahead[k] - behind[k]) / 2 + MARGIN_MM
        arc, angle = arc_table(a, b)
        scale = max(1.0, 0.5 * girth[k] / arc[-1])
        phi = float(np.interp(share[k] * arc[-1], arc, angle))
        middle = (ahead[k] + behind[k]) / 2
        out[k] = scale * a * np.sin(phi), height[k], middle + sign * scale * b * np.cos(phi)
    return out


def _on_leg(share: Array, height: Array, girth: Array, sign: float, leg: _Leg) -> Array:
    """Half of a tube round the left leg: from its inner side (0) to its outer side (1)."""
    inside, outside, ahead, behind = leg.at(height)
    near = np.maximum(inside - MARGIN_MM, _BETWEEN_MM)
    a = (outside + MARGIN_MM - near) / 2
    b = (ahead - behind) / 2 + MARGIN_MM
    around = np.pi * (3 * (a + b) - np.sqrt((3 * a + b) * (a + 3 * b)))  # Ramanujan
    scale = np.maximum(1.0, girth / around)
    centre = near + scale * a
    angle = np.pi * share
    return np.column_stack((
        centre - scale * a * np.cos(angle), height, (ahead + behind) / 2 + sign * scale * b * np.sin(angle)
    ))  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Span:
    """Inner and outer x of the front or back of one leg by y, as if it were the left front."""

    inner: Array
    outer: tuple[Array, ...]
    fork: float
    top: float

    def width(self, y: Array) -> tuple[Array, Array]:
        inner = np.interp(y, self.inner[:, 1], self.inner[:, 0])
        return inner, np.max([np.interp(y, one[:, 1], one[:, 0]) for one in self.outer], axis=0)


def _span(mesh: ClothMesh, place: str, right: bool) -> _Span:
    inner, outer, fork = [], [], -np.inf
    turned = np.array(((-1.0 if right else 1.0) * (1.0 if place == "leg.front" else -1.0), 1.0))
    top = -np.inf
    for key, at in mesh.sides.items():
        panel, edge = key.split("/")
        number = mesh.panels.index(panel)
        if mesh.places[number] != place or _right(mesh, number) is not right:
            continue
        points = mesh.flat_mm[at] * turned
        points = points[np.argsort(points[:, 1], kind="stable")]
        top = max(top, float(points[:, 1].max()))
        role = edge.split(".")[0]
        if role in ("inseam", "crotch", "fly"):
            inner.append(points)
            fork = max(fork, float(points[:, 1].max())) if role == "inseam" else fork
        elif role in ("side", "pocket"):
            outer.append(points)
    if not inner or not outer or not np.isfinite(fork):
        raise Problem(
            f"a piece worn as {place} has no side, crotch or inseam", "pattern", kind=Kind.NO, code="tryon.place"
        )
    lines = np.concatenate(inner)
    return _Span(lines[np.argsort(lines[:, 1], kind="stable")], (_joined(outer),), fork, top)


def _joined(lines: list[Array]) -> Array:
    """The outer envelope of several lines that follow or overlap each other, by y."""
    y = np.unique(np.concatenate([line[:, 1] for line in lines]))
    x = np.max([np.interp(y, line[:, 1], line[:, 0], left=-np.inf, right=-np.inf) for line in lines], axis=0)
    return np.column_stack((x, y))
