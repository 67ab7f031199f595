"""Girths, percentiles and the verdict, on cloth of known shape and on garments that are really worn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.check import Place, readiness, verdict
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.fit import FitAdvice, FitReport
from ampc_desktop.tryon.levels import body_girth_mm, levels, section
from tests.garment.bodies import made
from tests.tryon.cloths import lying, strip
from tests.tryon.worn import anna, worn

UP = np.array([0.0, 1.0, 0.0])


def rolled(around: float, height: float, edge: float, stretch: float) -> Drape:
    """A strip sewn into a tube, `stretch` times as wide round as it was cut."""
    mesh = strip(around, height, edge)
    x, y = mesh.flat_mm.T
    left, right = np.flatnonzero(x < 1e-6), np.flatnonzero(x > around - 1e-6)
    sewn = np.arange(len(x))
    sewn[right[np.argsort(y[right])]] = left[np.argsort(y[left])]
    numbers = np.unique(sewn, return_inverse=True)[1].astype(np.int32)
    mesh = replace(mesh, sewn=numbers)
    radius = stretch * around / (2 * np.pi)
    angle = 2 * np.pi * x / around
    at = np.column_stack((radius * np.sin(angle), y, radius * np.cos(angle)))
    positions = np.zeros((mesh.n_vertices, 3))
    positions[numbers] = at
    return lying(mesh, positions)


@pytest.mark.parametrize("stretch", [1.0, 1.08])
def test_the_section_of_a_tube_is_its_girth(stretch: float) -> None:
    tube = rolled(900.0, 200.0, 10.0, stretch)
    every = np.arange(len(tube.mesh.triangles), dtype=np.int32)
    cut = section(tube, every, np.array([0.0, 93.0, 0.0]), UP)
    assert cut.closed
    assert cut.worn_mm == pytest.approx(900.0 * stretch, rel=1e-3)
    assert cut.cut_mm == pytest.approx(900.0, rel=1e-9)
    assert section(tube, every, np.array([0.0, 500.0, 0.0]), UP).worn_mm == 0.0
    flat = lying(strip())
    open_cut = section(flat, np.arange(len(flat.mesh.triangles), dtype=np.int32), np.array([0.0, 100.0, 0.0]), UP)
    assert not open_cut.closed and open_cut.worn_mm == pytest.approx(200.0)


def test_a_slanting_section_is_an_ellipse() -> None:
    """Ramanujan's perimeter of the ellipse a 45° plane cuts from a cylinder."""
    tube = rolled(600.0, 600.0, 10.0, 1.0)
    every = np.arange(len(tube.mesh.triangles), dtype=np.int32)
    normal = np.array([0.0, 1.0, 1.0]) / np.sqrt(2)
    cut = section(tube, every, np.array([0.0, 300.0, 0.0]), normal)
    b = 600.0 / (2 * np.pi)
    a = b * np.sqrt(2)
    h = ((a - b) / (a + b)) ** 2
    assert cut.worn_mm == pytest.approx(np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h))), rel=2e-3)


def test_the_body_is_taped_as_the_body_room_tapes_it() -> None:
    who = anna()
    for measure, regions in (("hip", ("torso", "left_leg", "right_leg")), ("waist", ("torso",))):
        at = who.tape[measure].points_mm.mean(axis=0)
        assert body_girth_mm(who.mesh, at, UP, regions) == pytest.approx(who.measures[measure], rel=0.01)


def test_girths_of_a_shirt_are_those_it_was_drafted_for() -> None:
    pattern, drape = worn("tshirt")
    found = {level.girth.id: level.girth for level in levels(drape, pattern, anna())}
    assert set(found) == {"bust", "waist", "biceps", "hem"}
    bust = found["bust"]
    assert bust.cloth_mm == pytest.approx(994.0, abs=6.0) and abs(bust.short_mm) < 6.0
    assert bust.body_mm == pytest.approx(920.0, abs=2.0) and bust.wanted_mm == 74.0
    assert bust.garment_mm > bust.cloth_mm
    assert 250.0 < found["biceps"].cloth_mm < 350.0
    assert found["hem"].cloth_mm == pytest.approx(1009.0, abs=0.5)


