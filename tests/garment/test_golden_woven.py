"""Edge lengths of the woven families as they were when they were looked at and found good, to 0.05 mm.

A draft that changes on purpose: `python -m tests.garment.test_golden_woven` writes them anew; look at the pieces first.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ampc_desktop.core.schema import Value
from tests.garment.bodies import made

GOLDEN = Path(__file__).parent / "golden" / "woven.json"
CASES: dict[str, tuple[str, dict[str, Value]]] = {
    "trousers": ("trousers", {}),
    "trousers, wide, pleats": ("trousers", {"fit": "wide", "pleats": True, "pocket_style": "side", "rise": "high"}),
    "shorts": ("trousers", {"length": "short"}),
    "A-line skirt": ("a_line_skirt", {}),
    "A-line skirt, slight, faced": ("a_line_skirt", {"flare": "slight", "waist_finish": "facing"}),
    "half circle skirt": ("circle_skirt", {}),
    "full circle skirt": ("circle_skirt", {"circle": "full", "bias_drop_mm": 15.0}),
    "shift dress": ("shift_dress", {}),
    "shift dress, sleeves, V": ("shift_dress", {"sleeve": "short", "neckline": "v", "length": "midi"}),
}


def lengths(case: str) -> dict[str, float]:
    family, wishes = CASES[case]
    pattern = made(family, **wishes)
    return {f"{piece.id}.{edge.id}": round(edge.length_mm, 3) for piece in pattern.pieces for edge in piece.edges}


@pytest.mark.parametrize("case", list(CASES))
def test_edges_are_as_they_were(case: str) -> None:
    assert lengths(case) == pytest.approx(json.loads(GOLDEN.read_text())[case], abs=0.05)


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({case: lengths(case) for case in CASES}, indent=1) + "\n")
