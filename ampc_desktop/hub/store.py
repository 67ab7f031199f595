"""Hub: the studio's repository. Small on purpose; nobody outside this room writes SQL."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3
import sqlite_utils

from ampc_desktop.core.order import Order
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.hub import copies, schema
from ampc_desktop.hub.engine import connect, told, writing
from ampc_desktop.runtime import codec

CACHE_BYTES = 256 * 2**20
"""Cached results kept; the longest unused go first."""


@dataclass(frozen=True)
class Event:
    """Something that happened. seq counts through the hub, version through its stream, both without gaps."""

    seq: int
    stream: str
    version: int
    type: str
    at: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Sitting:
    """A saved co-design sitting. path: file it was opened from, or ""; closed: it ended in good order."""

    id: str
    label: str
    path: str
    saved_at: str
    closed: bool


@dataclass(frozen=True)
class HubStatus:
    """What is in the hub. bytes_*: sizes on disk or of content."""

    path: str
    engine: str
    schema_version: int
    events: int
    orders: int
    assets: int
    sittings: int
    cached: int
    bytes_file: int
    bytes_assets: int
    bytes_cached: int


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def asset_hash(data: bytes) -> str:
    """Name of a content: SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()


def open_hub(path: Path, cache_bytes: int = CACHE_BYTES) -> Hub:
    """The hub in a file, created or migrated as needed. Raises Problem."""
    return Hub(path, cache_bytes)


def restore_hub(path: Path, source: Path) -> Path | None:
    """Puts a backup in the place of a hub that may be too damaged to open; where the damaged file went, or None.

    The damaged file is set aside, never deleted, and comes back when the backup can't be used. Raises Problem.
    """
    try:
        with open_hub(path) as hub:
            hub.restore(source)
        return None
    except Problem as problem:
        if problem.code != "hub.damaged" or problem.where != str(path):
            raise
    aside = copies.set_aside(path)
    try:
        with open_hub(path) as hub:
            hub.restore(source)
    except BaseException:
        copies.bring_back(aside, path)
        raise
    return aside


