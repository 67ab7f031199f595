import multiprocessing
import signal
import time

import pytest

from ampc_desktop.core.problem import Cancelled, Kind, Problem
from ampc_desktop.runtime import child

HERE = "tests.runtime.child_work"


def test_a_result_progress_and_partials_come_back() -> None:
    told: list[tuple[float | None, str]] = []
    partials: list[int] = []
    result = child.run(f"{HERE}:add", 2, 3, progress=lambda s, t: told.append((s, t)), on_partial=partials.append)
    assert result == 5
    assert (0.5, "adding") in told
    assert partials == [2]


def test_a_problem_travels_whole() -> None:
    with pytest.raises(Problem) as caught:
        child.run(f"{HERE}:refuse")
    assert caught.value == Problem("too wide", "front", "turn it", Kind.NO, "w")


@pytest.mark.parametrize("entry", ["crash", "raise_base"])
def test_a_crash_is_a_sentence(entry: str) -> None:
    with pytest.raises(Problem, match="the nesting stopped unexpectedly"):
        child.run(f"{HERE}:{entry}", what="the nesting")


def test_cancel_kills_the_child_and_leaves_no_process() -> None:
    began = time.monotonic()

    def stop(share: float | None, text: str) -> None:
        if text == "working":
            raise Cancelled

    with pytest.raises(Cancelled):
        child.run(f"{HERE}:forever", progress=stop)
    assert time.monotonic() - began < 20  # a hang, not a speed, would fail this
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of POSIX")
def test_a_child_is_born_deaf_to_ctrl_c_and_the_parent_is_not() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert child.run(f"{HERE}:deaf")
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
