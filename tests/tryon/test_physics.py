"""The solver against cases with a known answer. The figures are on the page of the try-on in the docs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from ampc_desktop.tryon.contact import OFFSET_M
from ampc_desktop.tryon.distance import Field
from ampc_desktop.tryon.membrane import hinges
from ampc_desktop.tryon.solver import Cloth, Settings, settle
from tests.tryon.sheets import cloth, plane, sheet

G = 9.81
STILL = Settings(dt_s=0.05, newton=2, cg=1e-6, damping=0.5, cg_limit=2000)


def test_a_hanging_strip_stretches_under_its_own_weight() -> None:
    flat, faces = sheet(0.1, 1.0, 0.0125)
    strip = cloth(flat, faces)
    strip.free[flat[:, 1] > 1.0 - 1e-9] = 0.0
    for _ in range(60):
        strip.step(STILL)
    sag = -strip.x[flat[:, 1] < 1e-9, 1].mean()
    assert sag == pytest.approx(0.2 * G * 1.0**2 / (2 * 400.0), rel=0.01)


@pytest.mark.parametrize("along", [0, 1])
def test_a_pulled_strip_obeys_hooke_with_coupling(along: int) -> None:
    """Strain in the middle = force per width * compliance; the sides come in by the coupling."""
    ku, kv, kc = 400.0, 900.0, 150.0
    flat, faces = sheet(0.1, 0.4, 0.01) if along else sheet(0.4, 0.1, 0.01)
    strip = cloth(flat, faces, stiffness=(ku, kv, kc, 60.0), gravity=(0.0, 0.0, 0.0))
    end = flat[:, along] > 0.4 - 1e-9
    strip.free[flat[:, along] < 1e-9] = 0.0
    pull = 0.8  # N/m
    borders = np.zeros(len(flat))
    at = np.where(end)[0][np.argsort(flat[end, 1 - along])]
    gaps = np.diff(flat[at, 1 - along])
    borders[at[:-1]] += gaps / 2
    borders[at[1:]] += gaps / 2
    strip.load[:, along] = pull * borders
    for _ in range(40):
        strip.step(STILL)
    middle = np.abs(flat[:, along] - 0.2) < 0.06
    strain = np.polyfit(flat[middle, along], strip.x[middle, along], 1)[0] - 1
    aside = np.polyfit(flat[middle, 1 - along], strip.x[middle, 1 - along], 1)[0] - 1
    own, other = (kv, ku) if along else (ku, kv)
    det = ku * kv - kc**2
    assert strain == pytest.approx(pull * other / det, rel=0.01)
    assert aside == pytest.approx(-pull * kc / det, rel=0.02)
    assert own != other


def test_a_turned_sheet_feels_nothing() -> None:
    flat, faces = sheet(0.2, 0.2, 0.02)
    a, b = 0.7, 1.1
    turn = np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]]) @ np.array(
        [[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]]
    )
    moved = cloth(flat, faces, np.column_stack((flat, np.zeros(len(flat)))) @ turn.T + 3.0, bending=1e-5)
    assert np.abs(moved.forces(moved.x)).max() < 1e-9


def test_internal_forces_add_up_to_nothing() -> None:
    flat, faces = sheet(0.2, 0.2, 0.02)
    x = np.column_stack((flat, np.zeros(len(flat)))) + np.random.default_rng(3).normal(0, 0.004, (len(flat), 3))
    crumpled = cloth(flat, faces, x, (400, 300, 80, 60), bending=1e-4)
    force = crumpled.forces(x)
    assert np.abs(force).sum() > 10.0
    assert np.linalg.norm(force.sum(axis=0)) < 1e-11 * np.abs(force).sum()


def test_forces_are_the_slope_of_the_energy() -> None:
    flat, faces = sheet(0.1, 0.1, 0.02)
    rng = np.random.default_rng(0)
    x = np.column_stack((flat[:, 0] - 0.05, rng.normal(0, 0.004, len(flat)), flat[:, 1] - 0.05))
    lying = cloth(flat, faces, x, (400, 300, 80, 60), bending=1e-4, body=plane((math.sin(0.2), math.cos(0.2), 0.0)))
    lying.samples.anchor += rng.normal(0, 1e-5, lying.samples.anchor.shape)
    force, way, e = lying.forces(x), rng.normal(0, 1, x.shape), 1e-8
    assert (lying.samples.limit > 0).sum() > 20
    slope = (lying.energy(x + e * way) - lying.energy(x - e * way)) / (2 * e)
    assert slope == pytest.approx(-float((force * way).sum()), rel=1e-6)


@pytest.mark.parametrize("axis", [0, 1])
def test_bending_energy_of_unit_curvature(axis: int) -> None:
    flat, faces = sheet(0.4, 0.4, 0.01)
    stencils, weights = hinges(faces.astype(np.int64), flat[faces], np.ones(len(faces)))
    z = flat[:, axis] ** 2 / 2
    energy = 0.5 * ((weights * z[stencils]).sum(axis=1) ** 2).sum()
    assert energy / 0.16 == pytest.approx(0.5, rel=0.06)


@pytest.mark.parametrize(("h", "within"), [(0.01, 0.15), (0.0025, 0.10)])
def test_a_cantilever_bends_as_a_beam(h: float, within: float) -> None:
    """Small deflection q b^4 / (8 B), the law behind ASTM D1388."""
    overhang, bending, gravity = 0.1, 1e-4, 0.05 * G
    flat, faces = sheet(overhang + 2 * h, 0.05, h)
    strip = cloth(flat, faces, np.column_stack((flat[:, 0], np.zeros(len(flat)), flat[:, 1])), bending=bending,
                  gravity=(0.0, -gravity, 0.0))  # fmt: skip
    root = flat[:, 0].max() - overhang
    strip.free[flat[:, 0] <= root + 1e-9] = 0.0
    for _ in range(40):
        strip.step(Settings(dt_s=0.1, newton=2, cg=1e-4, cg_limit=3000, damping=0.5))
    tip = -strip.x[flat[:, 0] > flat[:, 0].max() - 1e-9, 1].mean()
    assert tip == pytest.approx(0.2 * gravity * overhang**4 / (8 * bending), rel=within)


def test_a_slack_strip_hangs_as_a_catenary() -> None:
    span, length = 0.8, 1.0
    flat, faces = sheet(length, 0.04, 0.02)
    share = flat[:, 0] / length
    start = np.column_stack((span * share, -0.9 * (share - share**2), flat[:, 1]))
    strip = cloth(flat, faces, start, (4000.0, 4000.0, 0.0, 1500.0))
    strip.free[(share < 1e-9) | (share > 1 - 1e-9)] = 0.0
    for _ in range(150):
        strip.step(Settings(dt_s=0.03, newton=3, cg=1e-5, cg_limit=3000, damping=0.7))
    a = brentq(lambda a: 2 * a * math.sinh(span / (2 * a)) - length, 0.05, 10.0)
    sag = a * (math.cosh(span / (2 * a)) - 1)
    assert strip.balance().residual < 1e-3
    assert -strip.x[:, 1].min() == pytest.approx(sag, rel=0.01)


def _slide_mm(angle_deg: float) -> float:
    """How far a patch slides in one second down an incline of friction 0.3 (limit 16.70 degrees)."""
    a = math.radians(angle_deg)
    flat, faces = sheet(0.2, 0.2, 0.025)
    down, up = np.array([math.cos(a), -math.sin(a), 0.0]), np.array([math.sin(a), math.cos(a), 0.0])
    x = flat[:, :1] * down + 0.00299 * up + flat[:, 1:] * np.array([0.0, 0.0, -1.0])
    patch = cloth(flat, faces, x, (4000.0, 4000.0, 0.0, 1500.0), body=plane(tuple(up)))
    start = patch.x.copy()
    for _ in range(200):
        patch.step(Settings(dt_s=1 / 200, newton=2, cg=1e-4, damping=1.0))
    return 1000.0 * float(((patch.x - start) @ down).mean())


def test_cloth_sticks_below_the_angle_of_friction() -> None:
    assert abs(_slide_mm(15.7)) < 0.02


@pytest.mark.parametrize("angle", [17.7, 25.0])
def test_cloth_slides_above_the_angle_of_friction_as_far_as_coulomb_says(angle: float) -> None:
    a = math.radians(angle)
    assert _slide_mm(angle) == pytest.approx(1000 * 0.5 * G * (math.sin(a) - 0.3 * math.cos(a)), rel=0.03)


def cylinder(radius: float, step: float = 0.005) -> Field:
    axis = np.arange(-radius - 0.05, radius + 0.05, step)
    along = np.arange(-0.05, 0.25, step)
    x, _, z = np.meshgrid(axis, along, axis, indexing="ij")
    return Field(np.hypot(x, z) - radius, np.array([axis[0], along[0], axis[0]]), step)


def test_a_stretched_tube_presses_as_laplace_says() -> None:
    """p = T / R with T from the strain of the cloth, on a cylinder of 100 mm radius."""
    radius, stretch, k = 0.1, 0.06, 400.0
    girth = 2 * math.pi * radius / (1 + stretch)
    flat, faces = sheet(girth, 0.15, 0.01)
    angle = 2 * math.pi * flat[:, 0] / girth
    r = radius + OFFSET_M
    x = np.column_stack((r * np.sin(angle), flat[:, 1], r * np.cos(angle)))
    seam = {round(y, 9): i for i, (u, y) in enumerate(flat.tolist()) if u < 1e-9}
    joined = np.array([seam[round(y, 9)] if u > girth - 1e-9 else i for i, (u, y) in enumerate(flat.tolist())])
    kept, new = np.unique(joined, return_inverse=True)
    from ampc_desktop.tryon.solver import Cloth

    t = len(faces)
    tube = Cloth(x[kept], new[faces], flat[faces], np.tile((k, k, 0.0, 160.0), (t, 1)), np.full(t, 0.2), np.zeros(t),
                 np.zeros(t), cylinder(radius), gravity=(0.0, 0.0, 0.0))  # fmt: skip
    for _ in range(60):
        tube.step(STILL)
    radial = np.hypot(tube.x[:, 0], tube.x[:, 2])
    inner = (tube.x[:, 1] > 0.03) & (tube.x[:, 1] < 0.12)
    hoop = float(radial[inner].mean()) * 2 * math.pi / girth
    tension = k * (hoop**2 - 1) / 2 * hoop  # Cauchy force per stretched width; the tube does not narrow
    expected = tension / float(radial[inner].mean())
    got = tube.pressure_pa(tube.balance().press)[inner].mean()
    assert hoop == pytest.approx(1.0 + stretch, abs=0.04)
    assert got == pytest.approx(expected, rel=0.05)


def test_a_cloth_that_nothing_holds_is_given_up() -> None:
    flat, faces = sheet(0.2, 0.2, 0.04)
    away = np.column_stack((flat + 1.0, np.zeros(len(flat))))
    rest = settle(
        cloth(flat, faces, away, body=plane((0.0, 1.0, 0.0), size=0.01, step=0.005)), Settings(), max_steps=400
    )
    assert rest.fallen and not rest.converged


def test_a_sheet_on_a_table_is_carried_by_it() -> None:
    flat, faces = sheet(0.2, 0.2, 0.02)
    x = np.column_stack((flat[:, 0] - 0.1, np.full(len(flat), 0.004), 0.1 - flat[:, 1]))
    lying = cloth(flat, faces, x, bending=1e-5, body=plane((0.0, 1.0, 0.0)))
    rest = settle(lying, Settings())
    assert rest.converged
    assert rest.balance.up == pytest.approx(1.0, abs=0.01)


def _half_cylinder(radius: float, step: float = 0.0025) -> Field:
    """A bar along z, round on top, its flanks upright below."""
    across, up = np.arange(-radius - 0.05, radius + 0.0501, step), np.arange(-0.7, radius + 0.05, step)
    along = np.arange(-0.02, 0.041, step)
    x, y, _ = np.meshgrid(across, up, along, indexing="ij")
    return Field(np.hypot(x, np.maximum(y, 0.0)) - radius, np.array((across[0], up[0], along[0])), step)


def _capstan_mm(ratio: float) -> float:
    """How far a strip over a bar, mu = 0.3, runs towards its heavier end in a second (limit e^(0.3 pi) = 2.57)."""
    radius, h = 0.1, 0.01
    r = radius + OFFSET_M
    hanging = 0.1
    length = math.pi * r + 2 * hanging
    flat, faces = sheet(0.02, length, h)
    s = flat[:, 1] - length / 2  # from the top along the strip
    turn = np.clip(s / r, -math.pi / 2, math.pi / 2)
    beyond = np.maximum(np.abs(s) - math.pi / 2 * r, 0.0)
    x = np.column_stack((r * np.sin(turn), r * np.cos(turn) - beyond, flat[:, 0]))
    strip = cloth(flat, faces, x, (40000.0, 40000.0, 0.0, 4000.0), density=0.01, body=_half_cylinder(radius))
    for end, pull in ((s < -length / 2 + 1e-9, 0.05), (s > length / 2 - 1e-9, 0.05 * ratio)):
        strip.load[end, 1] -= pull / end.sum()
        strip.mass[end] += pull / G / end.sum()  # weights, not massless pulls
    strip.load[:, 1] += np.where(strip.load[:, 1] < 0, -strip.load[:, 1], 0.0)  # gravity pulls the weights
    light = s < -length / 2 + 1e-9
    strip.friction_on = True
    seen = []
    for k in range(100):
        strip.step(Settings(dt_s=1 / 100, newton=3, cg=1e-4, cg_limit=2000, damping=0.95))
        if k in (49, 99):
            seen.append(float(strip.x[light, 1].mean()))
    return 1000.0 * (seen[1] - seen[0])


@pytest.mark.parametrize(("ratio", "runs"), [(2.2, False), (3.0, True)])
def test_a_strip_over_a_bar_holds_as_a_capstan(ratio: float, runs: bool) -> None:
    assert (abs(_capstan_mm(ratio)) > 5.0) is runs


def _tube_slides_mm(strain: float, seconds: float = 0.5) -> float:
    """How far an elastic tube slips down a post of 150 mm radius; it holds above rho g R / (mu ku) = 0.25 %."""
    radius, k, rho = 0.15, 400.0, 0.2
    r = radius + OFFSET_M - 1e-5
    girth = 2 * math.pi * r / (1 + strain)
    flat, faces = sheet(girth, 0.1, 0.02)
    angle = 2 * math.pi * flat[:, 0] / girth
    x = np.column_stack((r * np.sin(angle), flat[:, 1], r * np.cos(angle)))
    seam = {round(y, 9): i for i, (u, y) in enumerate(flat.tolist()) if u < 1e-9}
    joined = np.array([seam[round(y, 9)] if u > girth - 1e-9 else i for i, (u, y) in enumerate(flat.tolist())])
    kept, new = np.unique(joined, return_inverse=True)
    t = len(faces)
    post = cylinder(radius, 0.0025)
    tube = Cloth(x[kept], new[faces], flat[faces], np.tile((k, k, 0.0, 160.0), (t, 1)), np.full(t, rho), np.zeros(t),
                 np.full(t, 0.3), post, samples="vertices")  # fmt: skip
    before = tube.x[:, 1].mean()
    for _ in range(round(100 * seconds)):
        tube.step(Settings(newton=3, cg=1e-4, cg_limit=1000, damping=1.0))
    return 1000.0 * float(before - tube.x[:, 1].mean())


def test_a_waistband_holds_when_it_is_tight_enough() -> None:
    assert _tube_slides_mm(0.0032) < 1.0
    assert _tube_slides_mm(0.0018) > 10.0


@pytest.mark.parametrize("term", ["membrane", "bending", "contact", "friction"])
def test_each_force_is_the_slope_of_its_energy(term: str) -> None:
    flat, faces = sheet(0.1, 0.1, 0.02)
    rng = np.random.default_rng(5)
    x = np.column_stack((flat[:, 0] - 0.05, 0.002 + rng.normal(0, 0.002, len(flat)), flat[:, 1] - 0.05))
    stiffness = (400.0, 300.0, 80.0, 60.0) if term == "membrane" else (1e-9, 1e-9, 0.0, 1e-9)
    on = plane((math.sin(0.2), math.cos(0.2), 0.0)) if term in ("contact", "friction") else None
    piece = cloth(flat, faces, x, stiffness, bending=1e-4 if term == "bending" else 0.0, body=on,
                  friction=0.3 if term == "friction" else 0.0)  # fmt: skip
    if term == "friction":
        piece.samples.anchor += rng.normal(0, 1e-5, piece.samples.anchor.shape)
    force, way, e = piece.forces(x), rng.normal(0, 1, x.shape), 1e-8
    assert np.abs(force).max() > 1e-6
    slope = (piece.energy(x + e * way) - piece.energy(x - e * way)) / (2 * e)
    assert slope == pytest.approx(-float((force * way).sum()), rel=1e-4)


def test_the_bending_length_is_that_of_the_standard() -> None:
    """ASTM D1388: the overhang at which a strip's tip meets a slope of 41.5 degrees; c = overhang / 2, B = W c^3."""
    bending, h = 1e-4, 0.0025

    def angle_at(overhang: float) -> float:
        flat, faces = sheet(overhang + 2 * h, 0.03, h)
        strip = cloth(flat, faces, np.column_stack((flat[:, 0], np.zeros(len(flat)), flat[:, 1])),
                      (4000.0, 4000.0, 0.0, 1500.0), bending=bending)  # fmt: skip
        root = flat[:, 0].max() - overhang
        strip.free[flat[:, 0] <= root + 1e-9] = 0.0
        for _ in range(60):
            strip.step(Settings(dt_s=0.05, newton=2, cg=1e-4, cg_limit=2000, damping=0.6))
        tip = strip.x[flat[:, 0] > flat[:, 0].max() - 1e-9].mean(axis=0)
        return math.degrees(math.atan2(-tip[1], tip[0] - root))

    expected = 2 * (bending / (0.2 * G)) ** (1 / 3)  # 74.2 mm
    assert 0.07 < expected < 0.0775
    assert angle_at(0.07) < 41.5 < angle_at(0.0775)


def test_a_triangle_watched_closely_feels_what_it_missed() -> None:
    """A thin ridge between the samples of a coarse sheet: it comes through, until the triangles on it are watched."""
    axis = np.arange(-0.06, 0.0601, 0.0025)
    x, y, _ = np.meshgrid(axis, axis, axis, indexing="ij")
    ridge = Field(np.maximum(np.hypot(x - 0.0063, np.maximum(y, 0.0)) - 0.0025, -0.01), np.full(3, -0.06), 0.0025)
    flat, faces = sheet(0.1, 0.1, 0.025)
    lying = cloth(flat, faces, np.column_stack((flat[:, 0] - 0.05, np.full(len(flat), 0.003), 0.05 - flat[:, 1])),
                  body=ridge, samples="vertices")  # fmt: skip
    before = lying.forces(lying.x)
    assert np.abs(before).max() < 1e-9
    lying.watch_closely(np.arange(len(faces)))
    after = lying.forces(lying.x)
    assert after[:, 1].sum() > 0.01
    assert lying.samples.lift.max() == pytest.approx(0.001)
    lying.watch_closely(np.arange(len(faces)))
    assert lying.samples.lift.max() == pytest.approx(0.002)
