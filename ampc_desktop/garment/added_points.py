"""Points added to a drafted edge: the same points put on the drafts, so that every part of the curve has its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point, Segment
from ampc_desktop.core.pattern import Edge, Piece

NEAR_MM = 40.0
"""A joint of the draft that was moved farther is not known again."""
MOST_POINTS = 12
"""An edge with more points than that was drawn anew."""
END_SHARE = 1e-3

Place = tuple[int, float]
"""A segment of the draft's edge and the parameter of the curve there."""


def with_points(piece: Piece, source: Piece, others: Mapping[str, Piece]) -> tuple[Piece, dict[str, Piece]]:
    """The draft of a corrected piece, and its drafts in other sizes, with the points that were added to the piece.

    Shapes stay as drafted: an added point parts a curve at the same place of it in every size. Edges that are not the
    draft's with points added stay as they are.
    """
    sizes = dict(others)
    for edge in piece.edges:
        drafted = next((one for one in source.edges if one.id == edge.id), None)
        places = _added(edge, drafted) if drafted is not None else ()
        if drafted is None or not places:
            continue
        source = source.with_edge(replace(drafted, path=_parted(drafted.path, places)))
        for name, other in sizes.items():
            there = next((one for one in other.edges if one.id == edge.id), None)
            if there is not None and len(there.path) == len(drafted.path):
                sizes[name] = other.with_edge(replace(there, path=_parted(there.path, places)))
    return source, sizes


def _added(edge: Edge, drafted: Edge) -> tuple[Place, ...]:
    """Where on the drafted edge the points lie that the edge has besides the drafted ones; none where it is another."""
    joints = [segment[0] for segment in edge.path[1:]]
    known = [segment[0] for segment in drafted.path[1:]]
    ends = max(g.distance(edge.start, drafted.start), g.distance(edge.end, drafted.end))
    if not len(known) < len(joints) <= MOST_POINTS or ends > NEAR_MM:
        return ()

    def off(kept: Sequence[int]) -> float:
        return sum(g.distance(joints[k], at) for k, at in zip(kept, known, strict=True))

    kept = min(combinations(range(len(joints)), len(known)), key=off)
    if any(g.distance(joints[k], at) > NEAR_MM for k, at in zip(kept, known, strict=True)):
        return ()
    places = [
        (sum(one < k for one in kept), _parameter(drafted.path[sum(one < k for one in kept)], joint))
        for k, joint in enumerate(joints)
        if k not in kept
    ]
    return tuple(places) if places == sorted(set(places)) else ()


def _parameter(segment: Segment, point: Point) -> float:
    """The parameter of the place of a segment nearest to a point, inside it."""
    line = g.flatten_segment(segment, 0.002)
    at, _ = g.nearest_on(line, point)
    share = min(max(at / max(g.polyline_length(line), 1e-9), END_SHARE), 1.0 - END_SHARE)
    return g.segment_parameter_at(segment, share * g.segment_length(segment))


def _parted(path: Path, places: Sequence[Place]) -> Path:
    """A path with its segments parted at parameters in their order."""
    made: list[Segment] = []
    for k, segment in enumerate(path):
        done = 0.0
        for t in (t for which, t in places if which == k):
            first, segment = g.split_segment(segment, (t - done) / (1.0 - done))
            made.append(first)
            done = t
        made.append(segment)
    return tuple(made)
