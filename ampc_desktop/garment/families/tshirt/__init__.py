"""T-shirt of knit: crew, V or scoop neck, four sleeves, four fits."""

from __future__ import annotations

from ampc_desktop.garment.families.tshirt import draft, flat, options
from ampc_desktop.garment.families.tshirt.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="tshirt",
    label="T-shirt",
    structure="knit",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(110.0, 240.0),
)
