"""Bodies: measurement files, completion and plausibility; body models, fitting and measuring of surfaces.

Names that need the body model are looked up on first use, so that reading a measurement file stays quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ampc_desktop.body.completion import complete, plausibility
from ampc_desktop.body.definitions import BY_HAND, DEFINITIONS
from ampc_desktop.body.population import extremes, sample
from ampc_desktop.body.reading import demo, parse, read

if TYPE_CHECKING:
    from ampc_desktop.body.fitting import fit
    from ampc_desktop.body.measuring import measure
    from ampc_desktop.body.model import BodyModel, load, mean_shape, pose_steps, posed
    from ampc_desktop.body.scan import from_mesh

_LAZY = {
    "BodyModel": "model",
    "fit": "fitting",
    "from_mesh": "scan",
    "load": "model",
    "mean_shape": "model",
    "measure": "measuring",
    "pose_steps": "model",
    "posed": "model",
}

__all__ = [
    "BY_HAND",
    "DEFINITIONS",
    "BodyModel",
    "complete",
    "demo",
    "extremes",
    "fit",
    "from_mesh",
    "load",
    "mean_shape",
    "measure",
    "parse",
    "plausibility",
    "pose_steps",
    "posed",
    "read",
    "sample",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"ampc_desktop.body.{_LAZY[name]}"), name)
    globals()[name] = found  # also takes the name back from a submodule of the same name
    return found
