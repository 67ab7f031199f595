"""Every check passes on our drafts and catches the fault it is there for, at the place where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, readiness
from ampc_desktop.core.edit import Conflict, PatternEdit
from ampc_desktop.core.pattern import Edge, Grain, InternalLine, Notch, Pattern
from ampc_desktop.garment import run_checks, with_cut_lines
from tests.garment.bodies import made


def by_number(pattern: Pattern) -> dict[int, CheckResult]:
    return {check.number: check for check in run_checks(pattern)}


TEE = made("tshirt", sleeve="long")
SKIRT = made("straight_skirt", length="midi")


@pytest.mark.parametrize("pattern", [TEE, SKIRT, made("tshirt", sleeve="sleeveless", neckline="v")])
def test_our_drafts_are_ready(pattern: Pattern) -> None:
    checks = run_checks(pattern)
    assert [check.number for check in checks] == list(range(1, 16))
    assert readiness(checks).status == "ready"
    for check in checks:
        assert check.summary and check.name
        assert (check.status == "skip") == (check.summary.startswith("no "))


def edge_changed(pattern: Pattern, piece: str, edge: str, change: Callable[[Edge], Edge]) -> Pattern:
    found = pattern.piece(piece)
    return pattern.with_piece(found.with_edge(change(found.edge(edge))))


def moved_start(edge: Edge, dx: float, dy: float) -> Edge:
    first = edge.path[0]
    start = (first[0][0] + dx, first[0][1] + dy)
    return replace(edge, path=((start, *first[1:]), *edge.path[1:]))


def gap(pattern: Pattern) -> Pattern:
    return edge_changed(pattern, "front", "side.l", lambda e: moved_start(e, 0.0, 0.5))


def crossing(pattern: Pattern) -> Pattern:
    far = lambda e: replace(e, path=(g.line(e.start, (900.0, 900.0)), g.line((900.0, 900.0), e.end)))  # noqa: E731
    return edge_changed(pattern, "front", "shoulder.r", far)


def stray_line(pattern: Pattern) -> Pattern:
    front = pattern.piece("front")
    line = InternalLine("stray", "internal", (g.line((0.0, -300.0), (2000.0, -300.0)),))
    return pattern.with_piece(replace(front, internals=(*front.internals, line)))


def no_sleeve(pattern: Pattern) -> Pattern:
    return replace(pattern, pieces=tuple(p for p in pattern.pieces if p.id != "sleeve"))


def one_sleeve(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("sleeve"), quantity=1))


def long_shoulder(pattern: Pattern) -> Pattern:
    piece = pattern.piece("back")
    out, at = piece.edge("shoulder.l"), piece.edge("armhole.l")
    tip = (out.end[0] - 4.0, out.end[1])
    changed = piece.with_edge(replace(out, path=(g.line(out.start, tip),)))
    return pattern.with_piece(changed.with_edge(replace(at, path=((tip, *at.path[0][1:]), *at.path[1:]))))


def slid_notch(pattern: Pattern) -> Pattern:
    sleeve = pattern.piece("sleeve")
    notch = sleeve.notch("cap.front.1")
    others = tuple(n for n in sleeve.notches if n.id != notch.id)
    return pattern.with_piece(replace(sleeve, notches=(*others, replace(notch, at_mm=notch.at_mm + 3.0))))


def lone_notch(pattern: Pattern) -> Pattern:
    sleeve = pattern.piece("sleeve")
    return pattern.with_piece(replace(sleeve, notches=(*sleeve.notches, Notch("x", "hem", 20.0, "nobody"))))


def tight_neck(pattern: Pattern) -> Pattern:
    return replace(pattern, facts={**pattern.facts, "head_girth_mm": 700.0})


def wrong_promise(pattern: Pattern) -> Pattern:
    first, *rest = pattern.key_dimensions
    return replace(pattern, key_dimensions=(replace(first, ease_mm=first.ease_mm + 6.0), *rest))


def thin_allowance(pattern: Pattern) -> Pattern:
    return edge_changed(pattern, "front", "side.l", lambda e: replace(e, allowance_mm=9.0))


def no_cut(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("front"), cut=()))


def deep_notch(pattern: Pattern) -> Pattern:
    front = pattern.piece("front")
    return pattern.with_piece(replace(front, notches=tuple(replace(n, depth_mm=7.0) for n in front.notches)))


def bent_corner(pattern: Pattern) -> Pattern:
    def tilt(e: Edge) -> Edge:
        a, b, c, d = e.path[-1]
        return replace(e, path=(*e.path[:-1], (a, b, (c[0] - 20.0, c[1]), d)))

    return edge_changed(pattern, "front", "armhole.l", tilt)


def off_grain(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("back"), grain=Grain((0.0, -400.0), (40.0, -200.0))))


def short_grain(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("back"), grain=Grain((0.0, -400.0), (0.0, -390.0))))


def lopsided(pattern: Pattern) -> Pattern:
    piece = pattern.piece("front")
    side, hem = piece.edge("side.l"), piece.edge("hem")
    corner = (hem.end[0] + 1.0, hem.end[1])
    piece = piece.with_edge(replace(hem, path=(g.line(hem.start, corner),)))
    return with_cut_lines(pattern.with_piece(piece.with_edge(moved_start(side, 1.0, 0.0))))


def coarse(pattern: Pattern) -> Pattern:
    piece = pattern.piece("front")
    edge = piece.edge("armhole.l")
    rough = replace(edge)
    rough.__dict__["polyline"] = edge.polyline[[0, len(edge.polyline) // 2, -1]]  # a flattening gone wrong
    return pattern.with_piece(piece.with_edge(rough))


def long_name(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("front"), name="FRONT BODICE WITH POCKET"))


def same_name(pattern: Pattern) -> Pattern:
    return pattern.with_piece(replace(pattern.piece("front"), name="BACK"))


FAULTS = [
    (gap, 1, "front", "side.l"),
    (crossing, 2, "front", ""),
    (stray_line, 2, "front", "stray"),
    (no_sleeve, 3, "sleeve", ""),
    (one_sleeve, 3, "sleeve", ""),
    (long_shoulder, 4, "front", "shoulder.l"),
    (slid_notch, 5, "sleeve", "cap.front.1"),
    (lone_notch, 5, "sleeve", "x"),
    (tight_neck, 7, "", ""),
    (wrong_promise, 8, "front", ""),
    (thin_allowance, 9, "front", "side.l"),
    (no_cut, 9, "front", ""),
    (deep_notch, 9, "front", ""),
    (bent_corner, 10, "front", "shoulder.l"),
    (off_grain, 11, "back", "grain"),
    (short_grain, 11, "back", "grain"),
    (lopsided, 13, "front", ""),
    (coarse, 14, "front", "armhole.l"),
    (long_name, 15, "front", ""),
    (same_name, 15, "", ""),
]


@pytest.mark.parametrize(("fault", "number", "piece", "item"), FAULTS, ids=[f[0].__name__ for f in FAULTS])
def test_fault_is_found(fault: Callable[[Pattern], Pattern], number: int, piece: str, item: str) -> None:
    assert by_number(TEE)[number].status == "pass"
    check = by_number(fault(TEE))[number]
    assert check.status == "fail" and check.findings
    places = [finding.place for finding in check.findings]
    assert check.where in places
    assert any(p.piece == piece or not piece for p in places)
    assert any(p.item == item or not item for p in places)


def test_cap_check_reads_each_half() -> None:
    """A cap 4 mm longer in front and 4 mm shorter behind is caught although the sum agrees."""
    seams = tuple(
        replace(
            s,
            ease_mm=4.0 if s.id.startswith("armhole.front") else -4.0 if s.id.startswith("armhole.back") else s.ease_mm,
        )
        for s in TEE.seams
    )
    assert by_number(replace(TEE, seams=seams))[6].status == "fail"


def test_uneven_dart_is_found() -> None:
    back = SKIRT.piece("back")
    dart = replace(back.darts[0], apex=(back.darts[0].apex[0] + 8.0, back.darts[0].apex[1]))
    check = by_number(SKIRT.with_piece(replace(back, darts=(dart, *back.darts[1:]))))[12]
    assert check.status == "fail" and check.where.item == "dart.1"


def test_hip_must_pass_the_waist() -> None:
    check = by_number(replace(SKIRT, facts={**SKIRT.facts, "opening_girth_mm": 1400.0}))[7]
    assert check.status == "fail" and "hip" in check.summary


def test_warning_band() -> None:
    first, *rest = TEE.key_dimensions
    check = by_number(replace(TEE, key_dimensions=(replace(first, ease_mm=first.ease_mm + 3.0), *rest)))[8]
    assert check.status == "warn" and check.value == pytest.approx(3.0, abs=0.1)
    assert "limit 2.00 mm" in check.summary


def test_conflicts_fail_check_3() -> None:
    conflict = Conflict(PatternEdit("e1", "move_point", "pocket", "top:start"), "there is no pocket")
    check = run_checks(TEE, (conflict,))[2]
    assert check.status == "fail" and "no pocket" in check.summary and check.where.piece == "pocket"


def test_checks_never_raise_on_broken_patterns() -> None:
    nothing = replace(TEE, pieces=(), seams=TEE.seams)
    assert by_number(nothing)[3].status == "fail"
    ghost = TEE.with_piece(replace(TEE.piece("front"), notches=(Notch("n", "nowhere", 1.0, "p"),)))
    assert by_number(ghost)[9].status == "fail"
    nan = edge_changed(TEE, "front", "hem", lambda e: replace(e, path=(g.line((float("nan"), 0.0), e.end),)))
    assert by_number(nan)[1].status == "fail"
