"""The straight skirt family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

from typing import Any

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import skirt_block
from ampc_desktop.garment.drafting.skirt_block import DartSpec, SkirtBlock
from ampc_desktop.garment.drafting.walking import SkirtLevels, longest_mm, skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.straight_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

REQUIRED = ("stature", "waist", "hip", "waist_to_hip")


def dart_intake_mm(waist_mm: float, hip_mm: float) -> float:
    """Intake of each dart for finished girths, mm; 0 where the difference does not deserve one."""
    t = table("straight_skirt")
    intake = min(t["dart_share"] * (hip_mm - waist_mm) / 2, t["dart_max_mm"])
    return float(intake) if intake >= t["dart_min_mm"] else 0.0


def darts(body: Measurements, n: dict[str, Any]) -> tuple[tuple[DartSpec, ...], tuple[DartSpec, ...]]:
    """Front and back darts of one half: places along the waist, intakes, depths."""
    t, hip_level = table("straight_skirt"), skirt_levels(body).hip
    intake = dart_intake_mm(body["waist"] + n["waist_ease_mm"], body["hip"] + n["hip_ease_mm"])
    if intake == 0.0:
        return (), ()
    places = {0: (), 1: (0.54,), 2: (0.42, 0.70)}
    front = tuple(DartSpec(place, intake, t["dart_depth_front"] * hip_level) for place in places[int(n["front_darts"])])
    thirds = {0: (), 1: (0.48,), 2: (0.34, 0.66)}
    back = tuple(
        DartSpec(place, intake, depth * hip_level)
        for place, depth in zip(thirds[int(n["back_darts"])], t["dart_depth_back"], strict=False)
    )
    return front, back


def block(body: Measurements, n: dict[str, Any]) -> SkirtBlock:
    """The skirt block from resolved option values (by id)."""
    t, at = table("straight_skirt"), skirt_levels(body)
    front, back = darts(body, n)
    return skirt_block.block(
        waist=body["waist"] + n["waist_ease_mm"],
        hip=body["hip"] + n["hip_ease_mm"],
        hip_level=at.hip,
        length=n["length_mm"],
        taper=n["hem_taper_mm"],
        shift=t["side_shift"] * body["hip"],
        drop=t["back_drop_mm"],
        front_darts=front,
        back_darts=back,
    )


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t, at = table("straight_skirt"), skirt_levels(body)
    fit_name, length_name = r.choice("fit", "regular"), r.choice("length", "knee")
    fit, waist, hip = t["fit"][fit_name], body["waist"], body["hip"]
    ease = r.number(
        "waist_ease_mm", fit["waist_mm"], f"{fit_name}: room to breathe", (0.0, 60.0), (0.0, 60.0),
        ("the waist girth", "a looser waist slides down"), follows="fit",
    )  # fmt: skip
    hip_ease = r.number(
        "hip_ease_mm",
        fit["hip"] * hip,
        f"{fit_name}: {fit['hip'] * 100:g} % of hip {hip:.0f} mm",
        (0.0, 140.0),
        (max(0.0, 10.0 - 40.0 * fabric.stretch_weft), 140.0),
        ("one must sit down in it", "wider is another skirt"),
        follows="fit",
    )
    _length(r, body, at, length_name, t, hip + hip_ease)
    length = float(r.options["length_mm"].value)
    taper = float(r.options["hem_taper_mm"].value)
    _darts(r, waist + ease, hip + hip_ease)
    _vent(r, body, at, length, hip + hip_ease - taper)
    r.number("waistband_width_mm", 35.0, "studio default", (15.0, 70.0))
    r.number("hem_allowance_mm", t["hem_allowance_mm"], "blind-stitched hem, studio default", (15.0, 60.0))
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _length(r: Resolver, body: Measurements, at: SkirtLevels, name: str, t: dict[str, Any], hip_girth: float) -> None:
    """Length and hem taper. Without a vent a long or tapered skirt can't be walked in."""
    wished = r.wishes.get("vent")
    no_vent = wished is not None and wished[1] in ("said", "slider") and not wished[0]
    low = max(at.hip + 90.0, at.zip + 60.0)
    high = at.waist_height - 60.0
    limit = "the floor"
    if no_vent:
        high, limit = max(longest_mm(body, hip_girth), low + 40.0), "walking without a vent"
    share = t["length"][name]
    length = r.number(
        "length_mm",
        share * at.waist_height,
        f"{name}: {share * 100:g} % of the waist height {at.waist_height:.0f} mm",
        (round(low), round(at.waist_height - 60.0)),
        (low, high),
        ("hip and zip need the room", limit),
        follows="length",
    )
    widest = min(160.0, 0.5 * (length - at.hip))
    if no_vent:
        # Where the walking length equals this length there is no room left to taper.
        while widest > 0.0 and longest_mm(body, hip_girth - widest) < length:
            widest = max(0.0, widest - 2.0)
    r.number(
        "hem_taper_mm", 0.0, "straight from hip to hem", (0.0, 160.0), (0.0, widest),
        ("a straight skirt does not flare", "the step" if no_vent else "the side seam would lean too far"),
    )  # fmt: skip


def _darts(r: Resolver, waist: float, hip: float) -> None:
    intake = dart_intake_mm(waist, hip)
    most = 2.0 if intake else 0.0
    why = (
        f"waist {hip - waist:.0f} mm smaller than hip: {intake:.0f} mm each"
        if intake
        else "waist and hip differ too little"
    )
    reason = ("none is fewest", "waist and hip differ too little" if not intake else "two are enough")
    r.number("front_darts", min(1.0, most), why, (0.0, 2.0), (0.0, most), reason)
    r.number("back_darts", most if intake >= 8.0 else min(1.0, most), why, (0.0, 2.0), (0.0, most), reason)
    for id in ("front_darts", "back_darts"):
        option = r.options[id]
        whole = float(round(float(option.value)))
        if whole != option.value:
            r.options[id] = type(option)(
                option.parameter, whole, option.source, option.default, option.low, option.high,
                option.feasible_low, option.feasible_high, option.why,
            )  # fmt: skip


def _vent(r: Resolver, body: Measurements, at: SkirtLevels, length: float, hem: float) -> None:
    free = longest_mm(body, hem)
    room = length - at.zip - 110.0  # what is left below the zip
    needed = max(length - free, 0.0)
    possible = room >= 80.0
    why = (
        f"the hem of {hem:.0f} mm is walkable down to {free:.0f} mm"
        if needed == 0
        else f"to walk in it: {needed:.0f} mm are longer than a hem of {hem:.0f} mm allows"
    )
    forced = False if not possible else True if needed > 0 else None
    vent = r.switch("vent", length > free - 60.0 and possible, why, follows="length", forced=forced)
    low = max(80.0, min(needed + 20.0, room)) if vent else 80.0
    r.number(
        "vent_length_mm",
        max(0.24 * length, needed + 40.0),
        "24 % of the length, or what walking needs",
        (80.0, round(max(room, 81.0))),
        (low, max(room, low)),
        ("the step", "the zip ends above"),
        follows="length",
    )
