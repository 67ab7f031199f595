"""How shape coefficients are spread among people: mean and covariance per sex, for fits from little evidence.

Baked by body.bake.prior from survey statistics; half soldiers (ANSUR II), half with the body mass of civilians.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.model import load
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ShapePrior:
    """Gaussian over the shape coefficients of the studio's own model: mean (K,), cov (K, K) positive definite."""

    mean: Array
    cov: Array


@cache
def prior(sex: Sex) -> ShapePrior:
    """The spread of shapes of one sex. Raises Problem when it was made for another body model than the one shipped."""
    made_for = resources.json_file("body", "prior.json")[sex]["model"]
    if made_for != load(sex).id:
        raise Problem(
            f"the spread of shapes belongs to {made_for}, the body model is {load(sex).id}",
            f"prior_{sex}.npz",
            "install the studio again",
            code="body.model_damaged",
        )
    with np.load(resources.path("body", f"prior_{sex}.npz"), allow_pickle=False) as arrays:
        cov = arrays["cov"].astype(np.float64)
        return ShapePrior(arrays["mean"].astype(np.float64), (cov + cov.T) / 2)
