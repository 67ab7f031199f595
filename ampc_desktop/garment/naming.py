"""What pattern makers call the places of a pattern: pieces, edges, notches that meet."""

from __future__ import annotations

import re
from functools import cache

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern, Piece

SIDES = {
    "l": "left", "r": "right", "cf": "centre front", "cb": "centre back", "mirror": "mirror image",
}  # fmt: skip
EDGES = {
    "side": "side seam", "under": "underarm seam", "cap": "sleeve cap", "neck": "neckline", "shoulder": "shoulder seam",
    "crotch": "crotch seam", "cf": "centre front", "cb": "centre back", "sew": "joining edge", "inner": "inner edge",
    "outer": "outer edge", "mouth": "pocket mouth", "face": "face edge", "yoke": "yoke seam", "round": "rounded edge",
}  # fmt: skip
"""What a pattern maker calls an edge of a role."""
NUMBERED = ("dart", "pleat")
"""Roles of which there are several, not parts of one."""
_MARK = re.compile(r"\.mark\.\d+$")
_OF_EDIT = re.compile(r"e\d+$")


def piece_words(pattern: Pattern, id: str) -> str:
    """ "Front" for "front"; the id where the pattern has no such piece."""
    piece = next((piece for piece in pattern.pieces if piece.id == id), None)
    return (piece.label or piece.name.title()) if piece is not None else id


def edge_words(id: str, piece: Piece | None = None) -> str:
    """ "Side seam, left" for "side.l"; with its piece, a part of it by where it lies: "Side seam, left, lower part"."""
    head, tail, parted = _words(id)
    said = [head[:1].upper() + head[1:], tail, _part_words(id, piece) if parted else ""]
    return ", ".join(word for word in said if word)


@cache
def _words(id: str) -> tuple[str, str, bool]:
    """(what it is, which side, whether it is a part of a divided edge) of a role's id."""
    words = [word for word in id.split(".") if not _OF_EDIT.match(word)]
    head = EDGES.get(words[0], words[0].replace("_", " ")) if words else "edge"
    parts = [word for word in words[1:] if word.isdigit()]
    if parts and words[0] in NUMBERED:
        head, parts = " ".join((head, *parts)), []
    tail = " ".join(SIDES.get(word, word) for word in words[1:] if not word.isdigit())
    return head, tail, bool(parts)


def pair_words(pattern: Pattern, pair: str) -> str:
    """What notches that meet are called: "Armhole, front" for "armhole.front", the place for a mark set by hand."""
    words = _MARK.sub("", pair).split(".")
    if len(words) > 1 and any(piece.id == words[0] for piece in pattern.pieces):
        words = words[1:]
    return edge_words(".".join(words))


def _part_words(id: str, piece: Piece | None) -> str:
    """Which part of a divided edge: lower and upper, inner and outer, or by number."""
    stem, _, number = id.rpartition(".")
    parts = [edge for edge in piece.edges if edge.id.rpartition(".")[0] == stem] if piece is not None else []
    parts = [edge for edge in parts if edge.id.rpartition(".")[2].isdigit()]
    if piece is None or len(parts) not in (2, 3) or id not in [edge.id for edge in parts]:
        return f"part {number}"
    middles = {edge.id: g.point_at(edge.polyline, edge.length_mm / 2) for edge in parts}
    wide, high = (max(at[k] for at in middles.values()) - min(at[k] for at in middles.values()) for k in (0, 1))
    if high >= wide:
        order, names = sorted(middles, key=lambda one: middles[one][1]), ("lower", "middle", "upper")
    elif piece.symmetric:
        order = sorted(middles, key=lambda one: abs(middles[one][0] - piece.symmetry_x))
        names = ("inner", "middle", "outer")
    else:
        order, names = sorted(middles, key=lambda one: middles[one][0]), ("left", "middle", "right")
    return f"{(names if len(order) == 3 else names[::2])[order.index(id)]} part"


def place_words(pattern: Pattern, piece: str, item: str) -> str:
    """ "Front, armhole left" for the edge "armhole.l" of "front"."""
    found = next((one for one in pattern.pieces if one.id == piece), None)
    edge = edge_words(item.split(":")[0], found).replace(",", "", 1) if item else ""
    edge = edge[:1].lower() + edge[1:]
    name = piece_words(pattern, piece)
    return f"{name}, {edge}" if edge and name else name or edge


def uncapped(words: str) -> str:
    """Words as they stand inside a sentence: "front A" for "Front A"."""
    return words[:1].lower() + words[1:]
