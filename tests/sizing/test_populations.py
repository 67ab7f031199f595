from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import sizing
from ampc_desktop.core.problem import Problem

ROWS = "\n".join(f"{100 + i},{80 + i}" for i in range(12))


@pytest.mark.parametrize("header", ["hip_cm,waist_cm", "hip,waist", "HIP,WAIST"])
def test_centimetres_become_millimetres(header: str) -> None:
    people = sizing.read_csv(f"{header}\n{ROWS}", "p.csv", ("hip", "waist"))
    assert people.values_mm[0].tolist() == [1000.0, 800.0]


def test_columns_of_other_names_are_mapped() -> None:
    text = "buttockcircumference;waistcircumference\n" + ROWS.replace(",", ";").replace("\n", "\n")
    columns = {"hip": "buttockcircumference", "waist": "waistcircumference"}
    assert len(sizing.read_csv(text, "p.csv", ("hip", "waist"), columns)) == 12


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no people"),
        (f"hip,waist\n{ROWS}\nnan,80", "line 14"),
        (f"hip,waist\n{ROWS}\n,80", "line 14"),
        (f"hip,waist\n{ROWS}\n1,80", "line 14"),
        (f"hip,waist\n{ROWS}\n-90,80", "line 14"),
        (f"hips,waist\n{ROWS}", "no column holds hip"),
        ("hip,waist\n100,80", "too few"),
    ],
)
def test_bad_files_are_named_with_their_line(text: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        sizing.read_csv(text, "p.csv", ("hip", "waist"))


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(Problem, match="no column 'seat'"):
        sizing.read_csv(f"hip,waist\n{ROWS}", "p.csv", ("hip",), {"hip": "seat"})


def test_drawn_people_follow_the_statistics() -> None:
    mean, cov = np.array([1020.0, 850.0]), np.array([[5600.0, 6000.0], [6000.0, 9800.0]])
    people = sizing.draw(("hip", "waist"), mean, cov, 4000, 1, "drawn", "ANSUR II")
    assert np.allclose(people.values_mm.mean(axis=0), mean, atol=6)
    assert np.allclose(np.cov(people.values_mm.T), cov, rtol=0.08)
    again = sizing.draw(("hip", "waist"), mean, cov, 4000, 1, "drawn", "ANSUR II")
    assert np.array_equal(people.values_mm, again.values_mm)
