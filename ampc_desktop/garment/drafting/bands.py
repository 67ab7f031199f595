"""Neckband and armhole bands: folded strips, cut shorter than the opening they hold.

A band is drawn flat: sewn edge at the bottom, fold on its middle, second sewn edge at the top; its length runs
along x (the stretch of the rib), the grain along y. Seen from the right side it runs from the wearer's right
to the wearer's left. Round necks join at the centre back; a V joins mitred at the centre front.
"""

from __future__ import annotations

import math

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam
from ampc_desktop.garment.drafting import neck_parts
from ampc_desktop.garment.drafting.stretch import Stretch

MITRE_MAX = 2.2
"""A V band's end leans at most this many band widths."""


def _chain(piece: Piece, *ids: str) -> float:
    return sum(piece.edge(id).length_mm for id in ids)


def _strip(
    id: str,
    length: float,
    width: float,
    give: Stretch,
    allowance: float,
    marks: tuple[tuple[str, float, str], ...],
    leans: tuple[float, float] = (0.0, 0.0),
    quantity: int = 1,
) -> Piece:
    """A folded strip. leans: how far its ends run in at the fold. marks: (name, distance along, pair)."""
    half, (first, last) = length / 2, leans

    def end(x: float, inward: float) -> Path:
        corner: Point = (x, 0.0)
        fold: Point = (x + inward, width)
        top: Point = (x, 2 * width)
        return (g.line(corner, fold), g.line(fold, top)) if inward else (g.line(corner, top),)

    second = (g.line((half, 2 * width), (-half, 2 * width)),)
    edges = (
        Edge("sew", (g.line((-half, 0.0), (half, 0.0)),), allowance, "1.01"),
        Edge("end.l", end(half, -last), allowance, "1.01"),
        Edge("sew.inner", second, allowance, "1.01"),
        Edge("end.r", g.reversed_path(end(-half, first)), allowance, "1.01"),
    )  # fmt: skip
    words = id.replace(".", " ")
    name = words.upper()
    return Piece(
        id=id,
        name=name,
        material=give.material,
        quantity=quantity,
        edges=edges,
        grain=Grain((0.0, 0.25 * width), (0.0, 1.75 * width)),
        notches=tuple(Notch(f"sew.{mark}", "sew", at, pair, depth_mm=3.0) for mark, at, pair in marks),
        internals=(InternalLine("fold", "fold", (g.line((-half + first, width), (half - last, width)),)),),
        mirrored_pair=quantity == 2,
        printed=False,
        symmetric=first == last,
        label=words.capitalize(),
        annotation=f"CUT {quantity} {name} {give.material.upper()}, {give.ratio * 100:.0f} PCT OF OPENING",
        worn=id.split(".")[0],
    )


def neckbands(
    front: Piece, back: Piece, width_mm: float, give: Stretch, allowance_mm: float, v: bool, longest_mm: float
) -> tuple[tuple[Piece, ...], tuple[Seam, ...]]:
    """The folded neckband, ratio x neckline long, and how it is sewn; in parts where it is longer than longest_mm.

    Shoulder and centre notches meet those of the neckline.
    """
    opening = quarter_front, quarter_back = _chain(front, "neck.l"), _chain(back, "neck.l")
    length, lean = 2 * sum(opening) * give.ratio, 0.0
    if v:  # from centre front over the wearer's left shoulder, round the back, to the centre front
        lines = ((quarter_front, "shoulder.l"), (quarter_front + quarter_back, "cb"),
                 (quarter_front + 2 * quarter_back, "shoulder.r"))  # fmt: skip
        curve = front.edge("neck.l").polyline
        d = curve[-1] - curve[-2]
        angle = math.atan2(abs(float(d[0])), abs(float(d[1])))  # neckline to centre front
        lean = min(width_mm / math.tan(max(angle, 0.1)), MITRE_MAX * width_mm, 0.2 * length)
    else:
        lines = ((quarter_back, "shoulder.r"), (quarter_back + quarter_front, "cf"),
                 (quarter_back + 2 * quarter_front, "shoulder.l"))  # fmt: skip
    if length > longest_mm:

        def make(id: str, length: float, marks: neck_parts.Marks, pair: bool) -> Piece:
            return _strip(
                id, length, width_mm, give, allowance_mm, marks, (lean, 0.0) if pair else (0.0, 0.0), 1 + pair
            )

        chain = (
            EdgeRef("front", "neck.l", True), EdgeRef("back", "neck.l", True),
            EdgeRef("back", "neck.r", True), EdgeRef("front", "neck.r", True),
        )  # fmt: skip
        centres = ("", "neck.centre") if v else ("neck.centre", "")
        pieces, seams = neck_parts.parted(make, chain, opening, give.ratio, centres, v)
        return tuple(pieces), tuple(seams)
    marks = tuple((name, at * give.ratio, "neck.centre" if name in ("cf", "cb") else "") for at, name in lines)
    band = _strip("neckband", length, width_mm, give, allowance_mm, marks, (lean, lean))
    return (band,), _neckband_seams(band, front, back)


