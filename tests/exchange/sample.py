"""A small hand-built garment: a drop-shoulder tee with a pair of sleeves and a rib band, made to any measure."""

from __future__ import annotations

import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import (
    DrillHole,
    Edge,
    EdgeRef,
    Grain,
    InternalLine,
    KeyDimension,
    Notch,
    Pattern,
    Piece,
    Seam,
    Span,
)


def _cut(edges: tuple[Edge, ...], allowance: float) -> tuple[tuple[g.Point, ...], tuple[int, ...]]:
    """A mitred cut line for one width, and the indices of its corners."""
    ring = [p for edge in edges for p in g.as_points(edge.polyline[:-1])]
    out = shapely.Polygon(ring).buffer(allowance, join_style="mitre", mitre_limit=4.0)
    points = g.as_points(list(shapely.geometry.polygon.orient(out).exterior.coords)[:-1])
    turns = []
    for i, point in enumerate(points):
        if abs(g.turn_deg(points[i - 1], point, points[(i + 1) % len(points)]) - 180.0) > 20.0:
            turns.append(i)
    return points, tuple(turns)


def _piece(id: str, name: str, quantity: int, edges: tuple[Edge, ...], height: float, **more: object) -> Piece:
    cut, turns = _cut(edges, 10.0)
    x = sum(edge.start[0] for edge in edges) / len(edges)
    grain = Grain((x, 0.25 * height), (x, 0.75 * height))
    return Piece(id, name, "shell", quantity, edges, grain, cut=cut, cut_turns=turns, **more)  # type: ignore[arg-type]


def _body(id: str, name: str, half: float, length: float, drop: float, sleeve_half: float) -> Piece:
    neck, tip = 85.0, 20.0
    armhole = (half, length - tip - sleeve_half)
    shoulder = (half, length - tip)
    corners = [(-half, 0.0), (half, 0.0), armhole, shoulder, (neck, length), (-neck, length)]
    left = [(-x, y) for x, y in (shoulder, armhole)]
    scoop = g.cubic((neck, length), (neck * 0.9, length - drop), (-neck * 0.9, length - drop), (-neck, length))
    edges = (
        Edge("hem", (g.line(corners[0], corners[1]),), 10.0, role="hem"),
        Edge("side.r", (g.line(corners[1], armhole),), 10.0),
        Edge("armhole.r", (g.line(armhole, shoulder),), 10.0),
        Edge("shoulder.r", (g.line(shoulder, corners[4]),), 10.0),
        Edge("neck", (scoop,), 10.0),
        Edge("shoulder.l", (g.line(corners[5], left[0]),), 10.0),
        Edge("armhole.l", (g.line(left[0], left[1]),), 10.0),
        Edge("side.l", (g.line(left[1], corners[0]),), 10.0),
    )
    middle = edges[2].length_mm / 2
    return _piece(
        id,
        name,
        1,
        edges,
        length,
        notches=(
            Notch("armhole.r.balance", "armhole.r", middle, f"armhole.{id}"),
            Notch("armhole.l.balance", "armhole.l", middle, f"armhole.{id}", "v", 5.0, 4.0),
        ),
        internals=(InternalLine("centre", "centre", (g.line((0.0, 20.0), (0.0, length - drop - 20.0)),)),),
        drills=(DrillHole("pocket", (-half / 2, length * 0.6), 3.0),),
        symmetric=True,
    )


def tee(chest: float = 1040.0, length: float = 700.0, sleeve: float = 220.0) -> Pattern:
    """Four pieces of shell and rib: chest girth of the garment, length, sleeve length, mm."""
    half, sleeve_half = chest / 4, 230.0
    front = _body("front", "FRONT", half, length, 100.0, sleeve_half)
    back = _body("back", "BACK", half, length, 30.0, sleeve_half)
    w, cuff = sleeve_half, sleeve_half * 0.8
    sleeve_edges = (
        Edge("hem", (g.line((-cuff, 0.0), (cuff, 0.0)),), 10.0, role="hem"),
        Edge("under.r", (g.line((cuff, 0.0), (w, sleeve)),), 10.0),
        Edge(
            "cap",
            (
                g.cubic((w, sleeve), (w * 0.6, sleeve + 6), (w * 0.4, sleeve + 14), (0.0, sleeve + 14)),
                g.cubic((0.0, sleeve + 14), (-w * 0.4, sleeve + 14), (-w * 0.6, sleeve), (-w, sleeve)),
            ),
            10.0,
        ),
        Edge("under.l", (g.line((-w, sleeve), (-cuff, 0.0)),), 10.0),
    )
    sleeves = _piece(
        "sleeve",
        "SLEEVE",
        2,
        sleeve_edges,
        sleeve,
        mirrored_pair=True,
        notches=(Notch("cap.top", "cap", sleeve_edges[2].length_mm / 2, "shoulder"),),
    )
    opening = front.edge("neck").length_mm + back.edge("neck").length_mm
    band = 0.85 * opening
    corners = [(0.0, 0.0), (40.0, 0.0), (40.0, band), (0.0, band)]
    names = ("end.b", "sew.r", "end.t", "sew.l")
    band_edges = tuple(Edge(n, (g.line(corners[i], corners[(i + 1) % 4]),), 10.0) for i, n in enumerate(names))
    cut, turns = _cut(band_edges, 10.0)
    rib = Piece(
        "neckband",
        "NECKBAND",
        "rib",
        1,
        band_edges,
        Grain((20.0, 0.25 * band), (20.0, 0.75 * band)),
        cut=cut,
        cut_turns=turns,
        printed=False,
    )
    ref = EdgeRef
    seams = (
        Seam("side.r", "Side seam", (ref("front", "side.r"),), (ref("back", "side.l", True),)),
        Seam("side.l", "Side seam", (ref("front", "side.l"),), (ref("back", "side.r", True),)),
        Seam("shoulder.r", "Shoulder", (ref("front", "shoulder.r"),), (ref("back", "shoulder.l", True),)),
        Seam("shoulder.l", "Shoulder", (ref("front", "shoulder.l"),), (ref("back", "shoulder.r", True),)),
        Seam("armhole.r", "Armhole", (ref("front", "armhole.r"), ref("back", "armhole.l")), (ref("sleeve", "cap"),)),
        Seam(
            "armhole.l",
            "Armhole",
            (ref("front", "armhole.l"), ref("back", "armhole.r")),
            (ref("sleeve", "cap", copy=1),),
        ),
        Seam("under.r", "Underarm", (ref("sleeve", "under.r"),), (ref("sleeve", "under.l", True),)),
        Seam("under.l", "Underarm", (ref("sleeve", "under.r", copy=1),), (ref("sleeve", "under.l", True, 1),)),
        Seam(
            "neck",
            "Neckband",
            (ref("neckband", "sew.r"),),
            (ref("front", "neck"), ref("back", "neck")),
            ease_mm=band - opening,
            kind="stretched",
        ),
    )
    chest_dimension = KeyDimension(
        "chest",
        "Chest",
        chest - 120.0,
        120.0,
        (Span("front", "across", at_mm=300.0), Span("back", "across", at_mm=300.0)),
    )
    return Pattern(
        "tshirt",
        "RELAXED-TEE",
        "MTM",
        (front, back, sleeves, rib),
        seams,
        (chest_dimension,),
        {"front": 1, "back": 1, "sleeve": 2, "neckband": 1},
        {"bust": chest - 120.0},
        {"sleeve": "short", "fit": "relaxed"},
        {"opening_mm": opening},
    )
