"""Lines of a worn garment that can be pulled, and what a pull means for the pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure, Handle, Way
from ampc_desktop.core.pattern import Edge, Pattern
from ampc_desktop.tryon import cures
from ampc_desktop.tryon.levels import stem

MOST_MM = 400.0
"""One pull changes no length by more."""


@dataclass(frozen=True)
class _Kind:
    """One kind of line: the pieces and edge role it is made of, the options it drives (the first that there is)."""

    id: str
    label: str
    pieces: tuple[str, ...]
    role: str
    options: tuple[str, ...]
    way: Way = "out"
    sign: float = 1.0


_TRUNK = ("front", "back")
_KINDS = (
    _Kind("neckline", "Neckline", ("front",), "neck", ("neck_depth_mm",), sign=-1.0),
    _Kind("hem", "Hem", _TRUNK, "hem", ("body_length_mm", "length_mm")),
    _Kind("sleeve_end", "Sleeve end", ("sleeve",), "hem", ("sleeve_length_mm",)),
    _Kind("waist", "Waist", ("waistband",), "waist", ("waist_ease_mm",), way="along"),
)
_BY_ID = {kind.id: kind for kind in _KINDS}


def handles(mesh: ClothMesh, pattern: Pattern) -> tuple[Handle, ...]:
    """The handles of a worn garment: neckline, hem and sleeve ends, or hem and waist.

    Each names the option of the family it drives; "" where the pattern has none and pulling makes edits.
    """
    found = []
    for kind in _KINDS:
        sides = tuple(
            key
            for key in mesh.sides
            if stem(key.split("/")[0]) in kind.pieces and key.split("/")[1].split(".")[0] == kind.role
        )
        closed = kind.role == "neck" and {"stand", "hood"} & set(mesh.places)  # sewn to what can't follow
        if sides and not (closed and not _parameter(kind, pattern)):
            found.append(Handle(kind.id, kind.label, sides, _parameter(kind, pattern), kind.way))
    return tuple(found)


def pulled(handle: Handle, pattern: Pattern, drag_mm: float) -> Cure | None:
    """What pulling a handle by drag_mm means: an option with its new value, or edits of the edges; None for no change.

    drag_mm: positive along the handle's way: out of the cloth, so that hem and sleeve get longer and the neckline
    higher; or along the line, so that the waist gets wider.
    """
    kind = _BY_ID.get(handle.id)
    if kind is None or not np.isfinite(drag_mm):
        return None
    by = float(np.clip(drag_mm, -MOST_MM, MOST_MM))
    if handle.parameter:
        low = 0.0 if handle.parameter == "waist_ease_mm" else 10.0
        return cures.option(pattern, handle.parameter, kind.sign * by, low)
    if kind.way == "along":
        return cures.let_out(pattern, by, "waist") if abs(by) >= 0.5 else None
    edits = _moved_out(pattern, kind, round(by, 1))
    if not edits or abs(by) < 0.5:
        return None
    return Cure(f"{kind.label} {cures.signed(by)}", edits=edits)


def _parameter(kind: _Kind, pattern: Pattern) -> str:
    for name in kind.options:
        value = pattern.options.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return name
    return ""


def _moved_out(pattern: Pattern, kind: _Kind, by_mm: float) -> tuple[PatternEdit, ...]:
    """Edits that move the edges of a line out of their pieces: whole hems, the centre of a neckline."""
    edits: list[PatternEdit] = []
    for piece in pattern.pieces:
        if piece.id.split(".")[0] not in kind.pieces:
            continue
        edges = [edge for edge in piece.edges if edge.id.split(".")[0] == kind.role]
        if kind.role == "neck":
            moves = [("move_point", item, (0.0, 1.0)) for item in _centre(edges)]
        else:
            moves = [("move_edge", edge.id, _out(edge)) for edge in edges]
        for does, item, (dx, dy) in moves:
            edits.append(
                PatternEdit(
                    f"pull.{kind.id}.{piece.id}.{item}", does, piece.id, item,  # type: ignore[arg-type]
                    {"dx_mm": round(by_mm * dx, 2), "dy_mm": round(by_mm * dy, 2)},
                    reason=f"{kind.label} {cures.signed(by_mm)}", mirror=False,
                )
            )  # fmt: skip
    return tuple(edits)


def _out(edge: Edge) -> tuple[float, float]:
    """Unit vector out of the piece, square to the edge's chord."""
    d = np.subtract(edge.end, edge.start)
    length = max(float(np.hypot(*d)), 1e-9)
    return (float(d[1]) / length, -float(d[0]) / length)


def _centre(edges: Sequence[Edge]) -> list[str]:
    """The corner of a neckline that is lowest on its piece: its centre."""
    corners = {f"{edge.id}:{which}": getattr(edge, which) for edge in edges for which in ("start", "end")}
    return sorted(corners, key=lambda item: (corners[item][1], item))[:1]
