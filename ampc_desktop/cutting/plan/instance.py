"""Planning instances as files: sizes, demand, markers and prices in metres, hours and EUR."""

from __future__ import annotations

import json

from ampc_desktop.core.cutplan import CutRules, CuttingOrder, MarkerCatalogue, MarkerOption
from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem


def read_instance(text: str, where: str) -> CuttingOrder:
    """An instance in JSON: sizes, demand, maxPN, equality, p {Pf Po Vc Vs Tsp Ls}, markers [{t c L Lsec CL}].

    Raises Problem.
    """
    try:
        raw = json.loads(text)
        prices = raw["p"]
        rates = CutRates(
            fabric_eur_per_m=float(prices["Pf"]),
            operator_eur_per_h=float(prices["Po"]),
            spreading_m_per_h=float(prices["Vs"]),
            spreading_pause_h=float(prices["Tsp"]),
            cutting_m_per_h=float(prices["Vc"]),
            selvage_mm=1000.0 * float(prices["Ls"]),
        )
        names = tuple("/".join(f"{value:g}" for value in size) for size in raw["sizes"])
        options = tuple(_option(marker) for marker in raw["markers"])
        rules = CutRules(rates, int(raw["maxPN"]), bool(raw["equality"]), float(prices.get("mc", 0.0)))
        return CuttingOrder(tuple(int(d) for d in raw["demand"]), MarkerCatalogue(names, options), rules)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        text = f"not a planning instance ({type(error).__name__}: {error})"
        raise Problem(text, where, "see docs/formats/cut-plan.md", code="cutplan.instance") from error


def _option(raw: dict[str, object]) -> MarkerOption:
    sizes = tuple(int(size) for size in raw["c"])  # type: ignore[attr-defined]
    cut_mm = 1000.0 * float(raw["CL"])  # type: ignore[arg-type]
    if raw["t"] == "F":
        return MarkerOption("mixed", sizes, 1000.0 * float(raw["L"]), cut_mm)  # type: ignore[arg-type]
    sections = tuple(1000.0 * float(length) for length in raw["Lsec"])  # type: ignore[attr-defined]
    return MarkerOption("group", sizes, sum(sections), cut_mm, sections)
