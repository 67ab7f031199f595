"""Circle skirt of woven cloth: full, half or quarter circle, waistband, concealed zip."""

from __future__ import annotations

from ampc_desktop.garment.families.circle_skirt import draft, flat, options
from ampc_desktop.garment.families.circle_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="circle_skirt",
    label="Circle skirt",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(70.0, 300.0),
)
