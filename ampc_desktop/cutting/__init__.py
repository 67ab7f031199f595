"""Patterns and fabric become a Marker; check 17."""
