"""Colour tokens of the themes, sizes and type styles. QSS, painters and charts read these names; no hex elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

ThemeName = Literal["dark", "light"]


@dataclass(frozen=True)
class Theme:
    """One theme. Contrast of t1, t2, t3, accent, ok, warn, err on every surface is >= 4.5:1 (tested)."""

    name: ThemeName
    app: str
    panel: str
    raised: str
    inset: str
    hover: str
    line: str
    line2: str
    ctl: str
    t1: str
    t2: str
    t3: str
    tdis: str
    accent: str
    fill: str
    onfill: str
    fill_hover: str
    fill_pressed: str
    tint: str
    ok: str
    ok_fill: str
    ok_back: str
    warn: str
    warn_fill: str
    warn_back: str
    err: str
    err_fill: str
    err_back: str
    # CAD canvas
    canvas: str
    grid_minor: str
    grid_major: str
    cut: str
    sew: str
    grain: str
    internal: str
    fold: str
    piece_fill: str
    selected: str
    snap: str
    walking: str
    inactive: str
    # 3D
    viewport_top: str
    viewport_bottom: str
    avatar: str
    categories: tuple[str, ...]


DARK = Theme(
    name="dark",
    app="#0E0F11",
    panel="#1B1D20",
    raised="#24272B",
    inset="#131417",
    hover="#2D3136",
    line="#2B2F34",
    line2="#4A5058",
    ctl="#737A83",
    t1="#ECEEF0",
    t2="#AEB5BD",
    t3="#979EA6",
    tdis="#626972",
    accent="#6AACFF",
    fill="#2A6BD0",
    onfill="#FFFFFF",
    fill_hover="#3270D2",
    fill_pressed="#1F58B0",
    tint="#1A2A40",
    ok="#55C893",
    ok_fill="#3FB07F",
    ok_back="#15291F",
    warn="#F0B440",
    warn_fill="#F0B440",
    warn_back="#2F2615",
    err="#FF8079",
    err_fill="#FF8079",
    err_back="#351D1E",
    canvas="#131417",
    grid_minor="#1B1D21",
    grid_major="#25282D",
    cut="#ECEEF0",
    sew="#5BC0CF",
    grain="#A5ACB4",
    internal="#ABA6FF",
    fold="#D9C77A",
    piece_fill="#262A2F",
    selected="#FFA53D",
    snap="#FF6AD5",
    walking="#76D690",
    inactive="#6A7079",
    viewport_top="#25282C",
    viewport_bottom="#141517",
    avatar="#7C8087",
    categories=("#56B4E9", "#E69F00", "#2FBF9B", "#D98CB3", "#A9A3FF", "#E0703A", "#F0E442"),
)

LIGHT = Theme(
    name="light",
    app="#DDE0E4",
    panel="#F6F7F8",
    raised="#FFFFFF",
    inset="#E9EBEE",
    hover="#E1E4E8",
    line="#DCDFE3",
    line2="#A6ADB5",
    ctl="#7A818A",
    t1="#16181B",
    t2="#454C54",
    t3="#585F67",
    tdis="#969DA5",
    accent="#0A5BC8",
    fill="#1763D0",
    onfill="#FFFFFF",
    fill_hover="#0F56BC",
    fill_pressed="#0B4596",
    tint="#DAE7FB",
    ok="#12733F",
    ok_fill="#2F9E68",
    ok_back="#DBF1E5",
    warn="#7F5000",
    warn_fill="#B97C00",
    warn_back="#FAEBCB",
    err="#BC222B",
    err_fill="#D5363E",
    err_back="#FBE0E0",
    canvas="#FAFAFB",
    grid_minor="#EFF0F2",
    grid_major="#E1E3E7",
    cut="#16181B",
    sew="#0A7A8C",
    grain="#5C636C",
    internal="#5B4FD1",
    fold="#7F6A00",
    piece_fill="#EEF0F2",
    selected="#B45100",
    snap="#C0188F",
    walking="#1B7F3B",
    inactive="#858C94",
    viewport_top="#F2F3F5",
    viewport_bottom="#D9DCE0",
    avatar="#D3D6DB",
    categories=("#0072B2", "#946200", "#00785A", "#AC4A77", "#5B4FD1", "#BC4A00", "#7A7000"),
)

THEMES: dict[ThemeName, Theme] = {"dark": DARK, "light": LIGHT}

# Sizes in px at scale 1 (4 px base)
GUTTER = 4
PAD = 12
ROW = 28
CONTROL = 24
BAR_CONTROL = 28
ACTION = 36
HEADER = 36
TOP_BAR = 44
STRIP = 28
RADIUS = 4
PANEL_RADIUS = 6

# Type styles: (px, weight)
DISPLAY = (28, 600)
TITLE = (20, 600)
HEADING = (15, 600)
BODY_STRONG = (13, 600)
BODY = (13, 400)
BODY_MEDIUM = (13, 500)
LABEL = (12, 400)
LABEL_VALUE = (12, 500)
CAPTION = (11, 500)
RULER = (10, 400)


def colours(theme: Theme) -> dict[str, str]:
    """Every colour token by name."""
    return {f.name: getattr(theme, f.name) for f in fields(theme) if str(getattr(theme, f.name)).startswith("#")}
