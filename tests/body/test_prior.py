"""The spread of shapes among people."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import body
from ampc_desktop.body.prior import prior
from ampc_desktop.core.body import BodyShape


@pytest.mark.parametrize("sex", ["female", "male"])
def test_the_spread_is_that_of_people(sex: str) -> None:
    shapes, model = prior(sex), body.load(sex)  # type: ignore[arg-type]
    assert shapes.mean.shape == (40,) and shapes.cov.shape == (40, 40)
    assert np.linalg.eigvalsh(shapes.cov).min() > 1e-4
    rng = np.random.default_rng(1)
    found = [
        body.measure(body.posed(BodyShape(model.id, model.sex, tuple(betas)))).measures
        for betas in rng.multivariate_normal(shapes.mean, shapes.cov, 40)
    ]
    survey = body.complete(found[0].__class__("mean", model.sex))

    def mean(name: str) -> float:
        return float(np.mean([one[name] for one in found]))

    assert mean("stature") == pytest.approx(survey["stature"], abs=35)
    assert mean("shoulder") == pytest.approx(survey["shoulder"], abs=15)
    assert mean("arm") == pytest.approx(survey["arm"], abs=20)
    bmi = [one["weight_kg"] / (one["stature"] / 1000) ** 2 for one in found]
    assert 25 < np.mean(bmi) < 30 and 3 < np.std(bmi) < 7.5, "between soldiers and civilians"
    waists = np.array([[one["waist"], one["waist_navel"]] for one in found])
    assert np.corrcoef(waists.T)[0, 1] > 0.95
