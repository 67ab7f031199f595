"""Populations to size for: a CSV with named columns, or people drawn from summary statistics."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

import numpy as np

from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import Population
from ampc_desktop.core.units import UNIT_MM

MOST_PEOPLE = 200_000
FEWEST_PEOPLE = 10
LOW_MM, HIGH_MM = 50.0, 2600.0
"""No length of a body lies outside."""
SUFFIXES = {"_cm": "cm", "_mm": "mm", "_in": "in"}


def read_csv(
    text: str, where: str, dimensions: Sequence[str], columns: Mapping[str, str] | None = None, units: str = ""
) -> Population:
    """People of a CSV file: one row each, a header with names.

    columns: dimension -> column, where the names differ. units: of all columns; else told by the column's name
    (hip_cm), else by the size of the numbers. Raises Problem naming the line.
    """
    rows = list(csv.DictReader(io.StringIO(text), dialect=_dialect(text)))
    if not rows:
        raise Problem("the file holds no people", where, "give a header and one row a person", code="population.empty")
    header = [name.strip() for name in rows[0] if name]
    if len(rows) > MOST_PEOPLE:
        text = f"{len(rows)} people, limit {MOST_PEOPLE}"
        raise Problem(text, where, "draw a random part of them", code="population.too_many")
    found, scales = [], []
    for dimension in dimensions:
        column = _column(dimension, (columns or {}).get(dimension, ""), header, where)
        values = [_number(row.get(column), where, i + 2, column) for i, row in enumerate(_stripped(rows))]
        scale = UNIT_MM[units] if units else _scale(column, values)
        found.append(np.array(values) * scale)
        scales.append(scale)
    people = np.stack(found, axis=1)
    for i, dimension in enumerate(dimensions):
        wrong = np.flatnonzero((people[:, i] < LOW_MM) | (people[:, i] > HIGH_MM))
        if len(wrong):
            value = people[wrong[0], i] / scales[i]
            place = f"{where}: line {wrong[0] + 2}"
            raise Problem(f"{dimension} is {value:g}", place, "mend or leave out this row", code="population.value")
    if len(people) < FEWEST_PEOPLE:
        text = f"{len(people)} people are too few, at least {FEWEST_PEOPLE}"
        raise Problem(text, where, "give more rows", code="population.too_few")
    return Population(tuple(dimensions), people, where)


def draw(
    names: Sequence[str], mean_mm: np.ndarray, cov_mm2: np.ndarray, count: int, seed: int, title: str, definition: str
) -> Population:
    """People of a Gaussian, for planning where nobody was measured. The same seed gives the same people."""
    people = np.random.default_rng(seed).multivariate_normal(mean_mm, cov_mm2, count, method="cholesky")
    return Population(tuple(names), np.round(people), title, definition)


def _dialect(text: str) -> type[csv.Dialect] | csv.Dialect:
    try:
        return csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        return csv.excel


def _stripped(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{(name or "").strip(): value for name, value in row.items()} for row in rows]


def _column(dimension: str, asked: str, header: list[str], where: str) -> str:
    if asked:
        if asked in header:
            return asked
        raise Problem(
            f"there is no column '{asked}'", where, f"columns are {', '.join(header)}", code="population.column"
        )
    tidy = {name.lower(): name for name in header}
    for suffix in ("", *SUFFIXES):
        if dimension + suffix in tidy:
            return tidy[dimension + suffix]
    raise Problem(
        f"no column holds {dimension}",
        where,
        f"say which one: --map {dimension}=COLUMN; columns are {', '.join(header)}",
        code="population.column",
    )


def _number(raw: str | None, where: str, line: int, column: str) -> float:
    text = (raw or "").strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        shown = f"'{raw}'" if raw else "empty"
        raise Problem(f"{column} is {shown}", f"{where}: line {line}", "write a number", code="population.value")
    return value


def _scale(column: str, values: list[float]) -> float:
    for suffix, unit in SUFFIXES.items():
        if column.lower().endswith(suffix):
            return UNIT_MM[unit]
    return 1.0 if float(np.median(values)) > 300.0 else 10.0
