"""`python -m ampc_desktop.body.bake.photos [--out FOLDER] [--tuning FOLDER] [--count N]`: photos the fit is judged by.

The held-out set (forty bodies) goes to resources/bench/photos and is never looked at while the fit is made; the tuning
set has other seeds, so it is made again by whoever tunes, and is not kept with the studio. Needs the extra `bake`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np

from ampc_desktop.body.bake.photos_bodies import TestBody, people
from ampc_desktop.body.bake.photos_picture import Image, looks, photo, pose, posed
from ampc_desktop.body.bake.source import Source, build
from ampc_desktop.core.measurement import Sex
from ampc_desktop.runtime import files, resources

HELD_OUT_SEED, TUNING_SEED = 20_261, 7
HELD_OUT_EACH, TUNING_EACH = 20, 30
SIDES_EACH = 4
"""Of each sex, this many held-out bodies have a photo from the side, too."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=resources.root() / "bench" / "photos")
    parser.add_argument("--tuning", type=Path, help="make the tuning set there instead of the held-out one")
    parser.add_argument("--count", type=int, help="bodies of each sex")
    given = parser.parse_args()
    source = build("default")
    tuning = given.tuning is not None
    out: Path = given.tuning or given.out
    each = given.count or (TUNING_EACH if tuning else HELD_OUT_EACH)
    make(source, out, each, each if tuning else SIDES_EACH, TUNING_SEED if tuning else HELD_OUT_SEED)


def make(source: Source, out: Path, each: int, sides: int, seed: int) -> None:
    """Photos, masks and truths of `each` women and men into a folder."""
    records: list[dict[str, Any]] = []
    for number, sex in enumerate(get_args(Sex)):
        for i, body in enumerate(people(source, sex, each, seed)):
            rng = np.random.default_rng([seed, number, i])
            record = _shot(source, out, body, f"{sex}_{i + 1:02d}", i % 2 == 1, i < sides, rng)
            records.append(record)
            print(record["name"], {k: record["measures"][k] for k in ("stature", "weight_kg", "bust", "waist", "hip")})
    truth = {
        "made_by": "python -m ampc_desktop.body.bake.photos",
        "source": source.package,
        "licence": "CC0 1.0 (MakeHuman data); the pictures are renders, no real person is shown",
        "seed": seed,
        "units": "mm, kg, degrees; measures of the body without its clothes",
        "photos": records,
    }
    files.write_text(out / "truth.json", json.dumps(truth, indent=1) + "\n")


def _shot(
    source: Source, out: Path, body: TestBody, name: str, textured: bool, side: bool, rng: np.random.Generator
) -> dict[str, Any]:
    look = looks(rng, textured)
    record: dict[str, Any] = {
        "name": name,
        "sex": body.sex,
        "background": "textured" if textured else "plain",
        "front": f"{name}.jpg",
        "mask": f"{name}_mask.png",
        "side": f"{name}_side.jpg" if side else None,
        "camera": {"focal_35mm": round(look.focal_35mm, 1), "lens_height_mm": round(1000 * look.lens_height_m)},
        "clothes_mm": {"top": round(look.top_mm, 1), "trousers": round(look.trousers_mm, 1)},
        "measures": {measure: round(value.value, 1) for measure, value in body.truth.measures.values.items()},
    }
    stood = posed(source, body.vertices, body.bones, pose(rng))
    jpeg, mask = photo(source, stood, body.vertices, look)
    files.write_bytes(out / f"{name}.jpg", jpeg)
    files.write_bytes(out / f"{name}_mask.png", _one_bit(mask))
    if side:
        turned = posed(source, body.vertices, body.bones, pose(rng, side=True))
        files.write_bytes(out / f"{name}_side.jpg", photo(source, turned, body.vertices, look, side=True)[0])
    return record


def _one_bit(mask: Image) -> bytes:
    return cv2.imencode(".png", mask * 255, [cv2.IMWRITE_PNG_BILEVEL, 1, cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()


if __name__ == "__main__":
    main()
