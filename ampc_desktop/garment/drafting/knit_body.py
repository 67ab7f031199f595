"""Front, back and sleeve of a knit top from the bodice block, for families whose hems end in rib or a turned hem.

Sides: ".l" is the wearer's left; pieces are seen from the right side of the cloth. A front that opens is drawn as the
LEFT front, centre front on x = 0, side at +x; copy 1 is the right front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam
from ampc_desktop.garment.drafting import bodice, sleeve
from ampc_desktop.garment.drafting.bodice import Block

DOUBLE_MM = 8.0
"""Distance of the two notches that mark a back edge."""


@dataclass(frozen=True)
class Allowances:
    """Seam allowances, mm. ribbed: the lower edge is sewn to a rib instead of being hemmed."""

    seam: float
    neck: float
    hem: float
    ribbed: bool = False
    zip: float = 12.0


def _low(path: Path, how: Allowances) -> Edge:
    if how.ribbed:
        return Edge("hem", path, how.seam, "1.01")
    return Edge("hem", path, how.hem, "6.02", "hem_mirror", "hem")


def marks(length_mm: float, front: bool) -> tuple[float, ...]:
    """Distances of the armhole's balance marks from the underarm, mm: one in front, two at the back."""
    return (0.46 * length_mm,) if front else (0.46 * length_mm - DOUBLE_MM / 2, 0.46 * length_mm + DOUBLE_MM / 2)


def _half(made: Block, front: bool) -> tuple[tuple[str, Path], ...]:
    return (
        ("side", bodice.side(made)),
        ("armhole", bodice.armhole(made, "front" if front else "back")),
        ("shoulder", bodice.shoulder(made)),
        ("neck", bodice.front_neck(made) if front else bodice.back_neck(made)),
    )


def whole(made: Block, part: Literal["front", "back"], how: Allowances, sleeved: bool) -> Piece:
    """Front or back in one piece, symmetric about x = 0."""
    front = part == "front"
    left, right = ("l", "r") if front else ("r", "l")  # suffixes of the +x and the -x half
    half, length = made.knots[-1][1], made.length
    width = {"neck": how.neck}
    edges = [_low((g.line((-half, -length), (half, -length)),), how)]
    parts = _half(made, front)
    edges += [Edge(f"{role}.{left}", path, width.get(role, how.seam)) for role, path in parts]
    edges += [
        Edge(f"{role}.{right}", g.mirrored_path(path), width.get(role, how.seam)) for role, path in reversed(parts)
    ]
    if not how.ribbed:
        edges[-1] = Edge(edges[-1].id, edges[-1].path, how.seam, corner="hem_mirror")
    by_id = {edge.id: edge for edge in edges}
    notches = []
    for suffix in ("l", "r"):
        forward = (suffix == "l") == front  # the +x half runs underarm to shoulder
        notches += _side_notches(by_id[f"armhole.{suffix}"], by_id[f"side.{suffix}"], front, forward, sleeved, suffix)
    neck = by_id["neck.l" if front else "neck.r"]
    notches.append(Notch("neck.centre", neck.id, neck.length_mm, "neck.cf" if front else "neck.cb"))
    if how.ribbed:
        notches.append(Notch("hem.centre", "hem", half, "hem.cf" if front else "hem.cb"))
    top = (made.centre_front if front else made.centre_back)[1]
    return Piece(
        id=part,
        name=part.upper(),
        material="shell",
        quantity=1,
        edges=tuple(edges),
        grain=_grain(made),
        notches=tuple(notches),
        internals=(InternalLine("centre", "centre", (g.line((0.0, top), (0.0, -length)),)),),
        symmetric=True,
        label=part.capitalize(),
        annotation=f"CUT 1 {part.upper()}",
        worn=part,
    )


def opened_front(made: Block, how: Allowances) -> Piece:
    """The left front of a top that zips; its centre front edge is the opening."""
    half, length, top = made.knots[-1][1], made.length, made.centre_front
    edges = [_low((g.line((0.0, -length), (half, -length)),), how)]
    edges += [Edge(role, path, how.neck if role == "neck" else how.seam) for role, path in _half(made, True)]
    edges.append(Edge("zip", (g.line(top, (0.0, -length)),), how.zip, "4.06", role="opening"))
    by_id = {edge.id: edge for edge in edges}
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=_grain(made),
        mirrored_pair=True,
        notches=tuple(_side_notches(by_id["armhole"], by_id["side"], True, True, True, "")),
        label="Front",
        annotation="CUT 2 FRONT (PAIR)",
        worn="front",
    )


def _grain(made: Block) -> Grain:
    x = (made.neck_half + min(made.pitch_front, made.shoulder_half)) / 2  # between neck and armhole
    return Grain((x, -0.88 * made.length), (x, -0.6 * made.armhole_depth))


