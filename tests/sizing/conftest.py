"""The reference population and the chart of the paper's Table 2."""

from __future__ import annotations

import pytest

from ampc_desktop import sizing
from ampc_desktop.core.sizing import KeyDimension, Population, Size, SizeChart
from ampc_desktop.runtime import resources

DIMENSIONS = (KeyDimension("hip", "Hip", 50.0), KeyDimension("waist", "Waist", 60.0))


@pytest.fixture(scope="session")
def women() -> Population:
    text = resources.text("bench", "sizing", "synthetic_train301.csv")
    return sizing.read_csv(text, "train", ("hip", "waist"))


@pytest.fixture(scope="session")
def table_2() -> SizeChart:
    return SizeChart(DIMENSIONS, tuple(Size((890.0 + 50 * i, 670.0 + 60 * i)) for i in range(7)))
