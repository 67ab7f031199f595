"""Rolls for lays: every ply cut, no roll overdrawn, shades kept together, waste as small as trying everything finds."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.cutplan import CutPlan, Lay, MarkerCatalogue, MarkerOption, Roll, RollRules
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan.rolls import Stack, allocate, stacks

EUR = 5.0
FREE = RollRules(one_lot=False, usable_mm=2000.0, change_eur=0.0, lot_eur=0.0)


def by_trying(wanted: list[Stack], rolls: list[Roll], usable_mm: float) -> float:
    """Least waste, mm, over every way to share the plies out."""
    best = float("inf")
    ways = [[c for c in product(range(s.plies + 1), repeat=len(rolls)) if sum(c) == s.plies] for s in wanted]
    for way in product(*ways):
        waste = 0.0
        for r, roll in enumerate(rolls):
            used = sum(counts[r] * s.ply_mm for counts, s in zip(way, wanted, strict=True))
            if used > roll.length_mm + 1e-6:
                break
            left = roll.length_mm - used
            waste += left if used and left < usable_mm else 0.0
        else:
            best = min(best, waste)
    return best


@settings(max_examples=12, deadline=None)
@given(
    plies=st.lists(st.integers(1, 4), min_size=1, max_size=2),
    lengths=st.lists(st.integers(40, 130), min_size=2, max_size=3),
)
def test_waste_is_the_least_there_is(plies: list[int], lengths: list[int]) -> None:
    wanted = [Stack(k, 1700.0 + 600.0 * k, count) for k, count in enumerate(plies)]
    rolls = [Roll(f"r{k}", 100.0 * length) for k, length in enumerate(lengths)]
    known = by_trying(wanted, rolls, FREE.usable_mm)
    if known == float("inf"):
        with pytest.raises(Problem) as caught:
            allocate(wanted, rolls, FREE, EUR)
        assert caught.value.kind is Kind.NO and caught.value.code == "cutplan.rolls_short"
        return
    got = allocate(wanted, rolls, FREE, EUR)
    assert got.waste_mm == pytest.approx(known, abs=1.0)
    assert got.cost_eur == pytest.approx(known * EUR / 1000, abs=0.01) and got.bound_eur <= got.cost_eur + 1e-9
    cut: Counter[int] = Counter()
    used: Counter[str] = Counter()
    for use in got.uses:
        cut[use.lay] += use.plies
        used[use.roll] += use.plies * round(wanted[use.lay].ply_mm)
    assert cut == dict(enumerate(plies))
    assert all(used[roll.id] <= roll.length_mm for roll in rolls)


def test_a_lay_keeps_to_one_shade_lot_although_it_wastes() -> None:
    wanted = [Stack(0, 1000.0, 10)]
    rolls = [Roll("a1", 6000.0, "A"), Roll("b1", 4000.0, "B"), Roll("a2", 5500.0, "A")]
    mixed = allocate(wanted, rolls, RollRules(one_lot=False, lot_eur=0.5), EUR)
    pure = allocate(wanted, rolls, RollRules(), EUR)
    assert {use.roll for use in mixed.uses} == {"a1", "b1"} and mixed.waste_mm == 0.0
    assert {use.roll for use in pure.uses} == {"a1", "a2"} and pure.waste_mm == pytest.approx(1500.0)


def test_no_lot_that_holds_the_lay_is_said_with_a_way_out() -> None:
    rolls = [Roll("a", 6000.0, "A"), Roll("b", 6000.0, "B")]
    with pytest.raises(Problem, match="one shade lot a lay") as caught:
        allocate([Stack(0, 1000.0, 10)], rolls, RollRules(), EUR)
    assert "two shade lots" in caught.value.remedy
    assert allocate([Stack(0, 1000.0, 10)], rolls, RollRules(one_lot=False), EUR).uses


def test_a_remnant_goes_back_to_the_shelf_when_it_is_long_enough() -> None:
    got = allocate([Stack(0, 1000.0, 5)], [Roll("a", 8000.0), Roll("b", 6000.0)], RollRules(usable_mm=2500.0), EUR)
    assert {use.roll for use in got.uses} == {"a"}  # 3 m are kept; from b 1 m would be lost
    assert got.remnant_mm == {"a": pytest.approx(3000.0)} and got.waste_mm == 0.0


@pytest.mark.parametrize(
    ("rolls", "words"),
    [
        ([], "no rolls"),
        ([Roll("a", 5000.0), Roll("a", 5000.0)], "listed twice"),
        ([Roll("a", -1.0)], "is -0.001 m"),
        ([Roll("a", float("nan"))], "nan m"),
        ([Roll("a", 900.0)], "longest roll 0.90 m"),
        ([Roll("a", 3000.0)], "take 5.0 m, the rolls hold 3.0 m"),
    ],
)
def test_bad_rolls_are_a_sentence(rolls: list[Roll], words: str) -> None:
    with pytest.raises(Problem, match=words):
        allocate([Stack(0, 1000.0, 5)], rolls, RollRules(), EUR)


def test_a_step_lay_is_stacked_by_its_steps() -> None:
    options = (
        MarkerOption("mixed", (0, 1), 1500.0, 1.0),
        MarkerOption("group", (0, 1, 1), 3000.0, 1.0, (900.0, 1000.0, 1100.0)),
    )
    plan = CutPlan((Lay(0, (4,)), Lay(1, (5, 5, 2))), (0, 0), {}, 0.0, "", 0.0)
    got = stacks(plan, MarkerCatalogue(("S", "M"), options), CutRates(5.0, 10.0, selvage_mm=20.0))
    assert got == (Stack(0, 1520.0, 4), Stack(1, 1920.0, 3), Stack(1, 3020.0, 2))
