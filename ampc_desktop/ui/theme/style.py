"""The current theme, applied to Qt: Fusion with own palette and QSS for the plain widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ampc_desktop.studio import assets
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.tokens import THEMES, Theme, ThemeName


class _Current(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = THEMES["dark"]


_current: _Current | None = None


def current() -> _Current:
    """Holder of the theme in use; its `changed` signal tells painters to draw anew."""
    global _current
    if _current is None:
        _current = _Current()
    return _current


def theme() -> Theme:
    return current().theme


def colour(token: str, alpha: float = 1.0) -> QColor:
    """A token's colour, with opacity 0..1. Raises AttributeError for unknown tokens."""
    made = QColor(getattr(theme(), token))
    made.setAlphaF(alpha)
    return made


def system_theme() -> ThemeName:
    """The theme the desktop asks for; dark when it does not say."""
    scheme = QApplication.styleHints().colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"


def apply(app: QApplication, choice: str = "dark") -> None:
    """Put a theme ("dark", "light", "system") on the whole application."""
    name: ThemeName = "light" if choice == "light" else system_theme() if choice == "system" else "dark"
    current().theme = THEMES[name]
    app.setStyle("Fusion")
    app.setFont(font(tokens.BODY))
    app.setPalette(_palette(theme()))
    app.setStyleSheet(qss(theme()))
    current().changed.emit()


def _palette(t: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, token in (
        (role.Window, t.panel),
        (role.WindowText, t.t1),
        (role.Base, t.inset),
        (role.AlternateBase, t.panel),
        (role.Text, t.t1),
        (role.PlaceholderText, t.t3),
        (role.Button, t.raised),
        (role.ButtonText, t.t1),
        (role.BrightText, t.err),
        (role.Highlight, t.fill),
        (role.HighlightedText, t.onfill),
        (role.Link, t.accent),
        (role.ToolTipBase, t.raised),
        (role.ToolTipText, t.t1),
        (role.Light, t.hover),
        (role.Midlight, t.raised),
        (role.Mid, t.line),
        (role.Dark, t.line2),
        (role.Shadow, t.app),
        (role.Accent, t.accent),
    ):
        palette.setColor(where, QColor(token))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.tdis))
    return palette


