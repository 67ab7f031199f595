"""A user's SMPL and SMPL-X files: read safely, run by the studio's own skinning."""

from __future__ import annotations

import io
import os
import pickle  # noqa: TID251 - to write the files whose reading is tested
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from ampc_desktop import body
from ampc_desktop.body import smpl
from ampc_desktop.core.body import BodyShape
from ampc_desktop.core.problem import Problem


def smpl_arrays(joints: int = 24, vertices: int = 600) -> dict[str, Any]:
    """The layout of SMPL's files, made from (a part of) the studio's own model."""
    model = body.load("female")
    n = min(vertices, len(model.template))
    template, rng = model.template[:n], np.random.default_rng(5)
    regressor, weights = np.zeros((joints, n)), np.zeros((n, joints))
    for k in range(joints):
        near = np.argsort(np.linalg.norm(template - model.joint_template[min(k, 23)], axis=1))[:30]
        regressor[k, near] = 1 / 30
    weights[:, :24] = model.weights[:n]
    parents = [2**32 - 1, *model.parents[1:], *[20] * (joints - 24)][:joints]
    whole = n == len(model.template)
    return {
        "v_template": template,
        "shapedirs": model.shapedirs[:n, :, :10].astype(np.float64),
        "posedirs": np.zeros((n, 3, 9 * (joints - 1)), np.float16)
        if whole
        else rng.normal(0, 1e-4, (n, 3, 9 * (joints - 1))),
        "J_regressor": regressor,
        "weights": weights,
        "kintree_table": np.array([parents, range(joints)], np.uint32),
        "f": model.faces[(model.faces < n).all(axis=1)].astype(np.uint32),
    }


class Ch:
    """Stands for chumpy's array class in the pickles written here."""

    def __init__(self, x: Any) -> None:
        self.x = x


Ch.__module__, Ch.__qualname__ = "chumpy.ch", "Ch"


def pickled(content: Any, protocol: int = 2) -> bytes:
    class Writer(pickle._Pickler):  # type: ignore[name-defined] # the Python one can be told about foreign classes
        def save_global(self, obj: Any, name: str | None = None) -> None:
            if obj is Ch:
                self.write(b"cchumpy.ch\nCh\n")
                self.memoize(obj)
            else:
                super().save_global(obj, name)

        dispatch = {**pickle._Pickler.dispatch, type: save_global}  # type: ignore[attr-defined]

    out = io.BytesIO()
    Writer(out, protocol=protocol).dump(content)
    return out.getvalue()


@pytest.fixture(scope="module")
def official() -> bytes:
    """As the published files are: a sparse regressor, arrays inside chumpy objects, uint32 tree with a wrapped root."""
    arrays = smpl_arrays()
    arrays["J_regressor"] = sparse.csc_matrix(arrays["J_regressor"])
    arrays["shapedirs"] = Ch(arrays["shapedirs"])
    arrays["bs_type"] = "lrotmin"
    return pickled(arrays)


def test_a_pickle_with_sparse_and_chumpy_parts_is_read(official: bytes) -> None:
    model = smpl.load(official, "female", "SMPL_FEMALE.pkl")
    truth = smpl_arrays()
    assert model.id.startswith("smpl-female:") and len(model.id) == len("smpl-female:") + 12
    assert model.n_betas == 10 and model.parents[0] == -1 and model.rest == "t"
    assert np.allclose(model.shapedirs, truth["shapedirs"], atol=1e-6)
    assert np.allclose(model.joint_template, truth["J_regressor"] @ truth["v_template"])


@pytest.mark.parametrize("old", [b"numpy.core.multiarray", b"scipy.sparse.csc"])
def test_names_of_older_libraries_are_read(official: bytes, old: bytes) -> None:
    new = {b"numpy.core.multiarray": b"numpy._core.multiarray", b"scipy.sparse.csc": b"scipy.sparse._csc"}[old]
    assert new in official
    assert smpl.load(official.replace(b"c" + new, b"c" + old), "female").n_betas == 10


class Payload:
    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, (f"touch {self.canary}",)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_malicious_pickle_is_refused_and_nothing_runs(tmp_path: Path, protocol: int) -> None:
    canary = tmp_path / "canary"
    bad = pickle.dumps({**smpl_arrays(), "weights": Payload(canary)}, protocol=protocol)
    with pytest.raises(Problem, match="refused and nothing was run") as caught:
        smpl.load(bad, "female", "SMPL_FEMALE.pkl")
    assert "system" in caught.value.what and not canary.exists()
    pickle.loads(bad)  # noqa: S301 - the payload is a real one: unrestricted reading runs it
    assert canary.exists()


