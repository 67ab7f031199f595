"""Edges that became several: seams, notches and promises follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ampc_desktop.core.pattern import EdgeRef, Seam

Fragment = tuple[str, str, bool, int]
"""(new piece, new edge, walked backwards, copy)."""
Ways = Mapping[str, Sequence[Fragment]]
"""Old edge -> what it became, in its direction."""


def moved_seam(seam: Seam, piece: str, ways: Ways) -> Seam:
    """A seam in which the edges of a piece are replaced by what they became."""
    return replace(seam, a=moved_chain(seam.a, piece, ways), b=moved_chain(seam.b, piece, ways))


def moved_chain(chain: tuple[EdgeRef, ...], piece: str, ways: Ways) -> tuple[EdgeRef, ...]:
    refs: list[EdgeRef] = []
    for ref in chain:
        if ref.piece != piece or ref.edge not in ways:
            refs.append(ref)
            continue
        found = ways[ref.edge][::-1] if ref.reverse else ways[ref.edge]
        for new, edge, back, copy in found:
            one = EdgeRef(new, edge, back != ref.reverse, max(copy, ref.copy))
            if not refs or refs[-1] != one:  # two edges that became one are walked once
                refs.append(one)
    return tuple(refs)
