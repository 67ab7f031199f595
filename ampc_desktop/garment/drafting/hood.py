"""Hood of two or three panels, its lower edge exactly as long as the neckline it is sewn to.

Size after FreeSewing hugo (MIT: hood from head and neck, centre panel of constant width) and the usual practice that
a hood is as deep as 0.43 and as high as 0.62 of the head girth, ease included.

Frame: the LEFT side panel seen from its right side: face edge on x = 0, back of the head at +x, neck seam at the
bottom from the centre front (x = 0) to the centre back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import DrillHole, Edge, Grain, InternalLine, Notch, Piece

DEPTH_OF_HEAD = 0.43
HEIGHT_OF_HEAD = 0.62
NAPE_SHARE = 0.72
"""Width of the centre panel at the nape, as a share of its width over the head."""
_RISE_DEG = 7.0
"""How the neck seam rises towards the centre back."""


@dataclass(frozen=True)
class Hood:
    """A solved side panel, mm: edges counter-clockwise from the centre front; strip: the centre panel's width or 0."""

    neck: Path
    centre: Path
    face: Path
    strip: float

    @property
    def face_mm(self) -> float:
        return g.path_length(self.face)


def solve(neck_half_mm: float, head_mm: float, height_ease_mm: float, strip_mm: float) -> Hood:
    """The hood for a neckline of twice neck_half_mm. strip_mm: width of a centre panel, 0 for two panels.

    Raises ArithmeticError if the neckline is shorter than the centre panel.
    """
    wanted = neck_half_mm - NAPE_SHARE * strip_mm / 2
    if wanted <= 40.0:
        raise ArithmeticError("the neckline is too short for this hood")
    rise = math.radians(_RISE_DEG)

    def bottom(x: float) -> Path:
        third = x / 3
        end: Point = (x, 0.06 * x)
        return (g.cubic((0.0, 0.0), (third, 0.0), (x - third * math.cos(rise), end[1] - third * math.sin(rise)), end),)

    x = wanted
    for _ in range(30):
        off = g.path_length(bottom(x)) - wanted
        if abs(off) < 1e-10:
            break
        x -= off
    neck = bottom(x)
    nape = neck[0][-1]
    depth = max(DEPTH_OF_HEAD * head_mm - 0.30 * strip_mm, nape[0] + 4.0)
    high = HEIGHT_OF_HEAD * head_mm + height_ease_mm - 0.45 * strip_mm
    middle: Point = (depth, nape[1] + 0.56 * (high - nape[1]))
    crown: Point = (0.44 * depth, high)
    front: Point = (-0.02 * depth, high - 0.015 * high)
    up = middle[1] - nape[1]
    over, reach = high - middle[1], middle[0] - crown[0]
    centre: Path = (
        g.cubic(nape, (nape[0] - 0.36 * up * math.sin(rise), nape[1] + 0.36 * up * math.cos(rise)),
                (depth, middle[1] - 0.42 * up), middle),
        g.cubic(middle, (depth, middle[1] + 0.56 * over), (crown[0] + 0.56 * reach, high), crown),
        g.cubic(crown, (crown[0] - 0.34 * (crown[0] - front[0]), high),
                (front[0] + 0.34 * (crown[0] - front[0]), front[1] - 0.02 * 0.34 * (crown[0] - front[0])), front),
    )  # fmt: skip
    face = (g.cubic(front, (front[0] - 0.02 * 0.3 * high, front[1] - 0.3 * high), (0.0, 0.3 * high), (0.0, 0.0)),)
    return Hood(neck, centre, face, strip_mm)


def side_panel(
    made: Hood, seam: float, neck_allowance: float, tunnel: float, shoulder_mm: float, corded: bool
) -> Piece:
    """The left side of the hood. tunnel: cloth folded back at the face; shoulder_mm: neck notch from the front."""
    centre = g.path_length(made.centre)
    edges = (
        Edge("neck", made.neck, neck_allowance),
        Edge("centre", made.centre, seam, corner="hem_mirror"),
        Edge("face", made.face, tunnel, "6.02", "hem_mirror", "hem"),
    )
    high = made.centre[1][-1][1]
    x = made.centre[1][-1][0]
    low = g.point_at(edges[0].polyline, x)[1]
    eyelet: Point = (0.55 * tunnel, 36.0)
    return Piece(
        id="hood",
        name="HOOD",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((x, low + 0.12 * high), (x, 0.86 * high)),
        mirrored_pair=True,
        notches=(
            Notch("neck.shoulder", "neck", shoulder_mm),
            Notch("centre.middle", "centre", centre / 2, "hood.centre"),
        ),
        internals=(_tunnel_line(made, tunnel),) if corded else (),
        drills=(DrillHole("eyelet", eyelet, 8.0),) if corded else (),
        label="Hood",
        annotation="CUT 2 HOOD (PAIR)",
        worn="hood",
    )


def _tunnel_line(made: Hood, tunnel: float) -> InternalLine:
    """Stitching of the cord tunnel, a little inside the turned edge."""
    low: Point = (tunnel - 4.0, 14.0)
    high: Point = (tunnel - 4.0, 0.92 * made.face[0][0][1])
    return InternalLine("tunnel", "internal", (g.line(low, high),))


def centre_panel(made: Hood, seam: float, neck_allowance: float, tunnel: float) -> Piece:
    """The strip between the side panels: as long as their centre edges, narrower at the nape."""
    long, wide, narrow = g.path_length(made.centre), made.strip / 2, NAPE_SHARE * made.strip / 2
    height = math.sqrt(long * long - (wide - narrow) ** 2)
    edges = (
        Edge("neck", (g.line((-narrow, 0.0), (narrow, 0.0)),), neck_allowance),
        Edge("centre.r", (g.line((narrow, 0.0), (wide, height)),), seam, corner="hem_mirror"),
        Edge("face", (g.line((wide, height), (-wide, height)),), tunnel, "6.02", "hem_mirror", "hem"),
        Edge("centre.l", (g.line((-wide, height), (-narrow, 0.0)),), seam),
    )
    return Piece(
        id="hood_centre",
        name="HOOD CENTRE",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.1 * height), (0.0, 0.9 * height)),
        notches=(
            Notch("centre.r.middle", "centre.r", long / 2, "hood.centre"),
            Notch("centre.l.middle", "centre.l", long / 2, "hood.centre"),
            Notch("neck.cb", "neck", narrow, "neck.cb", depth_mm=3.0),
        ),
        symmetric=True,
        label="Hood, centre",
        annotation="CUT 1 HOOD CENTRE",
        worn="hood",
    )


def faced(piece: Piece, seam: float) -> Piece:
    """A panel of a lined hood: its face edge is sewn to the lining instead of turned in."""
    face = piece.edge("face")
    return piece.with_edge(replace(face, allowance_mm=seam, seam_class="1.01", corner="mitre", role="seam"))


def lining(piece: Piece) -> Piece:
    """The lining of a faced panel: the same sew line, worn inside, without cord."""
    name = f"{piece.name} LINING"
    return replace(
        piece, id=f"{piece.id}_lining", name=name, label=f"{piece.label}, lining", worn="inside", internals=(),
        drills=(), printed=False, annotation=f"CUT {piece.quantity} {name}",
    )  # fmt: skip
