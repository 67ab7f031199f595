"""Read body-measurement files (docs/formats/body.md). Everything wrong in one is a Problem that says what is right."""

from __future__ import annotations

import difflib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from ampc_desktop.body.definitions import ALIASES, DEFINITIONS
from ampc_desktop.body.garmentcode import read_garmentcode
from ampc_desktop.core.measurement import Measurement, Measurements, MeasureSource, Sex
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.units import parse_length_mm
from ampc_desktop.runtime import resources

MAX_BYTES = 262_144
LONGEST_NAME = 200
_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""A letter as JSON writes those beyond 16 bits, which YAML can't read."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4}
_OTHER_UNITS = {"mm": 1.0, "cm": 10.0, "inches": 25.4, "metres": 1000.0}
_WRITE = {"mm": "units: mm", "cm": "units: cm", "inches": "units: in", "metres": "units: cm and centimetres"}
_SOURCES = ("tape", "photo", "scan", "estimated")
_SEXES = ("female", "male")
_TOP = ("name", "customer", "sex", "units", "measurements")

RATIOS: tuple[tuple[str, str, float, float], ...] = (
    ("hip", "waist", 0.6, 2.2),
    ("bust", "waist", 0.6, 2.2),
    ("hip", "bust", 0.5, 2.0),
    ("underbust", "bust", 0.55, 1.08),
    ("waist_navel", "waist", 0.75, 1.4),
    ("neck", "bust", 0.2, 0.62),
    ("inseam", "stature", 0.33, 0.60),
    ("arm", "stature", 0.22, 0.45),
    ("arm", "inseam", 0.4, 0.98),
    ("shoulder", "stature", 0.13, 0.34),
    ("head", "stature", 0.23, 0.55),
    ("back_waist_length", "stature", 0.15, 0.36),
    ("waist_to_hip", "stature", 0.05, 0.21),
    ("waist_height", "stature", 0.5, 0.75),
    ("bust", "stature", 0.35, 1.3),
    ("thigh", "hip", 0.35, 0.9),
    ("biceps", "thigh", 0.25, 0.95),
    ("wrist", "biceps", 0.25, 1.0),
)
"""(measure, of which, least, most share) no adult body leaves; far outside the spread of ANSUR II."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice."""


