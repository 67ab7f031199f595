"""One tab of the inspector: what it shows, and edits as its fields make them."""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.ui.pattern_editor.form import Row


@dataclass(frozen=True)
class Shown:
    """Heading, id and rows of one tab."""

    title: str
    code: str
    rows: tuple[Row, ...]


def edit(what: str, piece: str, item: str, mirror: bool = True, /, **values: float | str) -> PatternEdit:
    return PatternEdit("", what, piece, item, values, mirror=mirror)  # type: ignore[arg-type]
