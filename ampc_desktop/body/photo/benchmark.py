"""How well bodies are found in photos: forty held-out renders with known truth, and the easy same-model set apart.

The held-out bodies (body.bake.photos) come from another, larger shape space than the model that is fitted, in clothes,
before cluttered walls, through unknown lenses. The easy set is drawn from the studio's own model: what many papers
report, and not what a customer gets; its figures stand apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ampc_desktop.core.measurement import Sex
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import child, resources

MAIN = ("bust", "waist", "hip")
JUDGED = (
    *MAIN,
    "underbust",
    "waist_navel",
    "shoulder",
    "arm",
    "inseam",
    "thigh",
    "biceps",
    "calf",
    "neck",
    "back_waist_length",
    "weight_kg",
)
SETTINGS = ("height", "weight", "side")
"""With height alone; with height and weight; with both and a side photo, where the set has one."""


@dataclass(frozen=True)
class PhotoCase:
    """One photo in one setting.

    error, half  : by measure, fit minus truth and half-width of the 80 % interval, mm (kg).
    mean_error   : the same for the mean body of that stature, without any photo.
    mask_iou     : the cut-out figure against the true one; fit_iou: fitted body against the cut-out figure.
    problem      : why there was no fit, else empty.
    """

    name: str
    sex: Sex
    setting: str
    background: str
    error: Mapping[str, float]
    half: Mapping[str, float]
    mean_error: Mapping[str, float]
    mask_iou: float
    fit_iou: float
    seconds: float
    problem: str = ""


@dataclass(frozen=True)
class PhotoBench:
    """All cases; the figures are read off them. Nothing here judges: the caller holds them against targets."""

    cases: tuple[PhotoCase, ...]

    def fitted(self, setting: str) -> list[PhotoCase]:
        return [case for case in self.cases if case.setting == setting and not case.problem]

    def found(self, setting: str) -> float:
        """Share of the photos that gave a body, 0..1."""
        tried = [case for case in self.cases if case.setting == setting]
        return len(self.fitted(setting)) / max(len(tried), 1)

    def mae(self, setting: str, measure: str) -> float:
        """Mean absolute error, mm (kg)."""
        return _mean(abs(case.error[measure]) for case in self.fitted(setting))

    def bias(self, setting: str, measure: str) -> float:
        """Mean error, mm (kg); positive: the fit is larger than the body."""
        return _mean(case.error[measure] for case in self.fitted(setting))

    def mean_body_mae(self, setting: str, measure: str) -> float:
        return _mean(abs(case.mean_error[measure]) for case in self.fitted(setting))

    def coverage(self, setting: str, measures: Iterable[str] = JUDGED) -> float:
        """Share of truths inside the 80 % intervals, over these measures, 0..1; given measures are left out."""
        inside = [
            abs(case.error[measure]) <= case.half[measure]
            for case in self.fitted(setting)
            for measure in measures
            if case.half.get(measure, 0.0) > 0.0
        ]
        return _mean(float(one) for one in inside)

    def mask_iou(self, background: str) -> float:
        """Mean overlap of the cut-out figures with the true ones, of one kind of background."""
        return _mean(case.mask_iou for case in self.fitted("height") if case.background == background)

    def worst_mask_iou(self, background: str) -> float:
        return min((c.mask_iou for c in self.fitted("height") if c.background == background), default=0.0)

    def seconds(self, setting: str) -> float:
        """Mean seconds a photo takes, reading to measures."""
        return _mean(case.seconds for case in self.fitted(setting))

    def slowest(self, setting: str) -> float:
        return max((case.seconds for case in self.fitted(setting)), default=0.0)


def held_out(progress: Progress = silent, settings: Sequence[str] = SETTINGS) -> PhotoBench:
    """The benchmark: the forty photos that ship with the studio. Takes some minutes."""
    return of_folder(resources.path("bench", "photos"), progress, settings)


def of_folder(folder: Path, progress: Progress = silent, settings: Sequence[str] = SETTINGS) -> PhotoBench:
    """Any set that body.bake.photos made. Raises Problem when the folder holds none."""
    if not (folder / "truth.json").exists():
        raise Problem(
            "there are no test photos", str(folder), "make them with body.bake.photos", code="bench.no_photos"
        )
    entry = "ampc_desktop.body.photo.benchmark:_judge"
    found: PhotoBench = child.run(
        entry, str(folder), tuple(settings), progress=progress, what="the benchmark of photo fits"
    )
    return found


def easy(progress: Progress = silent, each: int = 10) -> PhotoBench:
    """The easy set: `each` women and men of the studio's own model, drawn and fitted by the same model."""
    found: PhotoBench = child.run(
        "ampc_desktop.body.photo.benchmark:_judge_easy", each, progress=progress, what="the easy set of photo fits"
    )
    return found


