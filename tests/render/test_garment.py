"""A garment in a scene, by its pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop.render.camera import Camera
from ampc_desktop.render.colourmap import Scale
from ampc_desktop.render.palette import PAPER, rgb
from tests.render import cloth

pytestmark = pytest.mark.usefixtures("can_draw")
HIGH, WIDE = 300, 240
CAMERA = Camera(target_mm=(0.0, 450.0, 0.0), distance_mm=1500.0, perspective=False)
SCALE = Scale("Strain, max", "%", 0.0, 2.4)


class Studio:
    """A garment, and pictures of it."""

    def __init__(self) -> None:
        from ampc_desktop.render.garment import Garment
        from ampc_desktop.render.scene import Frames, Scene

        self.worn = cloth.worn()
        self.scene = Scene(PAPER)
        self.garment = Garment(self.scene, self.worn.drape.mesh, self.worn.drape.positions_mm)
        self.garment.print_on(self.worn.textures, self.worn.grounds)
        self.frames = Frames(self.scene, WIDE, HIGH)

    def picture(self, azimuth: float = 0.0) -> np.ndarray:
        self.scene.set_camera(CAMERA.orbited(azimuth, 0.0))
        return self.frames.frame()[..., :3].astype(int)

    def at(self, x_mm: float, y_mm: float, azimuth: float = 0.0) -> np.ndarray:
        """Colour of the pixel at a place in front of the tube."""
        px = CAMERA.px_per_mm(HIGH)
        picture = self.picture(azimuth)
        return np.asarray(picture[round(HIGH / 2 - (y_mm - 450.0) * px), round(WIDE / 2 + x_mm * px)])


@pytest.fixture
def studio() -> Iterator[Studio]:
    made = Studio()
    yield made
    made.frames.close()


def test_the_print_lies_where_the_piece_has_it(studio: Studio) -> None:
    red, green = studio.at(0.0, 440.0), studio.at(0.0, 460.0)
    assert red[0] > 100 and red[1] < 60, "below the middle of the piece"
    assert green[1] > 100 and green[0] < 60, "above it"
    back = studio.at(0.0, 440.0, azimuth=180.0)
    assert back[2] > back[0] and back[2] > back[1], "a panel without print has its ground"


def test_fine_hatching_is_drawn_as_its_mean() -> None:
    from ampc_desktop.render.prints import softened

    hatch = np.indices((8, 9)).sum(axis=0) % 2 * 200
    image = np.repeat(hatch[..., None], 3, axis=2).astype(np.uint8)
    assert np.abs(softened(image)[1:-1, 1:-1].astype(int) - 100).max() <= 1
    plain = np.full((5, 4, 3), 37, np.uint8)
    assert (softened(plain) == plain).all()
    edge = np.zeros((4, 8, 3), np.uint8)
    edge[:, 4:] = 200
    assert softened(edge)[0, :, 0].tolist() == [0, 0, 0, 50, 150, 200, 200, 200], "an edge stays where it is"


def test_a_map_colours_by_value_and_the_print_comes_back_unchanged(studio: Studio) -> None:
    before = studio.picture()
    studio.garment.show_map(studio.worn.maps["strain"].values, SCALE)
    low, high = studio.at(0.0, 310.0), studio.at(0.0, 590.0)
    assert low[2] > low[0], "blue where there is no strain"
    assert high[0] > 150 and high[0] > high[2] + 50, "yellow where there is most"
    studio.garment.show_print()
    assert (studio.picture() == before).all()


def test_shade_is_not_read_as_value(studio: Studio) -> None:
    """Under a map of one value the tube is nearly of one colour: its ends face away by 60 degrees."""
    ones = np.full(len(studio.worn.drape.mesh.flat_mm), 1.2)
    studio.garment.show_map(ones, SCALE)
    middle, side = studio.at(0.0, 450.0), studio.at(140.0, 450.0)
    assert np.abs(middle - side).max() < 36
    assert np.abs(middle - SCALE.colour(1.2)).max() < 20, "and of the colour on the bar"
    studio.garment.show_print()


def test_what_passes_the_limit_has_its_own_colour(studio: Studio) -> None:
    values = studio.worn.maps["fit"].values
    studio.garment.show_map(values, Scale("Fit", "%", 0.0, 100.0, limit=100.0), rgb("#FF0000"))
    over, under = studio.at(0.0, 590.0), studio.at(0.0, 400.0)
    assert over[0] > 150 and over[1] < 40 and over[2] < 40
    assert under[2] > 40


def test_a_switch_of_map_or_range_makes_no_new_geometry(studio: Studio) -> None:
    names = studio.scene.names
    cells = [studio.scene[name].data.GetPolys() for name in studio.garment.names]
    points = [studio.scene[name].data.GetPoints() for name in studio.garment.names]
    studio.garment.show_map(studio.worn.maps["strain"].values, SCALE)
    studio.picture()
    studio.garment.show_map(studio.worn.maps["ease"].values, replace(SCALE, colours="target", high=60.0))
    studio.garment.show_print()
    assert studio.scene.names == names
    assert all(studio.scene[n].data.GetPolys() is c for n, c in zip(studio.garment.names, cells, strict=True))
    assert all(studio.scene[n].data.GetPoints() is p for n, p in zip(studio.garment.names, points, strict=True))


def test_a_moved_garment_moves_its_seams_too(studio: Studio) -> None:
    positions = studio.worn.drape.positions_mm + np.array([0.0, 100.0, 0.0])
    studio.garment.move(positions)
    assert (studio.at(0.0, 320.0) > 240).all(), "white ground where the hem was"
    seams = studio.scene.points_mm(["cloth seams"])
    assert seams[:, 1].min() == pytest.approx(400.0, abs=0.1) and seams[:, 1].max() == pytest.approx(700.0, abs=0.1)
    with pytest.raises(ValueError, match="points are needed"):
        studio.garment.move(positions[:-1])


def test_the_wrong_side_is_plain(studio: Studio) -> None:
    camera = Camera(target_mm=(0.0, 600.0, 0.0), distance_mm=900.0).orbited(0.0, 60.0)
    studio.scene.set_camera(camera)
    picture = studio.frames.frame()[..., :3].astype(int)
    back_inside = picture[round(HIGH * 0.42), WIDE // 2]
    assert (back_inside < 235).all(), "the inside of the back is seen, it is no hole"


def test_it_goes_without_a_trace(studio: Studio) -> None:
    studio.garment.remove()
    assert studio.scene.names == ()
