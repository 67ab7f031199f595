"""Designs as documents: new, open, save, recent, and where orders go.

What only some days need (the hub, the exchange of files) is imported where it is used: the window paints first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import avatars, demo, settings
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session, new_session_id, state_from_json, state_to_json
from ampc_desktop.studio.state import DesignState

if TYPE_CHECKING:
    from ampc_desktop.hub import Sitting


@dataclass(frozen=True)
class Recent:
    """One sitting kept in the hub. at: UTC ISO 8601; words: the first thing the customer said."""

    id: str
    customer: str
    at: str
    words: str


def read_body(path: Path) -> avatars.Person:
    """A body file or an avatar. Raises Problem."""
    return avatars.read_person(path)


def new_session(studio: Studio, body: Path | None = None) -> Session:
    """A new order: for a body file, else for the demo customer. Raises Problem."""
    state = demo.state_for(body) if body is not None else demo.demo_state()
    return Session(studio, state, new_session_id())


def recent(studio: Studio, count: int = 12) -> list[Recent]:
    """The last sittings with something said, newest first."""
    found = (_recent_of(studio, entry) for entry in studio.hub.recent(4 * count))
    return [one for one in found if one is not None][:count]


def interrupted(studio: Studio, present: str = "") -> Recent | None:
    """The newest sitting with something said that never ended in good order, other than the present one."""
    for entry in studio.hub.recent(48):
        if not entry.closed and entry.id != present:
            found = _recent_of(studio, entry)
            if found is not None:
                return found
    return None


def dismiss(studio: Studio, present: str = "") -> None:
    """Don't offer interrupted sittings again; they stay among the recent ones."""
    for entry in reversed(studio.hub.recent(48)):
        if not entry.closed and entry.id != present:
            studio.hub.save_state(entry.id, studio.hub.load_state(entry.id), entry.label, entry.path, closed=True)


def _recent_of(studio: Studio, entry: Sitting) -> Recent | None:
    try:
        state = _state_of(studio.hub.load_state(entry.id), "hub")
    except Problem:
        return None
    said = [turn.text for turn in state.conversation if turn.speaker == "customer"]
    return Recent(entry.id, state.body.name, entry.saved_at, said[0]) if said else None


def open_recent(studio: Studio, id: str) -> Session:
    """A kept sitting, as it was left. Raises Problem."""
    return Session(studio, _state_of(studio.hub.load_state(id), f"sitting {id}"), id)


def open_file(studio: Studio, path: Path) -> Session:
    """A design saved as a file. Raises Problem."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            "not a text file", str(path), "open a .ampc file saved by the studio", code="design.format"
        ) from error
    except OSError as error:
        raise Problem(
            f"can't read it ({error.strerror})", str(path), "choose a file", code="file.unreadable"
        ) from error
    return Session(studio, _state_of(text, str(path)), new_session_id())


def _state_of(text: str, where: str) -> DesignState:
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise Problem(
            "not a design file", where, "open a .ampc file saved by the studio", code="design.format"
        ) from error
    return state_from_json(raw, where)


def save_file(session: Session, path: Path) -> None:
    """Write the design whole. Raises Problem."""
    files.write_text(path, codec.dumps(state_to_json(session.state)))


def orders_folder(studio: Studio) -> Path:
    """Where packages go: the folder of the settings, else beside the hub."""
    named = studio.settings.text("orders_folder")
    return Path(named) if named else settings.home() / "orders"


def order_folder(studio: Studio, state: DesignState) -> Path:
    """A new folder for a package: customer and time, in the folder of the settings."""
    customer = re.sub(r"[^a-z0-9]+", "-", state.body.name.lower()).strip("-") or "order"
    return orders_folder(studio) / f"{customer}-{datetime.now():%Y%m%d-%H%M%S}"
