"""When an order can be ready: cloth, queue, print, work content and packing in working days."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

from ampc_desktop.core.design import PrintSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.order import LeadTime, Operation
from ampc_desktop.production.prices import PriceList


def add_working_days(start: date, days: int, closed: tuple[str, ...]) -> date:
    """The working day `days` after start; weekends and closed days don't count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in closed:
            days -= 1
    return day


def lead_time(
    operations: tuple[Operation, ...],
    markers: Mapping[str, Marker],
    fabrics: Mapping[str, Fabric],
    print_spec: PrintSpec,
    prices: PriceList,
    today: date,
) -> LeadTime:
    """Working days until ready. Cloth that is not in stock in the needed length waits for its delivery."""
    rules = prices.lead_time
    parts: list[tuple[str, float]] = []
    waiting = [
        (fabric.label, fabric.lead_days)
        for material, fabric in fabrics.items()
        if fabric.stock_m < markers[material].length_mm / 1000
    ]
    if waiting:
        label, days = max(waiting, key=lambda one: one[1])
        parts.append((f"Order {label}", days))
    parts.append(("Orders before this one", rules.queue_days))
    if print_spec.motif != "plain":
        parts.append(("Print queue", rules.print_queue_days))
    minutes = sum(step.minutes for step in operations)
    parts.append((f"{minutes:.0f} min of work", minutes / (rules.daily_minutes * rules.share_of_day)))
    parts.append(("Check and pack", rules.check_and_pack_days))
    days = max(1, math.ceil(sum(days for _, days in parts) - 1e-9))
    return LeadTime(days, add_working_days(today, days, rules.closed).isoformat(), tuple(parts))
