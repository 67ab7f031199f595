"""The theme's tokens as the numbers a scene is coloured with."""

from __future__ import annotations

from ampc_desktop.render.palette import Palette, Rgb, rgb
from ampc_desktop.ui.theme.tokens import Theme


def palette_of(theme: Theme) -> Palette:
    dark = theme.name == "dark"
    return Palette(
        top=rgb(theme.viewport_top),
        bottom=rgb(theme.viewport_bottom),
        avatar=rgb(theme.avatar),
        other=_mixed(rgb(theme.categories[0]), rgb(theme.avatar)),
        tape=rgb(theme.sew),
        highlight=rgb(theme.selected),
        section=rgb(theme.snap),
        landmark=rgb(theme.internal),
        grid=rgb(theme.line2),
        shadow=rgb(theme.app if dark else theme.t1),
        shadow_opacity=0.55 if dark else 0.16,
        text=rgb(theme.t1),
        quiet=rgb(theme.t2),
    )


def _mixed(a: Rgb, b: Rgb, share: float = 0.5) -> Rgb:
    """A quiet relative of a colour: skin, not paint."""
    red, green, blue = (share * x + (1 - share) * y for x, y in zip(a, b, strict=True))
    return red, green, blue
