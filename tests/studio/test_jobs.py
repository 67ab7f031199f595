import threading

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.jobs import Job, Jobs


def _run(work: object) -> tuple[Job, list[str]]:
    jobs, states, over = Jobs(), [], threading.Event()

    def listen(job: Job) -> None:
        states.append(job.state)
        if job.over:
            over.set()

    jobs.listen(listen)
    job = jobs.start("work", work)  # type: ignore[arg-type]
    assert over.wait(10)
    jobs.close()
    return job, states


def test_a_job_tells_its_way() -> None:
    def work(progress: Progress) -> int:
        progress(0.5, "half")
        return 7

    job, states = _run(work)
    assert (job.state, job.result, job.share) == ("done", 7, 1.0)
    assert states[0] == "waiting"
    assert states[-1] == "done"


def test_a_problem_and_a_fault_both_end_as_a_sentence() -> None:
    def refuse(progress: Progress) -> None:
        raise Problem("too wide")

    def fault(progress: Progress) -> None:
        raise ZeroDivisionError("oh")

    assert _run(refuse)[0].problem == Problem("too wide")
    job, _ = _run(fault)
    assert job.state == "failed"
    assert job.problem is not None
    assert "ZeroDivisionError" in job.problem.sentence


def test_cancel_stops_at_the_next_report() -> None:
    jobs, started, over = Jobs(), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(None, "on and on")
            threading.Event().wait(0.01)

    jobs.listen(lambda job: over.set() if job.over else None)
    job = jobs.start("endless", work)
    assert started.wait(10)
    job.cancel()
    assert over.wait(10)
    assert job.state == "cancelled"
    jobs.close()
