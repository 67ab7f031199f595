"""Cloth against itself: near pairs, repulsion, steps that end in time, and piles and folds that never cross."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ampc_desktop.core.drape import Array, Index
from ampc_desktop.tryon import selfcontact as s
from ampc_desktop.tryon.broadphase import near_pairs
from ampc_desktop.tryon.crossing import crossing_pairs, crossings, edges_of
from ampc_desktop.tryon.distance import Field
from ampc_desktop.tryon.proximity import EDGE_EDGE, VERTEX_TRIANGLE, between
from ampc_desktop.tryon.solver import Cloth, Settings, settle
from ampc_desktop.tryon.untangle import ironed
from tests.tryon.sheets import cloth, plane, sheet


def folded(rng: np.random.Generator) -> tuple[Array, Index]:
    """A sheet rolled into a spiral whose turns are 2 mm apart, a little crumpled; and its faces."""
    flat, faces = sheet(0.06, 0.24, 0.01)
    angle = 2 * math.pi * flat[:, 1] / 0.1
    r = 0.012 + 0.002 * angle / (2 * math.pi)
    x = np.column_stack((r * np.cos(angle), flat[:, 0], r * np.sin(angle)))
    return x + rng.normal(0, 1e-4, x.shape), faces.astype(np.int64)


def test_near_pairs_are_those_of_brute_force() -> None:
    x, faces = folded(np.random.default_rng(0))
    edges, reach = edges_of(faces), 0.004
    who, kind = near_pairs(x, faces, edges, reach)
    got = {(int(k), *map(int, row)) for k, row in zip(kind, who, strict=True)}
    assert len(got) == len(who)
    want = set()
    for v in range(len(x)):
        for face in faces:
            row = np.array((v, *face))
            if v not in face and between(x, *row, VERTEX_TRIANGLE)[7] < reach:
                want.add((VERTEX_TRIANGLE, *map(int, row)))
    for i, a in enumerate(edges):
        for b in edges[i + 1 :]:
            row = np.array((*a, *b))
            if len(set(row.tolist())) == 4 and between(x, *row, EDGE_EDGE)[7] < reach:
                want.add((EDGE_EDGE, *map(int, row)))

    def key(pair: tuple[int, ...]) -> tuple[int, ...]:
        return pair if pair[0] == VERTEX_TRIANGLE else (pair[0], *min(pair[1:3], pair[3:]), *max(pair[1:3], pair[3:]))

    assert len(want) > 500
    assert {key(p) for p in got} == {key(p) for p in want}


@pytest.mark.parametrize("kind", [VERTEX_TRIANGLE, EDGE_EDGE])
def test_the_distance_of_a_pair_is_the_least_over_both(kind: int) -> None:
    rng = np.random.default_rng(1)
    u = np.linspace(0, 1, 41)
    a, b = np.meshgrid(u, u, indexing="ij")
    for _ in range(60):
        x = rng.normal(0, 1, (4, 3))
        found = between(x, 0, 1, 2, 3, kind)
        coef, out, got = np.array(found[:4]), np.array(found[4:7]), found[7]
        assert np.allclose((coef[:, None] * x).sum(axis=0), out) and np.linalg.norm(out) == pytest.approx(got)
        assert coef.sum() == pytest.approx(0.0, abs=1e-12)
        if kind == EDGE_EDGE:
            one = x[0] + a[..., None] * (x[1] - x[0]) - x[2] - b[..., None] * (x[3] - x[2])
        else:
            inside = a + b <= 1.0
            one = (x[0] - x[1] - a[..., None] * (x[2] - x[1]) - b[..., None] * (x[3] - x[1]))[inside]
        least = float(np.linalg.norm(one, axis=-1).min())
        assert least - 0.1 <= got <= least + 1e-12


def test_the_push_is_the_slope_of_the_energy() -> None:
    rng = np.random.default_rng(2)
    x, faces = folded(rng)
    flat = sheet(0.06, 0.24, 0.01)[0]
    rolled = cloth(flat, faces, x, (1e-9, 1e-9, 0.0, 1e-9), layers_apart=True)
    rolled.apart.look(x)
    force = np.zeros_like(x)
    rolled.apart.add_forces(x, force)
    assert (rolled.apart.stiff > 0).sum() > 200
    way, e = rng.normal(0, 1, x.shape), 1e-9
    slope = (rolled.apart.energy(x + e * way) - rolled.apart.energy(x - e * way)) / (2 * e)
    assert slope == pytest.approx(-float((force * way).sum()), rel=1e-5)
    assert np.linalg.norm(force.sum(axis=0)) < 1e-10 * np.abs(force).sum()


def test_stiffness_is_the_slope_of_the_push() -> None:
    h, k, e = 0.0025, 170.0, 1e-9
    for gap in (2e-4, 1e-3, 2.4e-3):
        slope = (s.push(gap + e, h, k)[0] - s.push(gap - e, h, k)[0]) / (2 * e)
        assert s.push(gap, h, k)[1] == pytest.approx(-slope, rel=1e-5)
    assert s.push(h * (1 - 1e-9), h, k)[0] == pytest.approx(0.0, abs=1e-6)


def test_a_step_ends_before_a_pair_meets() -> None:
    rng = np.random.default_rng(3)
    hit = 0
    for n in range(400):
        kind, x, dx = n % 2, rng.normal(0, 1, (4, 3)), rng.normal(0, 2, (4, 3))
        who, kinds = np.arange(4)[None], np.array([kind])
        gap = np.array([between(x, *who[0], kind)[7]])
        share = np.ones(1)
        t = s.first_meetings(x, dx, who, kinds, gap, share)
        assert t == share[0]
        least = min(between(x + u * t * dx, *who[0], kind)[7] for u in np.linspace(0, 1, 60))
        assert least >= 0.999 * s.KEEP * gap[0]
        hit += t < 1.0
    assert hit > 30


def test_a_flat_sheet_does_not_feel_itself() -> None:
    flat, faces = sheet(0.2, 0.2, 0.01)
    still = cloth(flat, faces, bending=1e-5, layers_apart=True)
    assert np.abs(still.forces(still.x)).max() < 1e-9


def ribbon(layers_apart: bool) -> Cloth:
    """A ribbon standing upright on a table, about to fall into a pile."""
    flat, faces = sheet(0.06, 0.3, 0.012)
    x = np.column_stack((flat[:, 0] - 0.03, flat[:, 1] + 0.004, 0.002 * np.sin(25 * flat[:, 1])))
    table = plane((0, 1, 0), 0.5)
    return cloth(flat, faces, x, (400, 400, 80, 60), bending=1e-6, body=table, layers_apart=layers_apart)


@pytest.mark.parametrize("layers_apart", [False, True])
def test_a_ribbon_falls_into_a_pile_and_not_into_itself(layers_apart: bool) -> None:
    falling = ribbon(layers_apart)
    seen = []
    for k in range(160):
        falling.step(Settings())
        if k % 20 == 19:
            seen.append(crossings(falling.x, falling.apart.edges, falling.x, falling.faces, same=True))
    if layers_apart:
        assert seen == [0] * len(seen)
        assert (falling.apart.stiff > 0).sum() > 50  # it does lie on itself
        assert falling.balance().up == pytest.approx(1.0, abs=0.2)
    else:
        assert max(seen) > 50  # the scene is one that would cross


def flared_skirt(edge_m: float, layers_apart: bool) -> Cloth:
    """A cone of cloth held at the waist of a round form, its hem 3.5 times the waist."""
    radius, length, flare = 0.12, 0.5, 3.5
    waist = 2 * math.pi * (radius + 0.004)
    theta = waist * (flare - 1) / length
    first, full = waist / theta, theta / (2 * math.pi)
    rows, cols = round(length / (edge_m * 0.866)), round(waist * (1 + flare) / 2 / edge_m)
    polar = np.array([(first + length * i / rows, (k + 0.5 * (i % 2)) / cols) for i in range(rows + 1)
                      for k in range(cols)])  # fmt: skip
    rho, turn = polar[:, 0], 2 * math.pi * polar[:, 1]
    x = np.column_stack((full * rho * np.sin(turn), -(rho - first) * math.sqrt(1 - full**2), full * rho * np.cos(turn)))
    faces = []
    for i in range(rows):
        for k in range(cols):
            a, b = i * cols + k, i * cols + (k + 1) % cols
            c, d = a + cols, b + cols
            faces += [(a, b, c), (b, d, c)] if i % 2 == 0 else [(a, d, c), (a, b, d)]
    f = np.array(faces)
    angle = polar[f][:, :, 1] * theta
    angle = np.where(angle - angle.min(axis=1, keepdims=True) > theta / 2, angle - theta, angle)
    rest = np.stack((rho[f] * np.sin(angle), -rho[f] * np.cos(angle)), axis=2)
    if np.linalg.det(rest[:, 1:] - rest[:, :1])[0] < 0:
        f, rest = f[:, [0, 2, 1]], rest[:, [0, 2, 1]]
    axis, up = np.arange(-0.4, 0.401, 0.01), np.arange(-0.7, 0.2, 0.01)
    gx, gy, gz = np.meshgrid(axis, up, axis, indexing="ij")
    form = Field(np.sqrt(gx**2 + gz**2 + np.maximum(gy, 0.0) ** 2) - radius, np.array((axis[0], up[0], axis[0])), 0.01)
    t = len(f)
    skirt = Cloth(x, f, rest, np.tile((400.0, 400.0, 80.0, 60.0), (t, 1)), np.full(t, 0.2), np.full(t, 3e-6),
                  np.full(t, 0.3), form, layers_apart=layers_apart)  # fmt: skip
    skirt.free[:cols] = 0.0
    return skirt


def test_the_folds_of_a_flared_skirt_stay_apart() -> None:
    loose, kept = flared_skirt(0.03, False), flared_skirt(0.03, True)
    most = {False: 0, True: 0}
    for skirt in (loose, kept):
        skirt.friction_on = False
        for k in range(100):
            skirt.step(Settings(newton=3, cg=3e-3, damping=0.95))
            if k % 10 == 9:
                count = crossings(skirt.x, skirt.apart.edges, skirt.x, skirt.faces, same=True)
                most[skirt.apart_on] = max(most[skirt.apart_on], count)
    assert most[False] > 10 and most[True] == 0
    assert kept.x[:, 1].min() < -0.45 and np.isfinite(kept.x).all()


def test_a_start_that_crosses_itself_is_freed_before_layers_are_kept_apart() -> None:
    """Repulsion would keep a crossing for ever: it begins when the cloth is clean."""
    flat, faces = sheet(0.08, 0.3, 0.012)
    turn = 1.06 * 2 * math.pi * flat[:, 1] / 0.3  # a ring whose ends overlap
    r = 0.045 + 0.002 * np.cos(3 * turn)
    shift = 0.004 * np.cos(0.47 * turn)  # the ends lean through each other
    x = np.column_stack(((r + shift) * np.cos(turn), 0.05 + (r + shift) * np.sin(turn), flat[:, 0]))
    x[:, 0] += 0.4 * (flat[:, 0] - 0.04) * np.cos(0.5 * turn)
    lying = cloth(flat, faces, x, bending=1e-5, body=plane((0.0, 1.0, 0.0)))
    assert len(lying.apart.crossed(lying.x)) > 5
    rest = settle(lying, Settings(), max_steps=300)
    assert not len(lying.apart.crossed(lying.x)) and lying.apart_on and rest.converged


def test_a_cloth_begins_anew_where_it_began() -> None:
    """After a jam a drape starts again: nothing of the first try may be left."""
    once, twice = ribbon(True), ribbon(True)
    start = twice.x.copy()
    for _ in range(10):
        twice.step(Settings())
    twice.begin(start)
    twice.apart_on = True
    for _ in range(5):
        once.step(Settings())
        twice.step(Settings())
    assert np.abs(once.x - twice.x).max() < 1e-9


def test_a_border_that_was_turned_through_the_cloth_is_ironed_flat() -> None:
    flat, faces = sheet(0.1, 0.06, 0.01)
    x = np.column_stack((flat[:, 0], np.zeros(len(flat)), flat[:, 1]))
    turned = (x[:, 2] > 0.055) & (np.abs(x[:, 0] - x[:, 0].mean()) < 0.025)
    x[turned, 2] -= 0.018
    x[turned, 1] -= 0.002 * np.sign(np.sin(400.0 * x[turned, 0]))
    faces = faces.astype(np.int64)
    edges = edges_of(faces)
    through = crossing_pairs(x, edges, x, faces, same=True)
    assert len(through)
    places = np.unique(np.concatenate((edges[through[:, 0]], faces[through[:, 1]]), axis=None))
    lies = ironed(x, edges, places)
    assert not len(crossing_pairs(lies, edges, lies, faces, same=True))
    moved = np.linalg.norm(lies - x, axis=1) > 0.0
    assert 0 < moved.sum() < 0.8 * len(x)
