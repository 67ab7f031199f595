"""The shift dress family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import bodice, fitting, sleeve, walking
from ampc_desktop.garment.drafting.bodice import Block, Levels
from ampc_desktop.garment.drafting.bust_dart import SideDart, side_dart
from ampc_desktop.garment.drafting.fitting import Girths
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.shift_dress.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

REQUIRED = (
    "stature", "neck", "shoulder", "bust", "waist", "hip", "arm", "biceps", "back_waist_length", "waist_to_hip",
)  # fmt: skip
UNDER_MIN_MM = 40.0
"""Shortest underarm seam of a sleeve."""
LEAN_MAX = 0.36
"""A side seam leaning more (mm per mm) has no room for the folded dart in its allowance."""
SHOULDER_MIN_MM = 50.0
"""Shortest shoulder seam."""


@dataclass(frozen=True)
class WaistDarts:
    """Dart with two points in each half: intake of the front and of the back one, mm; 0 = none."""

    front: float
    back: float


def neck_drop_mm(body: Measurements, n: dict[str, Any]) -> float:
    """How far the neckline's shoulder point lies below the body's (a wider neck starts lower)."""
    beyond = float(n["neck_width_mm"]) / 2 - bodice.natural_neck_half(body["neck"])
    return beyond * math.tan(math.radians(fitting.slope_deg(body)))


def shoulder_half_mm(body: Measurements, n: dict[str, Any]) -> float:
    natural = bodice.SHOULDER_OF_BIACROMIAL * body["shoulder"] / 2
    less = float(table("shift_dress")["sleeveless_in_mm"]) if n["sleeve"] == "sleeveless" else 0.0
    return max(natural - less, 1.3 * bodice.natural_neck_half(body["neck"]) + SHOULDER_MIN_MM)


def side_waist_mm(body: Measurements, at: Levels, n: dict[str, Any]) -> float:
    """Girth at the waist between the side seams, darts not yet sewn."""
    t = table("shift_dress")
    chest, hip = body["bust"] + n["chest_ease_mm"], body["hip"] + n["hip_ease_mm"]
    wanted = float(body["waist"] + n["waist_ease_mm"])
    low, _ = fitting.waist_limits(body, at, n["armhole_depth_mm"], chest, hip)
    if not n["waist_darts"]:
        return wanted
    natural = max(low, min(chest, hip) - 4 * t["side_shaping_mm"])
    taken = min(natural - wanted, 4 * t["waist_dart_max_mm"])
    if taken >= 4 * t["waist_dart_min_mm"]:
        return wanted + float(taken)
    return wanted if wanted >= low else wanted + float(4 * t["waist_dart_min_mm"])


def waist_darts(body: Measurements, at: Levels, n: dict[str, Any]) -> WaistDarts:
    """What the waist darts take in."""
    quarter = (side_waist_mm(body, at, n) - body["waist"] - n["waist_ease_mm"]) / 4
    if quarter < 1.0:
        return WaistDarts(0.0, 0.0)
    front = float(table("shift_dress")["waist_dart_front"]) * quarter
    return WaistDarts(front, 2 * quarter - front)


def block(body: Measurements, n: dict[str, Any]) -> Block:
    """The body block from resolved option values (by id); front and back hang from the same shoulder line."""
    at = bodice.levels(body)
    chest, hip = body["bust"] + n["chest_ease_mm"], body["hip"] + n["hip_ease_mm"]
    made = Girths(chest, side_waist_mm(body, at, n), hip)
    drop = neck_drop_mm(body, n)
    length = float(n["body_length_mm"]) + drop
    spots = fitting.knots(made, at, float(n["armhole_depth_mm"]), length)
    spots = (*spots[:-1], (length, (hip + n["hem_flare_mm"]) / 4))
    shoulder = shoulder_half_mm(body, n)
    back = min(bodice.ACROSS * shoulder, spots[0][1] - max(0.042 * body["bust"], 42.0))
    return Block(
        natural_half=bodice.natural_neck_half(body["neck"]),
        neck_half=float(n["neck_width_mm"]) / 2,
        neck_depth=float(n["neck_depth_mm"]),
        neckline="v" if n["neckline"] == "v" else "scoop",
        back_depth=drop + max(at.nape - 0.3 * drop + 8.0, 14.0),
        shoulder_half=shoulder,
        slope_deg=fitting.slope_deg(body),
        armhole_depth=float(n["armhole_depth_mm"]),
        pitch_front=back - 0.005 * body["bust"],
        pitch_back=back,
        knots=spots,
    )


def bust_point(body: Measurements, at: Levels, depth: float) -> tuple[float, float]:
    """(half distance of the bust points, their depth below the shoulder), below the armhole of this dress."""
    half = float(table("shift_dress")["bust_point_share"]) * body["bust"]
    return half, max(at.underarm + 0.34 * (at.waist - at.underarm), depth + 46.0)


def bust_dart(body: Measurements, n: dict[str, Any], made: Block) -> SideDart | None:
    """The dart in the front's side seam, or None."""
    if not n["bust_darts"]:
        return None
    half, level = bust_point(body, bodice.levels(body), made.armhole_depth)
    apex = half + float(table("shift_dress")["dart_from_bust_point_mm"])
    return side_dart(bodice.side(made), level, float(n["bust_dart_mm"]), apex)


