"""The optional graphics engine: not asked for where it is not, never trusted blindly where it is."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ampc_desktop.core.drape import DrapeJob
from ampc_desktop.tryon import child, style3d
from tests.tryon.test_drape import job, quiet


def test_without_the_extra_there_is_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style3d, "installed", lambda: False)
    assert style3d.device() is None
    start, gathered = child._start(job("tshirt", 40.0), quiet)
    np.testing.assert_array_equal(start, job("tshirt", 40.0).start_mm / 1000.0)
    assert not gathered


def test_without_a_device_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style3d, "installed", lambda: True)
    fake = SimpleNamespace(config=SimpleNamespace(quiet=False), get_cuda_devices=list)
    monkeypatch.setitem(sys.modules, "warp", fake)
    assert style3d.device() is None


def gathers(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def gather(asked: DrapeJob, on: str, tell: Any) -> Any:
        assert on == "cuda:0"
        if isinstance(answer, Exception):
            raise answer
        return style3d.Gathered(answer, 0.1, 60, 0.1)

    monkeypatch.setattr(style3d, "device", lambda: "cuda:0")
    monkeypatch.setattr(style3d, "gather", gather)


def test_what_it_gathers_is_finished_and_judged_by_our_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = job("straight_skirt", 40.0)
    rest = child.drape(asked, quiet)
    gathers(monkeypatch, rest.positions_mm)
    found = child.drape(asked, quiet)
    assert found.converged and found.steps < rest.steps
    assert np.abs(found.positions_mm - rest.positions_mm).mean() < 3.0


@pytest.mark.parametrize("failure", [RuntimeError("no kernel image"), "not a number"])
def test_an_engine_that_fails_costs_no_drape(monkeypatch: pytest.MonkeyPatch, failure: Any) -> None:
    asked = job("straight_skirt", 40.0)
    gathers(monkeypatch, failure if isinstance(failure, Exception) else np.full_like(asked.start_mm, np.nan))
    start, gathered = child._start(asked, quiet)
    np.testing.assert_array_equal(start, asked.start_mm / 1000.0)
    assert not gathered


@pytest.mark.slow
def test_style3d_itself_comes_to_nearly_the_same_rest() -> None:
    pytest.importorskip("newton")
    asked = job("tshirt", 25.0)
    theirs = style3d.gather(asked, "cpu")
    ours = child.drape(asked, quiet)
    assert abs(float(theirs.positions_mm[:, 1].mean() - ours.positions_mm[:, 1].mean())) < 3.0
