"""Strip-packing instances in sparrow's JSON (the ESICUP benchmark files), read as marker pieces.

Format: {name, strip_height, items: [{id?, demand, allowed_orientations?, shape: {type, data}}]}; the strip grows
along x. Lengths keep the file's own unit.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import shapely

from ampc_desktop.core.marker import MarkerPiece
from ampc_desktop.core.problem import Problem

FREE_TURNS = tuple(float(angle) for angle in range(0, 360, 10))
"""Stands for free rotation, which fabric never has: steps of 10 degrees."""


@dataclass(frozen=True)
class Instance:
    name: str
    strip_height: float
    pieces: tuple[MarkerPiece, ...]


def read(data: bytes, where: str = "") -> Instance:
    """An instance from JSON bytes. Raises Problem naming the item that is wrong."""
    try:
        raw = json.loads(data)
        height = float(raw["strip_height"])
        if not (math.isfinite(height) and height > 0):
            raise ValueError(f"strip_height {height} is not positive")
        pieces = tuple(_piece(item, i) for i, item in enumerate(raw["items"]))
        return Instance(str(raw.get("name", "")), height, pieces)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise Problem(
            f"not a strip-packing instance: {what}", where, "see docs/formats/marker.md", code="instance.invalid"
        ) from error


def _piece(item: Any, index: int) -> MarkerPiece:
    points = item["shape"]["data"]
    if isinstance(points, dict):
        points = points["outer"]
    outline = [(float(x), float(y)) for x, y in points]
    if outline[0] == outline[-1]:
        outline.pop()
    if len(outline) < 3:
        raise ValueError(f"item {index} has fewer than three corners")
    polygon = shapely.Polygon(outline)
    if not polygon.is_valid or polygon.area <= 0:
        raise ValueError(f"item {index} crosses itself or has no area")
    if not polygon.exterior.is_ccw:
        outline.reverse()
    demand = int(item["demand"])
    if demand < 1:
        raise ValueError(f"item {index} has a demand of {demand}")
    turns = item.get("allowed_orientations")
    rotations = FREE_TURNS if turns is None else tuple(float(turn) for turn in turns) or (0.0,)
    name = str(item.get("id", index))
    return MarkerPiece(name, f"item {name}", tuple(outline), demand, rotations)