def cap_lengths(made: Block, n: dict[str, Any]) -> tuple[float, float]:
    """Front and back half of the sleeve cap, ease included, mm."""
    share = float(table("shift_dress")["cap_front_share"])
    front = g.path_length(bodice.armhole(made, "front"))
    back = g.path_length(bodice.armhole(made, "back"))
    return front + share * n["cap_ease_mm"], back + (1 - share) * n["cap_ease_mm"]


def solved_sleeve(body: Measurements, n: dict[str, Any], made: Block) -> sleeve.Sleeve:
    """The sleeve of resolved option values."""
    front, back = cap_lengths(made, n)
    width = float(body["biceps"] + n["biceps_ease_mm"])
    return sleeve.solve(front, back, width, float(n["sleeve_length_mm"]), float(n["sleeve_hem_mm"]))


def zip_mm(body: Measurements, made: Block) -> float:
    """Length of the zip, from the back neck to between waist and hip."""
    at = bodice.levels(body)
    share = float(table("shift_dress")["zip_below_waist"])
    return at.waist + share * (at.hip - at.waist) - made.back_depth


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t, at = table("shift_dress"), bodice.levels(body)
    n: dict[str, Any] = {id: r.choice(id, default) for id, default in (
        ("fit", "regular"), ("length", "knee"), ("sleeve", "sleeveless"), ("neckline", "round"),
    )}  # fmt: skip
    fit = t["fit"][n["fit"]]
    _upper(r, n, body, at, fit)
    _below(r, n, body, at, fit, t)
    _neck(r, n, body, at, t)
    _darts(r, n, body, at, t)
    _sleeve(r, n, body, fit, t)
    _vent(r, n, body, at)
    run = n["body_length_mm"] - at.hip
    r.number(
        "hem_allowance_mm", t["hem_allowance_mm"], "blind-stitched hem, studio default", (15.0, 60.0),
        (15.0, min(60.0, 0.32 * run)), ("narrower can't be turned", "it must lie flat inside the side seams"),
    )  # fmt: skip
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _upper(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float]) -> None:
    bust, name, neck = body["bust"], n["fit"], bodice.natural_neck_half(body["neck"])
    n["chest_ease_mm"] = r.number(
        "chest_ease_mm", fit["chest"] * bust, f"{name}: {fit['chest'] * 100:g} % of bust {bust:.0f} mm",
        (20.0, round(0.30 * bust)), (max(30.0, 0.035 * bust), 0.30 * bust),
        ("woven cloth needs room to breathe and reach", "wider than 30 % hangs as a tent"), follows="fit",
    )  # fmt: skip
    trial = {
        **n, "body_length_mm": at.hip + 300.0, "waist_ease_mm": 0.2 * body["waist"], "hip_ease_mm": 60.0,
        "hem_flare_mm": 0.0, "neck_width_mm": 2.4 * neck, "neck_depth_mm": 90.0, "waist_darts": False,
    }  # fmt: skip
    needed = 1.10 * body["biceps"] if n["sleeve"] == "short" else 0.0
    low, high = fitting.depth_limits(body, at, lambda depth: block(body, {**trial, "armhole_depth_mm": depth}), needed)
    n["armhole_depth_mm"] = r.number(
        "armhole_depth_mm", at.underarm + fit["armhole_mm"] - (8.0 if n["sleeve"] == "sleeveless" else 0.0),
        f"{name}: on the underarm level {at.underarm:.0f} mm",
        (round(at.underarm - 20.0), round(at.waist)), (low, high),
        ("the arm needs its way through", "the side seam must stay"), follows="fit",
    )  # fmt: skip


