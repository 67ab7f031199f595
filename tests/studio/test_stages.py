from collections.abc import Callable

import pytest

from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.stages import Flow, Stage


class Keeper:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def cache_get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def cache_put(self, key: str, data: bytes, kind: str) -> None:
        self.kept[key] = data


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def flow(calls: list[str]) -> Flow:
    def note(name: str, work: Callable[..., float]) -> Callable[..., float]:
        def wrapped(*args: float) -> float:
            calls.append(name)
            return work(*args)

        return wrapped

    return Flow(
        [
            Stage("sum", ("a", "b"), note("sum", lambda a, b: a + b)),
            Stage("double", ("sum",), note("double", lambda s: 2 * s)),
            Stage("other", ("c",), note("other", lambda c: c), keep_as=float),
        ]
    )


def test_only_what_depends_on_a_change_is_computed_again(flow: Flow, calls: list[str]) -> None:
    assert flow.at({"a": 1.0, "b": 2.0, "c": 3.0})["double"] == 6.0
    assert calls == ["sum", "double"]
    again = flow.at({"a": 1.0, "b": 2.0, "c": 4.0})
    assert again["double"] == 6.0
    assert again["other"] == 4.0
    assert calls == ["sum", "double", "other"]
    assert set(again.seconds) == {"other"}
    assert flow.at({"a": 1.0, "b": 5.0, "c": 4.0})["double"] == 12.0
    assert calls[3:] == ["sum", "double"]


def test_known_computes_nothing(flow: Flow, calls: list[str]) -> None:
    inputs = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert flow.at(inputs).known("double") is None
    assert calls == []
    flow.at(inputs)["double"]
    assert flow.at(inputs).known("double") == 6.0


def test_kept_results_survive_the_process() -> None:
    keeper, count = Keeper(), []

    def slow(c: float) -> float:
        count.append(c)
        return c * 10

    def make() -> Flow:
        return Flow([Stage("slow", ("c",), slow, keep_as=float)], keeper)

    assert make().at({"c": 2.0})["slow"] == 20.0
    assert make().at({"c": 2.0})["slow"] == 20.0
    assert count == [2.0]


def test_a_problem_is_not_remembered() -> None:
    tries = []

    def fail(a: float) -> float:
        tries.append(a)
        raise Problem("no")

    flow = Flow([Stage("bad", ("a",), fail)])
    for _ in range(2):
        with pytest.raises(Problem):
            flow.at({"a": 1.0})["bad"]
    assert len(tries) == 2
