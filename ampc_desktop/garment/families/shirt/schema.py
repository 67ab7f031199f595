"""Options of the shirt family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _SLEEVE, _NECK, _FRONT, _MAKE = "Fit and length", "Sleeve", "Collar", "Front and back", "Making"


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


def _choice(id: str, label: str, group: str, hint: str, **choices: str) -> Parameter:
    return Parameter(id, label, group, "choice", tuple(choices.items()), hint=hint)


SCHEMA = ParameterSchema(
    "shirt",
    "Shirt",
    (
        _choice("fit", "Fit", _FIT, "How closely the shirt follows the body.",
                fitted="Fitted", regular="Regular", relaxed="Relaxed", oversized="Oversized"),
        _length("chest_ease_mm", "Chest ease", _FIT, "Finished chest girth minus body girth.", "fit"),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        _choice("length", "Length", _FIT, "Where the hem lies on the body.",
                cropped="Cropped", hip="Hip", long="Long"),
        _length("body_length_mm", "Body length", _FIT, "From the shoulder at the neck down to the hem.", "length"),
        _choice("hem", "Hem", _FIT, "Straight, or rounded up at the side seams.", straight="Straight", curved="Curved"),
        _length("hem_rise_mm", "Hem rise", _FIT, "How much higher a curved hem is at the side seam.",
                needs={"hem": ("curved",)}),
        _length("shoulder_drop_mm", "Shoulder drop", _FIT, "How far the shoulder reaches over the arm.", "fit"),
        _length("armhole_depth_mm", "Armhole depth", _FIT, "From the side of the neck down to the underarm.", "fit"),
        _choice("sleeve", "Sleeve", _SLEEVE, "Long sleeves have a cuff, shorter ones a hem.",
                short="Short", three_quarter="3/4", long="Long"),
        _length("sleeve_length_mm", "Sleeve length", _SLEEVE, "From the shoulder to cuff edge or hem.", "sleeve"),
        _length("biceps_ease_mm", "Biceps ease", _SLEEVE, "Sleeve width minus upper arm girth.", "fit"),
        _length("sleeve_hem_mm", "Cuff or sleeve hem", _SLEEVE, "Finished girth at the edge of the sleeve.", "sleeve"),
        _length("cap_ease_mm", "Cap ease", _SLEEVE, "Sleeve cap longer than the armhole, eased in."),
        _length("cuff_width_mm", "Cuff width", _SLEEVE, "Finished width of the cuff.", needs={"sleeve": ("long",)}),
        _choice("collar", "Collar", _NECK, "Collar with stand, or the stand alone.",
                classic="Classic", spread="Spread", band="Band"),
        _length("neck_ease_mm", "Collar ease", _NECK, "Finished collar size minus neck girth."),
        _length("stand_mm", "Stand height", _NECK, "Height of the stand at the centre back.", "collar"),
        _length("collar_fall_mm", "Collar height", _NECK, "Height of the collar at the centre back.", "collar",
                {"collar": ("classic", "spread")}),
        _length("collar_point_mm", "Collar point", _NECK, "Length of the collar's front edge.", "collar",
                {"collar": ("classic", "spread")}),
        _choice("placket", "Placket", _FRONT, "A band of its own, or cut on with the front and folded back.",
                band="Band", cut_on="Cut on"),
        _length("placket_mm", "Placket width", _FRONT, "Finished width of the button placket."),
        Parameter("bust_darts", "Bust darts", _FRONT, "switch", hint="A dart from each side seam towards the bust."),
        _length("bust_dart_mm", "Bust dart intake", _FRONT, "Width of each bust dart at the side seam.",
                needs={"bust_darts": ("true",)}),
        Parameter("pleats", "Box pleat", _FRONT, "switch", hint="A box pleat in the centre back below the yoke."),
        _length("yoke_mm", "Yoke depth", _FRONT, "From the neck seam down to the yoke seam at the centre back."),
        Parameter("pocket", "Chest pocket", _FRONT, "switch", hint="A patch pocket on the wearer's left."),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem and at sleeve hems.", "hem"),
    ),
)  # fmt: skip
