"""The contact picture, the probe, and what happens on a machine without OpenGL."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ampc_desktop.core.measurement import Measurement
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.render import picture, probe
from ampc_desktop.render.palette import PAPER, rgb
from ampc_desktop.render.picture import VIEWS, Sheet, draw, spread
from ampc_desktop.render.words import value_text
from tests.render.bodies import measured


def test_importing_the_room_loads_no_vtk() -> None:
    code = "import sys, ampc_desktop.render; print(any(n.startswith('vtk') for n in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


@pytest.fixture
def unasked() -> object:
    probe.opengl.cache_clear()
    yield
    probe.opengl.cache_clear()


@pytest.mark.usefixtures("can_draw")
def test_the_picture_shows_the_body_from_four_sides_with_its_measures() -> None:
    made = picture(measured(), width_px=1200, height_px=520)
    page = np.asarray(Image.open(io.BytesIO(made)))
    assert page.shape == (520, 1200, 3)
    body, tape = measured(), tuple(measured().tape)
    words = {name: name.capitalize() for name in tape}
    sheet = Sheet(body, tape, words, VIEWS, PAPER, 1200, 520, probe.opengl().window)
    assert made == draw(sheet), "the same body gives the same bytes, in a child process or here"
    columns = page[:480].std(axis=(0, 2)) > 12  # in which something is drawn
    assert columns[230:].sum() > 500
    assert (page[:, :200] < 160).all(axis=2).sum() > 300, "names and values stand in the column on the left"
    bare = np.asarray(Image.open(io.BytesIO(draw(replace(sheet, measures=())))))
    assert (np.abs(bare.astype(int) - 255 * np.array(PAPER.tape)) < 60).all(axis=2).sum() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="hides Mesa by its environment variables")
def test_a_machine_without_opengl_is_told_and_nothing_dies(monkeypatch: pytest.MonkeyPatch, unasked: object) -> None:
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent")
    monkeypatch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
    monkeypatch.setattr(probe, "ATTEMPTS", ())
    monkeypatch.delenv("DISPLAY", raising=False)
    found = probe.opengl()
    assert not found.ok and found.why
    with pytest.raises(Problem) as told:
        picture(measured(), width_px=300, height_px=200)
    assert told.value.kind is Kind.NO and told.value.code == "render.no_opengl" and "3D" in told.value.sentence


def test_a_probe_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, unasked: object) -> None:
    monkeypatch.setattr(probe, "PATIENCE_SECONDS", -1.0)
    found = probe.opengl()
    assert not found.ok and "did not answer" in found.why


def test_what_is_asked_once_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = probe.opengl()

    def never(*args: object, **kwargs: object) -> str:
        raise AssertionError("asked again")

    monkeypatch.setattr(probe.child, "run", never)
    assert probe.opengl() is first


@given(st.lists(st.floats(0, 100), max_size=12).map(sorted), st.floats(0.5, 20))
def test_labels_keep_apart_and_stay_on_the_page(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, gap, 0.0, 100.0)
    assert len(placed) == len(wanted)
    room = min(gap, 100.0 / max(1, len(wanted) - 1))
    assert all(b - a >= room - 1e-6 for a, b in pairwise(placed))
    assert all(-1e-6 <= y <= 100 + 1e-6 for y in placed)


@given(st.lists(st.floats(10, 90), min_size=1, max_size=8).map(sorted))
def test_labels_with_room_stay_where_they_are(wanted: list[float]) -> None:
    if all(b - a >= 1.0 for a, b in pairwise(wanted)):
        assert spread(wanted, 1.0, 0.0, 100.0) == pytest.approx(wanted)


@given(st.lists(st.floats(40, 60), min_size=1, max_size=8).map(sorted))
def test_labels_move_apart_evenly(wanted: list[float]) -> None:
    assert sum(spread(wanted, 4.0, 0.0, 100.0)) == pytest.approx(sum(wanted)), "as far up as down"


@pytest.mark.parametrize(
    ("name", "measure", "text"),
    [
        ("bust", Measurement(920.0), "92.0 cm"),
        ("waist", Measurement(745.0, 12.0, source="estimated"), "≈ 74.5 cm ± 1.2"),
        ("weight_kg", Measurement(66.2, 2.0, source="photo"), "≈ 66.2 kg ± 2.0"),
        ("shoulder_slope", Measurement(22.0), "22.0 °"),
        ("hip", None, "–"),
    ],
)
def test_values_are_written_with_unit_and_doubt(name: str, measure: Measurement | None, text: str) -> None:
    assert value_text(name, measure) == text


def test_colours_are_read_or_refused() -> None:
    assert rgb("#FF8000") == pytest.approx((1.0, 128 / 255, 0.0))
    with pytest.raises(ValueError, match="RRGGBB"):
        rgb("#FFF")
