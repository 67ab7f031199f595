"""One A4 page after another with the same quiet layout: head, foot, tables that flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ampc_desktop.exchange.pdf import GREY, INK, PAPER, RULE, Paper

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 18.0, 192.0, 262.0, 22.0


@dataclass(frozen=True)
class Column:
    """width_mm of a table column; numbers are aligned to the right."""

    title: str
    width_mm: float
    align: Literal["left", "right"] = "left"
    face: str = "regular"
    colour: str = INK


class Sheet:
    """The page being filled. y: where the next thing goes, mm from the bottom."""

    def __init__(self, title: str, order: str, customer: str, date: str) -> None:
        self.paper = Paper(f"{title} · {order}", customer)
        self.title, self.order, self.customer, self.date = title, order, customer, date
        self.number = 0
        self.section = ""
        self.y = TOP

    def bytes(self) -> bytes:
        self.paper.end_page()
        return self.paper.bytes()

    def new_page(self, section: str, headed: bool = True) -> None:
        """A fresh page. headed: with the section's name as a heading."""
        if self.number:
            self.paper.end_page()
        self.number += 1
        self.section = section
        paper = self.paper
        paper.page(WIDTH, HEIGHT)
        paper.rule(LEFT, 13.5, RIGHT)
        paper.text(LEFT, 9.0, f"{self.title} · {self.customer}", 7.0, colour=GREY)
        paper.text((LEFT + RIGHT) / 2, 9.0, self.order, 7.0, colour=GREY, align="centre")
        paper.text(RIGHT, 9.0, str(self.number), 7.0, "medium", align="right")
        self.y = TOP
        if headed:
            paper.text(LEFT, 278.0, section, 20.0, "bold")
            paper.rule(LEFT, 271.0, RIGHT, INK, 0.4)

    def need(self, room_mm: float) -> None:
        """A new page if less than room_mm is left."""
        if self.y - room_mm < BOTTOM:
            self.new_page(self.section)

    def heading(self, text: str, room_mm: float = 20.0) -> None:
        self.need(room_mm)
        self.y -= 3.0
        self.paper.text(LEFT, self.y, text, 11.0, "bold")
        self.y -= 7.0

    def note(self, text: str, colour: str = GREY) -> None:
        """A paragraph of small text."""
        for line in self.paper.wrapped(text, RIGHT - LEFT, 8.0):
            self.need(5.0)
            self.paper.text(LEFT, self.y, line, 8.0, colour=colour)
            self.y -= 4.2
        self.y -= 2.0

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], strong_last: bool = False) -> None:
        """Rows under a head that is repeated on every page; cells too long are shortened."""

        def head() -> None:
            x = LEFT
            for column in columns:
                edge = x + column.width_mm - 2.0 if column.align == "right" else x
                self.paper.text(edge, self.y, column.title, 7.0, "medium", GREY, column.align)
                x += column.width_mm
            self.y -= 2.2
            self.paper.rule(LEFT, self.y, x, INK, 0.25)
            self.y -= 4.4

        self.need(16.0)
        head()
        for i, row in enumerate(rows):
            if self.y - 5.0 < BOTTOM:
                self.new_page(self.section)
                head()
            strong = strong_last and i == len(rows) - 1
            x = LEFT
            for column, cell in zip(columns, row, strict=True):
                face = "bold" if strong else column.face
                shown = self.paper.fitted(cell, column.width_mm - 3.0, 8.5, face)
                edge = x + column.width_mm - 2.0 if column.align == "right" else x
                self.paper.text(edge, self.y, shown, 8.5, face, column.colour, column.align)
                x += column.width_mm
            self.y -= 1.9
            self.paper.rule(LEFT, self.y, x, RULE, 0.15)
            self.y -= 4.1
        self.y -= 3.0

    def facts(self, x: float, y: float, pairs: Sequence[tuple[str, str]], room_mm: float) -> float:
        """Label over value, one below the other; the y below the last."""
        for label, value in pairs:
            self.paper.text(x, y, label, 7.0, colour=GREY)
            y -= 4.6
            longest = max((self.paper.width(word, 9.5, "medium") for word in value.split()), default=0.0)
            size = 9.5 * min(1.0, room_mm / longest) if longest else 9.5  # an order number is never cut off
            for line in self.paper.wrapped(value, room_mm + 0.1, size, "medium")[:3]:
                self.paper.text(x, y, line, size, "medium")
                y -= 4.6
            y -= 2.6
        return y

    def badge(self, x: float, y: float, text: str, colour: str) -> float:
        """A filled label; its width."""
        width = self.paper.width(text, 8.5, "bold") + 6.0
        self.paper.box(x, y, width, 6.4, colour, 1.2)
        self.paper.text(x + 3.0, y + 2.0, text, 8.5, "bold", "#FFFFFF")
        return width

    def panel(self, x: float, y: float, width: float, height: float) -> None:
        self.paper.box(x, y, width, height, PAPER, 1.5)
