"""The trousers family: every option resolved for one body (ranges, reasons), and the block they make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.schema import Option
from ampc_desktop.garment.drafting import trouser_block
from ampc_desktop.garment.drafting.darting import DartSpec
from ampc_desktop.garment.drafting.trouser_block import Sizes, TrouserBlock
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.trousers import back_pockets, back_welts
from ampc_desktop.garment.families.trousers.schema import SCHEMA
from ampc_desktop.garment.family import Wishes
from ampc_desktop.garment.options import Resolver

REQUIRED = ("stature", "waist", "hip", "thigh", "waist_to_hip", "inseam")

WAIST_OF_STATURE = 0.615
"""Height of the natural waist, where it was not measured (ANSUR II women, natural indentation)."""
SLANT_INSET_MM = (-8.0, 80.0)
"""A slant mouth needs a side seam that comes in at the waist about so far."""
POCKET_LEAST_MM = 105.0
"""A shorter mouth lets no hand in."""


@dataclass(frozen=True)
class Levels:
    """Body levels below the natural waist, mm; waist_height: of the natural waist above the floor."""

    waist_height: float
    hip: float
    crotch: float


def levels(body: Measurements) -> Levels:
    """Levels a leg can be drafted with: body rise from crotch_depth, else waist height less inseam."""
    height = body.get("waist_height") or WAIST_OF_STATURE * body["stature"]
    depth = body.get("crotch_depth") or height - body["inseam"]
    crotch = min(max(depth, 0.21 * body["hip"], 190.0), 0.42 * height)
    below = max(60.0, 0.06 * body["hip"])  # room for the crotch curves below the hip line
    return Levels(height, min(max(body["waist_to_hip"], 110.0), crotch - below), crotch)


def waist_girth(body: Measurements, drop: float) -> float:
    """Body girth at a level below the natural waist, mm: by way of the navel, down to which a man hardly widens."""
    t, hip = table("trousers"), levels(body).hip
    waist, seat, level = body["waist"], body["hip"], min(t["navel_of_stature"] * body["stature"], 0.5 * hip)
    navel = body.get("waist_navel") or waist / t[f"waist_of_navel_{body.sex}"]
    navel = min(max(navel, min(waist, seat)), max(waist, seat))
    return float(np.interp(drop, (0.0, level, hip), (waist, navel, seat)))


def fork_mm(body: Measurements, fit: dict[str, float], hip: float) -> float:
    """Both crotch extensions: the fit's share of the hip, more where the thigh needs it."""
    t = table("trousers")
    needed = body["thigh"] + t["thigh_least_mm"] - hip / 2
    return float(min(max(fit["fork"] * body["hip"], needed), t["fork_max"] * body["hip"]))


def pleat_mm(body: Measurements, n: dict[str, Any]) -> float:
    """Intake of the pleat of one front; less than pleat_min_mm means there is no room for one."""
    t = table("trousers")
    spare = (body["hip"] + n["hip_ease_mm"] - waist_girth(body, n["rise_drop_mm"]) - n["waist_ease_mm"]) / 4
    return float(min(t["pleat_mm"], 0.7 * spare))


def dart_mm(share: float, half_difference: float) -> float:
    """Intake of one dart; 0 where it is not worth one."""
    t = table("trousers")
    intake = min(share * half_difference, t["dart_max_mm"])
    return float(intake) if intake >= t["dart_min_mm"] else 0.0


def _darts(body: Measurements, n: dict[str, Any], spare: float, depth: float, down: float) -> Any:
    """Front and back darts; a pleat is a dart to the crotch line that is not sewn."""
    t = table("trousers")
    front: tuple[DartSpec, ...] = ()
    if n["pleats"]:
        front = (DartSpec(0.50, pleat_mm(body, n), 0.9 * down),)
    elif n["front_darts"] and dart_mm(t["dart_front"], spare):
        front = (DartSpec(0.50, dart_mm(t["dart_front"], spare), t["dart_depth_front"] * depth),)
    count = int(n["back_darts"])
    intake = dart_mm(t["dart_back"] if count == 2 else t["dart_back_single"], spare)
    places = {0: (), 1: (0.50,), 2: (0.36, 0.68)}[count if intake else 0]
    back = tuple(
        DartSpec(place, intake, share * depth) for place, share in zip(places, t["dart_depth_back"], strict=False)
    )
    return front, back


