"""Any wish on any slider: what hypothesis draws for a family's options."""

from __future__ import annotations

from hypothesis import strategies as st

from ampc_desktop.core.schema import Value
from ampc_desktop.garment import family, resolve
from tests.garment.bodies import CLOTH, body


def wishes(family_id: str) -> st.SearchStrategy[dict[str, Value]]:
    """Some options of a family, each with any choice, or a number on its slider and well beyond both ends."""
    usual = resolve(family_id, {}, body(), CLOTH[family_id])
    each: dict[str, st.SearchStrategy[Value]] = {}
    for parameter in family(family_id).schema.parameters:
        if parameter.kind == "choice":
            each[parameter.id] = st.sampled_from([id for id, _ in parameter.choices])
        elif parameter.kind == "switch":
            each[parameter.id] = st.booleans()
        else:
            option = usual[parameter.id]
            reach = option.high - option.low
            each[parameter.id] = st.floats(option.low - reach, option.high + reach, width=32)
    return st.fixed_dictionaries({}, optional=each)
