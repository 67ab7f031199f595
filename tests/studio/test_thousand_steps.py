"""A thousand mixed edits and sliders, undone and done again: the very same states and patterns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.runtime import codec
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.undo import UndoStack

EDITS = (
    ("move_point", "neck.l:start", {"dx_mm": 0.4, "dy_mm": -0.3}),
    ("add_notch", "side.l", {"share": 0.31}),
    ("set_allowance", "hem", {"allowance_mm": 24.0}),
    ("move_handle", "armhole.l:0:c1", {"dx_mm": -0.5}),
    ("lengthen_edge", "side.l:start", {"by_mm": 0.7}),
    ("add_internal", "side.l:start", {"points": "-60,100;-120,140"}),
    ("set_piece", "", {"label": "Vorderteil"}),
    (
        "slash_spread",
        "",
        {"from_edge": "hem", "from_share": 0.8, "to_edge": "armhole.l", "to_share": 0.3, "by_mm": 3.0},
    ),
    ("move_seam", "", {"by_mm": 0.2}),
)
SLIDERS = ("chest_ease_mm", "body_length_mm", "neck_depth_mm", "hem_allowance_mm")


def test_back_and_forth_over_a_thousand_steps(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    start = DesignState(bodies.demo(), Requirement({"garment": Slot("tshirt", "said")}))
    stack = UndoStack(start)
    hashes = {0: codec.content_hash(start)}
    for k in range(1000):
        state = stack.state
        if rng.random() < 0.4:
            name, value = SLIDERS[int(rng.integers(4))], round(float(rng.uniform(40, 700)), 1)
            state = replace(state, requirement=state.requirement.with_slot(name, Slot(value, "slider")))
        elif state.edits and rng.random() < 0.2:
            state = replace(state, edits=state.edits[:-1])
        else:
            kind, item, values = EDITS[int(rng.integers(len(EDITS)))]
            piece, item = ("", "shoulder.l") if kind == "move_seam" else ("front", item)
            edit = PatternEdit(f"e{k}", kind, piece, item, values)  # type: ignore[arg-type]
            state = replace(state, edits=(*state.edits, edit))
        stack.push(f"step {k}", state)
        if (k + 1) % 8 == 0:
            hashes[k + 1] = codec.content_hash(stack.state)
    assert stack.revision == 1000
    with_patterns = {1000, 640, 77, 0}
    studio = Studio(tmp_path / "hub.sqlite")
    try:
        made = {}
        for at in range(1000, -1, -1):
            assert at % 8 or codec.content_hash(stack.state) == hashes[at]
            if at in with_patterns:
                made[at] = codec.content_hash(studio.results(stack.state)["edited"])
            assert (stack.undo() is not None) == (at > 0)
        assert codec.content_hash(stack.state) == hashes[0] and stack.undo_name is None
        fresh = Studio(tmp_path / "other.sqlite")
        for at in range(1001):
            assert at % 8 or codec.content_hash(stack.state) == hashes[at]
            if at in with_patterns:
                assert codec.content_hash(fresh.results(stack.state)["edited"]) == made[at]
            assert (stack.redo() is not None) == (at < 1000)
        fresh.close()
    finally:
        studio.close()
    assert len(set(made.values())) == 4