def _unique_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float | bool | None):
            raise yaml.constructor.ConstructorError(None, None, "a name must be one word", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' is given twice", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def read(path: Path) -> Measurements:
    """Body measurements of a YAML or JSON file; GarmentCode's `body:` files are read too.

    Values come back in mm (kg, degrees) under canonical names, exactly as given: completion is another step.
    Raises Problem (BAD_INPUT) that names file, field, value, limit and what would be right.
    """
    return parse(_text(Path(path)), str(path))


def demo() -> Measurements:
    """The studio's invented demo customer."""
    return parse(resources.text("body", "demo_customer.yaml"), "demo customer")


def parse(text: str, where: str) -> Measurements:
    """Body measurements of YAML or JSON text; `where` names it in Problems."""
    raw = _load(text, where)
    if "body" in raw and "measurements" not in raw:
        body = raw["body"]
        if not isinstance(body, dict) or not body:
            raise _bad(f"{where}: body", "holds no measurements", "give GarmentCode's names with values in cm")
        found = read_garmentcode(body, raw.get("sex"), Path(where).stem, where)
        _check_limits(found.values, {}, 10.0, "cm", where)
        _check_ratios(found, where)
        return found
    for key in raw:
        if key not in _TOP:
            raise _bad(f"{where}: {key}", f"'{key}' is not known here", _nearest(str(key), _TOP))
    sex = _sex(raw, where)
    units = _units(raw, where)
    given = raw.get("measurements")
    if not isinstance(given, dict) or not given:
        what = "measurements are missing" if given is None or given == {} else f"measurements is {_kind(given)}"
        raise _bad(where, what, "write measurements: and below it at least stature")
    values, written = _values(given, units, where)
    _check_limits(values, written, MM_PER[units], units, where)
    number = _line(raw, "customer", where)
    body_read = Measurements(_line(raw, "name", where) or "Unnamed", sex, values, number)
    _check_ratios(body_read, where)
    return body_read


def _text(path: Path) -> str:
    where = str(path)
    try:
        if path.is_dir():
            raise _bad(where, "this is a folder", "name a measurement file (YAML or JSON)")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024
            raise _bad(where, f"the file has {size // 1024} kB, limit {limit} kB", "name a measurement file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _bad(where, "there is no such file", "check the path", "file.missing") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _bad(where, f"can't be read ({reason})", "check its rights", "file.unreadable") from error
    if len(data) > MAX_BYTES:
        raise _bad(where, f"the file has over {MAX_BYTES // 1024} kB", "name a measurement file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(where, "this is not a text file", "name a YAML or JSON file in UTF-8") from error
    if "\x00" in text:
        raise _bad(where, "this is not a text file", "name a YAML or JSON file in UTF-8")
    return text


def _load(text: str, where: str) -> dict[Any, Any]:
    if not text.strip():
        raise _bad(where, "the file is empty", "give sex, units and measurements")
    try:
        raw = yaml.load(_PAIR.sub(lambda pair: json.loads(f'"{pair[0]}"'), text), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise _bad(where, f"{line}not YAML or JSON: {error.problem}", "mend this line", "file.invalid") from error
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else "too deeply nested"
        raise _bad(where, f"not YAML or JSON: {reason}", "see docs/formats/body.md", "file.invalid") from error
    if not isinstance(raw, dict):
        raise _bad(where, f"the file holds {_kind(raw)}, not named fields", "give sex, units and measurements")
    return raw


def _line(raw: Mapping[Any, Any], key: str, where: str) -> str:
    """The customer's name or number on one line, without control characters or marks that turn reading round."""
    said = raw.get(key)
    if not isinstance(said, str | int | float | None) or isinstance(said, bool):
        raise _bad(f"{where}: {key}", f"{key} is {_kind(said)}", "write the customer's name or number")
    text = "" if said is None else str(said)
    if len(text) > LONGEST_NAME:
        raise _bad(f"{where}: {key}", f"{key} has {len(text)} characters, limit {LONGEST_NAME}", "shorten it")
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if c not in _TURNING)
    return " ".join(plain.split())


def _sex(raw: Mapping[Any, Any], where: str) -> Sex:
    if "sex" not in raw:
        raise _bad(f"{where}: sex", "sex is missing", "write sex: female or sex: male", "body.sex")
    sex = str(raw["sex"]).strip().lower()
    if sex not in _SEXES:
        raise _bad(f"{where}: sex", f"sex is {_show(raw['sex'])}", "write sex: female or sex: male", "body.sex")
    return cast(Sex, sex)


def _units(raw: Mapping[Any, Any], where: str) -> str:
    if "units" not in raw:
        raise _bad(f"{where}: units", "units are missing", "write units: cm, units: mm or units: in", "body.units")
    units = str(raw["units"]).strip().lower()
    units = {"inch": "in", "inches": "in", '"': "in", "centimetres": "cm", "millimetres": "mm"}.get(units, units)
    if units not in MM_PER:
        raise _bad(f"{where}: units", f"units is {_show(raw['units'])}", "cm, mm or in", "body.units")
    return units


def _values(given: Mapping[Any, Any], units: str, where: str) -> tuple[dict[str, Measurement], dict[str, str]]:
    """Measurements by canonical name, and the name each was written under."""
    values: dict[str, Measurement] = {}
    written: dict[str, str] = {}
    for key, entry in given.items():
        raw_name = str(key)
        tidy = raw_name.strip().lower().replace(" ", "_").replace("-", "_")
        name = ALIASES.get(tidy, tidy)
        field = f"{where}: measurements.{raw_name}"
        if name not in DEFINITIONS:
            raise _bad(
                field, f"'{raw_name}' is not a measure", _nearest(tidy, (*DEFINITIONS, *ALIASES)), "body.unknown"
            )
        if name in values:
            raise _bad(field, f"{written[name]} and {raw_name} are the same measure", "give one of them", "body.twice")
        values[name] = _measurement(name, entry, units, field)
        written[name] = raw_name
    return values, written


def _measurement(name: str, entry: Any, units: str, field: str) -> Measurement:
    limits = DEFINITIONS[name]
    factor = MM_PER[units] if limits.unit == "mm" else 1.0
    if not isinstance(entry, dict):
        return Measurement(_number(entry, factor, units, limits.unit, field), 0.0, limits.standard)
    known = ("value", "definition", "source", "uncertainty")
    for key in entry:
        if key not in known:
            raise _bad(f"{field}.{key}", f"'{key}' is not known here", _nearest(str(key), known))
    if "value" not in entry:
        raise _bad(field, "value is missing", "write value: and the number")
    source = str(entry.get("source", "tape"))
    if source not in _SOURCES:
        raise _bad(f"{field}.source", f"source is {_show(source)}", f"one of {', '.join(_SOURCES)}")
    value = _number(entry["value"], factor, units, limits.unit, field)
    spread = _number(entry.get("uncertainty", 0.0), factor, units, limits.unit, f"{field}.uncertainty")
    if spread < 0:
        raise _bad(f"{field}.uncertainty", f"uncertainty is {spread:g}", "it can't be negative")
    definition = str(entry.get("definition", limits.standard))[:200]
    return Measurement(value, spread, definition, cast(MeasureSource, source))


def _number(raw: Any, factor: float, units: str, unit: str, field: str) -> float:
    if isinstance(raw, str):
        try:
            number = parse_length_mm(raw, units) if unit == "mm" else float(raw.replace(",", "."))
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return round(number, 6)
    if raw is None:
        raise _bad(field, "no number stands here", "write it, or leave the line out", "body.not_a_number")
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        example = {"mm": "92", "kg": "68.5", "deg": "21"}[unit]
        raise _bad(field, f"{_show(raw)} is not a number", f"write a number such as {example}", "body.not_a_number")
    try:
        number = float(raw) * factor
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _bad(field, f"{_show(raw)} is not a number one can measure", "write the number", "body.not_a_number")
    return round(number, 6)


def _check_limits(
    values: Mapping[str, Measurement], written: Mapping[str, str], factor: float, units: str, where: str
) -> None:
    """Raise for the first impossible value; a wrong unit is recognised from all of them together."""
    lengths = {n: m.value / factor for n, m in values.items() if DEFINITIONS[n].unit == "mm"}
    out = [name for name, m in values.items() if not DEFINITIONS[name].low <= m.value <= DEFINITIONS[name].high]
    if not out:
        return
    name = out[0]
    limits, value = DEFINITIONS[name], values[name].value
    shown_unit = units if limits.unit == "mm" else {"kg": "kg", "deg": "°"}[limits.unit]
    scale = factor if limits.unit == "mm" else 1.0
    label = written.get(name, name)
    what = (
        f"{label} is {value / scale:g} {shown_unit}, limit {limits.low / scale:.4g} to {limits.high / scale:.4g} "
        f"{shown_unit}"
    )
    if value < 0:
        remedy = "a measure can't be negative"
    elif limits.unit == "mm" and (unit := _better_unit(lengths, out, factor)):
        remedy = f"the values look like {unit}: write {_WRITE[unit]}"
    elif limits.unit == "mm" and (unit := _better_unit({name: lengths[name]}, [name], factor)):
        remedy = f"{value / scale:g} looks like {unit}; this file says {units}"
    else:
        remedy = "measure it again: " + limits.how
    raise _bad(f"{where}: measurements.{label}", what, remedy, "body.out_of_range")


def _better_unit(lengths: Mapping[str, float], out: list[str], factor: float) -> str | None:
    """The unit that makes every length possible where the one given does not."""
    if not any(name in lengths for name in out):
        return None
    for unit, mm in _OTHER_UNITS.items():
        if mm != factor and all(DEFINITIONS[n].low <= v * mm <= DEFINITIONS[n].high for n, v in lengths.items()):
            return unit
    return None


def _check_ratios(body: Measurements, where: str) -> None:
    for name, of, least, most in RATIOS:
        a, b = body.get(name), body.get(of)
        if a is None or b is None or least <= a / b <= most:
            continue
        raise _bad(
            f"{where}: measurements.{name}",
            f"{name} {a:.0f} mm can't go with {of} {b:.0f} mm, limit {least * b:.0f} to {most * b:.0f} mm",
            f"measure both again: {DEFINITIONS[name].how}",
            "body.contradiction",
        )


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word.lower(), known, n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(near) + "?"
    return "known are " + ", ".join(name for name in known if name not in ALIASES)


def _show(raw: Any) -> str:
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


def _kind(raw: Any) -> str:
    names = {list: "a list", str: "text", int: "a number", float: "a number", bool: "a switch", type(None): "nothing"}
    return names.get(type(raw), "something else")


def _bad(where: str, what: str, remedy: str, code: str = "body.invalid") -> Problem:
    return Problem(what, where, remedy, code=code)
