"""The T-shirt family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

import math
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option, Value
from ampc_desktop.garment.drafting import bodice, sleeve
from ampc_desktop.garment.drafting.bodice import Block, Levels
from ampc_desktop.garment.drafting.stretch import opening_needed_mm, stretch
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.tshirt.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

SLEEVE_WIDTH_OF_ARMHOLE = 0.93
"""A flatter cap than this leaves no cap at all."""
SLEEVELESS_IN_MM = 14.0
"""Without sleeves the shoulder ends this much further in, to make room for the band."""
UNDER_MIN_MM = 32.0
"""Shortest underarm seam a short sleeve is made with."""

REQUIRED = (
    "stature",
    "neck",
    "shoulder",
    "bust",
    "waist",
    "hip",
    "arm",
    "biceps",
    "wrist",
    "back_waist_length",
    "waist_to_hip",
    "head",
)


def slope_deg(body: Measurements) -> float:
    """Drafted shoulder slope: the body's, kept between 10 and 26 degrees; 13 (FreeSewing) when not measured."""
    return min(max(body.get("shoulder_slope") or 13.0, 10.0), 26.0)


def _knots(
    at: Levels, body: Measurements, n: dict[str, Any], fit: dict[str, float], length: float
) -> tuple[tuple[float, float], ...]:
    """Where the side seam passes: underarm, waist and hip where the shirt is long enough, hem."""
    depth = float(n["armhole_depth_mm"])
    chest = (body["bust"] + n["chest_ease_mm"]) / 4
    hem = (bodice.girth_at(body, at, length) + n["hem_ease_mm"]) / 4
    knots = [(depth, chest)]
    if at.waist - depth > 60.0 and length - at.waist > 60.0:
        waist = max(min(chest, hem) - fit["waist_shaping_mm"], body["waist"] * (1 + fit["hem"]) / 4)
        knots.append((at.waist, waist))
    if length - at.hip > 60.0 and at.hip - depth > 60.0:
        knots.append((at.hip, hem))
    knots.append((length, hem))
    return tuple(knots)


def neck_drop_mm(body: Measurements, neck_width_mm: float) -> float:
    """How far the neckline's shoulder point lies below the body's, mm (a wider neck starts lower)."""
    beyond = neck_width_mm / 2 - bodice.natural_neck_half(body["neck"])
    return beyond * math.tan(math.radians(slope_deg(body)))


def block(body: Measurements, n: dict[str, Any]) -> Block:
    """The body block from resolved option values (by id)."""
    fit = table("tshirt")["fit"][n["fit"]]
    at = bodice.levels(body)
    slope = slope_deg(body)
    natural = body["shoulder"] * bodice.SHOULDER_OF_BIACROMIAL / 2
    if n["sleeve"] == "sleeveless":
        natural -= SLEEVELESS_IN_MM
    shoulder_half = natural + float(n["shoulder_drop_mm"]) * math.cos(math.radians(slope))
    drop = neck_drop_mm(body, n["neck_width_mm"])
    knots = _knots(at, body, n, fit, n["body_length_mm"] + drop)
    front, back = bodice.pitch(shoulder_half, knots[0][1], body["bust"])
    return Block(
        natural_half=bodice.natural_neck_half(body["neck"]),
        neck_half=float(n["neck_width_mm"]) / 2,
        neck_depth=float(n["neck_depth_mm"]),
        neckline=str(n["neckline"]),
        back_depth=drop + max(at.nape - 0.4 * drop + 0.15 * float(n["band_width_mm"]), 12.0),
        shoulder_half=shoulder_half,
        slope_deg=slope,
        armhole_depth=float(n["armhole_depth_mm"]),
        pitch_front=front,
        pitch_back=back,
        knots=knots,
    )


def cap_lengths(made: Block, cap_ease_mm: float = 0.0) -> tuple[float, float]:
    """Front and back half of the sleeve cap for a block, mm, ease split evenly."""
    front = g.path_length(bodice.armhole(made, "front"))
    back = g.path_length(bodice.armhole(made, "back"))
    return front + cap_ease_mm / 2, back + cap_ease_mm / 2


