"""Bodies as numbers: reading measurement files, completing what is missing, judging what is plausible."""

from ampc_desktop.body.completion import complete, plausibility
from ampc_desktop.body.definitions import DEFINITIONS
from ampc_desktop.body.population import extremes, sample
from ampc_desktop.body.reading import demo, parse, read

__all__ = ["DEFINITIONS", "complete", "demo", "extremes", "parse", "plausibility", "read", "sample"]
