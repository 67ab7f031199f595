"""The distance field of a body, kept in the user's cache from one drape to the next. Numba; workers only."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from ampc_desktop.core.body import BodyMesh
from ampc_desktop.core.drape import Array
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files
from ampc_desktop.tryon.distance import Field, field_of, with_soft_clefts, without_clefts, without_pockets

STEP_M = 0.005
_AROUND_M = 0.06
_REACH_M = 0.20
"""Cloth does not get farther than this in one part of a movement."""
_KEPT = 6
_FORMAT = b"field 1"
"""Changes when the field of the same body would come out otherwise."""

_last: dict[str, Field] = {}


def moved_field(body: BodyMesh, cloth_m: Array) -> tuple[Field, Array]:
    """Field of a body in the middle of a movement, which is not kept, and how far its skin gives way by node.

    Only as far as cloth (n, 3) may get to: a body that reaches out fills a box several times as large.
    """
    vertices, skin = np.ascontiguousarray(body.vertices_mm / 1000.0), np.ascontiguousarray(body.skin, dtype=np.int64)
    low, high = _box(vertices)
    begin, end = np.maximum(low, cloth_m.min(axis=0) - _REACH_M), np.minimum(high, cloth_m.max(axis=0) + _REACH_M)
    begin[2] = low[2]  # signs are told from behind the body on
    return with_soft_clefts(without_pockets(field_of(vertices, skin, begin, end, STEP_M)))


def body_field(body: BodyMesh) -> Field:
    """Field of the whole closed skin in a box around it, narrow clefts filled; left and right lie alike on the grid."""
    vertices = np.ascontiguousarray(body.vertices_mm / 1000.0)
    skin = np.ascontiguousarray(body.skin, dtype=np.int64)
    key = hashlib.blake2b(_FORMAT + vertices.tobytes() + skin.tobytes(), digest_size=16).hexdigest()
    if key not in _last:
        found = _read(_folder() / f"{key}.npz")
        if found is None:
            found = _made(vertices, skin)
            _keep(_folder() / f"{key}.npz", found)
        _last.clear()
        _last[key] = found
    return _last[key]


def _made(vertices: Array, skin: npt.NDArray[np.int64]) -> Field:
    return without_clefts(field_of(vertices, skin, *_box(vertices), STEP_M))


def _box(vertices: Array) -> tuple[Array, Array]:
    low, high = vertices.min(axis=0) - _AROUND_M, vertices.max(axis=0) + _AROUND_M
    half = np.ceil(max(-low[0], high[0]) / STEP_M) * STEP_M
    low[0], high[0] = -half, half
    return low, high


def _folder() -> Path:
    home = os.environ.get("AMPC_HOME")
    return (Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("ampc_desktop"))) / "fields"


def _read(path: Path) -> Field | None:
    """A kept field; None if there is none or it can't be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            found = Field(kept["values"], kept["origin"], float(kept["step"]))
        path.touch()  # the oldest go first
        return found
    return None


def _keep(path: Path, field: Field) -> None:
    """Keeps a field among the newest; a full or locked disk only costs the time to make it again."""
    bytes_ = io.BytesIO()
    np.savez(bytes_, values=field.values, origin=field.origin, step=np.float64(field.step))
    with contextlib.suppress(Problem, OSError):
        files.write_bytes(path, bytes_.getvalue())
        kept = sorted(path.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink()