def solved_sleeve(body: Measurements, n: dict[str, Any], made: Block) -> sleeve.Sleeve:
    """The sleeve of resolved option values: cap halves equal to the armhole halves."""
    front, back = cap_lengths(made)
    width = body["biceps"] + float(n["biceps_ease_mm"])
    return sleeve.solve(front, back, width, float(n["sleeve_length_mm"]), float(n["sleeve_hem_mm"]))


def values(options: dict[str, Option]) -> dict[str, Value]:
    return {id: option.value for id, option in options.items()}


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t = table("tshirt")
    fit_name = r.choice("fit", "regular")
    length_name = r.choice("length", "hip")
    sleeve_name = r.choice("sleeve", "short")
    neck_name = r.choice("neckline", "crew")
    fit, neck = t["fit"][fit_name], t["neckline"][neck_name]
    at = bodice.levels(body)
    n: dict[str, Any] = {"fit": fit_name, "length": length_name, "sleeve": sleeve_name, "neckline": neck_name}
    _upper_options(r, n, body, fabric, at, fit)
    _neck_options(r, n, body, fabric, at, neck)
    _length_options(r, n, body, fabric, at, fit, t)
    _sleeve_options(r, n, body, fabric, fit, t)
    n["hem_allowance_mm"] = r.number(
        "hem_allowance_mm", t["hem_allowance_mm"], "coverstitched hem, studio default", (10.0, 40.0)
    )
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _upper_options(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, fit: dict[str, float]
) -> None:
    bust, name = body["bust"], n["fit"]
    stretched = -0.25 * fabric.stretch_weft * bust
    n["chest_ease_mm"] = r.number(
        "chest_ease_mm",
        fit["chest"] * bust,
        f"{name}: {fit['chest'] * 100:g} % of bust {bust:.0f} mm",
        (-60.0, round(0.35 * bust)),
        (max(-60.0, stretched), 0.35 * bust),
        (f"the cloth gives {fabric.stretch_weft * 100:.0f} %", "wider than 35 % hangs as a cape"),
        follows="fit",
    )
    n["shoulder_drop_mm"] = r.number(
        "shoulder_drop_mm",
        fit["shoulder_drop_mm"] if n["sleeve"] != "sleeveless" else 0.0,
        f"{name} shoulder",
        (0.0, 90.0),
        (0.0, 90.0 if n["sleeve"] != "sleeveless" else 20.0),
        ("the shoulder bone", "a band must lie on the shoulder"),
        follows="fit",
    )
    _armhole_depth(r, n, body, at, fit)


def _length_options(
    r: Resolver,
    n: dict[str, Any],
    body: Measurements,
    fabric: Fabric,
    at: Levels,
    fit: dict[str, float],
    t: dict[str, Any],
) -> None:
    bust, name, depth = body["bust"], n["fit"], n["armhole_depth_mm"]
    drop = neck_drop_mm(body, n["neck_width_mm"])
    place = t["length"][n["length"]]
    level = at.waist if place["level"] == "waist" else at.hip
    n["body_length_mm"] = r.number(
        "body_length_mm",
        level + place["below_mm"] - drop,
        f"{n['length']}: {place['below_mm']:g} mm below the {place['level']} at {level:.0f} mm",
        (round(0.75 * at.waist), round(at.crotch + 150)),
        (max(depth + 90.0, 0.75 * at.waist) - drop, at.crotch + 150.0 - drop),
        ("the side seam must stay 90 mm", "longer is a dress"),
        follows="length",
    )
    length = n["body_length_mm"] + drop
    girth = bodice.girth_at(body, at, length)
    chest = bust + n["chest_ease_mm"]
    widest = max(girth, body["waist"]) if length > at.waist else girth
    finished = max(widest * (1 + fit["hem"]), chest * fit["hem_of_chest"])
    run = length - depth
    n["hem_ease_mm"] = r.number(
        "hem_ease_mm",
        finished - girth,
        f"{name}: finished {finished:.0f} mm over {girth:.0f} mm body",
        (-60.0, round(0.5 * girth)),
        (max(-60.0, -0.25 * fabric.stretch_weft * girth, chest - girth - 1.6 * run), chest - girth + 3.2 * run),
        ("body and stretch at the hem", "steeper side seams hang in folds"),
        follows="fit",
    )


