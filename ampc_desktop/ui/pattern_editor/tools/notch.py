"""Notch: click an edge for a notch, and its partner where the edge is sewn; drag to move, Delete to remove."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import point_at
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import editing
from ampc_desktop.studio.editing import edge_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit, Target
from ampc_desktop.ui.pattern_editor.seam_tab import matching
from ampc_desktop.ui.pattern_editor.tabs import NOTCHES
from ampc_desktop.ui.pattern_editor.tools.moving import Moving
from ampc_desktop.ui.pattern_editor.tools.pairing import share_words
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer

SAME_MM = 0.5


class NotchTool(Moving):
    id, title, key, icon = "notch", "Notch", "N", "notch"
    about = "Click an edge: its partner gets the notch that meets it. Drag moves, Shift N matches a piece's notches."
    wants = ("notch", "edge", "piece")
    own, noun = ("notch",), "notch"

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self._kind, self._depth, self._linked = "slit", 4.0, True
        self._over: Hit | None = None

    def hover(self, pointer: Pointer) -> None:
        self._over = pointer.on("edge") if pointer.on("notch") is None else None

    def press(self, pointer: Pointer) -> None:
        self._over = None
        edge = pointer.on("edge")
        if pointer.on("notch") is not None or edge is None:
            super().press(pointer)
            return
        edits = self.edits_at(edge)
        if self.canvas.commit(edits):
            self.canvas.choose((Target("notch", edge.target.piece, str(edits[0].values["id"])),))

    def edits_at(self, hit: Hit) -> list[PatternEdit]:
        """The notch at a place, and the one on the partner edge that meets it when sewn."""
        canvas, target = self.canvas, hit.target
        edge = canvas.pattern.piece(target.piece).edge(target.item)
        id = free_id(canvas.pattern, target.piece, f"{edge.id}.mark")
        share = min(1.0, max(0.0, round(hit.along_mm / edge.length_mm, 4)))
        values: dict[str, float | str] = {"share": share, "kind": self._kind, "depth_mm": self._depth, "id": id}
        partner = self.partner(target, share * edge.length_mm) if self._linked else None
        if partner is None:
            return [PatternEdit("", "add_notch", target.piece, edge.id, values, mirror=canvas.mirror)]
        other, at = partner
        values["pair"] = f"{target.piece}.{id}"
        if (other.piece, other.item) == (target.piece, target.item) and abs(at - share * edge.length_mm) < SAME_MM:
            # sewn to the other copy of itself: one notch is cut in both
            return [PatternEdit("", "add_notch", target.piece, edge.id, values, mirror=canvas.mirror)]
        met = canvas.pattern.piece(other.piece).edge(other.item)
        there: dict[str, float | str] = {
            **values,
            "share": min(1.0, max(0.0, at / met.length_mm)),
            "id": free_id(canvas.pattern, other.piece, f"{met.id}.mark", id if other.piece == target.piece else ""),
        }
        return [
            PatternEdit("", "add_notch", target.piece, edge.id, values, mirror=canvas.mirror),
            PatternEdit("", "add_notch", other.piece, met.id, there, mirror=canvas.mirror),
        ]

    def partner(self, target: Target, along_mm: float) -> tuple[Target, float] | None:
        """(edge, place on it) that meets a place of an edge when its seam is walked, ease spread evenly."""
        for seam in editing.seams_at(self.canvas.pattern, target.piece, target.item):
            walked = editing.walk(self.canvas.pattern, seam.id)
            for side in ("a", "b"):
                chain, refs = (walked.a, seam.a) if side == "a" else (walked.b, seam.b)
                for stretch, ref in zip(chain, refs, strict=True):
                    if (ref.piece, ref.edge) != (target.piece, target.item):
                        continue
                    here = stretch.start_mm + (stretch.length_mm - along_mm if ref.reverse else along_mm)
                    total = walked.length_a_mm if side == "a" else walked.length_b_mm
                    other_total = walked.length_b_mm if side == "a" else walked.length_a_mm
                    goal = here * other_total / total
                    others, other_refs = (walked.b, seam.b) if side == "a" else (walked.a, seam.a)
                    for one, other in zip(others, other_refs, strict=True):
                        if one.start_mm - 1e-6 <= goal <= one.start_mm + one.length_mm + 1e-6:
                            at = goal - one.start_mm
                            at = one.length_mm - at if other.reverse else at
                            return Target("edge", other.piece, other.edge), min(one.length_mm, max(0.0, at))
        return None

    def key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.match()
            return True
        return super().key_pressed(event)

    def match(self) -> None:
        """Move the notches of the chosen piece to where their partners come to lie."""
        piece = self.canvas.selection[0]
        edits: list[PatternEdit] = []
        pattern = self.canvas.pattern
        for seam in editing.seams_at(pattern, piece) if piece else ():
            found = matching(pattern, seam, self.canvas.mirror)  # on what is matched so far: an edit moves both halves
            pattern = editing.preview(pattern, found).pattern
            edits += found
        if not self.canvas.commit(edits):
            self.canvas.refuse("all notches meet" if piece else "choose a piece first")

    def fields(self) -> tuple[Field, ...]:
        return (
            Field("kind", "Type", self._kind, "choice", choices=NOTCHES),
            Field("depth", "Depth", self._depth),
            Field("linked", "Linked pair", self._linked, "switch"),
            Field("match", "Match", bool(self.canvas.selection[0]), "button"),
        )

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "kind":
            self._kind = str(value)
        elif id == "depth" and isinstance(value, float):
            self._depth = value
        elif id == "linked":
            self._linked = bool(value)
        else:
            self.match()
            return
        chosen = [target for target in self.canvas.chosen if target.kind == "notch"]
        if chosen and id in ("kind", "depth"):
            values: dict[str, float | str] = {"kind": self._kind} if id == "kind" else {"depth_mm": self._depth}
            places = dict.fromkeys(place for target in chosen for place in self._alike(target))
            self.canvas.commit(
                [PatternEdit("", "set_notch", *place, values, mirror=self.canvas.mirror) for place in places]
            )

    def _alike(self, target: Target) -> list[tuple[str, str]]:
        """(piece, notch) of a chosen notch and, when pairs are linked, of those on other pieces that meet it."""
        pattern = self.canvas.pattern
        pair = pattern.piece(target.piece).notch(target.item).pair if self._linked else ""
        others = [
            (piece.id, notch.id)
            for piece in pattern.pieces
            for notch in piece.notches
            if pair and notch.pair == pair and piece.id != target.piece
        ]
        return [(target.piece, target.item), *others]

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        over = self._over
        if over is None or self.busy or not self.canvas.exists(over.target):
            return
        edge = self.canvas.pattern.piece(over.target.piece).edge(over.target.item)
        at = self.canvas.point_to_view(over.target.piece, over.at)
        sheet.ring(at, 9, "selected")
        lines = [BubbleLine(f"{format_mm(over.along_mm)} mm, {share_words(over.along_mm / edge.length_mm)}")]
        partner = self.partner(over.target, over.along_mm) if self._linked else None
        if partner is not None:
            other, along = partner
            met = self.canvas.pattern.piece(other.piece).edge(other.item)
            there = self.canvas.point_to_view(other.piece, point_at(met.polyline, along))
            sheet.ring(there, 9, "walking")
            sheet.line([at, there], "walking", 1, (1, 4))
            lines.append(BubbleLine(f"meets {edge_words(met.id).lower()} at {format_mm(along)} mm"))
        sheet.bubble(at, lines)


def free_id(pattern: Pattern, piece: str, stem: str, beside: str = "") -> str:
    """A notch id that is not taken on a piece, nor its mirror image; another than `beside`."""
    taken = {beside, *(notch.id for notch in pattern.piece(piece).notches)}
    k = 1
    while f"{stem}.{k}" in taken or f"{stem}.{k}.mirror" in taken:
        k += 1
    return f"{stem}.{k}"