def _side_notches(hole: Edge, side: Edge, front: bool, forward: bool, sleeved: bool, suffix: str) -> list[Notch]:
    notches = []
    dot = f".{suffix}" if suffix else ""
    if sleeved:
        for k, mark in enumerate(marks(hole.length_mm, front), start=1):
            at = mark if forward else hole.length_mm - mark
            pair = "armhole.front" if front else f"armhole.back.{k}"
            notches.append(Notch(f"armhole{dot}.{k}", hole.id, at, pair))
    if side.length_mm > 200.0:
        notches.append(Notch(f"side{dot}.middle", side.id, side.length_mm / 2, "side"))
    return notches


def front_ref(role: str, side: str, opened: bool, reverse: bool) -> EdgeRef:
    """An edge of the front on one side of the body, walked as on the left half (+x, ccw) unless reverse."""
    if opened:
        return EdgeRef("front", role, reverse, 0 if side == "l" else 1)
    return EdgeRef("front", f"{role}.{side}", reverse != (side == "r"))


def back_ref(role: str, side: str, reverse: bool) -> EdgeRef:
    """An edge of the back, walked as on its right half (+x, counter-clockwise) unless reverse."""
    return EdgeRef("back", f"{role}.{side}", reverse != (side == "l"))


def body_seams(opened: bool) -> list[Seam]:
    """Shoulders and side seams."""
    found = []
    for suffix, side in (("l", "left"), ("r", "right")):
        for role, label in (("shoulder", "shoulder"), ("side", "side seam")):
            a, b = front_ref(role, suffix, opened, False), back_ref(role, suffix, False)
            found.append(Seam(f"{role}.{suffix}", f"{side} {label}", (a,), (b,)))
    return found


def neck_chain(opened: bool) -> tuple[EdgeRef, EdgeRef, EdgeRef, EdgeRef]:
    """The neckline from the centre front over the wearer's left shoulder round the back to the centre front."""
    return (
        front_ref("neck", "l", opened, True), back_ref("neck", "l", False), back_ref("neck", "r", True),
        front_ref("neck", "r", opened, False),
    )  # fmt: skip


def sleeve_piece(solved: sleeve.Sleeve, front_mm: float, back_mm: float, how: Allowances) -> Piece:
    """The left sleeve. front_mm, back_mm: the armhole halves it is sewn to, whose marks it meets."""
    edges = []
    for id, path in sleeve.paths(solved).items():
        if id == "hem":
            edges.append(_low(path, how))
        elif id == "under.front" and not how.ribbed:
            edges.append(Edge(id, path, how.seam, corner="hem_mirror"))
        else:
            edges.append(Edge(id, path, how.seam))
    by_id = {edge.id: edge for edge in edges}
    front, back = by_id["cap.front"].length_mm, by_id["cap.back"].length_mm
    notches = [Notch("cap.front.1", "cap.front", front - marks(front_mm, True)[0] * front / front_mm, "armhole.front")]
    for k, at in enumerate(marks(back_mm, False), start=1):
        notches.append(Notch(f"cap.back.{k}", "cap.back", at * back / back_mm, f"armhole.back.{k}"))
    notches.append(Notch("cap.top", "cap.back", back))
    under = by_id["under.front"].length_mm
    if under > 200.0:
        notches += [Notch(f"under.{s}.middle", f"under.{s}", under / 2, "under") for s in ("front", "back")]
    return Piece(
        id="sleeve",
        name="SLEEVE",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((0.0, -solved.under + 0.12 * solved.length), (0.0, solved.height - 0.15 * solved.length)),
        mirrored_pair=True,
        notches=tuple(notches),
        label="Sleeve",
        annotation="CUT 2 SLEEVE (PAIR)",
        worn="sleeve",
    )


def sleeve_seams(opened: bool) -> list[Seam]:
    """Cap halves and underarm seams; caps run from the underarm, sleeve seams from the cap."""
    found = []
    for copy, (suffix, side) in enumerate((("l", "left"), ("r", "right"))):
        front, back = front_ref("armhole", suffix, opened, False), back_ref("armhole", suffix, False)
        caps = (EdgeRef("sleeve", "cap.front", True, copy), EdgeRef("sleeve", "cap.back", False, copy))
        under = (EdgeRef("sleeve", "under.front", False, copy), EdgeRef("sleeve", "under.back", True, copy))
        found += [
            Seam(f"armhole.front.{suffix}", f"{side} armhole, front", (caps[0],), (front,)),
            Seam(f"armhole.back.{suffix}", f"{side} armhole, back", (caps[1],), (back,)),
            Seam(f"sleeve.{suffix}", f"{side} sleeve seam", (under[0],), (under[1],)),
        ]
    return found
