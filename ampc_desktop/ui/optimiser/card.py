"""A chart on a panel: title, what it counts, export as CSV, PNG or PDF, and expand to the whole window."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRectF, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QGraphicsView, QWidget

from ampc_desktop.runtime import files
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.panel import Panel
from ampc_desktop.ui.widgets.text import icon_button

Table = Sequence[Sequence[object]]
Rows = Callable[[], Table]
FILTERS = "Table (*.csv);;Picture (*.png);;PDF (*.pdf)"
PDF_DPI = 96


class ChartCard(Panel):
    """rows: the chart as a table, heads first. Emits `expanded` when its button is pressed."""

    expanded = Signal(object)

    def __init__(self, title: str, content: QWidget, rows: Rows) -> None:
        super().__init__(title, pad=8)
        self.content, self._rows = content, rows
        self.body.addWidget(content, 1)
        self.add_tool(icon_button("export", f"Export {title.lower()} as CSV, PNG or PDF", self.ask_export))
        self.grow = icon_button("expand", f"Expand {title.lower()}", lambda: self.expanded.emit(self))
        self.add_tool(self.grow)

    def ask_export(self) -> None:
        name = self.title.text().lower().replace(",", "").replace(" ", "-")
        path, kind = QFileDialog.getSaveFileName(self, f"Export {self.title.text().lower()}", f"{name}.csv", FILTERS)
        if path:
            suffix = kind[kind.index("*") + 1 : -1]
            self.export(Path(path) if Path(path).suffix else Path(path + suffix))

    def export(self, path: Path) -> None:
        """Write the chart as the suffix says. Raises Problem when it can't be written."""
        if path.suffix.lower() == ".pdf":
            self._write_pdf(path)
        elif path.suffix.lower() == ".png":
            files.write_bytes(path, _png(self.content))
        else:
            table = io.StringIO()
            csv.writer(table).writerows(self._rows())
            files.write_text(path, table.getvalue())

    def _write_pdf(self, path: Path) -> None:
        files.write_bytes(path, b"")  # tells in good words when the folder can't be written
        writer = QPdfWriter(str(path))
        writer.setResolution(PDF_DPI)
        size = self.content.size()
        page = QPageSize(QSizeF(size.width(), size.height()) * 72 / PDF_DPI, QPageSize.Unit.Point)
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter(writer)
        painter.fillRect(QRectF(0, 0, writer.width(), writer.height()), self.palette().window())
        if isinstance(self.content, QGraphicsView):
            self.content.render(painter)
        else:
            self.content.render(painter, QPoint())
        painter.end()


def _png(widget: QWidget) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(data.data())


PAD = tokens.PAD
