"""Pattern, Piece, Edge, Seam, Notch: a sewing pattern with identities that survive redrafts.

Ids are role-based ("front", "armhole.l", "armhole.l.balance"), never random, so that edits, checks and
exports can name a place and find it again after every slider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point

NotchKind = Literal["slit", "v", "t", "castle", "check", "u"]
CornerKind = Literal["mitre", "bevel", "square_first", "square_second", "hem_mirror", "cap"]
SeamKind = Literal["plain", "eased", "gathered", "stretched"]
InternalKind = Literal["centre", "fold", "dart", "placement", "internal"]


WORN = (
    "front", "back", "leg.front", "leg.back", "yoke", "sleeve", "neckband", "waistband", "armband", "cuff", "hem_band",
    "stand", "collar", "hood", "patch", "inside",
)  # fmt: skip
"""Places of a piece on the body. "patch" lies on the piece it is sewn on; "inside" (facing, placket, interfacing) is
not draped."""


@dataclass(frozen=True)
class Edge:
    """One side of a piece's sew line, from corner to corner, counter-clockwise.

    id             : role within the piece, e.g. "side.l", "waist.1".
    path           : chain of lines and cubics, start to end, mm.
    allowance_mm   : seam allowance outside this edge; 0 on a fold or a bound edge.
    seam_class     : ISO 4916 class, e.g. "1.01"; "" for folds and dart mouths.
    corner         : shape of the allowance at this edge's END corner.
    role           : what it is for the eye and the checks: seam, hem, fold, opening, dart.
    """

    id: str
    path: Path
    allowance_mm: float
    seam_class: str = "1.01"
    corner: CornerKind = "mitre"
    role: Literal["seam", "hem", "fold", "opening", "dart"] = "seam"

    @property
    def start(self) -> Point:
        return self.path[0][0]

    @property
    def end(self) -> Point:
        return self.path[-1][-1]

    @cached_property
    def length_mm(self) -> float:
        """Arc length of the sew line."""
        return g.path_length(self.path)

    @cached_property
    def polyline(self) -> Array:
        """Sew line as (n, 2), both ends included."""
        return g.flatten(self.path)


@dataclass(frozen=True)
class Notch:
    """A balance mark on an edge.

    id    : role within the piece, e.g. "armhole.l.balance".
    at_mm : arc length on the sew line from the start of the edge.
    pair  : name shared by the notches that meet when sewn, e.g. "armhole.front".
    depth_mm, width_mm : size of the cut into the allowance.
    """

    id: str
    edge: str
    at_mm: float
    pair: str = ""
    kind: NotchKind = "slit"
    depth_mm: float = 4.0
    width_mm: float = 0.0


@dataclass(frozen=True)
class Grain:
    """Grain line, mm in piece coordinates. one_way: the piece may not be turned by 180 degrees."""

    start: Point
    end: Point
    tolerance_deg: float = 0.0
    one_way: bool = False


@dataclass(frozen=True)
class InternalLine:
    """A line inside a piece. A closed line of kind "dart" is a dart with two points, sewn along both of its sides."""

    id: str
    kind: InternalKind
    path: Path


@dataclass(frozen=True)
class DrillHole:
    id: str
    at: Point
    diameter_mm: float = 2.0


@dataclass(frozen=True)
class Dart:
    """A dart folded out of an edge: its mouth is an edge of role "dart" (leg, peak of the fold, leg).

    The legs run from mouth.start to apex and from apex to mouth.end. The sew line passes along the mouth.
    closes : start, pivot and end of the legs that swing together when it is closed, each as (u, v):
             apex + u (mouth.start - apex) + v (mouth.end - apex). The point of a dart may be moved; what the cloth
             swings about is not.
    """

    id: str
    mouth: str
    apex: Point
    closes: tuple[Point, Point, Point] = ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0))


@dataclass(frozen=True)
class Piece:
    """One pattern piece as cut: unfolded, sew line as edges, cut line outside it.

    id            : role, e.g. "front", "sleeve".
    name          : what is printed on it: ASCII, at most 20 characters, unique in the pattern.
    material      : role of the cloth, "shell", "rib", "lining", "fusible".
    quantity      : pieces cut per garment; mirrored_pair: the second one is the mirror image.
    edges         : sew line, counter-clockwise, end of one = start of the next.
    cut           : cut line as a closed ring without repeated end, counter-clockwise, mm.
    cut_turns     : indices of the corners (turn points) in `cut`.
    printed       : the print is placed on it.
    symmetric     : mirror-symmetric in the vertical line x = symmetry_x.
    worn          : where on the body it goes, see WORN; "" = its id says so.
    on_fold       : cut on the fold of the cloth; shown and exported as half a piece.
    """

    id: str
    name: str
    material: str
    quantity: int
    edges: tuple[Edge, ...]
    grain: Grain
    mirrored_pair: bool = False
    cut: tuple[Point, ...] = ()
    cut_turns: tuple[int, ...] = ()
    notches: tuple[Notch, ...] = ()
    internals: tuple[InternalLine, ...] = ()
    drills: tuple[DrillHole, ...] = ()
    darts: tuple[Dart, ...] = ()
    printed: bool = True
    symmetric: bool = False
    symmetry_x: float = 0.0
    label: str = ""
    annotation: str = ""
    worn: str = ""
    on_fold: bool = False

    def edge(self, id: str) -> Edge:
        """Raises KeyError naming piece and edge."""
        for edge in self.edges:
            if edge.id == id:
                return edge
        raise KeyError(f"{self.id}.{id}")

    def notch(self, id: str) -> Notch:
        for notch in self.notches:
            if notch.id == id:
                return notch
        raise KeyError(f"{self.id}.{id}")

    @cached_property
    def sew_ring(self) -> Array:
        """Sew line as a closed ring (n, 2) without repeated end."""
        return np.concatenate([edge.polyline[:-1] for edge in self.edges])

    @cached_property
    def cut_ring(self) -> Array:
        """Cut line as a closed ring (n, 2) without repeated end."""
        return np.asarray(self.cut, dtype=np.float64).reshape(-1, 2)

    @property
    def cut_area_mm2(self) -> float:
        return abs(g.signed_area(self.cut_ring))

    def with_edge(self, changed: Edge) -> Piece:
        return replace(self, edges=tuple(changed if edge.id == changed.id else edge for edge in self.edges))


@dataclass(frozen=True)
class EdgeRef:
    """One edge as it is sewn. copy 1 = the mirrored second piece of a pair; reverse = walked end to start."""

    piece: str
    edge: str
    reverse: bool = False
    copy: int = 0


@dataclass(frozen=True)
class Seam:
    """Two chains of edges sewn together, both listed from the same end.

    ease_mm : planned length(a) − length(b); stretched bands have a negative ease and kind "stretched".
    """

    id: str
    label: str
    a: tuple[EdgeRef, ...]
    b: tuple[EdgeRef, ...]
    ease_mm: float = 0.0
    kind: SeamKind = "plain"


@dataclass(frozen=True)
class Swing:
    """A dart turned to where it is swung a part of its piece: what lay there is read as it was before.

    point : which end of a span lies in the part, "edge" or "to_edge"; the start of a level counts as "edge".
    turns : by how often the dart's angle it is turned back about the apex, counter-clockwise when positive.
    """

    dart: str
    point: Literal["edge", "to_edge"]
    turns: float


@dataclass(frozen=True)
class Span:
    """A length read off one piece's geometry, times the number of times it counts in the garment.

    kind "edge"   : arc length of `edge` (darts in it excluded: their mouths are edges of their own).
    kind "across" : from side to side of the sew line at height `at_mm` (piece y), dart widths there subtracted.
    kind "between": straight distance from start of `edge` to start of `to_edge`.
    kind "down"   : difference of y between start of `edge` and start of `to_edge`.
    swings        : turned darts that moved its ends. at_x_mm: where a level across is level; None: at the centre.
    """

    piece: str
    kind: Literal["edge", "across", "between", "down"]
    edge: str = ""
    to_edge: str = ""
    at_mm: float = 0.0
    times: float = 1.0
    swings: tuple[Swing, ...] = ()
    at_x_mm: float | None = None


@dataclass(frozen=True)
class KeyDimension:
    """A finished dimension promised to the customer: body + ease, read off the pieces by its spans, mm.

    Lengths are of no body part: their body_mm is 0 and the ease is all of it.
    """

    id: str
    label: str
    body_mm: float
    ease_mm: float
    spans: tuple[Span, ...]

    @property
    def target_mm(self) -> float:
        return self.body_mm + self.ease_mm


@dataclass(frozen=True)
class GradeRule:
    """Movement of one point per size relative to the base size: (size, dx, dy), mm."""

    piece: str
    point: str
    deltas: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Notion:
    """Something sewn in that is not cloth: buttons, zips, elastic, cord.

    kind     : entry of the price list, e.g. "button", "zip", "elastic", "cord", "eyelet", "hook_and_bar".
    quantity : pieces, or metres when unit is "m". minutes: standard minutes to set all of them.
    """

    kind: str
    label: str
    quantity: float
    unit: Literal["pc", "m"] = "pc"
    minutes: float = 0.0


@dataclass(frozen=True)
class Pattern:
    """A whole garment pattern with what it was drafted from.

    recipe      : pieces every garment of this family must have: piece id -> quantity.
    measures    : snapshot of the body values used, mm.
    options     : snapshot of the resolved options used.
    head_girth_mm, opening stretch etc. live in `facts`: named numbers the checks need.
    notions     : what is sewn in besides cloth.
    """

    family: str
    style: str
    size: str
    pieces: tuple[Piece, ...]
    seams: tuple[Seam, ...]
    key_dimensions: tuple[KeyDimension, ...] = ()
    recipe: Mapping[str, int] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str | float | bool] = field(default_factory=dict)
    facts: Mapping[str, float] = field(default_factory=dict)
    grade_rules: tuple[GradeRule, ...] = ()
    sources: tuple[str, ...] = ()
    notions: tuple[Notion, ...] = ()

    def piece(self, id: str) -> Piece:
        """Raises KeyError naming the piece."""
        for piece in self.pieces:
            if piece.id == id:
                return piece
        raise KeyError(id)

    def with_piece(self, changed: Piece) -> Pattern:
        return replace(self, pieces=tuple(changed if piece.id == changed.id else piece for piece in self.pieces))

    def resolve(self, ref: EdgeRef) -> Edge:
        """The edge a seam names. Raises KeyError naming it."""
        return self.piece(ref.piece).edge(ref.edge)

    def chain_length_mm(self, chain: tuple[EdgeRef, ...]) -> float:
        """Sewn length of a chain of edges."""
        return sum(self.resolve(ref).length_mm for ref in chain)