def qss(t: Theme) -> str:
    """Style sheet of the plain widgets. Own painted widgets read the tokens themselves."""
    check, caret = (assets.path("icons", name).as_posix() for name in ("check.svg", "caret-down.svg"))
    return f"""
* {{ outline: none; }}
QMainWindow, QWidget#app {{ background: {t.app}; }}
QWidget#panel, QFrame#panel {{ background: {t.panel}; border-radius: {tokens.PANEL_RADIUS}px; }}
QFrame#card {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {tokens.PANEL_RADIUS}px; }}
QLabel {{ background: transparent; color: {t.t1}; }}
QLabel[tone="t2"] {{ color: {t.t2}; }} QLabel[tone="t3"] {{ color: {t.t3}; }}
QLabel[tone="ok"] {{ color: {t.ok}; }} QLabel[tone="warn"] {{ color: {t.warn}; }} QLabel[tone="err"] {{ color: {t.err}; }}
QLabel[tone="accent"] {{ color: {t.accent}; }}
QLabel#bubble {{ background: {t.tint}; border-radius: {tokens.PANEL_RADIUS}px; padding: 8px 12px; }}
QFrame#problem {{ background: {t.raised}; border: 1px solid {t.line2}; border-left: 3px solid {t.err_fill}; border-radius: {tokens.PANEL_RADIUS}px; }}
QFrame#problem[tone="warn"] {{ border-left: 3px solid {t.warn_fill}; }}
QFrame#problem[tone="info"] {{ border-left: 3px solid {t.accent}; }}
QWidget#palette {{ background: {t.raised}; border: 1px solid {t.line2}; border-radius: 8px; }}
QFrame#rule {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QPushButton {{ background: {t.raised}; color: {t.t1}; border: 1px solid {t.line2}; border-radius: {tokens.RADIUS}px;
  padding: 0 12px; min-height: 26px; font-weight: 500; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.inset}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 0 11px; min-height: 24px; }}
QPushButton:disabled {{ color: {t.tdis}; border-color: {t.line}; background: transparent; }}
QPushButton[primary="true"] {{ background: {t.fill}; color: {t.onfill}; border: none; min-height: 34px; padding: 0 16px; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {t.fill_hover}; }}
QPushButton[primary="true"]:pressed {{ background: {t.fill_pressed}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.accent}; min-height: 30px; padding: 0 14px; }}
QPushButton[primary="true"]:disabled {{ background: {t.raised}; color: {t.tdis}; border: 1px solid {t.line}; min-height: 32px; }}
QPushButton[flat="true"] {{ background: transparent; border: none; color: {t.t2}; padding: 0 6px; min-height: 22px; }}
QPushButton[flat="true"]:disabled {{ color: {t.tdis}; }}
QPushButton[quiet="true"] {{ background: {t.panel}; border: 1px solid {t.line2}; color: {t.t2}; text-align: left; padding: 0 8px; font-weight: 400; }}
QPushButton[quiet="true"]:hover {{ background: {t.hover}; color: {t.t1}; }}
QPushButton[quiet="true"]:focus {{ border: 2px solid {t.accent}; padding: 0 7px; }}
QPushButton[flat="true"]:hover {{ color: {t.t1}; background: {t.hover}; }}
QPushButton[flat="true"]:focus {{ border: 2px solid {t.accent}; padding: 0 4px; min-height: 18px; }}
QPushButton[large="true"] {{ min-height: 34px; }}
QToolButton {{ background: transparent; border: none; border-radius: {tokens.RADIUS}px; padding: 0; color: {t.t2}; }}
QToolButton:hover {{ background: {t.hover}; color: {t.t1}; }}
QToolButton:checked {{ background: {t.tint}; color: {t.accent}; }}
QToolButton:focus {{ border: 2px solid {t.accent}; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ background: {t.inset}; color: {t.t1}; border: 1px solid {t.line2};
  border-radius: {tokens.RADIUS}px; padding: 0 8px; min-height: 22px; selection-background-color: {t.fill}; selection-color: {t.onfill}; }}
QLineEdit:hover {{ border-color: {t.ctl}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {t.accent}; padding: 0 7px; min-height: 20px; }}
QLineEdit:disabled {{ color: {t.tdis}; border-color: {t.line}; }}
QComboBox {{ background: {t.inset}; color: {t.t1}; border: 1px solid {t.line2}; border-radius: {tokens.RADIUS}px;
  padding: 0 8px; min-height: 22px; font-weight: 500; }}
QComboBox:hover {{ border-color: {t.ctl}; }}
QComboBox:focus {{ border: 2px solid {t.accent}; padding: 0 7px; min-height: 20px; }}
QComboBox:disabled {{ color: {t.tdis}; border-color: {t.line}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url({caret}); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.t1}; border: 1px solid {t.line2}; padding: 4px;
  selection-background-color: {t.tint}; selection-color: {t.t1}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.line2}; border-radius: 3px; min-height: 32px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {t.ctl}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.line2}; border-radius: 3px; min-width: 32px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none; width: 0; height: 0; }}
QSplitter::handle {{ background: {t.app}; }}
QMenu {{ background: {t.raised}; color: {t.t1}; border: 1px solid {t.line2}; border-radius: 8px; padding: 4px; }}
QMenu::item {{ padding: 5px 20px 5px 12px; border-radius: {tokens.RADIUS}px; }}
QMenu::item:selected {{ background: {t.tint}; }}
QMenu::item:disabled {{ color: {t.tdis}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QToolTip {{ background: {t.raised}; color: {t.t1}; border: 1px solid {t.line2}; padding: 6px 8px; }}
QProgressBar {{ background: {t.inset}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.ctl}; border-radius: 3px; background: {t.inset}; }}
QCheckBox::indicator:hover {{ background: {t.hover}; }}
QCheckBox::indicator:checked {{ background: {t.fill}; border-color: {t.fill}; image: url({check}); }}
QCheckBox::indicator:checked:hover {{ background: {t.fill_hover}; }}
QCheckBox::indicator:pressed {{ background: {t.fill_pressed}; }}
QCheckBox::indicator:disabled {{ background: transparent; border-color: {t.line2}; }}
QCheckBox::indicator:checked:disabled {{ background: {t.line2}; }}
QCheckBox {{ border: 2px solid transparent; border-radius: 5px; padding: 1px; }}
QCheckBox:focus {{ border-color: {t.accent}; }}
QListView::item:selected {{ background: {t.tint}; border-radius: {tokens.RADIUS}px; }}
QListView::item:hover:!selected {{ background: {t.hover}; border-radius: {tokens.RADIUS}px; }}
QListView, QTreeView, QTableView {{ background: transparent; border: none; color: {t.t1}; selection-background-color: {t.tint};
  selection-color: {t.t1}; gridline-color: {t.line}; }}
QHeaderView::section {{ background: transparent; color: {t.t3}; border: none; border-bottom: 1px solid {t.line}; padding: 4px 8px; font-weight: 500; }}
QDialog {{ background: {t.panel}; }}
"""
