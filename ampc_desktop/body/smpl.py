"""SMPL and SMPL-X files that a user has licensed: read without running anything in them, used by our own skinning.

An official SMPL file is a Python pickle, and unpickling is code execution. The reader here builds numpy arrays and
scipy matrices only; objects of chumpy (an abandoned array library the files were made with) become inert holders of
their array; every other name in the file refuses it before anything is called.
"""

from __future__ import annotations

import hashlib
import io
import pickle  # noqa: TID251 - a reader with an allow-list needs the Unpickler it restricts; nothing else is used
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.model import SMPL_JOINTS, BodyModel, from_arrays
from ampc_desktop.core.body import REGIONS
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.problem import Problem

Arrays = dict[str, npt.NDArray[np.generic]]

LICENCE_NOTICE = """SMPL and SMPL-X body models belong to the Max Planck Society and are licensed separately
(smpl.is.tue.mpg.de, smpl-x.is.tue.mpg.de). Without a commercial licence from Meshcapade they may be used for
non-commercial scientific research, education and artistic projects only: not for made-to-measure garments that are
sold. The studio ships neither the models nor software of their authors; it reads a file you have obtained yourself.
By going on you confirm that your licence allows what you do with it."""
"""Shown and confirmed once before the first file is read."""

LARGEST_BYTES = 2_000_000_000
KEEP_BETAS = 40
"""Shape coefficients that are used; an official SMPL file has 10 or 300, SMPL-X up to 300 and 100 of expression."""

SMPLX_JOINTS: tuple[str, ...] = (
    *SMPL_JOINTS[:22],
    "jaw",
    "left_eye",
    "right_eye",
    *(f"left_{finger}{n}" for finger in ("index", "middle", "pinky", "ring", "thumb") for n in (1, 2, 3)),
    *(f"right_{finger}{n}" for finger in ("index", "middle", "pinky", "ring", "thumb") for n in (1, 2, 3)),
)


class _Refused(Exception):
    """The file asks for a name that makes no array."""


class _Held:
    """An object of chumpy without its behaviour: state is kept, the array lies under "x"."""

    def __init__(self, *_: Any) -> None:
        self.state: dict[str, Any] = {}

    def __setstate__(self, state: Any) -> None:
        self.state = state if isinstance(state, dict) else {}


class _ArrayReader(pickle.Unpickler):
    """An unpickler that can make arrays and nothing else: names are looked up in a table, nothing is imported."""

    def find_class(self, module: str, name: str) -> Any:
        if module.split(".")[0] == "chumpy":
            return _Held
        known = _known_names().get((module, name))
        if known is None:
            raise _Refused(f"{module}.{name}")
        return known

    def persistent_load(self, pid: Any) -> Any:
        raise _Refused(f"persistent id {pid}")


@cache
def _known_names() -> Mapping[tuple[str, str], Any]:
    """All a file may ask for beside chumpy's names, under the names of old and new versions."""
    from numpy._core.multiarray import scalar
    from numpy._core.numeric import _frombuffer  # type: ignore[attr-defined]
    from scipy import sparse

    names: dict[tuple[str, str], Any] = {
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
        ("_codecs", "encode"): _encode,
    }
    for core in ("numpy.core", "numpy._core"):
        names[f"{core}.multiarray", "_reconstruct"] = _reconstruct
        names[f"{core}.multiarray", "scalar"] = scalar
        names[f"{core}.numeric", "_frombuffer"] = _frombuffer
    for kind in ("csc", "csr", "coo"):
        for module in ("scipy.sparse", f"scipy.sparse.{kind}", f"scipy.sparse._{kind}"):
            names[module, f"{kind}_matrix"] = getattr(sparse, f"{kind}_matrix")
    return names


def _reconstruct(kind: Any, shape: Any, dtype: Any) -> npt.NDArray[np.generic]:
    """numpy's own, for ndarray alone."""
    if kind is not np.ndarray:
        raise _Refused(f"array of type {kind!r}")
    return np.ndarray.__new__(np.ndarray, shape, dtype)


