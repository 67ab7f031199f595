"""Body models of a user's own (SMPL, SMPL-X): registered once, licence confirmed, kept as plain arrays."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from ampc_desktop.core.body import Avatar
from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files
from ampc_desktop.studio import settings
from ampc_desktop.studio.avatars import Person

KEPT = "models"
CONFIRMED = "licence.json"


def licence_notice() -> str:
    """What the owner of a file has to confirm once."""
    from ampc_desktop.body import smpl

    return smpl.LICENCE_NOTICE


def register(path: Path, sex: Sex, accept_licence: bool = False) -> dict[str, Any]:
    """Read SMPL_*.pkl, SMPL_*.npz or SMPLX_*.npz safely and keep its arrays as the model of one sex.

    Nothing in the file is run. Raises Problem: licence not confirmed yet, a file with anything but arrays in it, or
    one that is no body model; nothing is kept then.
    """
    from ampc_desktop.body import smpl

    home = settings.home() / KEPT
    if not accept_licence and not (home / CONFIRMED).exists():
        text = "the licence of SMPL models has not been confirmed"
        raise Problem(text, str(path), "read it and add --accept-licence", code="smpl.licence")
    data = files.read_bytes(path)
    model = smpl.load(data, sex, str(path))
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **_plain(smpl.read_arrays(data, str(path))))
    files.write_bytes(home / f"{sex}.npz", packed.getvalue())
    files.write_text(home / CONFIRMED, json.dumps({"confirmed": True, "notice": smpl.LICENCE_NOTICE}) + "\n")
    return {"id": model.id, "vertices": len(model.template), "betas": model.n_betas, "joints": len(model.joint_names)}


def fit(person: Person, progress: Progress = silent) -> Avatar:
    """The avatar of a person on the registered model of their sex. Raises Problem when there is none."""
    from ampc_desktop.body import foreign, smpl

    sex = person.measures.sex
    kept = settings.home() / KEPT / f"{sex}.npz"
    if not kept.exists():
        raise Problem(f"no {sex} model is registered", "--model", "register one with ampc body model", code="smpl.none")
    return foreign.fit(smpl.load(files.read_bytes(kept), sex, str(kept)), person.measures, progress)


def _plain(arrays: dict[str, Any]) -> dict[str, Any]:
    return {name: array for name, array in arrays.items() if array.dtype.kind in "fiub"}
