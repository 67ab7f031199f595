"""Files in and out: apparel DXF, plotter files, documents, tech pack, print files, and check 16."""

from ampc_desktop.exchange.documents import (
    marker_from_json,
    marker_to_json,
    order_from_json,
    order_to_json,
    pattern_from_json,
    pattern_to_json,
)
from ampc_desktop.exchange.dxf_read import DxfDrawing, ReadPiece, read_dxf
from ampc_desktop.exchange.dxf_readiness import DxfReadiness, readiness_from_dxf
from ampc_desktop.exchange.dxf_write import PROFILES, Profile, StyleInfo, write_pattern_dxf
from ampc_desktop.exchange.marker_files import write_marker_dxf, write_marker_plt
from ampc_desktop.exchange.printing import print_pdf, print_png
from ampc_desktop.exchange.roundtrip import check_roundtrip
from ampc_desktop.exchange.rul import write_nest_dxf, write_rul
from ampc_desktop.exchange.tables import bom_csv, drawing_rows
from ampc_desktop.exchange.techpack import techpack_pdf
from ampc_desktop.exchange.techpack_data import TechpackData

__all__ = [
    "PROFILES",
    "DxfDrawing",
    "DxfReadiness",
    "Profile",
    "ReadPiece",
    "StyleInfo",
    "TechpackData",
    "bom_csv",
    "check_roundtrip",
    "drawing_rows",
    "marker_from_json",
    "marker_to_json",
    "order_from_json",
    "order_to_json",
    "pattern_from_json",
    "pattern_to_json",
    "print_pdf",
    "print_png",
    "read_dxf",
    "readiness_from_dxf",
    "techpack_pdf",
    "write_marker_dxf",
    "write_marker_plt",
    "write_nest_dxf",
    "write_pattern_dxf",
    "write_rul",
]
