"""Flats come from the very pieces: sizes agree, parts meet, transforms carry the print."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.garment import draft, flat_sketch
from tests.garment.bodies import CLOTH, Bodies, body, over_bodies, spec_for


def sketched(family: str, who=None, **wishes) -> tuple:
    who = who or body()
    spec = spec_for(family, wishes, who)
    pattern = draft(spec, who, CLOTH[family])
    return pattern, flat_sketch(pattern, spec)


def parts(sketch: FlatSketch, view: str, piece: str) -> list[FlatPart]:
    return [p for p in sketch.parts if p.view == view and p.piece == piece]


@pytest.mark.parametrize("sleeve", ["sleeveless", "short", "three_quarter", "long"])
@pytest.mark.parametrize("neckline", ["crew", "v", "scoop"])
def test_tshirt_flat(sleeve: str, neckline: str) -> None:
    pattern, sketch = sketched("tshirt", sleeve=sleeve, neckline=neckline)
    for part in sketch.parts:
        assert Polygon(part.outline).is_valid, (part.piece, part.view)
        assert g.signed_area(np.asarray(part.outline)) != 0
    front = parts(sketch, "front", "front")[0]
    chest = next(d for d in pattern.key_dimensions if d.id == "hem")
    assert 2 * (g.bounds(np.asarray(front.outline))[2]) == pytest.approx(chest.target_mm / 2, abs=25.0)
    length = next(d for d in pattern.key_dimensions if d.id == "length").target_mm
    assert sketch.dimensions[0][0] == f"{length:.0f} mm"
    # The inside of the back neck is seen above the front neckline and lies behind the front.
    inner = parts(sketch, "front", "back")[0]
    assert inner.layer < front.layer
    assert Polygon(inner.outline).intersection(Polygon(front.outline)).area < 1.0
    sleeves = parts(sketch, "front", "sleeve")
    assert len(sleeves) == (0 if sleeve == "sleeveless" else 2)
    assert len(parts(sketch, "front", "armband")) == (2 if sleeve == "sleeveless" else 0)


@pytest.mark.parametrize("view", ["front", "back"])
def test_sleeves_hang_from_the_armhole_on_both_sides(view: str) -> None:
    pattern, sketch = sketched("tshirt", sleeve="long")
    left, right = parts(sketch, view, "sleeve")
    assert np.allclose(sorted(abs(x) for x, _ in left.outline), sorted(abs(x) for x, _ in right.outline))
    armhole = LineString(pattern.piece(view).edge("armhole.l").polyline)
    assert Polygon(left.outline).buffer(0.5).contains(armhole)
    sleeve = pattern.piece("sleeve")
    for part in (left, right):
        a, b, c, d, e, f = part.transform
        assert abs(a * d - b * c) == pytest.approx(1.0)
        top = sleeve.edge("cap.front").start
        placed = (a * top[0] + c * top[1] + e, b * top[0] + d * top[1] + f)
        assert Polygon(part.outline).distance(LineString([placed, placed])) < 0.5
        hang = np.degrees(np.arctan2(d, abs(c)))  # the sleeve's +y, seen against the horizontal
        assert 30.0 <= abs(hang) <= 55.0
    # In the front view the wearer's left is at +x, from behind at −x.
    assert (left.outline[0][0] > 0) == (view == "front")


@pytest.mark.parametrize("length", ["mini", "knee", "midi"])
def test_skirt_flat(length: str) -> None:
    pattern, sketch = sketched("straight_skirt", length=length)
    for part in sketch.parts:
        assert Polygon(part.outline).is_valid, (part.piece, part.view)
    front = np.asarray(parts(sketch, "front", "front")[0].outline)
    hip = next(d for d in pattern.key_dimensions if d.id == "hip").target_mm
    assert front[:, 0].max() - front[:, 0].min() == pytest.approx(hip / 2, abs=15.0)
    top = front[front[:, 1] > -1.0]
    waist = next(d for d in pattern.key_dimensions if d.id == "waist").target_mm
    assert top[:, 0].max() - top[:, 0].min() == pytest.approx(waist / 2, abs=15.0)
    left, right = parts(sketch, "back", "back")[:2]
    assert max(x for x, _ in left.outline) <= 1e-6 and min(x for x, _ in right.outline) >= -1e-6
    band = parts(sketch, "front", "waistband")[0]
    assert Polygon(band.outline).area > 0.8 * waist / 2 * 35.0


@over_bodies
def test_any_body_has_a_flat(bodies: Bodies) -> None:
    for who in bodies:
        for family, wishes in (
            ("tshirt", {"fit": "oversized", "sleeve": "long"}),
            ("tshirt", {"fit": "fitted", "neckline": "v"}),
            ("straight_skirt", {"length": "midi"}),
        ):
            _, sketch = sketched(family, who, **wishes)
            assert all(np.isfinite(np.asarray(part.outline)).all() for part in sketch.parts)
