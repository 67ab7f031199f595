"""Problem: the one kind of error a person can cause, told in one sentence with a way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a problem means for a command: the answer is no, or the question was wrong."""

    NO = "no"
    """It ran, and the answer is no (exit 1): a garment we don't make, fabric too narrow, not ready."""
    BAD_INPUT = "bad input"
    """What was given can't be used (exit 2): a bad file or body, an empty sentence, a full disk."""


@dataclass
class Problem(Exception):
    """One sentence: what is wrong, where, what to do.

    what    : the sentence without its place, e.g. "waist is 3 000 mm, limit 400 to 2 000 mm".
    where   : file, field or place on the garment, e.g. "body.yaml: measurements.waist"; may be empty.
    remedy  : what would be right, e.g. "give it in cm or write units: mm"; may be empty.
    kind    : decides the exit code of the command line.
    code    : stable short name for scripts and tests, e.g. "body.out_of_range".
    """

    what: str
    where: str = ""
    remedy: str = ""
    kind: Kind = Kind.BAD_INPUT
    code: str = "problem"

    def __post_init__(self) -> None:
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message on one line, as it is shown to people."""
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.remedy})" if self.remedy else ""
        return " ".join(f"{place}{self.what}{advice}".split())

    def __str__(self) -> str:
        return self.sentence

    def __reduce__(self) -> tuple[type[Problem], tuple[str, str, str, Kind, str]]:
        """Problems travel between processes whole."""
        return (Problem, (self.what, self.where, self.remedy, self.kind, self.code))


class Cancelled(Exception):
    """The person stopped the job; nothing half-written is left."""
