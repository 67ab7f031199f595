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
from ampc_desktop.exchange.roundtrip import check_roundtrip

__all__ = [
    "PROFILES",
    "DxfDrawing",
    "DxfReadiness",
    "Profile",
    "ReadPiece",
    "StyleInfo",
    "check_roundtrip",
    "marker_from_json",
    "marker_to_json",
    "order_from_json",
    "order_to_json",
    "pattern_from_json",
    "pattern_to_json",
    "read_dxf",
    "readiness_from_dxf",
    "write_pattern_dxf",
]
