"""Straight skirt of woven cloth: darts, waistband, concealed zip, vent where one must walk."""

from __future__ import annotations

from ampc_desktop.garment.families.straight_skirt import draft, flat, options
from ampc_desktop.garment.families.straight_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="straight_skirt",
    label="Straight skirt",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(90.0, 400.0),
)
