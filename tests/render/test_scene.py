"""Scenes drawn for real: where things are, what is in front, and that nothing stays behind."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from ampc_desktop.render.body import show_body, show_mesh, show_tape
from ampc_desktop.render.camera import Camera
from ampc_desktop.render.palette import PAPER, Rgb
from ampc_desktop.render.scene import Frames, Scene
from ampc_desktop.render.surface import vertex_normals
from tests.render.bodies import barrel, measured, mesh

pytestmark = pytest.mark.usefixtures("can_draw")
SIZE = (320, 240)


@pytest.fixture
def scene() -> Scene:
    return Scene(PAPER)


@pytest.fixture
def frames(scene: Scene) -> Iterator[Frames]:
    made = Frames(scene, *SIZE)
    yield made
    made.close()


def near(pixels: np.ndarray, colour: Rgb, reach: int = 70) -> np.ndarray:
    """Mask of the pixels whose hue is close to a colour."""
    return (np.abs(pixels[..., :3].astype(int) - 255 * np.array(colour)) < reach).all(axis=-1)


def test_pixels_lie_where_the_camera_says(scene: Scene, frames: Frames) -> None:
    points = np.array([[0.0, 300.0, 0.0], [250.0, 900.0, 100.0], [-200.0, 1500.0, -150.0]])
    red = (1.0, 0.0, 0.0)
    for perspective in (True, False):
        for azimuth in (0.0, 70.0, -130.0):
            camera = Camera(azimuth_deg=azimuth, elevation_deg=12, perspective=perspective)
            scene.dots("dots", points, red, 25.0)
            scene.set_camera(camera)
            rows, columns = np.nonzero(near(frames.frame(), red, 110))
            for x, y, _ in camera.project(points, *SIZE):
                away = np.hypot(columns + 0.5 - x, rows + 0.5 - y)
                ball = away < 12
                assert ball.sum() > 8, (perspective, azimuth)
                assert np.hypot(columns[ball].mean() + 0.5 - x, rows[ball].mean() + 0.5 - y) < 1.0


def test_a_body_hides_what_is_behind_it(scene: Scene, frames: Frames) -> None:
    scene.surface("barrel", barrel().vertices_mm, barrel().faces, PAPER.avatar)
    behind, ahead = np.array([0.0, 400.0, -400.0]), np.array([0.0, 400.0, 400.0])
    camera = Camera(target_mm=(0, 400, 0))
    for place, seen in ((behind, False), (ahead, True)):
        scene.dots("dot", [place], (1.0, 0.0, 0.0), 30.0)
        scene.set_camera(camera)
        assert near(frames.frame(), (1.0, 0.0, 0.0), 110).any() == seen
        assert frames.sees(place, slack_mm=31.0) == seen
        assert not frames.sees(place + np.array([5000.0, 0.0, 0.0])), "outside the picture"


def test_moving_a_surface_moves_its_pixels_and_its_normals(scene: Scene, frames: Frames) -> None:
    body = barrel()
    scene.surface("body", body.vertices_mm, body.faces, PAPER.avatar)
    scene.set_camera(Camera(target_mm=(0, 400, 0)))
    before = frames.frame()
    flattened = body.vertices_mm * [1.6, 1.0, 0.5]
    scene.move("body", flattened)
    after = frames.frame()
    fresh = Scene(PAPER)
    fresh.surface("body", flattened, body.faces, PAPER.avatar)
    fresh.set_camera(Camera(target_mm=(0, 400, 0)))
    other = Frames(fresh, *SIZE)
    assert np.array_equal(after, other.frame()), "the normals moved along"
    assert not np.array_equal(before, after)
    other.close()
    assert vertex_normals(flattened, body.faces).shape == flattened.shape


def test_moving_what_does_not_fit_is_refused(scene: Scene) -> None:
    scene.surface("body", barrel().vertices_mm, barrel().faces, PAPER.avatar)
    with pytest.raises(ValueError, match="points"):
        scene.move("body", barrel(rings=4).vertices_mm)
    with pytest.raises(KeyError, match="ghost"):
        scene.move("ghost", barrel().vertices_mm)


def test_layers_come_and_go(scene: Scene, frames: Frames) -> None:
    scene.set_camera(Camera())
    empty = frames.frame()
    show_body(scene, measured(), PAPER)
    assert {"avatar", "floor", "shadow", "landmarks", "tape.bust", "tape.waist", "tape.hip"} <= set(scene.names)
    full = frames.frame()
    scene.show("avatar", False)
    assert not np.array_equal(frames.frame(), full)
    scene.show("avatar")
    assert np.array_equal(frames.frame(), full), "the same scene gives the same picture"
    scene.clear()
    assert scene.names == () and np.array_equal(frames.frame(), empty)


def test_a_chosen_tape_is_thicker_and_in_its_own_colour(scene: Scene, frames: Frames) -> None:
    show_mesh(scene, mesh(), PAPER)
    frames.resize(640, 900)
    scene.set_camera(Camera().fitted(mesh().vertices_mm, 640 / 900))
    line = measured().tape["hip"]
    show_tape(scene, line, PAPER)
    plain = frames.frame()
    show_tape(scene, line, PAPER, chosen=True)
    chosen = frames.frame()
    assert near(plain, PAPER.tape).sum() > 60
    assert near(chosen, PAPER.tape).sum() == 0
    assert near(chosen, PAPER.highlight).sum() > 1.2 * near(plain, PAPER.tape).sum()


def test_a_closed_window_is_gone_for_good(scene: Scene) -> None:
    frames = Frames(scene, 64, 64)
    frames.frame()
    frames.close()
    frames.close()
    with pytest.raises(RuntimeError, match="closed"):
        frames.frame()
    kept = weakref.ref(frames)
    del frames
    gc.collect()
    assert kept() is None


def test_many_windows_one_after_the_other(scene: Scene) -> None:
    show_mesh(scene, barrel(), PAPER)
    scene.set_camera(Camera(target_mm=(0, 400, 0)))
    pictures = set()
    for _ in range(12):
        frames = Frames(scene, 64, 64)
        pictures.add(frames.frame().tobytes())
        frames.close()
    assert len(pictures) == 1
