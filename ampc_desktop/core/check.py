"""CheckResult and Readiness: the paper's readiness report as 17 named checks with value, limit and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["pass", "warn", "fail", "skip"]
ReadinessStatus = Literal["ready", "minor", "substantial"]
Topic = Literal[
    "piece completeness",
    "boundary continuity",
    "key-dimension consistency",
    "seam-allowance availability",
    "CAD importability",
]


@dataclass(frozen=True)
class Place:
    """Where on the garment: a piece, perhaps an edge, seam, notch or dart, and a point to light up (mm)."""

    piece: str = ""
    item: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Finding:
    """One thing found by a check. value and limit in the check's unit."""

    status: Status
    text: str
    value: float
    place: Place = Place()


@dataclass(frozen=True)
class CheckResult:
    """One check of the readiness report.

    number  : 1..19, see docs/formats/readiness.md.
    id      : stable name, e.g. "seams.walk".
    value   : worst value found, in `unit`; limit: pass limit; fail_limit: beyond it the check fails.
    summary : one line, e.g. "3.2 mm at the side seam, limit 1.0 mm".
    """

    number: int
    id: str
    name: str
    topic: Topic
    status: Status
    value: float
    limit: float
    fail_limit: float
    unit: str
    summary: str
    where: Place = Place()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Readiness:
    """ready = no warning, minor = warnings only, substantial = any failed check."""

    status: ReadinessStatus
    checks: tuple[CheckResult, ...]


FIT_CHECK = "fit.worn"
"""Id of the check that says what the try-on found."""


def verdict(report: Readiness) -> str:
    """What a cutter is told: "ready to cut", with what is to be looked at first, or "not ready"."""
    if report.status == "substantial":
        return "not ready"
    if any(check.id == FIT_CHECK and check.status == "warn" for check in report.checks):
        return "ready to cut, fit to be confirmed"
    return "ready to cut" if report.status == "ready" else "ready, with remarks"


def readiness(checks: tuple[CheckResult, ...]) -> Readiness:
    """The report over all checks run, in order of their number."""
    ordered = tuple(sorted(checks, key=lambda check: check.number))
    statuses = {check.status for check in ordered}
    status: ReadinessStatus = "substantial" if "fail" in statuses else "minor" if "warn" in statuses else "ready"
    return Readiness(status, ordered)
