"""The hoodie family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import bodice, fitting, sleeve
from ampc_desktop.garment.drafting.bodice import Block, Levels
from ampc_desktop.garment.drafting.stretch import HEAD_SHARE, RIB_STRETCH
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.hoodie.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

UNDER_MIN_MM = 30.0
"""Shortest underarm seam above the cuff."""

REQUIRED = (
    "stature", "neck", "shoulder", "bust", "waist", "hip", "arm", "biceps", "wrist", "back_waist_length",
    "waist_to_hip", "head",
)  # fmt: skip


def rib_stretch(fabric: Fabric) -> float:
    """What the rib gives comfortably, share; without a rib the cloth itself is used."""
    return max(RIB_STRETCH, fabric.stretch_weft) if fabric.rib else fabric.stretch_weft


def neck_drop_mm(body: Measurements, neck_width_mm: float) -> float:
    """How far the neckline's shoulder point lies below the body's (a wider neck starts lower)."""
    beyond = neck_width_mm / 2 - bodice.natural_neck_half(body["neck"])
    return beyond * math.tan(math.radians(fitting.slope_deg(body)))


def block(body: Measurements, n: dict[str, Any]) -> Block:
    """The body block above the rib, from resolved option values (by id)."""
    at = bodice.levels(body)
    half = n["neck_width_mm"] / 2
    drop = neck_drop_mm(body, n["neck_width_mm"])
    length = n["body_length_mm"] + drop - n["band_width_mm"]
    depth = n["armhole_depth_mm"]
    chest = (body["bust"] + n["chest_ease_mm"]) / 4
    hem = (bodice.girth_at(body, at, length) + n["hem_ease_mm"]) / 4
    knots = [(depth, chest)]
    if length - at.hip > fitting.KNOT_APART_MM and at.hip - depth > fitting.KNOT_APART_MM:
        knots.append((at.hip, hem))
    knots.append((length, hem))
    shoulder = max(bodice.SHOULDER_OF_BIACROMIAL * body["shoulder"] / 2 + n["shoulder_drop_mm"], half + 50.0)
    # The armhole must turn in far enough that an 8 mm allowance follows its hollow.
    back = min(bodice.ACROSS * shoulder, chest - max(0.042 * body["bust"], 40.0))
    front = back - 0.005 * body["bust"]
    return Block(
        natural_half=bodice.natural_neck_half(body["neck"]),
        neck_half=half,
        neck_depth=n["neck_depth_mm"],
        neckline="crew",
        back_depth=drop + max(at.nape + 6.0 - 0.4 * drop, 20.0),
        shoulder_half=shoulder,
        slope_deg=fitting.slope_deg(body),
        armhole_depth=depth,
        pitch_front=front,
        pitch_back=back,
        knots=tuple(knots),
    )


def cap_lengths(made: Block) -> tuple[float, float]:
    """Front and back half of the sleeve cap, mm: as long as their armholes."""
    return g.path_length(bodice.armhole(made, "front")), g.path_length(bodice.armhole(made, "back"))


def solved_sleeve(body: Measurements, n: dict[str, Any], made: Block) -> sleeve.Sleeve:
    """The sleeve above its cuff; its lower edge is the cuff divided by the rib's ratio."""
    front, back = cap_lengths(made)
    low = n["sleeve_hem_mm"] / (n["rib_percent"] / 100)
    return sleeve.solve(
        front, back, body["biceps"] + n["biceps_ease_mm"], n["sleeve_length_mm"] - n["band_width_mm"], low
    )


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r, t, at = Resolver(SCHEMA, wishes), table("hoodie"), bodice.levels(body)
    n: dict[str, Any] = {
        "fit": r.choice("fit", "regular"),
        "length": r.choice("length", "hip"),
        "sleeve": r.choice("sleeve", "long"),
        "neckline": r.choice("neckline", "hood"),
        "hood_panels": r.choice("hood_panels", "two"),
    }
    hooded = n["neckline"] == "hood"
    n["cord"] = r.switch("cord", hooded, "studio default", forced=None if hooded else False)
    n["lined"] = r.switch("lined", False, "studio default", forced=None if hooded else False)
    n["zip"] = r.switch("zip", False, "studio default")
    n["pocket"] = r.switch("pocket", hooded, "classic with a hood", follows="neckline")
    n["band_width_mm"] = r.number(
        "band_width_mm", 62.0, "studio default", (30.0, 100.0), (30.0, 100.0), ("narrower rolls", "wider folds over")
    )
    n["rib_percent"] = r.number(
        "rib_percent", 100 * t["rib_ratio"], "80 to 90 % of its edge draws in lightly", (70.0, 98.0),
        (max(70.0, 100 / (1 + rib_stretch(fabric))), 98.0), ("the rib stretches no further", "longer would flare"),
    )  # fmt: skip
    fit = t["fit"][n["fit"]]
    _upper(r, n, body, at, fit)
    _neck(r, n, body, fabric, at, t)
    _below(r, n, body, fabric, at, fit, t)
    _sleeve(r, n, body, fabric, fit, t)
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _upper(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float]) -> None:
    bust, name = body["bust"], n["fit"]
    n["chest_ease_mm"] = r.number(
        "chest_ease_mm", fit["chest"] * bust, f"{name}: {fit['chest'] * 100:g} % of bust {bust:.0f} mm",
        (0.0, round(0.45 * bust)), (max(20.0, 0.03 * bust), 0.45 * bust),
        ("heavy knit needs room", "wider hangs as a cape"), follows="fit",
    )  # fmt: skip
    n["shoulder_drop_mm"] = r.number(
        "shoulder_drop_mm", fit["shoulder_drop_mm"], f"{name} shoulder", (0.0, 110.0), (0.0, 110.0),
        ("the shoulder bone", "further is a bat wing"), follows="fit",
    )  # fmt: skip
    trial = {
        **n, "neck_width_mm": 0.47 * body["neck"], "neck_depth_mm": 95.0, "body_length_mm": at.hip + 60.0,
        "hem_ease_mm": 60.0,
    }  # fmt: skip
    low, high = fitting.depth_limits(
        body, at, lambda depth: block(body, {**trial, "armhole_depth_mm": depth}), 1.12 * body["biceps"]
    )
    n["armhole_depth_mm"] = r.number(
        "armhole_depth_mm", at.underarm + fit["armhole_mm"],
        f"{name}: {fit['armhole_mm']:+.0f} mm on the underarm level {at.underarm:.0f} mm",
        (round(at.underarm - 20.0), round(at.waist)), (low, high),
        ("the sleeve must go round the upper arm", "the side seam must stay"), follows="fit",
    )  # fmt: skip


