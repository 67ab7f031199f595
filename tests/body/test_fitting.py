"""Fitting a body to measures."""

from __future__ import annotations

import pytest

from ampc_desktop import body
from ampc_desktop.body import fitting
from ampc_desktop.core.measurement import Measurement, Measurements


def test_the_demo_customer_gets_a_body_with_her_measures() -> None:
    anna = body.demo()
    avatar = body.fit(anna)
    assert avatar.body.measures.name == anna.name and avatar.body.mesh.shape is not None
    for name in fitting.MAIN:
        if name in anna.values:
            assert abs(avatar.residual_mm[name]) < fitting.HIT_MM
            assert avatar.body.measures[name] == pytest.approx(anna[name] + avatar.residual_mm[name], abs=0.011)
    assert set(avatar.residual_mm) == set(anna.values)
    assert avatar.body.measures.values["thigh"].source == "estimated"
    assert avatar.body.measures.values["thigh"].uncertainty > 0


def test_what_cannot_go_together_is_said() -> None:
    odd = Measurements(
        "x", "female", {"waist": Measurement(600.0), "hip": Measurement(1500.0), "stature": Measurement(1650)}
    )
    said = " ".join(body.fit(odd).notes)
    assert "waist girth 600" in said.lower() and "hip girth 1500" in said.lower().replace("\u202f", "")