def sizes(body: Measurements, n: dict[str, Any]) -> Sizes:
    """What the block is drafted from, out of resolved option values (by id)."""
    t, at = table("trousers"), levels(body)
    fit = t["fit"][n["fit"]]
    drop = float(n["rise_drop_mm"])
    hip = body["hip"] + n["hip_ease_mm"]
    waist = waist_girth(body, drop) + n["waist_ease_mm"]
    crotch = at.crotch + fit["rise_mm"]
    fork = fork_mm(body, fit, hip)
    spare, depth = max((hip - waist) / 2, 0.0), at.hip - drop
    front, back = _darts(body, n, spare, depth, crotch - drop)
    lean = min(t["lean_back"] * spare + t["lean_back_mm"], t["lean_back_max_mm"]) * depth / at.hip
    hem = drop + n["length_mm"]
    knee = crotch + (at.waist_height - crotch) / 2 - t["knee_above_half_mm"]
    below = crotch - at.hip
    share = t["fork_front_of_fork"]
    return Sizes(
        waist=waist,
        hip=hip,
        top=drop,
        hip_level=at.hip,
        crotch=crotch,
        knee_level=knee if hem - knee >= 100.0 else None,
        hem_level=hem,
        fork_front=share * fork,
        fork_back=(1 - share) * fork,
        knee=n["knee_girth_mm"],
        hem=n["hem_girth_mm"],
        hip_shift=t["hip_shift"] * body["hip"],
        leg_shift=t["leg_shift_mm"],
        lean_front=min(t["lean_front"] * spare, t["lean_front_max_mm"]),
        lean_back=lean,
        raise_back=0.75 * lean + 4.0,
        hollow_front=t["hollow_front"] * (share * fork * below) ** 0.5,
        hollow_back=t["hollow_back"] * ((1 - share) * fork * below) ** 0.5,
        front_darts=front,
        back_darts=back,
    )


def block(body: Measurements, n: dict[str, Any]) -> TrouserBlock:
    """The trouser block from resolved option values (by id)."""
    return trouser_block.block(sizes(body, n))


def fly_mm(body: Measurements, n: dict[str, Any]) -> float:
    """Length of the fly: the table's, longer where the hip must pass, never beyond the hollow of the crotch."""
    hip, waist = body["hip"], waist_girth(body, n["rise_drop_mm"]) + n["waist_ease_mm"]
    wanted = max(float(table("trousers")["fly_mm"]), (hip - waist) / 2 + 5.0)
    return float(min(wanted, _fly_room(body, n["rise_drop_mm"])))


def _fly_room(body: Measurements, drop: float) -> float:
    at = levels(body)
    return at.hip - drop + 0.35 * (at.crotch - at.hip)


