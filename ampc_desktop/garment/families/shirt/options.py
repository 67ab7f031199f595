"""The shirt family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import bodice, fitting, sleeve
from ampc_desktop.garment.drafting.bodice import Block, Levels
from ampc_desktop.garment.drafting.fitting import Girths
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.shirt.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

UNDER_MIN_MM = 40.0
"""Shortest underarm seam of a hemmed sleeve."""
UNDER_MIN_CUFFED_MM = 150.0
"""Shortest underarm seam of a cuffed sleeve: the slit must lie below the elbow."""
NARROWING = 0.85
"""A sleeve gets narrower by at most this share of its underarm seam."""
PLEATS_OF_CUFF = 0.5
"""At most this share of the cuff is laid into pleats above it."""

REQUIRED = (
    "stature", "neck", "shoulder", "bust", "waist", "hip", "arm", "biceps", "wrist", "back_waist_length",
    "waist_to_hip",
)  # fmt: skip


def girths(body: Measurements, n: dict[str, Any]) -> Girths:
    """Finished girths of resolved options."""
    return Girths(body["bust"] + n["chest_ease_mm"], body["waist"] + n["waist_ease_mm"], body["hip"] + n["hip_ease_mm"])


def neck_half_mm(body: Measurements, n: dict[str, Any]) -> float:
    """Half the neckline seam, centre back to centre front."""
    return float(body["neck"] + n["neck_ease_mm"]) / 2


def rise_mm(n: dict[str, Any]) -> float:
    """How much higher the hem is at the side seam."""
    return float(n["hem_rise_mm"]) if n["hem"] == "curved" else 0.0


def neck_drop_mm(body: Measurements, n: dict[str, Any]) -> float:
    """How far the collar's seam at the shoulder lies below the body's shoulder point of the neck."""
    beyond = (body["neck"] + n["neck_ease_mm"]) / 4.8 - bodice.natural_neck_half(body["neck"])
    return float(beyond * math.tan(math.radians(fitting.slope_deg(body))))


def block(body: Measurements, n: dict[str, Any]) -> Block:
    """The body block from resolved option values (by id). Its side seam ends where the hem meets it."""
    at = bodice.levels(body)
    made = girths(body, n)
    natural = bodice.natural_neck_half(body["neck"])
    # A wider collar lies lower on the shoulder: brian's neck half width for the finished collar.
    half = (body["neck"] + n["neck_ease_mm"]) / 4.8
    shoulder = max(bodice.SHOULDER_OF_BIACROMIAL * body["shoulder"] / 2 + n["shoulder_drop_mm"], half + 60.0)
    length = float(n["body_length_mm"]) + neck_drop_mm(body, n) - rise_mm(n)
    spots = fitting.knots(made, at, float(n["armhole_depth_mm"]), length)
    # The armhole must turn in far enough that a 10 mm allowance follows its hollow.
    back = min(bodice.ACROSS * shoulder, spots[0][1] - max(0.042 * body["bust"], 42.0))
    front = back - 0.005 * body["bust"]
    base = Block(
        natural_half=natural,
        neck_half=half,
        neck_depth=0.2 * body["neck"],
        neckline="crew",
        back_depth=at.nape,
        shoulder_half=shoulder,
        slope_deg=fitting.slope_deg(body),
        armhole_depth=float(n["armhole_depth_mm"]),
        pitch_front=front,
        pitch_back=back,
        knots=spots,
    )
    return _with_neckline(base, neck_half_mm(body, n))


def _with_neckline(base: Block, half_mm: float) -> Block:
    """The block with the front neck as deep as makes half the neckline half_mm long (secant method)."""
    behind = g.path_length(bodice.back_neck(base))

    def off(depth: float) -> float:
        return behind + g.path_length(bodice.front_neck(replace(base, neck_depth=depth))) - half_mm

    low, high = base.neck_depth, 1.1 * base.neck_depth
    f0, f1 = off(low), off(high)
    for _ in range(30):
        if abs(f1) < 1e-9 or f1 == f0:
            break
        low, high, f0 = high, max(high - f1 * (high - low) / (f1 - f0), 12.0), f1
        f1 = off(high)
    return replace(base, neck_depth=high)


def cap_lengths(made: Block, n: dict[str, Any]) -> tuple[float, float]:
    """Front and back half of the sleeve cap, ease included, mm."""
    share = float(table("shirt")["cap_front_share"])
    front = g.path_length(bodice.armhole(made, "front"))
    back = g.path_length(bodice.armhole(made, "back"))
    return front + share * n["cap_ease_mm"], back + (1 - share) * n["cap_ease_mm"]


def pleats_mm(n: dict[str, Any], width: float, run: float) -> float:
    """Cloth laid into pleats above the cuff: more where a short arm leaves a wide sleeve little way to narrow.

    run : length of the underarm seam.
    """
    if n["sleeve"] != "long":
        return 0.0
    cuff = float(n["sleeve_hem_mm"])
    spare = max(min(float(table("shirt")["pleat_of_sleeve"]) * (width - cuff), 60.0), width - NARROWING * run - cuff)
    return min(spare, PLEATS_OF_CUFF * cuff) if spare >= 12.0 else 0.0


def solved_sleeve(body: Measurements, n: dict[str, Any], made: Block) -> sleeve.Sleeve:
    """The sleeve without its cuff; its lower edge is the cuff and the pleats above it."""
    front, back = cap_lengths(made, n)
    width = float(body["biceps"] + n["biceps_ease_mm"])
    cuff = float(n["cuff_width_mm"]) if n["sleeve"] == "long" else 0.0
    length = float(n["sleeve_length_mm"]) - cuff
    run = length - fitting.cap_height(front, back, width, 4 * body["arm"])
    low = float(n["sleeve_hem_mm"]) + pleats_mm(n, width, run)
    return sleeve.solve(front, back, width, length, low)


def bust_point(body: Measurements, at: Levels, depth: float) -> tuple[float, float]:
    """(half distance of the bust points, their depth below the shoulder), below the armhole of this shirt."""
    half = float(table("shirt")["bust_point_share"]) * body["bust"]
    return half, max(at.underarm + 0.34 * (at.waist - at.underarm), depth + 46.0)


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t = table("shirt")
    n: dict[str, Any] = {
        "fit": r.choice("fit", "regular"),
        "length": r.choice("length", "hip"),
        "sleeve": r.choice("sleeve", "long"),
        "collar": r.choice("collar", "classic"),
        "placket": r.choice("placket", "band"),
    }
    n["hem"] = r.choice("hem", "straight" if n["length"] == "cropped" else "curved", follows="length")
    fit, at = t["fit"][n["fit"]], bodice.levels(body)
    _upper(r, n, body, at, fit)
    _below(r, n, body, at, fit, t)
    _sleeve(r, n, body, fit, t)
    _collar(r, n, t)
    _front_and_back(r, n, body, at, t)
    curved = n["hem"] == "curved"
    r.number(
        "hem_allowance_mm",
        t["hem_curved_mm"] if curved else t["hem_straight_mm"],
        "narrow rolled hem" if curved else "double turned hem, studio default",
        (6.0, 45.0),
        (6.0, t["hem_curved_max_mm"] if curved else 45.0),
        ("less can't be turned", "a wider one would not lie flat along the curve" if curved else "wider is a facing"),
        follows="hem",
    )
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _upper(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float]) -> None:
    bust, name = body["bust"], n["fit"]
    n["chest_ease_mm"] = r.number(
        "chest_ease_mm", fit["chest"] * bust, f"{name}: {fit['chest'] * 100:g} % of bust {bust:.0f} mm",
        (30.0, round(0.40 * bust)), (max(40.0, 0.045 * bust), 0.40 * bust),
        ("woven cloth needs room to breathe and reach", "wider than 40 % hangs as a cape"), follows="fit",
    )  # fmt: skip
    n["shoulder_drop_mm"] = r.number(
        "shoulder_drop_mm", fit["shoulder_drop_mm"], f"{name} shoulder", (0.0, 90.0), (0.0, 90.0),
        ("the shoulder bone", "further is a kimono sleeve"), follows="fit",
    )  # fmt: skip
    share = table("shirt")["collar_to_neck_base"]
    base = max((body.get("neck_base") or table("shirt")["neck_base_of_neck"] * body["neck"]) - body["neck"], 0.0)
    n["neck_ease_mm"] = r.number(
        "neck_ease_mm", 14.0 + share * base,
        f"neck {body['neck']:.0f} mm and two fingers' ease, {share * base:.0f} mm more as the seam lies below it",
        (6.0, 60.0),
        (6.0, 60.0), ("a closed collar needs room", "wider stands off the neck"),
    )  # fmt: skip
    trial = {
        **n, "body_length_mm": at.hip + 60.0, "hem": "straight", "waist_ease_mm": 0.2 * body["waist"],
        "hip_ease_mm": 0.1 * body["hip"],
    }  # fmt: skip
    low, high = fitting.depth_limits(
        body, at, lambda depth: block(body, {**trial, "armhole_depth_mm": depth}), 1.10 * body["biceps"]
    )
    n["armhole_depth_mm"] = r.number(
        "armhole_depth_mm", at.underarm + fit["armhole_mm"],
        f"{name}: {fit['armhole_mm']:+.0f} mm on the underarm level {at.underarm:.0f} mm",
        (round(at.underarm - 20.0), round(at.waist)), (low, high),
        ("the sleeve must go round the upper arm", "the side seam must stay"), follows="fit",
    )  # fmt: skip


def _below(
    r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float], t: dict[str, Any]
) -> None:
    depth, chest, name = n["armhole_depth_mm"], body["bust"] + n["chest_ease_mm"], n["fit"]
    hip_room = 3.0 * max(at.hip - depth, fitting.KNOT_APART_MM)
    hip_low = max(1.02 * body["hip"], chest - hip_room)
    n["hip_ease_mm"] = r.number(
        "hip_ease_mm", max(fit["hip"] * body["hip"], 0.92 * chest - body["hip"]),
        f"{name}: {fit['hip'] * 100:g} % of hip {body['hip']:.0f} mm, and no tapering",
        (0.0, round(0.45 * body["hip"])),
        (hip_low - body["hip"], max(hip_low, chest + hip_room, 1.1 * body["hip"]) - body["hip"]),
        ("one must sit in it", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip
    low, high = fitting.waist_limits(body, at, depth, chest, body["hip"] + n["hip_ease_mm"])
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm",
        min(max((1 + fit["waist"]) * body["waist"], fit["waist_of_chest"] * chest), 1.02 * chest) - body["waist"],
        f"{name}: {fit['waist'] * 100:g} % of waist {body['waist']:.0f} mm, lightly shaped",
        (0.0, round(0.7 * body["waist"])), (low - body["waist"], high - body["waist"]),
        ("waist and the run of the side seam", "steeper side seams hang in folds"), follows="fit",
    )  # fmt: skip
    place = t["length"][n["length"]]
    level = at.waist if place["level"] == "waist" else at.hip
    drop = neck_drop_mm(body, n)
    shortest = max(depth + 150.0, at.waist - 20.0) - drop
    n["body_length_mm"] = r.number(
        "body_length_mm", level + place["below_mm"] - drop,
        f"{n['length']}: {place['below_mm']:g} mm below the {place['level']} at {level:.0f} mm",
        (round(at.waist - 20.0), round(at.crotch + 200)), (shortest, max(at.crotch + 200.0 - drop, shortest + 50.0)),
        ("the side seam must stay", "longer is a dress"), follows="length",
    )  # fmt: skip
    run = n["body_length_mm"] + drop - depth
    widest = fitting.girth_at(girths(body, n), at, depth, n["body_length_mm"]) / 4
    n["hem_rise_mm"] = r.number(
        "hem_rise_mm", 62.0, "rounded shirt tail, studio default", (15.0, 130.0),
        (15.0, max(min(run - 95.0, 0.42 * widest), 16.0)),
        ("less is a straight hem", "the side seam must stay and the curve must be hemmed"),
    )  # fmt: skip


def _sleeve(r: Resolver, n: dict[str, Any], body: Measurements, fit: dict[str, float], t: dict[str, Any]) -> None:
    low, high = t["cap_ease_mm"]
    n["cap_ease_mm"] = r.number(
        "cap_ease_mm", t["cap_ease_default_mm"], "woven set-in sleeve, eased over the cap", (low, high), (low, high),
        ("the cap must round the shoulder", "more would pucker"),
    )  # fmt: skip
    made = block(body, n)
    front, back = cap_lengths(made, n)
    biceps, arm, name = body["biceps"], body["arm"], n["sleeve"]
    low, high = fitting.sleeve_width_limits(made, front, back, 1.07 * biceps)
    n["biceps_ease_mm"] = r.number(
        "biceps_ease_mm", fit["biceps"] * biceps, f"{n['fit']}: {fit['biceps'] * 100:g} % of biceps {biceps:.0f} mm",
        (10.0, round(0.9 * biceps)), (low - biceps, high - biceps),
        ("the cap must fit the armhole", "the cap must fit the armhole"), follows="fit",
    )  # fmt: skip
    width = biceps + n["biceps_ease_mm"]
    height = fitting.cap_height(front, back, width, 4 * arm)
    n["cuff_width_mm"] = r.number(
        "cuff_width_mm", 65.0, "studio default", (35.0, 110.0), (35.0, 110.0), ("it holds a button", "the forearm")
    )
    cuffed = name == "long"
    under = UNDER_MIN_CUFFED_MM + n["cuff_width_mm"] if cuffed else UNDER_MIN_MM
    drop, share = n["shoulder_drop_mm"], t["sleeve"][name]
    shortest = 1.01 * height + under
    n["sleeve_length_mm"] = r.number(
        "sleeve_length_mm", share * arm - drop,
        f"{name.replace('_', ' ')}: {share * 100:.0f} % of arm {arm:.0f} mm"
        + (f" less {drop:.0f} mm shoulder drop" if drop else ""),
        (round(0.2 * arm), round(1.14 * arm)), (shortest, max(1.10 * arm - drop, shortest + 40.0)),
        (f"the cap alone is {height:.0f} mm", f"arm is {arm:.0f} mm"), follows="sleeve",
    )  # fmt: skip
    run = n["sleeve_length_mm"] - height - (n["cuff_width_mm"] if cuffed else 0.0)
    wrist = body["wrist"] * (1 + fit["wrist"])
    reach = min(max((n["sleeve_length_mm"] + drop) / arm, 0.0), 1.0)
    hem = {"short": 0.93 * width, "three_quarter": width + (wrist - width) * reach * 0.62, "long": wrist}[name]
    here = biceps + (body["wrist"] - biceps) * max(0.0, (reach - 0.35) / 0.65)
    narrowest = width - NARROWING * run
    least_hem = max(1.08 * body["wrist"], narrowest / (1 + PLEATS_OF_CUFF)) if cuffed else max(1.08 * here, narrowest)
    n["sleeve_hem_mm"] = r.number(
        "sleeve_hem_mm", hem, f"{n['fit']}, {name.replace('_', ' ')}: arm about {here:.0f} mm there",
        (round(1.02 * body["wrist"]), round(1.3 * width)),
        (least_hem, max(least_hem, min(1.02 * width if cuffed else 1.3 * width, width + 0.8 * run))),
        ("the arm there and the run of the underarm seam", "the underarm seam would lean too far"), follows="sleeve",
    )  # fmt: skip


def _collar(r: Resolver, n: dict[str, Any], t: dict[str, Any]) -> None:
    shape, name = t["collar"][n["collar"]], n["collar"]
    n["stand_mm"] = r.number(
        "stand_mm", shape["stand_mm"], f"{name} collar", (20.0, 45.0), (20.0, 45.0),
        ("lower can't hold a button", "the chin"), follows="collar",
    )  # fmt: skip
    low = n["stand_mm"] + 8.0
    n["collar_fall_mm"] = r.number(
        "collar_fall_mm", max(shape["fall_mm"], low), f"{name} collar", (30.0, 75.0), (low, 75.0),
        ("the collar must cover its stand", "wider is a cape collar"), follows="collar",
    )  # fmt: skip
    low = n["collar_fall_mm"] + 6.0
    n["collar_point_mm"] = r.number(
        "collar_point_mm", max(shape["point_mm"], low), f"{name} collar", (45.0, 120.0),
        (low, 2.4 * n["collar_fall_mm"]),
        ("the point must reach below the fall", "longer points curl"), follows="collar",
    )  # fmt: skip


def _front_and_back(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, t: dict[str, Any]) -> None:
    n["placket_mm"] = r.number(
        "placket_mm", 32.0 if n["placket"] == "band" else 28.0, "studio default", (22.0, 45.0), (22.0, 45.0),
        ("the buttons must fit on it", "wider is a facing"), follows="placket",
    )  # fmt: skip
    cup = max(body["bust"] - (body.get("underbust") or 0.87 * body["bust"]), 0.0)
    depth = n["armhole_depth_mm"]
    half, level = bust_point(body, at, depth)
    quarter = (body["bust"] + n["chest_ease_mm"]) / 4
    end = n["body_length_mm"] - rise_mm(n)
    room = min(at.waist, end) - level
    possible = room >= 75.0 and quarter - half >= 75.0
    wanted = body.sex == "female" and cup >= 70.0 and n["fit"] in ("fitted", "regular")
    n["bust_darts"] = r.switch(
        "bust_darts", wanted and possible,
        f"bust {cup:.0f} mm larger than underbust, {n['fit']}" if possible else "no room between armhole and waist",
        follows="fit", forced=None if possible else False,
    )  # fmt: skip
    most = max(min(55.0, 0.42 * (room - 30.0), 0.34 * (quarter - half)), 12.0)
    n["bust_dart_mm"] = r.number(
        "bust_dart_mm", t["dart_share"] * cup, f"{t['dart_share'] * 100:.0f} % of bust less underbust, {cup:.0f} mm",
        (8.0, 60.0), (8.0, most), ("less is no dart", "a wider one makes a cone"),
    )  # fmt: skip
    made = block(body, n)
    top = made.shoulder_point[1]
    low = max(-top + 22.0 - made.back_depth, 45.0)
    n["yoke_mm"] = r.number(
        "yoke_mm", max(0.19 * (at.waist - at.nape), low), "19 % of nape to waist, below the shoulder",
        (40.0, 180.0), (low, max(low, min(0.62 * depth, depth - 85.0) - made.back_depth)),
        ("it must lie below the shoulder", "the armhole must go on below it"),
    )  # fmt: skip
    n["pleats"] = r.switch("pleats", body.sex == "male", "classic on men's shirts")
    n["pocket"] = r.switch("pocket", body.sex == "male", "classic on men's shirts")
