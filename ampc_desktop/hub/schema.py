"""Tables of the hub and the way from each version to the next.

Never change a migration that was released: add one. `transform()` of sqlite-utils drops triggers without a
word, so `migrate` compares the triggers before and after and refuses to lose one.
"""

from __future__ import annotations

from pathlib import Path

import sqlite_utils

from ampc_desktop.core.problem import Problem
from ampc_desktop.hub.engine import told, writing

steps = sqlite_utils.Migrations("ampc.hub")


def _all(db: sqlite_utils.Database, *statements: str) -> None:
    for statement in statements:
        db.conn.execute(statement)


@steps()
def m001_events_assets_cache(db: sqlite_utils.Database) -> None:
    _all(
        db,
        """CREATE TABLE events (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, ver INTEGER NOT NULL, type TEXT NOT NULL,
           at TEXT NOT NULL, data TEXT NOT NULL CHECK (json_valid(data)), UNIQUE (stream, ver)) STRICT""",
        """CREATE TRIGGER events_keep BEFORE UPDATE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
        """CREATE TRIGGER events_stay BEFORE DELETE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
        """CREATE TABLE assets (hash TEXT PRIMARY KEY, size INTEGER NOT NULL, at TEXT NOT NULL,
           data BLOB NOT NULL) STRICT""",
        """CREATE TABLE cache (key TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL,
           data BLOB NOT NULL) STRICT""",
        "CREATE INDEX cache_used ON cache (used)",
    )


@steps()
def m002_orders_and_sittings(db: sqlite_utils.Database) -> None:
    _all(
        db,
        """CREATE TABLE orders (id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, customer TEXT NOT NULL,
           label TEXT NOT NULL, words TEXT NOT NULL, released_at TEXT NOT NULL, price_eur REAL NOT NULL,
           readiness TEXT NOT NULL, folder TEXT NOT NULL, data TEXT NOT NULL CHECK (json_valid(data))) STRICT""",
        """CREATE TABLE order_assets (order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
           name TEXT NOT NULL, hash TEXT NOT NULL REFERENCES assets (hash), PRIMARY KEY (order_id, name)) STRICT""",
        """CREATE TABLE sittings (id TEXT PRIMARY KEY, label TEXT NOT NULL, path TEXT NOT NULL, saved_at TEXT NOT NULL,
           closed INTEGER NOT NULL, state TEXT NOT NULL CHECK (json_valid(state))) STRICT""",
    )
    db.table("orders").enable_fts(["customer", "label", "words"], create_triggers=True, tokenize="unicode61")


def triggers(db: sqlite_utils.Database) -> set[str]:
    return {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def migrate(db: sqlite_utils.Database, path: Path) -> None:
    """Brings the file to this version. Raises Problem if a newer studio wrote it."""
    with told(path):
        known = {step.name for step in steps._migrations}
        applied = {step.name for step in steps.applied(db)}
        if applied == known:
            return
        if applied - known:
            raise Problem(
                "the hub was written by a newer version of the studio",
                str(path),
                "update ampc-desktop, or choose another hub file",
                code="hub.newer",
            )
    with writing(db, path):
        before = triggers(db)
        steps.apply(db)
        lost = before - triggers(db)
        if lost:
            raise Problem(f"a migration lost the triggers {', '.join(sorted(lost))}", str(path), code="hub.triggers")


def version(db: sqlite_utils.Database) -> int:
    """How many migrations the file has seen."""
    return len(steps.applied(db))
