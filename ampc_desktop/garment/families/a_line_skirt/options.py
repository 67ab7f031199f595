"""The A-line skirt family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from typing import Any

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import flared_block
from ampc_desktop.garment.drafting.darting import DartSpec
from ampc_desktop.garment.drafting.flared_block import Sizes
from ampc_desktop.garment.drafting.skirt_pieces import HalfPanel
from ampc_desktop.garment.drafting.walking import SkirtLevels, narrowest_mm, skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.a_line_skirt.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

REQUIRED = ("stature", "waist", "hip", "waist_to_hip")
HOLLOW_MM = 62.0
"""A side seam can be hollowed this much from hip to waist without a dart; beyond it a dart is needed."""


def _finished(body: Measurements, n: dict[str, Any]) -> tuple[float, float, float]:
    """Finished waist and hip girth, and the flare of the sides."""
    waist, hip = body["waist"] + n["waist_ease_mm"], body["hip"] + n["hip_ease_mm"]
    return waist, hip, flared_block.flare_for(hip, skirt_levels(body).hip, n["length_mm"], n["hem_sweep_mm"])


def left_over_mm(body: Measurements, n: dict[str, Any]) -> float:
    """What of the difference between hip and waist, a quarter of it, the flare does not take up."""
    waist, hip, flare = _finished(body, n)
    return (hip - waist) / 4 - flared_block.natural_inset_mm(skirt_levels(body).hip, flare)


def block(body: Measurements, n: dict[str, Any]) -> tuple[HalfPanel, HalfPanel]:
    """Front and back half from resolved option values (by id)."""
    t, at = table("a_line_skirt"), skirt_levels(body)
    waist, hip, flare = _finished(body, n)
    front: tuple[DartSpec, ...] = ()
    back: tuple[DartSpec, ...] = ()
    if n["darts"]:
        over = left_over_mm(body, n)
        front, back = (
            (DartSpec(0.50, min(max(share * over, t["dart_min_mm"]), t["dart_max_mm"]), depth * at.hip),)
            for share, depth in (
                (t["dart_front"], t["dart_depth_front"]),
                (t["dart_back"], t["dart_depth_back"]),
            )
        )
    return flared_block.block(Sizes(waist, hip, at.hip, float(n["length_mm"]), flare, t["back_drop_mm"], front, back))


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t, at = table("a_line_skirt"), skirt_levels(body)
    n: dict[str, Any] = {"fit": r.choice("fit", "regular"), "length": r.choice("length", "knee")}
    n["flare"] = r.choice("flare", "classic")
    fit, name = t["fit"][n["fit"]], n["fit"]
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm", fit["waist_mm"], f"{name}: room to breathe", (0.0, 60.0), (0.0, 60.0),
        ("the waist girth", "a looser waist slides down"), follows="fit",
    )  # fmt: skip
    n["hip_ease_mm"] = r.number(
        "hip_ease_mm", fit["hip"] * body["hip"], f"{name}: {fit['hip'] * 100:g} % of hip {body['hip']:.0f} mm",
        (0.0, 160.0), (max(0.0, 12.0 - 40.0 * fabric.stretch_weft), 160.0),
        ("one must sit down in it", "wider is another skirt"), follows="fit",
    )  # fmt: skip
    _hem(r, n, body, at, t)
    over = left_over_mm(body, n)
    least = t["dart_min_mm"] / t["dart_front"]
    forced = False if over < 0.5 * least else True if over > HOLLOW_MM - 26.0 else None
    why = (
        f"the flare leaves {over:.0f} mm a quarter between hip and waist"
        if over > 0
        else "the flare takes up the whole difference between hip and waist"
    )
    n["darts"] = r.switch("darts", over >= least, why, follows="flare", forced=forced)
    r.choice("waist_finish", "band")
    r.number("waistband_width_mm", 35.0, "studio default", (15.0, 60.0))
    r.number("hem_allowance_mm", t["hem_allowance_mm"], "a curved hem takes no more", (10.0, 35.0), (10.0, 35.0),
             ("narrower can't be turned", "the curve would not lie flat"))  # fmt: skip
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _hem(r: Resolver, n: dict[str, Any], body: Measurements, at: SkirtLevels, t: dict[str, Any]) -> None:
    """Length, and a hem that is wide enough to walk in and no wider than the side seams bear."""
    share = t["length"][n["length"]]
    low, high = max(at.hip + 90.0, at.zip + 60.0), at.waist_height - 20.0
    n["length_mm"] = r.number(
        "length_mm", share * at.waist_height,
        f"{n['length']}: {share * 100:g} % of the waist height {at.waist_height:.0f} mm", (round(low), round(high)),
        (low, high), ("hip and zip need the room", "the floor"), follows="length",
    )  # fmt: skip
    hip, length = body["hip"] + n["hip_ease_mm"], n["length_mm"]

    most = flared_block.widest_flare(hip, at.hip, length)

    def sweep(flare: float) -> float:
        return 4 * flared_block.hem_quarter_mm(hip, at.hip, length, min(flare, most))

    wanted, widest = sweep(math.radians(t["flare"][n["flare"]])), sweep(most)
    low = min(max(sweep(math.radians(1.5)), narrowest_mm(body, length)), widest)
    why = f"{n['flare']}: side seams lean {t['flare'][n['flare']]:g} degrees"
    if wanted < low:
        why = f"{n['flare']}, and wide enough to walk in"
    n["hem_sweep_mm"] = r.number(
        "hem_sweep_mm", wanted, why, (round(hip), round(widest)), (low, widest),
        ("one must walk in it", "a wider flare is a circle skirt"), follows="flare",
    )  # fmt: skip
