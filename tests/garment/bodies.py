"""Bodies, fabrics and drafts that the garment tests share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

import numpy as np
import pytest

from ampc_desktop.core.design import DesignSpec, PrintSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.schema import Source, Value
from ampc_desktop.garment import draft, resolve

ANNA = {
    "stature": 1780, "neck": 350, "shoulder": 380, "bust": 920, "underbust": 790, "waist": 745, "hip": 980,
    "thigh": 570, "arm": 585, "inseam": 810, "waist_to_hip": 205, "back_waist_length": 410, "biceps": 285,
    "wrist": 160, "head": 565, "shoulder_slope": 20,
}  # fmt: skip


def fabric(structure: str = "knit", stretch: float = 0.30, rib: str | None = "rib") -> Fabric:
    return Fabric(
        id="cloth", label="Cloth", structure=structure, composition="cotton", gsm=180, thickness_mm=0.6,  # type: ignore[arg-type]
        usable_width_mm=1600, price_eur_per_m=6.8, stretch_weft=stretch, stretch_warp=stretch / 2,
        shrinkage_warp=0.04, shrinkage_weft=0.03, nap="none", techniques=(), grounds=(), families=(),
        stock_m=100, lead_days=0, rib=rib,
    )  # fmt: skip


JERSEY = fabric()
TWILL = fabric("woven", 0.0, None)
CLOTH = {
    "tshirt": JERSEY,
    "straight_skirt": TWILL,
    "trousers": TWILL,
    "shift_dress": TWILL,
    "a_line_skirt": TWILL,
    "circle_skirt": TWILL,
    "shirt": TWILL,
    "hoodie": JERSEY,
    "tank": JERSEY,
}


def body(sex: Sex = "female", name: str = "Anna", **changed: float) -> Measurements:
    return Measurements(name, sex, {n: Measurement(float(v)) for n, v in {**ANNA, **changed}.items()})


def spec_for(
    family: str, wishes: dict[str, Value], who: Measurements, cloth: Fabric | None = None, source: Source = "said"
) -> DesignSpec:
    options = resolve(family, {k: (v, source) for k, v in wishes.items()}, who, cloth or CLOTH[family])
    return DesignSpec(family, options, "cloth", PrintSpec("plain", ("black",), (100.0, 100.0)))


def made(family: str, who: Measurements | None = None, cloth: Fabric | None = None, **wishes: Value) -> Pattern:
    """A draft of a family with wishes, for Anna unless told."""
    if who is None and cloth is None:
        return _for_anna(family, tuple(wishes.items()))
    someone, something = who or body(), cloth or CLOTH[family]
    return draft(spec_for(family, wishes, someone, something), someone, something)


@cache
def _for_anna(family: str, wishes: tuple[tuple[str, Value], ...]) -> Pattern:
    return made(family, body(), **dict(wishes))


def plausible(count: int, seed: int = 7) -> Iterator[Measurements]:
    """Women and men with measures that go together: ANSUR-like means, spread wide, proportions correlated."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        sex: Sex = "female" if i % 2 == 0 else "male"
        woman = sex == "female"
        stature = float(np.clip(rng.normal(1630 if woman else 1760, 75), 1450, 2050))
        size = rng.normal(0.0, 1.0)
        bust = float(np.clip((940 if woman else 1050) + 110 * size + rng.normal(0, 35), 700, 1450))
        waist = float(np.clip((0.80 if woman else 0.88) * bust + rng.normal(0, 55), 550, 1400))
        hip = float(np.clip((1020 if woman else 1010) + 95 * size + rng.normal(0, 40), 750, 1500))
        tall = stature / (1630 if woman else 1760)
        yield Measurements(
            f"body {i}",
            sex,
            {
                name: Measurement(float(value))
                for name, value in {
                    "stature": stature,
                    "neck": (330 if woman else 390) + 0.10 * (bust - 1000) + rng.normal(0, 10),
                    "shoulder": (366 if woman else 415) * tall**0.5 + rng.normal(0, 14),
                    "bust": bust,
                    "underbust": 0.87 * bust,
                    "waist": waist,
                    "hip": hip,
                    "thigh": 0.58 * hip,
                    "arm": (545 if woman else 600) * tall + rng.normal(0, 15),
                    "inseam": 0.47 * stature + rng.normal(0, 18),
                    "waist_to_hip": 0.122 * stature + rng.normal(0, 12),
                    "back_waist_length": (400 if woman else 455) * tall + rng.normal(0, 14),
                    "biceps": (300 if woman else 345) + 0.22 * (bust - 1000) + rng.normal(0, 14),
                    "wrist": (155 if woman else 175) + 0.03 * (bust - 1000) + rng.normal(0, 5),
                    "head": (562 if woman else 577) + rng.normal(0, 14),
                    "shoulder_slope": float(np.clip(rng.normal(20, 3.5), 8, 32)),
                }.items()
            },
        )


def extreme() -> tuple[Measurements, ...]:
    """Twenty bodies at the edges of what the studio accepts, alone and together."""
    cases: list[tuple[Sex, dict[str, float]]] = [
        ("female", {"stature": 1450, "arm": 460, "back_waist_length": 350, "inseam": 640}),
        ("male", {"stature": 2050, "arm": 720, "back_waist_length": 540, "inseam": 980}),
        ("female", {"bust": 700, "waist": 550, "hip": 750, "biceps": 210, "neck": 290, "shoulder": 320}),
        ("male", {"bust": 1450, "waist": 1400, "hip": 1500, "biceps": 520, "neck": 500, "shoulder": 430}),
        ("female", {"bust": 1450, "waist": 1100, "hip": 1100, "biceps": 400, "neck": 400}),
        ("female", {"bust": 800, "waist": 600, "hip": 1300}),
        ("female", {"bust": 700, "waist": 550, "hip": 1500}),
        ("male", {"bust": 1000, "waist": 1300, "hip": 1050}),
        ("female", {"waist": 1000, "hip": 980}),
        ("female", {"waist": 1400, "hip": 1200, "bust": 1200}),
        ("female", {"biceps": 480}),
        ("female", {"biceps": 520, "bust": 900, "shoulder": 330}),
        ("female", {"biceps": 200}),
        ("male", {"shoulder": 480, "bust": 900}),
        ("female", {"shoulder": 300, "bust": 1300}),
        ("female", {"shoulder_slope": 35}),
        ("female", {"shoulder_slope": 4}),
        ("male", {"head": 660, "neck": 520}),
        ("female", {"head": 620, "neck": 270}),
        ("female", {"waist_to_hip": 120, "back_waist_length": 500}),
    ]
    return tuple(body(sex, f"extreme {i}", **changed) for i, (sex, changed) in enumerate(cases))


Bodies: TypeAlias = tuple[Measurements, ...]
FEW: Bodies = (body(), *plausible(3), *extreme()[::3])
over_bodies = pytest.mark.parametrize(
    "bodies",
    [
        pytest.param(FEW, id="few"),
        pytest.param((body(), *plausible(30), *extreme()), id="many", marks=pytest.mark.slow),
    ],
)
"""A test of `bodies`: on a few of them, and on many in the slow run."""
