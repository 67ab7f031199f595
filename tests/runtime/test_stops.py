"""A stop in the middle of an import waits until Python holds no lock of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from ampc_desktop.runtime import stops

IMPORTING = """
os.kill(os.getpid(), signal.SIGINT)
for _ in range(1000):
    pass
done.append(True)
"""


@pytest.fixture
def heard() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    stops.hear()
    yield
    stops.hear()  # what was asked for here is forgotten
    for each, handler in before.items():
        signal.signal(each, handler)


def test_a_stop_lets_a_step_of_an_import_end_and_comes_after_it(heard: None) -> None:
    done: list[bool] = []
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        exec(compile(IMPORTING, "<frozen importlib._bootstrap>", "exec"), {"os": os, "signal": signal, "done": done})
        time.sleep(30.0)
    assert done and stops.asked() and time.monotonic() - began < 20.0


def test_a_stop_elsewhere_is_heard_at_once(heard: None) -> None:
    done: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        exec(compile(IMPORTING, "job.py", "exec"), {"os": os, "signal": signal, "done": done})
    assert not done
