"""What the tape finds on the avatar: value, ±, source, how far off; or the differences between two bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ampc_desktop.core.body import Avatar, MeasuredBody
from ampc_desktop.core.measurement import MeasureDefinition, Measurement
from ampc_desktop.render.words import number, rough, unit_of
from ampc_desktop.ui.body.tape_row import MARKS, SOURCE_WORDS
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, current
from ampc_desktop.ui.viewport.stage import Compare
from ampc_desktop.ui.widgets.marks import paint_source
from ampc_desktop.ui.widgets.panel import Panel
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import label, rule

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 26
OFF_MM = 3.0
"""A residual beyond this is pointed out: the avatar could not be what was asked."""
ALONE = ("Measure", "cm", "±", "Source", "Off by")
TWO = ("Measure", "This", "Other", "Δ")
NOBODY = "Nobody"
MODES: tuple[tuple[Compare, str], ...] = (("side", "Side by side"), ("overlay", "Overlay"))


class MeasuresModel(QAbstractTableModel):
    """Rows in the order of the definitions; columns ALONE, or TWO while another body is there."""

    def __init__(self, definitions: Mapping[str, MeasureDefinition]) -> None:
        super().__init__()
        self._definitions = definitions
        self.names: tuple[str, ...] = ()
        self._own: Mapping[str, Measurement] = {}
        self._other: Mapping[str, Measurement] | None = None
        self._residual: Mapping[str, float] = {}

    def show(self, body: MeasuredBody | None, residual: Mapping[str, float], other: MeasuredBody | None) -> None:
        self.beginResetModel()
        self._own = {} if body is None else body.measures.values
        self._other = None if other is None else other.measures.values
        self._residual = residual
        both = self._own if self._other is None else {**self._own, **self._other}
        self.names = tuple(name for name in self._definitions if name in both)
        self.endResetModel()

    @property
    def columns(self) -> tuple[str, ...]:
        return ALONE if self._other is None else TWO

    def measure(self, row: int) -> Measurement | None:
        return self._own.get(self.names[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(self.columns[section])
        if role == Qt.ItemDataRole.ToolTipRole and self.columns[section] == "Off by":
            return "Measured on the avatar less what was asked"
        return None

    def data(self, index: Index, role: int = 0) -> object:
        name, column = self.names[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(name, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            found = self._own.get(name)
            definition = self._definitions[name]
            basis = f"\n{found.basis}" if found is not None and found.basis else ""
            return f"{definition.label}: {definition.how}{basis}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour(self.tone(name, column))
        return None

    def text(self, name: str, column: str) -> str:
        own, other = self._own.get(name), (self._other or {}).get(name)
        unit = unit_of(name)[1]
        beside = "" if unit == "cm" else f" {unit}"
        if column == "Measure":
            return self._definitions[name].label
        if column in ("cm", "This"):
            about = "≈ " if own is not None and rough(own) and column == "cm" else ""
            return "–" if own is None else f"{about}{number(name, own.value)}{beside}"
        if column == "±":
            return number(name, own.uncertainty) if own is not None and own.uncertainty else ""
        if column == "Source":
            return "" if own is None else SOURCE_WORDS[own.source].replace("estimated", "est.")
        if column == "Off by":
            return signed(name, self._residual[name]) if name in self._residual else ""
        if column == "Other":
            return "–" if other is None else f"{number(name, other.value)}{beside}"
        return "" if own is None or other is None else signed(name, other.value - own.value)

    def tone(self, name: str, column: str) -> str:
        if column == "Off by" and abs(self._residual.get(name, 0.0)) > OFF_MM:
            return "warn"
        return "t1" if column in ("Measure", "cm", "This", "Other", "Δ") else "t2"


def signed(name: str, value: float) -> str:
    """A difference in its unit with its sign; nothing is 0.0."""
    shown = number(name, value)
    return shown if shown in ("0.0", "−0.0") or value < 0 else f"+{shown}"


def _aligned(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in ("Measure", "Source") else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    """Paints a cell in the house's type; the first column carries the provenance mark."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, MeasuresModel)
        rect: QRect = option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        view = option.widget
        under = isinstance(view, MeasuresTable) and view.hovered_row == index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or under:
            painter.fillRect(rect, colour("tint" if chosen else "hover"))
        column = model.columns[index.column()]
        left = rect.left() + 4
        if column == "Measure":
            found = model.measure(index.row())
            if found is not None:
                paint_source(painter, QPoint(left + 5, rect.center().y() + 1).toPointF(), MARKS[found.source])
            left += 16
        strong = column in ("cm", "This", "Other", "Δ")
        painter.setFont(font(tokens.LABEL_VALUE if strong else tokens.LABEL, words=column == "Measure"))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        box = QRect(left, rect.top(), rect.right() - left - 3, rect.height())
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        painter.restore()


