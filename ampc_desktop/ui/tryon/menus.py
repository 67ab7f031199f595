"""Menus of the try-on: more maps and what can be taken away, and what can be done at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from ampc_desktop.render.pick import Hit

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

MODES = (("print", "Print"), ("strain", "Strain"), ("pressure", "Pressure"), ("ease", "Ease"), ("fit", "Fit"))
"""What has a segment of its own."""
TOOLS = (("line", "Draw a style line"), ("pull", "Pull an edge"), ("region", "Mark a region to flatten"))


def ask(menu: QMenu, where: QPoint) -> None:
    """Show a menu at a place of the screen, and do what is chosen."""
    menu.exec(where)
    menu.deleteLater()


def more(panel: TryOnPanel) -> QMenu:
    """Maps that have no segment of their own, then what can be taken away."""
    menu = QMenu(panel)
    named = {id for id, _ in MODES}
    maps = panel.worn.maps if panel.worn is not None else {}
    for name, view in maps.items():
        if name not in named:
            act = menu.addAction(view.label, lambda name=name: panel.set_mode(name))  # type: ignore[misc]
            act.setCheckable(True)
            act.setChecked(name == panel.mode)
    if not menu.isEmpty():
        menu.addSeparator()
    there = panel.worn is not None
    menu.addAction("Show all", panel.view.fit).setEnabled(panel.view.occupied)
    marking = menu.addAction("Mark a region to flatten", lambda: panel.use("region"))
    marking.setCheckable(True)
    marking.setChecked(panel.view.tool == "region")
    marking.setEnabled(there)
    for words, tell in (("Export garment in 3D", panel.export_wanted), ("Save a picture", panel.picture_wanted)):
        menu.addAction(words, tell.emit).setEnabled(there)
    panel.more_shown.emit(menu)
    if panel.map is not None:
        menu.addSeparator()
        menu.addAction("Own range of the map", lambda: panel.set_range(None)).setEnabled(panel.mode in panel.ranges)
    return menu


def at_place(panel: TryOnPanel, hit: Hit | None) -> QMenu:
    """What can be done at a place of the garment, or beside it."""
    menu = QMenu(panel)
    if hit is not None:
        pin = menu.addAction("Pin the values here", lambda: panel.view.set_pin(hit))
        pin.setEnabled(panel.view.reading(hit) is not None)
        if panel.heard(panel.place_shown):
            menu.addAction("Show on the piece", lambda: panel.view.show_place(hit))
        menu.addAction("Cut the section here", lambda: panel.set_section(hit.point_mm[1]))
        menu.addSeparator()
    for id, words in TOOLS:
        menu.addAction(words, lambda id=id: panel.use(id)).setEnabled(panel.can(id))  # type: ignore[misc]
    menu.addSeparator()
    menu.addAction("Show all", panel.view.fit).setEnabled(panel.view.occupied)
    return menu
