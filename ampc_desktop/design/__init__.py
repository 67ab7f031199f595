"""The design room: fabric and print of a garment, from wishes to an exact, printable specification."""

from ampc_desktop.design.artwork import draw
from ampc_desktop.design.capabilities import load_capabilities
from ampc_desktop.design.choose import choose_fabric
from ampc_desktop.design.options import print_options
from ampc_desktop.design.placement import match_error, place
from ampc_desktop.design.printing import print_spec
from ampc_desktop.design.raster import tile

__all__ = [
    "choose_fabric",
    "draw",
    "load_capabilities",
    "match_error",
    "place",
    "print_options",
    "print_spec",
    "tile",
]
