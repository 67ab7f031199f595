"""The readiness checks 1 to 15: read off the pattern's geometry, independent of whoever drafted it.

One module per topic of the readiness report. Tolerances: docs/formats/readiness.md.
"""

from __future__ import annotations

from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.edit import Conflict
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment.checks import allowances, boundary, completeness, dimensions, importability
from ampc_desktop.garment.checks.reading import Read

__all__ = ["run_checks"]


def run_checks(pattern: Pattern, conflicts: tuple[Conflict, ...] = ()) -> tuple[CheckResult, ...]:
    """Checks 1 to 15 in order of their numbers, for any pattern, ours or imported.

    conflicts : edits that no longer apply; each is a finding of check 3, so they block release.
    """
    read = Read(pattern)
    results = (
        boundary.closed(read),
        boundary.simple(read),
        completeness.pieces(read, conflicts),
        dimensions.walk(read),
        dimensions.notches(read),
        dimensions.cap(read),
        dimensions.opening(read),
        dimensions.keys(read),
        allowances.allowance(read),
        boundary.angles(read),
        completeness.grain(read),
        boundary.darts(read),
        boundary.symmetry(read),
        boundary.density(read),
        importability.labels(read),
    )
    return tuple(sorted(results, key=lambda result: result.number))
