"""Changes that cure a finding: an option of the family where it has one, else edits of the edges."""

from __future__ import annotations

import math

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure
from ampc_desktop.core.pattern import Pattern, Piece

LABELS = {
    "chest_ease_mm": "Chest ease",
    "hem_ease_mm": "Hem ease",
    "armhole_depth_mm": "Armhole depth",
    "body_length_mm": "Body length",
    "sleeve_length_mm": "Sleeve length",
    "biceps_ease_mm": "Biceps ease",
    "neck_width_mm": "Neckline width",
    "neck_depth_mm": "Neckline depth",
    "waist_ease_mm": "Waist ease",
    "hip_ease_mm": "Hip ease",
    "length_mm": "Skirt length",
    "neck_ease_mm": "Collar ease",
    "sleeve_hem_mm": "Sleeve hem",
    "hem_taper_mm": "Hem taper",
    "hem_flare_mm": "Hem flare",
    "hem_sweep_mm": "Hem",
    "hem_girth_mm": "Leg hem",
}
WIDER = {
    "bust": ("chest_ease_mm",),
    "waist": ("waist_ease_mm", "chest_ease_mm"),
    "hip": ("hip_ease_mm", "hem_ease_mm"),
    "hem": ("hem_ease_mm",),
    "biceps": ("biceps_ease_mm",),
}
"""Options that make a garment wider at a girth, the best first."""


def option(pattern: Pattern, parameter: str, by_mm: float, low: float = -math.inf) -> Cure | None:
    """A changed option of the family this pattern was drafted from, in whole mm; None where it has no such option."""
    now = pattern.options.get(parameter)
    if now is None or isinstance(now, bool | str):
        return None
    value = max(round(float(now) + by_mm), low)
    if value == now:
        return None
    step = value - float(now)
    label = LABELS.get(parameter, parameter)
    if parameter == "length_mm" and any(piece.worn.startswith("leg") for piece in pattern.pieces):
        label = "Trouser length"
    return Cure(f"{label} {signed(step)}", options={parameter: float(value)})


def eased(pattern: Pattern, place: str, low: bool, by_mm: float) -> tuple[Cure, ...]:
    """The option that makes a piece worn at some place by_mm wider, in its lower part or above it."""
    if place in ("stand", "collar"):
        names = ["neck_ease_mm"]
    elif place in ("sleeve", "cuff"):
        names = ["sleeve_hem_mm"] if low or place == "cuff" else ["biceps_ease_mm"]
    elif place.startswith("leg"):
        names = ["hem_girth_mm"] if low else ["hip_ease_mm"]
    else:
        hems = ["hem_taper_mm", "hem_flare_mm", "hem_sweep_mm", "hem_ease_mm", "hip_ease_mm"]
        names = hems if low else ["chest_ease_mm"]
    found = (
        option(pattern, name, -by_mm, 0.0) if name == "hem_taper_mm" else option(pattern, name, by_mm) for name in names
    )
    return tuple(cure for cure in found if cure is not None)[:1]


def signed(by_mm: float) -> str:
    """ "+ 24 mm" or "− 6 mm"."""
    return f"{'+' if by_mm >= 0 else '−'} {abs(by_mm):.0f} mm"


def widened(pattern: Pattern, girth: str, by_mm: float) -> tuple[Cure, ...]:
    """Ways to make the garment by_mm wider at a girth (narrower when negative): its option, or seams let out."""
    for parameter in WIDER.get(girth, ()):
        cure = option(pattern, parameter, by_mm)
        if cure is not None:
            return (cure,)
    cure = let_out(pattern, by_mm, girth)
    return () if cure is None else (cure,)


def let_out_only(pattern: Pattern, girth: str, by_mm: float) -> tuple[Cure, ...]:
    """Seams let out and no option: for cloth that is missing against what the options already ask for."""
    cure = let_out(pattern, by_mm, girth)
    return () if cure is None else (cure,)


def let_out(pattern: Pattern, by_mm: float, girth: str) -> Cure | None:
    """Side seams of front and back (at the upper arm: the seam of the sleeve) moved out by equal shares.

    A side seam that ends at an armhole takes the seam of the sleeve with it, as a tailor lets out both in one line:
    the cap grows with the armhole. None when the pattern has no such edges.
    """
    seams = {"biceps": ("sleeve", "under")}.get(girth)
    pieces = [p for p in pattern.pieces if p.id.split(".")[0] in ((seams[0],) if seams else ("front", "back"))]
    stem = seams[1] if seams else "side"
    moves = [(piece, edge.id) for piece in pieces for edge in piece.edges if edge.id.split(".")[0] == stem]
    halves = sum(1 if piece.quantity == 1 or seams else 2 for piece, _ in moves)
    if not halves:
        return None
    share = by_mm / halves
    edits: list[PatternEdit] = []
    for piece, id in moves:
        middle = _middle(piece)
        edge = piece.edge(id)
        out = share if (edge.start[0] + edge.end[0]) / 2 > middle else -share
        edits.append(
            PatternEdit(
                f"fit.{girth}.{piece.id}.{id}", "move_edge", piece.id, id, {"dx_mm": round(out, 2)},
                reason=f"{girth} {signed(by_mm)}", mirror=False,
            )
        )  # fmt: skip
    if not seams:
        edits += _sleeves_too(pattern, share, f"{girth} {signed(by_mm)}")
    what = "Sleeve seam" if seams else "Side seams"
    return Cure(f"{what} {'let out' if by_mm > 0 else 'taken in'} {abs(by_mm):.0f} mm", edits=tuple(edits))


def _sleeves_too(pattern: Pattern, share_mm: float, reason: str) -> list[PatternEdit]:
    """The seam of every sleeve that is set in below its armhole, moved out as the side seams are."""
    edits = []
    for piece in pattern.pieces:
        if piece.worn != "sleeve" and piece.id.split(".")[0] != "sleeve":
            continue
        for edge in piece.edges:
            if edge.id.split(".")[0] == "under":
                out = share_mm if (edge.start[0] + edge.end[0]) / 2 > _middle(piece) else -share_mm
                edits.append(
                    PatternEdit(
                        f"fit.sleeve.{piece.id}.{edge.id}", "move_edge", piece.id, edge.id, {"dx_mm": round(out, 2)},
                        reason=reason, mirror=False,
                    )
                )  # fmt: skip
    return edits


def _middle(piece: Piece) -> float:
    if piece.symmetric:
        return piece.symmetry_x
    ring = piece.sew_ring[:, 0]
    return float((ring.min() + ring.max()) / 2)
