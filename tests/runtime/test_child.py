import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path

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


def test_a_child_waits_prepared_and_works_once() -> None:
    entry = f"{HERE}:readiness"
    try:
        child.prepare(entry)
        child.prepare(entry)
        (waiting,) = multiprocessing.active_children()
        assert child.run(entry) == (waiting.pid, True)
        again, prepared = child.run(entry)
        assert again != waiting.pid and not prepared
        child.prepare(entry)
        (waiting,) = multiprocessing.active_children()
        waiting.kill()
        waiting.join()
        assert child.run(entry)[1] is False  # it died while it waited
        child.prepare(entry)
    finally:
        child.dismiss()
    assert not multiprocessing.active_children()


def test_nobody_waits_for_a_child_to_take_itself_apart() -> None:
    """A result is there at once, though the program behind it would take a second to end."""
    child.run(f"{HERE}:slow_to_end", 0.0)
    child.prepare(f"{HERE}:slow_to_end")
    time.sleep(1.0)
    began = time.perf_counter()
    assert child.run(f"{HERE}:slow_to_end", 1.0) == 1.0
    assert time.perf_counter() - began < 0.15
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_a_child_that_waits_ends_with_its_parent() -> None:
    words = "import sys; from ampc_desktop.runtime import child; import multiprocessing as mp, os\n"
    words += f"if __name__ == '__main__':\n    child.prepare('{HERE}:readiness')\n"
    words += "    print(mp.active_children()[0].pid, flush=True); os._exit(0)\n"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60, check=True)
    pid, until = int(said.stdout), time.monotonic() + 20
    while time.monotonic() < until and _runs(pid):
        time.sleep(0.1)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