def test_girths_of_a_skirt() -> None:
    pattern, drape = worn("straight_skirt")
    found = {level.girth.id: level.girth for level in levels(drape, pattern, anna())}
    assert set(found) == {"waist", "hip", "hem"}
    assert found["waist"].cloth_mm == pytest.approx(760.0, abs=0.5)
    assert found["hip"].cloth_mm == pytest.approx(1024.0, abs=6.0)
    assert found["hem"].wanted_mm is None


def test_the_report_of_a_shirt_that_fits() -> None:
    pattern, drape = worn("tshirt")
    got = tryon.report(drape, pattern, anna())
    assert got.converged and got.verdict.startswith("Fits. 99 %")
    assert 0.0 <= got.strain_p50 < got.strain_p99 < 8.0
    assert 0.0 < got.fit_p99 < 0.5 and 0.0 < got.pressure_p99_pa < 2000.0
    assert not [one for one in got.advice if one.severity != "note"]
    assert tryon.report(drape, pattern, anna()) == got


def test_the_report_of_a_shirt_cut_too_small() -> None:
    """The same drape, had the cloth been a quarter narrower: the words, the place and the number."""
    pattern, drape = worn("tshirt")
    small = replace(drape, mesh=replace(drape.mesh, flat_mm=drape.mesh.flat_mm * (0.75, 1.0)))
    got = tryon.report(small, pattern, anna())
    assert got.verdict.startswith("Does not fit.") and got.fit_p99 > 1.0
    assert got.girths[0].cloth_mm == pytest.approx(0.75 * 994.0, abs=6.0)


def test_a_drape_that_did_not_settle_is_not_judged() -> None:
    pattern, drape = worn("straight_skirt")
    got = tryon.report(
        replace(drape, converged=False, why="it falls off the body: nothing holds it up"), pattern, anna()
    )
    assert not got.converged and "falls off" in got.verdict and not got.girths and got.strain_p99 == 0.0
    wide = made("straight_skirt")
    wide = replace(
        wide, key_dimensions=tuple(replace(d, ease_mm=300.0) if d.id == "waist" else d for d in wide.key_dimensions)
    )
    fallen = tryon.report(replace(drape, converged=False, why="it falls off the body"), wide, anna())
    assert [one.id for one in fallen.advice] == ["waist.falls"] and fallen.advice[0].cures[0].options


def test_why_a_tight_garment_does_not_close_is_read_off_its_pattern() -> None:
    pattern, drape = worn("straight_skirt")
    small = replace(
        pattern,
        key_dimensions=tuple(replace(d, ease_mm=-60.0) if d.id == "hip" else d for d in pattern.key_dimensions),
    )
    got = tryon.report(replace(drape, converged=False, why="it is too tight to close"), small, anna())
    (one,) = got.advice
    assert one.id == "hip.close" and "920 mm of cloth for 980 mm of body" in one.sentence
    assert one.sentence in got.verdict and one.cures[0].options["hip_ease_mm"] > 44.0


def test_the_order_is_told_to_look_when_the_garment_does_not_fit_or_is_not_at_rest() -> None:
    pulls = FitAdvice("chest", "tight", "wrong", "Chest pulls: 40 mm short of ease.", "front", "side.l")
    rides = FitAdvice("hem", "slides", "poor", "Hem rides up: 12 mm.")
    calm = tryon.checked(FitReport(True, "Wearable, but: hem rides up.", advice=(rides,)))
    assert calm.status == "pass" and verdict(readiness((calm,))) == "ready to cut"
    tight = tryon.checked(FitReport(True, "Does not fit. Chest pulls.", advice=(pulls, rides)))
    assert (tight.status, tight.value, tight.where) == ("warn", 1.0, Place("front", "side.l"))
    little = tryon.checked(FitReport(True, "Wearable.", fit_p99=1.3))
    assert little.status == "warn" and "130 % of its comfortable stretch" in little.findings[0].text
    adrift = tryon.checked(FitReport(False, "Not at rest, so not judged: it falls off the body."))
    assert adrift.status == "warn" and "falls off" in adrift.findings[0].text
    for one in (tight, little, adrift):
        report = readiness((one,))
        assert report.status == "minor" and verdict(report) == "ready to cut, fit to be confirmed"
