"""Fit advice: what is wrong where, tied to an edge of the pattern, with the change that cures it.

Limits: cloth is tight when a hand's breadth of it near a place uses more than TIGHT of its comfortable stretch on the
mean, too tight above 1; pressure is felt above DISCOMFORT_PA. A waistband is there to hold and not to give: it goes by
its pressure alone. The rest are lengths a fitter would pin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import ClothMesh, Drape, DrapeMaps, Index
from ampc_desktop.core.fit import Cause, FitAdvice, GirthFit, Severity
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon import cures, hang, strips
from ampc_desktop.tryon.finding import beside, centre_of, found_at, role_of, sides_of
from ampc_desktop.tryon.levels import (
    Level,
    body_girth_mm,
    place_of,
    section,
    side_points,
    stem,
    trunk,
)
from ampc_desktop.tryon.maps import DISCOMFORT_PA

TIGHT = 0.7
"""Share of the comfortable stretch from which a place is tight."""
BAND_PA, BAND_DISCOMFORT_PA = 2300.0, 4700.0
"""A waistband shorter than the bare waist by 5 %, which eight women chose as the perfect fit, presses with 17.5 mmHg as
one stands; 35 mmHg are uncomfortable (Journal of the Society of Fiber Science and Technology 47, 1991, 282)."""
SHORT_MM = 12.0
"""Less cloth than asked for by this much is told."""
LOOSE_MM = 40.0
OTHER_BODY_MM = 10.0
"""A pattern drafted for a girth further off than this is for another body: draft it anew rather than let it out."""
GAPE_MM = 22.0
"""A neckline this far off the skin gapes."""
HEAD_SHARE = 0.95
_EDGES = {"bust": "side.l", "waist": "side.l", "hip": "side.l", "hem": "hem", "biceps": "under.front"}
_WAY: dict[bool, Cause] = {True: "tight", False: "loose"}
KEYS = {"bust": "chest", "waist": "waist", "hip": "hip"}
_WORDS = {"bust": "Bust", "waist": "Waist", "hip": "Hip", "hem": "Hem", "biceps": "Sleeve"}


def advice(
    drape: Drape,
    maps: DrapeMaps,
    levels: Sequence[Level],
    pattern: Pattern,
    body: MeasuredBody,
    finished: Mapping[str, float] = MappingProxyType({}),
) -> tuple[FitAdvice, ...]:
    """Findings of a garment at rest, the worst first. finished: key dimensions as the pieces have them, by id, mm."""
    found = _once([one for level in levels for one in _girth(drape, maps, level, pattern, finished)])
    found += _armholes(drape, maps, pattern)
    found += _neckline(drape, maps, pattern, body)
    band = hang.waistband(drape, pattern, body)
    if any(one.cause == "slides" for one in band):  # it pulls, or the hem rises, because it lies where it found a hold
        found = [one for one in found if not one.id.startswith("waist.")]
    else:
        found += hang.hem(drape, pattern)
    found += band
    if not any(one.cause in ("tight", "binds") for one in found):
        found += _cloth(drape, maps, pattern, body)
    found += hang.sleeves(drape, pattern, body)
    rank: dict[Severity, int] = {"wrong": 0, "poor": 1, "note": 2}
    return tuple(sorted(found, key=lambda one: rank[one.severity]))


def advice_unsettled(drape: Drape, pattern: Pattern, body: MeasuredBody) -> tuple[FitAdvice, ...]:
    """What the flat pattern alone shows: girths the cloth can't be stretched to, a waist that passes the hip."""
    cloth = drape.mesh.materials[int(np.bincount(drape.mesh.material).argmax())]
    found = []
    for dimension in pattern.key_dimensions:
        measure = {"chest": "bust"}.get(dimension.id, dimension.id)
        girth = body.measures.get(measure)
        if girth is None or measure not in ("bust", "waist", "hip", "biceps") or dimension.body_mm <= 0.0:
            continue
        used = (girth / dimension.target_mm - 1.0) / cloth.stretch_weft
        if used > TIGHT:
            told = "does not close" if used > 1.0 else "hardly closes"
            sentence = (
                f"{_WORDS[measure]} {told}: {dimension.target_mm:.0f} mm of cloth"
                f" for {girth:.0f} mm of body, and it gives {100 * cloth.stretch_weft:.0f} %."
            )
            ways = cures.widened(pattern, measure, girth - dimension.target_mm + max(dimension.ease_mm, 0.0))
            found.append(found_at(f"{measure}.close", "tight", "wrong", sentence, pattern, _EDGES[measure], ways))
        hip = body.measures.get("hip")
        if measure == "waist" and "waist" in drape.mesh.seams and hip and dimension.target_mm > hip:
            sentence = f"The waistband passes over the hip: {dimension.target_mm:.0f} mm of band, hip {hip:.0f} mm."
            ways = cures.widened(pattern, "waist", girth + 10.0 - dimension.target_mm)
            found.append(found_at("waist.falls", "slides", "wrong", sentence, pattern, "waist", ways, "waistband"))
    return tuple(found)