def _below(
    r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float], t: dict[str, Any]
) -> None:
    depth, chest, name = n["armhole_depth_mm"], body["bust"] + n["chest_ease_mm"], n["fit"]
    room = 3.0 * max(at.hip - depth, fitting.KNOT_APART_MM)
    hip_low = max(1.015 * body["hip"], chest - room)
    n["hip_ease_mm"] = r.number(
        "hip_ease_mm", max(fit["hip"] * body["hip"], 0.93 * chest - body["hip"]),
        f"{name}: {fit['hip'] * 100:g} % of hip {body['hip']:.0f} mm, and no tapering",
        (0.0, round(0.45 * body["hip"])),
        (hip_low - body["hip"], max(hip_low, chest + room, 1.1 * body["hip"]) - body["hip"]),
        ("one must sit in it", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip
    hip = body["hip"] + n["hip_ease_mm"]
    low, high = fitting.waist_limits(body, at, depth, chest, hip)
    shaped = at.waist - depth > fitting.KNOT_APART_MM
    spare = min(chest, hip) - (1 + fit["waist"]) * body["waist"]
    wanted = shaped and spare > 4 * (t["side_shaping_mm"] + 6.0)
    n["waist_darts"] = r.switch(
        "waist_darts", wanted, f"waist {spare:.0f} mm smaller than chest and hip" if shaped else "no room for darts",
        follows="fit", forced=None if shaped else False,
    )  # fmt: skip
    if n["waist_darts"]:
        low = max(low - 4 * t["waist_dart_max_mm"], 1.02 * body["waist"])
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm", max(fit["waist"] * body["waist"], 0.80 * chest - body["waist"]),
        f"{name}: {fit['waist'] * 100:g} % of waist {body['waist']:.0f} mm, a shift skims it",
        (0.0, round(0.7 * body["waist"])), (low - body["waist"], max(high, low) - body["waist"]),
        ("waist and the run of the side seam", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip
    skirt = walking.skirt_levels(body)
    share = t["length"][n["length"]]
    shortest = at.hip + 100.0
    longest = max(at.waist + skirt.waist_height - 60.0, shortest + 60.0)
    n["body_length_mm"] = r.number(
        "body_length_mm", at.waist + share * skirt.waist_height,
        f"{n['length']}: hem {share * 100:g} % of the waist height below the waist",
        (round(shortest), round(longest)), (shortest, longest),
        ("the hip needs its way", "the floor"), follows="length",
    )  # fmt: skip
    run = n["body_length_mm"] - at.hip
    n["hem_flare_mm"] = r.number(
        "hem_flare_mm", 40.0, "a shift falls slightly wider than the hip", (-60.0, 400.0),
        (max(-60.0, -0.6 * run), min(400.0, 0.7 * run)),
        ("narrower can't be walked in", "more flare needs its own cut"),
    )  # fmt: skip


def _neck(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, t: dict[str, Any]) -> None:
    shape, natural = t["neckline"][n["neckline"]], 2 * bodice.natural_neck_half(body["neck"])
    widest = 2 * (shoulder_half_mm(body, n) - SHOULDER_MIN_MM)
    n["neck_width_mm"] = r.number(
        "neck_width_mm", shape["width"] * natural, f"{n['neckline']}: {shape['width'] * 100:.0f} % of the neck's own",
        (round(natural), round(max(widest, natural))), (min(1.02 * natural, widest), widest),
        ("the neck itself", "the shoulder seam must stay"), follows="neckline",
    )  # fmt: skip
    drop = neck_drop_mm(body, n)
    wanted = shape["depth_neck"] * body["neck"] + shape["depth_waist"] * at.waist
    low, high = 45.0, max(0.92 * n["armhole_depth_mm"] - drop, 60.0)
    if n["neckline"] == "v":
        low, high = 80.0, max(n["armhole_depth_mm"] - drop - 6.0, 90.0)
    n["neck_depth_mm"] = r.number(
        "neck_depth_mm", wanted, f"{n['neckline']} neckline", (round(low), round(high)), (low, high),
        ("the throat needs room", "deeper shows more than a dress should"), follows="neckline",
    )  # fmt: skip


def _darts(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, t: dict[str, Any]) -> None:
    cup = max(body["bust"] - (body.get("underbust") or 0.87 * body["bust"]), 0.0)
    half, level = bust_point(body, at, n["armhole_depth_mm"])
    quarter = (body["bust"] + n["chest_ease_mm"]) / 4
    room = at.waist - level
    lean = _lean(block(body, n), level)
    possible = room >= 75.0 and quarter - half >= 75.0 and lean <= LEAN_MAX
    wanted = body.sex == "female" and cup >= 60.0
    lack = "the side seam leans too far for a dart" if lean > LEAN_MAX else "no room between armhole and waist"
    n["bust_darts"] = r.switch(
        "bust_darts", wanted and possible,
        f"bust {cup:.0f} mm larger than underbust" if possible else lack,
        forced=None if possible else False,
    )  # fmt: skip
    most = max(min(55.0, 0.42 * (room - 30.0), 0.34 * (quarter - half)), 12.0)
    n["bust_dart_mm"] = r.number(
        "bust_dart_mm", t["dart_share"] * cup, f"{t['dart_share'] * 100:.0f} % of bust less underbust, {cup:.0f} mm",
        (8.0, 60.0), (8.0, most), ("less is no dart", "a wider one makes a cone"),
    )  # fmt: skip


def _lean(made: Block, depth: float) -> float:
    """How far the side seam leans at a depth: mm sideways per mm down."""
    line = g.flatten(bodice.side(made))
    low, high = (float(np.interp(y, line[:, 1], line[:, 0])) for y in (-depth - 8.0, -depth + 8.0))
    return abs(high - low) / 16.0


def _sleeve(r: Resolver, n: dict[str, Any], body: Measurements, fit: dict[str, float], t: dict[str, Any]) -> None:
    low, high = t["cap_ease_mm"]
    n["cap_ease_mm"] = r.number(
        "cap_ease_mm", t["cap_ease_default_mm"], "woven set-in sleeve, eased over the cap", (low, high), (low, high),
        ("the cap must round the shoulder", "more would pucker"),
    )  # fmt: skip
    made, biceps, arm = block(body, n), body["biceps"], body["arm"]
    front, back = cap_lengths(made, n)
    low, high = fitting.sleeve_width_limits(made, front, back, 1.06 * biceps)
    n["biceps_ease_mm"] = r.number(
        "biceps_ease_mm", fit["biceps"] * biceps, f"{n['fit']}: {fit['biceps'] * 100:g} % of biceps {biceps:.0f} mm",
        (10.0, round(0.9 * biceps)), (low - biceps, high - biceps),
        ("the cap must fit the armhole", "the cap must fit the armhole"), follows="fit",
    )  # fmt: skip
    width = biceps + n["biceps_ease_mm"]
    height = fitting.cap_height(front, back, width, 4 * arm)
    shortest = 1.01 * height + UNDER_MIN_MM
    n["sleeve_length_mm"] = r.number(
        "sleeve_length_mm", 0.36 * arm, f"36 % of arm {arm:.0f} mm", (round(0.2 * arm), round(0.7 * arm)),
        (shortest, max(0.65 * arm, shortest + 30.0)),
        (f"the cap alone is {height:.0f} mm", "below the elbow is another sleeve"), follows="sleeve",
    )  # fmt: skip
    run = n["sleeve_length_mm"] - height
    least = max(1.05 * biceps, width - 0.8 * run)
    n["sleeve_hem_mm"] = r.number(
        "sleeve_hem_mm", 0.95 * width, "a little narrower than the sleeve", (round(biceps), round(1.3 * width)),
        (least, max(least, min(1.3 * width, width + 0.8 * run))),
        ("the arm at the hem", "the underarm seam would lean too far"), follows="sleeve",
    )  # fmt: skip


def _vent(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels) -> None:
    """A vent where walking asks for one; a hem that can't have one is widened until it can be walked in."""
    made = block(body, n)
    below_waist = made.length - at.waist
    hem = body["hip"] + n["hip_ease_mm"] + n["hem_flare_mm"]
    free = walking.longest_mm(body, hem)
    needed = max(below_waist - free, 0.0)
    room = min(made.length - made.back_depth - zip_mm(body, made) - 70.0, made.length - at.hip - 40.0)
    possible = room >= 80.0
    why = (
        f"the hem of {hem:.0f} mm is walkable down to {free:.0f} mm below the waist"
        if needed == 0
        else f"to walk in it: {needed:.0f} mm are longer than a hem of {hem:.0f} mm allows"
    )
    n["vent"] = r.switch("vent", needed > 0, why, follows="length", forced=True if needed > 0 and possible else None)
    if n["vent"] and not possible:
        r.options["vent"] = replace(r.options["vent"], value=False, why="not possible: hip and zip end near the hem")
        n["vent"] = False
    low = max(80.0, min(needed + 20.0, room)) if n["vent"] else 80.0
    r.number(
        "vent_length_mm", max(0.16 * made.length, needed + 40.0), "16 % of the length, or what walking needs",
        (80.0, round(max(room, 81.0))), (low, max(room, low)), ("the step", "hip and zip lie above"), follows="length",
    )  # fmt: skip
