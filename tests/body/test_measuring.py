"""Measuring surfaces: known solids, known bodies, gradients."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import body
from ampc_desktop.body import measuring, surface
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.problem import Problem

SEXES = ("female", "male")


def shaped(sex: str, seed: int, spread: float = 1.0) -> BodyShape:
    model = body.load(sex)  # type: ignore[arg-type]
    betas = np.random.default_rng(seed).normal(0, spread, model.n_betas)
    return BodyShape(model.id, model.sex, tuple(betas))


@pytest.mark.parametrize("sex", SEXES)
def test_every_measure_is_found_with_its_way_and_lies_in_human_limits(sex: str) -> None:
    for seed in range(4):
        found = body.measure(body.posed(shaped(sex, seed, 0.7)))
        assert set(found.measures.values) == set(body.DEFINITIONS) - body.BY_HAND
        for name, measure in found.measures.values.items():
            limits = body.DEFINITIONS[name]
            assert limits.low < measure.value < limits.high, name
            assert measure.source == "scan" and measure.uncertainty > 0
        assert set(found.tape) == set(body.DEFINITIONS) - body.BY_HAND - {"weight_kg"}
        for name, line in found.tape.items():
            assert line.closed == (name in measuring.GIRTHS)
            if name in measuring.GIRTHS:
                around = np.vstack([line.points_mm, line.points_mm[:1]])
                assert np.linalg.norm(np.diff(around, axis=0), axis=1).sum() == pytest.approx(
                    found.measures[name], abs=0.02
                )


@pytest.mark.parametrize("sex", SEXES)
def test_gradients_are_those_of_small_changes(sex: str) -> None:
    model = body.load(sex)  # type: ignore[arg-type]
    frame = measuring.frame_of(body.posed(body.mean_shape(model.sex)))
    change = np.zeros((len(model.template), 3))
    direction = np.random.default_rng(3).normal(0, 0.2, model.n_betas)
    change[:] = model.shapedirs.astype(float) @ direction * 1000
    step = 1e-3

    def at(share: float) -> dict[str, surface.Reading]:
        return measuring.readings(frame.moved(frame.vertices + share * change), body.DEFINITIONS)

    now, more, less = at(0.0), at(step), at(-step)
    for name, reading in now.items():
        expected = (more[name].value - less[name].value) / (2 * step)
        exact = 0.1 if name in ("neck_base", "biceps", "wrist") else 0.005  # their planes turn with the body
        assert (reading.gradient * change[reading.ids]).sum() == pytest.approx(expected, rel=exact, abs=0.3), name


def test_a_pose_other_than_a_is_refused() -> None:
    with pytest.raises(Problem, match="A-pose"):
        body.measure(body.posed(body.mean_shape("female"), "sit"))
