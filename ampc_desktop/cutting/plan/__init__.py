"""Cutting order planning: eqs. 7 to 16 of the sizing and COP paper, solved with a bound."""