def opening_needed_mm(body: Measurements, n: dict[str, Any], fabric: Fabric) -> float:
    """Neckline seam that lets the head through: cloth and what is sewn to it, both stretched; 0 with a zip."""
    if n["zip"]:
        return 0.0
    head = HEAD_SHARE * body["head"]
    bare = head / (1 + fabric.stretch_weft)
    if n["neckline"] == "hood":
        return bare
    return max(bare, head / ((1 + rib_stretch(fabric)) * float(table("hoodie")["neck_ratio"])))


def _neck(r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, t: dict[str, Any]) -> None:
    shape, name = t["neckline"][n["neckline"]], n["neckline"]
    needed = opening_needed_mm(body, n, fabric)
    trial = {**n, "body_length_mm": at.hip + 60.0, "hem_ease_mm": 60.0}
    deepest = min(0.72 * n["armhole_depth_mm"], 0.55 * at.waist)
    natural = 2 * bodice.natural_neck_half(body["neck"])
    shoulder = block(body, {**trial, "neck_width_mm": natural, "neck_depth_mm": 90.0}).shoulder_half
    widest = 2 * max(shoulder - 55.0, 0.25 * natural + 40.0)

    def short(width: float, depth: float) -> float:
        made = block(body, {**trial, "neck_width_mm": width, "neck_depth_mm": depth})
        return bodice.neckline_length(made) - needed

    narrowest = fitting.least(lambda width: short(width, deepest), 0.40 * body["neck"], widest)
    head = "the head must pass" if needed else "the neck"
    n["neck_width_mm"] = r.number(
        "neck_width_mm", 2 * shape["half_width"] * body["neck"], f"{name}: neck {body['neck']:.0f} mm and ease",
        (round(0.40 * body["neck"]), round(widest)), (narrowest, widest), (head, "the shoulder seam must stay"),
        follows="neckline",
    )  # fmt: skip
    made = block(body, {**trial, "neck_width_mm": n["neck_width_mm"], "neck_depth_mm": 90.0})
    least = made.back_depth + 30.0
    n["neck_depth_mm"] = r.number(
        "neck_depth_mm", shape["depth"] * body["neck"], f"{name}: neck {body['neck']:.0f} mm and ease",
        (round(least), round(deepest)),
        (fitting.least(lambda depth: short(n["neck_width_mm"], depth), least, deepest), deepest),
        (head, "deeper gapes under a hood"), follows="neckline",
    )  # fmt: skip
    n["neckband_mm"] = r.number(
        "neckband_mm", 24.0, "studio default", (12.0, 45.0), (12.0, 45.0),
        ("narrower can't be turned", "wider stands off"),
    )  # fmt: skip


