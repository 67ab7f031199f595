"""CAD importability, as far as the pattern itself decides it: names, quantities, sizes, materials (15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.garment.checks.reading import Read, Reading, Rule, judged

LABELS = Rule(15, "labels.valid", "Labels", "CAD importability", 0.0, 0.0, "")
NAME_MAX = 20


def labels(read: Read) -> CheckResult:
    """Check 15: names ASCII, unique and at most 20 characters; quantity, size and material given."""
    wrong = [Reading(1.0, text, place) for text, place in _wrong(read)]
    good = f"{len(read.pattern.pieces)} names, size {read.pattern.size}"
    return judged(LABELS, [Reading(0.0, ""), *wrong], "", good)


def _wrong(read: Read) -> Iterator[tuple[str, Place]]:
    pattern = read.pattern
    if not pattern.pieces:
        yield "the pattern has no pieces", Place()
    if not pattern.size.strip():
        yield "the size is missing", Place()
    if not pattern.style.isascii() or not 1 <= len(pattern.style) <= NAME_MAX:
        yield f"style name '{pattern.style}' must be 1 to {NAME_MAX} ASCII characters", Place()
    names = Counter(piece.name.upper() for piece in pattern.pieces)
    for piece in pattern.pieces:
        place = Place(piece.id)
        if not piece.name.isascii() or not piece.name.isprintable() or not piece.name.strip():
            yield f"name '{piece.name}' of {piece.id} must be plain ASCII", place
        if len(piece.name) > NAME_MAX:
            yield f"name '{piece.name}' is longer than {NAME_MAX} characters", place
        if names[piece.name.upper()] > 1:
            yield f"name '{piece.name}' is used twice", place
        if piece.quantity < 1:
            yield f"{piece.id} has no quantity", place
        if not piece.material.strip():
            yield f"{piece.id} has no material", place
        if not piece.annotation.isascii():
            yield f"annotation of {piece.id} must be ASCII", place
