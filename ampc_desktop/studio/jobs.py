"""Jobs: long work off the caller's thread, with progress, time left and cancel. Solvers run in child processes.

A job's function takes `progress` first; calling it reports, and raises Cancelled once the person stopped the job.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Cancelled, Kind, Problem

log = logging.getLogger(__name__)
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass
class Job:
    """One piece of long work. Read its fields from any thread; they only ever move forward."""

    id: int
    title: str
    state: JobState = "waiting"
    share: float | None = None
    text: str = ""
    began: float = 0.0
    result: Any = None
    problem: Problem | None = None
    if_stopped: str = "nothing was changed"
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the job to stop; it does within half a second."""
        self._stop.set()

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    @property
    def seconds_left(self) -> float | None:
        """From the share done so far; None while unknown."""
        if self.share is None or self.share < 0.05 or not self.began:
            return None
        spent = time.monotonic() - self.began
        return spent / self.share - spent


class Jobs:
    """Runs jobs one after the other per lane; tells `listen`ers about every change (from worker threads)."""

    def __init__(self, workers: int = 2) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._listeners: list[Callable[[Job], None]] = []
        self._count = 0
        self.all: list[Job] = []

    def listen(self, listener: Callable[[Job], None]) -> None:
        self._listeners.append(listener)

    def start(self, title: str, work: Callable[[Progress], Any], if_stopped: str = "") -> Job:
        """if_stopped: what a person is told when they stopped it, instead of "nothing was changed"."""
        self._count += 1
        job = Job(self._count, title)
        job.if_stopped = if_stopped or job.if_stopped
        self.all.append(job)
        self._tell(job)
        self._pool.submit(self._run, job, work)
        return job

    def cancel_all(self) -> None:
        for job in self.all:
            job.cancel()

    def close(self) -> None:
        """Stop everything and wait for it."""
        self.cancel_all()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _tell(self, job: Job) -> None:
        for listener in self._listeners:
            listener(job)

    def _run(self, job: Job, work: Callable[[Progress], Any]) -> None:
        def progress(share: float | None, text: str) -> None:
            if job._stop.is_set():
                raise Cancelled
            if share != job.share or text != job.text:
                job.share, job.text = share, text
                self._tell(job)

        job.state, job.began = "running", time.monotonic()
        try:
            progress(None, job.title)
            job.result = work(progress)
            job.state, job.share = "done", 1.0
        except Cancelled:
            job.state = "cancelled"
        except Problem as problem:
            job.state, job.problem = "failed", problem
        except Exception as error:
            log.exception("job %s failed", job.title)
            text = f"{job.title} failed unexpectedly ({type(error).__name__}: {error})"
            job.state, job.problem = "failed", Problem(text, remedy="nothing was lost; try again", kind=Kind.NO)
        self._tell(job)
