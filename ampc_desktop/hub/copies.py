"""Checking a hub, copying it away and bringing a copy back."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import sqlcipher3
import sqlite_utils

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.hub import schema
from ampc_desktop.hub.engine import problem_of, told
from ampc_desktop.runtime.files import problem_of as file_problem_of

FILE_MARK = b"SQLite format 3\x00"
LOG_ENDINGS = ("-wal", "-shm")
MOST_FAULTS = 20
"""Faults of the file's structure that are listed; after one such fault a backup is needed anyway."""


def faults(db: sqlite_utils.Database, path: Path) -> tuple[str, ...]:
    """Everything wrong in a hub, one sentence each: structure, event gaps, changed or missing assets."""
    found: list[str] = []
    run = db.conn.execute
    try:
        for (report,) in run(f"PRAGMA integrity_check({MOST_FAULTS})"):
            lines = [line for line in report.splitlines() if line != "ok" and not line.startswith("***")]
            found += [f"structure: {line}" for line in lines]
        found += [f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in run("PRAGMA foreign_key_check")]
        if found:
            return tuple(found[:MOST_FAULTS])
        for stream, count, last in run("SELECT stream, count(*), max(ver) FROM events GROUP BY stream"):
            if count != last:
                found.append(f"stream {stream}: {last - count} of {last} events are missing")
        count, last = run("SELECT count(*), coalesce(max(seq), 0) FROM events").fetchone()
        if count != last:
            found.append(f"event log: {last - count} of {last} events are missing")
        for name, size, data in run("SELECT hash, size, data FROM assets"):
            if hashlib.sha256(data).hexdigest() != name or len(data) != size:
                found.append(f"asset {name[:12]} was changed")
        found += [
            f"order {order}: file {file} is missing"
            for order, file in run(
                "SELECT order_id, name FROM order_assets WHERE hash NOT IN (SELECT hash FROM assets) ORDER BY 1, 2"
            )
        ]
        lost = {"events_keep", "events_stay", "orders_ai", "orders_ad", "orders_au"} - schema.triggers(db)
        found += [f"trigger {name} is missing" for name in sorted(lost)]
        run("INSERT INTO orders_fts (orders_fts, rank) VALUES ('integrity-check', 1)")
    except sqlcipher3.DatabaseError as error:
        found.append(f"structure: {problem_of(str(error), path).what} ({error})")
    return tuple(found)


def backup(db: sqlite_utils.Database, path: Path, target: Path) -> None:
    """Copies all pages in one go (so that writers can't make it start again), checks the copy, renames it."""
    if target.resolve() == path.resolve():
        raise Problem("a backup can't be the hub itself", str(target), "choose another file", code="hub.same_file")
    draft = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        with told(target), contextlib.closing(sqlcipher3.connect(draft)) as copy:
            db.conn.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise Problem("the copy is not sound", str(target), "run ampc hub verify", Kind.NO, "hub.damaged")
        with Path(draft).open("rb+") as file:
            os.fsync(file.fileno())
        Path(draft).replace(target)
        draft = None
    except OSError as error:
        raise file_problem_of(error, target) from error
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(FILE_MARK)) == FILE_MARK
    except OSError as error:
        raise file_problem_of(error, path) from error


def restore(db: sqlite_utils.Database, path: Path, source: Path) -> None:
    """Checks a backup and copies its pages into the hub in one transaction."""
    if not source.is_file():
        raise Problem("no such file", str(source), "name a backup made by ampc hub backup", code="file.missing")
    if source.resolve() == path.resolve():
        raise Problem("this is the hub itself", str(source), "name a backup", code="hub.same_file")
    # Opened read-write because a read-only connection can't read a file that was left in write-ahead mode.
    foreign = Problem(
        "this is not a hub backup", str(source), "name a file made by ampc hub backup", code="hub.foreign"
    )
    if not _is_database(source):
        raise foreign
    with told(source), contextlib.closing(sqlcipher3.connect(str(source), isolation_level=None)) as old:
        kept = sqlite_utils.Database(old)
        if not schema.steps.applied(kept):
            raise foreign
        wrong = faults(kept, source)
        if wrong:
            raise Problem(
                f"the backup is damaged: {wrong[0]}", str(source), "use an older backup", Kind.NO, "hub.damaged"
            )
        known = {step.name for step in schema.steps._migrations}
        if {step.name for step in schema.steps.applied(kept)} - known:
            raise Problem("the backup is from a newer studio", str(source), "update ampc-desktop", code="hub.newer")
        with told(path):
            old.backup(db.conn, pages=-1)
            db.conn.execute("PRAGMA journal_mode = WAL")
    schema.migrate(db, path)


def set_aside(path: Path) -> Path:
    """Moves a damaged hub with its log files out of the way, as evidence; the new name of the main file."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    _move(path, aside)
    return aside


def bring_back(aside: Path, path: Path) -> None:
    """Undoes set_aside."""
    for ending in LOG_ENDINGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    _move(aside, path)


def _move(path: Path, target: Path) -> None:
    try:
        path.replace(target)
        for ending in LOG_ENDINGS:
            log = path.with_name(path.name + ending)
            if log.exists():
                log.replace(target.with_name(target.name + ending))
    except OSError as error:
        raise file_problem_of(error, path) from error
