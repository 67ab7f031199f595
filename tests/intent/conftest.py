"""The shop and the garments' options, as the studio hands them to the intent room."""

from __future__ import annotations

import pytest

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.design import load_capabilities
from ampc_desktop.garment import families


@pytest.fixture(scope="session")
def schemas() -> dict[str, ParameterSchema]:
    return {id: family.schema for id, family in families().items()}


@pytest.fixture(scope="session")
def shop() -> Capabilities:
    return load_capabilities(
        {id: family.label for id, family in families().items()}, lambda id, fabric: families()[id].takes(fabric)
    )
