"""What a garment plug-in may use: stable names, kept from version to version (see docs/plugins.md).

A plug-in is a trusted Python file with one function, `families()`, that gives its `Family` records.
"""

from __future__ import annotations

from ampc_desktop.core import geometry
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import (
    Dart,
    DrillHole,
    Edge,
    EdgeRef,
    Grain,
    InternalLine,
    KeyDimension,
    Notch,
    Notion,
    Pattern,
    Piece,
    Seam,
    Span,
)
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Option, Parameter, ParameterSchema
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.family import Family, Wishes
from ampc_desktop.garment.options import Resolver

API_VERSION = 1
"""Rises when something here changes its meaning."""

__all__ = [
    "API_VERSION",
    "Dart",
    "DesignSpec",
    "DrillHole",
    "Edge",
    "EdgeRef",
    "Fabric",
    "Family",
    "FlatPart",
    "FlatSketch",
    "Grain",
    "InternalLine",
    "KeyDimension",
    "Measurements",
    "Notch",
    "Notion",
    "Option",
    "Parameter",
    "ParameterSchema",
    "Path",
    "Pattern",
    "Piece",
    "Point",
    "Problem",
    "Resolver",
    "Seam",
    "Span",
    "Wishes",
    "geometry",
    "with_cut_lines",
]
