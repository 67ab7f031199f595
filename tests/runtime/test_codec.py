from dataclasses import dataclass

import pytest

from ampc_desktop.core.measurement import Measurement, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot, Span
from ampc_desktop.core.schema import Value
from ampc_desktop.runtime import codec


@dataclass(frozen=True)
class Box:
    values: dict[str, Value]
    size: tuple[float, float] = (0.0, 0.0)


@pytest.mark.parametrize(
    "value",
    [
        Box({"a": "x", "b": 2.5, "c": True}, (1.0, 2.0)),
        Measurements("Anna", "female", {"bust": Measurement(920.0, 4.0, "ISO 8559-1", "estimated", "stature")}),
        Requirement({"fit": Slot("relaxed", "said", 1.0, Span(0, 2, 9, "relaxed"))}, {"motif": ("stripes",)}),
    ],
)
def test_dataclasses_come_back_as_they_were(value: object) -> None:
    data = codec.canonical(value)
    assert codec.loads(data, type(value)) == value
    assert codec.canonical(codec.loads(data, type(value))) == data


def test_the_hash_follows_content_not_order_or_identity() -> None:
    assert codec.content_hash({"a": 1.0, "b": "x"}) == codec.content_hash({"b": "x", "a": 1.0})
    assert codec.content_hash(Box({"a": 1.0})) != codec.content_hash(Box({"a": 1.0000001}))
    assert codec.content_hash("ab", "c") != codec.content_hash("a", "bc")


@pytest.mark.parametrize("raw", [[], {"values": 3}, {"values": {}, "size": ["a", 1]}, {"values": {}, "more": 1}, None])
def test_wrong_plain_data_is_a_problem_that_names_the_file(raw: object) -> None:
    with pytest.raises(Problem, match=r"box\.json"):
        codec.from_plain(raw, Box, "box.json")
