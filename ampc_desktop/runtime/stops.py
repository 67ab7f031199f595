"""Ctrl-C and a polite end (SIGTERM): a job stops at once, unless what it does now must be finished."""

from __future__ import annotations

import atexit
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()
_last = threading.Event()
_put_off = threading.Event()
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_IMPORTS, _SOON_S = "<frozen importlib", 0.02
"""Python's own steps of an import hold a lock of the whole program: interrupted there, they never give it back, and the
next import of any thread waits for ever. The signal is heard again a moment later."""


def hear() -> None:
    """From now on a signal stops the program: KeyboardInterrupt in the main thread, and `asked` is true.

    Python loses the exception when the signal meets it in a place that can't raise, such as the end of an import,
    and libraries that tidy up after it may raise another: whoever reports the end of a job asks `asked`.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        _asked.set()
        if _last.is_set():
            return
        if frame is not None and frame.f_code.co_filename.startswith(_IMPORTS):
            _put_off.set()
            again = threading.Timer(_SOON_S, _send, (number,))
            again.daemon = True
            again.start()
            return
        _put_off.clear()
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        _asked.clear()
        _last.clear()
        for each in _SIGNALS:
            signal.signal(each, stop)


def _send(number: int) -> None:
    """Sends the main thread a signal again, which wakes it from what it waits for; not if it has stopped meanwhile."""
    if not _put_off.is_set():
        return
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(signal.Signals(number))


def asked() -> bool:
    """Whether a signal came since `hear`."""
    if _asked.is_set():
        _put_off.clear()  # whoever asks acts on it
    return _asked.is_set()


def raise_if_asked() -> None:
    if asked() and not _last.is_set():
        raise KeyboardInterrupt


@contextmanager
def finishing() -> Iterator[None]:
    """The last steps of a job, which belong together: a signal in the block comes too late to stop it."""
    raise_if_asked()
    _last.set()
    try:
        yield
    finally:
        _last.clear()


def keep_quiet() -> None:
    """An interrupt that Python loses, in a finalizer for one, isn't shown to the person as a traceback."""
    tell = sys.unraisablehook

    def told(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, KeyboardInterrupt):
            tell(lost)

    sys.unraisablehook = told


def over() -> None:
    """The program has its result and ends: a signal changes nothing any more, not even while Python closes."""
    _last.set()
    atexit.register(lambda: [signal.signal(each, signal.SIG_IGN) for each in _SIGNALS])
