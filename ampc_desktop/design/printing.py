"""PrintSpec: motif, inks, repeat and lines, kept within what the technique can print. Every change is told."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from ampc_desktop.core.design import Direction, Layout, Motif, PrintSpec
from ampc_desktop.core.fabric import Capabilities, Fabric, Ink, Technique
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.core.units import format_mm
from ampc_desktop.design.colour import delta_e

INK_CONTRAST = 10.0
"""Smallest dE00 between an ink and the ground, and between two inks."""
PRINT_AREA_M2 = 1.6
"""Cloth of one garment, for choosing the cheapest technique."""
LONGEST_REPEAT_MM = 640.0

_PITCH: dict[str, tuple[float, float, float, float]] = {
    "stripes": (24.0, 32.0, 64.0, 120.0),
    "checks": (16.0, 32.0, 64.0, 128.0),
    "dots": (14.0, 26.0, 52.0, 104.0),
    "floral": (64.0, 112.0, 176.0, 264.0),
    "geometric": (48.0, 88.0, 144.0, 208.0),
}
"""Repeat in mm for scale 1 to 4 (of one line for stripes, of one dot for dots)."""
_LINE_SHARE = {"stripes": (0.1, 0.3, 0.4, 0.45), "checks": (0.5, 0.5, 0.5, 0.5)}
_SPREAD = (1.5, 1.0, 0.7)
"""Pitch of stripes and dots by density 0 to 2."""
_PALETTES = (
    ("coral", "forest_green", "mustard"),
    ("cream", "sage", "coral"),
    ("coral", "sage", "butter"),
    ("navy", "terracotta", "sage"),
    ("white", "light_pink", "mint"),
)


@dataclass
class _Draft:
    """What is being decided, with the sentences about changes."""

    told: list[str] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


def print_spec(
    requirement: Requirement, family_id: str, fabric: Fabric, capabilities: Capabilities, seed: int
) -> PrintSpec:
    """The print of a garment: what was said, completed by defaults and projected onto what can be printed.

    Constraints: thinnest line and gap, most inks, rotary repeat, inks at least 10 dE00 from the ground and each
    other, technique and fabric compatible. Raises Problem (NO) when the cloth takes no print at all.
    """
    draft = _Draft()
    motif = _motif(requirement)
    ground = _ground(requirement, fabric)
    if motif == "plain":
        ground, technique_id = _plain_ground(ground, fabric, capabilities, draft)
        return PrintSpec(
            "plain", (ground,), (100.0, 100.0), technique=technique_id, seed=seed, adjusted=tuple(draft.told)
        )
    technique, ground = _technique(ground, fabric, capabilities, draft)
    inks = _inks(requirement, motif, ground, capabilities, technique, draft)
    scale = int(min(4, max(1, round(_number(requirement, "motif_scale", 2)))))
    density = int(min(2, max(0, round(_number(requirement, "motif_density", 1)))))
    direction = cast(
        Direction, _choice(requirement, "motif_direction", "horizontal", ("horizontal", "vertical", "diagonal"))
    )
    usual = "half_drop" if motif in ("dots", "floral") else "straight"
    layout = cast(Layout, _choice(requirement, "motif_layout", usual, ("straight", "half_drop", "brick")))
    spec = PrintSpec(cast(Motif, motif), inks, (0.0, 0.0), scale, density, 0.0, direction, layout, technique.id, seed)
    return replace(_sized(spec, requirement, technique, draft), adjusted=tuple(draft.told))


def _motif(requirement: Requirement) -> str:
    motif = str(requirement.value("motif") or "plain")
    return motif if motif in _PITCH else "plain"


def _ground(requirement: Requirement, fabric: Fabric) -> str:
    """The cloth's colour as wished; else the first stocked one that was not ruled out."""
    wished = requirement.value("colour")
    if wished is not None:
        return str(wished)
    refused = requirement.refused.get("colour", ())
    return next((ground for ground in fabric.grounds if ground not in refused), fabric.grounds[0])


def _known(colour: str, capabilities: Capabilities) -> Ink:
    if colour not in capabilities.inks:
        raise Problem(f"we have no colour called '{colour}'", "colour", "choose a named one", Kind.NO, "design.colour")
    return capabilities.inks[colour]


def _nearest_ground(colour: str, fabric: Fabric, capabilities: Capabilities, draft: _Draft) -> str:
    ink = _known(colour, capabilities)
    nearest = min(fabric.grounds, key=lambda id: (delta_e(capabilities.inks[id].lab, ink.lab), id))
    label = capabilities.inks[nearest].label.lower()
    draft.tell(f"{fabric.label} is not stocked in {ink.label.lower()}; {label} is the nearest.")
    return nearest


