"""Prints on the draped pieces, drapes kept and gone on from, and what is told of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ampc_desktop.core.drape import Drape
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import avatars, drapes, flow, regions, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.textures import PX_PER_MM, textures
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
    assert again.drape.steps < worn.drape.steps
    assert again.key == results.key("drape")


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