def _armhole_depth(r: Resolver, n: dict[str, Any], body: Measurements, at: Levels, fit: dict[str, float]) -> None:
    """Armhole depth; deep enough that the sleeve which the upper arm needs has a cap."""
    slack = fit["armhole_mm"] if n["sleeve"] != "sleeveless" else 0.5 * fit["armhole_mm"] - 4.0
    trial = {
        **n,
        "neck_width_mm": 0.46 * body["neck"],
        "neck_depth_mm": 90.0,
        "band_width_mm": 20.0,
        "body_length_mm": at.hip + 40.0,
        "hem_ease_mm": 40.0,
    }

    def circumference(depth: float) -> float:
        return bodice.armhole_length(block(body, {**trial, "armhole_depth_mm": depth}))

    fall = block(body, {**trial, "armhole_depth_mm": at.underarm}).shoulder_point[1]
    low = max(at.underarm - 20.0, 95.0 - fall)
    needed = 1.06 * body["biceps"] / SLEEVE_WIDTH_OF_ARMHOLE if n["sleeve"] != "sleeveless" else 0.0
    if needed and circumference(low) < needed:
        a, b = low, low + 400.0
        for _ in range(18):
            middle = (a + b) / 2
            a, b = (middle, b) if circumference(middle) < needed else (a, middle)
        low = b
    high = max(at.waist - 30.0, low + 60.0)
    default = at.underarm + slack
    n["armhole_depth_mm"] = r.number(
        "armhole_depth_mm",
        default,
        f"{n['fit']}: {slack:+.0f} mm on the underarm level {at.underarm:.0f} mm",
        (round(at.underarm - 40.0), round(at.waist)),
        (low, high),
        ("the sleeve must go round the upper arm", "the side seam must stay"),
        follows="fit",
    )


def _neck_options(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, at: Levels, neck: dict[str, float]
) -> None:
    give = stretch(fabric, n["neckline"])
    needed = opening_needed_mm(body, give)
    n["band_width_mm"] = r.number(
        "band_width_mm", neck["band_mm"], f"studio default for {n['neckline']} necks", (8.0, 45.0), (8.0, 45.0),
        ("narrower can't be turned", "wider stands off the neck"), follows="neckline",
    )  # fmt: skip
    band = n["band_width_mm"]
    at_hip = {"body_length_mm": at.hip + 40.0, "hem_ease_mm": 40.0, "neck_depth_mm": 90.0}
    made = block(body, {**n, **at_hip, "neck_width_mm": 2 * bodice.natural_neck_half(body["neck"])})
    widest = 2 * max(made.shoulder_half - 42.0, 0.45 * made.shoulder_half)
    deepest = min(0.96 * n["armhole_depth_mm"] + (40.0 if n["neckline"] == "v" else 0.0), 0.62 * at.waist)

    def opening(width: float, depth: float) -> float:
        return bodice.neckline_length(block(body, {**n, **at_hip, "neck_width_mm": width, "neck_depth_mm": depth}))

    narrowest = _least(lambda width: opening(width, deepest) - needed, 0.30 * body["neck"], widest)
    width = 2 * (body["neck"] * neck["half_width"] + band * neck["half_width_band"])
    head = f"the head, {body['head']:.0f} mm, must pass"
    n["neck_width_mm"] = r.number(
        "neck_width_mm",
        width,
        f"{n['neckline']}: neck {body['neck']:.0f} mm and the band outside it",
        (round(0.30 * body["neck"]), round(widest)),
        (narrowest, widest),
        (head, "the shoulder seam must stay"),
        follows="neckline",
    )
    least = made.back_depth + 25.0
    shallowest = _least(lambda depth: opening(n["neck_width_mm"], depth) - needed, least, deepest)
    depth = body["neck"] * neck["depth_neck"] + band * neck["depth_band"] + at.waist * neck["depth_waist"]
    n["neck_depth_mm"] = r.number(
        "neck_depth_mm",
        depth,
        f"{n['neckline']}: " + (f"{neck['depth_waist']:.2f} of shoulder to waist" if neck["depth_waist"] else
                                f"neck {body['neck']:.0f} mm / 5 and the band"),
        (round(least), round(deepest)),
        (shallowest, deepest),
        (head, "deeper shows more than a shirt should"),
        follows="neckline",
    )  # fmt: skip


