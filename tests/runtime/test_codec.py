from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
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


@dataclass(frozen=True, eq=False)
class Cloth:
    points: npt.NDArray[np.float64]
    faces: npt.NDArray[np.int32]


def test_arrays_come_back_to_the_last_bit() -> None:
    cloth = Cloth(np.random.default_rng(1).normal(size=(5, 3)), np.arange(6, dtype=np.int32).reshape(2, 3))
    again = codec.loads(codec.canonical(cloth), Cloth)
    assert np.array_equal(again.points, cloth.points) and again.points.dtype == np.float64
    assert np.array_equal(again.faces, cloth.faces) and again.faces.dtype == np.int32
    assert codec.content_hash(again) == codec.content_hash(cloth)


@pytest.mark.parametrize("wrong", [{"dtype": "|O"}, {"base64": "AAAA"}, {"shape": [7]}])
def test_an_array_that_is_none_is_a_problem(wrong: dict[str, object]) -> None:
    plain = codec.to_plain(Cloth(np.zeros((2, 3)), np.zeros((1, 3), dtype=np.int32)))
    with pytest.raises(Problem, match=r"cloth\.json"):
        codec.from_plain({**plain, "points": {**plain["points"], **wrong}}, Cloth, "cloth.json")
