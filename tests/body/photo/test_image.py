"""Reading photos: whatever a person may hand in comes out upright, plain and small, or as one clear sentence."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ampc_desktop.body.photo.image import WORK_LONG_PX, film_mm, read
from ampc_desktop.core.photo import PhotoView
from ampc_desktop.core.problem import Problem


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 400)) -> Image.Image:
    """Red in the upper left quarter, else grey: shows which way up it is."""
    base = Image.new("RGB", size, (120, 120, 120))
    base.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    return base.convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **extra: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **extra)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        read(PhotoView(data, name="me.jpg"))
    assert caught.value.where == "me.jpg"
    assert caught.value.remedy
    return caught.value.code


def upper_left_is_red(pixels: np.ndarray) -> bool:
    red, green, _ = pixels[10, 10].astype(int)
    return bool(red > green + 60)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "1", "L", "LA"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    photo = read(PhotoView(saved(picture(mode), kind)))
    assert photo.pixels.shape == (400, 300, 3)
    assert photo.pixels.dtype == np.uint8
    if mode not in ("1", "L", "LA"):
        assert upper_left_is_red(photo.pixels)


def test_cmyk_jpeg_keeps_its_colours() -> None:
    assert upper_left_is_red(read(PhotoView(saved(picture("CMYK"), "JPEG", quality=95))).pixels)


def test_sixteen_bits_are_scaled_to_eight() -> None:
    deep = np.full((400, 300), 65535, np.uint16)
    deep[:200] = 32768
    photo = read(PhotoView(saved(Image.fromarray(deep))))
    assert photo.pixels[300, 100].tolist() == [255, 255, 255]
    assert abs(int(photo.pixels[100, 100, 0]) - 128) <= 1


def test_transparent_parts_are_grey() -> None:
    clear = Image.new("RGBA", (300, 400), (255, 0, 0, 0))
    assert read(PhotoView(saved(clear))).pixels[5, 5].tolist() == [128, 128, 128]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_upright_by_exif(orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = picture()
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = read(PhotoView(saved(stored, "JPEG", exif=exif, quality=95)))
    assert (photo.width_px, photo.height_px) == (300, 400)
    assert photo.pixels.shape == (400, 300, 3)
    assert upper_left_is_red(photo.pixels)


def with_camera(focal_35mm: int) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8769)[0xA405] = focal_35mm
    exif.get_ifd(0x8825)[1] = "N"
    return saved(picture(), "JPEG", exif=exif)


def test_metadata_is_dropped_but_the_lens_is_read() -> None:
    data = with_camera(28)
    assert b"SecretCamera" in data
    photo = read(PhotoView(data))
    assert photo.focal_35mm == 28.0
    assert photo.focal_px is not None
    assert film_mm(photo.focal_px, 300, 400) == pytest.approx(28.0)
    shown = photo.jpeg()
    assert b"SecretCamera" not in shown
    assert b"Exif" not in shown


def test_what_the_person_says_of_the_lens_counts_more() -> None:
    assert read(PhotoView(with_camera(28), focal_35mm=50.0)).focal_35mm == 50.0


@pytest.mark.parametrize("nonsense", [0, 1, 65000])
def test_an_impossible_lens_is_unknown(nonsense: int) -> None:
    assert read(PhotoView(with_camera(nonsense))).focal_35mm is None


def test_a_large_photo_is_scaled_down_and_knows_its_full_size() -> None:
    photo = read(PhotoView(saved(picture(size=(4000, 5200)), "JPEG", quality=60)))
    assert max(photo.pixels.shape) == WORK_LONG_PX
    assert (photo.width_px, photo.height_px) == (4000, 5200)
    assert photo.scale == pytest.approx(WORK_LONG_PX / 5200, rel=1e-3)
    assert upper_left_is_red(photo.pixels)


@pytest.mark.parametrize("size", [(12_000, 11_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    assert code_of(bomb + chunk(b"IEND", b"")) == "photo.too_large"


def test_what_is_no_photo() -> None:
    assert code_of(b"") == "photo.empty"
    assert code_of(b"%PDF-1.7 hello") == "photo.not_an_image"
    assert code_of(saved(picture(size=(60, 80)))) == "photo.too_small"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_cut_off_file(kind: str) -> None:
    whole = saved(Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 300, 3), np.uint8)), kind)
    assert code_of(whole[: len(whole) // 2]) in ("photo.damaged", "photo.not_an_image")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3999), st.binary(min_size=1, max_size=20))
def test_damage_anywhere_is_a_photo_or_a_problem(at: int, junk: bytes) -> None:
    whole = saved(picture(size=(240, 320)), "JPEG")
    at %= len(whole)
    try:
        photo = read(PhotoView(whole[:at] + junk + whole[at + len(junk) :]))
    except Problem as problem:
        assert problem.code.startswith("photo.")
    else:
        assert photo.pixels.ndim == 3
