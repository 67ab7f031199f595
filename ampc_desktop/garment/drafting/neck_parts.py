"""A neckband longer than its cloth is wide: a part for the front and one for the back, sewn at the shoulders."""

from __future__ import annotations

from typing import Protocol

from ampc_desktop.core.pattern import EdgeRef, Piece, Seam

Marks = tuple[tuple[str, float, str], ...]
Chain = tuple[EdgeRef, EdgeRef, EdgeRef, EdgeRef]


class Strip(Protocol):
    """Makes one folded strip of the band. pair: cut twice, drawn for the wearer's left from the centre front on."""

    def __call__(self, id: str, length: float, marks: Marks, pair: bool) -> Piece: ...


def parted(
    make: Strip, chain: Chain, opening: tuple[float, float], ratio: float, centres: tuple[str, str], halved: bool,
    open_: bool = False,
) -> tuple[list[Piece], list[Seam]]:  # fmt: skip
    """Both parts and their seams; the one to the neckline stays whole, called "neck".

    chain   : the neckline from the centre front over the left shoulder round to the centre front.
    opening : length of half the neckline before and behind the shoulder; the band is ratio times as long.
    centres : pairs of the notches at centre front and centre back, "" where none is met.
    halved  : the front is cut as a pair, for a V or a zip; open_: those halves stay apart.
    """
    ahead, behind = (mm * ratio for mm in opening)
    marks: Marks = () if halved else (("cf", ahead, centres[0]),)
    front = make("neckband.front", ahead if halved else 2 * ahead, marks, halved)
    back = make("neckband.back", 2 * behind, (("cb", behind, centres[1]),), False)

    def at(piece: Piece, edge: str, reverse: bool = False, copy: int = 0) -> EdgeRef:
        return EdgeRef(piece.id, edge, reverse, copy)

    band: tuple[EdgeRef, ...] = at(front, "sew"), at(back, "sew")
    way, right = (chain[3], *chain[:3]), at(front, "end.r", True)
    if halved:
        band, way, right = (*band, at(front, "sew", True, 1)), chain, at(front, "end.l", False, 1)
    ease = 2 * (ratio - 1) * sum(opening)
    seams = [
        Seam("neck", "neckline", band, way, ease, "stretched"),
        Seam("neckband.l", "neckband, left shoulder", (at(front, "end.l"),), (at(back, "end.r", True),)),
        Seam("neckband.r", "neckband, right shoulder", (at(back, "end.l"),), (right,)),
    ]
    if halved and not open_:
        ends = (at(front, "end.r", True),), (at(front, "end.r", True, 1),)
        seams.append(Seam("neckband.cf", "neckband, centre front", *ends))
    for piece in (front, back):
        for copy in range(piece.quantity):
            suffix = f".{'lr'[copy]}" if piece.mirrored_pair else ""
            fold = (at(piece, "sew", False, copy),), (at(piece, "sew.inner", True, copy),)
            seams.append(Seam(f"{piece.id}.fold{suffix}", "neckband fold", *fold))
    return [front, back], seams
