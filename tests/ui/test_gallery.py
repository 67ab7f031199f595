"""Every building block in every state, rendered: not blank, told apart, none of Qt's own look."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ampc_desktop.ui.gallery import BLOCKS, STATES, Gallery
from ampc_desktop.ui.theme import style, tokens

QT_BLUE = ("#308cc6", "#2a82da", "#0078d7", "#3daee9")


def colours_of(image: QImage) -> dict[int, int]:
    """Pixel colours and how often they occur."""
    found: dict[int, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            rgb = image.pixel(x, y) & 0xFFFFFF
            found[rgb] = found.get(rgb, 0) + 1
    return found


@pytest.fixture(params=["dark", "light"])
def gallery(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> Gallery:
    style.apply(qapp, request.param)
    request.addfinalizer(lambda: style.apply(qapp, "dark"))
    made = Gallery()
    qtbot.addWidget(made)
    made.resize(1280, 900)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.show_states()
    QApplication.processEvents()
    return made


def test_all_blocks_in_all_states_are_drawn(gallery: Gallery) -> None:
    assert set(gallery.cells) == {(name, state) for name, _ in BLOCKS for state in STATES}
    for (name, state), widget in gallery.cells.items():
        assert len(colours_of(widget.grab().toImage())) > 3, f"{name}, {state} is blank"


def test_states_are_told_apart(gallery: Gallery) -> None:
    for name, _ in BLOCKS:
        rest = gallery.cells[name, "Rest"].grab().toImage()
        for state in ("Focus", "Disabled"):
            assert gallery.cells[name, state].grab().toImage() != rest, f"{name}: {state} looks like rest"


def test_focus_shows_a_ring_in_the_accent(gallery: Gallery) -> None:
    accent = QColor(style.theme().accent).rgb() & 0xFFFFFF
    for name, _ in BLOCKS:
        picture = gallery.cells[name, "Focus"].findChild(QLabel)
        assert picture is not None
        found = colours_of(picture.pixmap().toImage())
        assert found.get(accent, 0) >= 12, f"{name} has no focus ring"


def test_a_checked_box_shows_a_check_mark(gallery: Gallery) -> None:
    found = colours_of(gallery.cells["Check box", "Rest"].grab().toImage())
    assert found.get(QColor(style.theme().onfill).rgb() & 0xFFFFFF, 0) > 3, "a filled square is no check mark"


def test_nothing_looks_like_plain_qt(gallery: Gallery) -> None:
    image = gallery.grab().toImage()
    found = colours_of(image)
    for blue in QT_BLUE:
        assert (QColor(blue).rgb() & 0xFFFFFF) not in found, f"Qt's own {blue}"
    ours = {QColor(value).rgb() & 0xFFFFFF for value in tokens.colours(style.theme()).values()}
    ours |= {QColor(value).rgb() & 0xFFFFFF for value in style.theme().categories}
    flat = sum(count for rgb, count in found.items() if rgb in ours)
    assert flat / (image.width() * image.height()) > 0.93, "large areas in colours that are no tokens"
