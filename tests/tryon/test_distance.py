"""The distance field and the crossing counter against brute force and simple shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import trimesh

from ampc_desktop import body
from ampc_desktop.tryon import bodyfield
from ampc_desktop.tryon.contact import distances
from ampc_desktop.tryon.crossing import crossings, edges_of
from ampc_desktop.tryon.distance import closest, field_of, refined, with_soft_clefts, without_clefts, without_pockets


def winding(points: np.ndarray, x: np.ndarray, f: np.ndarray) -> np.ndarray:
    """Winding number of a closed surface by solid angles (van Oosterom and Strackee 1983)."""
    out = np.empty(len(points))
    for k, p in enumerate(points):
        a, b, c = (x[f[:, i]] - p for i in range(3))
        la, lb, lc = (np.linalg.norm(v, axis=1) for v in (a, b, c))
        top = (a * np.cross(b, c)).sum(1)
        low = la * lb * lc + (a * b).sum(1) * lc + (b * c).sum(1) * la + (c * a).sum(1) * lb
        out[k] = np.arctan2(top, low).sum() / (2 * np.pi)
    return out


def test_a_ball() -> None:
    ball = trimesh.creation.icosphere(subdivisions=4, radius=0.1)
    field = field_of(ball.vertices, ball.faces, [-0.15] * 3, [0.15] * 3)
    points = np.random.default_rng(0).uniform(-0.14, 0.14, (9000, 3))
    r = np.linalg.norm(points, axis=1)
    got = distances(field.values, field.origin, field.step, points)
    near = np.abs(r - 0.1) < 0.007
    assert near.sum() > 100
    assert np.abs(got - (r - 0.1))[near].max() < 5e-4
    outside = r > 0.1
    assert np.abs(got - (r - 0.1))[outside].max() < 8e-3  # rough far away: ease is refined
    assert (got[r < 0.098] < 0.0).all()
    assert distances(field.values, field.origin, field.step, np.array([[9.0, 0, 0]]))[0] == 1.0


def test_inside_and_outside_of_a_body() -> None:
    mesh = body.posed(body.mean_shape("female"), "a")
    x = mesh.vertices_mm / 1000.0
    low, high = x.min(0) - 0.05, x.max(0) + 0.05
    low[1], high[1] = 1.1, 1.4
    field = field_of(x, mesh.skin, low, high, 0.008)
    points = np.random.default_rng(1).uniform(low + 0.01, high - 0.01, (400, 3))
    got = distances(field.values, field.origin, field.step, points)
    inside = winding(points, x, mesh.skin) > 0.5
    clear = np.abs(got) > 0.003
    assert 20 < inside.sum() < 380
    assert ((got < 0) == inside)[clear].all()


def test_crossings_are_those_of_brute_force() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 1, (60, 3)), rng.uniform(0, 1, (60, 3))
    f, h = rng.permutation(60).reshape(20, 3), rng.permutation(60).reshape(20, 3)
    edges = edges_of(f)
    count = 0
    for a, b in edges:
        for t in h:
            p, q, r = y[t]
            m = np.column_stack((x[b] - x[a], p - q, p - r))
            s, u, v = np.linalg.solve(m, p - x[a])
            count += 0 <= s <= 1 and u >= 0 and v >= 0 and u + v <= 1
    assert count > 20
    assert crossings(x, edges, y, h) == count
    assert crossings(x, edges, y + 5.0, h) == 0


def test_a_sheet_does_not_cross_itself_but_a_folded_one_does() -> None:
    flat = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0.4, 0.4, 0.3], [0.6, 0.4, -0.3], [0.5, 0.6, 0.3]])
    faces = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6]])
    assert crossings(flat, edges_of(faces), flat, faces, same=True) == 2
    assert crossings(flat, edges_of(faces[:2]), flat, faces[:2], same=True) == 0


def test_clefts_are_filled_and_the_rest_is_left() -> None:
    """Two balls 6 mm apart: the gap between them closes, their far sides stay."""
    balls = [trimesh.creation.icosphere(subdivisions=4, radius=0.06) for _ in range(2)]
    x = np.concatenate((balls[0].vertices - np.array((0.063, 0, 0)), balls[1].vertices + np.array((0.063, 0, 0))))
    f = np.concatenate((balls[0].faces, balls[1].faces + len(balls[0].vertices)))
    field = field_of(x, f, [-0.16, -0.1, -0.1], [0.16, 0.1, 0.1])
    closed = without_clefts(field)
    points = np.array([[0.0, 0.0, 0.0], [0.0, 0.012, 0.0], [-0.125, 0.0, 0.0], [0.063, 0.063, 0.0], [0.063, 0.0, 0.09]])
    before, after = (distances(g.values, g.origin, g.step, points) for g in (field, closed))
    assert before[0] > 0.0 and after[0] < -0.003 and after[1] < before[1] - 0.003
    assert np.array_equal(before[2:], after[2:])


def test_skin_gives_way_where_it_meets_skin_and_nowhere_else() -> None:
    """Two balls that reach 6 mm into each other, as an arm into the trunk it hangs beside."""
    balls = [trimesh.creation.icosphere(subdivisions=4, radius=0.06) for _ in range(2)]
    x = np.concatenate((balls[0].vertices - np.array((0.057, 0, 0)), balls[1].vertices + np.array((0.057, 0, 0))))
    f = np.concatenate((balls[0].faces, balls[1].faces + len(balls[0].vertices)))
    field = without_pockets(field_of(x, f, [-0.16, -0.1, -0.1], [0.16, 0.1, 0.1]))
    inner = distances(field.values, field.origin, field.step, np.array([[-0.01, 0.0, 0.0], [-0.03, 0.0, 0.0]]))
    assert (inner < 0.0).all()  # in one ball, beside the skin of the other
    soft, way = with_soft_clefts(field)
    points = np.array([[0.0, 0.0, 0.0], [-0.115, 0.0, 0.0], [0.057, 0.058, 0.0], [0.057, 0.0, 0.09]])
    before, after = (distances(g.values, g.origin, g.step, points) for g in (field, soft))
    assert before[0] < 0.0 and after[0] > before[0] + 0.01  # room for cloth between the two
    np.testing.assert_allclose(after[1:], before[1:], atol=1e-6)
    assert way.max() > 0.5 and 0.0 < (way > 0.0).mean() < 0.1


def test_rough_distances_are_made_exact() -> None:
    ball = trimesh.creation.icosphere(subdivisions=2, radius=0.1)
    x, f = np.asarray(ball.vertices), np.asarray(ball.faces, dtype=np.int64)
    points = np.random.default_rng(4).uniform(-0.3, 0.3, (300, 3))
    rough = np.linalg.norm(points, axis=1) - 0.1
    got = refined(x, f, points, rough)
    best = np.full(len(points), 1e9)
    q = np.empty(3)
    for face in f:
        for k, p in enumerate(points):
            closest(*x[face], p, q)
            best[k] = min(best[k], float(np.linalg.norm(p - q)))
    assert np.allclose(np.abs(got), best, atol=1e-12)
    assert (np.sign(got) == np.sign(rough)).all()


def test_the_field_of_a_body_is_kept(studio_home: Path) -> None:
    mesh = body.posed(body.mean_shape("female"), "a")
    bodyfield._last.clear()
    first = bodyfield.body_field(mesh)
    kept = list((studio_home / "cache" / "fields").glob("*.npz"))
    assert len(kept) == 1
    bodyfield._last.clear()
    again = bodyfield.body_field(mesh)
    assert again.values.tobytes() == first.values.tobytes() and again.step == first.step
    kept[0].write_bytes(kept[0].read_bytes()[:1000])  # a torn file costs time, nothing else
    bodyfield._last.clear()
    assert bodyfield.body_field(mesh).values.tobytes() == first.values.tobytes()
    taller = replace(mesh, vertices_mm=mesh.vertices_mm * 1.01)
    assert bodyfield.body_field(taller).values.shape[1] > first.values.shape[1]
    assert len(list((studio_home / "cache" / "fields").glob("*.npz"))) == 2


def test_left_and_right_of_a_body_have_the_same_field() -> None:
    mesh = body.posed(body.mean_shape("male"), "a")
    field = bodyfield.body_field(mesh)
    near = np.abs(field.values) < 0.01
    both = near & near[::-1]
    assert both.sum() > 0.95 * near.sum()
    assert np.abs(field.values - field.values[::-1])[both].mean() < 5e-4