def pocket_mouth_mm(body: Measurements, n: dict[str, Any], made: TrouserBlock) -> float:
    """Way of the pocket mouth down the side seam; it ends above the hip line."""
    mouth = float(table("trousers")["pocket_mouth_mm"])
    return min(mouth, g.segment_length(made.front.side[0]) - 8.0)


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option of the schema for this body. Raises Problem on an unknown choice or a value that is no number."""
    r = Resolver(SCHEMA, wishes)
    t, at = table("trousers"), levels(body)
    n: dict[str, Any] = {id: r.choice(id, default) for id, default in (
        ("fit", "regular"), ("length", "full"), ("rise", "mid"), ("leg", "straight"),
    )}  # fmt: skip
    fit = t["fit"][n["fit"]]
    most = min(95.0, at.hip - 75.0)
    n["rise_drop_mm"] = r.number(
        "rise_drop_mm", t["rise"][f"{n['rise']}_mm"], f"{n['rise']} rise", (0.0, 110.0), (0.0, max(most, 0.0)),
        ("the natural waist is highest", "the side seam needs its way to the hip"), follows="rise",
    )  # fmt: skip
    _girths(r, n, body, fabric, fit, t)
    _length(r, n, at, t)
    _leg(r, n, body, fit, t)
    _shaping(r, n, body, t)
    r.switch("belt_loops", False, "plain waistband")
    r.number("waistband_width_mm", 38.0, "studio default", (20.0, 60.0), (20.0, 60.0),
             ("narrower can't be turned", "a wider straight band stands off"))  # fmt: skip
    r.number("hem_allowance_mm", t["hem_allowance_mm"], "blind-stitched hem, studio default", (15.0, 60.0))
    return {parameter.id: r.options[parameter.id] for parameter in SCHEMA.parameters}


def _girths(
    r: Resolver, n: dict[str, Any], body: Measurements, fabric: Fabric, fit: dict[str, float], t: dict[str, Any]
) -> None:
    hip, name = body["hip"], n["fit"]
    waist = waist_girth(body, n["rise_drop_mm"])
    passes = hip - 2 * _fly_room(body, n["rise_drop_mm"]) - waist + 4.0
    low = max(0.0, passes)
    n["waist_ease_mm"] = r.number(
        "waist_ease_mm", fit["waist_mm"], f"{name}: room to breathe", (0.0, 60.0), (low, max(60.0, low + 20.0)),
        ("opened, the waist must pass the hip" if passes > 0 else "the waist girth", "a looser waist slides down"),
        follows="fit",
    )  # fmt: skip
    pleats = r.wishes.get("pleats")
    wished = pleats is not None and pleats[1] in ("said", "slider") and bool(pleats[0])
    least = max(
        15.0 - 60.0 * fabric.stretch_weft, 2 * (body["thigh"] + t["thigh_least_mm"] - t["fork_max"] * hip) - hip
    )
    ease = fit["hip"] * hip + (t["pleat_hip_mm"] if wished else 0.0)
    n["hip_ease_mm"] = r.number(
        "hip_ease_mm",
        ease,
        f"{name}: {fit['hip'] * 100:g} % of hip {hip:.0f} mm" + (" and room for the pleats" if wished else ""),
        (0.0, 240.0),
        (least, max(240.0, least + 60.0)),
        ("hip and thigh need it", "wider is a skirt"),
        follows="fit",
    )


def _length(r: Resolver, n: dict[str, Any], at: Levels, t: dict[str, Any]) -> None:
    name, drop = n["length"], n["rise_drop_mm"]
    inside = at.waist_height - at.crotch
    floor = t["length"]["full_floor_mm"]
    level = at.waist_height - floor if name == "full" else at.crotch + t["length"][name] * inside
    why = f"{floor:.0f} mm above the floor" if name == "full" else f"{t['length'][name] * 100:g} % of the inside leg"
    low, high = at.crotch + max(0.14 * inside, 100.0) - drop, at.waist_height - drop
    n["length_mm"] = r.number(
        "length_mm", level - drop, f"{name}: {why}, crotch at {at.crotch - drop:.0f} mm", (round(low), round(high)),
        (low, high), ("the inside leg must stay", "the floor"), follows="length",
    )  # fmt: skip


def _leg(r: Resolver, n: dict[str, Any], body: Measurements, fit: dict[str, float], t: dict[str, Any]) -> None:
    """Knee and hem girths; room for knee, heel and thigh, seams that do not lean too far."""
    shape, hip = t["leg"][n["leg"]], body["hip"] + n["hip_ease_mm"]
    thigh = hip / 2 + fork_mm(body, fit, hip)  # finished, at the crotch
    trial = sizes(body, {**n, "pleats": False, "front_darts": 0, "back_darts": 0, "knee_girth_mm": thigh,
                         "hem_girth_mm": thigh})  # fmt: skip
    inside = trial.hem_level - trial.crotch
    bare = t["knee_of_thigh"] * body["thigh"]
    upper = (trial.knee_level or trial.hem_level) - trial.crotch
    low = max(bare + 25.0, thigh - 1.5 * upper)
    high = max(thigh + 0.8 * upper, low)
    knee = min(bare + shape["knee_mm"] + fit["leg_mm"], max(1.05 * thigh, bare + 40.0))
    n["knee_girth_mm"] = r.number(
        "knee_girth_mm", knee, f"{n['leg']}, {n['fit']}: knee about {bare:.0f} mm", (round(bare), round(1.5 * thigh)),
        (low, high), ("the knee must bend", "the seams would lean too far"), follows="leg",
    )  # fmt: skip
    knee = n["knee_girth_mm"]
    heel = t["heel_of_stature"] * body["stature"]
    if trial.knee_level is None:
        share = min(inside / (0.5 * body["inseam"]), 1.0)
        here = body["thigh"] + (bare - body["thigh"]) * share
        wide = {"tapered": 0.96, "straight": 1.0, "wide": 1.10}[n["leg"]]
        value = max((thigh + (knee - thigh) * 0.6 * share) * wide, here + 30.0)
        low, high = max(here + 15.0, thigh - 1.1 * inside), thigh + 1.1 * inside
        why, limit = f"{n['leg']}: leg about {here:.0f} mm there", "the leg at the hem"
    else:
        run = trial.hem_level - trial.knee_level
        value = max(shape["hem_of_knee"] * knee, heel + 10.0)
        low, high = max(heel, knee - 1.1 * run), knee + 1.1 * run
        why, limit = f"{n['leg']}: {shape['hem_of_knee'] * 100:.0f} % of the knee", "the heel must pass"
    n["hem_girth_mm"] = r.number(
        "hem_girth_mm", value, why, (round(0.8 * heel), round(1.5 * thigh)), (low, max(high, low)),
        (limit, "the seams would lean too far"), follows="leg",
    )  # fmt: skip


def _shaping(r: Resolver, n: dict[str, Any], body: Measurements, t: dict[str, Any]) -> None:
    """Pleats, darts and pockets, as far as waist and hip leave room for them."""
    waist = waist_girth(body, n["rise_drop_mm"]) + n["waist_ease_mm"]
    spare = max((body["hip"] + n["hip_ease_mm"] - waist) / 2, 0.0)
    tight = "waist and hip differ too little"
    n["pleats"] = _if_room(r, "pleats", False, "flat front", pleat_mm(body, n) >= t["pleat_min_mm"], tight)
    single = 1.0 if dart_mm(t["dart_front"], spare) and not n["pleats"] else 0.0
    two = 2.0 if dart_mm(t["dart_back"], spare) else 1.0 if dart_mm(t["dart_back_single"], spare) else 0.0
    why = f"waist {2 * spare:.0f} mm smaller than hip"
    tight = "waist and hip differ too little"
    usual = 1.0 if body.sex == "female" else 0.0
    r.number(
        "front_darts",
        min(usual, single),
        why,
        (0.0, 1.0),
        (0.0, single),
        ("none is fewest", "the pleat takes its place" if n["pleats"] else tight if not single else "one is enough"),
    )
    r.number("back_darts", min(two, 2.0 if usual else 1.0), why, (0.0, 2.0), (0.0, two),
             ("none is fewest", tight if two < 2 else "two are enough"))  # fmt: skip
    for id in ("front_darts", "back_darts"):
        option = r.options[id]
        r.options[id] = replace(option, value=float(round(float(option.value))))
        n[id] = r.options[id].value
    made = block(body, n)
    fits = pocket_mouth_mm(body, n, made) >= POCKET_LEAST_MM
    pocket = _if_room(r, "pocket", True, "studio default", fits, "no room between waist and hip")
    kind = r.choice("back_pocket_style", "patch", "studio default")
    room = (back_pockets.spot(made) if kind == "patch" else back_welts.spot(made)) is not None
    _if_room(r, "back_pocket", False, "plain back", room, "no room between darts and fork")
    style = r.choice("pocket_style", "slant", "studio default" if pocket else "no pockets")
    if style == "slant" and not SLANT_INSET_MM[0] < made.inset < SLANT_INSET_MM[1]:
        why = "the side seam leans too far for a slant mouth, so the pocket goes into it"
        r.options["pocket_style"] = replace(r.options["pocket_style"], value="side", why=why)


def _if_room(r: Resolver, id: str, default: bool, why: str, room: bool, lack: str) -> bool:
    """A switch that is off, and says why, where there is no room for the feature."""
    on = r.switch(id, default and room, why if room else lack, forced=None if room else False)
    wish = r.wishes.get(id)
    if not room and wish is not None and wish[0]:
        r.options[id] = replace(r.options[id], why=f"not possible: {lack}")
    return on
