"""Legs of a dart drawn on its piece: they are where the dart is, and go when it goes."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Dart, InternalLine, Piece

MARK = ".legs"


def legs(piece: Piece, dart: Dart) -> InternalLine:
    """From one end of the mouth to the apex and back to the other end."""
    mouth = piece.edge(dart.mouth)
    return InternalLine(f"{dart.id}{MARK}", "dart", (g.line(mouth.start, dart.apex), g.line(dart.apex, mouth.end)))


def are_legs(line: InternalLine) -> bool:
    """Whether a line is the drawn legs of a dart in an edge."""
    return line.kind == "dart" and (line.id.endswith(MARK) or f"{MARK}." in line.id)


def with_legs(piece: Piece, before: Piece | None = None) -> Piece:
    """The piece with the legs that are drawn on it where its darts are now; those of darts that are gone go too.

    before : the piece as it was, so that darts which are new get legs. Legs somebody removed stay away.
    """
    darts = {f"{dart.id}{MARK}": dart for dart in piece.darts}
    old = {dart.id for dart in before.darts} if before is not None else {dart.id for dart in piece.darts}
    lines = [
        legs(piece, darts[line.id]) if line.id in darts else line
        for line in piece.internals
        if line.id in darts or not are_legs(line)
    ]
    drawn = {line.id for line in lines}
    was = {line.id for line in before.internals} if before is not None else set()
    for id, dart in darts.items():
        if id not in drawn and (dart.id not in old or id in was):
            lines.append(legs(piece, dart))
    return replace(piece, internals=tuple(lines))
