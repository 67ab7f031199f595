"""Dataclasses to JSON and back, and content hashes of values."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, get_origin

import cattrs
import numpy as np
from cattrs.preconf.json import make_converter

from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Value

T = TypeVar("T")


WRONG_SHAPES = (
    cattrs.BaseValidationError,
    cattrs.StructureHandlerNotFoundError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)
"""What cattrs raises for plain data that does not fit."""


WORDS = {float: "number", int: "whole number", str: "text", bool: "switch"}


def _read_value(raw: Any, _: Any) -> Value:
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, int | float):
        return float(raw)
    raise ValueError(f"{raw!r} is neither text, number nor switch")


def _strict(type_: type, allowed: tuple[type, ...]) -> Callable[[Any, Any], Any]:
    """A hook that takes only `allowed` types: cattrs alone would read "12" and true as numbers."""

    def read(raw: Any, _: Any) -> Any:
        if isinstance(raw, bool) is not (bool in allowed) or not isinstance(raw, allowed):
            raise ValueError(f"{raw!r} is no {WORDS[type_]}")
        return type_(raw)

    return read


def _is_array(type_: Any) -> bool:
    return type_ is np.ndarray or get_origin(type_) is np.ndarray


def _write_array(value: np.ndarray) -> dict[str, Any]:
    data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
    return {"dtype": value.dtype.str, "shape": list(value.shape), "base64": data}


def _read_array(raw: Any, _: Any) -> np.ndarray:
    dtype = np.dtype(raw["dtype"])
    if dtype.kind not in "fiub":
        raise ValueError(f"{raw['dtype']!r} is no type of numbers")
    return np.frombuffer(base64.b64decode(raw["base64"]), dtype=dtype).reshape(raw["shape"]).copy()


@cache
def converter() -> cattrs.Converter:
    """The studio's cattrs converter: strict about unknown fields, exact about unions."""
    made = make_converter(forbid_extra_keys=True)
    for type_, allowed in ((float, (int, float)), (int, (int,)), (str, (str,)), (bool, (bool,))):
        made.register_structure_hook(type_, _strict(type_, allowed))
    for union in (str | float | bool, float | str):
        made.register_structure_hook(union, _read_value)
        made.register_unstructure_hook(union, lambda value: value)
    made.register_structure_hook_func(_is_array, _read_array)
    made.register_unstructure_hook_func(_is_array, _write_array)
    return made


def to_plain(value: Any) -> Any:
    """JSON-ready dicts and lists of a dataclass (or a container of them)."""
    return converter().unstructure(value)


def from_plain(raw: Any, type_: type[T], where: str = "") -> T:
    """A dataclass from plain data. Raises Problem that names the first wrong field."""
    try:
        return converter().structure(raw, type_)
    except WRONG_SHAPES as error:
        first = cattrs.transform_error(error)[0]
        raise Problem(f"not a valid {type_.__name__.lower()}: {first}", where, code="file.invalid") from error


def dumps(value: Any) -> str:
    """Readable JSON text of plain data, keys in their order, newline at the end."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def canonical(value: Any) -> bytes:
    """The same bytes for equal values: plain, sorted keys, shortest floats."""
    plain = to_plain(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def loads(data: bytes, type_: type[T], where: str = "") -> T:
    """A dataclass from JSON bytes. Raises Problem."""
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise Problem(f"not JSON: {error}", where, code="file.invalid") from error
    return from_plain(raw, type_, where)


def content_hash(*values: Any) -> str:
    """32 hex digits (BLAKE2b-128) over the canonical bytes of all values."""
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        digest.update(canonical(value))
        digest.update(b"\x00")
    return digest.hexdigest()
