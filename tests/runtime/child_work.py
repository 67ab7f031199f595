"""Functions that test_child runs in child processes."""

import atexit
import os
import signal
import sys
import time
from typing import Any

from ampc_desktop.core.problem import Kind, Problem


def add(a: int, b: int, tell: Any) -> int:
    tell(0.5, "adding", a)
    return a + b


def refuse(tell: Any) -> None:
    raise Problem("too wide", "front", "turn it", Kind.NO, "w")


def crash(tell: Any) -> None:
    os._exit(3)


def raise_base(tell: Any) -> None:
    sys.exit("panic")


def forever(tell: Any) -> None:
    while True:
        tell(None, "working")
        time.sleep(0.02)


def deaf(tell: Any) -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


_ready: list[int] = []


def prepare() -> None:
    _ready.append(os.getpid())


def readiness(tell: Any) -> tuple[int, bool]:
    """(process, whether it was prepared before it was asked)."""
    return os.getpid(), _ready == [os.getpid()]


def slow_to_end(seconds: float, tell: Any) -> float:
    """Has the interpreter wait at its end, as threads of solvers and loaded libraries make it do."""
    atexit.register(time.sleep, seconds)
    return seconds
