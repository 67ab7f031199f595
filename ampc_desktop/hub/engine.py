"""Connections to the hub file: a safe SQLite engine, safe settings, and every failure as a sentence.

Engines before 3.51.3 can corrupt a database in write-ahead mode (the WAL-reset bug), so the hub does not
start on them. Writers take the lock first (BEGIN IMMEDIATE): a transaction that reads and then asks for the
lock fails at once under contention, whatever the timeout.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3
import sqlite_utils

from ampc_desktop.core.problem import Problem

OLDEST_SAFE_ENGINE = (3, 51, 3)
WAIT_MS = 30_000
"""How long a writer waits for another one before it gives up."""


def check_engine(version: str) -> None:
    """Raises Problem if this SQLite version may corrupt the hub."""
    if tuple(int(part) for part in version.split(".")[:3]) < OLDEST_SAFE_ENGINE:
        oldest = ".".join(str(part) for part in OLDEST_SAFE_ENGINE)
        raise Problem(
            f"SQLite {version} can corrupt the hub",
            remedy=f"install sqlcipher3 0.6.4 or newer, which brings SQLite {oldest} or newer",
            code="hub.engine",
        )


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into Problems a person can act on."""
    try:
        yield
    except sqlcipher3.IntegrityError:
        raise
    except sqlcipher3.DatabaseError as error:
        raise problem_of(str(error), path) from error


def problem_of(message: str, path: Path) -> Problem:
    """The Problem behind an SQLite message."""
    where, lower = str(path), message.lower()
    if "locked" in lower or "busy" in lower:
        return Problem(
            "the hub is busy", where, "close the other program that uses it and try again", code="hub.locked"
        )
    if "full" in lower or "disk i/o" in lower:
        return Problem("no space left for the hub, or the disk fails", where, "free some space", code="hub.disk_full")
    if "readonly" in lower or "read-only" in lower:
        return Problem("the hub can't be written", where, "make file and folder writable", code="hub.read_only")
    if "unable to open" in lower:
        return Problem("the hub can't be opened", where, "choose a folder you may write to", code="hub.unopenable")
    if "not a database" in lower or "malformed" in lower:
        return Problem("the hub file is damaged", where, "restore a backup: ampc hub restore FILE", code="hub.damaged")
    return Problem(f"the hub refused: {message}", where, "run ampc hub verify", code="hub.refused")


def connect(path: Path) -> sqlite_utils.Database:
    """A connection with the hub's settings: write-ahead log, full sync, foreign keys, no implicit transactions."""
    check_engine(sqlcipher3.sqlite_version)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise problem_of("unable to open", path) from error
    with told(path):
        connection = sqlcipher3.connect(
            str(path), isolation_level=None, timeout=WAIT_MS / 1000, check_same_thread=False
        )
        try:
            connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA mmap_size = 0")
            return sqlite_utils.Database(connection)
        except BaseException:
            connection.close()
            raise


@contextlib.contextmanager
def writing(db: sqlite_utils.Database, path: Path) -> Iterator[None]:
    """One write transaction: the lock is taken first, everything is undone on any error."""
    with told(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
