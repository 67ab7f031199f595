"""The rib at the lower edge of a knit top: one strip round the body, or parts sewn at the sides where it gets too long.

Worn it hangs upside down: its strips run from the wearer's left to the right in front, from right to left behind.
"""

from __future__ import annotations

from ampc_desktop.core.pattern import EdgeRef, Piece, Seam
from ampc_desktop.garment.drafting import ribs

Made = tuple[list[Piece], list[Seam]]


def whole(front: Piece, back: Piece, width: float, ratio: float, material: str, seam: float, note: str) -> Made:
    """One strip, ratio x lower edge long: joined at the left side seam, or open at the zip of a front cut as a pair."""
    opened = front.mirrored_pair
    front_mm, back_mm = front.edge("hem").length_mm, back.edge("hem").length_mm
    if opened:  # from the right front edge round the back to the left front edge
        length = 2 * front_mm + back_mm
        chain: tuple[EdgeRef, ...] = (
            EdgeRef("front", "hem", False, 1),
            EdgeRef("back", "hem", True),
            EdgeRef("front", "hem", True, 0),
        )
        spots = ((front_mm, "side.r", ""), (length / 2, "cb", "hem.cb"), (length - front_mm, "side.l", ""))
    else:
        length = front_mm + back_mm
        chain = (EdgeRef("front", "hem", True), EdgeRef("back", "hem", True))
        spots = ((front_mm / 2, "cf", "hem.cf"), (front_mm, "side.r", ""), (front_mm + back_mm / 2, "cb", "hem.cb"))
    marks = tuple((name, at * ratio, pair) for at, name, pair in spots)
    band = ribs.strip("hem_band", "Hem rib", length * ratio, width, material, seam, marks, "hem_band", note=note)
    return [band], list(ribs.seams(band, "hem", "lower edge", chain, length, open_=opened))


def parted(front: Piece, back: Piece, width: float, ratio: float, material: str, seam: float, note: str) -> Made:
    """A strip for the front and one for the back, sewn at the sides; two for a front that opens."""
    opened = front.mirrored_pair
    bands: list[Piece] = []
    seams: list[Seam] = []
    for piece, centre in ((front, "cf"), (back, "cb")):
        edge = piece.edge("hem").length_mm
        pair = piece.mirrored_pair
        marks = () if pair else ((centre, edge / 2 * ratio, f"hem.{centre}"),)
        band = ribs.strip(
            f"hem_band.{piece.id}", f"Hem rib {piece.id}", edge * ratio, width, material, seam, marks, "hem_band",
            pair=pair, note=note,
        )  # fmt: skip
        bands.append(band)
        for copy in range(piece.quantity):
            chain = (EdgeRef(piece.id, "hem", True, copy),)
            label = f"lower edge, {piece.id}"
            seams += ribs.seams(band, f"hem.{piece.id}", label, chain, edge, copy, open_=True)
    ahead, behind = (band.id for band in bands)
    right = EdgeRef(ahead, "end.r", True, 1) if opened else EdgeRef(ahead, "end.l")
    seams += [
        Seam("hem_band.l", "hem rib, left side", (EdgeRef(behind, "end.l"),), (EdgeRef(ahead, "end.r", True),)),
        Seam("hem_band.r", "hem rib, right side", (EdgeRef(behind, "end.r", True),), (right,)),
    ]
    return bands, seams
