from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.undo import UndoStack

START = DesignState(Measurements("Anna", "female"))


@given(st.lists(st.sampled_from(["push", "undo", "redo", "drag"]), max_size=60))
def test_any_mix_of_steps_returns_to_the_very_same_states(actions: list[str]) -> None:
    stack, history, at = UndoStack(START), [START], 0
    for i, what in enumerate(actions):
        if what == "push":
            stack.push(f"step {i}", replace(stack.state, seed=1000 + i))
            history = [*history[: at + 1], stack.state]
            at += 1
        elif what == "drag":
            before = at
            stack.push(f"drag {i}", replace(stack.state, seed=5000 + i), gesture=f"g{i}")
            stack.push(f"drag {i}", replace(stack.state, seed=9000 + i), gesture=f"g{i}")
            history = [*history[: before + 1], stack.state]
            at = before + 1
        elif what == "undo":
            assert (stack.undo() is not None) == (at > 0)
            at = max(0, at - 1)
        else:
            assert (stack.redo() is not None) == (at < len(history) - 1)
            at = min(len(history) - 1, at + 1)
        assert stack.state is history[at] or stack.state == history[at]
        assert stack.revision == at


def test_no_change_is_no_step() -> None:
    stack = UndoStack(START)
    stack.push("nothing", replace(START))
    assert stack.undo_name is None
