"""The sample garment is shared with the exchange tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "exchange"))
