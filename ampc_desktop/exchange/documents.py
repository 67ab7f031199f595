"""Our own documents (pattern, order, marker) as versioned JSON, and back.

Every file says what it is ("format") and which version; a file of an older version opens, one of a newer version is
refused with a sentence.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from ampc_desktop.core.marker import Marker
from ampc_desktop.core.order import Order
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec

T = TypeVar("T")
VERSION = 1


def _write(kind: str, value: Any) -> bytes:
    plain = {"format": f"ampc.{kind}", "version": VERSION, "units": "mm", kind: codec.to_plain(value)}
    return codec.dumps(plain).encode("utf-8")


def _read(kind: str, type_: type[T], data: bytes, where: str) -> T:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Problem(f"not JSON: {error}", where, f"give a {kind}.json of this studio", code="file.invalid") from error
    if not isinstance(raw, dict) or raw.get("format") != f"ampc.{kind}":
        found = raw.get("format") if isinstance(raw, dict) else None
        said = f'says "format": {found!r}' if found else 'has no "format"'
        raise Problem(f"not a {kind} file: it {said}", where, f'"format" should be "ampc.{kind}"', code="file.invalid")
    version = raw.get("version")
    if not isinstance(version, int) or version < 1:
        raise Problem("the version is missing", f"{where}: version" if where else "version", "", code="file.invalid")
    if version > VERSION:
        raise Problem(f"version {version} is newer than this studio", where, "update ampc-desktop", code="file.newer")
    if kind not in raw:
        raise Problem(f'"{kind}" is missing', where, "", code="file.invalid")
    return codec.from_plain(raw[kind], type_, where)


def pattern_to_json(pattern: Pattern) -> bytes:
    """pattern.json (docs/formats/pattern.md)."""
    return _write("pattern", pattern)


def pattern_from_json(data: bytes, where: str = "") -> Pattern:
    """Raises Problem naming the wrong field."""
    return _read("pattern", Pattern, data, where)


def order_to_json(order: Order) -> bytes:
    """order.json (docs/formats/order.md)."""
    return _write("order", order)


def order_from_json(data: bytes, where: str = "") -> Order:
    return _read("order", Order, data, where)


def marker_to_json(marker: Marker) -> bytes:
    """marker.json (docs/formats/marker.md)."""
    return _write("marker", marker)


def marker_from_json(data: bytes, where: str = "") -> Marker:
    return _read("marker", Marker, data, where)
