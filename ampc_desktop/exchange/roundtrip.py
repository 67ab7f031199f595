"""Check 16: what was written is read back, by our own reader and by ezdxf, and compared with the pattern."""

from __future__ import annotations

import io

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import CheckResult, Finding, Place, Status
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange.dxf_content import NOTCH_LAYERS, Block, Polyline, blocks, notch_place, quantity_text
from ampc_desktop.exchange.dxf_read import DxfDrawing, ReadPiece, read_dxf
from ampc_desktop.exchange.dxf_write import Profile
from ampc_desktop.exchange.names import code_name

COORDINATE_MM = 0.01
AREA_SHARE = 1e-5


def check_roundtrip(pattern: Pattern, data: bytes, profile: Profile = "astm_gerber") -> CheckResult:
    """Check 16 of the readiness report over one exported file. value: largest coordinate difference, mm."""
    found: list[Finding] = []
    worst = 0.0
    size = code_name(pattern.size or "MTM")
    expected = blocks(pattern, dense=profile != "aama_r12", size=size)
    try:
        drawing = read_dxf(data, "export")
    except Problem as problem:
        found.append(Finding("fail", f"our reader refuses it: {problem.what}", 1.0))
    else:
        worst = _compare(pattern, expected, drawing, found)
    worst = max(worst, _by_ezdxf(expected, data, found))
    status: Status = "fail" if found else "pass"
    return CheckResult(
        number=16,
        id="export.roundtrip",
        name="Exported pattern reads back",
        topic="CAD importability",
        status=status,
        value=worst,
        limit=COORDINATE_MM,
        fail_limit=COORDINATE_MM,
        unit="mm",
        summary=found[0].text if found else f"{len(expected)} pieces, two readers, largest difference {worst:.3f} mm",
        where=found[0].place if found else Place(),
        findings=tuple(found),
    )


def _apart(a: Array, b: Array) -> float:
    """Largest distance between two rings, mm (Hausdorff)."""
    return float(shapely.hausdorff_distance(shapely.LinearRing(a), shapely.LinearRing(b)))


def _compare(pattern: Pattern, expected: tuple[Block, ...], drawing: DxfDrawing, found: list[Finding]) -> float:
    worst = 0.0
    read = {piece.block: piece for piece in drawing.pieces}
    if len(drawing.pieces) != len(expected) or len(read) != len(expected):
        text = f"{len(drawing.pieces)} pieces read, {len(expected)} written"
        found.append(Finding("fail", text, float(len(drawing.pieces))))
    if not drawing.unit_said or drawing.unit_mm != 1.0:
        found.append(Finding("fail", "the file does not say that it is in millimetres", drawing.unit_mm))
    found += [Finding("fail", f"the reader warns: {warning}", 1.0) for warning in drawing.warnings]
    for block in expected:
        piece, back = pattern.piece(block.piece), read.get(block.block)
        if back is None:
            found.append(Finding("fail", f"{block.name} is missing in the file", 1.0, Place(piece.id)))
            continue
        worst = max(worst, _piece(piece, back, block, found))
    return worst


def _piece(piece: Piece, back: ReadPiece, block: Block, found: list[Finding]) -> float:
    worst = 0.0

    def no(text: str, value: float, item: str = "", at: g.Point | None = None) -> None:
        found.append(Finding("fail", f"{block.name}: {text}", value, Place(piece.id, item, at)))

    for what, ours, theirs in (("cut line", piece.cut_ring, back.cut), ("sew line", piece.sew_ring, back.sew)):
        if theirs is None:
            no(f"{what} is missing", 1.0)
            continue
        if not shapely.Polygon(theirs).is_valid:
            no(f"{what} crosses itself as read back", 1.0)
        apart = _apart(ours, theirs)
        worst = max(worst, apart)
        if apart > COORDINATE_MM:
            no(f"{what} differs by {apart:.3f} mm", apart)
        area = abs(g.signed_area(ours))
        change = abs(abs(g.signed_area(theirs)) - area) / area
        if change > max(AREA_SHARE, 0.005 * g.perimeter(ours) / area):
            no(f"{what} encloses {100 * change:.4f} % more or less", change)
    want = sorted((str(NOTCH_LAYERS[n.kind]), *notch_place(piece, n)[0]) for n in piece.notches)
    have = sorted((n.layer, *n.at) for n in back.notches)
    if [w[0] for w in want] != [h[0] for h in have]:
        no(f"{len(have)} notches read, {len(want)} written", float(len(have)))
    else:
        for w, h in zip(want, have, strict=True):
            apart = g.distance((w[1], w[2]), (h[1], h[2]))
            worst = max(worst, apart)
            if apart > COORDINATE_MM:
                no(f"a notch moved by {apart:.3f} mm", apart, at=(w[1], w[2]))
    if back.grain is None:
        no("the grain line is missing", 1.0)
    else:
        for a, b in zip((piece.grain.start, piece.grain.end), back.grain, strict=True):
            worst = max(worst, g.distance(a, b))
            if g.distance(a, b) > COORDINATE_MM:
                no(f"the grain line moved by {g.distance(a, b):.3f} mm", g.distance(a, b), at=a)
    for label, value in (("piece name", block.name), ("quantity", quantity_text(piece))):
        if back.texts.get(label) != value:
            no(f"{label} reads {back.texts.get(label)!r}, written {value!r}", 1.0)
    if len(back.drills) != len(piece.drills):
        no(f"{len(back.drills)} drill holes read, {len(piece.drills)} written", float(len(back.drills)))
    return worst


def _by_ezdxf(expected: tuple[Block, ...], data: bytes, found: list[Finding]) -> float:
    """The same file through ezdxf's recovering reader: no repair allowed, same points on every layer."""
    from ezdxf import recover
    from ezdxf.entities import lwpolyline, polyline
    from ezdxf.lldxf.const import DXFError

    try:
        document, auditor = recover.read(io.BytesIO(data))
    except (DXFError, ValueError, OSError) as error:
        found.append(Finding("fail", f"ezdxf can't read it: {error}", 1.0))
        return 0.0
    for problem in (*auditor.errors, *auditor.fixes):
        found.append(Finding("fail", f"ezdxf had to mend it: {problem.message}", 1.0))
    worst = 0.0
    for block in expected:
        if block.block not in document.blocks:
            found.append(Finding("fail", f"{block.name} is missing for ezdxf", 1.0, Place(block.piece)))
            continue
        theirs: dict[str, list[Array]] = {}
        for read in document.blocks.get(block.block):
            if isinstance(read, polyline.Polyline):
                points = np.array([(v.dxf.location.x, v.dxf.location.y) for v in read.vertices]).reshape(-1, 2)
            elif isinstance(read, lwpolyline.LWPolyline):
                points = np.array([(x, y) for x, y, *_ in read.get_points()])
            else:
                continue
            theirs.setdefault(read.dxf.layer, []).append(points)
        for entity in block.entities:
            if not isinstance(entity, Polyline):
                continue
            points = np.asarray(entity.points)
            same = [t for t in theirs.get(str(entity.layer), []) if t.shape == points.shape]
            apart = min((float(np.abs(t - points).max()) for t in same), default=np.inf)
            if apart > COORDINATE_MM:
                text = f"{block.name}: ezdxf reads another line on layer {entity.layer}"
                found.append(Finding("fail", text, 1.0, Place(block.piece)))
            else:
                worst = max(worst, apart)
    return worst
