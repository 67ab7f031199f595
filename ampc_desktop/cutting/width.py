"""Check 17: does every piece fit the width of its cloth at the turns it allows?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Finding, Place, Status
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.marker import MarkerPiece, MarkerRules
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.pieces import MIRRORED, marker_pieces

EDGE_MM = 5.0
REMEDY = "choose a wider fabric, a closer fit or another length, or split the piece by a seam"


def width_mm(piece: MarkerPiece) -> float:
    """Least extent across the roll over the allowed turns, mm."""
    ring = np.asarray(piece.outline)
    extents = [np.ptp(g.rotated(ring, turn)[:, 1]) for turn in piece.rotations or (0.0,)]
    return float(min(extents))


def room_mm(rules: MarkerRules) -> float:
    """Width pieces may take, mm: usable width less both margins."""
    return rules.width_mm - 2.0 * rules.edge_mm


def refuse_too_wide(pieces: tuple[MarkerPiece, ...], rules: MarkerRules, fabric: str) -> None:
    """Raises Problem (the answer is no) naming the first piece that can't lie on this width."""
    for piece in pieces:
        width = width_mm(piece)
        if width > room_mm(rules):
            cloth = fabric or "the cloth"
            raise Problem(
                f"{piece.label} is {width:.0f} mm wide, but {cloth} has {room_mm(rules):.0f} mm between its margins",
                remedy=REMEDY,
                kind=Kind.NO,
                code="marker.width",
            )


def check_width(pattern: Pattern, fabrics: Mapping[str, Fabric], edge_mm: float = EDGE_MM) -> CheckResult:
    """Check 17 of the readiness report. value and limit: width and room of the piece nearest its limit, mm.

    fabrics maps the pattern's material roles to cloths; a role without cloth fails.
    """
    found: list[Finding] = []
    worst: tuple[float, float, float, Place] | None = None
    for material in dict.fromkeys(piece.material for piece in pattern.pieces):
        fabric = fabrics.get(material)
        if fabric is None:
            found.append(Finding("fail", f"no cloth is chosen for {material}", 0.0))
            continue
        room = room_mm(MarkerRules(fabric.usable_width_mm, edge_mm=edge_mm))
        for laid in marker_pieces(pattern, material, one_way=fabric.nap == "one_way"):
            if laid.id.endswith(MIRRORED):
                continue
            width = width_mm(laid)
            if worst is None or room - width < worst[0]:
                worst = (room - width, width, room, Place(laid.id))
            if width > room:
                text = f"{laid.label} is {width:.0f} mm wide, {fabric.label} offers {room:.0f} mm: {REMEDY}"
                found.append(Finding("fail", text, width, Place(laid.id)))
    status: Status = "fail" if found else "pass"
    _, width, room, place = worst or (0.0, 0.0, 0.0, Place())
    if found:
        summary = found[0].text
        place = found[0].place if found[0].place.piece else place
    else:
        summary = f"widest for its cloth: {place.piece}, {width:.0f} mm of {room:.0f} mm"
    return CheckResult(
        number=17,
        id="marker.width",
        name="Pieces fit the fabric width",
        topic="CAD importability",
        status=status,
        value=width,
        limit=room,
        fail_limit=room,
        unit="mm",
        summary=summary,
        where=place,
        findings=tuple(found),
    )
