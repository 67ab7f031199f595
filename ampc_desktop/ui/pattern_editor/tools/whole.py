"""Tools for whole pieces and seams: mirror and fold, merge, move a seam, facing, text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.studio import editing
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit, Target
from ampc_desktop.ui.pattern_editor.tools.pairing import inward
from ampc_desktop.ui.pattern_editor.tools.shift import away, signed
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue, Pointer, Tool

FOLDS = (("l", "Keep left"), ("r", "Keep right"), ("unfold", "Unfold"), ("on_fold", "Cut on fold"))


class MirrorTool(Tool):
    id, title, key, icon = "mirror", "Mirror, fold", "F", "mirror"
    about = "Click a piece: one half is copied to the other. Unfold: click the centre edge of a half piece."
    wants = ("edge", "piece")

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._act = "l"

    def press(self, pointer: Pointer) -> None:
        hit = pointer.hit
        if hit is None:
            return
        piece = self.canvas.pattern.piece(hit.target.piece)
        if self._act == "unfold":
            if hit.target.kind != "edge":
                self.canvas.refuse("click the centre edge of the half piece")
                return
            edit = PatternEdit("", "unfold", piece.id, hit.target.item)
        elif self._act == "on_fold":
            edit = PatternEdit("", "set_piece", piece.id, "", {"on_fold": 0.0 if piece.on_fold else 1.0})
        else:
            edit = PatternEdit("", "mirror", piece.id, "", {"keep": self._act})
        self.canvas.commit([edit])
        self.canvas.choose((Target("piece", piece.id),))

    def fields(self) -> tuple[Field, ...]:
        return (Field("act", "", self._act, "choice", choices=FOLDS),)

    def set_field(self, id: str, value: FieldValue) -> None:
        self._act = str(value)


class MergeTool(Tool):
    id, title, key, icon = "merge", "Merge pieces", "J", "merge"
    about = "Click a seam: the pieces it joins become one."
    wants = ("edge",)

    def press(self, pointer: Pointer) -> None:
        hit = pointer.on("edge")
        if hit is None:
            return
        seams = editing.seams_at(self.canvas.pattern, hit.target.piece, hit.target.item)
        if not seams:
            self.canvas.refuse("this edge is sewn to nothing")
            return
        self.canvas.commit([PatternEdit("", "merge", "", seams[0].id)])


class MoveSeamTool(Tool):
    id, title, key, icon = "move_seam", "Move seam", "U", "move_seam"
    about = "Drag a seam: what one piece loses the other gains. Or type how far."
    wants = ("edge",)

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._from: tuple[Hit, Pointer] | None = None
        self._seam = ""
        self._by = 0.0
        self._on_a = True

    @property
    def busy(self) -> bool:
        return self._from is not None and self._by != 0.0

    def press(self, pointer: Pointer) -> None:
        hit = pointer.on("edge")
        seams = editing.seams_at(self.canvas.pattern, hit.target.piece, hit.target.item) if hit is not None else ()
        if hit is None or not seams:
            self.canvas.refuse("drag an edge that is sewn to another")
            return
        self.canvas.choose((hit.target,))
        self._from, self._seam, self._by = (hit, pointer), seams[0].id, 0.0
        self._on_a = any(ref.piece == hit.target.piece and ref.edge == hit.target.item for ref in seams[0].a)

    def _edit(self, by: float) -> PatternEdit:
        return PatternEdit("", "move_seam", "", self._seam, {"by_mm": by}, mirror=self.canvas.mirror)

    def move(self, pointer: Pointer) -> None:
        if self._from is None or (not self._by and away(self._from[1].view, pointer.view) < 4):
            return
        hit = self._from[0]
        edge = self.canvas.pattern.piece(hit.target.piece).edge(hit.target.item)
        out = -inward(edge, hit.along_mm, self.canvas.to_piece(hit.target.piece, pointer.scene))
        # away from the piece, it grows: towards b when the edge is on a
        by = round(out * 2) / 2 if self.canvas.snapping and not pointer.ctrl else round(out, 1)
        self._by = by if self._on_a else -by
        self.canvas.show_preview([self._edit(self._by)])

    def release(self, pointer: Pointer) -> None:
        begun, self._from = self.busy, None
        if begun:
            self.canvas.commit([self._edit(self._by)])
        self._by = 0.0

    def cancel(self) -> bool:
        begun, self._from, self._by = self.busy, None, 0.0
        if begun:
            self.canvas.drop_preview()
        return begun

    def fields(self) -> tuple[Field, ...]:
        return (Field("by", "By", self._by if self._seam else None),)

    def set_field(self, id: str, value: FieldValue) -> None:
        if isinstance(value, float) and self._seam:
            self.canvas.commit([self._edit(value)])

    def paint(self, sheet: Sheet) -> None:
        if self._from is None or not self._by:
            return
        at = self.canvas.point_to_view(self._from[0].target.piece, self._from[0].at)
        if self.canvas.refusal:
            sheet.words(at, self.canvas.refusal, "err")
            return
        seam = next(one for one in self.canvas.pattern.seams if one.id == self._seam)
        grows = seam.a[0].piece if self._by > 0 else seam.b[0].piece
        words = f"{editing.piece_words(self.canvas.pattern, grows)} grows"
        sheet.bubble(
            at, [BubbleLine(seam.label.capitalize()), BubbleLine(f"{signed(self._by)} mm", words, strong=True)]
        )


class FacingTool(Tool):
    id, title, key, icon = "facing", "Facing", "E", "facing"
    about = "Click edges that lie side by side, then Enter: a facing of this width."
    wants = ("edge",)

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._width = 40.0

    def press(self, pointer: Pointer) -> None:
        hit = pointer.on("edge")
        if hit is None:
            self.canvas.choose(())
            return
        chosen = [t for t in self.canvas.chosen if t.kind == "edge" and t.piece == hit.target.piece]
        self.canvas.choose([t for t in chosen if t != hit.target] if hit.target in chosen else [*chosen, hit.target])

    def make(self) -> None:
        edges = [t for t in self.canvas.chosen if t.kind == "edge"]
        if not edges:
            self.canvas.refuse("choose the edges to face first")
            return
        item = ",".join(t.item for t in edges)
        edit = PatternEdit("", "add_facing", edges[0].piece, item, {"width_mm": self._width}, mirror=self.canvas.mirror)
        self.canvas.commit([edit])

    def key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.make()
            return True
        return False

    def fields(self) -> tuple[Field, ...]:
        some = any(t.kind == "edge" for t in self.canvas.chosen)
        return (Field("width", "Width", self._width), Field("make", "Make facing", some, "button"))

    def set_field(self, id: str, value: FieldValue) -> None:
        if id == "make":
            self.make()
        elif isinstance(value, float):
            self._width = value


class TextTool(Tool):
    id, title, key, icon = "text", "Text", "T", "text"
    about = "Click a piece to write what is printed on it."
    wants = ("piece",)

    def press(self, pointer: Pointer) -> None:
        if pointer.hit is not None:
            self.canvas.choose((pointer.hit.target,))
            self.canvas.asked.emit("text")
