"""The planning console: population, sizes, fit, cost and lays of a run."""
