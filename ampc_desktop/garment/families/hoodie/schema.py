"""Options of the hoodie family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SLEEVE, _NECK, _FRONT, _MAKE = "Fit and length", "Sleeve", "Hood and neck", "Front", "Making"
_HOODED = {"neckline": ("hood",)}


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


def _choice(
    id: str, label: str, group: str, hint: str, choices: tuple[tuple[str, str], ...],
    needs: Mapping[str, tuple[str, ...]] | None = None,
) -> Parameter:  # fmt: skip
    return Parameter(id, label, group, "choice", choices, hint=hint, needs=needs)


SCHEMA = ParameterSchema(
    "hoodie",
    "Hoodie",
    (
        _choice("fit", "Fit", _FIT, "How closely the hoodie follows the body.",
                (("fitted", "Fitted"), ("regular", "Regular"), ("relaxed", "Relaxed"), ("oversized", "Oversized"))),
        _length("chest_ease_mm", "Chest ease", _FIT, "Finished chest girth minus body girth.", "fit"),
        _choice("length", "Length", _FIT, "Where the lower edge lies on the body.",
                (("cropped", "Cropped"), ("hip", "Hip"), ("long", "Long"))),
        _length("body_length_mm", "Body length", _FIT, "From the shoulder at the neck to the lower edge.", "length"),
        _length("hem_ease_mm", "Hem ease", _FIT, "Girth above the rib minus the body girth at that level.", "fit"),
        _length("shoulder_drop_mm", "Shoulder drop", _FIT, "How far the shoulder seam reaches over the arm.", "fit"),
        _length("armhole_depth_mm", "Armhole depth", _FIT, "From the side of the neck down to the underarm.", "fit"),
        _choice("sleeve", "Sleeve", _SLEEVE, "Length of the sleeve, its rib included.",
                (("short", "Short"), ("three_quarter", "3/4"), ("long", "Long"))),
        _length("sleeve_length_mm", "Sleeve length", _SLEEVE, "From the shoulder seam to the cuff's edge.", "sleeve"),
        _length("biceps_ease_mm", "Biceps ease", _SLEEVE, "Sleeve width minus upper arm girth.", "fit"),
        _length("sleeve_hem_mm", "Cuff", _SLEEVE, "Girth of the rib cuff at rest.", "sleeve"),
        _choice("neckline", "Neck", _NECK, "A hood, or the rib neckband of a sweatshirt.",
                (("hood", "Hood"), ("crew", "Neckband"))),
        _choice("hood_panels", "Hood panels", _NECK, "Two halves, or a centre panel between them.",
                (("two", "Two"), ("three", "Three")), _HOODED),
        Parameter("cord", "Drawcord", _NECK, "switch", hint="A cord through eyelets in the edge of the hood.",
                  needs=_HOODED),
        Parameter("lined", "Lined hood", _NECK, "switch", hint="A hood of two layers, nothing turned in at the face.",
                  needs=_HOODED),
        _length("neck_depth_mm", "Neck depth, front", _NECK, "From the shoulder at the neck to the centre front seam.",
                "neckline"),
        _length("neck_width_mm", "Neck width", _NECK, "Neckline seam, shoulder to shoulder.", "neckline"),
        _length("neckband_mm", "Neckband width", _NECK, "Finished width of the neckband.", "", {"neckline": ("crew",)}),
        Parameter("zip", "Zip", _FRONT, "switch", hint="A zip all the way down the centre front."),
        Parameter("pocket", "Kangaroo pocket", _FRONT, "switch", hint="A pocket across the front, open at both sides."),
        _length("band_width_mm", "Rib width", _MAKE, "Finished width of the rib at hem and cuffs."),
        Parameter("rib_percent", "Rib length", _MAKE, "ratio", unit="%",
                  hint="Length of the rib as a share of the edge it holds."),
    ),
)  # fmt: skip
