"""Every garment the studio drafts is meshed as one clean surface, starts outside the body and comes to rest on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.body import REGIONS
from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.pattern import Notion, Pattern
from ampc_desktop.tryon.hang import waistband
from ampc_desktop.tryon.levels import drafted_drop_mm, levels
from ampc_desktop.tryon.panels import panels_of
from tests.garment.bodies import CLOTH, body, made
from tests.tryon.worn import anna, wear, worn

GARMENTS: list[tuple[str, dict[str, Any]]] = [
    ("tank", {}), ("tank", {"neckline": "v"}),
    ("shift_dress", {}), ("shift_dress", {"sleeve": "short", "vent": True, "neckline": "v"}),
    ("trousers", {}), ("trousers", {"length": "short", "pocket_style": "side", "pleats": True, "leg": "wide"}),
    ("trousers", {"fit": "slim", "leg": "tapered", "pocket": False, "rise": "high"}),
    ("shirt", {}), ("shirt", {"sleeve": "long", "placket": "cut_on", "pleats": True, "pocket": True}),
    ("shirt", {"collar": "band", "sleeve": "short", "hem": "curved"}),
    ("hoodie", {}), ("hoodie", {"zip": True, "hood_panels": "three", "lined": True}),
    ("hoodie", {"zip": True, "neckline": "crew", "sleeve": "short"}),
    ("hoodie", {"fit": "oversized"}), ("hoodie", {"fit": "oversized", "zip": True}),
]  # fmt: skip


def meshed(family: str, wishes: dict[str, Any], edge_mm: float = 25.0) -> tuple[Pattern, ClothMesh]:
    pattern = made(family, **wishes)
    return pattern, tryon.mesh(pattern, {"shell": tryon.material(CLOTH[family])}, edge_mm)


def loops(mesh: ClothMesh) -> int:
    """Borders of the sewn surface."""
    pairs = np.sort(np.concatenate([mesh.faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    edges, count = np.unique(pairs, axis=0, return_counts=True)
    assert count.max() <= 2
    rim = edges[count == 1]
    root = {int(v): int(v) for v in rim.ravel()}

    def find(v: int) -> int:
        while root[v] != v:
            v = root[v]
        return v

    for a, b in rim:
        root[find(int(a))] = find(int(b))
    return len({find(v) for v in root})


def parts(mesh: ClothMesh) -> int:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    a = np.concatenate([mesh.faces[:, k] for k in range(3)])
    b = np.concatenate([mesh.faces[:, (k + 1) % 3] for k in range(3)])
    return int(connected_components(coo_matrix((np.ones(len(a)), (a, b))), directed=False)[0])


@pytest.mark.parametrize(("family", "wishes"), GARMENTS)
def test_every_garment_is_one_surface_that_starts_around_the_body(family: str, wishes: dict[str, Any]) -> None:
    _, mesh = meshed(family, wishes)
    rest = mesh.rest_mm
    assert np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)).min() > 0.0
    assert parts(mesh) == 1
    x = tryon.place(mesh, anna().mesh)
    assert np.isfinite(x).all()
    # not compressed: hardly an edge starts much shorter than it was cut
    worn_mm = np.linalg.norm(x[mesh.faces] - x[np.roll(mesh.faces, 1, axis=1)], axis=2)
    cut_mm = np.linalg.norm(rest - np.roll(rest, 1, axis=1), axis=2)
    assert np.percentile(worn_mm / cut_mm, 2.0) > 0.6


OPENINGS = {"trousers": 3, "tank": 4, "shift_dress": 4, "hoodie": 4}
"""Waist and legs; hem, arms and neck; the hood's face for the neck."""


@pytest.mark.parametrize("family", OPENINGS)
def test_garments_have_their_openings_and_no_more(family: str) -> None:
    """Fly, zip, darts with one and with two points are sewn shut."""
    assert loops(meshed(family, {})[1]) == OPENINGS[family]


def test_a_dart_with_two_points_takes_cloth_out() -> None:
    pattern, mesh = meshed("shift_dress", {})
    panel = next(p for p in panels_of(pattern)[0] if p.id == "front")
    assert len(panel.holes) == 2
    number = mesh.panels.index("front")
    rest = mesh.rest_mm[mesh.panel[mesh.triangles[:, 0]] == number]
    area = 0.5 * np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)).sum()
    import shapely

    ring = np.concatenate([side.polyline[:-1] for side in panel.sides])
    holes = [np.concatenate([side.polyline[:-1] for side in hole]) for hole in panel.holes]
    assert area == pytest.approx(shapely.Polygon(ring, holes).area, rel=2e-3)
    assert area < shapely.Polygon(ring).area - 500.0


@pytest.mark.parametrize("zip", [False, True])
def test_a_hem_band_in_two_halves_is_closed_all_round(zip: bool) -> None:
    pattern = made("hoodie", body(bust=1150, waist=1050, hip=1200), fit="oversized", zip=zip)
    assert any(piece.id == "hem_band.back" for piece in pattern.pieces)
    assert loops(tryon.mesh(pattern, {"shell": tryon.material(CLOTH["hoodie"])}, 25.0)) == OPENINGS["hoodie"]