def _encode(text: Any, encoding: Any = "latin1") -> bytes:
    """Bytes of old pickles; no other codec than theirs."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise _Refused(f"codec {encoding!r}")
    return text.encode("latin1")


def load(data: bytes, sex: Sex, where: str = "") -> BodyModel:
    """A body model from the bytes of SMPL_*.pkl, SMPL_*.npz or SMPLX_*.npz.

    Its zero pose is the T-pose; body.posed(shape, "a", model) brings it into the pose it is measured in. The id names
    the content: "smpl-female:<12 hex digits>". Raises Problem for a file with anything but arrays in it, a damaged
    one, or one that is no such model. Call it only after LICENCE_NOTICE was confirmed.
    """
    arrays = read_arrays(data, where)
    _check(arrays, where)
    digest = hashlib.sha256(data).hexdigest()[:12]
    joints = SMPLX_JOINTS if len(arrays["weights"].T) == len(SMPLX_JOINTS) else SMPL_JOINTS
    kind = "smplx" if joints is SMPLX_JOINTS else "smpl"
    faces, skin_faces = _skin_first(np.asarray(arrays["f"], np.int64))
    ready: Arrays = {
        **arrays,
        "shapedirs": np.asarray(arrays["shapedirs"])[:, :, :KEEP_BETAS],
        "f": faces,
        "skin_faces": np.array(skin_faces),
        "regions": _regions(np.asarray(arrays["weights"], np.float64), joints),
    }
    return from_arrays(f"{kind}-{sex}:{digest}", sex, ready, joints, rest="t")


def read_arrays(data: bytes, where: str = "") -> Arrays:
    """The arrays of an SMPL file by name, of a pickle or an npz. Raises Problem; never runs what a file asks for."""
    if len(data) > LARGEST_BYTES:
        raise Problem("this file is larger than any body model", where, code="smpl.damaged")
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with np.load(io.BytesIO(data), allow_pickle=False) as archive:
                return {name: archive[name] for name in NEEDED if name in archive.files}
        raw = _ArrayReader(io.BytesIO(data), encoding="latin1").load()
        return {name: _array(raw[name]) for name in NEEDED if name in raw}
    except _Refused as error:
        raise Problem(
            f"this file asks for '{str(error)[:80]}', which no body model needs: it was refused and nothing was run",
            where,
            "get the file from its publisher again",
            code="smpl.refused",
        ) from error
    except Exception as error:  # a damaged pickle or zip can raise anything at all
        raise Problem(
            "this file is damaged or no SMPL model", where, "get it from its publisher again", code="smpl.damaged"
        ) from error


NEEDED = ("v_template", "shapedirs", "posedirs", "J_regressor", "weights", "kintree_table", "f")


def _array(value: Any) -> npt.NDArray[np.generic]:
    from scipy.sparse import spmatrix

    if isinstance(value, _Held):
        value = value.state.get("x", value.state.get("_x"))
    if isinstance(value, spmatrix):
        value = value.toarray()
    return np.asarray(value)


def _check(arrays: Mapping[str, npt.NDArray[np.generic]], where: str) -> None:
    """Raises Problem naming the first array that is missing or does not fit the others."""
    missing = [name for name in NEEDED if name not in arrays]
    if missing:
        raise Problem(f"this file is no SMPL or SMPL-X model: {missing[0]} is missing", where, code="smpl.damaged")
    if any(arrays[name].dtype.kind not in "fiu" for name in NEEDED):
        raise Problem("this file holds something else than numbers", where, code="smpl.damaged")
    n = len(arrays["v_template"])
    joints = arrays["weights"].shape[-1] if arrays["weights"].ndim == 2 else 0
    shapes = {
        "v_template": (n, 3),
        "shapedirs": (n, 3, arrays["shapedirs"].shape[-1]),
        "posedirs": (n, 3, 9 * (joints - 1)),
        "J_regressor": (joints, n),
        "weights": (n, joints),
        "kintree_table": (2, joints),
        "f": (len(arrays["f"]), 3),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise Problem(
                f"{name} of this model has the shape {arrays[name].shape}, not {shape}", where, code="smpl.damaged"
            )
    if joints not in (len(SMPL_JOINTS), len(SMPLX_JOINTS)):
        raise Problem(f"this model has {joints} joints; SMPL has 24 and SMPL-X 55", where, code="smpl.damaged")
    finite = all(np.isfinite(np.asarray(arrays[name], np.float64)).all() for name in NEEDED)
    faces, parents = np.asarray(arrays["f"], np.int64), np.asarray(arrays["kintree_table"], np.int64)[0, 1:]
    if not finite or faces.min() < 0 or faces.max() >= n or not all(0 <= p < k for k, p in enumerate(parents, start=1)):
        raise Problem("this model is damaged: it points outside its own arrays", where, code="smpl.damaged")


def _skin_first(faces: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """The faces of the largest connected surface first, and how many they are (SMPL-X has loose eyes)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    corners = faces.ravel()
    n = int(corners.max()) + 1
    links = coo_matrix((np.ones(len(corners)), (corners, np.repeat(faces[:, 0], 3))), shape=(n, n))
    labels = connected_components(links, directed=False)[1][faces[:, 0]]
    skin = labels == np.bincount(labels).argmax()
    return np.concatenate([faces[skin], faces[~skin]]), int(skin.sum())


def _regions(weights: npt.NDArray[np.float64], joints: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """The part of the body whose joints move each vertex most."""
    arm = ("shoulder", "elbow", "wrist", "hand", "index", "middle", "pinky", "ring", "thumb")
    share = np.zeros((len(weights), len(REGIONS)))
    for k, name in enumerate(joints):
        side, _, part = name.partition("_")
        if part.startswith(arm):
            region = f"{side}_arm"
        elif part in ("hip", "knee", "ankle", "foot"):
            region = f"{side}_leg"
        else:
            region = "head" if name in ("neck", "head", "jaw", "left_eye", "right_eye") else "torso"
        share[:, [str(known) for known in REGIONS].index(region)] += weights[:, k]
    return np.asarray(share.argmax(axis=1), np.uint8)
