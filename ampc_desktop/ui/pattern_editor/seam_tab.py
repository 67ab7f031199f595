"""What the inspector shows of a seam, and the edit each field means."""

from __future__ import annotations

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern, Seam
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import editing
from ampc_desktop.studio.editing import seams_at
from ampc_desktop.ui.pattern_editor.form import Row
from ampc_desktop.ui.pattern_editor.picking import Target, notch_place
from ampc_desktop.ui.pattern_editor.shown import Shown, edit
from ampc_desktop.ui.pattern_editor.tools.shift import signed

WALKS_MM = 0.5
EASES = (("plain", "Plain"), ("eased", "Eased"), ("gathered", "Gathered"), ("stretched", "Stretched"))


def seam_card(pattern: Pattern, seam: Seam, piece: str, edge: str) -> Row:
    """Partner of an edge and how far the seam is from walking."""
    on_a = any(ref.piece == piece and ref.edge == edge for ref in seam.a)
    partner = (seam.b if on_a else seam.a)[0]
    name = editing.place_words(pattern, partner.piece, partner.edge)
    try:
        walked = editing.walk(pattern, seam.id)
    except KeyError:
        return Row("card", seam.id, name, False, note="an edge of it is gone", status="fail")
    off = walked.difference_mm
    ease = f"ease {signed(walked.length_a_mm - walked.length_b_mm)} mm of {signed(seam.ease_mm)}"
    status = "pass" if abs(off) <= WALKS_MM else "fail" if abs(off) > 2 * WALKS_MM else "warn"
    return Row("card", seam.id, name, abs(off) > 0.05, note=ease, status=status)


def seam_tab(pattern: Pattern, target: Target, wanted: str = "") -> tuple[Shown, str]:
    """(rows, id) of one seam of an edge or piece."""
    seams = seams_at(pattern, target.piece, target.edge)
    if not seams:
        return Shown("Seam", "", (Row("note", value="Sewn to nothing yet: join two edges with S."),)), ""
    seam = next((one for one in seams if one.id == wanted), seams[0])
    rows: list[Row] = []
    if len(seams) > 1:
        rows += [Row("buttons", "seams", choices=tuple((f"seam:{one.id}", one.label) for one in seams))]
    rows += [
        Row("text", "label", "Name", seam.label),
        Row("choice", "kind", "Kind", seam.kind, choices=EASES),
        Row("number", "ease", "Planned ease", seam.ease_mm),
        Row("head", label="Walked"),
    ]
    try:
        walked = editing.walk(pattern, seam.id)
    except KeyError:
        rows.append(Row("note", value="An edge of this seam is gone."))
        return Shown(seam.label.capitalize(), seam.id, tuple(rows)), seam.id
    for name, chain, length in (("a", seam.a, walked.length_a_mm), ("b", seam.b, walked.length_b_mm)):
        more = f" and {len(chain) - 1} more" if len(chain) > 1 else ""
        place = editing.place_words(pattern, chain[0].piece, chain[0].edge)
        rows.append(Row("info", f"length_{name}", f"{place}{more}", f"{format_mm(length)} mm"))
    rows.append(Row("info", "off", "Off the planned ease", f"{signed(walked.difference_mm, 2)} mm"))
    rows += [
        Row(
            "info",
            f"pair{i}",
            f"Notch {editing.uncapped(editing.pair_words(pattern, pair.pair))}",
            f"{signed(pair.difference_mm)} mm",
        )
        for i, pair in enumerate(walked.notches)
    ]
    a, b = seam.a[0], seam.b[0]
    rows.append(
        Row(
            "buttons",
            "acts",
            choices=(
                ("walk", "Walk"),
                ("true_a", f"True {editing.uncapped(editing.piece_words(pattern, a.piece))}"),
                ("true_b", f"True {editing.uncapped(editing.piece_words(pattern, b.piece))}"),
                ("match", "Match notches"),
                ("unsew", "Take apart"),
            ),
        )
    )
    return Shown(seam.label[:1].upper() + seam.label[1:], seam.id, tuple(rows)), seam.id


def seam_edits(pattern: Pattern, seam_id: str, id: str, value: object, mirror: bool) -> list[PatternEdit]:
    """The edit of one field or button of the seam tab."""
    seam = next(one for one in pattern.seams if one.id == seam_id)
    if id == "ease" and isinstance(value, float):
        return [edit("set_seam", "", seam.id, mirror, ease_mm=value)]
    if id in ("label", "kind") and isinstance(value, str):
        return [edit("set_seam", "", seam.id, mirror, **{id: value})]
    if id in ("true_a", "true_b"):
        ref = (seam.a if id == "true_a" else seam.b)[0]
        return [edit("true_edge", ref.piece, ref.edge, mirror, seam=seam.id)]
    if id == "unsew":
        return [edit("remove_seam", "", seam.id, mirror)]
    if id == "match":
        return matching(pattern, seam, mirror)
    return []


def matching(pattern: Pattern, seam: Seam, mirror: bool = True) -> list[PatternEdit]:
    """Edits that move the notches of side a to where their partners come to lie."""
    found: dict[tuple[str, str], PatternEdit] = {}
    walked = editing.walk(pattern, seam.id)
    for pair in walked.notches:
        if abs(pair.difference_mm) < 0.05:
            continue
        for ref in seam.a:
            piece = pattern.piece(ref.piece)
            for notch in piece.notches:
                if notch.edge == ref.edge and notch.pair == pair.pair and notch_place(piece, notch.id):
                    along = pair.difference_mm if ref.reverse else -pair.difference_mm
                    moved = edit("move_notch", piece.id, notch.id, mirror, along_mm=round(along, 3))
                    found.setdefault((piece.id, notch.id), moved)
    return list(found.values())
