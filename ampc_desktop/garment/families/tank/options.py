"""The tank top family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from typing import Any

from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import bodice, fitting
from ampc_desktop.garment.drafting.bodice import Block, Levels
from ampc_desktop.garment.drafting.fitting import Girths
from ampc_desktop.garment.drafting.stretch import opening_needed_mm, stretch
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.tank.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

STRAP_MIN_MM = 12.0
"""Narrowest cloth between the bands of a strap."""
PITCH_OUT_MM = 5.0
"""The back armhole lies this much further out than the strap; the front one runs straight down from it."""

REQUIRED = (
    "stature", "neck", "shoulder", "bust", "waist", "hip", "back_waist_length", "waist_to_hip", "head",
)  # fmt: skip


def neck_drop_mm(body: Measurements, neck_width_mm: float) -> float:
    """How far the strap's inner end lies below the body's shoulder point of the neck."""
    beyond = neck_width_mm / 2 - bodice.natural_neck_half(body["neck"])
    return beyond * math.tan(math.radians(fitting.slope_deg(body)))


def girths(body: Measurements, n: dict[str, Any]) -> Girths:
    """Finished girths of resolved options."""
    return Girths(body["bust"] + n["chest_ease_mm"], body["waist"] + n["waist_ease_mm"], body["hip"] + n["hip_ease_mm"])


def block(body: Measurements, n: dict[str, Any]) -> Block:
    """The body block from resolved option values (by id). Its shoulder is the strap's cloth between the bands."""
    at, slope = bodice.levels(body), fitting.slope_deg(body)
    drop = neck_drop_mm(body, n["neck_width_mm"])
    half = n["neck_width_mm"] / 2
    cloth = max(n["strap_width_mm"] - 2 * n["band_width_mm"], STRAP_MIN_MM)
    shoulder = half + cloth * math.cos(math.radians(slope))
    depth = float(n["armhole_depth_mm"])
    spots = fitting.knots(girths(body, n), at, depth, n["body_length_mm"] + drop)
    back = min(shoulder + PITCH_OUT_MM, spots[0][1] - 36.0)
    return Block(
        natural_half=bodice.natural_neck_half(body["neck"]),
        neck_half=half,
        neck_depth=float(n["neck_depth_mm"]),
        neckline=str(n["neckline"]),
        back_depth=drop + float(n["back_neck_mm"]),
        shoulder_half=shoulder,
        slope_deg=slope,
        armhole_depth=depth,
        pitch_front=min(shoulder - 1.0, back - 0.005 * body["bust"]),
        pitch_back=back,
        knots=spots,
    )


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r, t, at = Resolver(SCHEMA, wishes), table("tank"), bodice.levels(body)
    n: dict[str, Any] = {
        "fit": r.choice("fit", "regular"),
        "length": r.choice("length", "hip"),
        "strap": r.choice("strap", "regular"),
        "neckline": r.choice("neckline", "scoop"),
    }
    fit = t["fit"][n["fit"]]
    _upper(r, n, body, fabric, at, fit)
    _below(r, n, body, fabric, at, fit, t)
    _neck(r, n, body, fabric, at, t)
    place = t["length"][n["length"]]
    level = at.waist if place["level"] == "waist" else at.hip
    drop, depth = neck_drop_mm(body, n["neck_width_mm"]), n["armhole_depth_mm"]
    shortest = max(depth + 90.0, 0.8 * at.waist, n["neck_depth_mm"] + drop + 60.0) - drop
    r.number(
        "body_length_mm", level + place["below_mm"] - drop,
        f"{n['length']}: {place['below_mm']:g} mm below the {place['level']} at {level:.0f} mm",
        (round(0.75 * at.waist), round(at.crotch + 150)), (shortest, max(at.crotch + 150.0 - drop, shortest + 50.0)),
        ("side seam and neckline must stay", "longer is a dress"), follows="length",
    )  # fmt: skip
    r.number("hem_allowance_mm", t["hem_allowance_mm"], "coverstitched hem, studio default", (10.0, 40.0))
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _upper(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, fit: dict[str, float]
) -> None:
    bust, name = body["bust"], n["fit"]
    n["chest_ease_mm"] = r.number(
        "chest_ease_mm", fit["chest"] * bust, f"{name}: {fit['chest'] * 100:g} % of bust {bust:.0f} mm",
        (-80.0, round(0.35 * bust)), (max(-80.0, -0.25 * fabric.stretch_weft * bust), 0.35 * bust),
        (f"the cloth gives {fabric.stretch_weft * 100:.0f} %", "wider than 35 % hangs as a cape"), follows="fit",
    )  # fmt: skip
    shoulder = bodice.SHOULDER_OF_BIACROMIAL * body["shoulder"] / 2
    fall = (shoulder - bodice.natural_neck_half(body["neck"])) * math.tan(math.radians(fitting.slope_deg(body)))
    low = max(at.underarm - 10.0, 95.0 + fall)
    n["armhole_depth_mm"] = r.number(
        "armhole_depth_mm", at.underarm + fit["armhole_mm"],
        f"{name}: {fit['armhole_mm']:+.0f} mm on the underarm level {at.underarm:.0f} mm",
        (round(at.underarm - 10.0), round(at.waist)), (low, max(at.waist - 30.0, low + 60.0)),
        ("the armpit", "the side seam must stay"), follows="fit",
    )  # fmt: skip


