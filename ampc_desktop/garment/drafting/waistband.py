"""The straight folded waistband of woven skirts and trousers, and its interfacing."""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam

Mark = tuple[str, float, str]
"""(name, distance along the waist, pair of the notch it meets or "")."""


def length_mm(chain: Sequence[EdgeRef], pieces: Sequence[Piece]) -> float:
    """Sewn length of a chain of edges."""
    by_id = {piece.id: piece for piece in pieces}
    return sum(by_id[ref.piece].edge(ref.edge).length_mm for ref in chain)


def waistband(length: float, width: float, overlap: float, seam: float, marks: Sequence[Mark], worn: str = "") -> Piece:
    """The band, cut lengthwise so that it does not stretch; its sewn edge runs up x = 0, the underlap at its end.

    Seen from the right side it runs from the wearer's right to the wearer's left where it passes the front.
    """
    top, end = 2 * width, length + overlap
    edges = (
        Edge("waist", (g.line((0.0, 0.0), (0.0, length)),), seam),
        Edge("overlap", (g.line((0.0, length), (0.0, end)),), seam),
        Edge("end.l", (g.line((0.0, end), (-top, end)),), seam),
        Edge("waist.inner", (g.line((-top, end), (-top, 0.0)),), seam),
        Edge("end.r", (g.line((-top, 0.0), (0.0, 0.0)),), seam),
    )
    return Piece(
        id="waistband",
        name="WAISTBAND",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((-width / 2, 0.3 * end), (-width / 2, 0.7 * end)),
        notches=tuple(Notch(f"waist.{name}", "waist", at, pair) for name, at, pair in marks),
        internals=(InternalLine("fold", "fold", (g.line((-width, 0.0), (-width, end)),)),),
        label="Waistband",
        annotation="CUT 1 WAISTBAND, FUSE WITH INTERFACING",
        worn=worn or "waistband",
    )


def closing_behind(
    chain: tuple[EdgeRef, ...], pieces: Sequence[Piece], width: float, overlap: float, seam: float, centre: str
) -> Piece:
    """The band of a skirt that closes at the centre back; centre: pair of the notch at the centre front, or ""."""
    right = length_mm([ref for ref in chain if ref.piece == "back" and ref.copy == 1], pieces)
    whole = length_mm(chain, pieces)
    marks = (("side.r", right, ""), ("cf", whole / 2, centre), ("side.l", whole - right, ""))
    return waistband(whole, width, overlap, seam, marks)


def interfacing(band: Piece) -> Piece:
    """Fusible for the band, cut net so that no allowance is stiffened."""
    left, low, right, high = g.bounds(band.sew_ring)
    corners = ((left, low), (right, low), (right, high), (left, high))
    sides = ("end.r", "waist", "end.l", "waist.inner")
    edges = tuple(
        Edge(id, (g.line(a, b),), 0.0, "") for id, a, b in zip(sides, corners, (*corners[1:], corners[0]), strict=True)
    )
    return Piece(
        id="waistband_fusible",
        name="BAND FUSIBLE",
        material="fusible",
        quantity=1,
        edges=edges,
        grain=band.grain,
        printed=False,
        label="Waistband interfacing",
        annotation="CUT 1 FUSIBLE, NET",
        worn="inside",
    )


def seams(chain: tuple[EdgeRef, ...]) -> tuple[Seam, ...]:
    """Band to waist, and the band folded onto itself."""
    return (
        Seam("waist", "waist seam", (EdgeRef("waistband", "waist"),), chain),
        Seam(
            "waistband.fold",
            "waistband fold",
            (EdgeRef("waistband", "waist"), EdgeRef("waistband", "overlap")),
            (EdgeRef("waistband", "waist.inner", True),),
        ),
    )
