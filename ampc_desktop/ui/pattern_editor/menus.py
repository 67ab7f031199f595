"""The menu of the thing under the pointer: what is done to it most, at most nine entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ampc_desktop.core.edit import EditKind, PatternEdit
from ampc_desktop.studio.editing import seams_at
from ampc_desktop.ui.pattern_editor import tabs
from ampc_desktop.ui.pattern_editor.keys import QUARTER_DEG
from ampc_desktop.ui.pattern_editor.picking import Hit, Kind

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

KINDS: tuple[Kind, ...] = ("point", "notch", "drill", "apex", "line", "edge", "piece")
Entry = tuple[str, Callable[[], object]]


def entries(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    """(words, what to do) for what was hit."""
    target = hit.target
    makers = {"edge": _edge, "piece": _piece, "point": _point, "notch": _notch, "apex": _apex}
    if target.kind in makers:
        return makers[target.kind](canvas, hit)
    kind: EditKind = "remove_drill" if target.kind == "drill" else "remove_internal"
    return [("Remove", _act(canvas, kind, target.piece, target.item))]


def _act(
    canvas: PatternCanvas, what: EditKind, piece: str, item: str = "", /, **values: float | str
) -> Callable[[], object]:
    return lambda: canvas.commit([PatternEdit("", what, piece, item, values, mirror=canvas.mirror)])


def _tool(canvas: PatternCanvas, id: str) -> Callable[[], object]:
    return lambda: canvas.take(id)


def _edge(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    target, pattern = hit.target, canvas.pattern
    edge = pattern.piece(target.piece).edge(target.item)
    share = round(min(1.0, max(0.0, hit.along_mm / edge.length_mm)), 4)
    straight = all(len(segment) == 2 for segment in edge.path)
    found: list[Entry] = [
        ("Edit points", _tool(canvas, "points")),
        ("Add a point here", _act(canvas, "add_point", target.piece, edge.id, share=share)),
        (
            "Make a curve" if straight else "Make straight",
            lambda: canvas.commit(
                tabs.edge_edits(pattern, target, "curve_it" if straight else "straighten", None, canvas.mirror)
            ),
        ),
        ("Notch here", _act(canvas, "add_notch", target.piece, edge.id, share=share)),
        ("Seam allowance", _tool(canvas, "allowance")),
    ]
    seams = seams_at(pattern, target.piece, edge.id)
    if seams:
        found += [
            ("Walk its seam", _tool(canvas, "walk")),
            ("True to its seam", _act(canvas, "true_edge", target.piece, edge.id, seam=seams[0].id)),
            ("Take the seam apart", _act(canvas, "remove_seam", "", seams[0].id)),
        ]
    return found


def _piece(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    piece = canvas.pattern.piece(hit.target.piece)
    found: list[Entry] = [("Edit points", _tool(canvas, "points")), ("Fit in view", canvas.fit_chosen)]
    if piece.symmetric:
        found += [
            ("Left half to the right", _act(canvas, "mirror", piece.id, keep="l")),
            ("Right half to the left", _act(canvas, "mirror", piece.id, keep="r")),
            (
                "Cut whole" if piece.on_fold else "Cut on the fold",
                _act(canvas, "set_piece", piece.id, on_fold=0.0 if piece.on_fold else 1.0),
            ),
        ]
    return [
        *found,
        ("Turn a quarter on the table", lambda: canvas.turn_chosen(QUARTER_DEG)),
        ("Flip on the table", canvas.flip_chosen),
        ("Annotate", lambda: canvas.asked.emit("text")),
        ("Remove piece", _act(canvas, "remove_piece", piece.id)),
    ]


def _point(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    target = hit.target
    if not target.item.endswith((":start", ":end")):
        return [("Remove point", _act(canvas, "remove_point", target.piece, target.item))]
    pattern, mirror = canvas.pattern, canvas.mirror
    return [("True the corner", lambda: canvas.commit(tabs.point_edits(pattern, target, "true_corner", None, mirror)))]


def _notch(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    target = hit.target
    now = canvas.pattern.piece(target.piece).notch(target.item).kind
    kinds = [(id, words if len(words) == 1 else words.lower()) for id, words in tabs.NOTCHES if id != now]
    return [
        ("Remove notch", _act(canvas, "remove_notch", target.piece, target.item)),
        *((f"Cut as {words}", _act(canvas, "set_notch", target.piece, target.item, kind=id)) for id, words in kinds),
    ]


def _apex(canvas: PatternCanvas, hit: Hit) -> list[Entry]:
    target = hit.target
    return [
        ("Edit dart", _tool(canvas, "dart")),
        ("Close the dart", _act(canvas, "remove_dart", target.piece, target.item)),
    ]
