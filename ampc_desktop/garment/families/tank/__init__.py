"""Tank top of knit cloth: straps, deep neck and armholes bound with rib."""

from __future__ import annotations

from ampc_desktop.garment.families.tank import draft, flat, options
from ampc_desktop.garment.families.tank.schema import SCHEMA
from ampc_desktop.garment.family import Family

FAMILY = Family(
    id="tank",
    label="Tank top",
    structure="knit",
    schema=SCHEMA,
    required_measures=options.REQUIRED,
    resolve=options.resolve,
    draft=draft.draft,
    flat=flat.sketch,
    weight_gsm=(110.0, 260.0),
)
