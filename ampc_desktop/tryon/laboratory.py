"""KES-F and FAST readings, or a studio's own values, -> mechanics of a cloth.

The membrane of the try-on is linear in Green's strain while cloth is soft first and stiff later, so a stiffness is
taken where clothes are worn: at 100 gf/cm (98.07 N/m), the load of FAST's E100. See docs/formats/fabric-mechanics.md.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from ampc_desktop.core.fabric import Mechanics
from ampc_desktop.core.problem import Problem

GF_N = 9.80665e-3
"""One gram-force, N."""
WORN_N_M = 100.0 * GF_N / 0.01
"""100 gf/cm, N/m."""
KES_FULL_GF_CM = 500.0
"""Largest load of the KES-F tensile test, gf/cm."""
KES_SHEAR_N_M = GF_N / 0.01 * 180.0 / math.pi
"""1 gf/cm per degree of shear, N/m per radian: 56.19."""
KES_BENDING_NM = GF_N * 0.01**2 / 0.01
"""1 gf.cm2/cm, N·m: 9.807e-5."""
FAST_SHEAR_N_M = 123.0
"""G = 123 / EB5, N/m, EB5 in per cent (De Boos and Tester, SiroFAST, CSIRO report WT92.02, 1994)."""

Limits = Mapping[str, tuple[float, float]]
OWN: Limits = {
    "weft_n_m": (5.0, 2e5),
    "warp_n_m": (5.0, 2e5),
    "coupling_n_m": (0.0, 1e5),
    "shear_n_m": (1.0, 5e3),
    "bending_nm": (1e-8, 1e-2),
    "bending_weft_nm": (1e-8, 1e-2),
    "bending_warp_nm": (1e-8, 1e-2),
    "friction": (0.0, 1.5),
    "gsm": (20.0, 1000.0),
    "thickness_mm": (0.05, 10.0),
    "stretch_weft": (0.005, 2.0),
    "stretch_warp": (0.005, 2.0),
}
_KES_BOTH: Limits = {"EMT": (0.2, 150.0), "LT": (0.2, 1.5), "WT": (0.1, 200.0), "G": (0.02, 20.0), "B": (1e-3, 10.0)}
_FAST_BOTH: Limits = {
    "E5": (0.0, 60.0), "E20": (0.0, 100.0), "E100": (0.1, 150.0), "C": (3.0, 80.0), "B": (0.1, 1000.0),
}  # fmt: skip
_ONCE: Limits = {"MIU": (0.02, 1.0), "W": (1.0, 100.0), "T0": (0.05, 10.0)}
_WAYS = ("weft", "warp")


def _either(limits: Limits) -> dict[str, tuple[float, float]]:
    return {f"{name}{way}": pair for name, pair in limits.items() for way in ("", "_weft", "_warp")}


KES: Limits = {**_either(_KES_BOTH), **_ONCE}
FAST: Limits = {**_either(_FAST_BOTH), "EB5": (0.1, 50.0), "G": (1.0, 2000.0), "W": (10.0, 1000.0), "T2": (0.05, 10.0)}


def stiffness_n_m(load_n_m: float, extension: float) -> float:
    """Stiffness k (N/m) of the membrane that a load per width stretches by a share `extension`.

    Load per rest width of St. Venant-Kirchhoff: k λ (λ² − 1) / 2 with λ = 1 + extension, width held.
    """
    stretch = 1.0 + extension
    return load_n_m / (stretch * (stretch**2 - 1.0) / 2.0)


def kes(values: Mapping[str, float], source: str = "KES-F", where: str = "kes") -> Mechanics:
    """Mechanics from KES-F readings: EMT %, LT (or WT gf.cm/cm²), G gf/cm.deg, B gf.cm²/cm, MIU, W mg/cm², T0 mm.

    EMT, LT, WT, G and B may carry _weft and _warp. The load curve is F = 500 (e / EMT)^p gf/cm with p = 2/LT − 1,
    whose energy has KES's linearity LT = WT / (500 EMT / 2) (Kawabata 1980); stiffness is taken at 100 gf/cm.
    Raises Problem naming the reading.
    """
    _within(values, KES, where)
    told: dict[str, float] = {}
    stretch: dict[str, float | None] = {}
    for way in _WAYS:
        emt = _way(values, "EMT", way)
        stretch[way] = None
        if emt is not None:
            linear = _linearity(values, way, emt, where)
            worn = emt / 100.0 * (100.0 / KES_FULL_GF_CM) ** (1.0 / (2.0 / linear - 1.0))
            told[f"{way}_n_m"] = stiffness_n_m(WORN_N_M, worn)
            stretch[way] = worn
        bend = _way(values, "B", way)
        if bend is not None:
            told[f"bending_{way}_nm"] = bend * KES_BENDING_NM
    shears = [g for way in _WAYS if (g := _way(values, "G", way)) is not None]
    if shears:
        told["shear_n_m"] = sum(shears) / len(shears) * KES_SHEAR_N_M
    if "MIU" in values:
        told["friction"] = values["MIU"]
    _some(told, where, "EMT with LT, G, B or MIU")
    return Mechanics(
        told,
        dict.fromkeys(told, source),
        gsm=10.0 * values["W"] if "W" in values else None,
        thickness_mm=values.get("T0"),
        stretch_weft=stretch["weft"],
        stretch_warp=stretch["warp"],
    )


def fast(values: Mapping[str, float], source: str = "FAST", where: str = "fast") -> Mechanics:
    """Mechanics from FAST readings: E5, E20, E100 %, EB5 %, C mm or B µN·m, G N/m, W g/m², T2 mm.

    Extensions, C and B may carry _weft and _warp. G = 123 / EB5 and B = 9.807e-6 W C³ (De Boos and Tester 1994);
    stiffness is taken at E100. Raises Problem naming the reading.
    """
    _within(values, FAST, where)
    told: dict[str, float] = {}
    stretch: dict[str, float | None] = {}
    for way in _WAYS:
        loads = [_way(values, name, way) for name in ("E5", "E20", "E100")]
        known = [load for load in loads if load is not None]
        if known != sorted(known):
            raise Problem(
                f"extension falls under more load ({', '.join(f'{x:g}' for x in known)} %)", f"{where}: E5 to E100",
                "E5 is the least and E100 the most", code="fabric.mechanics",
            )  # fmt: skip
        stretch[way] = None if loads[2] is None else loads[2] / 100.0
        if loads[2] is not None:
            told[f"{way}_n_m"] = stiffness_n_m(WORN_N_M, loads[2] / 100.0)
        bend, length = _way(values, "B", way), _way(values, "C", way)
        if bend is not None:
            told[f"bending_{way}_nm"] = bend * 1e-6
        elif length is not None:
            if "W" not in values:
                raise Problem("bending length C needs W", f"{where}: C", "give W in g/m²", code="fabric.mechanics")
            told[f"bending_{way}_nm"] = values["W"] * length**3 * GF_N * 1e-3 * 1e-6
    if "G" in values:
        told["shear_n_m"] = values["G"]
    elif "EB5" in values:
        told["shear_n_m"] = FAST_SHEAR_N_M / values["EB5"]
    _some(told, where, "E100, EB5 or G, C or B")
    return Mechanics(
        told,
        dict.fromkeys(told, source),
        gsm=values.get("W"),
        thickness_mm=values.get("T2"),
        stretch_weft=stretch["weft"],
        stretch_warp=stretch["warp"],
    )


def read_mechanics(text: str, where: str) -> Mechanics:
    """A fabric mechanics file (YAML, or TOML when `where` ends in .toml): own values, a kes: or a fast: block.

    Own values win over converted ones. Raises Problem naming file, line and field.
    """
    raw = _parsed(text, where)
    unknown = sorted(set(map(str, raw)) - {"source", "mechanics", "kes", "fast"})
    if unknown:
        raise _bad(text, where, unknown[0], "is not known here", "use source, mechanics, kes, fast")
    source = str(raw.get("source", "")).strip()
    if not source:
        raise Problem("source is missing", where, "say who measured it, and how", code="fabric.mechanics")
    if "kes" in raw and "fast" in raw:
        raise _bad(text, where, "fast", "and kes are both given", "keep the one that was measured")
    blocks = {name: _numbers(text, where, name, raw[name]) for name in ("mechanics", "kes", "fast") if name in raw}
    try:
        own = blocks.get("mechanics", {})
        _within(own, OWN, "mechanics")
        found = Mechanics({}, {})
        if "kes" in blocks:
            found = kes(blocks["kes"], f"{source} (converted from KES-F)")
        if "fast" in blocks:
            found = fast(blocks["fast"], f"{source} (converted from FAST)")
    except Problem as problem:
        field = problem.where.split(": ")[-1]
        raise Problem(
            problem.what, _at(text, where, field), problem.remedy, problem.kind, problem.code
        ) from problem  # fmt: skip
    plain = {
        name: value for name, value in own.items() if name in ("gsm", "thickness_mm", "stretch_weft", "stretch_warp")
    }
    mine = {name: value for name, value in own.items() if name not in plain}
    converted = dict(found.values)
    if any(name.startswith("bending") for name in mine):
        converted = {name: value for name, value in converted.items() if not name.startswith("bending")}
    values = {**converted, **mine}
    if not values and not plain:
        raise Problem("no value is given", where, "add a mechanics:, kes: or fast: block", code="fabric.mechanics")
    sources = {name: source if name in mine else found.sources[name] for name in values}
    kept = {
        name: plain.get(name, getattr(found, name)) for name in ("gsm", "thickness_mm", "stretch_weft", "stretch_warp")
    }
    return Mechanics(values, sources, **kept)


def _linearity(values: Mapping[str, float], way: str, emt: float, where: str) -> float:
    linear, energy = _way(values, "LT", way), _way(values, "WT", way)
    if linear is None and energy is not None:
        linear = energy / (KES_FULL_GF_CM * emt / 100.0 / 2.0)
    if linear is None:
        raise Problem("EMT needs LT or WT", f"{where}: EMT", "give the linearity LT beside it", code="fabric.mechanics")
    if not 0.2 <= linear < 1.9:
        raise Problem(
            f"linearity is {linear:.2f}, limit 0.2 to 1.9", f"{where}: WT", "EMT in %, WT in gf.cm/cm²",
            code="fabric.mechanics",
        )  # fmt: skip
    return linear


def _way(values: Mapping[str, float], name: str, way: str) -> float | None:
    return values.get(f"{name}_{way}", values.get(name))


def _within(values: Mapping[str, float], limits: Limits, where: str) -> None:
    for name, value in values.items():
        if name not in limits:
            known = ", ".join(dict.fromkeys(key.removesuffix("_weft").removesuffix("_warp") for key in limits))
            raise Problem(
                f"'{name}' is not a reading we know", f"{where}: {name}", f"one of {known}, with _weft or _warp",
                code="fabric.mechanics",
            )  # fmt: skip
        low, high = limits[name]
        if not low <= value <= high:
            raise Problem(
                f"{name} is {value:g}, limit {low:g} to {high:g}", f"{where}: {name}", "check its unit",
                code="fabric.mechanics",
            )  # fmt: skip


def _some(told: Mapping[str, float], where: str, needs: str) -> None:
    if not told:
        raise Problem("nothing to convert", where, f"give {needs}", code="fabric.mechanics")


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        if where.lower().endswith(".toml"):
            raw: Any = tomllib.loads(text)
        else:
            raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}: line {mark.line + 1}" if mark else where
        told = " ".join(str(getattr(error, "problem", None) or error).split())
        raise Problem(
            f"it can't be read: {told}", place, "see docs/formats/fabric-mechanics.md", code="fabric.file"
        ) from error
    if not isinstance(raw, dict):
        raise Problem(
            "it is no table of names and values", where, "see docs/formats/fabric-mechanics.md", code="fabric.file"
        )
    return raw


def _numbers(text: str, where: str, block: str, raw: Any) -> dict[str, float]:
    if not isinstance(raw, dict):
        raise _bad(text, where, block, "is no table of names and values", "write one value a line below it")
    for name, value in raw.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _bad(text, where, str(name), f"is '{value}', not a number", "give a plain number")
    return {str(name): float(value) for name, value in raw.items()}


def _bad(text: str, where: str, field: str, what: str, remedy: str) -> Problem:
    return Problem(f"{field} {what}", _at(text, where, field), remedy, code="fabric.mechanics")


def _at(text: str, where: str, field: str) -> str:
    """File and line of the first place a field is written at."""
    written = re.compile(rf"^\s*(\[)?[\"']?{re.escape(field)}[\"']?\s*[\]:=]")
    for number, line in enumerate(text.splitlines(), start=1):
        if written.match(line) or re.search(rf"[{{,]\s*{re.escape(field)}\s*[:=]", line):
            return f"{where}: line {number}: {field}"
    return f"{where}: {field}"
