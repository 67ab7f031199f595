"""Marker, print and paper files: true scale, vectors, embedded fonts, same bytes for the same order."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from ampc_desktop import exchange
from ampc_desktop.core.check import FIT_CHECK, CheckResult, readiness
from ampc_desktop.core.fit import Cure, FitAdvice, FitReport, GirthFit
from ampc_desktop.core.problem import Problem
from tests.exchange.order_sample import INKS, SPEC, STRIPES, marker, techpack
from tests.exchange.sample import tee

POINTS_PER_MM = 72.0 / 25.4


def test_a_marker_reads_back_from_dxf_with_its_pieces_in_place() -> None:
    from ezdxf import recover

    document, audit = recover.read(io.BytesIO(exchange.write_marker_dxf(marker())))
    assert not audit.has_errors and not audit.has_fixes
    rings = [
        np.array([(v.dxf.location.x, v.dxf.location.y) for v in e.vertices])
        for e in document.modelspace()
        if e.dxf.layer == "CUT"
    ]
    assert [(*r.min(axis=0), *r.max(axis=0)) for r in rings] == [(5.0, 5.0, 705.0, 505.0), (5.0, 510.0, 705.0, 1010.0)]
    texts = [e.dxf.text for e in document.modelspace() if e.dxftype() == "TEXT"]
    assert texts[:2] == ["FRONT", "BACK"] and "710 mm" in texts[2]


def test_a_marker_reads_back_from_hpgl_at_40_units_a_millimetre() -> None:
    from ezdxf.addons.hpgl2 import api

    data = exchange.write_marker_plt(marker())
    assert data.startswith(b"IN;") and b"PD" in data and b"PE" not in data and b"BR" not in data
    # The reader wants the escape sequence of HPGL/2; plain HPGL/1 has none.
    drawing = api.to_dxf(b"\x1b%1B" + exchange.write_marker_plt(marker(), labels=False)).modelspace()
    rings = [np.array([(v.dxf.location.x, v.dxf.location.y) for v in e.vertices]) for e in drawing.query("POLYLINE")]
    rings += [np.array([(x, y) for x, y, *_ in e.get_points()]) for e in drawing.query("LWPOLYLINE")]
    boxes = np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in rings])
    assert boxes == pytest.approx(
        40 * np.array([(0, 0, 710, 1100), (5, 5, 705, 505), (5, 510, 705, 1010)], dtype=float), abs=1.0
    )
    assert b"LBFRONT\x03" in data
    assert b"LB" not in exchange.write_marker_plt(marker(), labels=False)


def test_an_estimated_marker_is_not_exported() -> None:
    guess = replace(marker(), placements=(), estimated=True)
    for write in (exchange.write_marker_dxf, exchange.write_marker_plt):
        with pytest.raises(Problem, match="only estimated"):
            write(guess)


def test_the_bill_of_materials_opens_in_a_spreadsheet_and_starts_no_formula() -> None:
    data = exchange.bom_csv(techpack().bom)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(r["label"], r["amount"], r["unit"], r["total_eur"]) for r in rows] == [
        ("Cotton jersey", "1.4", "m", "9.80"),
        ("'+Thread", "90", "m", "0.09"),
    ]


def test_print_png_knows_its_resolution() -> None:
    rgb = np.zeros((24, 32, 3), np.uint8)
    rgb[10:13] = 250
    picture = Image.open(io.BytesIO(exchange.print_png(rgb, 300)))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert np.array_equal(np.asarray(picture), rgb)
    assert exchange.print_png(rgb, 300) == exchange.print_png(rgb, 300)


def test_print_pdf_has_the_tile_and_every_printed_piece_at_true_size() -> None:
    pattern = tee()
    data = exchange.print_pdf(STRIPES, INKS, techpack().placement, pattern, SPEC)
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 5
    for page, id in zip(pages[1:], ("front", "back", "sleeve", "sleeve"), strict=True):
        size = np.ptp(pattern.piece(id).cut_ring, axis=0) + 30.0
        assert [float(v) for v in page.mediabox[2:]] == pytest.approx(size * POINTS_PER_MM, abs=0.01)
        assert not page.images
    assert "Repeat 32.00 × 24.00 mm" in pages[0].extract_text()
    assert "mirrored x1" in pages[4].extract_text()
    assert data == exchange.print_pdf(STRIPES, INKS, techpack().placement, pattern, SPEC)


def test_the_tech_pack_says_what_the_order_says() -> None:
    data = exchange.techpack_pdf(techpack())
    assert data == exchange.techpack_pdf(techpack())
    reader = PdfReader(io.BytesIO(data))
    text = "\n".join(page.extract_text() for page in reader.pages)
    for said in (
        "Relaxed tee", "Jo Ånsten", "01JMZ3Y8T4QK", "€ 21.80", "2026-03-02", "READY, WITH REMARKS", "≈ 350", "± 12",
        "estimated: from stature and bust", "NECKBAND", "Side seam", "Cotton jersey", "Length 710 mm", "89.6 %",
        "32.00 × 24.00 mm", "Seams walk", "1.2 mm at the side", "Chest", "1\u202f040",
    ):  # fmt: skip
        assert said in text, said
    assert all(
        [float(v) for v in page.mediabox[2:]] == pytest.approx([595.276, 841.89], abs=0.01) for page in reader.pages
    )
    fonts = {name for page in reader.pages for name in _fonts(page)}
    assert any("Inter" in name for name in fonts), fonts


def test_the_tech_pack_says_that_the_fit_is_to_be_confirmed() -> None:
    fit = CheckResult(
        19, FIT_CHECK, "Fit on the body", "key-dimension consistency", "warn", 1.0, 0.0, 0.0, "finding",
        "Does not fit. Chest pulls.",
    )  # fmt: skip
    pages = PdfReader(io.BytesIO(exchange.techpack_pdf(replace(techpack(), readiness=readiness((fit,)))))).pages
    first, text = pages[0].extract_text(), "\n".join(page.extract_text() for page in pages)
    assert "FIT TO BE CONFIRMED" in first and "ready to cut, 0 of 1 passed" in first
    assert "READY TO CUT, FIT TO BE CONFIRMED" in text and "Does not fit. Chest pulls." in text


def _fonts(page: object) -> set[str]:
    found = page["/Resources"].get("/Font", {})  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]) for font in found.values()}


def test_a_garment_with_many_pieces_and_long_words_still_lays_out() -> None:
    pattern = tee(1600.0, 1200.0, 700.0)
    many = replace(pattern, pieces=pattern.pieces * 4)
    data = replace(techpack(), pattern=many, wish="word " * 400 + "x" * 500)
    assert len(PdfReader(io.BytesIO(exchange.techpack_pdf(data))).pages) >= 9


def test_drawing_rows_are_what_the_command_line_shows() -> None:
    rows = exchange.drawing_rows(exchange.read_dxf(exchange.write_pattern_dxf(tee()), "x.dxf"))
    assert [row["name"] for row in rows["pieces"]] == ["FRONT", "BACK", "SLEEVE", "NECKBAND"]
    assert rows["pieces"][2]["quantity"] == [1, 1]
    assert rows["pieces"][0]["area_mm2"] == pytest.approx(tee().piece("front").cut_area_mm2, rel=1e-4)


def test_the_fit_on_the_body_has_its_page_and_an_order_without_try_on_has_none() -> None:
    png = io.BytesIO()
    Image.new("RGB", (400, 200), (90, 120, 150)).save(png, "PNG")
    hem = Cure("Body length + 24 mm", options={"body_length_mm": 690.0})
    found = FitAdvice("hem", "short", "poor", "The hem rides up 24 mm at the back.", "back", "hem", cures=(hem,))
    girth = GirthFit("bust", "Bust", 920.0, 1010.0, 96.0)
    report = FitReport(True, "Wearable, but short.", (girth,), 0.4, 3.6, 800.0, 0.2, (found,), ("it slid 12 mm",))
    plain = PdfReader(io.BytesIO(exchange.techpack_pdf(techpack())))
    fitted = PdfReader(io.BytesIO(exchange.techpack_pdf(replace(techpack(), fit=report, fit_picture=png.getvalue()))))
    assert len(fitted.pages) == len(plain.pages) + 1
    (page,) = [page for page in fitted.pages if "Fit on the body" in page.extract_text()]
    text = page.extract_text()
    for word in (
        "Wearable, but short",
        "It slid 12 mm",
        "Bust",
        "1 010",
        "90",
        "rides up 24 mm",
        "Body length + 24 mm",
    ):
        assert word in text.replace("\u202f", " "), word
    assert len(page.images) == 1
    unsettled = replace(techpack(), fit=FitReport(False, "Not at rest, so not judged: it falls off."))
    (page,) = [
        page
        for page in PdfReader(io.BytesIO(exchange.techpack_pdf(unsettled))).pages
        if "Fit on the body" in page.extract_text()
    ]
    assert "falls off" in page.extract_text() and "Girths" not in page.extract_text()
