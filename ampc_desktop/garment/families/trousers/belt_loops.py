"""Belt loops: one strip, sewn lengthwise and cut into loops, and marks on the waistband where they are set."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam
from ampc_desktop.garment.ease import table

MANY_FROM_MM = 900.0
"""A waistband this long has seven loops, a shorter one five."""
PLACES = {5: (0.30, 0.70, 1.0), 7: (0.24, 0.52, 0.80, 1.0)}
"""Where loops are set, as shares of the way from the centre front to the centre back; the last is there."""


def count(waist_mm: float) -> int:
    """Loops of a waistband whose sewn edge has this length."""
    return 7 if waist_mm >= MANY_FROM_MM else 5


def places(waist_mm: float) -> tuple[float, ...]:
    """Arc lengths of all loops on the waistband's sewn edge, from its right end, mm."""
    shares = PLACES[count(waist_mm)]
    half = waist_mm / 2
    return tuple(sorted({round(at, 3) for share in shares for at in (share * half, waist_mm - share * half)}))


def loop_mm(band_mm: float) -> float:
    """Cut length of one loop: over the waistband, with room for the belt, and both ends turned in."""
    t = table("trousers")
    return float(band_mm + t["belt_loop_room_mm"] + 2 * t["belt_loop_turn_mm"])


def strip(waist_mm: float, band_mm: float) -> Piece:
    """The strip all loops are cut from, upright; lines across it say where."""
    t = table("trousers")
    loops, each, half = count(waist_mm), loop_mm(band_mm), float(t["belt_loop_mm"])
    high, allowance = loops * each, float(t["belt_loop_allowance_mm"])
    edges = (
        Edge("end.low", (g.line((-half, 0.0), (half, 0.0)),), 0.0, ""),
        Edge("long.r", (g.line((half, 0.0), (half, high)),), allowance),
        Edge("end.high", (g.line((half, high), (-half, high)),), 0.0, ""),
        Edge("long.l", (g.line((-half, high), (-half, 0.0)),), allowance),
    )
    cuts = tuple(
        InternalLine(f"cut.{k}", "internal", (g.line((-half, k * each), (half, k * each)),)) for k in range(1, loops)
    )
    fold = InternalLine("fold", "fold", (g.line((0.0, 0.0), (0.0, high)),))
    return Piece(
        id="belt_loops",
        name="BELT LOOPS",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.2 * high), (0.0, 0.8 * high)),
        internals=(fold, *cuts),
        printed=False,
        label="Belt loops",
        annotation=f"CUT 1 BELT LOOPS, {loops} OF {each:.0f} MM",
        worn="inside",
    )


def seam() -> Seam:
    """The strip sewn to itself lengthwise."""
    return Seam(
        "belt_loops", "belt loops", (EdgeRef("belt_loops", "long.r"),), (EdgeRef("belt_loops", "long.l", True),)
    )


def marked(band: Piece) -> Piece:
    """The waistband with a notch at every loop; a notch that is there already (centre back) serves for its loop."""
    waist = band.edge("waist").length_mm
    taken = [notch.at_mm for notch in band.notches if notch.edge == "waist"]
    new = tuple(
        Notch(f"loop.{k}", "waist", at)
        for k, at in enumerate(places(waist), start=1)
        if all(abs(at - other) > 1.0 for other in taken)
    )
    return replace(band, notches=(*band.notches, *new))
