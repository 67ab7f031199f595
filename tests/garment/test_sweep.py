"""Every body gets a pattern that can be sewn: a sample here, 200 plausible and 20 extreme ones when slow."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.garment.bodies import body, extreme, made, plausible
from tests.garment.sweep import GRIDS, Outcome, sweep


def _fine(outcome: Outcome) -> None:
    assert not outcome.faults, "\n".join(outcome.faults[:12])
    assert outcome.seam_mm <= 0.5 and outcome.girth_mm <= 2.0


@pytest.mark.parametrize("family", list(GRIDS))
def test_plausible_bodies(family: str) -> None:
    outcome = sweep(family, plausible(40), 4)
    assert outcome.drafts == 160
    _fine(outcome)


@pytest.mark.parametrize("family", list(GRIDS))
def test_extreme_bodies(family: str) -> None:
    _fine(sweep(family, extreme(), 6))


@pytest.mark.parametrize("family", list(GRIDS))
def test_every_combination_on_one_body(family: str) -> None:
    _fine(sweep(family, (body(),), None))


@pytest.mark.slow
@pytest.mark.parametrize("family", list(GRIDS))
def test_full_sweep(family: str) -> None:
    _fine(sweep(family, (*plausible(200, seed=11), *extreme()), 24))


@pytest.mark.parametrize("family", list(GRIDS))
def test_redraft_is_fast(family: str) -> None:
    """Target 50 ms for options, draft and cut lines together."""
    wishes = {"tshirt": {"sleeve": "long"}, "straight_skirt": {"length": "midi"}}[family]
    made(family, **wishes)
    best = 1.0
    for _ in range(8):
        started = perf_counter()
        made(family, **wishes)
        best = min(best, perf_counter() - started)
    assert best < 0.050
