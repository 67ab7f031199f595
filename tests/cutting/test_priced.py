"""Markers found by their price: the same optimum as listing all, and a bound that holds."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampc_desktop.core.cutplan import CutRules, CuttingOrder, MarkerCatalogue
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem
from ampc_desktop.cutting.plan import planning, priced
from ampc_desktop.cutting.plan.costs import produced

RATES = CutRates(fabric_eur_per_m=2.0, operator_eur_per_h=10.0, spreading_m_per_h=2400.0, cutting_m_per_h=400.0)
GAP = 2e-3
SIZES = ("S", "M", "L", "XL")
LENGTHS = priced.Lengths((880.0, 940.0, 1010.0, 1090.0), (7300.0, 7480.0, 7700.0, 7900.0), {2: 0.66, 3: 0.62, 4: 0.60})


def singles(lengths: priced.Lengths) -> tuple[priced.MarkerOption, ...]:
    return tuple(
        priced.MarkerOption("mixed", (size,), length, cut)
        for size, (length, cut) in enumerate(zip(lengths.size_mm, lengths.cut_mm, strict=True))
    )


def listed(demand: tuple[int, ...], rules: CutRules) -> CuttingOrder:
    every = [LENGTHS.option(m) for n in LENGTHS.per_garment for m in combinations_with_replacement(range(4), n)]
    return CuttingOrder(demand, MarkerCatalogue(SIZES, (*singles(LENGTHS), *every)), rules)


@settings(max_examples=6, deadline=None)
@given(
    demand=st.tuples(*[st.integers(0, 14)] * 4).filter(any),
    exact=st.booleans(),
    marker_eur=st.sampled_from([0.0, 3.0]),
)
def test_it_finds_what_listing_all_finds(demand: tuple[int, ...], exact: bool, marker_eur: float) -> None:
    rules = CutRules(RATES, 12, exact, marker_eur)
    got = priced.plan(SIZES, demand, rules, singles(LENGTHS), LENGTHS, 20.0, GAP)
    known = planning.plan(listed(demand, rules), 20.0, GAP)
    assert got.all_listed
    assert got.plan.total_eur == pytest.approx(known.total_eur, rel=2 * GAP)
    assert got.relaxed_eur <= got.plan.bound_eur + 1e-9 <= known.total_eur + 2e-9
    made = produced(got.plan.lays, got.order.catalogue)
    assert all(m == d if exact else m >= d for m, d in zip(made, demand, strict=True))


def test_a_short_list_cut_off_keeps_its_bound_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    demand, rules = (7, 12, 9, 3), CutRules(RATES, 12)
    known = planning.plan(listed(demand, rules), 20.0, GAP)
    monkeypatch.setattr(priced, "MOST_LISTED", 3)
    got = priced.plan(SIZES, demand, rules, singles(LENGTHS), LENGTHS, 20.0, GAP)
    assert not got.all_listed
    assert got.plan.bound_eur <= known.total_eur + 1e-9
    assert got.plan.total_eur >= known.bound_eur - 1e-9


def test_group_markers_are_refused_in_words() -> None:
    group = priced.MarkerOption("group", (0, 1), 1800.0, 14_000.0, (880.0, 940.0))
    with pytest.raises(Problem, match="group markers"):
        priced.plan(SIZES, (1, 1, 1, 1), CutRules(RATES, 12), (*singles(LENGTHS), group), LENGTHS, 5.0)