def _judge_easy(each: int, tell: Any) -> PhotoBench:
    """In the child process."""
    import time
    from typing import get_args

    from ampc_desktop.body.photo.easy import easy_case

    cases = []
    jobs = [(setting, sex, i) for setting in ("height", "weight") for sex in get_args(Sex) for i in range(each)]
    for number, (setting, sex, i) in enumerate(jobs):
        name = f"{sex}_{i + 1:02d}"
        tell(number / len(jobs), f"{name}, {setting}")
        clock = time.perf_counter()
        one = easy_case(sex, 1000 + i, with_weight=setting == "weight", known_focal=False)
        took = time.perf_counter() - clock
        mean = mean_body(sex, one.truth["stature"])
        cases.append(
            PhotoCase(
                name=name,
                sex=sex,
                setting=setting,
                background="plain",
                error={measure: one.found[measure].value - one.truth[measure] for measure in JUDGED},
                half={measure: one.found[measure].uncertainty for measure in JUDGED},
                mean_error={measure: mean[measure] - one.truth[measure] for measure in JUDGED},
                mask_iou=1.0,
                fit_iou=1.0,
                seconds=took,
            )
        )
    return PhotoBench(tuple(cases))


def _judge(folder: str, settings: Sequence[str], tell: Any) -> PhotoBench:
    """In the child process."""
    at = Path(folder)
    records = json.loads((at / "truth.json").read_text(encoding="utf-8"))["photos"]
    jobs = [(r, s) for s in settings for r in records if s != "side" or r["side"]]
    cases = []
    for number, (record, setting) in enumerate(jobs):
        tell(number / len(jobs), f"{record['name']}, {setting}")
        cases.append(case(at, record, setting))
    return PhotoBench(tuple(cases))


def case(folder: Path, record: Mapping[str, Any], setting: str) -> PhotoCase:
    """One photo fitted and compared with its truth. Loads OpenCV: for the child process."""
    import cv2

    from ampc_desktop.body.photo.child import fit_photo
    from ampc_desktop.core.photo import PhotoRequest, PhotoView

    truth = record["measures"]
    request = PhotoRequest(
        front=PhotoView((folder / record["front"]).read_bytes(), name=record["front"]),
        height_mm=truth["stature"],
        side=PhotoView((folder / record["side"]).read_bytes(), name=record["side"]) if setting == "side" else None,
        weight_kg=None if setting == "height" else truth["weight_kg"],
        sex=record["sex"],
    )
    mean = mean_body(record["sex"], truth["stature"])
    mean_error = {measure: mean[measure] - truth[measure] for measure in JUDGED}
    try:
        fit = fit_photo(request, _silently)
    except Problem as problem:
        said = problem.sentence
        return PhotoCase(record["name"], record["sex"], setting, record["background"], {}, {}, {}, 0, 0, 0, said)
    cut, true = (
        np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)) > 0
        for png in (fit.front.mask_png, (folder / record["mask"]).read_bytes())
    )
    values = fit.measures.values
    return PhotoCase(
        name=record["name"],
        sex=record["sex"],
        setting=setting,
        background=record["background"],
        error={measure: values[measure].value - truth[measure] for measure in JUDGED},
        half={measure: values[measure].uncertainty for measure in JUDGED},
        mean_error=mean_error,
        mask_iou=float((cut & true).sum() / max((cut | true).sum(), 1)),
        fit_iou=fit.front.iou,
        seconds=fit.seconds["total"],
    )


def mean_body(sex: Sex, stature_mm: float) -> dict[str, float]:
    """Measures of the likeliest body of a stature: what one knows without a photo, mm (kg)."""
    from ampc_desktop.body.measuring import measure
    from ampc_desktop.body.model import posed
    from ampc_desktop.body.photo.figure import figure
    from ampc_desktop.body.photo.solve import of_stature
    from ampc_desktop.core.body import BodyShape

    body = figure(sex)
    betas = body.betas(of_stature(body, stature_mm / 1000))
    mesh = posed(BodyShape(body.model.id, sex, tuple(float(b) for b in betas)))
    return {name: found.value for name, found in measure(mesh).measures.values.items()}


def _silently(share: float | None, text: str, partial: Any = None) -> None:
    """A tell that tells nobody."""


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else float("nan")