class MeasuresTable(QTableView):
    """Emits lit(measure) for the row under the pointer or in focus, "" when there is none."""

    lit = Signal(str)

    def __init__(self, definitions: Mapping[str, MeasureDefinition]) -> None:
        super().__init__()
        self.rows = MeasuresModel(definitions)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName("Measures of the avatar")
        self.hovered_row = -1
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        head = self.horizontalHeader()
        size, weight = tokens.CAPTION
        head.setStyleSheet(
            f"QHeaderView::section {{ font-size: {size}px; font-weight: {weight}; padding: 4px 3px 4px 4px; }}"
        )
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(30)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.lit.emit(self._name(now.row())))

    def show_rows(self, body: MeasuredBody | None, residual: Mapping[str, float], other: MeasuredBody | None) -> None:
        chosen = self._name(self.currentIndex().row())
        self.rows.show(body, residual, other)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        widths = (66, 34, 44, 42) if other is None else (58, 58, 52)
        for number_, width in enumerate(widths, 1):
            head.setSectionResizeMode(number_, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(number_, width)
        self.choose(chosen)

    def choose(self, measure: str) -> None:
        """Select a row without telling; "" for none."""
        model = self.selectionModel()
        was = model.blockSignals(True)
        if measure in self.rows.names:
            index = self.rows.index(self.rows.names.index(measure), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        model.blockSignals(was)
        self.viewport().update()

    def _name(self, row: int) -> str:
        return self.rows.names[row] if 0 <= row < len(self.rows.names) else ""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            place = self.viewport().mapFromGlobal(self.cursor().pos())
            if event.type() == QEvent.Type.MouseMove:
                place = event.position().toPoint()  # type: ignore[attr-defined]
            row = -1 if event.type() == QEvent.Type.Leave else self.rowAt(place.y())
            if row != self.hovered_row:
                self.hovered_row = row
                self.viewport().update()
                self.lit.emit(self._name(row if row >= 0 else self.currentIndex().row()))
        return super().viewportEvent(event)


class MeasuresPanel(Panel):
    """compareWanted(id) of a body of the list, "" for none; modeChanged("side" or "overlay"); lit(measure)."""

    compareWanted = Signal(str)
    modeChanged = Signal(str)
    lit = Signal(str)

    def __init__(self, definitions: Mapping[str, MeasureDefinition]) -> None:
        super().__init__("Measures", pad=0)
        self.table = MeasuresTable(definitions)
        self.table.lit.connect(self.lit)
        self.empty = label("Measures appear here with the first body.", tokens.BODY, "t2")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(tokens.PAD, 0, tokens.PAD, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note = label("", tokens.LABEL, "t2")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(tokens.PAD, 4, tokens.PAD, 6)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Compare with")
        self.choice.addItem(NOBODY)
        self.choice.activated.connect(lambda i: self.compareWanted.emit(self._ids[i]))
        self._ids: list[str] = [""]
        self.mode = Segmented(MODES, "How two bodies are shown", compact=True)
        self.mode.chosen.connect(self.modeChanged)
        self.mode.setEnabled(False)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.note)
        self.foot = QWidget()
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(tokens.PAD, 0, tokens.PAD, 10)
        column.setSpacing(6)
        column.addWidget(rule())
        column.addWidget(label("Compare with", tokens.LABEL, "t2"))
        column.addWidget(self.choice)
        column.addWidget(self.mode)
        self.body.addWidget(self.foot)
        current().changed.connect(self.table.viewport().update)
        self.show_avatar(None)

    def show_avatar(self, avatar: Avatar | MeasuredBody | None, other: MeasuredBody | None = None) -> None:
        """The measures of an avatar or a scan; with another body, the differences other less this."""
        body = avatar.body if isinstance(avatar, Avatar) else avatar
        residual = avatar.residual_mm if isinstance(avatar, Avatar) else {}
        self.table.show_rows(body, residual, other)
        self.empty.setVisible(body is None)
        for part in (self.table, self.foot):
            part.setVisible(body is not None)
        self.count.setText("" if body is None else str(len(self.table.rows.names)))
        worst = max(((abs(v), n) for n, v in residual.items() if not n.endswith("_kg")), default=(0.0, ""))
        if other is not None:
            self.note.setText(f"Δ: {other.measures.name or 'the other'} less {body.measures.name or 'this'}, cm")  # type: ignore[union-attr]
        elif worst[0] > OFF_MM:
            self.note.setText(f"The avatar is off by up to {number(worst[1], worst[0])} cm from what was asked.")
        elif residual:
            self.note.setText(f"The avatar meets what was asked within {number('bust', max(worst[0], 0.5))} cm.")
        else:
            self.note.setText("")
        self.note.setVisible(bool(self.note.text()))
        self.mode.setEnabled(other is not None)

    @property
    def chosen(self) -> str:
        """Id of the body compared with, "" for none."""
        return self._ids[max(0, self.choice.currentIndex())]

    def show_choices(self, bodies: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """(id, name) of the bodies this one can be compared with; chosen None keeps the choice while it is there."""
        chosen = self.chosen if chosen is None else chosen
        self._ids = ["", *(id for id, _ in bodies)]
        self.choice.clear()
        self.choice.addItems([NOBODY, *(name for _, name in bodies)])
        self.choice.setCurrentIndex(self._ids.index(chosen) if chosen in self._ids else 0)

    def light(self, measure: str) -> None:
        self.table.choose(measure)
