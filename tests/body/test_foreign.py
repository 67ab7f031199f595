"""A customer on a model of their own: the measures are met as far as its few coefficients allow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ampc_desktop import body
from ampc_desktop.body import foreign, smpl
from ampc_desktop.cli.main import main
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Cancelled
from ampc_desktop.runtime import resources
from tests.body.test_smpl import pickled, smpl_arrays

DEMO = str(resources.path("body", "demo_customer.yaml"))


@pytest.fixture(scope="module")
def file() -> bytes:
    """SMPL's layout over the whole surface of the studio's model, ten coefficients."""
    return pickled(smpl_arrays(vertices=10**6))


def test_measures_are_met_on_a_foreign_surface(file: bytes) -> None:
    model = smpl.load(file, "female", "SMPL_FEMALE.pkl")
    aim = body.measure(body.posed(body.mean_shape("female"))).measures
    asked = {"stature": aim["stature"] + 40.0, "hip": aim["hip"] + 50.0, "waist": aim["waist"] + 60.0}
    person = Measurements("x", "female", {name: Measurement(value) for name, value in asked.items()})
    before = body.measure(body.posed(BodyShape(model.id, "female", (0.0,) * 10), "a", model), "female").measures
    avatar = foreign.fit(model, person)
    for name, value in asked.items():
        assert abs(avatar.residual_mm[name]) < 15.0
        assert abs(avatar.residual_mm[name]) < 0.5 * abs(before[name] - value)
    assert avatar.body.mesh.shape.model == model.id


def test_a_stopped_fit_stops(file: bytes) -> None:
    def stop(share: float | None, text: str) -> None:
        raise Cancelled

    progress: Progress = stop
    with pytest.raises(Cancelled):
        foreign.fit(smpl.load(file, "female"), Measurements("x", "female", {"hip": Measurement(1000.0)}), progress)


def test_a_file_is_registered_once_its_licence_is_confirmed(
    file: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], studio_home: Path
) -> None:
    path = tmp_path / "SMPL_FEMALE.pkl"
    path.write_bytes(file)
    words = ["body", "model", str(path), "--sex", "female", "--json"]
    assert main(words) == 2
    said = capsys.readouterr()
    assert "Max Planck" in said.err and "--accept-licence" in said.err and not said.out
    assert not (studio_home / "models").exists()
    assert main([*words, "--accept-licence"]) == 0
    assert json.loads(capsys.readouterr().out)["betas"] == 10
    assert main(words) == 0  # confirmed once
    assert not [kept for kept in (studio_home / "models").iterdir() if kept.suffix == ".pkl"]


def test_a_malicious_file_is_refused_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], studio_home: Path
) -> None:
    canary = tmp_path / "canary"
    path = tmp_path / "SMPL_FEMALE.pkl"
    path.write_bytes(b"cos\nsystem\n(S'touch " + str(canary).encode() + b"'\ntR.")
    assert main(["body", "model", str(path), "--sex", "female", "--accept-licence"]) == 2
    assert not canary.exists() and not (studio_home / "models").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_without_a_registered_model_the_way_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "b.npz"
    assert main(["body", "fit", "--measure", DEMO, "--model", "smpl", "--out", str(out)]) == 2
    assert "ampc body model" in capsys.readouterr().err
    assert not out.exists()
