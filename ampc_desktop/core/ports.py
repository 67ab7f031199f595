"""Behaviour that one room needs of another, as typed protocols. studio supplies the functions."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called by long work: share done in 0..1 (or None when unknown) and one short line.

    Raises core.problem.Cancelled when the person has stopped the job: the callee lets it pass.
    """

    def __call__(self, share: float | None, text: str) -> None: ...


def silent(share: float | None, text: str) -> None:
    """A Progress that tells nobody."""
