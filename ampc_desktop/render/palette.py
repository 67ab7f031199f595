"""Colours of a scene as plain numbers: a window passes its tokens in, pictures on paper have their own."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[float, float, float]
"""Red, green, blue in 0..1, sRGB."""


def rgb(hex_colour: str) -> Rgb:
    """(r, g, b) of "#RRGGBB". Raises ValueError for anything else."""
    digits = hex_colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"'{hex_colour}' is no colour of the form #RRGGBB")
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


@dataclass(frozen=True)
class Palette:
    """What a scene is coloured with.

    top, bottom : background, a gradient from above to below.
    avatar      : skin of the body; other : the body it is compared with.
    tape        : girth loops; highlight : the chosen one; section : line of the section cut.
    landmark    : dots of the landmarks.
    grid        : lines on the floor; shadow : where the feet stand, with its greatest opacity.
    text, quiet : words in pictures.
    """

    top: Rgb
    bottom: Rgb
    avatar: Rgb
    other: Rgb
    tape: Rgb
    highlight: Rgb
    section: Rgb
    landmark: Rgb
    grid: Rgb
    shadow: Rgb
    shadow_opacity: float
    text: Rgb
    quiet: Rgb


PAPER = Palette(
    top=rgb("#FFFFFF"),
    bottom=rgb("#FFFFFF"),
    avatar=rgb("#D3D6DB"),
    other=rgb("#9CC0EE"),
    tape=rgb("#0A5BC8"),
    highlight=rgb("#B45100"),
    section=rgb("#C0188F"),
    landmark=rgb("#B45100"),
    grid=rgb("#B4BAC1"),
    shadow=rgb("#16181B"),
    shadow_opacity=0.20,
    text=rgb("#16181B"),
    quiet=rgb("#585F67"),
)
"""For pictures in documents: white ground, ink that survives a poor printer."""
