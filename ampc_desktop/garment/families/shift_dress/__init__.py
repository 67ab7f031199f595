"""Shift dress of woven cloth: bust darts, waist darts, facings or set-in sleeves, centre back zip."""

from __future__ import annotations

from ampc_desktop.garment.families.shift_dress import draft, flat, options
from ampc_desktop.garment.families.shift_dress.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="shift_dress",
    label="Shift dress",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(90.0, 320.0),
)