def _below(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, fit: dict[str, float],
    t: dict[str, Any],
) -> None:  # fmt: skip
    depth, name, band = n["armhole_depth_mm"], n["fit"], n["band_width_mm"]
    drop, place = neck_drop_mm(body, n["neck_width_mm"]), t["length"][n["length"]]
    level = at.waist if place["level"] == "waist" else at.hip
    shortest = max(depth + 110.0 + band, at.waist - 30.0, n["neck_depth_mm"] + 240.0) - drop
    n["body_length_mm"] = r.number(
        "body_length_mm", level + place["below_mm"] - drop,
        f"{n['length']}: {place['below_mm']:g} mm below the {place['level']} at {level:.0f} mm",
        (round(0.8 * at.waist), round(at.crotch + 150)), (shortest, max(at.crotch + 150.0 - drop, shortest + 60.0)),
        ("the side seam must stay", "longer is a dress"), follows="length",
    )  # fmt: skip
    low = n["body_length_mm"] + drop - band
    girth, chest = bodice.girth_at(body, at, low), body["bust"] + n["chest_ease_mm"]
    widest = max(girth, body["waist"]) if low > at.waist else girth
    # The stretched rib must go round the body, and hold no more than its stretch when it does.
    ratio = n["rib_percent"] / 100
    least = max(0.97 * widest, widest / (ratio * (1 + rib_stretch(fabric))))
    run = low - depth
    bound = max(least, chest - 1.6 * run)
    n["hem_ease_mm"] = r.number(
        "hem_ease_mm", max(fit["hem_of_chest"] * chest, 1.03 * widest) - girth,
        f"{name}: {fit['hem_of_chest'] * 100:.0f} % of the chest above the rib",
        (-60.0, round(0.6 * girth)), (bound - girth, max(bound, chest + 2.8 * run) - girth),
        ("body and stretch of the rib", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip


def _sleeve(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, fit: dict[str, float], t: dict[str, Any]
) -> None:
    made = block(body, n)
    front, back = cap_lengths(made)
    biceps, arm, name, band = body["biceps"], body["arm"], n["sleeve"], n["band_width_mm"]
    low, high = fitting.sleeve_width_limits(made, front, back, 1.05 * biceps)
    n["biceps_ease_mm"] = r.number(
        "biceps_ease_mm", fit["biceps"] * biceps, f"{n['fit']}: {fit['biceps'] * 100:g} % of biceps {biceps:.0f} mm",
        (0.0, round(biceps)), (low - biceps, high - biceps),
        ("the cap must fit the armhole", "the cap must fit the armhole"), follows="fit",
    )  # fmt: skip
    width = biceps + n["biceps_ease_mm"]
    height = fitting.cap_height(front, back, width, 4 * arm)
    share, drop = t["sleeve"][name], n["shoulder_drop_mm"]
    shortest = 1.01 * height + UNDER_MIN_MM + band
    n["sleeve_length_mm"] = r.number(
        "sleeve_length_mm", share * arm - drop,
        f"{name.replace('_', ' ')}: {share * 100:.0f} % of arm {arm:.0f} mm"
        + (f" less {drop:.0f} mm shoulder drop" if drop else ""),
        (round(0.2 * arm), round(1.18 * arm)), (shortest, max(1.14 * arm - drop, shortest + 40.0)),
        (f"the cap alone is {height:.0f} mm", f"arm is {arm:.0f} mm"), follows="sleeve",
    )  # fmt: skip
    run = n["sleeve_length_mm"] - band - height
    reach = min(max((n["sleeve_length_mm"] + drop) / arm, 0.0), 1.0)
    here = biceps + (body["wrist"] - biceps) * max(0.0, (reach - 0.35) / 0.65)
    ratio, stretch = n["rib_percent"] / 100, rib_stretch(fabric)
    hand = 1.32 * body["wrist"] / (1 + stretch)  # the hand must slip through
    snug = here * (1 + fit["wrist"]) if name == "long" else 0.98 * here
    least = max(hand, here * 0.92, ratio * (width - 1.1 * run))
    n["sleeve_hem_mm"] = r.number(
        "sleeve_hem_mm", snug, f"{n['fit']}: arm about {here:.0f} mm there",
        (round(0.9 * body["wrist"]), round(1.1 * width)),
        (least, max(least, min(ratio * 1.15 * width, ratio * (width + 0.8 * run)))),
        ("arm, hand and the run of the underarm seam", "the underarm seam would lean too far"), follows="sleeve",
    )  # fmt: skip