def _plain_ground(ground: str, fabric: Fabric, shop: Capabilities, draft: _Draft) -> tuple[str, str]:
    if ground in fabric.grounds:
        return ground, "none"
    covering = _cheapest(t for t in _techniques(fabric, shop) if t.covers_ground and "white" in fabric.grounds)
    if covering is None:
        return _nearest_ground(ground, fabric, shop, draft), "none"
    label = _known(ground, shop).label.lower()
    draft.tell(f"{fabric.label} is not stocked in {label}: white cloth is printed {label} all over.")
    return ground, covering.id


def _techniques(fabric: Fabric, shop: Capabilities) -> list[Technique]:
    return [shop.techniques[id] for id in fabric.techniques]


def _cheapest(techniques: Iterable[Technique]) -> Technique | None:
    return min(techniques, key=lambda t: (t.setup_eur + PRINT_AREA_M2 * t.eur_per_m2, t.id), default=None)


def _technique(ground: str, fabric: Fabric, shop: Capabilities, draft: _Draft) -> tuple[Technique, str]:
    """The cheapest technique that gives this ground: opaque inks on dyed cloth, or everything printed on white."""
    able = [
        t
        for t in _techniques(fabric, shop)
        if (t.opaque and ground in fabric.grounds) or (t.covers_ground and "white" in fabric.grounds)
    ]
    best = _cheapest(able)
    if best is not None:
        return best, ground
    opaque = _cheapest(t for t in _techniques(fabric, shop) if t.opaque)
    if opaque is None:
        raise Problem(
            f"{fabric.label} can't be printed",
            "fabric",
            "choose a plain one or another cloth",
            Kind.NO,
            "design.not_printable",
        )
    return opaque, _nearest_ground(ground, fabric, shop, draft)


def _inks(
    requirement: Requirement, motif: str, ground: str, shop: Capabilities, technique: Technique, draft: _Draft
) -> tuple[str, ...]:
    """Ground and motif colours, told apart by at least INK_CONTRAST."""
    base = _known(ground, shop)
    said = [part for part in str(requirement.value("motif_colours") or "").split(",") if part]
    refused = requirement.refused.get("colour", ())
    wanted = said or [ink for ink in _default_inks(motif, base, shop) if ink not in refused]
    chosen: list[Ink] = []
    for colour in wanted:
        ink = _known(colour, shop)
        if delta_e(ink.lab, base.lab) <= INK_CONTRAST:
            other = _contrast(base, chosen, shop)
            draft.tell(
                f"{ink.label} can't be told from the {base.label.lower()} ground; {other.label.lower()} instead."
            )
            ink = other
        if all(delta_e(ink.lab, one.lab) > INK_CONTRAST for one in chosen):
            chosen.append(ink)
        elif ink not in chosen:
            draft.tell(f"{ink.label} is too close to another ink and left out.")
    if len(chosen) > technique.max_inks:
        kept = chosen[: technique.max_inks]
        draft.tell(
            f"{technique.label} takes {technique.max_inks} inks: "
            f"{chosen[technique.max_inks].label} and the rest are left out."
        )
        chosen = kept
    if not chosen:
        chosen = [_contrast(base, [], shop)]
    return (ground, *(ink.id for ink in chosen))


def _default_inks(motif: str, base: Ink, shop: Capabilities) -> list[str]:
    """One contrasting ink for plain geometry, a small palette for flowers and shapes."""
    if motif in ("floral", "geometric"):
        for least in (30.0, 20.0):
            for palette in _PALETTES:
                if all(delta_e(shop.inks[id].lab, base.lab) > least for id in palette):
                    return list(palette)
    return [_contrast(base, [], shop).id]


def _contrast(base: Ink, taken: list[Ink], shop: Capabilities) -> Ink:
    order = ("white", "cream", "sky_blue") if base.lab[0] < 55 else ("navy", "black", "burgundy")
    free = [shop.inks[id] for id in order if all(delta_e(shop.inks[id].lab, one.lab) > INK_CONTRAST for one in taken)]
    return max(free or [shop.inks[order[0]]], key=lambda ink: (delta_e(ink.lab, base.lab) > 40, -order.index(ink.id)))