def _least(excess: Any, low: float, high: float) -> float:
    """Smallest value in low..high with excess >= 0 for a rising excess; high if there is none."""
    if excess(low) >= 0:
        return low
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return high


def _sleeve_options(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, fit: dict[str, float], t: dict[str, Any]
) -> None:
    made = block(body, n)
    front, back = cap_lengths(made)
    around, biceps, arm = front + back, body["biceps"], body["arm"]
    tall = 0.92 * (made.armhole_depth + made.shoulder_point[1])  # no cap is taller than its armhole
    steepest = 2 * math.sqrt(max((around / 2) ** 2 - tall**2, (0.25 * around) ** 2))
    high = SLEEVE_WIDTH_OF_ARMHOLE * around - biceps
    low = min(max(biceps * (1 - 0.25 * fabric.stretch_weft), steepest) - biceps, high)
    n["biceps_ease_mm"] = r.number(
        "biceps_ease_mm",
        fit["biceps"] * biceps,
        f"{n['fit']}: {fit['biceps'] * 100:g} % of biceps {biceps:.0f} mm",
        (-20.0, round(0.9 * biceps)),
        (low, high),
        ("the cap must fit the armhole", "the cap must fit the armhole"),
        follows="fit",
    )
    width = biceps + n["biceps_ease_mm"]
    name = n["sleeve"] if n["sleeve"] != "sleeveless" else "short"
    share = t["sleeve"][name]
    # The height of the cap hardly depends on what hangs below it: 1 % of slack covers the rest.
    height = sleeve.solve(front, back, width, 4 * arm, width).height
    drop = n["shoulder_drop_mm"]
    n["sleeve_length_mm"] = r.number(
        "sleeve_length_mm",
        share * arm - drop,
        f"{name.replace('_', ' ')}: {share * 100:.0f} % of arm {arm:.0f} mm"
        + (f" less {drop:.0f} mm shoulder drop" if drop else ""),
        (round(0.2 * arm), round(1.12 * arm)),
        (1.01 * height + UNDER_MIN_MM, max(1.06 * arm - drop, 1.01 * height + UNDER_MIN_MM + 40.0)),
        (f"the cap alone is {height:.0f} mm", f"arm is {arm:.0f} mm"),
        follows="sleeve",
    )
    under = n["sleeve_length_mm"] - height
    wrist = body["wrist"] + fit["wrist_mm"]
    reach = min(max((n["sleeve_length_mm"] + drop) / arm, 0.0), 1.0)
    hem = {
        "short": 0.94 * width,
        "three_quarter": max(wrist, width + (wrist - width) * min(reach, 1.0) * 0.82),
        "long": min(wrist, width),
    }[name]
    arm_here = biceps + (body["wrist"] - biceps) * max(0.0, (reach - 0.35) / 0.65)
    n["sleeve_hem_mm"] = r.number(
        "sleeve_hem_mm",
        hem,
        f"{n['fit']}, {name.replace('_', ' ')}: arm about {arm_here:.0f} mm there",
        (round(0.8 * body["wrist"]), round(1.4 * width)),
        (max(arm_here * (1 - 0.25 * fabric.stretch_weft), width - 0.9 * under), min(1.4 * width, width + 0.9 * under)),
        ("the arm at the hem", "the underarm seam would lean too far"),
        follows="sleeve",
    )
