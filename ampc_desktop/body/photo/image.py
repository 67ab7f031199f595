"""Reading a photo safely: upright, plain RGB, small enough to work with, and nothing else kept of the file."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from ampc_desktop.core.photo import PhotoView
from ampc_desktop.core.problem import Problem

Pixels = npt.NDArray[np.uint8]

WORK_LONG_PX = 1200
"""Longer side of the picture the fit works on; sub-pixel contours make more a waste."""
MOST_PIXELS = 120_000_000
MOST_BYTES = 200_000_000
LEAST_PX = 240
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "JPEG2000")
_EXIF_IFD, _FOCAL_35MM, _FOCAL, _PLANE_X, _PLANE_UNIT = 0x8769, 0xA405, 0x920A, 0xA20E, 0xA210
_FILM_DIAGONAL_MM = math.hypot(36.0, 24.0)


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo as the fit sees it.

    pixels              : (h, w, 3) RGB, upright.
    scale               : pixels here per pixel of the upright photo at full size.
    width_px, height_px : upright at full size.
    focal_35mm          : from the person or EXIF; None when unknown.
    """

    pixels: Pixels
    scale: float
    width_px: int
    height_px: int
    focal_35mm: float | None
    name: str

    @property
    def focal_px(self) -> float | None:
        """Focal length in pixels of `pixels`."""
        if self.focal_35mm is None:
            return None
        return self.focal_35mm / _FILM_DIAGONAL_MM * math.hypot(*self.pixels.shape[:2])

    def jpeg(self, quality: int = 88) -> bytes:
        """The picture without any metadata, for the screen."""
        out = io.BytesIO()
        Image.fromarray(self.pixels).save(out, "JPEG", quality=quality)
        return out.getvalue()


def film_mm(focal_px: float, width_px: float, height_px: float) -> float:
    """Focal length as on 35 mm film, by the picture's diagonal (CIPA DCG-001)."""
    return focal_px / math.hypot(width_px, height_px) * _FILM_DIAGONAL_MM


def read(view: PhotoView) -> Photo:
    """The photo, upright and scaled. Raises Problem (photo.empty, photo.not_an_image, photo.damaged, photo.too_large,
    photo.too_small)."""
    if not view.image:
        raise Problem("the file is empty", view.name, "choose a photo", code="photo.empty")
    if len(view.image) > MOST_BYTES:
        raise _too_large(view.name, f"{len(view.image) / 1e6:.0f} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large or odd files; the size is judged here
            with Image.open(io.BytesIO(view.image), formats=FORMATS) as opened:
                return _photo(opened, view)
    except UnidentifiedImageError as error:
        remedy = "choose a JPEG, PNG, WebP or TIFF file"
        raise Problem("this is not a picture", view.name, remedy, code="photo.not_an_image") from error
    except Image.DecompressionBombError as error:
        raise _too_large(view.name, "far too many pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError, ZeroDivisionError, TypeError) as error:
        # a damaged file fails in Pillow in as many ways as there are formats
        raise Problem(
            "the picture is damaged or cut off", view.name, "save or send it again", code="photo.damaged"
        ) from error


def _photo(opened: Image.Image, view: PhotoView) -> Photo:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise _too_large(view.name, f"{width} × {height} pixels")
    focal = view.focal_35mm or _focal_35mm(opened)
    factor = min(1.0, WORK_LONG_PX / max(width, height))
    if opened.format == "JPEG":  # lets the decoder skip detail: a 20 MP photo opens in a third of the time
        opened.draft(None, (int(2 * width * factor), int(2 * height * factor)))
    upright = ImageOps.exif_transpose(opened)
    if (upright.size[0] > upright.size[1]) != (width > height):
        width, height = height, width
    rgb = _rgb(upright)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    if rgb.size != size:
        rgb = rgb.resize(size, Image.Resampling.BOX if factor < 0.3 else Image.Resampling.LANCZOS, reducing_gap=2.0)
    if min(size) < LEAST_PX:
        raise Problem(
            f"the picture is only {width} × {height} pixels",
            view.name,
            f"use one with at least {LEAST_PX * 2} × {LEAST_PX * 3} pixels",
            code="photo.too_small",
        )
    if focal is not None and not 8.0 <= focal <= 600.0:
        focal = None
    return Photo(np.asarray(rgb).copy(), size[0] / width, width, height, focal, view.name)


def _rgb(picture: Image.Image) -> Image.Image:
    """Any mode as RGB: 16 bit by its full range, what is transparent over mid-grey."""
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, dtype=np.float64)
        top = 65535.0 if deep.max() > 255 else 255.0
        if picture.mode == "F" and deep.max() <= 1.0:
            top = 1.0
        grey = (np.clip(deep / top, 0, 1) * 255 + 0.5).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (128, 128, 128, 255))
        return Image.alpha_composite(ground, clear).convert("RGB")
    return picture.convert("RGB")


def _focal_35mm(picture: Image.Image) -> float | None:
    """What EXIF says of the lens, mm on 35 mm film."""
    try:
        camera = picture.getexif().get_ifd(_EXIF_IFD)
        stated = float(camera.get(_FOCAL_35MM, 0) or 0)
        if stated > 0:
            return stated
        focal, dots = float(camera.get(_FOCAL, 0) or 0), float(camera.get(_PLANE_X, 0) or 0)
        unit_mm = {2: 25.4, 3: 10.0, 4: 1.0}.get(int(camera.get(_PLANE_UNIT, 2) or 2), 25.4)
        if focal > 0 and dots > 0:
            return focal / (math.hypot(*picture.size) / dots * unit_mm) * _FILM_DIAGONAL_MM
    except (ValueError, TypeError, ZeroDivisionError, KeyError, AttributeError, SyntaxError, OSError):
        return None  # metadata is often wrong; the fit then estimates the lens
    return None


def _too_large(name: str, how: str) -> Problem:
    return Problem(
        f"the picture is too large ({how})", name, "scale it down to 20 megapixels or less", code="photo.too_large"
    )
