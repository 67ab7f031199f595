"""Options of the straight skirt family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SHAPE, _MAKE = "Fit and length", "Shaping", "Making"


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


SCHEMA = ParameterSchema(
    "straight_skirt",
    "Straight skirt",
    (
        Parameter(
            "fit",
            "Fit",
            _FIT,
            "choice",
            (("fitted", "Fitted"), ("regular", "Regular")),
            hint="How closely the skirt follows the hip.",
        ),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        Parameter(
            "length",
            "Length",
            _FIT,
            "choice",
            (("mini", "Mini"), ("knee", "Knee"), ("midi", "Midi")),
            hint="Where the hem lies on the leg.",
        ),
        _length("length_mm", "Skirt length", _FIT, "From the waist seam down the centre front to the hem.", "length"),
        _length("hem_taper_mm", "Hem taper", _SHAPE, "How much narrower the hem is than the hip (pencil skirt)."),
        Parameter("front_darts", "Front darts", _SHAPE, "count", hint="Darts on each side of the front."),
        Parameter("back_darts", "Back darts", _SHAPE, "count", hint="Darts on each side of the back."),
        Parameter("vent", "Back vent", _SHAPE, "switch", hint="An overlapping slit at the centre back, to walk in."),
        _length(
            "vent_length_mm", "Vent length", _SHAPE, "From the top of the vent to the hem.", needs={"vent": ("true",)}
        ),
        _length("waistband_width_mm", "Waistband width", _MAKE, "Finished width of the waistband."),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem."),
    ),
)