class Hub:
    """One hub file. Safe to use from several threads (one connection each) and several processes.

    Every method raises Problem when the disk is full, the file damaged, locked or read-only.
    """

    def __init__(self, path: Path, cache_bytes: int = CACHE_BYTES) -> None:
        self.path = Path(path)
        self._cache_bytes = cache_bytes
        self._mine = threading.local()
        self._open: list[sqlite_utils.Database] = []
        self._lock = threading.Lock()
        schema.migrate(self._db, self.path)

    @property
    def _db(self) -> sqlite_utils.Database:
        """This thread's connection."""
        db: sqlite_utils.Database | None = getattr(self._mine, "db", None)
        if db is None:
            db = self._mine.db = connect(self.path)
            with self._lock:
                self._open.append(db)
        return db

    def close(self) -> None:
        """Closes every thread's connection; the hub opens again on the next use."""
        with self._lock:
            for db in self._open:
                db.conn.close()
            self._open.clear()
            self._mine = threading.local()

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with told(self.path):
            return list(self._db.conn.execute(sql, values))

    def _one(self, sql: str, *values: Any) -> Any:
        rows = self._rows(sql, *values)
        return rows[0][0] if rows else None

    # events

    def append_event(self, stream: str, type: str, data: Mapping[str, Any]) -> int:
        """Adds an event at the end of a stream; its seq. On disk when this returns."""
        with writing(self._db, self.path):
            return self._append(stream, type, data)

    def _append(self, stream: str, type: str, data: Mapping[str, Any]) -> int:
        text = json.dumps(codec.to_plain(dict(data)), ensure_ascii=False, allow_nan=False)
        cursor = self._db.conn.execute(
            """INSERT INTO events (stream, ver, type, at, data)
               VALUES (?1, (SELECT coalesce(max(ver), 0) + 1 FROM events WHERE stream = ?1), ?2, ?3, ?4)""",
            (stream, type, _now(), text),
        )
        return int(cursor.lastrowid or 0)

    def read_stream(self, stream: str, after_version: int = 0) -> tuple[Event, ...]:
        """Events of one stream in order."""
        rows = self._rows(
            "SELECT seq, stream, ver, type, at, data FROM events WHERE stream = ? AND ver > ? ORDER BY ver",
            stream,
            after_version,
        )
        return tuple(Event(seq, name, ver, type, at, json.loads(data)) for seq, name, ver, type, at, data in rows)

    # assets

    def put_asset(self, data: bytes) -> str:
        """Keeps a content once; its hash."""
        with writing(self._db, self.path):
            return self._put_asset(data)

    def _put_asset(self, data: bytes) -> str:
        name = asset_hash(data)
        self._db.conn.execute("INSERT OR IGNORE INTO assets VALUES (?, ?, ?, ?)", (name, len(data), _now(), data))
        return name

    def get_asset(self, hash: str) -> bytes:
        """The content of a hash. Raises Problem if it is not there or was changed."""
        data = self._one("SELECT data FROM assets WHERE hash = ?", hash)
        if data is None:
            raise Problem(f"no asset {hash[:12]}", str(self.path), "run ampc hub verify", Kind.NO, "hub.no_asset")
        if asset_hash(data) != hash:
            raise Problem(f"asset {hash[:12]} is damaged", str(self.path), "restore a backup", Kind.NO, "hub.damaged")
        return bytes(data)

    # cached results

    def cache_get(self, key: str) -> bytes | None:
        """A cached result, or None."""
        data = self._one("SELECT data FROM cache WHERE key = ?", key)
        return None if data is None else bytes(data)

    def cache_put(self, key: str, data: bytes, kind: str) -> None:
        """Keeps a result; the oldest go when the cache is larger than allowed."""
        with writing(self._db, self.path):
            run = self._db.conn.execute
            newest = run("SELECT coalesce(max(used), 0) + 1 FROM cache").fetchone()[0]
            run("INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?, ?)", (key, kind, len(data), newest, data))
            run(
                """DELETE FROM cache WHERE key IN (SELECT key FROM
                   (SELECT key, sum(size) OVER (ORDER BY used DESC) AS kept FROM cache) WHERE kept > ?)""",
                (self._cache_bytes,),
            )

    # orders

    def save_order(
        self, order: Order, words: str = "", folder: str = "", files: Mapping[str, bytes] | None = None
    ) -> int:
        """Remembers a released order with its files, all or nothing; its number.

        words: what the customer said, for searching. Saving the same id again changes nothing but the record.
        """
        plain = codec.to_plain(order)
        with writing(self._db, self.path):
            run = self._db.conn.execute
            run(
                """INSERT INTO orders
                   VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM orders), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                   ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, label = excluded.label,
                   words = excluded.words, released_at = excluded.released_at, price_eur = excluded.price_eur,
                   readiness = excluded.readiness, folder = excluded.folder, data = excluded.data""",
                (
                    order.id,
                    order.customer,
                    order.label,
                    words,
                    order.released_at,
                    order.price_eur,
                    order.readiness,
                    folder,
                    json.dumps(plain, ensure_ascii=False, allow_nan=False),
                ),
            )
            for name, data in (files or {}).items():
                run("INSERT OR REPLACE INTO order_assets VALUES (?, ?, ?)", (order.id, name, self._put_asset(data)))
            self._append(f"order:{order.id}", "order.released", {"order": plain, "words": words, "folder": folder})
            return int(run("SELECT number FROM orders WHERE id = ?", (order.id,)).fetchone()[0])

    def orders(self, limit: int = 100) -> tuple[Order, ...]:
        """Released orders, newest first."""
        rows = self._rows("SELECT data FROM orders ORDER BY number DESC LIMIT ?", limit)
        return tuple(codec.from_plain(json.loads(row[0]), Order, str(self.path)) for row in rows)

    def order_files(self, order_id: str) -> dict[str, str]:
        """File name -> asset hash of one order's package."""
        return dict(self._rows("SELECT name, hash FROM order_assets WHERE order_id = ? ORDER BY name", order_id))

    def next_order_number(self) -> int:
        """The number the next order will get if nobody else releases one first."""
        return int(self._one("SELECT coalesce(max(number), 0) + 1 FROM orders"))

    def search(self, text: str, limit: int = 20) -> tuple[Order, ...]:
        """Orders whose customer, label or words contain all the words of `text` (word beginnings count)."""
        words = ["".join(c for c in word if c.isalnum()) for word in text.split()]
        query = " ".join(f'"{word}"*' for word in words if word)
        if not query:
            return ()
        rows = self._rows(
            """SELECT o.data FROM orders_fts f JOIN orders o ON o.rowid = f.rowid
               WHERE orders_fts MATCH ? ORDER BY rank, o.number DESC LIMIT ?""",
            query,
            limit,
        )
        return tuple(codec.from_plain(json.loads(row[0]), Order, str(self.path)) for row in rows)

    # sittings: open, save, recent, recovery after a crash

    def save_state(self, id: str, state: str, label: str = "", path: str = "", closed: bool = False) -> None:
        """Saves the state (JSON text) of a sitting. closed=False marks it as still running."""
        with writing(self._db, self.path):
            self._db.conn.execute(
                "INSERT OR REPLACE INTO sittings VALUES (?, ?, ?, ?, ?, ?)",
                (id, label, path, _now(), int(closed), state),
            )

    def load_state(self, id: str) -> str:
        """State of a sitting as saved last. Raises Problem if unknown."""
        state = self._one("SELECT state FROM sittings WHERE id = ?", id)
        if state is None:
            raise Problem(f"no saved work {id}", str(self.path), "", Kind.NO, "hub.no_sitting")
        return str(state)

    def recent(self, limit: int = 10) -> tuple[Sitting, ...]:
        """Saved sittings, newest first. One not closed was cut off, or is running elsewhere."""
        rows = self._rows(
            "SELECT id, label, path, saved_at, closed FROM sittings ORDER BY saved_at DESC, id DESC LIMIT ?", limit
        )
        return tuple(Sitting(id, label, path, at, bool(closed)) for id, label, path, at, closed in rows)

    def forget_state(self, id: str) -> None:
        """Takes a sitting off the list."""
        with writing(self._db, self.path):
            self._db.conn.execute("DELETE FROM sittings WHERE id = ?", (id,))

    # care

    def status(self) -> HubStatus:
        """Counts and sizes."""
        count = {
            table: int(self._one(f"SELECT count(*) FROM {table}"))
            for table in ("events", "orders", "assets", "sittings", "cache")
        }
        return HubStatus(
            path=str(self.path),
            engine=sqlcipher3.sqlite_version,
            schema_version=schema.version(self._db),
            events=count["events"],
            orders=count["orders"],
            assets=count["assets"],
            sittings=count["sittings"],
            cached=count["cache"],
            bytes_file=sum(f.stat().st_size for f in self.path.parent.glob(self.path.name + "*") if f.is_file()),
            bytes_assets=int(self._one("SELECT coalesce(sum(size), 0) FROM assets")),
            bytes_cached=int(self._one("SELECT coalesce(sum(size), 0) FROM cache")),
        )

    def verify(self) -> tuple[str, ...]:
        """Everything wrong with the hub, one sentence each; empty means sound."""
        return copies.faults(self._db, self.path)

    def backup(self, target: Path) -> None:
        """A whole, checked copy of the hub in one file, taken while others go on working."""
        copies.backup(self._db, self.path, Path(target))

    def restore(self, source: Path) -> None:
        """Replaces the hub's content by a backup, after checking it. The old content stays on any error."""
        copies.restore(self._db, self.path, Path(source))
