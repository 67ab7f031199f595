"""Bill of materials, costing and lead time."""

from ampc_desktop.production.costing import bom, quote
from ampc_desktop.production.lead_time import lead_time
from ampc_desktop.production.prices import PriceList, load_prices
from ampc_desktop.production.work import operations

__all__ = ["PriceList", "bom", "lead_time", "load_prices", "operations", "quote"]