def _short_mm(girth: GirthFit, finished: Mapping[str, float]) -> float:
    """Cloth that is missing for the ease asked for; negative: there is more.

    The flat pattern has a say, too: the body's bust may lie below the line at which the width was promised, where a
    tapered garment is narrower, as drawn. The smaller difference of the two is told, none where they disagree.
    """
    own = finished.get(KEYS.get(girth.id, ""))
    if own is None:
        return girth.short_mm
    flat = girth.body_mm + (girth.wanted_mm or 0.0) - own
    worn = girth.short_mm
    return max(min(worn, flat), 0.0) if worn > 0.0 else min(max(worn, flat), 0.0)


def _girth(
    drape: Drape, maps: DrapeMaps, level: Level, pattern: Pattern, finished: Mapping[str, float]
) -> list[FitAdvice]:
    """Too tight, short of the ease that was asked for, or much looser than it."""
    girth, found = level.girth, []
    name, edge = _WORDS[girth.id], _EDGES[girth.id]
    banded = girth.id == "waist" and "waist" in drape.mesh.seams
    used = _beside_band(drape.mesh, maps, level.near) if banded else strips.patches(drape.mesh, maps.fit, level.near)
    firm, hurts = (BAND_PA, BAND_DISCOMFORT_PA) if banded else (DISCOMFORT_PA, DISCOMFORT_PA)
    press = (
        float(np.percentile(maps.pressure_pa[np.unique(drape.mesh.faces[level.near])], 95.0))
        if len(level.near)
        else 0.0
    )
    compared = girth.id in ("bust", "waist", "hip") and girth.wanted_mm is not None
    short = _short_mm(girth, finished) if compared else 0.0
    stretched = max(girth.garment_mm - girth.cloth_mm, 0.0)
    worst: Severity
    if used > TIGHT or press > firm:
        by = max(short, stretched, 0.02 * girth.body_mm)
        worst = "wrong" if used > 1.0 or press > hurts else "poor"
        felt = [f"{100 * used:.0f} % of its comfortable stretch is used"] if used > TIGHT or not banded else []
        felt += [f"it presses with {press / 1000:.1f} kPa"] if press > firm else []
        lack = [f"{short:.0f} mm short of ease"] if short >= SHORT_MM else []
        if not lack and stretched >= 1.0:  # a strip may be tight where the whole girth is not longer
            lack = [f"pulled {stretched:.0f} mm longer than cut"]
        sentence = f"{name} pulls: {', '.join((*lack, ' and '.join(felt)))}."
        found.append(found_at(f"{girth.id}.tight", "tight", worst, sentence, pattern, edge,
                            cures.widened(pattern, girth.id, by), at=level.at_mm))  # fmt: skip
    elif compared and (short >= SHORT_MM or -short >= max(LOOSE_MM, 0.05 * girth.body_mm)):
        far = abs(short) >= max(LOOSE_MM, 0.05 * girth.body_mm)
        drafted = next(d.body_mm for d in pattern.key_dimensions if d.id == KEYS[girth.id])
        told = "short of the ease that was asked for" if short > 0 else "wider than was asked for"
        sentence, ways = f"{name} is {abs(short):.0f} mm {told}.", cures.let_out_only(pattern, girth.id, short)
        if abs(drafted - girth.body_mm) > OTHER_BODY_MM:
            sentence = f"{sentence[:-1]}: it was drafted for {drafted:.0f} mm, this body has {girth.body_mm:.0f}."
            ways = ()
        kind, cause = "short" if short > 0 else "loose", _WAY[short > 0]
        found.append(found_at(f"{girth.id}.{kind}", cause, "poor" if far else "note", sentence, pattern, edge, ways,
                            at=level.at_mm))  # fmt: skip
    return found


