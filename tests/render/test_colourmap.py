"""Colours of numbers and round ticks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop.render.colourmap import Scale, table, ticks


def luminance(rows: np.ndarray) -> np.ndarray:
    """CIE L* of sRGB rows."""
    linear = np.where(rows / 255 <= 0.04045, rows / 255 / 12.92, ((rows / 255 + 0.055) / 1.055) ** 2.4)
    y = linear @ (0.2126, 0.7152, 0.0722)
    return np.where(y > 216 / 24389, 116 * np.cbrt(y) - 16, y * 24389 / 27)


def test_amounts_grow_lighter_evenly() -> None:
    light = luminance(table("amount").astype(float))
    assert (np.diff(light) > -0.15).all()
    line = np.linspace(light[0], light[-1], len(light))
    assert np.abs(light - line).max() < 4.0


def test_a_target_is_neutral_in_the_middle_and_has_two_sides() -> None:
    colours = table("target").astype(int)
    assert np.ptp(colours[127:129]) <= 2, "grey"
    assert colours[40, 2] > colours[40, 1], "purple below"
    assert colours[215, 0] > colours[215, 2] + 80, "orange above"


@pytest.mark.parametrize(
    "low, high, expected",
    [
        (0.0, 2.4, (0.0, 0.6, 1.2, 1.8, 2.4)),
        (0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0)),
        (-20.0, 60.0, (-20.0, 0.0, 20.0, 40.0, 60.0)),
        (0.0, 2000.0, (0.0, 500.0, 1000.0, 1500.0, 2000.0)),
        (0.0, 0.37, (0.0, 0.1, 0.2, 0.3)),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


@given(low=st.floats(-1e4, 1e4), span=st.floats(1e-3, 1e4))
def test_ticks_lie_in_the_range_and_are_few(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert 2 <= len(found) <= 8
    assert found[0] >= low - 1e-6 * span and found[-1] <= low + span + 1e-6 * span
    steps = np.diff(found)
    assert np.allclose(steps, steps[0], rtol=1e-3)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="two ends"):
        ticks(1.0, 1.0)
    with pytest.raises(ValueError, match="above the lower"):
        Scale("Strain", "%", 0.0, 2.4).within(3.0, 3.0)


def test_a_scale_colours_by_place_in_the_range() -> None:
    scale = Scale("Strain", "%", 0.0, 2.4)
    assert scale.colour(-1.0) == scale.colour(0.0) == tuple(table("amount")[0])
    assert scale.colour(9.0) == tuple(table("amount")[-1])
    assert scale.within(0.0, 4.8).colour(2.4) == pytest.approx(scale.colour(1.2), abs=1)
    assert scale.value(0.25) == pytest.approx(0.6)


def test_decimals_tell_neighbouring_ticks_apart() -> None:
    assert Scale("Strain", "%", 0.0, 2.4).decimals == 1
    assert Scale("Pressure", "Pa", 0.0, 2000.0).decimals == 0
    assert Scale("Fit", "", 0.0, 1.0).decimals == 2
