"""Options of the circle skirt family."""

from __future__ import annotations

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SHAPE, _MAKE = "Fit and length", "Shaping", "Making"


def _length(id: str, label: str, group: str, hint: str, follows: str = "") -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, follows=follows)


SCHEMA = ParameterSchema(
    "circle_skirt",
    "Circle skirt",
    (
        Parameter(
            "fit", "Fit", _FIT, "choice", (("fitted", "Fitted"), ("regular", "Regular")),
            hint="How closely the waist is held.",
        ),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        Parameter(
            "length", "Length", _FIT, "choice",
            (("mini", "Mini"), ("knee", "Knee"), ("midi", "Midi"), ("maxi", "Maxi")),
            hint="Where the hem lies on the leg.",
        ),
        _length("length_mm", "Skirt length", _FIT, "From the waist seam down the centre front to the hem.", "length"),
        Parameter(
            "circle", "Circle", _SHAPE, "choice", (("full", "Full"), ("half", "Half"), ("quarter", "Quarter")),
            hint="How much of a circle the skirt is cut from.",
        ),
        Parameter(
            "sweep_deg", "Sweep", _SHAPE, "count", unit="deg", step=5.0,
            hint="Angle of the whole skirt laid flat; 360 is a full circle.", follows="circle",
        ),
        _length("bias_drop_mm", "Bias levelling", _SHAPE, "Cut off the hem where the cloth drops on the bias."),
        Parameter(
            "centre_seam", "Centre front seam", _MAKE, "switch",
            hint="The front in two parts, where it is wider than the cloth.",
        ),
        _length("waistband_width_mm", "Waistband width", _MAKE, "Finished width of the waistband."),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth turned up at the hem."),
    ),
)  # fmt: skip
