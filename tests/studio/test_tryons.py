"""Prints on the draped pieces, drapes kept and gone on from, and what is told of them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ampc_desktop import body, garment, tryon
from ampc_desktop.core.drape import Drape, DrapeJob
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.fit import Cure, FitAdvice, FitReport
from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.studio import avatars, drapes, flow, layers, orders, regions, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session, with_cure, with_option
from ampc_desktop.studio.sound_cures import sound, sound_cure, sound_of_file
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.textures import PX_PER_MM, textures
from ampc_desktop.tryon import cures
from ampc_desktop.tryon.crossing import crossings, edges_of
from tests.cli.conftest import ANNA


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("hub") / "hub.sqlite", nest_seconds=1)


@pytest.fixture(scope="module")
def session(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Session:
    file = tmp_path_factory.mktemp("body") / "anna.yaml"
    file.write_text(ANNA)
    made = Session(studio, DesignState(body=avatars.read_person(file).measures), "s")
    made.say("a relaxed black tee with thin white stripes")
    return made


@pytest.fixture(scope="module")
def worn(session: Session) -> tryons.Worn:
    inputs = flow.inputs_of(session.state, session.studio.prices)
    results = session.studio.flow.at({**inputs, "draping": drapes.Draping(40.0)})
    return tryons.worn(results, "r1")


def test_a_drape_is_remembered_to_the_last_bit(session: Session, studio: Studio, worn: tryons.Worn) -> None:
    inputs = {**flow.inputs_of(session.state, studio.prices), "draping": drapes.Draping(40.0)}
    fresh = flow.make_flow(studio).at(inputs)
    kept: Drape = fresh["drape"]
    assert "drape" not in fresh.seconds  # read, not calculated
    assert np.array_equal(kept.positions_mm, worn.drape.positions_mm) and kept.converged == worn.drape.converged
    assert kept.mesh.panels == worn.drape.mesh.panels and kept.mesh.materials == worn.drape.mesh.materials


def test_stripes_lie_on_the_pieces_where_the_print_says(session: Session, worn: tryons.Worn) -> None:
    results = session.results()
    mesh, artwork, placement = worn.drape.mesh, results["artwork"], results["placement"]
    found = textures(mesh, artwork, placement, results["capabilities"].inks)
    assert set(found) == {"front", "back", "sleeve.0", "sleeve.1"}
    front = found["front"]
    rows = front.image.mean(axis=(1, 2))
    bright = np.flatnonzero(rows > 128)
    heights = front.low_mm + front.height_mm - (bright + 0.5) / PX_PER_MM
    (origin,) = [placed.origin_mm[1] for placed in placement.pieces if placed.piece == "front"]
    phase = (heights - origin) % artwork.height_mm
    assert np.ptp(phase) < 2 * results["print_spec"].line_mm  # all stripes at one place of the repeat
    spaces = np.diff(heights[np.flatnonzero(np.diff(bright, prepend=-9) > 1)])
    assert np.abs(spaces) == pytest.approx(artwork.height_mm, abs=1.5 / PX_PER_MM)


def test_a_print_that_stays_is_the_same_picture(session: Session, worn: tryons.Worn) -> None:
    inputs = {**flow.inputs_of(session.state, session.studio.prices), "draping": drapes.Draping(40.0)}
    prints, grounds = tryons.dress(session.studio.flow.at(inputs))
    assert prints["front"] is worn.textures["front"] and grounds == worn.grounds
    other = {**inputs, "draping": drapes.Draping(44.0)}
    assert tryons.dress(session.studio.flow.at(other))[0]["front"] is not worn.textures["front"]


def test_a_longer_tee_goes_on_from_where_the_last_one_lies(session: Session, worn: tryons.Worn) -> None:
    longer = replace(session.state, requirement=session.state.requirement)
    inputs = {**flow.inputs_of(longer, session.studio.prices), "draping": drapes.Draping(39.0)}
    results = session.studio.flow.at(inputs)
    again = tryons.again(results, worn)
    assert again.drape.converged and results.known("drape") is None  # what an order is released with is not this one
    assert again.drape.steps <= worn.drape.steps
    assert again.key == results.key("drape")


def test_a_hem_let_down_far_goes_on_where_the_cloth_ended(session: Session, worn: tryons.Worn) -> None:
    """Cloth that is new hangs on below the old hem; piled up there it would wedge for a minute."""
    state, _ = with_option(session.studio, session.state, "body_length_mm", 790.0)
    inputs = {**flow.inputs_of(state, session.studio.prices), "draping": drapes.Draping(40.0)}
    mesh = session.studio.flow.at(inputs)["cloth"]
    lies = tryons._lies(worn.drape, mesh)
    assert lies is not None
    lengths = [np.linalg.norm(lies[mesh.faces[:, k]] - lies[mesh.faces[:, k - 1]], axis=1) for k in range(3)]
    flat = [np.linalg.norm(mesh.rest_mm[:, k] - mesh.rest_mm[:, k - 1], axis=1) for k in range(3)]
    shares = np.concatenate(lengths) / np.concatenate(flat)
    assert np.percentile(shares, 0.5) > 0.6 and np.percentile(shares, 99.5) < 1.5
    hem = mesh.sewn[mesh.sides["front/hem"]]
    assert lies[hem, 1].mean() < worn.drape.positions_mm[:, 1].min() - 40.0
    away = np.linalg.norm(lies[hem][:, None] - worn.body.mesh.vertices_mm[None], axis=2).min(axis=1)
    assert away.max() < 120.0, "beside the body"


def test_a_start_from_the_last_drape_that_takes_too_long_gives_way_to_the_hanger(
    session: Session, worn: tryons.Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def draped(job: drapes.DrapeJob, progress: object = None, on_partial: drapes.OnPositions | None = None) -> Drape:
        asked.append(job.warm)
        if not job.warm:
            return worn.drape
        for _ in range(10_000):
            assert on_partial is not None
            on_partial(job.start_mm)
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(drapes, "draped", draped)
    monkeypatch.setattr(drapes, "get_ready", lambda: None)
    inputs = {**flow.inputs_of(session.state, session.studio.prices), "draping": drapes.Draping(41.0)}
    found = tryons.again(session.studio.flow.at(inputs), worn)
    assert asked == [True, False] and found.drape.seconds == worn.drape.seconds


def test_what_is_told_has_no_stress_when_the_cloth_is_not_at_rest(worn: tryons.Worn) -> None:
    told = tryons.document(worn)
    assert told["converged"] and told["strain"]["p99"] > 0 and told["ease_mm"]
    json.dumps(told)
    fallen = replace(worn.drape, converged=False, why="it falls off the body")
    report = replace(worn.report, converged=False)
    told = tryons.document(replace(worn, drape=fallen, report=report, maps={}))
    assert told["why"] == "it falls off the body" and not {"strain", "ease_mm", "pressure_pa"} & told.keys()


def test_meshes_are_written_by_their_suffix(worn: tryons.Worn, tmp_path: Path) -> None:
    for suffix in tryons.MESHES:
        tryons.save_mesh(worn, tmp_path / f"g{suffix}", "strain")
        assert (tmp_path / f"g{suffix}").stat().st_size > 10_000
    with pytest.raises(Problem, match="no kind of mesh file"):
        tryons.save_mesh(worn, tmp_path / "g.step")


def test_a_scan_can_t_take_a_pose(worn: tryons.Worn) -> None:
    scan = replace(worn, body=replace(worn.body, mesh=replace(worn.body.mesh, shape=None)))
    with pytest.raises(Problem, match="as it was scanned") as caught:
        tryons.in_pose(scan, "stand")
    assert caught.value.kind is Kind.NO


def test_a_marked_region_of_the_body_becomes_pieces(worn: tryons.Worn, tmp_path: Path) -> None:
    body = worn.body.mesh
    middle = body.vertices_mm[body.skin].mean(axis=1)
    marked = np.flatnonzero((abs(middle[:, 0]) < 70) & (middle[:, 2] < 0) & (abs(middle[:, 1] - 1150) < 60))
    flat = regions.flattened(worn, marked, of_body=True)
    assert flat.pattern.pieces and 0 <= flat.strain_p95 < 5.0 and "area strain" in flat.words
    regions.save(flat, tmp_path / "r.dxf")
    regions.save(flat, tmp_path / "r.json")
    with pytest.raises(Problem):
        regions.save(flat, tmp_path / "r.odt")


FITTED = {"hem_ease_mm": 15.0, "chest_ease_mm": 60.0, "body_length_mm": 640.0}


@pytest.mark.parametrize("wishes", [{}, FITTED], ids=["as drafted", "changed by hand"])
def test_a_cure_that_is_offered_leaves_the_pattern_fit_to_cut(studio: Studio, wishes: dict[str, float]) -> None:
    """Side seams let out at the armhole: the sleeve goes along, the seams walk, what is promised is what is cut."""
    made = Session(studio, DesignState(body=body.demo()), "c")
    made.say("a black fitted tee")
    for name, value in wishes.items():
        made.set_option(name, value)
    results = made.results()
    bare = cures.let_out(results["pattern"], 15.0, "bust")
    assert bare is not None
    failed = _failed(made.results(with_cure(studio, made.state, bare)))
    assert "seams.walk" in failed and not _failed(results)
    cure = sound_cure(results, bare)
    assert cure is not None and cure.label == bare.label
    assert {edit.piece for edit in cure.edits} >= {"front", "back", "sleeve"}
    cured = made.results(with_cure(studio, made.state, cure))
    assert not _failed(cured) and not cured["edited"].conflicts
    widths = [sum(np.ptp(r["pattern"].piece(p).sew_ring[:, 0]) for p in ("front", "back")) for r in (results, cured)]
    assert widths[1] - widths[0] == pytest.approx(15.0, abs=1.0)


def _failed(results: Results) -> set[str]:
    return {check.id for check in results["readiness"].checks if check.status in ("warn", "fail")}


def test_a_cure_that_spoils_the_order_is_not_offered(session: Session) -> None:
    results = session.results()
    worse = Cure("Front away", edits=(PatternEdit("x", "move_point", "front", "side.l:end", {"dx_mm": 90.0}),))
    refused = Cure("No such edge", edits=(PatternEdit("x", "move_edge", "front", "nowhere", {"dx_mm": 9.0}),))
    fine = Cure("Body length + 20 mm", options={"body_length_mm": 700.0})
    found = FitAdvice("bust.short", "tight", "poor", "Bust is short.", cures=(worse, fine, refused))
    (one,) = sound(results, FitReport(True, "", advice=(found,))).advice
    assert one.cures == (fine,)
    pattern = replace(results["pattern"], options={})  # as a file brings it
    bare = cures.let_out(pattern, 15.0, "bust")
    assert bare is not None
    told = FitReport(True, "", advice=(replace(found, cures=(worse, bare, refused)),))
    (cure,) = sound_of_file(pattern, told).advice[0].cures
    cured = garment.apply_edits(pattern, cure.edits)
    assert cure.label == bare.label and not cured.conflicts
    assert not {check.id for check in garment.run_checks(cured.pattern) if check.status in ("warn", "fail")}


def test_a_tee_that_is_cut_as_asked_is_not_told_to_be_short(session: Session, worn: tryons.Worn) -> None:
    """A fitted tee is narrower below the line its chest is promised at, where the tape of the body lies."""
    mesh = worn.drape.mesh
    narrow = replace(worn.drape, mesh=replace(mesh, flat_mm=mesh.flat_mm * (0.95, 1.0)))
    pattern = session.results()["pattern"]
    told = {one.id for one in tryon.report(narrow, pattern, worn.body).advice}
    assert "bust.short" in told
    assert "bust.short" not in {one.id for one in tryons.fit(narrow, pattern, worn.body).advice}


def test_the_seconds_of_a_pose_are_those_of_the_whole_way_without_pauses(
    worn: tryons.Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draped(job: drapes.DrapeJob, progress: drapes.Progress, on_partial: object = None) -> Drape:
        time.sleep(0.1)
        progress(0.5, "Settle")
        return replace(worn.drape, seconds=0.01)

    def paused(share: float | None, text: str) -> None:
        held.append(text)
        time.sleep(0.3)

    held: list[str] = []
    monkeypatch.setattr(drapes, "draped", draped)
    began = time.perf_counter()
    got, _ = drapes.posed(worn.drape, worn.body, "stand", paused)
    whole = time.perf_counter() - began
    assert len(held) >= 2 and got.seconds >= 0.1 * len(held)
    assert got.seconds == pytest.approx(whole - 0.3 * len(held), abs=0.1)


def test_a_fabric_is_known_by_the_beginning_of_its_name_when_there_is_one_such() -> None:
    assert orders.fabric_id("French terry") == orders.fabric_id("french terry 280") == "french_terry_280"
    for several in ("Cotton jersey", "", "French ter"):
        with pytest.raises(Problem, match="there is no fabric"):
            orders.fabric_id(several)


def test_a_worn_garment_offers_sound_cures_only(
    session: Session, worn: tryons.Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = Cure("Front away", edits=(PatternEdit("x", "move_point", "front", "side.l:end", {"dx_mm": 90.0}),))
    report = FitReport(True, "", advice=(FitAdvice("bust.short", "tight", "poor", "Short.", cures=(worse,)),))
    monkeypatch.setattr(tryons, "fit", lambda *given: report)
    results = session.results()
    assert not tryons.of_drape(worn.drape, results, worn.body, "r1", "k").report.advice[0].cures
    assert not tryons.plain(worn.drape, results["pattern"], worn.body, "r1").report.advice[0].cures


def test_what_is_beneath_moves_along_into_a_pose_without_crossing(
    session: Session, worn: tryons.Worn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step of a pose, as it is made for layers: both lie clear of each other and of the skin."""
    state = with_option(session.studio, session.state, "fit", "oversized")[0]
    inputs = flow.inputs_of(state, session.studio.prices)
    wide = session.studio.flow.at({**inputs, "draping": drapes.Draping(40.0)})
    upper = layers.over(wide, replace(worn, textures={}))
    lower = upper.under
    assert lower is not None
    asked: list[DrapeJob] = []

    def first_only(job: DrapeJob, progress: object, on_partial: object = None) -> Drape:
        asked.append(job)
        if len(asked) > 1:
            raise Cancelled
        done.append(solve(job))
        return done[-1]

    done: list[Drape] = []
    solve = drapes.draped
    monkeypatch.setattr(drapes, "draped", first_only)
    with pytest.raises(Cancelled):
        layers.in_pose(upper, "step")
    mesh, edges = asked[0].mesh, edges_of(asked[0].mesh.faces)
    assert mesh.n_vertices == upper.drape.mesh.n_vertices + lower.drape.mesh.n_vertices
    for places in (asked[0].start_mm, done[0].positions_mm, asked[1].start_mm):
        assert crossings(places, edges, places, mesh.faces, same=True) == 0
    assert done[0].penetrations == 0
