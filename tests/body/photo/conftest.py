"""Photos of the benchmark that the tests of the photo fit look at."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ampc_desktop.runtime import resources

PLAIN, TEXTURED = "female_01", "male_02"


def record(name: str) -> dict[str, Any]:
    photos = json.loads(resources.text("bench", "photos", "truth.json"))["photos"]
    return next(photo for photo in photos if photo["name"] == name)


def image_bytes(name: str) -> bytes:
    return resources.path("bench", "photos", record(name)["front"]).read_bytes()


def true_mask(name: str) -> np.ndarray:
    return np.asarray(Image.open(resources.path("bench", "photos", record(name)["mask"])).convert("L")) > 127


def as_png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=1)
    return out.getvalue()


@pytest.fixture(scope="session")
def pixels() -> np.ndarray:
    """The plain photo as pixels, to be cropped and turned."""
    return np.asarray(Image.open(io.BytesIO(image_bytes(PLAIN))).convert("RGB"))
