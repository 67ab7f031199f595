"""Bodies as files, and sittings that take a figure."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ampc_desktop import body
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.photo import PhotoPoints
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources
from ampc_desktop.studio import avatars, demo
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session

DEMO = resources.path("body", "demo_customer.yaml")


@pytest.fixture
def session() -> Session:
    studio = Studio()
    yield Session(studio, demo.demo_state(), "s1")
    studio.close()


def test_an_avatar_file_is_as_good_as_the_measures_it_was_made_from(tmp_path: Path) -> None:
    avatar = avatars.fit(avatars.read_person(DEMO))
    file = tmp_path / "anna.npz"
    avatars.save(avatar, file)
    person = avatars.read_person(file)
    assert person.shape == avatar.body.mesh.shape
    given = body.demo().values
    assert set(person.measures.values) == set(given)
    for name in given:
        assert person.measures[name] == pytest.approx(given[name].value, abs=3.0)


@pytest.mark.parametrize("suffix", [".glb", ".obj", ".ply", ".stl"])
def test_meshes_are_read_back_as_the_same_body(suffix: str, tmp_path: Path) -> None:
    avatar = avatars.fit(avatars.read_person(DEMO))
    file = tmp_path / f"anna{suffix}"
    avatars.save(avatar, file)
    found = avatars.measure_file(file)
    for name in ("stature", "bust", "waist", "hip", "inseam"):
        seen = found.measures.values[name]
        assert seen.value == pytest.approx(avatar.body.measures[name], abs=5.0 + 1.5 * seen.uncertainty), name


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"'\.doc' is no kind of avatar file"):
        avatars.save(avatars.fit(avatars.read_person(DEMO)), tmp_path / "a.doc")


def test_the_tape_has_the_last_word_over_a_photo(session: Session) -> None:
    shape = body.mean_shape("female")
    seen = {"waist": Measurement(800.0, 25.0, "", "photo"), "thigh": Measurement(560.0, 20.0, "", "photo")}
    found = Measurements("photo", "female", {**seen, "stature": Measurement(1760.0)})
    before = session.state.body
    session.adopt_figure(found, shape, "Body from photo")
    now = session.state
    assert now.shape == shape
    assert now.body["waist"] == before["waist"]
    assert now.body.values["thigh"].source == "photo"
    assert now.body["stature"] == 1760.0  # given with the photo, later than the old one
    assert now.body.name == before.name
    session.undo()
    assert session.state.body == before and session.state.shape is None


def test_another_sex_drops_a_figure_found_for_the_first(session: Session) -> None:
    session.adopt_figure(session.state.body, body.mean_shape("female"), "x")
    session.set_person(name="Kim")
    assert session.state.shape is not None and session.state.body.name == "Kim"
    session.set_person(sex="male")
    assert session.state.shape is None and session.state.body.sex == "male"


def test_a_forgotten_measure_is_estimated_again(session: Session) -> None:
    session.drop_measure("waist")
    assert "waist" not in session.state.body.values
    assert session.results()["measures"].values["waist"].source == "estimated"
    session.drop_measure("waist")
    assert session.undo() is not None
    assert "waist" in session.state.body.values


def test_a_state_with_a_figure_is_kept_whole(session: Session) -> None:
    from ampc_desktop.studio.session import state_from_json, state_to_json

    shape = BodyShape("ampc-female-1:abc", "female", (0.1, -0.2))
    session.adopt_figure(session.state.body, shape, "x")
    text = json.dumps(state_to_json(session.state))
    assert state_from_json(json.loads(text), "x").shape == shape


def test_the_avatar_of_the_flow_follows_the_measures(session: Session) -> None:
    first = session.results()["avatar"]
    session.set_measure("waist", 800.0)
    second = session.results()["avatar"]
    assert second.body.measures["waist"] == pytest.approx(800.0, abs=3.0)
    assert first.body.measures["waist"] == pytest.approx(745.0, abs=3.0)
    assert session.results()["avatar"] is second  # computed once per content


def test_poses_keep_the_person_and_move_the_limbs() -> None:
    avatar = avatars.fit(avatars.read_person(DEMO)).body
    stand = avatars.posed(avatar, "stand")
    assert stand is not None
    assert not np.allclose(stand.vertices_mm, avatar.mesh.vertices_mm)
    assert abs(float(stand.vertices_mm[:, 1].min())) < 5.0


def test_a_photo_is_kept_only_by_its_own_step(session: Session) -> None:
    hub = session.studio.hub
    assert hub.read_stream("customer:Anna Berg") == ()
    points = PhotoPoints(b"\xff\xd8jpeg", 10, 20, ())
    name = avatars.keep_photo(session.studio, "Anna Berg", points)
    assert hub.get_asset(name) == points.picture
    (event,) = hub.read_stream("customer:Anna Berg")
    assert event.type == "photo.kept" and event.data["consent"] is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1]", "no named points"),
        ("{}", "no named points"),
        ("{", "not JSON"),
        ('{"left_ear_lobe": [1, 2]}', "no keypoint 'left_ear_lobe'"),
        ('{"nose": [1]}', "nose is"),
        ('{"nose": [1, "x"]}', "nose is"),
    ],
)
def test_bad_keypoint_files_are_named(text: str, words: str, tmp_path: Path) -> None:
    photo, points = tmp_path / "p.jpg", tmp_path / "k.json"
    photo.write_bytes(b"x")
    points.write_text(text)
    with pytest.raises(Problem, match=words):
        avatars.photo_request(photo, 1700.0, keypoints=points)


def test_missing_files_are_problems(tmp_path: Path) -> None:
    for step in (avatars.read_person, avatars.measure_file, avatars.read_photo):
        with pytest.raises(Problem):
            step(tmp_path / "nowhere.npz")


def test_a_photo_of_somebody_else_does_not_mix_with_old_tape(session: Session) -> None:
    seen = {"waist": Measurement(700.0, 25.0, "", "photo"), "stature": Measurement(1602.0)}
    session.adopt_figure(Measurements("photo", "female", seen), body.mean_shape("female"), "Body from photo")
    assert set(session.state.body.values) == {"waist", "stature"}
    session.undo()
    assert session.state.body["hip"] == 980.0