def _once(found: list[FitAdvice]) -> list[FitAdvice]:
    """Without findings of another girth that the same option cures the same way: bust and waist of a shirt."""
    kept: list[FitAdvice] = []
    for one in found:
        options = {name for cure in one.cures for name in cure.options}
        if not any(options and options == {n for c in other.cures for n in c.options} and other.cause == one.cause
                   for other in kept):  # fmt: skip
            kept.append(one)
    return kept


def _beside_band(mesh: ClothMesh, maps: DrapeMaps, near: Index) -> float:
    """The largest share of its comfortable stretch that cloth along a waist seam uses, its band left out."""
    keys = [key for key in mesh.sides if place_of(mesh, key) != "waistband" and role_of(key) == "waist"]
    cloth = near[[mesh.places[panel] != "waistband" for panel in mesh.panel[mesh.triangles[near, 0]]]]
    return strips.along(mesh, maps.fit, keys, cloth)


def _armholes(drape: Drape, maps: DrapeMaps, pattern: Pattern) -> list[FitAdvice]:
    """Sleeve cap and armhole: the cloth beside their seam is stretched, or presses under the arm."""
    mesh = drape.mesh
    used: dict[str, float] = {}
    places: dict[str, list[str]] = {}
    for part in ("front", "back"):
        holes = sides_of(mesh, part, "armhole")
        caps = [key for key in sides_of(mesh, "sleeve", "cap") if key.endswith(part)]
        if holes:
            places[part] = holes
            used[part] = max(strips.along(mesh, maps.fit, keys, beside(mesh, keys)) for keys in (holes, caps) if keys)
    if not used:
        return []
    part = max(used, key=lambda one: used[one])
    if used[part] <= TIGHT:
        return []
    sleeved = any(stem(id) == "sleeve" for id in mesh.panels)
    what = "Sleeve cap" if sleeved else "Armhole"
    sentence = f"{what} binds at the {part}: {100 * used[part]:.0f} % of the cloth's comfortable stretch is used."
    ways = [cures.option(pattern, "armhole_depth_mm", 15.0)]
    if sleeved:
        ways.append(cures.option(pattern, "biceps_ease_mm", 20.0))
    if not any(ways):
        ways.append(cures.let_out(pattern, 20.0, "bust"))
    severity: Severity = "wrong" if used[part] > 1.0 else "poor"
    return [found_at("armhole.binds", "binds", severity, sentence, pattern, "armhole.l", ways, part,
                   centre_of(drape, places[part]))]  # fmt: skip


