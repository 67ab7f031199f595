"""Lists for people and spreadsheets: the bill of materials as CSV, an imported drawing as rows."""

from __future__ import annotations

import csv
import io
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.order import Bom
from ampc_desktop.exchange.dxf_read import DxfDrawing


def bom_csv(bom: Bom) -> bytes:
    """Bill of materials, RFC 4180 with a byte-order mark (spreadsheets then read €), amounts per garment."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["item", "label", "amount", "unit", "price_eur", "total_eur", "supplier", "note"])
    for line in bom.lines:
        row = [line.item, line.label, f"{line.amount:.4g}", line.unit, f"{line.price_eur:.4g}", f"{line.total_eur:.2f}"]
        table.writerow([_safe(cell) for cell in (*row, line.supplier, line.note)])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """No cell may start a formula in a spreadsheet."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def drawing_rows(drawing: DxfDrawing) -> dict[str, Any]:
    """What an import says: pieces with name, size, quantity, area, perimeter, marks and outline; unit, warnings."""
    return {
        "pieces": [
            {
                "name": piece.name,
                "block": piece.block,
                "size": piece.size,
                "quantity": list(piece.quantity) if piece.quantity else None,
                "material": piece.material,
                "area_mm2": round(piece.area_mm2, 2),
                "perimeter_mm": round(g.perimeter(piece.cut), 2),
                "width_mm": round(float(piece.cut[:, 0].max() - piece.cut[:, 0].min()), 2),
                "height_mm": round(float(piece.cut[:, 1].max() - piece.cut[:, 1].min()), 2),
                "sew_line": piece.sew is not None,
                "notches": len(piece.notches),
                "drills": len(piece.drills),
                "internals": len(piece.internals),
                "grain": [list(point) for point in piece.grain] if piece.grain else None,
                "cut": [[round(float(x), 4), round(float(y), 4)] for x, y in piece.cut],
                "sew": None if piece.sew is None else [[round(float(x), 4), round(float(y), 4)] for x, y in piece.sew],
            }
            for piece in drawing.pieces
        ],
        "unit_mm": drawing.unit_mm,
        "unit_said": drawing.unit_said,
        "style": dict(drawing.style),
        "warnings": list(drawing.warnings),
    }