@pytest.mark.parametrize(
    "stream",
    [
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"c__builtin__\nexec\n(S'1'\ntR.",
        b"cnumpy\nload\n(S'x'\ntR.",
        b"c_codecs\nencode\n(S'x'\nS'rot13'\ntR.",
        b"cnumpy._core.multiarray\n_reconstruct\n(cnumpy\ndtype\n(I0\ntS'b'\ntR.",
        b"Pevil\n.",
    ],
)
def test_other_names_are_refused(stream: bytes) -> None:
    with pytest.raises(Problem) as caught:
        smpl.load(stream, "male")
    assert caught.value.code == "smpl.refused"


def test_damaged_files_are_sentences(official: bytes, tmp_path: Path) -> None:
    wrong = smpl_arrays()
    for content, said in (
        (b"", "damaged"),
        (b"\x80\x02}", "damaged"),
        (official[: len(official) // 2], "damaged"),
        (pickled([1, 2]), "no SMPL"),
        (pickled({"v_template": np.zeros((4, 3))}), "shapedirs is missing"),
        (pickled({**wrong, "f": wrong["f"] + 99999}), "points outside"),
        (pickled({**wrong, "posedirs": wrong["posedirs"][:, :, :9]}), "posedirs of this model has the shape"),
        (pickled({**wrong, "weights": wrong["weights"].astype(object)}), "else than numbers"),
    ):
        with pytest.raises(Problem, match=said):
            smpl.load(content, "female", "x.pkl")


def test_a_smplx_npz_is_read_and_posed(tmp_path: Path) -> None:
    arrays = smpl_arrays(55, 20000)
    out = io.BytesIO()
    np.savez(out, **arrays)
    model = smpl.load(out.getvalue(), "female", "SMPLX_FEMALE.npz")
    assert model.id.startswith("smplx-female:") and len(model.joint_names) == 55
    mesh = body.posed(BodyShape(model.id, "female", (0.5,)), "stand", model)
    down = mesh.joints_mm["left_shoulder"] - mesh.joints_mm["left_elbow"]
    assert down[1] > 0.9 * np.linalg.norm(down), "the upper arm hangs"


def test_a_body_of_a_users_model_is_measured_by_geometry() -> None:
    model = smpl.load(pickled(smpl_arrays(vertices=20000)), "female")
    assert model.skin_faces < len(model.faces), "eyes are no skin"
    shape = BodyShape(model.id, "female", (0.4, -0.5))
    found = body.measure(body.posed(shape, "a", model)).measures
    ours = body.measure(body.posed(BodyShape(body.load("female").id, "female", (0.4, -0.5)))).measures
    for name in ("stature", "bust", "waist", "hip", "inseam", "thigh", "calf"):
        assert found[name] == pytest.approx(ours[name], rel=0.06), name


def test_our_skinning_is_that_of_smplx() -> None:
    smplx = pytest.importorskip("smplx")
    torch = pytest.importorskip("torch")
    arrays = smpl_arrays(vertices=20000)
    arrays["posedirs"] = np.random.default_rng(5).normal(0, 1e-4, arrays["posedirs"].shape)
    padded = np.zeros((*arrays["shapedirs"].shape[:2], 300))
    padded[:, :, :10] = arrays["shapedirs"]
    reference = smplx.SMPL(
        "", data_struct=smplx.utils.Struct(**{**arrays, "shapedirs": padded}), num_betas=10, create_transl=False
    )
    rng = np.random.default_rng(2)
    betas, pose = rng.normal(0, 1, 10), rng.normal(0, 0.3, (24, 3))
    expected = reference(
        betas=torch.tensor(betas[None], dtype=torch.float32),
        body_pose=torch.tensor(pose[None, 1:].reshape(1, -1), dtype=torch.float32),
        global_orient=torch.tensor(pose[None, :1].reshape(1, -1), dtype=torch.float32),
    )
    vertices, joints = smpl.load(pickled(arrays), "female").forward(betas, pose)
    assert np.abs(vertices - expected.vertices[0].detach().numpy()).max() < 1e-4
    assert np.abs(joints - expected.joints[0, :24].detach().numpy()).max() < 1e-4
