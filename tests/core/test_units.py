import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop.core.units import format_mm, parse_length_mm


@pytest.mark.parametrize(
    ("text", "unit", "mm"),
    [
        ("12", "mm", 12.0),
        ("46,5 cm", "mm", 465.0),
        ("92+1/2in", "mm", 92.5 * 25.4),
        ('3 1/4"', "mm", 82.55),
        ("1/2 in", "cm", 12.7),
        ("10 cm - 5 mm", "mm", 95.0),
        ("−4", "mm", -4.0),
        (".5", "cm", 5.0),
        ("1.2 m", "mm", 1200.0),
    ],
)
def test_lengths_as_people_write_them(text: str, unit: str, mm: float) -> None:
    assert parse_length_mm(text, unit) == pytest.approx(mm)


@pytest.mark.parametrize("text", ["", "  ", "wide", "12 furlongs", "1/0 in", "3 4", "--2", "nan"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_length_mm(text)


@given(st.floats(-1e5, 1e5).map(lambda v: round(v, 1)))
def test_shown_lengths_read_back(value: float) -> None:
    assert parse_length_mm(format_mm(value).replace("\u202f", "")) == pytest.approx(value, abs=1e-9)


def test_numbers_for_people() -> None:
    assert format_mm(-0.04) == "0.0"
    assert format_mm(-3.25, 2) == "−3.25"
    assert format_mm(12345.6) == "12\u202f345.6"
