"""Options of the trousers family."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.schema import Parameter, ParameterSchema

_FIT, _LEG, _SHAPE, _MAKE = "Fit and length", "Leg", "Shaping and pockets", "Making"


def _length(
    id: str, label: str, group: str, hint: str, follows: str = "", needs: Mapping[str, tuple[str, ...]] | None = None
) -> Parameter:
    return Parameter(id, label, group, "length", unit="mm", hint=hint, needs=needs, follows=follows)


def _choice(id: str, label: str, group: str, hint: str, *choices: tuple[str, str], **more: object) -> Parameter:
    return Parameter(id, label, group, "choice", choices, hint=hint, **more)  # type: ignore[arg-type]


SCHEMA = ParameterSchema(
    "trousers",
    "Trousers",
    (
        _choice(
            "fit", "Fit", _FIT, "How closely the trousers follow hip and thigh.",
            ("slim", "Slim"), ("regular", "Regular"), ("wide", "Wide"),
        ),
        _length("waist_ease_mm", "Waist ease", _FIT, "Finished waist girth minus body girth at that level.", "fit"),
        _length("hip_ease_mm", "Hip ease", _FIT, "Finished hip girth minus body girth.", "fit"),
        _choice(
            "length", "Length", _FIT, "Where the hem lies on the leg.",
            ("short", "Short"), ("knee", "Knee"), ("cropped", "Cropped"), ("full", "Full"),
        ),
        _length("length_mm", "Length", _FIT, "From the waist seam at the front down to the hem.", "length"),
        _choice(
            "rise", "Rise", _FIT, "How high the waist seam sits.", ("low", "Low"), ("mid", "Mid"), ("high", "High")
        ),
        _length("rise_drop_mm", "Waist drop", _FIT, "How far the waist seam lies below the natural waist.", "rise"),
        _choice(
            "leg", "Leg shape", _LEG, "Shape of the leg from knee to hem.",
            ("tapered", "Tapered"), ("straight", "Straight"), ("wide", "Wide"),
        ),
        _length("knee_girth_mm", "Knee", _LEG, "Finished girth of the leg at the knee.", "leg"),
        _length("hem_girth_mm", "Hem", _LEG, "Finished girth of the leg at the hem.", "leg"),
        Parameter("pleats", "Front pleats", _SHAPE, "switch", hint="A pleat on each front instead of a dart."),
        Parameter(
            "front_darts", "Front darts", _SHAPE, "count", hint="Darts on each front.", needs={"pleats": ("false",)}
        ),
        Parameter("back_darts", "Back darts", _SHAPE, "count", hint="Darts on each back."),
        Parameter("pocket", "Front pockets", _SHAPE, "switch", hint="A pocket in each front."),
        _choice(
            "pocket_style", "Pocket style", _SHAPE, "Where the hand goes in.",
            ("slant", "Slant"), ("side", "Side seam"), needs={"pocket": ("true",)},
        ),
        Parameter("back_pocket", "Back pockets", _SHAPE, "switch", hint="A pocket on each back."),
        _choice(
            "back_pocket_style", "Back pocket style", _SHAPE, "On the cloth, as on jeans, or in it, as on suits.",
            ("patch", "Patch"), ("welt", "Single welt"), needs={"back_pocket": ("true",)},
        ),
        Parameter("belt_loops", "Belt loops", _MAKE, "switch", hint="Five on the waistband, seven on a long one."),
        _length("waistband_width_mm", "Waistband width", _MAKE, "Finished width of the waistband."),
        _length("hem_allowance_mm", "Hem allowance", _MAKE, "Cloth folded up at the hem."),
    ),
)  # fmt: skip
