"""The price list: wages, rates, standard minutes and trims, one editable TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from ampc_desktop.core.marker import CutRates
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec, resources


@dataclass(frozen=True)
class Labour:
    operator_eur_per_h: float
    cutter_eur_per_h: float
    made_to_order_factor: float


@dataclass(frozen=True)
class CuttingRates:
    spreading_m_per_h: float
    spreading_pause_min: float
    cutting_m_per_h: float
    cutting_pause_min: float
    selvage_mm: float
    spreader_eur_per_h: float
    cutter_machine_eur_per_h: float


@dataclass(frozen=True)
class SewingMinutes:
    """Standard minutes: machine time a metre by stitch, handling a seam, and whole operations."""

    minutes_per_m_plain: float
    minutes_per_m_overlock: float
    minutes_per_m_cover: float
    handling_min: float
    curve_factor: float
    dart_min: float
    zip_min: float
    vent_min: float
    waistband_min: float
    label_min: float
    press_min: float
    pack_min: float
    neckband_close_min: float
    fuse_min: float = 0.25
    belt_loop_min: float = 0.40
    patch_pocket_min: float = 1.60
    welt_pocket_min: float = 4.20


@dataclass(frozen=True)
class TrimPrices:
    thread_eur_per_m: float
    thread_waste: float
    brand_label_eur: float
    care_label_eur: float
    bag_and_tag_eur: float
    zip_eur: float
    hook_and_bar_eur: float
    fusible_eur_per_m2: float


@dataclass(frozen=True)
class PrintWork:
    handling_min: float


@dataclass(frozen=True)
class Business:
    overhead_share: float
    currency: str


@dataclass(frozen=True)
class LeadTimeRules:
    """closed: days (ISO) nobody works, beside weekends."""

    queue_days: float
    daily_minutes: float
    share_of_day: float
    print_queue_days: float
    check_and_pack_days: float
    closed: tuple[str, ...]


@dataclass(frozen=True)
class PriceList:
    """Euros without VAT; standard minutes. notions: kind -> euros a piece or metre."""

    labour: Labour
    cutting: CuttingRates
    sewing: SewingMinutes
    trims: TrimPrices
    print: PrintWork
    business: Business
    lead_time: LeadTimeRules
    notions: Mapping[str, float] = field(default_factory=dict)

    def cut_rates(self, fabric_eur_per_m: float) -> CutRates:
        """Rates of equations 9 to 11 for one cloth."""
        c = self.cutting
        return CutRates(
            fabric_eur_per_m=fabric_eur_per_m,
            operator_eur_per_h=self.labour.cutter_eur_per_h,
            spreading_m_per_h=c.spreading_m_per_h,
            spreading_pause_h=c.spreading_pause_min / 60,
            cutting_m_per_h=c.cutting_m_per_h,
            cutting_pause_h=c.cutting_pause_min / 60,
            selvage_mm=c.selvage_mm,
            spreader_eur_per_h=c.spreader_eur_per_h,
            cutter_eur_per_h=c.cutter_machine_eur_per_h,
        )


HIGHEST = 1e6
"""No wage, price or time of a shop is larger."""
POSITIVE = ("spreading_m_per_h", "cutting_m_per_h", "daily_minutes", "share_of_day", "made_to_order_factor")
"""Rates that something is divided by."""


def load_prices(path: Path | None = None) -> PriceList:
    """The price list in a file, else the shipped one. Raises Problem naming file and field."""
    where = str(path) if path is not None else "prices.toml"
    try:
        text = path.read_text(encoding="utf-8") if path is not None else resources.text("prices.toml")
        raw = tomllib.loads(text)
    except OSError as error:
        advice = "choose a price list in the settings"
        raise Problem(f"can't read it ({error.strerror})", where, advice, code="prices.unreadable") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(
            f"not a TOML file: {error}", where, "start from the shipped prices.toml", code="prices.format"
        ) from error
    prices = codec.from_plain(raw, PriceList, where)
    _check(prices, where)
    return prices


def _check(prices: PriceList, where: str) -> None:
    for section in fields(prices):
        values: Any = getattr(prices, section.name)
        plain = (
            values if isinstance(values, Mapping) else {one.name: getattr(values, one.name) for one in fields(values)}
        )
        for name, value in plain.items():
            place = f"{where}: {section.name}.{name}"
            if isinstance(value, float) and not 0 <= value <= HIGHEST:
                raise Problem(f"is {value:g}", place, f"0 to {HIGHEST:g}", code="prices.range")
            if name in POSITIVE and value == 0:
                raise Problem("is 0", place, "more than 0", code="prices.range")
    for day in prices.lead_time.closed:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise Problem(
                f"'{day}' is no date", f"{where}: lead_time.closed", "YYYY-MM-DD", code="prices.date"
            ) from error