def _neckline(drape: Drape, maps: DrapeMaps, pattern: Pattern, body: MeasuredBody) -> list[FitAdvice]:
    """Gapes off the skin, strains round the neck, or is too small for the head."""
    mesh, found = drape.mesh, []
    necks = {part: sides_of(mesh, part, "neck") for part in ("front", "back")}
    every = necks["front"] + necks["back"]
    if not every:
        return []
    opening = sum(float(np.linalg.norm(np.diff(mesh.flat_mm[mesh.sides[key]], axis=0), axis=1).sum()) for key in every)
    head = body.measures.get("head")
    gives = pattern.facts.get("neck_cloth_stretch")
    if head is not None and gives is not None and opening * (1.0 + gives) < HEAD_SHARE * head:
        lack = HEAD_SHARE * head / (1.0 + gives) - opening
        sentence = (
            f"The head ({head:.0f} mm) does not pass: the neckline stretches to {opening * (1.0 + gives):.0f} mm."
        )
        ways = [cures.option(pattern, "neck_depth_mm", 0.5 * lack + 2.0), cures.option(pattern, "neck_width_mm", lack)]
        found.append(found_at("neck.head", "tight", "wrong", sentence, pattern, "neck.l", ways, "front"))
    used = strips.along(mesh, maps.fit, every, beside(mesh, every))
    if used > 1.0:
        sentence = f"Tight at the neckline: {100 * used:.0f} % of the cloth's comfortable stretch is used."
        ways = [cures.option(pattern, "neck_width_mm", 12.0), cures.option(pattern, "neck_depth_mm", 10.0)]
        found.append(found_at("neck.tight", "tight", "poor", sentence, pattern, "neck.l", ways, "front",
                            centre_of(drape, necks["front"] or every)))  # fmt: skip
    for part, keys in necks.items():
        if not keys or "hood" in mesh.places:  # a hood hangs on it: it stands off where it is meant to
            continue
        off = float(np.percentile(maps.ease_mm[mesh.sewn[side_points(mesh, keys)]], 90.0))
        if off > GAPE_MM:
            sentence = f"The neckline gapes at the {part}: it stands {off:.0f} mm off the skin."
            ways = [cures.option(pattern, "neck_width_mm", -min(off, 30.0))]
            if part == "front":
                ways.append(cures.option(pattern, "neck_depth_mm", -min(off, 30.0)))
            found.append(found_at(f"neck.gapes.{part}", "gapes", "note" if off < 35.0 else "poor", sentence, pattern,
                                "neck.l", ways, part, centre_of(drape, keys)))  # fmt: skip
    return found


def _cloth(drape: Drape, maps: DrapeMaps, pattern: Pattern, body: MeasuredBody) -> list[FitAdvice]:
    """Cloth that is stretched too far where no other finding says so: a stand, a collar, a cuff, a narrow hem."""
    mesh = drape.mesh
    used, triangles = strips.across(mesh, maps.fit)
    if used <= 1.0:
        return []
    panel = mesh.panels[mesh.panel[mesh.triangles[triangles[0], 0]]]
    piece = next((one for one in pattern.pieces if f"{panel}.".startswith(f"{one.id}.")), None)
    name = stem(panel).replace("_", " ")
    felt = f"{100 * used:.0f} % of the cloth's comfortable stretch is used"
    sentence = f"Tight at the {name}: {felt}."
    at = drape.positions_mm[mesh.faces[triangles]].mean(axis=(0, 1))
    edge = "" if piece is None or not piece.edges else piece.edges[0].id
    place = mesh.places[mesh.panels.index(panel)]
    below = place in ("front", "back") and "hip" in body.tape and at[1] < body.tape["hip"].points_mm[:, 1].mean()
    if below:
        up = np.array((0.0, 1.0, 0.0))
        legs = body_girth_mm(body.mesh, at, up, ("torso", "left_leg", "right_leg"))
        cloth = section(drape, trunk(mesh), at, up).cut_mm
        if legs > cloth:
            sentence = (
                f"Below the hip it is narrower than the legs stand apart: {cloth:.0f} mm of cloth round {legs:.0f} mm"
                f" of both legs, {felt}."
            )
    rest = mesh.rest_mm[triangles]
    width = float(np.ptp(rest[:, :, 0])) * (2 if place in ("front", "back") else 1)
    limit = mesh.materials[mesh.material[triangles[0]]].stretch_weft
    low = float(rest[:, :, 1].mean()) < float(np.mean(mesh.flat_mm[mesh.panel == mesh.panels.index(panel), 1]))
    ways = cures.eased(pattern, place, below or low, (used - TIGHT / 2) * limit * width)
    return [FitAdvice("cloth.tight", "tight", "poor", sentence, "" if piece is None else piece.id, edge,
                      (float(at[0]), float(at[1]), float(at[2])), ways)]  # fmt: skip
