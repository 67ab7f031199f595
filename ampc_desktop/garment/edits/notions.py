"""Notions that follow the pattern: a zip is as long as the opening it closes."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core.pattern import Notion, Pattern


def opening_mm(pattern: Pattern) -> float:
    """Length of the longest opening, on one piece."""
    return max((e.length_mm for piece in pattern.pieces for e in piece.edges if e.role == "opening"), default=0.0)


def notions_for(before: Pattern, after: Pattern) -> tuple[Notion, ...]:
    """The notions of a changed pattern: a zip named by the length of the opening is named by its new length."""
    old, new = f"{opening_mm(before):.0f} mm", f"{opening_mm(after):.0f} mm"
    if old == new:
        return after.notions
    return tuple(replace(n, label=n.label.replace(old, new)) if n.kind == "zip" else n for n in after.notions)
