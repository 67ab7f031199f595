"""Options of the T-shirt family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SLEEVE, _NECK, _MAKE = "Fit and length", "Sleeve", "Neckline", "Making"
_WITH_SLEEVE = {"sleeve": ("short", "three_quarter", "long")}


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


SCHEMA = ParameterSchema(
    "tshirt",
    "T-shirt",
    (
        Parameter(
            "fit",
            "Fit",
            _FIT,
            "choice",
            (("fitted", "Fitted"), ("regular", "Regular"), ("relaxed", "Relaxed"), ("oversized", "Oversized")),
            hint="How closely the shirt follows the body.",
        ),
        _length("chest_ease_mm", "Chest ease", _FIT, "Finished chest girth minus body girth.", "fit"),
        Parameter(
            "length",
            "Length",
            _FIT,
            "choice",
            (("cropped", "Cropped"), ("hip", "Hip"), ("long", "Long")),
            hint="Where the hem lies on the body.",
        ),
        _length("body_length_mm", "Body length", _FIT, "From the shoulder at the neck down to the hem.", "length"),
        _length("hem_ease_mm", "Hem ease", _FIT, "Finished hem girth minus the body girth at that level.", "fit"),
        _length("shoulder_drop_mm", "Shoulder drop", _FIT, "How far the shoulder seam reaches over the arm.", "fit"),
        _length("armhole_depth_mm", "Armhole depth", _FIT, "From the side of the neck down to the underarm.", "fit"),
        Parameter(
            "sleeve",
            "Sleeve",
            _SLEEVE,
            "choice",
            (("sleeveless", "None"), ("short", "Short"), ("three_quarter", "3/4"), ("long", "Long")),
            hint="Length of the sleeve; without sleeves the armholes get a band.",
        ),
        _length(
            "sleeve_length_mm",
            "Sleeve length",
            _SLEEVE,
            "From the shoulder seam to the sleeve hem.",
            "sleeve",
            _WITH_SLEEVE,
        ),
        _length("biceps_ease_mm", "Biceps ease", _SLEEVE, "Sleeve width minus upper arm girth.", "fit", _WITH_SLEEVE),
        _length("sleeve_hem_mm", "Sleeve hem", _SLEEVE, "Finished girth of the sleeve hem.", "sleeve", _WITH_SLEEVE),
        Parameter(
            "neckline",
            "Neckline",
            _NECK,
            "choice",
            (("crew", "Crew"), ("v", "V"), ("scoop", "Scoop")),
            hint="Shape of the neckline.",
        ),
        _length(
            "neck_depth_mm",
            "Depth, front",
            _NECK,
            "From the shoulder at the neck down to the centre front seam.",
            "neckline",
        ),
        _length("neck_width_mm", "Width", _NECK, "Neckline seam, shoulder to shoulder.", "neckline"),
        _length("band_width_mm", "Band width", _NECK, "Finished width of the neckband."),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at hem and sleeve hems."),
    ),
)
