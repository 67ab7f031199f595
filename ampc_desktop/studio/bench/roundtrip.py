"""Written as DXF and read back: what changes?"""

from __future__ import annotations

import numpy as np
import shapely

from ampc_desktop import exchange
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.exchange.names import unique_names
from ampc_desktop.studio.bench import cases
from ampc_desktop.studio.bench.figure import Figure, Report

LIMIT_MM = 0.01
APPAREL = tuple(profile for profile in exchange.PROFILES if profile != "flat")
"""The profiles that apparel CAD reads back; "flat" is for lasers and names no pieces."""


def run(full: bool = False, progress: Progress = silent, bodies: int | None = None) -> Report:
    """Every apparel profile over varied patterns of both garments. Quick: 8 bodies; full: 40."""
    who = cases.people(bodies or (40 if full else 8))
    worst = dict.fromkeys(APPAREL, 0.0)
    faults: list[str] = []
    files = 0
    for family in cases.FAMILIES:
        for i, (case, options) in enumerate(cases.cases(family, who, 1)):
            progress(i / len(who), f"round trip, {family}")
            pattern = cases.draft(case, options)
            for profile in APPAREL:
                files += 1
                data = exchange.write_pattern_dxf(pattern, profile, exchange.StyleInfo(style="BENCH"))
                apart, wrong = compare(pattern, data, profile)
                check = exchange.check_roundtrip(pattern, data, profile)
                worst[profile] = max(worst[profile], apart)
                faults += [f"{case}: {profile}: {line}" for line in wrong]
                if check.status == "fail":
                    faults.append(f"{case}: {profile}: check 16: {check.summary}")
    limit = "a file's last decimal, 0.01 mm"
    figures = [
        Figure("largest difference after a DXF round trip, all profiles", max(worst.values()), "mm", LIMIT_MM,
               reference=limit, reference_value=LIMIT_MM),
        Figure("files with other notches, grain or labels", float(len(faults)), "files", 0.0,
               reference="files written", reference_value=float(files)),
    ]  # fmt: skip
    figures += [
        Figure(f"largest difference, {profile}", value, "mm", LIMIT_MM, reference=limit, reference_value=LIMIT_MM)
        for profile, value in worst.items()
    ]
    return Report("roundtrip", tuple(figures), tuple(faults[:40]), tried={"files": files})


def compare(pattern: Pattern, data: bytes, profile: str) -> tuple[float, list[str]]:
    """(largest coordinate difference mm, what else differs) between a pattern and its file, by our reader.

    Cut and sew lines both ways (Hausdorff), notches and drill holes by place, grain ends, quantity, material, name.
    """
    drawing = exchange.read_dxf(data, "bench")
    wrong: list[str] = []
    worst = 0.0
    by_name = {piece.texts.get("piece name", piece.name): piece for piece in drawing.pieces}
    if len(drawing.pieces) != len(pattern.pieces):
        wrong.append(f"{len(drawing.pieces)} pieces, not {len(pattern.pieces)}")
    names = unique_names(piece.name for piece in pattern.pieces)
    for piece, written in zip(pattern.pieces, names, strict=True):
        back = by_name.get(written)
        if back is None:
            wrong.append(f"{piece.name} is missing")
            continue
        for name, ours, theirs in (("cut", piece.cut_ring, back.cut), ("sew", piece.sew_ring, back.sew)):
            if theirs is None:
                wrong.append(f"{piece.name}: no {name} line")
                continue
            worst = max(worst, _apart(ours, theirs))
        if len(back.notches) != len(piece.notches):
            wrong.append(f"{piece.name}: {len(back.notches)} notches, not {len(piece.notches)}")
        off_line = [shapely.Point(n.at).distance(shapely.LinearRing(piece.cut_ring)) for n in back.notches]
        if off_line and max(off_line) > 0.05:
            wrong.append(f"{piece.name}: a notch lies {max(off_line):.2f} mm off the cut line")
        if len(back.drills) != len(piece.drills):
            wrong.append(f"{piece.name}: {len(back.drills)} drill holes, not {len(piece.drills)}")
        for hole, (at, _) in zip(piece.drills, back.drills, strict=False):
            worst = max(worst, float(np.hypot(hole.at[0] - at[0], hole.at[1] - at[1])))
        if back.grain is None:
            wrong.append(f"{piece.name}: no grain line")
        else:
            worst = max(worst, _grain_apart((piece.grain.start, piece.grain.end), back.grain))
        if sum(back.quantity or (0,)) != piece.quantity:
            wrong.append(f"{piece.name}: quantity {back.quantity}, not {piece.quantity}")
        if back.material.lower() != piece.material.lower():
            wrong.append(f"{piece.name}: material {back.material!r}, not {piece.material!r}")
    return worst, wrong


def _apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Hausdorff distance of two rings: from the vertices of each to the line of the other, mm."""
    a, b = shapely.LinearRing(ours), shapely.LinearRing(theirs)
    there = shapely.distance(shapely.points(theirs), a).max()
    back = shapely.distance(shapely.points(ours), b).max()
    return float(max(there, back))


def _grain_apart(ours: tuple, theirs: tuple) -> float:  # type: ignore[type-arg]
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    return float(min(np.hypot(*(a - b).T).max(), np.hypot(*(a - b[::-1]).T).max()))
