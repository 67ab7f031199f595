"""The conversation without a window."""

from __future__ import annotations

from collections.abc import Sequence

from ampc_desktop import intent
from ampc_desktop.core.requirement import Requirement, Understanding
from ampc_desktop.studio import flow
from ampc_desktop.studio.session import schemas


def understand_all(sentences: Sequence[str]) -> Understanding:
    """What all turns together mean. Raises Problem for the first one that can't be understood."""
    understanding = Understanding(Requirement())
    notes: list[str] = []
    for sentence in sentences:
        understanding = intent.understand(understanding.requirement, sentence, flow.capabilities(), schemas())
        notes += understanding.notes
    return Understanding(understanding.requirement, understanding.changed, understanding.question, tuple(notes))
