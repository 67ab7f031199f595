"""Options of the tank top family."""

from __future__ import annotations

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _NECK, _MAKE = "Fit and length", "Neck and straps", "Making"


def _length(id: str, label: str, group: str, hint: str, follows: str = "") -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, follows=follows)


def _choice(id: str, label: str, group: str, hint: str, **choices: str) -> Parameter:
    return Parameter(id, label, group, "choice", tuple(choices.items()), hint=hint)


SCHEMA = ParameterSchema(
    "tank",
    "Tank top",
    (
        _choice("fit", "Fit", _FIT, "How closely the top follows the body.",
                fitted="Fitted", regular="Regular", relaxed="Relaxed", oversized="Oversized"),
        _length("chest_ease_mm", "Chest ease", _FIT, "Finished chest girth minus body girth.", "fit"),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        _choice("length", "Length", _FIT, "Where the hem lies on the body.", cropped="Cropped", hip="Hip", long="Long"),
        _length("body_length_mm", "Body length", _FIT, "From the strap at the neck down to the hem.", "length"),
        _length("armhole_depth_mm", "Armhole depth", _FIT, "From the side of the neck down to the underarm.", "fit"),
        _choice("strap", "Straps", _NECK, "How wide the straps are.", narrow="Narrow", regular="Regular", wide="Wide"),
        _length("strap_width_mm", "Strap width", _NECK, "Finished width of the strap, bands included.", "strap"),
        _choice("neckline", "Neckline", _NECK, "Shape of the neckline.", scoop="Scoop", v="V", crew="Crew"),
        _length("neck_depth_mm", "Depth, front", _NECK, "From the strap to the centre front seam.", "neckline"),
        _length("back_neck_mm", "Depth, back", _NECK, "From the strap to the centre back seam.", "neckline"),
        _length("neck_width_mm", "Width", _NECK, "Neckline seam, strap to strap.", "neckline"),
        _length("band_width_mm", "Band width", _NECK, "Finished width of the bands at neck and armholes.", "neckline"),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem."),
    ),
)  # fmt: skip
