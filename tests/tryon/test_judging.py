"""What may be believed of a drape and what is said of the rest: tight, sliding, through skin, through cloth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core.drape import Array, ClothMesh, DrapeJob
from ampc_desktop.tryon import judging
from ampc_desktop.tryon.child import drape
from ampc_desktop.tryon.judging import judged, tightest
from tests.tryon.test_drape import anna, job, quiet

CALM: dict[str, Any] = {"rest": True, "fallen": False, "steps": 50, "residual": 0.001, "speed_mm_s": 0.0,
                        "through_skin": 0, "through_cloth": 0}  # fmt: skip


def flat_start(mesh: ClothMesh) -> tuple[ClothMesh, Array]:
    """The pieces lying apart, unstretched."""
    apart = replace(mesh, sewn=np.arange(len(mesh.flat_mm), dtype=np.int32))
    return apart, np.column_stack((mesh.flat_mm, np.zeros(len(mesh.flat_mm))))


def test_the_judge_alone() -> None:
    mesh, x = flat_start(job("straight_skirt", 40.0).mesh)
    assert judged(mesh, x, x, "waist", **CALM) == ("", ())
    assert "cloth and skin cross at 3 places" in judged(mesh, x, x, "waist", **{**CALM, "through_skin": 3})[0]
    assert "through cloth at 2 places" in judged(mesh, x, x, "waist", **{**CALM, "through_cloth": 2})[0]
    assert "still 0.1 % of the weight" in judged(mesh, x, x, "waist", **{**CALM, "rest": False})[0]
    low = x - (0.0, 30.0, 0.0)
    assert judged(mesh, x, low, "waist", **CALM)[1] == ("the waist seam slid down 30 mm before it held",)
    assert judged(mesh, low, x, "waist", **CALM)[1] == ("the waist seam climbed 30 mm before it held",)
    assert judged(mesh, x, low, "", **CALM)[1] == ()


def test_what_falls_is_told_why() -> None:
    mesh, x = flat_start(job("straight_skirt", 40.0).mesh)
    gone = {**CALM, "rest": False, "fallen": True}
    assert "its waist of 760 mm is too wide" in judged(mesh, x, x, "waist", **gone)[0]
    bare = replace(mesh, panels=tuple(p.replace("waistband", "yoke") for p in mesh.panels))
    assert "there is no waistband to hold it" in judged(bare, x, x, "waist", **gone)[0]
    assert judged(mesh, x, x, "", **gone)[0] == "it falls off the body: nothing holds it up"


@pytest.mark.parametrize(("stretch", "said"), [(0.0, ""), (1.5, "tight at"), (4.0, "too tight to close")])
def test_tight_is_measured_by_what_the_cloth_gives(stretch: float, said: str) -> None:
    """The front stretched along its weft by a multiple of its comfortable limit."""
    mesh, x = flat_start(job("straight_skirt", 40.0).mesh)
    limit = mesh.materials[0].stretch_weft
    front = mesh.panel == mesh.panels.index("front")
    x[front, 0] *= 1.0 + stretch * limit
    why, notes = judged(mesh, x, x, "", **CALM)
    told = why + "".join(notes)
    assert said in told and bool(said) == bool(told)
    assert bool(why) == (stretch > 3.0)
    if said:
        assert "the front, near its" in told
        assert tightest(mesh, x).share == pytest.approx(stretch, rel=1e-6)


def changed(share: float) -> DrapeJob:
    """Anna's skirt as if it were cut for a waist and hip of another size."""
    plain = job("straight_skirt", 30.0)
    flat = plain.mesh.flat_mm.copy()
    band = plain.mesh.panel == plain.mesh.panels.index("waistband")
    flat[~band, 0] *= share
    flat[band, 1] *= share  # the band runs along its y
    mesh = replace(plain.mesh, flat_mm=flat)
    waist_mm = float(anna().tape["waist"].points_mm[:, 1].mean())
    return replace(plain, mesh=mesh, start_mm=tryon.place(mesh, anna().mesh, waist_mm), max_steps=200)


def test_a_woven_skirt_a_tenth_too_small_does_not_close() -> None:
    got = drape(changed(0.86), quiet)
    assert not got.converged
    assert "too tight to close at the" in got.why and "it gives" in got.why


def test_a_skirt_a_little_too_wide_slides_and_says_so() -> None:
    fits, wide = (drape(changed(share), quiet) for share in (1.0, 1.08))
    assert fits.converged and wide.converged
    at = wide.mesh.seams["waist"]
    assert wide.positions_mm[at, 1].mean() < fits.positions_mm[at, 1].mean() - 15.0
    assert "slid down" in wide.notes[0]


def test_forces_nobody_can_read_are_called_wedged() -> None:
    mesh, x = flat_start(job("straight_skirt", 40.0).mesh)
    why, _ = judged(mesh, x, x, "", **{**CALM, "rest": False, "residual": 68.5})
    assert why.startswith("it is wedged") and "%" not in why


def test_cloth_caught_in_its_start_is_not_called_too_tight() -> None:
    mesh, x = flat_start(job("straight_skirt", 40.0).mesh)
    caught = {**CALM, "rest": False, "residual": 68.5}
    wide, small = x * (1.8, 1.0, 1.0), x * (1.2, 1.0, 1.0)
    assert judged(mesh, x, wide, "", **caught)[0].startswith("it could not be put on")
    assert judged(mesh, x, small, "", **caught)[0].startswith("it is too tight to close")
    assert judged(mesh, x, wide, "", **CALM)[0].startswith("it is too tight to close")


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("neck.l", "left neck"),
        ("cap.front", "front cap"),
        ("sleeve.0", "sleeve"),
        ("hem_band.front.0", "front hem band"),
    ],
)
def test_places_are_named_for_people(id: str, said: str) -> None:
    assert judging._words(id) == said
