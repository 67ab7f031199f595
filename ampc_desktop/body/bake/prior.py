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
from ampc_desktop.body.measuring import Frame, readings, with_levels
from ampc_desktop.body.model import load
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
    """Natural waist against navel waist on the surfaces: ratio of the means and spread about it, mm."""
    model = load(people.sex)
    found = []
    for betas in people.betas:
        vertices = model.rest_vertices(betas) * 1000.0
        frame = with_levels(Frame(vertices, landmarks.own_topology(people.sex), landmarks.own(people.sex)))
        both = readings(frame, ("waist", "waist_navel"))
        found.append((both["waist"].value, both["waist_navel"].value))
    natural, navel = np.array(found).T
    ratio = natural.mean() / navel.mean()
    return {
        "waist_per_waist_navel": round(float(ratio), 4),
        "residual_sd_mm": round(float(np.std(natural - ratio * navel)), 1),
    }


if __name__ == "__main__":
    main()
