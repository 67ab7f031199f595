"""What the checks read off a pattern, from its geometry alone: never from the drafter."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely.geometry import LinearRing, Polygon
from shapely.geometry.base import BaseGeometry

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Finding, Place, Status, Topic
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import Edge, EdgeRef, KeyDimension, Notch, Pattern, Piece, Seam, Span
from ampc_desktop.garment.checks.girths import across_mm, level_of, swung_back
from ampc_desktop.garment.naming import edge_words, place_words, uncapped


@dataclass(frozen=True)
class Rule:
    """One check as the table states it: at most `limit` passes, beyond `fail_limit` fails, between warns."""

    number: int
    id: str
    name: str
    topic: Topic
    limit: float
    fail_limit: float
    unit: str


_NOWHERE = Place()
IN_MM = 0.05
"""A mark that leaves its piece by less lies on the sew line."""


@dataclass(frozen=True)
class Reading:
    """One value a check took, and where. text says what it is, without the number."""

    value: float
    text: str
    place: Place = _NOWHERE


def status_of(value: float, rule: Rule) -> Status:
    if not value <= rule.fail_limit + 1e-9:
        return "fail"
    return "pass" if value <= rule.limit + 1e-9 else "warn"


def judged(rule: Rule, readings: Iterable[Reading], nothing: str, good: str = "") -> CheckResult:
    """The result of a check: the worst reading speaks, every one beyond the limit is a finding.

    nothing : why it is skipped when there is nothing to read; good: summary when all is well.
    """
    taken = list(readings)
    if not taken:
        return CheckResult(
            rule.number, rule.id, rule.name, rule.topic, "skip", 0.0, rule.limit, rule.fail_limit, rule.unit, nothing
        )
    taken.sort(key=lambda reading: -_rank(reading.value))
    worst = taken[0]
    status = status_of(worst.value, rule)
    findings = tuple(
        Finding(status_of(reading.value, rule), reading.text, reading.value, reading.place)
        for reading in taken
        if status_of(reading.value, rule) != "pass"
    )
    if status == "pass":
        summary = good or f"{len(taken)} places, worst {_amount(worst.value, rule.unit)} ({worst.text})"
    else:
        more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
        limit = f", limit {_amount(rule.limit, rule.unit)}" if rule.unit else ""
        said = f"{_amount(worst.value, rule.unit)} " if rule.unit else ""
        summary = f"{said}{worst.text}{limit}{more}"
    return CheckResult(
        rule.number, rule.id, rule.name, rule.topic, status, worst.value, rule.limit, rule.fail_limit, rule.unit,
        summary, worst.place if status != "pass" else Place(), findings,
    )  # fmt: skip


def _rank(value: float) -> float:
    return math.inf if math.isnan(value) else value


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}".strip() if math.isfinite(value) else "no value"


@dataclass(frozen=True)
class Read:
    """A pattern with the polygons every check needs, made once."""

    pattern: Pattern

    @cached_property
    def sew(self) -> dict[str, Polygon]:
        return {piece.id: Polygon(piece.sew_ring) for piece in self.pattern.pieces if _finite(piece)}

    @cached_property
    def cut(self) -> dict[str, Polygon]:
        return {piece.id: Polygon(piece.cut_ring) for piece in self.pattern.pieces if len(piece.cut) >= 3}

    @cached_property
    def _rooms(self) -> dict[str, Polygon]:
        return {}

    def holds(self, piece: str, mark: BaseGeometry) -> bool:
        """Whether a mark lies inside a piece's sew line, within IN_MM."""
        if self.sew[piece].contains(mark):
            return True
        if piece not in self._rooms:
            self._rooms[piece] = self.sew[piece].buffer(IN_MM)
        return bool(self._rooms[piece].contains(mark))

    @cached_property
    def cut_rings(self) -> dict[str, LinearRing]:
        return {piece.id: LinearRing(piece.cut_ring) for piece in self.pattern.pieces if len(piece.cut) >= 3}

    def said(self, piece: str, item: str = "") -> str:
        """A piece, or an edge, dart or mark of it, as pattern makers say it inside a sentence: "front, hem"."""
        return uncapped(place_words(self.pattern, piece, item)) if piece else uncapped(edge_words(item))

    def seams(self) -> Iterable[Seam]:
        """Seams all of whose edges exist."""
        return (seam for seam in self.pattern.seams if all(self.edge(ref) for ref in (*seam.a, *seam.b)))

    def edge(self, ref: EdgeRef) -> Edge | None:
        try:
            return self.pattern.resolve(ref)
        except KeyError:
            return None

    def walked(self, chain: tuple[EdgeRef, ...]) -> float:
        """Length of a chain walked along its flattened edges, mm."""
        return sum(g.polyline_length(self.pattern.resolve(ref).polyline) for ref in chain)

    def middle(self, ref: EdgeRef) -> Place:
        """The middle of an edge, to light up."""
        line = self.pattern.resolve(ref).polyline
        return Place(ref.piece, ref.edge, g.point_at(line, g.polyline_length(line) / 2))

    def notch_positions(self, chain: tuple[EdgeRef, ...]) -> list[tuple[str, float, str, Notch]]:
        """(pair, arc length from the chain's start, piece, notch) of every paired notch along a chain."""
        found, gone = [], 0.0
        for ref in chain:
            piece, edge = self.pattern.piece(ref.piece), self.pattern.resolve(ref)
            for notch in piece.notches:
                if notch.edge == ref.edge and notch.pair:
                    at = edge.length_mm - notch.at_mm if ref.reverse else notch.at_mm
                    found.append((notch.pair, gone + at, ref.piece, notch))
            gone += edge.length_mm
        return found


