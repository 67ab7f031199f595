"""ampc_desktop: one sentence and a body become a garment that a cutter can cut."""

__version__ = "0.1.0"
