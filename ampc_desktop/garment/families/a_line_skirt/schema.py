"""Options of the A-line skirt family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SHAPE, _MAKE = "Fit and length", "Shaping", "Making"


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


SCHEMA = ParameterSchema(
    "a_line_skirt",
    "A-line skirt",
    (
        Parameter(
            "fit", "Fit", _FIT, "choice", (("fitted", "Fitted"), ("regular", "Regular")),
            hint="How closely the skirt follows waist and hip.",
        ),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        Parameter(
            "length", "Length", _FIT, "choice",
            (("mini", "Mini"), ("knee", "Knee"), ("midi", "Midi"), ("maxi", "Maxi")),
            hint="Where the hem lies on the leg.",
        ),
        _length("length_mm", "Skirt length", _FIT, "From the waist seam down the centre front to the hem.", "length"),
        Parameter(
            "flare", "Flare", _SHAPE, "choice", (("slight", "Slight"), ("classic", "Classic"), ("full", "Full")),
            hint="How far the side seams lean out.",
        ),
        _length("hem_sweep_mm", "Hem sweep", _SHAPE, "Finished girth of the hem.", "flare"),
        Parameter("darts", "Waist darts", _SHAPE, "switch", hint="A dart in each quarter for what the flare leaves."),
        Parameter(
            "waist_finish", "Waist", _MAKE, "choice", (("band", "Waistband"), ("facing", "Facing")),
            hint="How the waist is finished.",
        ),
        _length(
            "waistband_width_mm", "Waistband width", _MAKE, "Finished width of the waistband.",
            needs={"waist_finish": ("band",)},
        ),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem."),
    ),
)  # fmt: skip
