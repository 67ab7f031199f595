import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ampc_desktop import body, garment, production
from ampc_desktop.core.design import DesignSpec, PrintSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules
from ampc_desktop.core.order import CostLine
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.production.lead_time import add_working_days
from ampc_desktop.production.work import sewn_lines, thread_m
from ampc_desktop.runtime import resources

PLAIN = PrintSpec("plain", ("black",), (100.0, 100.0))


def fabric(structure: str = "knit", stock_m: float = 100.0) -> Fabric:
    return Fabric(
        "cloth", "Cloth", structure, "100 % cotton", 180, 0.7, 1600, 6.0, 0.3, 0.1, 0.05, 0.03, "none",  # type: ignore[arg-type]
        (), (), stock_m, 7.0,
    )  # fmt: skip


def pattern(family: str = "tshirt", structure: str = "knit", **wishes: object) -> Pattern:
    measures = body.complete(body.demo())
    options = garment.resolve(family, {k: (v, "said") for k, v in wishes.items()}, measures, fabric(structure))  # type: ignore[misc]
    return garment.draft(DesignSpec(family, options, "cloth", PLAIN), measures, fabric(structure))


def marker(length_mm: float = 1500.0) -> Marker:
    square = MarkerPiece("front", "Front", ((0, 0), (500, 0), (500, 500), (0, 500)), 2)
    return Marker("shell", "cloth", MarkerRules(1600), (square,), (), length_mm, 0.8)


@pytest.fixture(scope="module")
def prices() -> production.PriceList:
    return production.load_prices()


def test_thread_of_a_tee_is_in_the_published_range() -> None:
    """Thread makers quote about 125 m for an overlocked T-shirt; long sleeves and one size move it."""
    used = thread_m(sewn_lines(pattern(sleeve="short"), {"shell": fabric()}), 0.15)
    assert 80 < used < 190


def test_every_seam_is_sewn_once_and_folds_are_not(prices: production.PriceList) -> None:
    tee = pattern()
    steps = production.operations(tee, {"shell": fabric()}, {"shell": marker()}, PLAIN, None, prices)
    sewn = {step.id for step in steps if step.id.startswith("sew.")}
    assert sewn == {f"sew.{seam.id}" for seam in tee.seams if not seam.id.endswith(".fold")}
    assert len({step.id for step in steps}) == len(steps)
    assert all(step.minutes > 0 for step in steps)


def test_a_skirt_gets_zip_hook_interfacing_and_lockstitch(prices: production.PriceList) -> None:
    skirt, cloth = pattern("straight_skirt", "woven"), {"shell": fabric("woven")}
    bom = production.bom(skirt, {"shell": marker()}, cloth, PLAIN, None, prices)
    assert {"trim.zip.1", "trim.hook_and_bar.2", "trim.fusible"} <= {line.item for line in bom.lines}
    assert sum("ook and bar" in line.label for line in bom.lines) == 1
    steps = {step.id: step for step in production.operations(skirt, cloth, {"shell": marker()}, PLAIN, None, prices)}
    assert {"notion.1", "notion.2", "waistband"} <= set(steps) and "zip" not in steps
    assert [step.label for step in steps.values() if "hook" in step.label.lower()] == ["Set hook and bar"]
    both = (steps["waistband"].minutes + steps["notion.2"].minutes) / prices.labour.made_to_order_factor
    assert both == pytest.approx(prices.sewing.waistband_min)  # the hook is counted once
    bare = {
        s.label
        for s in production.operations(replace(skirt, notions=()), cloth, {"shell": marker()}, PLAIN, None, prices)
    }
    assert {"Set zip", "Make and set waistband, hook and bar"} <= bare
    assert any("301" in line.stitches for line in sewn_lines(skirt, cloth))


def test_the_price_is_the_sum_of_its_lines(prices: production.PriceList) -> None:
    tee, cloth, markers = pattern(), {"shell": fabric()}, {"shell": marker()}
    bom = production.bom(tee, markers, cloth, PLAIN, None, prices)
    steps = production.operations(tee, cloth, markers, PLAIN, None, prices)
    cut = (CostLine("fabric", "Cloth", 9.0, ""), CostLine("cutting", "Cut", 2.0, ""))
    quote = production.quote(bom, steps, cut, prices, True, 0.5)
    assert quote.price_eur == pytest.approx(sum(line.eur for line in quote.lines))
    assert quote.total("fabric") == 9.0
    assert quote.plus_minus_eur == pytest.approx(0.5 * (1 + prices.business.overhead_share))
    assert production.quote(bom, steps, cut, prices, False, 0.5).plus_minus_eur == 0.0


def test_cloth_that_must_be_ordered_takes_longer(prices: production.PriceList) -> None:
    tee, markers, monday = pattern(), {"shell": marker()}, date(2026, 11, 23)
    steps = production.operations(tee, {"shell": fabric()}, markers, PLAIN, None, prices)
    here = production.lead_time(steps, markers, {"shell": fabric()}, PLAIN, prices, monday)
    away = production.lead_time(steps, markers, {"shell": fabric(stock_m=0.5)}, PLAIN, prices, monday)
    assert away.days == here.days + 7
    assert here.days == math.ceil(sum(days for _, days in here.parts))


def test_nobody_works_on_weekends_and_closed_days() -> None:
    friday = date(2026, 12, 18)
    assert add_working_days(friday, 1, ()) == date(2026, 12, 21)
    assert add_working_days(friday, 5, ("2026-12-24", "2026-12-25")) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("operator_eur_per_h = 28.0", "operator_eur_per_h = -1.0", "operator_eur_per_h"),
        ("cutting_m_per_h = 400.0", "cutting_m_per_h = 0.0", "cutting_m_per_h"),
        ("queue_days = 1.5", 'queue_days = "soon"', "queue_days"),
        ("queue_days = 1.5", "", "queue_days"),
        ("queue_days = 1.5", "queue_days = true", "queue_days"),
        ("queue_days = 1.5", 'queue_days = "3"', "queue_days"),
        ("operator_eur_per_h = 28.0", "operator_eur_per_h = 1e308", "operator_eur_per_h"),
        ("operator_eur_per_h = 28.0", "operator_eur_per_h = nan", "operator_eur_per_h"),
        ("2027-05-01", "1 May", "closed"),
        ("[labour]", "[labour", "TOML"),
    ],
)
def test_a_bad_price_list_is_named(tmp_path: Path, old: str, new: str, where: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(resources.text("prices.toml").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem, match=where):
        production.load_prices(path)


def test_a_missing_price_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"none\.toml"):
        production.load_prices(tmp_path / "none.toml")
    assert replace(PLAIN, motif="stripes").motif == "stripes"


def test_pockets_and_belt_loops_cost_their_work(prices: production.PriceList) -> None:
    def labels(**wishes: object) -> dict[str, float]:
        trousers, cloth = pattern("trousers", "woven", **wishes), {"shell": fabric("woven")}
        steps = production.operations(trousers, cloth, {"shell": marker()}, PLAIN, None, prices)
        return {step.label: step.minutes for step in steps}

    plain, jeans = labels(), labels(back_pocket=True, belt_loops=True)
    suit = labels(back_pocket=True, back_pocket_style="welt")
    assert not any("loops" in label or "back p" in label for label in plain)
    assert any(label.endswith("belt loops") and label.startswith("Make and set") for label in jeans)
    assert jeans["Make back patch pockets"] < suit["Make back welt pockets"]
    assert sum(jeans.values()) > sum(plain.values()) and sum(suit.values()) > sum(plain.values())
