"""A drape judged: girths, percentiles, findings with their cures, and one sentence that says it all."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.check import FIT_CHECK, CheckResult, Finding, Place, Status
from ampc_desktop.core.drape import Drape
from ampc_desktop.core.fit import FitAdvice, FitReport
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon.advice import advice, advice_unsettled
from ampc_desktop.tryon.levels import levels
from ampc_desktop.tryon.maps import by_triangle, maps, percentiles, touching_p99

OVERSTRETCHED = ("neck.tight", "cloth.tight")
"""Findings of cloth beyond its comfortable stretch: somebody looks at them before it is cut, wearable or not."""


def report(
    drape: Drape, pattern: Pattern, body: MeasuredBody, finished: Mapping[str, float] | None = None
) -> FitReport:
    """How a draped garment fits this body.

    finished : key dimensions as the pieces have them now, by id, mm; what is cut as it was asked for is not told to
    be short of it, wherever on the body it comes to lie.

    A drape that did not come to rest gets no girths and no stresses: its verdict says why, and its findings are what
    the flat pattern alone shows against the body.
    """
    if not drape.converged:
        found = advice_unsettled(drape, pattern, body)
        return FitReport(False, _unsettled(drape, found), advice=found, notes=drape.notes)
    mesh, felt = drape.mesh, maps(drape)
    measured = levels(drape, pattern, body)
    found = advice(drape, felt, measured, pattern, body, finished or {})
    p50, p99 = percentiles(mesh, by_triangle(felt, mesh, "strain"))
    (fit,) = percentiles(mesh, felt.fit, (99.0,))
    return FitReport(
        converged=True,
        verdict=_verdict(found, p99, fit),
        girths=tuple(level.girth for level in measured),
        strain_p50=p50,
        strain_p99=p99,
        pressure_p99_pa=touching_p99(mesh, by_triangle(felt, mesh, "pressure")),
        fit_p99=fit,
        advice=found,
        notes=drape.notes,
    )


def checked(report: FitReport) -> CheckResult:
    """Check 19: does the garment fit the body it is made for, as far as the try-on can tell? Never more than a warning:
    somebody looks at it before the cloth is cut."""
    doubtful = [one for one in report.advice if one.severity == "wrong" or one.id in OVERSTRETCHED]
    findings = tuple(Finding("warn", one.sentence, 1.0, Place(one.piece, one.edge)) for one in doubtful)
    if report.fit_p99 > 1.0 and not findings:
        findings = (Finding("warn", _little(report.fit_p99), 1.0),)
    if not report.converged:
        findings = (Finding("warn", report.verdict, 1.0),)
    status: Status = "warn" if findings else "pass"
    where = findings[0].place if findings else Place()
    return CheckResult(
        19, FIT_CHECK, "Fit on the body", "key-dimension consistency", status, float(len(findings)), 0.0, 0.0,
        "finding" if len(findings) == 1 else "findings", report.verdict, where, findings,
    )  # fmt: skip


def _little(fit: float) -> str:
    return f"A hundredth of the cloth is tight: it uses more than {100 * fit:.0f} % of its comfortable stretch."


def _verdict(found: tuple[FitAdvice, ...], p99: float, fit: float) -> str:
    wrong = [one for one in found if one.severity == "wrong"]
    poor = [one for one in found if one.severity == "poor"]
    if wrong:
        return f"Does not fit. {wrong[0].sentence}{_more(len(wrong) + len(poor) - 1)}"
    if poor:
        return f"Wearable, but: {poor[0].sentence[0].lower()}{poor[0].sentence[1:]}{_more(len(poor) - 1)}"
    if fit > 1.0:
        return f"Wearable, but: {_little(fit)[0].lower()}{_little(fit)[1:]}"
    return (
        f"Fits. 99 % of the cloth stretches less than {max(p99, 0.0):.1f} % "
        f"and uses less than {100 * max(fit, 0.0):.0f} % of what it gives comfortably."
    )


def _more(count: int) -> str:
    return f" And {count} more." if count > 0 else ""


def _unsettled(drape: Drape, found: tuple[FitAdvice, ...]) -> str:
    why = drape.why[:1].upper() + drape.why[1:]
    return f"Not at rest, so not judged: {why}." + (f" {found[0].sentence}" if found else "")
