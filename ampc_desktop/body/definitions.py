"""What every bare name of a measurement means, and between which values a human body can lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ampc_desktop.core.measurement import MeasureDefinition

_Unit = Literal["mm", "kg", "deg"]


def _all() -> dict[str, MeasureDefinition]:
    iso, ansur = "ISO 8559-1", "ANSUR II"
    rows: tuple[tuple[str, str, str, float, float, _Unit, str], ...] = (
        ("stature", "Height", "floor to top of the head, barefoot", 1000, 2400, "mm", iso),
        ("weight_kg", "Weight", "on a scale, in underwear", 25, 300, "kg", iso),
        ("head", "Head girth", "largest girth above the ears and brow", 450, 720, "mm", iso),
        ("neck", "Neck girth", "just below the Adam's apple", 240, 600, "mm", iso),
        ("neck_base", "Neck base girth", "over the nape, side neck points and collar bone pit", 260, 680, "mm", iso),
        ("shoulder", "Shoulder breadth", "acromion to acromion, straight (biacromial)", 230, 560, "mm", ansur),
        ("shoulder_length", "Shoulder length", "side neck point to acromion", 70, 230, "mm", iso),
        ("shoulder_slope", "Shoulder slope", "angle of the shoulder line below horizontal", 3, 45, "deg", iso),
        ("cross_back", "Back width", "between the back armpit folds (interscye)", 220, 700, "mm", ansur),
        (
            "armscye_depth",
            "Armscye depth",
            "nape down to armpit level, vertical (cervicale less axilla height)",
            80,
            320,
            "mm",
            ansur,
        ),
        ("bust", "Bust / chest girth", "horizontal at the fullest level of the chest", 560, 2000, "mm", iso),
        ("underbust", "Underbust girth", "horizontal below the breasts", 480, 1900, "mm", iso),
        ("waist", "Waist girth", "natural waist, midway between lowest rib and hip bone", 400, 2000, "mm", iso),
        ("waist_navel", "Navel waist girth", "horizontal at the navel (omphalion)", 420, 2100, "mm", ansur),
        ("hip", "Hip girth", "horizontal at the greatest prominence of the seat", 560, 2200, "mm", iso),
        ("waist_height", "Waist height", "floor to natural waist", 600, 1600, "mm", iso),
        ("back_waist_length", "Back waist length", "nape to natural waist along the back", 240, 640, "mm", iso),
        ("sway_back", "Sway back", "cloth that stands off at the centre back waist, pinched out", 0, 60, "mm", ""),
        ("waist_to_hip", "Waist to hip", "natural waist down to hip level", 90, 380, "mm", iso),
        ("crotch_depth", "Body rise", "natural waist down to crotch, vertical", 140, 480, "mm", iso),
        ("inseam", "Inseam", "floor to crotch (crotch height)", 450, 1200, "mm", iso),
        ("thigh", "Thigh girth", "just below the seat fold", 320, 1200, "mm", iso),
        ("calf", "Calf girth", "at the fullest level", 200, 700, "mm", iso),
        ("ankle", "Ankle girth", "smallest girth above the ankle bone", 140, 450, "mm", iso),
        ("arm", "Arm length", "acromion to wrist bone, arm hanging", 350, 900, "mm", ansur),
        ("biceps", "Upper arm girth", "fullest level, arm relaxed", 150, 700, "mm", iso),
        ("wrist", "Wrist girth", "at the wrist bone", 100, 300, "mm", iso),
    )
    return {
        name: MeasureDefinition(name, label, how, low, high, unit, standard)
        for name, label, how, low, high, unit, standard in rows
    }


DEFINITIONS: Mapping[str, MeasureDefinition] = _all()
"""Canonical name -> definition, head to foot. Outside low..high a value is refused as impossible."""

BY_HAND = frozenset(("sway_back",))
"""Measures of how cloth lies, which only a hand takes: no surface, photo or survey shows them."""

ALIASES: Mapping[str, str] = {
    "chest": "bust",
    "height": "stature",
    "hips": "hip",
    "seat": "hip",
    "weight": "weight_kg",
    "waist_omphalion": "waist_navel",
    "arm_length": "arm",
    "sleeve_length": "arm",
    "upper_arm": "biceps",
    "under_bust": "underbust",
    "nape_to_waist": "back_waist_length",
    "body_rise": "crotch_depth",
    "back_width": "cross_back",
    "shoulder_width": "shoulder",
    "inside_leg": "inseam",
}
"""Other names people write for the same measure."""
