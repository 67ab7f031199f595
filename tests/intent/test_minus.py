"""A minus before a number."""

from datetime import date

import pytest

from ampc_desktop.intent.numbers import amounts


@pytest.mark.parametrize(
    ("text", "mm"),
    [("chest ease -40 mm", -40.0), ("chest ease −4 cm", -40.0), ("30-40 mm stripes", 40.0), ("40 mm", 40.0)],
)
def test_a_minus_belongs_to_its_number_but_a_dash_between_two_does_not(text: str, mm: float) -> None:
    assert [one.value for one in amounts(text, date(2026, 11, 21)) if one.kind == "length"][-1] == pytest.approx(mm)
