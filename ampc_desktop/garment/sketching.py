"""Common ground of the flat sketches: views, fineness, distances."""

from __future__ import annotations

from typing import Literal, TypeAlias

View: TypeAlias = Literal["front", "back"]
Affine: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
FINE_MM = 0.2
"""Flattening of the sketch; finer is invisible."""
STITCH_GAP_MM = 5.0
"""Distance of the two rows of a coverstitch."""
BESIDE_MM = 40.0
"""Dimensions are drawn this far beside the garment."""
