"""Panels and meshes of the garments we draft."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import ClothMaterial, ClothMesh, Index
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.tryon.panels import panels_of
from tests.garment.bodies import CLOTH, body, extreme, made

JERSEY = {"shell": ClothMaterial("jersey", 0.18, 400, 400, 80, 60, 3e-6, 0.6)}
GARMENTS = [
    ("tshirt", {}), ("tshirt", {"neckline": "v"}), ("tshirt", {"sleeve": "sleeveless"}), ("tshirt", {"sleeve": "long"}),
    ("straight_skirt", {}), ("straight_skirt", {"vent": True}),
]  # fmt: skip


def edge_counts(faces: Index) -> np.ndarray:
    pairs = np.sort(np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    return np.unique(pairs, axis=0, return_counts=True)[1]


def areas(mesh: ClothMesh) -> np.ndarray:
    d = mesh.rest_mm
    return 0.5 * np.linalg.det(np.stack((d[:, 1] - d[:, 0], d[:, 2] - d[:, 0]), axis=2))


@pytest.mark.parametrize(("family", "wishes"), GARMENTS)
@pytest.mark.parametrize("edge_mm", [25.0, 13.5])
def test_a_sewn_garment_is_one_clean_surface(family: str, wishes: dict, edge_mm: float) -> None:
    pattern = made(family, **wishes)
    mesh = tryon.mesh(pattern, JERSEY, edge_mm)
    assert areas(mesh).min() > 0.0
    assert edge_counts(mesh.faces).max() == 2
    panels, sewings = panels_of(pattern)
    drawn = sum(abs(g.signed_area(np.concatenate([side.polyline[:-1] for side in
                panel.sides][:: -1 if panel.mirrored else 1]))) if not panel.mirrored else
                abs(g.signed_area(np.concatenate([side.polyline[:-1] for side in panel.sides])))
                for panel in panels)  # fmt: skip
    assert areas(mesh).sum() == pytest.approx(drawn, rel=0.003)
    for sewing in sewings:
        for chain in (sewing.a, sewing.b):
            met = {int(v) for p, s, _ in chain for v in mesh.sewn[mesh.sides[f"{p}/{s}"]]}
            assert met == set(mesh.seams[sewing.id].tolist()), sewing.id


@pytest.mark.parametrize("family", ["tshirt", "straight_skirt"])
def test_a_garment_has_its_openings_and_no_more(family: str) -> None:
    """Borders of the surface: hem, neck and cuffs of the shirt; hem and waist of the skirt."""
    mesh = tryon.mesh(made(family, vent=False) if family == "straight_skirt" else made(family), JERSEY)
    faces = mesh.faces
    pairs = np.sort(np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    edges, count = np.unique(pairs, axis=0, return_counts=True)
    border = edges[count == 1]
    root = {int(v): int(v) for v in border.reshape(-1)}

    def find(v: int) -> int:
        while root[v] != v:
            v = root[v]
        return v

    for a, b in border.tolist():
        root[find(a)] = find(b)
    loops = len({find(v) for v in root})
    assert loops == {"tshirt": 4, "straight_skirt": 2}[family]
    euler = mesh.n_vertices - len(edges) + len(faces)
    assert euler == 2 - loops  # a sphere with holes


def test_the_same_pattern_gives_the_same_mesh() -> None:
    one, two = (tryon.mesh(made("tshirt"), JERSEY) for _ in range(2))
    assert one.flat_mm.tobytes() == two.flat_mm.tobytes() and one.faces.tobytes() == two.faces.tobytes()


def test_extreme_bodies_mesh_too() -> None:
    for who in extreme()[:6]:
        for family in ("tshirt", "straight_skirt"):
            assert edge_counts(tryon.mesh(made(family, who), JERSEY, 20.0).faces).max() == 2


def test_a_folded_band_is_half_as_wide_and_double() -> None:
    mesh = tryon.mesh(made("straight_skirt"), JERSEY)
    band = mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index("waistband")
    piece = made("straight_skirt").piece("waistband")
    assert set(mesh.layers[band]) == {2.0} and set(mesh.layers[~band]) == {1.0}
    width = -piece.internals[0].path[0][0][0]
    assert areas(mesh)[band].sum() == pytest.approx(width * piece.edge("waist").length_mm, rel=1e-3)


def test_darts_are_sewn_shut() -> None:
    mesh = tryon.mesh(made("straight_skirt"), JERSEY)
    darts = [id for id in mesh.seams if ".dart" in id]
    assert len(darts) >= 4
    for id in darts:
        panel, dart = id.rsplit(".dart", 1)
        legs = [mesh.sewn[mesh.sides[f"{panel}/dart{dart}.{leg}"]] for leg in ("in", "out")]
        assert legs[0].tolist() == legs[1][::-1].tolist()


def test_mistakes_are_told() -> None:
    pattern = made("tshirt")
    with pytest.raises(Problem, match="limit 2 to 60 mm"):
        tryon.mesh(pattern, JERSEY, 1.0)
    twice = replace(pattern, seams=(*pattern.seams, replace(pattern.seams[0], id="again")))
    with pytest.raises(Problem, match="sewn twice"):
        tryon.mesh(twice, JERSEY)
    with pytest.raises(Problem, match="which no piece has"):
        tryon.mesh(_without(pattern, "sleeve"), JERSEY)
    assert body()["waist"] == 745


def _without(pattern: Pattern, id: str) -> Pattern:
    piece = pattern.piece(id)
    return pattern.with_piece(replace(piece, edges=tuple(replace(edge, id=f"x{edge.id}") for edge in piece.edges)))


@pytest.mark.parametrize("edge_mm", [25.0, 13.5])
def test_symmetric_pieces_have_symmetric_meshes(edge_mm: float) -> None:
    mesh = tryon.mesh(made("tshirt"), JERSEY, edge_mm)
    for panel, across in (("front", 0), ("back", 0), ("neckband", 0)):
        mine = np.flatnonzero(mesh.panel == mesh.panels.index(panel))
        flat = mesh.flat_mm[mine]
        turned = flat.copy()
        turned[:, across] = flat[:, across].min() + flat[:, across].max() - turned[:, across]
        far = np.abs(turned[:, None] - flat[None]).max(axis=2)
        assert far.min(axis=1).max() < 1e-3
        twin = dict(zip(mine.tolist(), mine[far.argmin(axis=1)].tolist(), strict=True))
        faces = mesh.triangles[mesh.panel[mesh.triangles[:, 0]] == mesh.panels.index(panel)]
        have = {frozenset(face) for face in faces.tolist()}
        assert {frozenset(twin[v] for v in face) for face in have} == have
    one, two = (mesh.panels.index(f"sleeve.{copy}") for copy in (0, 1))
    assert np.abs(mesh.flat_mm[mesh.panel == one] * (-1, 1) - mesh.flat_mm[mesh.panel == two]).max() < 1e-6


@pytest.mark.parametrize("family", sorted(CLOTH))
def test_an_edge_length_nobody_asked_for_follows_from_the_area_of_the_cloth(family: str) -> None:
    """Small garments are meshed as finely as 20 mm, large ones no finer than a drape of an order takes seconds for."""
    who = body("male", stature=1950, arm=660, inseam=900, bust=1250, waist=1150, hip=1300, thigh=700, biceps=400)
    pattern = made(family, who)
    mesh, finest = tryon.mesh(pattern, JERSEY), tryon.mesh(pattern, JERSEY, 20.0)
    assert mesh.n_vertices <= min(finest.n_vertices, 3000)
    assert mesh.n_vertices > 1500
    assert areas(mesh).min() > 0.0
    assert edge_counts(mesh.faces).max() == edge_counts(finest.faces).max()
    assert areas(mesh).sum() == pytest.approx(areas(finest).sum(), rel=0.01)


def test_a_small_garment_is_meshed_no_finer_than_20_mm() -> None:
    assert tryon.mesh(made("tank"), JERSEY).n_vertices == tryon.mesh(made("tank"), JERSEY, 20.0).n_vertices
