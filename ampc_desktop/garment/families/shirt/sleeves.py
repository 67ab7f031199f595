"""Sleeve, cuff and sleeve placket of the shirt.

The sleeve is drawn as the left one, front at −x. A long sleeve ends in a cuff: its lower edge is cut into sections
from the front seam to the slit ("cuff.1", "cuff.2" …, pleats between them) and from the slit to the back seam
("cuff.back").
"""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import DrillHole, Edge, EdgeRef, Grain, InternalLine, Notch, Piece, Seam
from ampc_desktop.garment.drafting import sleeve
from ampc_desktop.garment.drafting.collar import buttonhole
from ampc_desktop.garment.families.shirt.pieces import DOUBLE_MM, armhole_marks

SLIT_SHARE = 0.25
"""The slit lies this share of the sleeve's lower edge before the back seam."""


def piece(
    solved: sleeve.Sleeve, hole_front: float, hole_back: float, back_mark: float, seam: float, hem: float,
    pleats: float, slit: float,
) -> Piece:  # fmt: skip
    """The sleeve, hemmed when slit is 0, else for a cuff with `pleats` mm laid into pleats.

    hole_front, hole_back : length of the armhole halves it is sewn to; back_mark: the lower back balance mark.
    """
    paths = sleeve.paths(solved)
    low = _lower(paths["hem"], pleats, slit, seam, hem)
    corner = "hem_mirror" if slit == 0 else "mitre"
    edges = [
        *low,
        Edge("under.back", paths["under.back"], seam),
        Edge("cap.back", paths["cap.back"], seam),
        Edge("cap.front", paths["cap.front"], seam),
        Edge("under.front", paths["under.front"], seam, corner=corner),  # type: ignore[arg-type]
    ]
    by_id = {edge.id: edge for edge in edges}
    front, back = by_id["cap.front"].length_mm, by_id["cap.back"].length_mm
    at = armhole_marks(hole_front, True)[0] * front / hole_front
    notches = [Notch("cap.front.1", "cap.front", front - at, "armhole.front")]
    for k in (1, 2):
        at = (back_mark + (k - 1) * DOUBLE_MM) * back / hole_back
        notches.append(Notch(f"cap.back.{k}", "cap.back", at, f"armhole.back.{k}"))
    notches.append(Notch("cap.top", "cap.back", back))
    under = by_id["under.front"].length_mm
    if under > 200.0:
        notches += [Notch(f"under.{s}.middle", f"under.{s}", under / 2, "under") for s in ("front", "back")]
    lines: list[InternalLine] = []
    drills: tuple[DrillHole, ...] = ()
    if slit > 0:
        x, y = by_id["cuff.back"].start
        lines.append(InternalLine("slit", "internal", (g.line((x, y), (x, y + slit)),)))
        notches.append(Notch("slit", "cuff.back", 0.0))
        drills = (DrillHole("slit.end", (x, y + slit), 1.0),)
        for before, edge, after in zip(edges, edges[1:], edges[2:], strict=False):
            if edge.role == "dart" and edge.id.endswith(".a"):
                notches.append(Notch(f"{edge.id[:-2]}.start", before.id, before.length_mm))
            elif edge.role == "dart":
                notches.append(Notch(f"{edge.id[:-2]}.end", after.id, 0.0))
    return Piece(
        id="sleeve",
        name="SLEEVE",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((0.0, -solved.under + 0.12 * solved.length), (0.0, solved.height - 0.15 * solved.length)),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=drills,
        label="Sleeve",
        annotation="CUT 2 SLEEVE (PAIR)",
        worn="sleeve",
    )


def _lower(path: Path, pleats: float, slit: float, seam: float, hem: float) -> list[Edge]:
    """The lower edge, front corner to back corner."""
    (x0, y), (x1, _) = path[0][0], path[-1][-1]
    if slit == 0:
        return [Edge("hem", path, hem, "6.03", "hem_mirror", "hem")]
    at_slit = x1 - SLIT_SHARE * (x1 - x0 - pleats)
    room = at_slit - x0 - pleats
    count = 0 if pleats < 1e-6 else 1 if pleats < 30.0 else 2 if pleats < 90.0 else 4
    stops: list[tuple[str, float]] = []  # sections from the slit towards the front: (role, length)
    for k in range(count):
        gap = min(30.0, 0.2 * room) if k == 0 else min(16.0, 0.1 * room)
        stops += [("cuff", gap), ("pleat", pleats / count)]
    stops.append(("cuff", at_slit - x0 - sum(length for _, length in stops)))
    edges: list[Edge] = []
    x, sections, folds = x0, 0, 0
    for role, length in reversed(stops):
        end = x + length
        if role == "cuff":
            sections += 1
            edges.append(Edge(f"cuff.{sections}", (g.line((x, y), (end, y)),), seam))
        else:
            folds += 1
            middle = (x + end) / 2
            edges.append(Edge(f"pleat.{folds}.a", (g.line((x, y), (middle, y)),), seam, "", role="dart"))
            edges.append(Edge(f"pleat.{folds}.b", (g.line((middle, y), (end, y)),), seam, "", role="dart"))
        x = end
    edges.append(Edge("cuff.back", (g.line((x, y), (x1, y)),), seam))
    return edges


