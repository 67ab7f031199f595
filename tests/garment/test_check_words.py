"""What the checks say: pattern makers' words for places, never ids."""

from __future__ import annotations

import re

import pytest

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.garment import apply_edits, run_checks
from tests.garment.bodies import CLOTH, made

EDITS = (
    ("move_point", "start", {"dx_mm": 6.0, "dy_mm": -4.0}),
    ("move_handle", "0:c1", {"dx_mm": 9.0, "dy_mm": 9.0}),
    ("set_allowance", "", {"allowance_mm": 3.0}),
)


def spoilt(pattern: Pattern) -> Pattern:
    """Every edge wrong in one way or another, notches moved."""
    edits = []
    for piece in pattern.pieces:
        for i, edge in enumerate(piece.edges):
            kind, place, values = EDITS[i % len(EDITS)]
            item = f"{edge.id}:{place}".rstrip(":")
            edits.append(PatternEdit(f"e{i}", kind, piece.id, item, values, mirror=False))  # type: ignore[arg-type]
    edits += [PatternEdit("n", "move_notch", piece.id, notch.id, {"along_mm": 4.0}, mirror=False)
              for piece in pattern.pieces for notch in piece.notches[:3]]  # fmt: skip
    return apply_edits(pattern, edits).pattern


@pytest.mark.parametrize("family", CLOTH)
def test_findings_name_places_in_words(family: str) -> None:
    findings = [finding.text for check in run_checks(spoilt(made(family)), ()) for finding in check.findings]
    assert len(findings) > 10
    ids = [text for text in findings if re.search(r"[a-z_]\.[a-z0-9]|[a-z]_[a-z]", text)]
    assert not ids
