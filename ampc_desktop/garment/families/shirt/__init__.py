"""Woven shirt or blouse: button placket, yoke, collar with stand, sleeve with cuff."""

from __future__ import annotations

from ampc_desktop.garment.families.shirt import draft, flat, options
from ampc_desktop.garment.families.shirt.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="shirt",
    label="Shirt",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(60.0, 220.0),
)
