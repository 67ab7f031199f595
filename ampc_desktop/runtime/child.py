"""Work in a child process: progress comes back, cancel is a kill, a crash is a sentence.

Heavy libraries (solvers, nesting, networks) are imported only there, so the window never waits for them.
"""

from __future__ import annotations

import importlib
import multiprocessing as mp
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem

POLL_SECONDS = 0.05
_CONTEXT = mp.get_context("spawn")
_lock = threading.Lock()
_waiting: dict[str, tuple[mp.process.BaseProcess, Connection]] = {}


def _serve(entry: str, pipe: Connection, ahead: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    module, name = entry.split(":")
    if ahead:
        importlib.import_module(module).prepare()
    try:
        args = pipe.recv()
    except (EOFError, OSError):
        os._exit(1)  # the parent was stopped in mid-sentence

    def tell(share: float | None, text: str, partial: Any = None) -> None:
        pipe.send(("progress", share, text, partial))

    try:
        function = getattr(importlib.import_module(module), name)
        pipe.send(("done", function(*args, tell), None, None))
    except Problem as problem:
        pipe.send(("problem", problem, None, None))
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)  # the parent was killed: nobody is left to tell, and threads of a solver must not speak up
    except BaseException as error:  # noqa: BLE001 - Rust panics are BaseExceptions
        said = str(error).strip().splitlines() or [""]
        pipe.send(("crash", f"{type(error).__name__}: {said[0]}", None, None))
    finally:
        pipe.close()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(0)  # taking solvers apart lasts longer than many a result, and the parent waits for the end


def _start(child: mp.process.BaseProcess) -> None:
    """Start a child that never hears Ctrl-C, not even while Python starts: it is the parent's to handle.

    Python raises the exception of a signal in its main thread only: started from another one, the child is told
    what it needs to start, and doesn't complain of a sentence broken off when the parent is stopped.
    """
    resource_tracker.ensure_running()  # starting it later would lift the mask too early
    with ThreadPoolExecutor(1) as starter:
        starter.submit(_start_deaf, child).result()


def _start_deaf(child: mp.process.BaseProcess) -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # of this thread, which ends with the start
    child.start()


def prepare(entry: str) -> None:
    """Starts the child of the next `run` of an entry ahead: it calls `prepare` of the entry's module and waits.

    For work that a person waits for again and again: importing and loading take longer than a small change.
    """
    with _lock:
        waiting = _waiting.get(entry)
        if waiting is None or not waiting[0].is_alive():
            _waiting[entry] = _begin(entry, ahead=True)


def dismiss() -> None:
    """Ends the children that wait."""
    with _lock:
        for child, ours in _waiting.values():
            ours.close()
            _end(child)
        _waiting.clear()


def _begin(entry: str, ahead: bool = False) -> tuple[mp.process.BaseProcess, Connection]:
    ours, theirs = _CONTEXT.Pipe()
    child = _CONTEXT.Process(target=_serve, args=(entry, theirs, ahead), daemon=True)
    try:
        _start(child)
    except BaseException:
        ours.close()
        _end(child)
        raise
    finally:
        theirs.close()
    return child, ours


def run(
    entry: str,
    *args: Any,
    progress: Progress = silent,
    on_partial: Callable[[Any], None] | None = None,
    what: str = "the calculation",
) -> Any:
    """Result of `module:function` called as function(*args, tell) in a fresh process.

    The function reports with tell(share, text, partial=None). If `progress` raises (Cancelled, for one), the
    child is killed at once and the exception goes on. Raises the child's Problem, or a Problem naming
    `what` when the child crashed.
    """
    share: float | None = None
    text = what
    with _lock:
        waiting = _waiting.pop(entry, None)
    child, ours = waiting if waiting is not None and waiting[0].is_alive() else _begin(entry)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: told below
            ours.send(args)
        while True:
            if not ours.poll(POLL_SECONDS):
                progress(share, text)
                if child.is_alive():
                    continue
                if not ours.poll(0):
                    raise _crashed(what, f"exit code {child.exitcode}")
            try:
                kind, first, second, partial = ours.recv()
            except (EOFError, ConnectionResetError) as error:
                child.join(1.0)
                raise _crashed(what, f"exit code {child.exitcode}") from error
            if kind == "done":
                return first
            if kind == "problem":
                raise first
            if kind == "crash":
                raise _crashed(what, first)
            share, text = first, second
            if partial is not None and on_partial is not None:
                on_partial(partial)
            progress(share, text)
    finally:
        _end(child)
        ours.close()


def _crashed(what: str, detail: str) -> Problem:
    return Problem(
        f"{what} stopped unexpectedly: {detail}", remedy="try again; nothing was lost", kind=Kind.NO, code="child.crash"
    )


def _end(child: mp.process.BaseProcess) -> None:
    if child.is_alive():
        child.join(0.2)
    if child.is_alive():
        child.terminate()
        child.join(0.3)
    if child.is_alive() and child.pid is not None:
        os.kill(child.pid, signal.SIGKILL) if hasattr(signal, "SIGKILL") else child.kill()
        child.join()
