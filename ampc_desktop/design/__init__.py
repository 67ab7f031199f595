"""The design room: fabric and print of a garment, from wishes to an exact, printable specification."""

from ampc_desktop.design.capabilities import load_capabilities

__all__ = ["load_capabilities"]
