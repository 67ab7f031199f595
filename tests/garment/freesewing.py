"""FreeSewing's reference drafts (teagan, brian) beside ours on the same measures and options, seam by seam."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import Pattern
from tests.garment.bodies import body, made

DATA = Path(__file__).parents[3] / "shared" / "data" / "patterns" / "freesewing"
PEOPLE = ("female34", "female38", "male40")


@dataclass(frozen=True)
class Row:
    """One seam: theirs and ours, mm."""

    seam: str
    theirs: float
    ours: float

    @property
    def difference(self) -> float:
        return self.ours - self.theirs


def _load(design: str, who: str) -> tuple[dict, dict]:
    drafts = json.loads((DATA / "freesewing_drafts.json").read_text())
    return drafts[f"{design}_{who}"]["parts"], json.loads((DATA / "measurements.json").read_text())[who]


def _path(part: dict, name: str) -> g.Path:
    """A FreeSewing path (y down) as ours (y up), without its closing line."""
    at, path = (0.0, 0.0), []
    for op in part[name]["ops"]:
        if op["t"] == "close":
            continue
        end = (op["to"][0], -op["to"][1])
        if op["t"] == "line":
            path.append(g.line(at, end))
        elif op["t"] == "curve":
            path.append(g.cubic(at, (op["c1"][0], -op["c1"][1]), (op["c2"][0], -op["c2"][1]), end))
        at = end
    return tuple(path)


def _curves(path: g.Path) -> tuple[g.Path, g.Path, g.Path]:
    """(armhole, shoulder, neck) of a FreeSewing body path, which ends with the shoulder and the neck curve."""
    hole = tuple(segment for segment in path[:-2] if len(segment) == 4)
    return hole, path[-2:-1], path[-1:]


def subject(who: str, m: dict) -> Measurements:
    """FreeSewing's measures as ours. Its shoulder is measured at the shoulder points, ours at the bones."""
    nape = 0.05 * m["neck"]
    return body(
        "male" if who.startswith("male") else "female",
        neck=m["neck"], shoulder=m["shoulderToShoulder"] / 1.12, bust=m["chest"], waist=m["waist"], hip=m["hips"],
        back_waist_length=m["hpsToWaistBack"] - nape, waist_to_hip=m["waistToHips"],
        armscye_depth=m["hpsToWaistBack"] - m["waistToArmpit"] * 0.98 - nape,
        biceps=m["biceps"], wrist=m["wrist"], arm=m["shoulderToWrist"], head=m["head"],
        shoulder_slope=m["shoulderSlope"],
    )  # fmt: skip


def _chain(pattern: Pattern, *refs: str) -> float:
    return sum(pattern.piece(ref.split(":")[0]).edge(ref.split(":")[1]).length_mm for ref in refs)


def teagan(who: str) -> tuple[Row, ...]:
    """The T-shirt with teagan's eases, depths and widths set as options."""
    parts, m = _load("teagan", who)
    front, back = _path(parts["teagan.front"], "saBase"), _path(parts["teagan.back"], "saBase")
    hole_f, shoulder, neck_f = _curves(front)
    hole_b, _, neck_b = _curves(back)
    arm = _path(parts["teagan.sleeve"], "seam")
    cap = [s for s in arm if len(s) == 4]
    low, top = arm[0][0][1], max(float(g.flatten((s,))[:, 1].max()) for s in cap)
    width, under = 2 * abs(cap[0][0][0]), cap[0][0][1] - low
    hem = _path(parts["teagan.front"], "hemBase")
    point, underarm = neck_f[0][0], front[0][0]
    length, quarter = -hem[0][0][1], g.path_length(hem)
    who_ = subject(who, m)
    ours = made(
        "tshirt", who_, fit="relaxed", chest_ease_mm=4 * underarm[0] - m["chest"], armhole_depth_mm=-underarm[1],
        shoulder_drop_mm=0.0, neck_width_mm=2 * point[0], neck_depth_mm=point[1] - neck_f[0][-1][1],
        body_length_mm=length + point[1], hem_ease_mm=4 * quarter - m["hips"], biceps_ease_mm=width - m["biceps"],
        sleeve_length_mm=top - low, sleeve_hem_mm=g.distance(*arm[0]),
    )  # fmt: skip
    return (
        Row("hem, quarter", quarter, ours.piece("front").edge("hem").length_mm / 2),
        Row("side seam", parts["teagan.front"]["sideSeam"]["len"], _chain(ours, "front:side.l")),
        Row("shoulder", g.path_length(shoulder), _chain(ours, "front:shoulder.l")),
        Row("neckline, front half", g.path_length(neck_f), _chain(ours, "front:neck.l")),
        Row("neckline, back half", g.path_length(neck_b), _chain(ours, "back:neck.l")),
        Row("armhole, front", g.path_length(hole_f), _chain(ours, "front:armhole.l")),
        Row("armhole, back", g.path_length(hole_b), _chain(ours, "back:armhole.l")),
        Row("sleeve cap", sum(g.segment_length(s) for s in cap), _chain(ours, "sleeve:cap.front", "sleeve:cap.back")),
        Row("sleeve width", width, float(np.ptp(ours.piece("sleeve").sew_ring[:, 0]))),
        Row("sleeve seam", under, _chain(ours, "sleeve:under.front")),
    )


def brian(who: str) -> tuple[Row, ...]:
    """The shirt with brian's eases and depths set as options; its armhole runs over the yoke."""
    parts, m = _load("brian", who)
    front, back = _path(parts["brian.front"], "saBase"), _path(parts["brian.back"], "saBase")
    hole_f, _, neck_f = _curves(front)
    hole_b, _, neck_b = _curves(back)
    quarter, side = front[0][1][0], front[1]
    cap = [s for s in _path(parts["library.sleeve"], "seam") if len(s) == 4]
    width = 2 * abs(cap[0][0][0])
    ours = made(
        "shirt", subject(who, m), fit="regular", hem="straight", bust_darts=False, pleats=False, sleeve="long",
        chest_ease_mm=4 * quarter - m["chest"], waist_ease_mm=4 * quarter - m["waist"],
        hip_ease_mm=4 * quarter - m["hips"], armhole_depth_mm=-side[1][1], shoulder_drop_mm=0.0,
        neck_ease_mm=0.05 * m["neck"], body_length_mm=-side[0][1], biceps_ease_mm=width - m["biceps"], cap_ease_mm=10.0,
    )  # fmt: skip
    half = float(ours.options["placket_mm"]) / 2
    hem = ours.piece("back").edge("hem").length_mm / 2
    return (
        Row("hem, quarter", quarter, hem),
        Row("side seam", g.segment_length(side), _chain(ours, "front:side")),
        Row("neckline, front half", g.path_length(neck_f),
            _chain(ours, "front:neck", "front:neck.placket", "yoke:neck.l.front") - half),
        Row("neckline, back half", g.path_length(neck_b), _chain(ours, "yoke:neck.l")),
        Row("armhole, front", g.path_length(hole_f), _chain(ours, "front:armhole", "yoke:armhole.l.front")),
        Row("armhole, back", g.path_length(hole_b), _chain(ours, "back:armhole.l", "yoke:armhole.l.back")),
        Row("sleeve cap", sum(g.segment_length(s) for s in cap), _chain(ours, "sleeve:cap.front", "sleeve:cap.back")),
        Row("sleeve width", width, float(np.ptp(ours.piece("sleeve").sew_ring[:, 0]))),
    )  # fmt: skip
