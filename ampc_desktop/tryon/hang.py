"""How a garment hangs: a waistband that slides or climbs, a hem that is not level, sleeves of another length."""

from __future__ import annotations

import numpy as np

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cause, Cure, FitAdvice, Severity
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon import cures
from ampc_desktop.tryon.finding import centre_of, found_at
from ampc_desktop.tryon.levels import drafted_drop_mm, hem_sides, place_of, side_points, stem

SLIDE_MM = 15.0
LYING_MM = 3.0
"""Cloth at rest lies this far from the skin."""
LEVEL_MM = 15.0
"""Front and back hem may differ by this much."""
CURVE_MM = 20.0
"""A hem is curved by no more: its length is promised."""
SLEEVE_MM = 15.0
"""A long sleeve may end this far from the wrist."""


def waistband(drape: Drape, pattern: Pattern, body: MeasuredBody) -> list[FitAdvice]:
    """A waist that slid below the body's, or climbed above it."""
    mesh = drape.mesh
    if "waist" not in mesh.seams or "waist" not in body.tape:
        return []
    ring = drape.positions_mm[mesh.seams["waist"]]
    drop = float(body.tape["waist"].points_mm[:, 1].mean() - ring[:, 1].mean()) - drafted_drop_mm(mesh)
    if abs(drop) < SLIDE_MM:
        return []
    now = pattern.options.get("waist_ease_mm")
    ease = float(now) if isinstance(now, int | float) else 0.0
    at = (float(ring[:, 0].mean()), float(ring[:, 1].mean()), float(ring[:, 2].max()))
    if drop > 0:
        where = "where it belongs" if any(place.startswith("leg") for place in mesh.places) else "the waist"
        sentence = f"The waistband slides {drop:.0f} mm below {where}."
        # Snug, the band lies at the waist as near to the skin as cloth lies anywhere.
        worn = float(np.linalg.norm(np.diff(ring, axis=0), axis=1).sum())
        by = -max(worn - body.measures["waist"] - 2.0 * np.pi * LYING_MM, 5.0)
        narrower = cures.option(pattern, "waist_ease_mm", by, 0.0)
        ways = cures.widened(pattern, "waist", by) if now is None else (narrower,) if narrower else ()
        severity: Severity = "wrong" if drop > 60.0 else "poor"
        return [found_at("waist.slides", "slides", severity, sentence, pattern, "waist", ways, "waistband", at)]
    sentence = f"The waistband climbs {-drop:.0f} mm above the waist: it is tight over the hip or at the waist."
    ways = tuple(
        cure for name in ("hip_ease_mm", "waist_ease_mm") if (cure := cures.option(pattern, name, max(12.0, ease)))
    )
    return [found_at("waist.climbs", "short", "poor", sentence, pattern, "waist", ways, "waistband", at)]


def hem(drape: Drape, pattern: Pattern) -> list[FitAdvice]:
    """A hem that is higher at the front than at the back, or the other way round."""
    mesh = drape.mesh
    height = {}
    for part in ("front", "back"):
        keys = [key for key in hem_sides(mesh, sleeve=False) if stem(key.split("/")[0]) == part]
        if keys:  # the middle half of the hem: side seams belong to both
            at = side_points(mesh, keys)
            x = mesh.flat_mm[at, 0]
            inner = at[np.abs(x) <= 0.5 * np.abs(x).max()]
            height[part] = float(drape.positions_mm[mesh.sewn[inner], 1].mean()) if len(inner) else np.nan
    if len(height) < 2 or not np.isfinite(list(height.values())).all():
        return []
    off = height["front"] - height["back"]
    if abs(off) < LEVEL_MM:
        return []
    part = "front" if off > 0 else "back"
    sentence = f"The hem rides up at the {part}: {abs(off):.0f} mm higher than at the {'back' if off > 0 else 'front'}."
    other, by = "back" if part == "front" else "front", min(abs(off) / 2, CURVE_MM)
    edits = (*_lowered(pattern, part, by), *_lowered(pattern, other, -by))
    label = f"Hem {cures.signed(by)} at the {part}, {cures.signed(-by)} at the {other}"
    ways = [Cure(label, edits=edits) if edits else None, cures.option(pattern, "hem_ease_mm", 20.0)]
    keys = [key for key in hem_sides(mesh, sleeve=False) if stem(key.split("/")[0]) == part]
    severity: Severity = "poor" if abs(off) > 2 * LEVEL_MM else "note"
    return [found_at(f"hem.{part}", "short", severity, sentence, pattern, "hem", ways, part, centre_of(drape, keys))]


def _lowered(pattern: Pattern, part: str, by_mm: float) -> list[PatternEdit]:
    """Edits that curve the hem of a part downwards in its middle; only a straight hem can be."""
    return [
        PatternEdit(f"fit.hem.{piece.id}.{edge.id}", "curve_edge", piece.id, edge.id, {"by_mm": round(by_mm, 1)},
                    reason=f"hem level at the {part}")
        for piece in pattern.pieces
        if piece.id.split(".")[0] == part
        for edge in piece.edges
        if edge.id == "hem" and len(edge.path) == 1 and len(edge.path[0]) == 2
    ]  # fmt: skip


def sleeves(drape: Drape, pattern: Pattern, body: MeasuredBody) -> list[FitAdvice]:
    """A long sleeve that ends short of the wrist, or over the hand."""
    mesh, joints = drape.mesh, body.mesh.joints_mm
    cuffs = [key for key in mesh.sides if place_of(mesh, key) == "cuff" and key.endswith("/fold")]
    keys = cuffs or hem_sides(mesh, sleeve=True)
    if pattern.options.get("sleeve") != "long" or not keys or "left_wrist" not in joints:
        return []
    gaps = []
    for panel in {key.split("/")[0] for key in keys}:
        at = drape.positions_mm[mesh.sewn[side_points(mesh, [key for key in keys if key.startswith(f"{panel}/")])]]
        middle = at.mean(axis=0)
        side = "left" if middle[0] > 0 else "right"
        wrist, elbow = np.asarray(joints[f"{side}_wrist"]), np.asarray(joints[f"{side}_elbow"])
        axis = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        gaps.append(float((wrist - middle) @ axis))
    gap = float(np.mean(gaps))
    if abs(gap) < SLEEVE_MM:
        return []
    where = f"ends {gap:.0f} mm above the wrist" if gap > 0 else f"reaches {-gap:.0f} mm over the hand"
    ways = [cures.option(pattern, "sleeve_length_mm", gap)]
    cause: Cause = "short" if gap > 0 else "long"
    place = centre_of(drape, keys)
    return [found_at("sleeve.length", cause, "note", f"The sleeve {where}.", pattern, "hem", ways, "sleeve", place)]
