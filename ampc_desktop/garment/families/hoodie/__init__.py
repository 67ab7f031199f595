"""Hoodie or sweatshirt of heavy knit: rib at hem and cuffs, hood or neckband, kangaroo pocket, zip."""

from __future__ import annotations

from ampc_desktop.garment.families.hoodie import draft, flat, options
from ampc_desktop.garment.families.hoodie.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="hoodie",
    label="Hoodie",
    structure="knit",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(200.0, 450.0),
)
