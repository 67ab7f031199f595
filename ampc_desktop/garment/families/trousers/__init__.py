"""Woven trousers: fly with zip, waistband, darts or pleats, slant or side-seam pockets."""

from __future__ import annotations

from ampc_desktop.garment.families.trousers import draft, flat, options
from ampc_desktop.garment.families.trousers.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="trousers",
    label="Trousers",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(140.0, 400.0),
)
