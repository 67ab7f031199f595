"""Options of the shift dress family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SLEEVE, _NECK, _SHAPE, _MAKE = "Fit and length", "Sleeve", "Neckline", "Shaping", "Making"
_SLEEVED = {"sleeve": ("short",)}


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


SCHEMA = ParameterSchema(
    "shift_dress",
    "Shift dress",
    (
        Parameter(
            "fit", "Fit", _FIT, "choice", (("fitted", "Fitted"), ("regular", "Regular"), ("relaxed", "Relaxed")),
            hint="How closely the dress follows the body.",
        ),
        _length("chest_ease_mm", "Chest ease", _FIT, "Finished chest girth minus body girth.", "fit"),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        Parameter(
            "length", "Length", _FIT, "choice", (("mini", "Mini"), ("knee", "Knee"), ("midi", "Midi")),
            hint="Where the hem lies on the leg.",
        ),
        _length("body_length_mm", "Length", _FIT, "From the shoulder at the neck down the back to the hem.", "length"),
        _length("hem_flare_mm", "Hem flare", _FIT, "Finished hem girth minus finished hip girth."),
        _length("armhole_depth_mm", "Armhole depth", _FIT, "From the side of the neck down to the underarm.", "fit"),
        Parameter(
            "sleeve", "Sleeve", _SLEEVE, "choice", (("sleeveless", "None"), ("short", "Short")),
            hint="A short set-in sleeve, or faced armholes.",
        ),
        _length("sleeve_length_mm", "Sleeve length", _SLEEVE, "From the shoulder to the hem.", "sleeve", _SLEEVED),
        _length("biceps_ease_mm", "Biceps ease", _SLEEVE, "Sleeve width minus upper arm girth.", "fit", _SLEEVED),
        _length("sleeve_hem_mm", "Sleeve hem", _SLEEVE, "Finished girth of the sleeve hem.", "sleeve", _SLEEVED),
        _length("cap_ease_mm", "Cap ease", _SLEEVE, "Length of the cap eased into the armhole.", "", _SLEEVED),
        Parameter(
            "neckline", "Neckline", _NECK, "choice", (("round", "Round"), ("v", "V")), hint="Shape of the neckline."
        ),
        _length("neck_depth_mm", "Depth, front", _NECK, "From the shoulder down to the centre front.", "neckline"),
        _length("neck_width_mm", "Width", _NECK, "Neckline, shoulder to shoulder.", "neckline"),
        Parameter("bust_darts", "Bust darts", _SHAPE, "switch", hint="A dart from each side seam to the bust."),
        _length(
            "bust_dart_mm", "Bust dart", _SHAPE, "Intake of each bust dart at the side seam.", "",
            {"bust_darts": ("true",)},
        ),
        Parameter("waist_darts", "Waist darts", _SHAPE, "switch", hint="Darts with two points, front and back."),
        Parameter("vent", "Back vent", _SHAPE, "switch", hint="An overlapping slit at the centre back, to walk in."),
        _length(
            "vent_length_mm", "Vent length", _SHAPE, "From the top of the vent to the hem.", needs={"vent": ("true",)}
        ),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem."),
    ),
)  # fmt: skip