def _neckband_seams(band: Piece, front: Piece, back: Piece) -> tuple[Seam, ...]:
    """Band to neckline (stretched), band end to end, and the fold."""
    v = bool(np.ptp([p[0] for p in band.edge("end.l").polyline]) > 1e-6)
    if v:  # CF over the left shoulder to CB and on: up the front's left half, down the back
        chain = (
            EdgeRef("front", "neck.l", True),
            EdgeRef("back", "neck.l", True),
            EdgeRef("back", "neck.r", True),
            EdgeRef("front", "neck.r", True),
        )
    else:  # CB over the right shoulder to CF and on
        chain = (
            EdgeRef("back", "neck.r", True),
            EdgeRef("front", "neck.r", True),
            EdgeRef("front", "neck.l", True),
            EdgeRef("back", "neck.l", True),
        )
    opening = 2 * (_chain(front, "neck.l") + _chain(back, "neck.l"))
    ease = band.edge("sew").length_mm - opening
    sew, inner = (EdgeRef("neckband", "sew"),), (EdgeRef("neckband", "sew.inner", True),)
    ends = (EdgeRef("neckband", "end.l"),), (EdgeRef("neckband", "end.r", True),)
    return (
        Seam("neck", "neckline", sew, chain, ease, "stretched"),
        Seam("neckband.fold", "neckband fold", sew, inner),
        Seam("neckband.end", "neckband join", *ends),
    )


def armbands(
    front: Piece, back: Piece, width_mm: float, give: Stretch, allowance_mm: float, longest_mm: float
) -> tuple[tuple[Piece, ...], tuple[Seam, ...]]:
    """The folded bands of both sleeveless armholes, drawn for the left one, and how they are sewn.

    One strip joined at the underarm; where that is longer than longest_mm one for the back and one for the front.
    """
    hole_back, hole_front = _chain(back, "armhole.l"), _chain(front, "armhole.l")
    ratio = (1 + give.ratio) / 2  # armholes curl less than necklines: half the pull
    length = (hole_back + hole_front) * ratio
    if length <= longest_mm:
        marks = (("shoulder", hole_back * ratio, ""),)
        band = _strip("armband", length, width_mm, give, allowance_mm, marks, quantity=2)
        return (band,), tuple(seam for copy in (0, 1) for seam in _whole_armband(band, hole_back + hole_front, copy))
    parts = tuple(
        _strip(f"armband.{part}", hole * ratio, width_mm, give, allowance_mm, (), quantity=2)
        for part, hole in (("back", hole_back), ("front", hole_front))
    )
    seams = [
        seam
        for copy in (0, 1)
        for band, hole in zip(parts, (hole_back, hole_front), strict=True)
        for seam in _armband_part(band, hole, copy)
    ]
    for copy, (suffix, side) in enumerate(_SIDES):
        for at, one, other in (("shoulder", "back", "front"), ("underarm", "front", "back")):
            ends = (
                (EdgeRef(f"armband.{one}", "end.l", False, copy),),
                (EdgeRef(f"armband.{other}", "end.r", True, copy),),
            )
            seams.append(Seam(f"armband.{at}.{suffix}", f"{side} armhole band, {at}", *ends))
    return parts, tuple(seams)


_SIDES = (("l", "left"), ("r", "right"))


def _hole(part: str, copy: int) -> EdgeRef:
    """Half an armhole: from the underarm up the back, from the shoulder down the front."""
    return EdgeRef(part, f"armhole.{_SIDES[copy][0]}", copy == 0)


def _whole_armband(band: Piece, opening: float, copy: int) -> tuple[Seam, ...]:
    suffix, side = _SIDES[copy]
    ends = (EdgeRef("armband", "end.l", False, copy),), (EdgeRef("armband", "end.r", True, copy),)
    return (
        *_bound(band, f"armhole.{suffix}", (_hole("back", copy), _hole("front", copy)), opening, copy),
        Seam(f"armband.end.{suffix}", f"{side} armhole band join", *ends),
    )


def _armband_part(band: Piece, opening: float, copy: int) -> tuple[Seam, ...]:
    part = band.id.split(".")[1]
    return _bound(band, f"armhole.{part}.{_SIDES[copy][0]}", (_hole(part, copy),), opening, copy)


def _bound(band: Piece, id: str, chain: tuple[EdgeRef, ...], opening: float, copy: int) -> tuple[Seam, ...]:
    """A strip stretched to its armhole, and folded onto itself."""
    suffix, side = _SIDES[copy]
    sew, inner = (EdgeRef(band.id, "sew", False, copy),), (EdgeRef(band.id, "sew.inner", True, copy),)
    return (
        Seam(id, f"{side} armhole band", sew, chain, band.edge("sew").length_mm - opening, "stretched"),
        Seam(f"{band.id}.fold.{suffix}", f"{side} armhole band fold", sew, inner),
    )
