"""The studio's own customers as a population: the newest body of everybody in the hub."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop.core.measurement import Measurements, Sex
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.sizing import Population
from ampc_desktop.studio import documents
from ampc_desktop.studio.context import Studio

NAMES: dict[str, Sex] = {"customers-women": "female", "customers-men": "male"}
MOST = 10_000
FEWEST = 10
"""Fewer people say nothing of a size chart."""


def population(studio: Studio, name: str, dimensions: Sequence[str]) -> Population:
    """Women or men who were measured here, mm; what was not taken is estimated from the rest.

    Raises Problem when there are fewer than FEWEST, or for a dimension nobody has.
    """
    sex = NAMES[name]
    newest: dict[str, Measurements] = {}
    for sitting in documents.recent(studio, MOST):
        body = documents.open_recent(studio, sitting.id).state.body
        if body.sex == sex and any(one.source != "estimated" for one in body.values.values()):
            newest.setdefault((body.customer or body.name).casefold(), body)
    if len(newest) < FEWEST:
        text = f"{len(newest)} {'women' if sex == 'female' else 'men'} were measured here, at least {FEWEST} are needed"
        raise Problem(text, "population", "use a survey until there are more", Kind.NO, "sizing.customers")
    rows = []
    for body in newest.values():
        whole = bodies.complete(body)
        values = [whole.get(dimension) for dimension in dimensions]
        lacking = next((d for d, value in zip(dimensions, values, strict=True) if value is None), "")
        if lacking:
            raise Problem(f"'{lacking}' is no measure of a body", "dimensions", "see ampc size --help", code="size.dim")
        rows.append(values)
    title = f"{len(rows)} customers of this studio"
    return Population(tuple(dimensions), np.array(rows, dtype=np.float64), title, "measured here")
