"""Contrast, icons and keys are computed from the tables themselves."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QKeySequence

from ampc_desktop.studio.actions import ACTIONS
from ampc_desktop.ui.theme import icons, tokens
from ampc_desktop.ui.theme.tokens import THEMES, Theme


def luminance(hex_colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    channels = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_text_is_readable_on_every_surface(theme: Theme) -> None:
    for text, surface in itertools.product(
        ("t1", "t2", "t3", "accent", "ok", "warn", "err"), ("app", "panel", "raised", "inset", "hover")
    ):
        ratio = contrast(getattr(theme, text), getattr(theme, surface))
        assert ratio >= 4.45, f"{text} on {surface}: {ratio:.2f}"
    for fill in ("fill", "fill_hover", "fill_pressed"):
        assert contrast(theme.onfill, getattr(theme, fill)) >= 4.5
    assert contrast(theme.ctl, theme.panel) >= 3.0


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_marks_stand_out_on_the_canvas(theme: Theme) -> None:
    for line in ("cut", "sew", "grain", "internal", "fold", "selected"):
        assert contrast(getattr(theme, line), theme.canvas) >= 3.0, line
    for mark in theme.categories:
        assert contrast(mark, theme.panel) >= 3.0, mark


def test_every_icon_exists(qapp: object) -> None:
    for id in icons.GLYPHS:
        assert not icons.pixmap(id).isNull(), id


def test_no_two_actions_of_a_context_share_a_key(qapp: object) -> None:
    taken: dict[tuple[str, str], str] = {}
    for action in ACTIONS:
        if action.keys:
            key = (action.context, QKeySequence(action.keys).toString())
            assert key not in taken, f"{action.id} and {taken.get(key)} share {action.keys}"
            taken[key] = action.id
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_no_colour_is_named_outside_the_tokens() -> None:
    import re
    from pathlib import Path

    import ampc_desktop.ui

    for path in Path(ampc_desktop.ui.__file__).parent.rglob("*.py"):
        if path.name != "tokens.py":
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text("utf-8")), path


def test_both_themes_have_the_same_tokens() -> None:
    assert set(tokens.colours(THEMES["dark"])) == set(tokens.colours(THEMES["light"]))
