"""The demo customer, and new sittings for other bodies."""

from __future__ import annotations

from pathlib import Path

from ampc_desktop import body as bodies
from ampc_desktop.studio.avatars import read_person
from ampc_desktop.studio.state import DesignState

DEMO_SENTENCE = "a relaxed black tee, crew neck, long sleeves, thin white stripes"


def demo_state() -> DesignState:
    """The demo customer before a word is said."""
    return DesignState(body=bodies.demo())


def state_for(body: Path) -> DesignState:
    """A new sitting for a body file or an avatar. Raises Problem."""
    person = read_person(body)
    return DesignState(body=person.measures, shape=person.shape)