def cuff(of: Piece, width: float, overlap: float, allowance: float, hole_mm: float) -> Piece:
    """The folded cuff with an underlap at the slit's back edge. Sewn edge at the bottom, fold in the middle."""
    length = sum(edge.length_mm for edge in of.edges if edge.id.startswith("cuff."))
    half, end, top = length / 2, length / 2 + overlap, 2 * width
    edges = (
        Edge("sew", (g.line((-half, 0.0), (half, 0.0)),), allowance),
        Edge("overlap", (g.line((half, 0.0), (end, 0.0)),), allowance),
        Edge("end.l", (g.line((end, 0.0), (end, top)),), allowance),
        Edge("sew.inner", (g.line((end, top), (-half, top)),), allowance),
        Edge("end.r", (g.line((-half, top), (-half, 0.0)),), allowance),
    )
    front = sum(edge.length_mm for edge in of.edges if edge.id.startswith("cuff.") and edge.id != "cuff.back")
    at: Point = (-half + 0.5 * overlap, width / 2)
    return Piece(
        id="cuff",
        name="CUFF",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((0.0, 0.3 * width), (0.0, 1.7 * width)),
        mirrored_pair=True,
        notches=(Notch("sew.under", "sew", front, depth_mm=3.0),),
        internals=(
            InternalLine("fold", "fold", (g.line((-half, width), (end, width)),)),
            buttonhole("buttonhole.1", at, hole_mm, 0.0),
        ),
        drills=(DrillHole("button.1", (half + overlap / 2, width / 2), 1.0),),
        label="Cuff",
        annotation="CUT 2 CUFF (PAIR), GRAIN ACROSS",
        worn="cuff",
    )


def slit_placket(slit: float, overlap: float, allowance: float) -> Piece:
    """The one-piece tower placket that finishes the slit: underlap, box, overlap with its peak."""
    under, box = 10.0, 10.0
    a, b, c, d = 2 * under, 2 * under + box, 2 * under + box + overlap, 2 * under + box + 2 * overlap
    low, shoulder, peak = slit + 8.0, slit + 16.0, slit + 16.0 + overlap / 2
    top: Path = (
        g.line((d, low), (c, low)), g.line((c, low), (c, shoulder)), g.line((c, shoulder), ((b + c) / 2, peak)),
        g.line(((b + c) / 2, peak), (b, shoulder)), g.line((b, shoulder), (b, low)), g.line((b, low), (0.0, low)),
    )  # fmt: skip
    edges = (
        Edge("end", (g.line((0.0, 0.0), (d, 0.0)),), allowance),
        Edge("side.over", (g.line((d, 0.0), (d, low)),), allowance),
        *(Edge(f"top.{k}", (segment,), allowance) for k, segment in enumerate(top, start=1)),
        Edge("side.under", (g.line((0.0, low), (0.0, 0.0)),), allowance),
    )
    lines = (
        InternalLine("fold.under", "internal", (g.line((under, 0.0), (under, low)),)),
        InternalLine("box", "internal", (g.line((a, 0.0), (a, slit)), g.line((a, slit), (b, slit)),
                                         g.line((b, slit), (b, 0.0)))),
        InternalLine("slit", "internal", (g.line(((a + b) / 2, 0.0), ((a + b) / 2, slit - box / 2)),)),
        InternalLine("fold.over", "internal", (g.line((c, 0.0), (c, low)),)),
    )  # fmt: skip
    return Piece(
        id="sleeve_placket",
        name="SLEEVE PLACKET",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain(((b + c) / 2, 0.2 * slit), ((b + c) / 2, 0.9 * slit)),
        mirrored_pair=True,
        internals=lines,
        printed=False,
        label="Sleeve placket",
        annotation="CUT 2 SLEEVE PLACKET (PAIR)",
        worn="inside",
    )


def seams(sleeve_piece: Piece) -> list[Seam]:
    """Cap, underarm, pleats and cuff on both sides."""
    found = []
    sections = [edge.id for edge in sleeve_piece.edges if edge.id.startswith("cuff.") and edge.id != "cuff.back"]
    folds = sorted({edge.id[:-2] for edge in sleeve_piece.edges if edge.id.startswith("pleat.")})
    for copy, (suffix, side) in enumerate((("l", "left"), ("r", "right"))):
        found.append(
            Seam(
                f"sleeve.{suffix}", f"{side} sleeve seam", (EdgeRef("sleeve", "under.front", False, copy),),
                (EdgeRef("sleeve", "under.back", True, copy),),
            )
        )  # fmt: skip
        for fold in folds:
            first, second = EdgeRef("sleeve", f"{fold}.a", False, copy), EdgeRef("sleeve", f"{fold}.b", True, copy)
            found.append(Seam(f"{fold}.{suffix}", f"{side} sleeve {fold.replace('.', ' ')}", (first,), (second,)))
        if sections:
            chain = [EdgeRef("sleeve", id, True, copy) for id in reversed(sections)]
            chain.append(EdgeRef("sleeve", "cuff.back", True, copy))
            sew, over = EdgeRef("cuff", "sew", False, copy), EdgeRef("cuff", "overlap", False, copy)
            inner = EdgeRef("cuff", "sew.inner", True, copy)
            found.append(Seam(f"cuff.{suffix}", f"{side} cuff", (sew,), tuple(chain)))
            found.append(Seam(f"cuff.fold.{suffix}", f"{side} cuff fold", (sew, over), (inner,)))
    return found