def _finite(piece: Piece) -> bool:
    return len(piece.sew_ring) >= 3 and bool(np.isfinite(piece.sew_ring).all())


def tangent_out(edge: Edge) -> Point:
    """Direction at the start of an edge, from its curve."""
    return _direction([p for segment in edge.path for p in segment])


def tangent_in(edge: Edge) -> Point:
    """Direction back along an edge from its end, from its curve."""
    return _direction([p for segment in edge.path for p in segment][::-1])


def _direction(points: list[Point]) -> Point:
    start = points[0]
    for point in points[1:]:
        if g.distance(start, point) > 1e-9:
            return (point[0] - start[0], point[1] - start[1])
    return (1.0, 0.0)


def interior_deg(before: Edge, after: Edge) -> float:
    """Interior angle of the piece at the corner between two neighbouring edges, degrees."""
    b, a = tangent_in(before), tangent_out(after)
    return math.degrees(math.atan2(b[1], b[0]) - math.atan2(a[1], a[0])) % 360.0


def neighbours(piece: Piece, edge_id: str) -> tuple[Edge, Edge]:
    """The edges before and after one edge."""
    i = next(k for k, edge in enumerate(piece.edges) if edge.id == edge_id)
    return piece.edges[i - 1], piece.edges[(i + 1) % len(piece.edges)]


def span_mm(pattern: Pattern, span: Span) -> float:
    """The length of one span, read off its piece. Raises KeyError for a piece or edge that is missing."""
    piece = pattern.piece(span.piece)
    if span.kind == "edge":
        return span.times * g.polyline_length(piece.edge(span.edge).polyline)
    if span.kind == "across":
        return span.times * across_mm(piece, span.at_mm, level_of(piece, span))
    start = swung_back(piece, piece.edge(span.edge).start, span.swings, "edge")
    end = swung_back(piece, piece.edge(span.to_edge).start, span.swings, "to_edge")
    return span.times * (g.distance(start, end) if span.kind == "between" else abs(start[1] - end[1]))


def finished_mm(pattern: Pattern, dimension: KeyDimension) -> float | None:
    """A finished measure as the pieces have it now; None where an edge of it is gone."""
    try:
        return sum(span_mm(pattern, span) for span in dimension.spans)
    except KeyError:
        return None
