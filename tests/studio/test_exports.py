"""Files of the pattern: true to scale, nothing left out, and shown as they are."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import exports, sheets
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.documents import new_session

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shirt(tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPC_HOME", str(folder))
        studio = Studio(Path(folder) / "hub.db", nest_seconds=1)
        session = new_session(studio)
        session.say("a white linen shirt with a pocket")
        pattern: Pattern = session.results()["pattern"]
        studio.close()
    return pattern


def areas(pattern: Pattern) -> list[float]:
    return sorted(abs(g.signed_area(piece.cut_ring)) for piece in pattern.pieces)


@pytest.mark.parametrize("format", [id for id, _ in exports.FORMATS])
def test_what_is_shown_holds_every_piece_at_its_size(shirt: Pattern, format: str) -> None:
    made = exports.export(shirt, format, "shirt")
    cut = [one.points for one in made.drawn.strokes if one.ink == "cut"]
    assert sorted(abs(g.signed_area(ring)) for ring in cut) == pytest.approx(areas(shirt), rel=1e-3)
    assert made.data
    boxes = [g.bounds(ring) for ring in cut]
    for left, bottom, right, top in boxes:
        assert 0 <= left < right <= made.drawn.width_mm
        assert 0 <= bottom < top <= made.drawn.height_mm
    apart = [
        a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for i, a in enumerate(boxes) for b in boxes[:i]
    ]
    assert all(apart)
    said = {one.text.upper() for one in made.drawn.words}
    for piece in shirt.pieces:  # a DXF has the code of a piece, in the letters it allows
        assert said & {piece.label.upper(), piece.name, piece.name.replace(" ", "_")}, piece.name


def test_svg_is_millimetres_with_a_layer_an_ink(shirt: Pattern) -> None:
    root = ElementTree.fromstring(exports.export(shirt, "svg", "a & b").data)
    drawn = sheets.draw(shirt)
    assert root.get("width") == f"{drawn.width_mm:.2f}mm"
    assert root.get("viewBox") == f"0 0 {drawn.width_mm:.2f} {drawn.height_mm:.2f}"
    layers = {group.get("id"): group for group in root.iter(f"{SVG}g")}
    assert set(layers) == {*sheets.PENS, "text"}
    rings = []
    for path in layers["cut"].iter(f"{SVG}path"):
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d+", path.get("d", ""))]
        rings.append(np.asarray(numbers).reshape(-1, 2))
    assert sorted(abs(g.signed_area(ring)) for ring in rings) == pytest.approx(areas(shirt), rel=1e-4)


def test_plotter_file_cuts_with_pen_one_in_fortieths(shirt: Pattern) -> None:
    text = exports.export(shirt, "plt", "shirt").data.decode("ascii")
    cutting = text.split("SP1;")[1].split("SP3;")[0]
    found = []
    for start, rest in re.findall(r"PU([-\d,]+);PD([-\d,]+);", cutting):
        points = np.asarray([int(one) for one in f"{start},{rest}".split(",")]).reshape(-1, 2) / 40.0
        found.append(abs(g.signed_area(points)))
    whole = [area for area in found if area > 1000.0]
    assert sorted(whole) == pytest.approx(areas(shirt), rel=1e-3)


def test_pages_cover_the_sheet_and_pdf_has_them(shirt: Pattern) -> None:
    made = exports.export(shirt, "pdf_a4", "shirt")
    for stroke in made.drawn.strokes:
        inside = np.zeros(len(stroke.points), dtype=bool)
        for left, bottom, right, top in made.drawn.pages:
            x, y = stroke.points[:, 0], stroke.points[:, 1]
            inside |= (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
        assert inside.all()
    assert made.data.count(b"/Type /Page\n") == len(made.drawn.pages)
    names = {sheets.page_name(made.drawn, k) for k in range(len(made.drawn.pages))}
    assert len(names) == len(made.drawn.pages)
    single = exports.export(shirt, "pdf", "shirt").data
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", single)
    assert box is not None
    assert float(box[1]) == pytest.approx(made.drawn.width_mm / 25.4 * 72, abs=0.1)


def test_an_unknown_format_is_told(shirt: Pattern) -> None:
    with pytest.raises(Problem, match="no format"):
        exports.export(shirt, "doc", "shirt")