def _number(requirement: Requirement, name: str, default: float) -> float:
    value = requirement.value(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


def _choice(requirement: Requirement, name: str, default: str, choices: tuple[str, ...]) -> str:
    value = requirement.value(name)
    return str(value) if value in choices else default


def _sized(spec: PrintSpec, requirement: Requirement, technique: Technique, draft: _Draft) -> PrintSpec:
    """Repeat and line widths in mm, within the technique's limits."""
    pitch = _PITCH[spec.motif][spec.scale - 1]
    if spec.motif in ("stripes", "dots"):
        pitch *= _SPREAD[spec.density]
    share = _LINE_SHARE.get(spec.motif, (0.0,) * 4)[spec.scale - 1]
    line = _PITCH[spec.motif][spec.scale - 1] * share
    said_line, said_pitch = _number(requirement, "line_mm", 0.0), _number(requirement, "repeat_mm", 0.0)
    if said_line > 0 and share:
        line = said_line
        pitch = max(pitch, 2 * line) if said_pitch <= 0 else pitch
    if said_pitch > 0:
        pitch = said_pitch
        line = line if said_line > 0 else min(line, 0.5 * pitch)
    if share:
        line, pitch = _fit_line(line, pitch, technique, draft)
    if spec.motif in ("floral", "geometric", "dots"):
        floor = {"dots": 8.0, "floral": 90.0, "geometric": 40.0}[spec.motif] * technique.min_line_mm
        if pitch < floor:
            draft.tell(f"Repeat {format_mm(pitch)} mm raised to {format_mm(floor)} mm, so that details print.")
            pitch = floor
    repeat = _repeat(spec, pitch)
    longest = max(repeat)
    if longest > LONGEST_REPEAT_MM:
        shrink = LONGEST_REPEAT_MM / longest
        draft.tell(f"Repeat {format_mm(longest)} mm is cut to {format_mm(LONGEST_REPEAT_MM)} mm.")
        repeat, line = (repeat[0] * shrink, repeat[1] * shrink), line * shrink
    if technique.repeat_divides_mm is not None:
        repeat, line = _rotary(spec, repeat, line, technique, draft)
    return replace(spec, repeat_mm=(round(repeat[0], 4), round(repeat[1], 4)), line_mm=round(line, 3))


def _fit_line(line: float, pitch: float, technique: Technique, draft: _Draft) -> tuple[float, float]:
    if line < technique.min_line_mm:
        least = technique.min_line_mm
        draft.tell(
            f"Lines of {format_mm(line, 2)} mm are widened to {format_mm(least, 2)} mm, "
            f"the least {technique.label} holds."
        )
        line = least
    if pitch - line < technique.min_gap_mm:
        wider = line + technique.min_gap_mm
        draft.tell(
            f"Repeat {format_mm(pitch)} mm raised to {format_mm(wider)} mm: "
            f"the gap must be {technique.min_gap_mm:g} mm."
        )
        pitch = wider
    return line, pitch


def _repeat(spec: PrintSpec, pitch: float) -> tuple[float, float]:
    """Tile size: as many lines or dots as there are inks, so that colours alternate."""
    count = len(spec.inks) - 1
    if spec.motif == "stripes":
        along = pitch * count * (math.sqrt(2) if spec.direction == "diagonal" else 1.0)
        return along, along
    if spec.motif == "dots":
        staggered = spec.layout != "straight"
        across, up = (pitch * math.sqrt(2), pitch * math.sqrt(2)) if staggered else (pitch, pitch)
        if count > 1 and not (staggered and count == 2):
            across *= count
        return across, up
    return pitch, pitch


def _rotary(
    spec: PrintSpec, repeat: tuple[float, float], line: float, technique: Technique, draft: _Draft
) -> tuple[tuple[float, float], float]:
    """Repeat snapped to the nearest whole part of the roller's circumference."""
    around = technique.repeat_divides_mm or 1.0
    snapped = tuple(around / max(1, round(around / side)) for side in repeat)
    least_gap = technique.min_gap_mm + technique.min_line_mm
    if min(snapped) < least_gap:
        snapped = tuple(around / max(1, math.floor(around / max(side, least_gap))) for side in snapped)
    if max(abs(a - b) for a, b in zip(snapped, repeat, strict=True)) > 0.05:
        draft.tell(
            f"Repeat {format_mm(repeat[0])} mm becomes {format_mm(snapped[0])} mm, "
            f"a whole part of the {around:g} mm screen."
        )
    count = len(spec.inks) - 1 if spec.motif == "stripes" else 1
    pitch = snapped[1] / count / (math.sqrt(2) if spec.motif == "stripes" and spec.direction == "diagonal" else 1.0)
    if line:
        line = max(technique.min_line_mm, min(line, pitch - technique.min_gap_mm))
    return (snapped[0], snapped[1]), line
