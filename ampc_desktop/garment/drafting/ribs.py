"""Rib strips at hems, cuffs and necks, folded double and cut shorter than the edge they hold.

A strip is drawn flat: sewn edge at the bottom, fold on its middle, second sewn edge at the top; its length runs
along x (the stretch of the rib), the grain along y.
"""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam

LONGEST_RIB_MM = 900.0
"""Longest strip of rib, which is knitted about a metre wide; its allowances and the edges of the roll come to that."""


def longest_mm(fabric: Fabric) -> float:
    """Longest strip that can be cut across the cloth of the bands: rib where the fabric has one, else itself."""
    return LONGEST_RIB_MM if fabric.rib else fabric.usable_width_mm - 90.0


def strip(
    id: str,
    label: str,
    length: float,
    width: float,
    material: str,
    allowance: float,
    marks: tuple[tuple[str, float, str], ...],
    worn: str,
    pair: bool = False,
    note: str = "",
) -> Piece:
    """A folded strip, width mm finished. marks: (name, distance along the sewn edge, pair)."""
    half, top = length / 2, 2 * width
    edges = (
        Edge("sew", (g.line((-half, 0.0), (half, 0.0)),), allowance, "1.01"),
        Edge("end.l", (g.line((half, 0.0), (half, top)),), allowance, "1.01"),
        Edge("sew.inner", (g.line((half, top), (-half, top)),), allowance, "1.01"),
        Edge("end.r", (g.line((-half, top), (-half, 0.0)),), allowance, "1.01"),
    )
    name = label.upper()
    quantity = 2 if pair else 1
    return Piece(
        id=id,
        name=name,
        material=material,
        quantity=quantity,
        edges=edges,
        grain=Grain((0.0, 0.15 * top), (0.0, 0.85 * top)),
        notches=tuple(Notch(f"sew.{mark}", "sew", at, meets, depth_mm=3.0) for mark, at, meets in marks),
        internals=(InternalLine("fold", "fold", (g.line((-half, width), (half, width)),)),),
        mirrored_pair=pair,
        printed=False,
        symmetric=True,
        label=label,
        annotation=f"CUT {quantity} {name} {material.upper()}" + (f", {note}" if note else ""),
        worn=worn,
    )


def seams(
    piece: Piece, id: str, label: str, opening: tuple[EdgeRef, ...], opening_mm: float, copy: int = 0,
    open_: bool = False,
) -> tuple[Seam, ...]:  # fmt: skip
    """Strip to its edge (stretched), folded onto itself, and end to end unless it stays open (a zip)."""
    suffix = f".{'lr'[copy]}" if piece.mirrored_pair else ""
    ease = piece.edge("sew").length_mm - opening_mm
    sew, inner = (EdgeRef(piece.id, "sew", False, copy),), (EdgeRef(piece.id, "sew.inner", True, copy),)
    found = [
        Seam(f"{id}{suffix}", label, sew, opening, ease, "stretched"),
        Seam(f"{piece.id}.fold{suffix}", f"{label}, fold", sew, inner),
    ]
    if not open_:
        ends = (EdgeRef(piece.id, "end.l", False, copy),), (EdgeRef(piece.id, "end.r", True, copy),)
        found.append(Seam(f"{piece.id}.end{suffix}", f"{label}, join", *ends))
    return tuple(found)
