"""Try-on: pattern, body and fabric -> a draped garment with strain, tension, pressure and ease.

mesh and place prepare a DrapeJob; `ampc_desktop.tryon.child:drape` is run in a child process; maps reads the result.
Importing this room loads neither numba nor scipy.
"""

from ampc_desktop.tryon.carry import carry
from ampc_desktop.tryon.export import export
from ampc_desktop.tryon.flat_piece import as_piece
from ampc_desktop.tryon.flatten import FlatRegion, flatten
from ampc_desktop.tryon.handles import handles, pulled
from ampc_desktop.tryon.laboratory import fast, kes, read_mechanics
from ampc_desktop.tryon.layered import over, parted
from ampc_desktop.tryon.maps import MapScale, by_vertex, maps, percentiles, probe, scales, values, views
from ampc_desktop.tryon.materials import material, with_mechanics
from ampc_desktop.tryon.meshing import mesh
from ampc_desktop.tryon.placing import waist_height_mm
from ampc_desktop.tryon.pulling import pulled_line
from ampc_desktop.tryon.report import checked, report
from ampc_desktop.tryon.styleline import StyleLine, carried, style_line
from ampc_desktop.tryon.whole import place, wide

CHILD = "ampc_desktop.tryon.child:drape"
"""Entry point for runtime.child.run(CHILD, job)."""

__all__ = [
    "CHILD",
    "FlatRegion",
    "MapScale",
    "StyleLine",
    "as_piece",
    "by_vertex",
    "carried",
    "carry",
    "checked",
    "export",
    "fast",
    "flatten",
    "handles",
    "kes",
    "maps",
    "material",
    "mesh",
    "over",
    "parted",
    "percentiles",
    "place",
    "probe",
    "pulled",
    "pulled_line",
    "read_mechanics",
    "report",
    "scales",
    "style_line",
    "values",
    "views",
    "waist_height_mm",
    "wide",
    "with_mechanics",
]
