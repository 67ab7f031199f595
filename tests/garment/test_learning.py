"""Three like corrections propose a rule; its precision is what held-out bodies say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.garment import apply_edits
from ampc_desktop.garment.blocks import rule_edits
from ampc_desktop.garment.corrections import folded
from ampc_desktop.garment.learning import Case, people, proposals
from tests.garment.bodies import body, made


def gape(by: float, side: str = "l", id: str = "e1") -> PatternEdit:
    sign, end = (1.0, "start") if side == "l" else (-1.0, "end")
    return PatternEdit(id, "move_point", "front", f"neck.{side}:{end}", {"dx_mm": -by * sign}, "gapes", "M. Keller")


def case(name: str, bust: float, *edits: PatternEdit, family: str = "tshirt") -> Case:
    return Case(name, family, body(bust=bust, underbust=760.0), edits)


BIG = [case(f"full {b:.0f}", b, gape(6.0 + (b - 1000) / 100)) for b in (1020.0, 1060.0, 1100.0, 1140.0)]
SMALL = [case(f"small {b:.0f}", b) for b in (820.0, 860.0, 900.0, 940.0)]


def test_three_like_corrections_propose_a_rule_with_its_trigger_and_precision() -> None:
    assert not proposals([*BIG[:2], *SMALL])
    (one,) = proposals([*BIG[:3], *SMALL])
    rule = one.rule
    assert one.bodies == 3 and one.fired >= 2 and one.precision == 1.0
    assert (rule.family, rule.edit.kind, rule.edit.item) == ("tshirt", "move_point", "neck.l:start")
    assert "bust" in rule.measure and rule.low is not None and "held" not in rule.basis and "3 bodies" in rule.basis
    fires = rule_edits([rule], "tshirt", body(bust=1080.0, underbust=760.0))
    assert len(fires) == 1 and -7.5 < float(fires[0].values["dx_mm"]) < -6.0 and fires[0].author == "rule"
    assert not rule_edits([rule], "tshirt", body(bust=880.0, underbust=760.0))
    assert not rule_edits([rule], "straight_skirt", body(bust=1080.0, underbust=760.0))


def test_either_half_and_one_body_twice_count_once() -> None:
    mixed = [case("a", 1020.0, gape(6.0)), case("b", 1060.0, gape(6.4, "r")), case("A.", 1020.0, gape(6.1))]
    assert not proposals([*mixed, *SMALL])
    assert proposals([*mixed, case("c", 1100.0, gape(6.2)), *SMALL])


def test_a_value_that_grows_with_the_measure_is_learned_as_such() -> None:
    cases = [case(f"n{b:.0f}", b, gape((b - 900) / 20)) for b in np.linspace(1000, 1200, 8)]
    (one,) = proposals([*cases, *SMALL])
    (made,) = rule_edits([one.rule], "tshirt", body(bust=1170.0, underbust=760.0))
    assert one.rule.gain and abs(float(made.values["dx_mm"]) + 13.5) < 0.5


def lowered(by: float) -> PatternEdit:
    return PatternEdit("e1", "move_point", "front", "neck:start", {"dy_mm": by}, "", "M. Keller")


@pytest.mark.parametrize("count", [4, 8])
def test_corrections_on_a_line_propose_the_line_where_every_body_was_corrected(count: int) -> None:
    busts = [800.0 + 50.0 * k for k in range(count)]
    cases = [case(f"n{k}", bust, lowered(-8.0 - 4.0 * k), family="shirt") for k, bust in enumerate(busts)]
    (one,) = proposals(cases)
    rule = one.rule
    assert rule.measure == "bust" and rule.gain == {"dy_mm": pytest.approx(-0.08)} and one.precision == 1.0
    assert rule.reference == pytest.approx(np.mean(busts)) and rule.low is None and rule.high is None
    (fired,) = rule_edits([rule], "shirt", body(bust=1000.0))
    assert fired.values["dy_mm"] == pytest.approx(-24.0, abs=0.1)


def test_corrections_alike_on_every_body_stay_a_constant() -> None:
    (one,) = proposals([case(f"n{k}", 800.0 + 50.0 * k, lowered(-8.0), family="shirt") for k in range(5)])
    assert not one.rule.gain and one.rule.measure == "" and one.rule.edit.values == {"dy_mm": -8.0}


def test_a_body_left_alone_later_disagrees() -> None:
    done = [case(f"n{k}", 900.0 + 40.0 * k, lowered(-8.0), family="shirt") for k in range(4)]
    (plain,) = proposals(done)
    (one,) = proposals([*done, replace(done[1], edits=())])
    assert (plain.bodies, plain.precision) == (4, 1.0)
    assert one.bodies == 3 and one.right == one.fired - 1 and one.precision < 1.0
    assert not proposals([*done[:3], *(replace(one, edits=()) for one in done[:3])])
    assert proposals([replace(done[0], edits=()), *done])[0].precision == 1.0  # corrected in the end


def test_a_rule_is_named_by_a_girth_that_its_garment_is_drafted_from() -> None:
    """crotch_depth and biceps part the bodies as well as the bust; a shirt has no crotch."""

    def seen(k: int, bust: float, *edits: PatternEdit) -> Case:
        who = body(bust=bust, biceps=240.0 + 0.1 * bust, neck=100.0 + 0.3 * bust)
        odd = Measurement(200.0 + 0.2 * bust)
        return Case(f"n{k}", "shirt", who.with_value("crotch_depth", odd), edits)

    large = [seen(k, 1100.0 + 30.0 * k, lowered(-8.0 - 2.0 * (k % 2))) for k in range(3)]
    (one,) = proposals([*large, *(seen(9 + k, 800.0 + 30.0 * k) for k in range(9))])
    assert one.rule.measure == "bust" and one.rule.low == pytest.approx(1070.0)


def test_corrections_without_rhyme_are_not_offered() -> None:
    rng = np.random.default_rng(4)
    noise = [case(f"x{i}", float(b), gape(float(v))) for i, (b, v) in enumerate(
        zip(rng.uniform(800, 1200, 5), (2.0, 9.0, 25.0, 4.0, 60.0), strict=True))]  # fmt: skip
    others = [case(f"y{i}", float(b)) for i, b in enumerate(rng.uniform(800, 1200, 9))]
    assert not proposals([*noise, *others])


def test_known_rules_and_edits_by_rules_are_not_proposed_again() -> None:
    (one,) = proposals([*BIG, *SMALL])
    assert not proposals([*BIG, *SMALL], [one.rule])
    by_rule = [replace(c, edits=tuple(replace(e, author="rule") for e in c.edits)) for c in BIG]
    assert not proposals([*by_rule, *SMALL])


def shift(by: float, id: str, kind: str = "move_edge", item: str = "side.l") -> PatternEdit:
    return PatternEdit(id, kind, "front", item, {"dx_mm": by}, "", "M. Keller")  # type: ignore[arg-type]


BUSTS = (1020.0, 1060.0, 1100.0)


def test_steps_at_one_place_are_one_correction() -> None:
    steps = (shift(-5.0, "e1"), gape(6.0, id="e2"), shift(5.0, "e3", item="side.r"))
    rules = {
        one.rule.edit.item: one.rule for one in proposals([*(case(f"x {b:.0f}", b, *steps) for b in BUSTS), *SMALL])
    }
    assert rules["side.l"].edit.values == {"dx_mm": -10.0} and set(rules) == {"side.l", "neck.l:start"}


def test_what_was_thought_better_of_is_not_learned() -> None:
    back = (shift(-10.0, "e1"), gape(6.0, id="e2"), shift(10.0, "e3"))
    (one,) = proposals([*(case(f"x {b:.0f}", b, *back) for b in BUSTS), *SMALL])
    assert one.rule.edit.item == "neck.l:start"


def test_four_women_called_anna_are_four_bodies() -> None:
    (one,) = proposals([*(case("Anna", b, gape(6.0)) for b in BUSTS), *SMALL])
    assert one.bodies == 3
    assert not proposals([*(case(f"Anna {k}", 1060.0, gape(6.0)) for k in range(4)), *SMALL])


@pytest.mark.parametrize(
    ("edit", "item", "values"),
    [
        (PatternEdit("e1", "add_notch", "front", "side.r", {"share": 0.2, "depth_mm": 5.0}), "side.l",
         {"share": 0.8, "depth_mm": 5.0}),
        (PatternEdit("e1", "add_dart", "front", "side.r", {"share": 0.3, "intake_mm": 20.0, "lean_deg": 10.0}),
         "side.l", {"share": 0.7, "intake_mm": 20.0, "lean_deg": -10.0}),
        (PatternEdit("e1", "slash_spread", "front", "", {"from_edge": "side.r", "from_share": 0.25,
                     "to_edge": "armhole.r", "to_share": 0.6, "by_mm": 8.0}), "",
         {"from_edge": "side.l", "from_share": 0.75, "to_edge": "armhole.l", "to_share": 0.4, "by_mm": 8.0}),
        (PatternEdit("e1", "add_notch", "front", "side.r", {"at_mm": 90.0, "depth_mm": 5.0}), "side.r",
         {"at_mm": 90.0, "depth_mm": 5.0}),
        (PatternEdit("e1", "add_notch", "front", "side.r", {"share": 0.2, "depth_mm": 5.0}, mirror=False), "side.r",
         {"share": 0.2, "depth_mm": 5.0}),
    ],
)  # fmt: skip
def test_a_place_on_the_right_is_learned_as_its_image_on_the_left(
    edit: PatternEdit, item: str, values: dict[str, float | str]
) -> None:
    (one,) = proposals([*(case(f"x {b:.0f}", b, edit) for b in BUSTS), *SMALL])
    assert one.rule.edit.item == item and one.rule.edit.values == pytest.approx(values)


def test_the_place_a_rule_names_is_the_image_of_the_one_that_was_marked() -> None:
    notch = PatternEdit("n", "add_notch", "front", "side.r", {"share": 0.2, "depth_mm": 5.0, "id": "n"})
    (one,) = proposals([*(case(f"x {b:.0f}", b, notch) for b in BUSTS), *SMALL])
    spots = []
    for edit in (notch, one.rule.edit):
        front = apply_edits(made("tshirt"), [replace(edit, mirror=False)]).pattern.piece("front")
        (mark,) = [n for n in front.notches if n.id == "n"]
        spots.append(g.point_at(front.edge(mark.edge).polyline, mark.at_mm))
    assert g.distance(g.mirrored(spots[0], front.symmetry_x), spots[1]) < 0.5


def test_allowances_are_no_alteration_of_a_figure() -> None:
    wide = PatternEdit("e1", "set_allowance", "front", "hem", {"allowance_mm": 25.0})
    assert not proposals([*(case(f"x {b:.0f}", b, wide) for b in BUSTS), *SMALL])


def numbered(one: Case, customer: str) -> Case:
    return replace(one, measures=replace(one.measures, customer=customer))


def test_a_woman_measured_twice_is_one_body_where_her_number_is_known() -> None:
    twice = [numbered(case("Anna", 1020.0, gape(6.0)), "K-7"), numbered(case("A. Berg", 1075.0, gape(6.2)), "k-7")]
    other = case("Berta", 1100.0, gape(6.1))
    assert people([*twice, other]) == (0, 0, 1)
    assert not proposals([*twice, other, *SMALL])
    apart = [numbered(twice[0], "K-8"), *twice[1:], other]
    (one,) = proposals([*apart, *SMALL])
    assert one.bodies == 3


def test_a_tape_that_differs_a_little_is_the_same_woman_by_name_only() -> None:
    again = case("anna  berg", 1028.0)
    assert people([case("Anna Berg", 1020.0), again]) == (0, 0)
    assert people([case("Anna Berg", 1020.0), replace(again, measures=replace(again.measures, name="Eva"))]) == (0, 1)
    assert people([case("Anna Berg", 1020.0), case("Anna Berg", 1060.0)]) == (0, 1)
    assert people([numbered(case("Anna", 1020.0), "1"), numbered(case("Anna", 1020.0), "2")]) == (0, 1)


@pytest.mark.parametrize(
    "edit",
    [
        PatternEdit("n", "add_notch", "front", "side.r", {"at_mm": 90.0, "depth_mm": 5.0, "id": "n"}),
        PatternEdit("n", "move_handle", "front", "armhole.r:1:c2", {"dx_mm": 6.0, "dy_mm": 3.0}),
        PatternEdit("n", "move_point", "front", "armhole.r:1", {"dx_mm": 6.0, "dy_mm": -2.0}),
        PatternEdit("n", "set_segment", "front", "armhole.r:0", {"shape": "line"}),
    ],
    ids=lambda edit: edit.kind,
)
def test_a_place_counted_on_the_right_is_counted_from_the_other_end_on_the_left(edit: PatternEdit) -> None:
    pattern = made("tshirt")
    before = PatternEdit("b", "lengthen_edge", "front", "side.r:start", {"by_mm": 30.0})
    done = folded(pattern, (before, edit))
    assert done[0] == before and done[1].item.split(":")[0] == edit.item.split(":")[0].replace(".r", ".l")
    two = [apply_edits(pattern, (before, one)) for one in (edit, done[1])]
    assert not two[0].conflicts and not two[1].conflicts
    rings = [found.pattern.piece("front").sew_ring for found in two]
    assert np.allclose(rings[0], rings[1], atol=1e-6)
    marks = [
        sorted((n.edge, round(n.at_mm, 2)) for n in found.pattern.piece("front").notches) for found in two
    ]  # fmt: skip
    assert marks[0] == marks[1]


def test_places_counted_on_either_half_are_learned_as_one() -> None:
    pattern = made("tshirt")
    length = pattern.piece("front").edge("side.r").length_mm

    def mark(side: str, at: float) -> PatternEdit:
        return PatternEdit("n", "add_notch", "front", f"side.{side}", {"at_mm": at, "depth_mm": 5.0})

    sides = (mark("l", 90.0), mark("r", length - 90.0), mark("r", length - 90.0))
    cases = [case(f"x {b:.0f}", b, *folded(pattern, (one,))) for b, one in zip(BUSTS, sides, strict=True)]
    (one,) = proposals([*cases, *SMALL])
    assert one.bodies == 3 and one.rule.edit.item == "side.l"
    assert one.rule.edit.values["at_mm"] == pytest.approx(90.0, abs=0.01)