def test_an_elastic_is_the_length_of_its_band_at_rest() -> None:
    pattern = made("straight_skirt", waist_ease_mm=0)
    band = tryon.mesh(pattern, {"shell": tryon.material(CLOTH["straight_skirt"])}, 30.0)
    drawn = tryon.mesh(
        replace(pattern, notions=(Notion("elastic", "Elastic", 0.6, "m"),)),
        {"shell": tryon.material(CLOTH["straight_skirt"])}, 30.0,
    )  # fmt: skip
    number = band.panels.index("waistband")
    mine = band.panel[band.triangles[:, 0]] == number
    along = 1 if np.ptp(band.flat_mm[band.panel == number, 1]) > np.ptp(band.flat_mm[band.panel == number, 0]) else 0
    assert np.ptp(drawn.rest_mm[mine][..., along]) == pytest.approx(600.0, abs=1.0)
    assert np.ptp(drawn.rest_mm[mine][..., 1 - along]) == pytest.approx(np.ptp(band.rest_mm[mine][..., 1 - along]))
    assert np.allclose(drawn.rest_mm[~mine], band.rest_mm[~mine])
    assert drawn.materials[drawn.material[np.flatnonzero(mine)[0]]].stretch_weft > 0.5


def test_an_elastic_holds_a_skirt_that_would_slide() -> None:
    wide = made("straight_skirt", waist_ease_mm=60)
    held = replace(wide, notions=(Notion("elastic", "Elastic", 0.92 * 0.745, "m"),))
    drape = wear(held, edge_mm=25.0)
    assert drape.converged, drape.why
    ring = drape.positions_mm[drape.mesh.seams["waist"], 1].mean()
    loose = wear(wide, edge_mm=25.0)
    assert ring > loose.positions_mm[loose.mesh.seams["waist"], 1].mean() + 3.0
    fold = [drape.mesh.sewn[drape.mesh.sides["waistband/fold"]] for drape in (drape, loose)]
    drawn, left = (
        np.linalg.norm(np.diff(one.positions_mm[at], axis=0), axis=1).sum()
        for one, at in zip((drape, loose), fold, strict=True)
    )
    assert drawn < left - 20.0  # the band itself lies closer


def test_a_buttoned_front_meets_on_its_centre_line() -> None:
    pattern, mesh = meshed("shirt", {})
    assert {"front.buttoned", "stand.closure"} <= set(mesh.seams)
    line = mesh.flat_mm[mesh.sides["front.0/buttoned"]]
    assert np.allclose(line[:, 0], 0.0, atol=1e-6)
    # the stand lost the overlap too: it is as long as the neckline it is sewn to
    stand = next(p for p in panels_of(pattern)[0] if p.id == "stand")
    sew = next(side for side in stand.sides if side.id == "sew").polyline
    lost = pattern.piece("stand").edge("sew").length_mm - np.linalg.norm(np.diff(sew, axis=0), axis=1).sum()
    assert lost == pytest.approx(2 * abs(pattern.piece("front").sew_ring[:, 0].min()), abs=3.0)


@pytest.mark.parametrize("family", ["trousers", "shirt", "hoodie", "shift_dress", "tank"])
def test_it_comes_to_rest(family: str) -> None:
    pattern, drape = worn(family)
    assert drape.converged, drape.why
    assert drape.penetrations == drape.self_crossings == 0
    at = {level.girth.id: level.girth for level in levels(drape, pattern, anna())}
    for measure in {"bust", "hip"} & set(at):  # dart or none, the girth told is that of the cloth
        assert at[measure].garment_mm > 0.97 * at[measure].body_mm


def test_trousers_start_on_bodies_whose_legs_have_no_vertex_at_some_height() -> None:
    _, mesh = meshed("trousers", {})
    body = anna().mesh
    gap = (body.regions == REGIONS.index("left_leg")) & (np.abs(body.vertices_mm[:, 1] - 500.0) < 60.0)
    holed = replace(body, regions=np.where(gap, REGIONS.index("head"), body.regions).astype(body.regions.dtype))
    assert np.isfinite(tryon.place(mesh, holed)).all()


def test_trousers_stay_up_and_their_legs_stay_apart() -> None:
    pattern, drape = worn("trousers")
    mesh = drape.mesh
    assert drafted_drop_mm(mesh) > 10.0
    assert not [one for one in waistband(drape, pattern, anna()) if one.severity == "wrong"]
    for number, panel in enumerate(mesh.panels):
        if panel.startswith(("front.", "back.")):
            low = mesh.sewn[np.flatnonzero((mesh.panel == number) & (mesh.flat_mm[:, 1] < -400.0))]
            assert (np.sign(drape.positions_mm[low, 0]) == (-1.0 if panel.endswith("1") else 1.0)).all()