def _below(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, fit: dict[str, float],
    t: dict[str, Any],
) -> None:  # fmt: skip
    depth, chest, name = n["armhole_depth_mm"], body["bust"] + n["chest_ease_mm"], n["fit"]
    give = 1 - 0.25 * fabric.stretch_weft
    room = 3.0 * max(at.hip - depth, fitting.KNOT_APART_MM)
    low = max(give * body["hip"], chest - room)
    n["hip_ease_mm"] = r.number(
        "hip_ease_mm", max(fit["hip"] * body["hip"], 0.94 * chest - body["hip"]),
        f"{name}: {fit['hip'] * 100:g} % of hip {body['hip']:.0f} mm, and no tapering",
        (-60.0, round(0.45 * body["hip"])), (low - body["hip"], max(low, chest + room) - body["hip"]),
        ("the hip and what the cloth gives", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip
    hip, waist = body["hip"] + n["hip_ease_mm"], body["waist"]
    above, below = 3.0 * max(at.waist - depth, fitting.KNOT_APART_MM), 3.0 * max(at.hip - at.waist, 60.0)
    low = max(chest - above, hip - below, give * waist)
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm", min(max(fit["waist"] * waist, 0.90 * chest - waist), 1.04 * chest - waist),
        f"{name}: {fit['waist'] * 100:g} % of waist {waist:.0f} mm, lightly shaped",
        (-60.0, round(0.7 * waist)), (low - waist, max(low, min(chest + above, hip + below)) - waist),
        ("waist, stretch and the run of the side seam", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip


def _neck(r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, t: dict[str, Any]) -> None:
    shape, name = t["neckline"][n["neckline"]], n["neckline"]
    n["band_width_mm"] = r.number(
        "band_width_mm", shape["band_mm"], f"studio default for {name} necks", (8.0, 30.0), (8.0, 30.0),
        ("narrower can't be turned", "wider stands off"), follows="neckline",
    )  # fmt: skip
    band = n["band_width_mm"]
    shoulder = bodice.SHOULDER_OF_BIACROMIAL * body["shoulder"] / 2
    narrowest = STRAP_MIN_MM + 2 * band
    inner = 0.20 * body["neck"]  # the neckline may not climb the neck
    outer = min(shoulder, (body["bust"] + n["chest_ease_mm"]) / 4 - 44.0)
    widest = max(outer - inner + band, narrowest + 2.0)
    n["strap_width_mm"] = r.number(
        "strap_width_mm", t["strap"][n["strap"]], f"{n['strap']} straps", (30.0, 140.0), (narrowest, widest),
        ("cloth between the bands", "the shoulder bone"), follows="strap",
    )  # fmt: skip
    cloth = (n["strap_width_mm"] - 2 * band) * math.cos(math.radians(fitting.slope_deg(body)))
    needed = opening_needed_mm(body, stretch(fabric, name))
    trial = {**n, "body_length_mm": at.hip + 40.0, "back_neck_mm": 20.0}

    def deepest_at(width: float) -> float:
        """The neckline stays above the underarm, where the chest is promised."""
        return min(float(n["armhole_depth_mm"]) - neck_drop_mm(body, width) - 4.0, 0.66 * at.waist)

    def short(width: float, depth: float) -> float:
        made = block(body, {**trial, "neck_width_mm": width, "neck_depth_mm": depth})
        return bodice.neckline_length(made) - needed

    high = max(2 * (outer - cloth), 2 * inner + 10.0)
    low = fitting.least(lambda width: short(width, deepest_at(width)), 2 * inner, high)
    head = f"the head, {body['head']:.0f} mm, must pass"
    n["neck_width_mm"] = r.number(
        "neck_width_mm", 2 * (shape["half_width"] * body["neck"] + shape["half_width_mm"]),
        f"{name}: neck {body['neck']:.0f} mm and room beside it",
        (round(2 * inner), round(high)), (low, high), (head, "the strap must lie on the shoulder"), follows="neckline",
    )  # fmt: skip
    drop, deepest = neck_drop_mm(body, n["neck_width_mm"]), deepest_at(n["neck_width_mm"])
    lowest = fitting.least(lambda depth: short(n["neck_width_mm"], depth), 60.0, deepest)
    n["neck_depth_mm"] = r.number(
        "neck_depth_mm", shape["depth_waist"] * at.waist, f"{name}: {shape['depth_waist']:.2f} of shoulder to waist",
        (60.0, round(deepest)), (lowest, deepest), (head, "deeper shows more than a top should"), follows="neckline",
    )  # fmt: skip
    least = max(18.0, 12.0 - drop)
    r.number(
        "back_neck_mm", shape["back_mm"], f"{name} neck, studio default", (18.0, round(deepest)),
        (least, max(least, n["neck_depth_mm"] - 25.0)), ("the nape", "the front neckline lies lower"),
        follows="neckline",
    )  # fmt: skip
