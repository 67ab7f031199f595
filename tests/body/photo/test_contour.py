"""The contour finds edges to a fraction of a pixel and points outward."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from ampc_desktop.body.photo.contour import trace  # noqa: E402


def disc(radius: float, centre: tuple[float, float], noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Anti-aliased disc of one colour on another, and its mask."""
    fine = 8
    y, x = (np.mgrid[0 : 200 * fine, 0 : 200 * fine] + 0.5) / fine
    inside = ((x - centre[0]) ** 2 + (y - centre[1]) ** 2 < radius**2).astype(np.float32)
    cover = cv2.resize(inside, (200, 200), interpolation=cv2.INTER_AREA)
    colour = cover[..., None] * [200, 60, 40] + (1 - cover[..., None]) * [90, 120, 160]
    colour = cv2.GaussianBlur(colour, (0, 0), 0.8) + np.random.default_rng(3).normal(0, noise, (200, 200, 3))
    return np.clip(colour, 0, 255).astype(np.uint8), (cover >= 0.5).astype(np.uint8)


@pytest.mark.parametrize(("radius", "noise"), [(60.0, 0.0), (60.37, 0.0), (41.8, 6.0)])
def test_a_disc_is_found_to_a_tenth_of_a_pixel(radius: float, noise: float) -> None:
    centre = (101.3, 98.6)
    contour = trace(*disc(radius, centre, noise))
    away = np.linalg.norm(contour.points - centre, axis=1)
    assert abs(away.mean() - radius) < 0.1
    assert away.std() < 0.15
    outward = (contour.points - centre) / away[:, None]
    assert (contour.normals * outward).sum(axis=1).min() > 0.97
    assert contour.spacing.sum() == pytest.approx(2 * np.pi * radius, rel=0.08)


@pytest.mark.parametrize("off", [-1, 1])
def test_a_mask_a_pixel_off_is_pulled_to_the_edge(off: int) -> None:
    picture, mask = disc(55.0, (100.0, 100.0))
    kernel = np.ones((3, 3), np.uint8)
    wrong = cv2.dilate(mask, kernel) if off > 0 else cv2.erode(mask, kernel)
    away = np.linalg.norm(trace(picture, wrong).points - (100.0, 100.0), axis=1)
    assert abs(away.mean() - 55.0) < 0.2


def test_a_hole_has_its_normals_into_the_hole() -> None:
    picture, mask = disc(60.0, (100.0, 100.0))
    hole, hole_mask = disc(25.0, (100.0, 100.0))
    ring = np.where(hole_mask[..., None] > 0, [90, 120, 160], picture).astype(np.uint8)
    contour = trace(ring, (mask & ~hole_mask & 1).astype(np.uint8))
    assert len(contour.polylines()) == 2
    away = contour.points - (100.0, 100.0)
    inner = np.linalg.norm(away, axis=1) < 40
    assert inner.any()
    assert (contour.normals[inner] * away[inner]).sum(axis=1).max() < 0
    assert hole is not None


def test_the_border_of_the_picture_is_no_edge() -> None:
    picture, mask = disc(70.0, (100.0, 190.0))
    contour = trace(picture, mask)
    assert not contour.inside[contour.points[:, 1] > 198.5].any()
    assert contour.inside.any()


def test_nothing_there() -> None:
    assert len(trace(np.zeros((50, 50, 3), np.uint8), np.zeros((50, 50), np.uint8)).points) == 0
