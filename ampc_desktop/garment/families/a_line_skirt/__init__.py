"""A-line skirt of woven cloth: darts turned into flare, waistband or facing, concealed zip."""

from __future__ import annotations

from ampc_desktop.garment.families.a_line_skirt import draft, flat, options
from ampc_desktop.garment.families.a_line_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="a_line_skirt",
    label="A-line skirt",
    structure="woven",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(100.0, 400.0),
)
