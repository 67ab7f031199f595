"""The circle skirt family: every option resolved for one body (ranges, reasons), and the panel they make."""

from __future__ import annotations

import math
from typing import Any

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import circle
from ampc_desktop.garment.drafting.skirt_pieces import HalfPanel
from ampc_desktop.garment.drafting.walking import narrowest_mm, skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.circle_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

REQUIRED = ("stature", "waist", "hip", "waist_to_hip")
MARGIN_MM = 30.0
"""Allowances and selvedge beside a panel on the cloth."""


def panel(body: Measurements, n: dict[str, Any]) -> HalfPanel:
    """The half panel from resolved option values (by id); front and back are alike."""
    waist = body["waist"] + n["waist_ease_mm"]
    return circle.half_panel(waist, math.radians(n["sweep_deg"]), float(n["length_mm"]), float(n["bias_drop_mm"]))


def _reach(angle_deg: float) -> float:
    """Width of a half panel as a share of its outer radius."""
    return math.sin(math.radians(min(angle_deg, 90.0)))


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t, at = table("circle_skirt"), skirt_levels(body)
    n: dict[str, Any] = {"fit": r.choice("fit", "regular"), "length": r.choice("length", "knee")}
    n["circle"] = r.choice("circle", "half")
    ease = t["fit"][n["fit"]]["waist_mm"]
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm", ease, f"{n['fit']}: room to breathe", (0.0, 60.0), (0.0, 60.0),
        ("the waist girth", "a looser waist slides down"), follows="fit",
    )  # fmt: skip
    waist, share = body["waist"] + n["waist_ease_mm"], t["length"][n["length"]]
    wished = t["circle"][n["circle"]]["sweep_deg"]
    over_hip = math.degrees((body["hip"] + t["hip_room_mm"] - waist) / at.hip)
    low, floor = max(at.hip + 90.0, at.zip + 60.0), at.waist_height - 20.0
    # The widest panel that the cloth can hold limits the length: a half panel stands across the cloth.
    angle = max(wished, over_hip)
    widest = (fabric.usable_width_mm - MARGIN_MM) / _reach(angle / 4) - circle.radius_mm(waist, math.radians(angle))
    high = max(min(floor, widest), low)
    limit = "the floor" if high == floor else f"the cloth is {fabric.usable_width_mm:.0f} mm wide"
    n["length_mm"] = r.number(
        "length_mm", share * at.waist_height,
        f"{n['length']}: {share * 100:g} % of the waist height {at.waist_height:.0f} mm", (round(low), round(floor)),
        (low, high),
        ("hip and zip need the room", limit),
        follows="length",
    )  # fmt: skip
    length = n["length_mm"]
    walking = math.degrees((narrowest_mm(body, length) - waist) / length)
    least = max(60.0, over_hip, walking)
    limit = "the hip needs the flare" if over_hip >= walking else "one must walk in it"
    why = f"{n['circle']} circle" if least <= wished else f"{n['circle']} circle, opened: {limit}"
    n["sweep_deg"] = r.number(
        "sweep_deg", wished, why, (60.0, 360.0), (least, max(360.0, least)), (limit, "fuller is no single circle"),
        follows="circle",
    )  # fmt: skip
    most = min(t["bias_max_mm"], 0.06 * length)
    r.number(
        "bias_drop_mm", t["bias_of_length"] * length, "1 % of the length; hang a day and level the hem", (0.0, 40.0),
        (0.0, most), ("level as cut", "more would show as a dent"),
    )  # fmt: skip
    radius = circle.radius_mm(waist, math.radians(n["sweep_deg"]))
    across = 2 * (radius + length) * _reach(n["sweep_deg"] / 4) + MARGIN_MM
    wide = across > fabric.usable_width_mm
    why = f"the front is {across:.0f} mm wide, the cloth {fabric.usable_width_mm:.0f} mm"
    r.switch("centre_seam", wide, why, forced=True if wide else None)
    r.number("waistband_width_mm", 35.0, "studio default", (15.0, 60.0))
    hem = t["circle"][n["circle"]]["hem_allowance_mm"]
    r.number("hem_allowance_mm", hem, f"{n['circle']} circle: a curved hem takes no more", (6.0, 25.0), (6.0, 25.0),
             ("narrower can't be turned", "the curve would not lie flat"), follows="circle")  # fmt: skip
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}
