"""Every body gets a pattern that can be sewn: any three options together here, all when slow."""

from __future__ import annotations

import pytest

from ampc_desktop.core.pattern import WORN, Piece
from ampc_desktop.garment import allowance
from tests.garment.bodies import body, extreme, made, plausible
from tests.garment.sweep import GRIDS, Outcome, combinations, covering, dealt, sweep


def _fine(outcome: Outcome) -> None:
    assert not outcome.faults, "\n".join(outcome.faults[:12])
    assert outcome.seam_mm <= 0.5 and outcome.girth_mm <= 2.0


@pytest.fixture
def no_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Corners are as the edges ask on every draft: the plain buffer is for impossible edits only."""

    def refuse(piece: Piece) -> None:
        raise AssertionError(f"{piece.id} fell back to the buffer")

    monkeypatch.setattr(allowance, "_buffered", refuse)


@pytest.mark.usefixtures("no_buffer")
@pytest.mark.parametrize("family", list(GRIDS))
def test_any_three_options_together_over_many_bodies(family: str) -> None:
    """Every combined choice of any three options, dealt to twenty plausible and all extreme bodies."""
    bodies, choices = (body(), *plausible(20), *extreme()), covering(family)
    outcome = dealt(family, bodies, choices)
    assert outcome.drafts == max(len(choices), len(bodies))
    _fine(outcome)


@pytest.mark.slow
@pytest.mark.usefixtures("no_buffer")
@pytest.mark.parametrize("family", list(GRIDS))
def test_every_combination_over_many_bodies(family: str) -> None:
    """Every combination of choices once, dealt to twenty plausible and all extreme bodies."""
    _fine(dealt(family, (body(), *plausible(20), *extreme()), combinations(family)))


@pytest.mark.slow
@pytest.mark.parametrize("family", list(GRIDS))
def test_every_combination_on_one_body(family: str) -> None:
    _fine(sweep(family, (body(),), None))


@pytest.mark.parametrize("family", list(GRIDS))
def test_every_piece_says_where_it_is_worn(family: str) -> None:
    assert {piece.worn for piece in made(family).pieces} <= set(WORN)


@pytest.mark.slow
@pytest.mark.usefixtures("no_buffer")
@pytest.mark.parametrize("family", list(GRIDS))
def test_full_sweep(family: str) -> None:
    _fine(sweep(family, (*plausible(200, seed=11), *extreme()), 24))
