"""`python -m ampc_desktop.body.bake.prior [--out FOLDER]`: how shapes are spread among people, for body.prior.

Mean and covariance of the shape coefficients of drawn people (bake.people). What their measures leave open in a single
body is added to the covariance (law of total variance), so that no direction looks better known than it is.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, get_args

import numpy as np

from ampc_desktop.body import landmarks
from ampc_desktop.body.bake.packing import packed
from ampc_desktop.body.bake.people import BMI_RANGE, People, fit_people
from ampc_desktop.body.landmarks import UP
from ampc_desktop.body.measuring import Frame, natural_waist, readings, trunk_girth
from ampc_desktop.body.model import load
from ampc_desktop.body.surface import Plane
from ampc_desktop.core.measurement import Sex
from ampc_desktop.runtime import files, resources

PEOPLE, SEED = 400, 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=resources.root() / "body")
    parser.add_argument("--people", type=int, default=PEOPLE)
    given = parser.parse_args()
    record: dict[str, Any] = {
        "made_by": "python -m ampc_desktop.body.bake.prior",
        "sources": "ANSUR II (US Army, public domain) and NHANES 2017-March 2020 (CDC, public domain), statistics only",
        "people": given.people,
        "seed": SEED,
        "bmi_range": BMI_RANGE,
    }
    for sex in get_args(Sex):
        people = fit_people(sex, given.people, SEED)
        spread = np.cov(people.betas.T) + people.leftover
        arrays = {"mean": people.betas.mean(axis=0).astype(np.float32), "cov": spread.astype(np.float32)}
        files.write_bytes(given.out / f"prior_{sex}.npz", packed(arrays))
        record[sex] = {"model": load(sex).id, **_waists(people)}
        print(sex, record[sex])
    files.write_text(given.out / "prior.json", json.dumps(record, indent=1) + "\n")


def _waists(people: People) -> dict[str, float]:
    """Natural waist against navel waist on the surfaces: ratio of the means and spread of single people about it, mm.

    Nobody's ribs and hip bones lie exactly where the rule of body.measuring has them: the level is drawn with the
    spread that the survey found.
    """
    model, rng = load(people.sex), np.random.default_rng(SEED)
    spread = resources.toml("body", "derived.toml")["extra"]["natural_level"]["sd"]
    found = []
    for betas in people.betas:
        vertices = model.rest_vertices(betas) * 1000.0
        frame = Frame(vertices, landmarks.own_topology(people.sex), landmarks.own(people.sex))
        level = natural_waist(frame)
        natural = trunk_girth(frame, Plane(level, UP, float(rng.normal(0.0, spread))))
        navel = readings(frame, ("waist_navel",))["waist_navel"]
        if natural is not None:
            found.append((natural.value, navel.value))
    natural_mm, navel_mm = np.array(found).T
    ratio = natural_mm.mean() / navel_mm.mean()
    return {
        "waist_per_waist_navel": round(float(ratio), 4),
        "residual_sd_mm": round(float(np.std(natural_mm - ratio * navel_mm)), 1),
    }


if __name__ == "__main__":
    main()
