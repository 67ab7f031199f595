"""Sew: join two edges. Where they are clicked says which ends meet."""

from __future__ import annotations

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.editing import edge_words, place_words
from ampc_desktop.ui.canvas.sheet import BubbleLine, Sheet
from ampc_desktop.ui.pattern_editor.picking import Hit
from ampc_desktop.ui.pattern_editor.tools.pairing import TwoPlaces
from ampc_desktop.ui.pattern_editor.tools.shift import signed
from ampc_desktop.ui.pattern_editor.tools.tool import Field, FieldValue

EASES = (("plain", "Plain"), ("eased", "Eased"), ("gathered", "Gathered"), ("stretched", "Stretched"))


class SewTool(TwoPlaces):
    id, title, key, icon = "sew", "Sew seam", "S", "sew"
    about = "Click two edges near the ends that meet. The difference of their lengths becomes the planned ease."
    wants = ("edge",)

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)  # type: ignore[arg-type]
        self._kind = "plain"

    def suits(self, first: Hit, second: Hit) -> str:
        return "an edge can't be sewn to itself" if first.target == second.target else ""

    def drawn(self, hit: Hit | None, pointer: object) -> Hit | None:
        return hit

    def done(self, first: Hit, second: Hit) -> None:
        names = [(hit.target, self.share(hit) > 0.5) for hit in (first, second)]
        a, b = (f"{'-' if late else ''}{target.piece}.{target.item}" for target, late in names)
        one, two = self.edge_of(first), self.edge_of(second)
        values: dict[str, float | str] = {
            "a": a,
            "b": b,
            "kind": self._kind,
            "ease_mm": 0.0 if self._kind == "plain" else round(one.length_mm - two.length_mm, 2),
            "label": f"{edge_words(one.id)} to {edge_words(two.id)}".lower(),
        }
        taken = {seam.id for seam in self.canvas.pattern.seams}
        stem = f"{first.target.piece}.{one.id}"
        id = next(name for k in range(1, 1000) if (name := stem if k == 1 else f"{stem}.{k}") not in taken)
        if self.canvas.commit([PatternEdit("", "add_seam", "", id, values)]):
            self.canvas.choose((first.target,))

    def fields(self) -> tuple[Field, ...]:
        return (Field("kind", "", self._kind, "choice", choices=EASES),)

    def set_field(self, id: str, value: FieldValue) -> None:
        self._kind = str(value)

    def paint(self, sheet: Sheet) -> None:
        super().paint(sheet)
        if self.first is None or self.end is None or self.first.target == self.end.target:
            return
        one, two = self.edge_of(self.first), self.edge_of(self.end)
        for hit, edge in ((self.first, one), (self.end, two)):
            sheet.line(self.canvas.to_view(hit.target.piece, edge.polyline), "walking", 4, alpha=0.6)
            end = edge.end if self.share(hit) > 0.5 else edge.start
            sheet.ring(self.canvas.point_to_view(hit.target.piece, end), 11, "walking", filled=True)
        sheet.bubble(
            self.view_of(self.end),
            [
                BubbleLine(place_words(self.canvas.pattern, self.end.target.piece, self.end.target.item)),
                BubbleLine(f"{format_mm(one.length_mm)} to {format_mm(two.length_mm)} mm", strong=True),
                BubbleLine(f"difference {signed(one.length_mm - two.length_mm)} mm"),
            ],
        )
