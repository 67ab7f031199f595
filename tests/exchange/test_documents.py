"""Pattern, order and marker files come back equal, follow their schema, and wrong ones are told by field."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from ampc_desktop import exchange
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules, Placement
from ampc_desktop.core.order import LeadTime, Order, OrderFile
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import resources
from tests.exchange.sample import tee

ORDER = Order(
    "01J", "Jo", "Tee", "2026-02-23T10:00:00Z", 48.5, LeadTime(5, "2026-03-02", (("sewing", 5.0),)), "ready",
    (OrderFile("pattern.dxf", "pattern", "ab" * 32, 100),), {"draft": 0.02},
)  # fmt: skip
MARKER = Marker(
    "shell", "jersey", MarkerRules(1600.0), (MarkerPiece("a", "A", ((0.0, 0.0), (9.0, 0.0), (0.0, 9.0)), 1),),
    (Placement("a", 180.0, 10.0, 20.0),), 100.0, 0.5, verified=True,
)  # fmt: skip
KINDS = [
    ("pattern", tee(), exchange.pattern_to_json, exchange.pattern_from_json),
    ("order", ORDER, exchange.order_to_json, exchange.order_from_json),
    ("marker", MARKER, exchange.marker_to_json, exchange.marker_from_json),
]


@pytest.mark.parametrize(("kind", "value", "write", "read"), KINDS, ids=["pattern", "order", "marker"])
def test_documents_come_back_equal_and_follow_their_schema(kind, value, write, read) -> None:
    data = write(value)
    assert read(data, "x.json") == value
    assert write(read(data)) == data
    schema = resources.json_file("schemas", f"{kind}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(data))
    for change in ({"version": "1"}, {"format": "other"}, {kind: {}}, {kind: {**json.loads(data)[kind], "more": 1}}):
        assert not validator.is_valid({**json.loads(data), **change})


@pytest.mark.parametrize(("kind", "value", "write", "read"), KINDS, ids=["pattern", "order", "marker"])
def test_wrong_documents_are_told(kind, value, write, read) -> None:
    raw = json.loads(write(value))
    cases = [
        (b"", "not JSON"),
        (b"[]", 'has no "format"'),
        (json.dumps({**raw, "format": "ampc.cake"}).encode(), "ampc.cake"),
        (json.dumps({**raw, "version": 99}).encode(), "newer"),
        (json.dumps({**raw, kind: {**raw[kind], "wings": 2}}).encode(), "wings"),
        (json.dumps({k: v for k, v in raw.items() if k != kind}).encode(), "missing"),
        (b"[" * 100_000, "not JSON"),
    ]
    for data, said in cases:
        with pytest.raises(Problem) as told:
            read(data, "x.json")
        assert said in told.value.sentence and "x.json" in told.value.sentence


def test_a_pattern_keeps_its_geometry_to_the_last_bit() -> None:
    pattern = tee(1001.1, 701.3)
    back = exchange.pattern_from_json(exchange.pattern_to_json(pattern))
    assert back.piece("front").edge("neck").length_mm == pattern.piece("front").edge("neck").length_mm
    assert replace(back, style="x") != pattern
