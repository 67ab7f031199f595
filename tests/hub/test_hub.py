"""The hub keeps what it acknowledged, notices what was changed, and fails in sentences."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlcipher3

from ampc_desktop.core.order import LeadTime, Order
from ampc_desktop.core.problem import Problem
from ampc_desktop.hub import engine, open_hub, schema

LEAD = LeadTime(5, "2026-03-02", (("sewing", 5.0),))


def order(id: str, label: str = "Relaxed black tee", customer: str = "Jo Ånsten") -> Order:
    return Order(id, customer, label, "2026-02-23T10:00:00Z", 48.5, LEAD, "ready", seconds={"draft": 0.02})


def child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_events_are_numbered_without_gaps_per_stream_and_through_the_hub(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        assert [hub.append_event("a", "x", {"n": n}) for n in range(3)] == [1, 2, 3]
        assert hub.append_event("b", "x", {}) == 4
        assert [(e.version, e.data["n"]) for e in hub.read_stream("a")] == [(1, 0), (2, 1), (3, 2)]
        assert [e.version for e in hub.read_stream("a", after_version=2)] == [3]


def test_events_can_neither_be_changed_nor_deleted(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        hub.append_event("a", "x", {})
        for sql in ("UPDATE events SET type = 'y'", "DELETE FROM events"):
            with pytest.raises(sqlcipher3.IntegrityError, match="never"):
                hub._db.conn.execute(sql)


def test_assets_are_kept_once_and_come_back_whole(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        name = hub.put_asset(b"cloth\x00" * 1000)
        assert hub.put_asset(b"cloth\x00" * 1000) == name
        assert hub.get_asset(name) == b"cloth\x00" * 1000
        assert hub.status().assets == 1
        with pytest.raises(Problem, match="no asset"):
            hub.get_asset("0" * 64)


def test_cache_forgets_the_oldest_beyond_its_size(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db", cache_bytes=2500) as hub:
        for key in "abc":
            hub.cache_put(key, key.encode() * 1000, "marker")
        assert hub.cache_get("a") is None
        assert hub.cache_get("b") == b"b" * 1000
        assert hub.cache_get("c") == b"c" * 1000
        hub.cache_put("b", b"new", "marker")
        assert hub.cache_get("b") == b"new"


def test_orders_are_numbered_found_and_carry_their_files(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        assert hub.next_order_number() == 1
        assert hub.save_order(order("01A"), "a relaxed black tee", "orders/01A", {"pattern.dxf": b"0\nEOF\n"}) == 1
        assert hub.save_order(order("01B", "Striped skirt")) == 2
        assert hub.save_order(order("01A", "Relaxed red tee")) == 1
        assert [o.id for o in hub.orders()] == ["01B", "01A"]
        assert hub.orders()[1].label == "Relaxed red tee"
        assert hub.get_asset(hub.order_files("01A")["pattern.dxf"]) == b"0\nEOF\n"
        assert [o.id for o in hub.search("strip ånst")] == ["01B"]
        assert [o.id for o in hub.search("red")] == ["01A"]
        assert hub.search("black") == ()
        assert hub.search('"*') == ()
        assert hub.verify() == ()


def test_sittings_come_back_and_unfinished_ones_are_seen(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        hub.save_state("s1", '{"a": 1}', "tee", closed=True)
        time.sleep(0.002)
        hub.save_state("s2", '{"a": 2}', "skirt", "skirt.ampc")
        assert [(s.id, s.closed) for s in hub.recent()] == [("s2", False), ("s1", True)]
        assert hub.load_state("s2") == '{"a": 2}'
        hub.forget_state("s1")
        with pytest.raises(Problem, match="no saved work"):
            hub.load_state("s1")


def test_threads_share_a_hub(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        threads = [
            threading.Thread(target=lambda: [hub.append_event("t", "x", {}) for _ in range(25)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [e.version for e in hub.read_stream("t")] == list(range(1, 101))


WRITER = """
import sys; from pathlib import Path; from ampc_desktop.hub import open_hub
hub = open_hub(Path(sys.argv[1]))
for n in range(int(sys.argv[2])):
    if len(sys.argv) > 3:
        hub.cache_put(f"{sys.argv[3]}.{n}", b"x" * 100, "marker")
    print(hub.append_event("s", "x", {"n": n, "pad": "x" * 400}), flush=True)
"""


def test_four_processes_write_a_hundred_events_each_without_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    writers = [child(WRITER, str(path), "100", f"writer {i}") for i in range(4)]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
    with open_hub(path) as hub:
        assert [e.version for e in hub.read_stream("s")] == list(range(1, 401))
        assert hub.status().cached == 400
        assert hub.verify() == ()


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    open_hub(path).close()
    for wait in (0.05, 0.11, 0.17, 0.23):
        with child(WRITER, str(path), "100000") as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(wait)
            writer.send_signal(signal.SIGKILL)
            last = int((first + writer.stdout.read()).split("\n")[-2])
        with open_hub(path) as hub:
            kept = hub.read_stream("s")
            assert kept[-1].seq >= last
            assert [e.seq for e in kept] == list(range(1, len(kept) + 1))
            assert hub.verify() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
def test_a_full_disk_is_a_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    code = """
import resource, signal, sys
from pathlib import Path
from ampc_desktop.core.problem import Problem
from ampc_desktop.hub import open_hub
hub = open_hub(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    for n in range(1000):
        hub.put_asset(bytes([n % 251]) * 20_000 + str(n).encode()); print(n, flush=True)
except Problem as problem:
    print(problem.code)
"""
    out, errors = child(code, str(path)).communicate(timeout=60)
    lines = out.split()
    assert lines[-1] == "hub.disk_full", errors
    with open_hub(path) as hub:
        assert hub.status().assets >= len(lines) - 1 > 10
        assert hub.verify() == ()


def test_verify_names_a_changed_and_a_missing_asset_and_lost_events(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        hub.save_order(order("01A"), files={"a.dxf": b"one", "b.dxf": b"two"})
        hub.append_event("s", "x", {})
        hub.append_event("s", "x", {})
        assert hub.verify() == ()
        run = hub._db.conn.execute
        files = hub.order_files("01A")
        run("UPDATE assets SET data = ? WHERE hash = ?", (b"0ne", files["a.dxf"]))
        run("DROP TRIGGER events_stay")
        run("DELETE FROM events WHERE stream = 's' AND ver = 1")
        found = "\n".join(hub.verify())
        assert f"asset {files['a.dxf'][:12]} was changed" in found
        assert "stream s: 1 of 2 events are missing" in found
        assert "trigger events_stay is missing" in found
        with pytest.raises(Problem, match="damaged"):
            hub.get_asset(files["a.dxf"])
        run("PRAGMA foreign_keys = OFF")
        run("DELETE FROM assets WHERE hash = ?", (files["b.dxf"],))
        assert any("missing assets" in line for line in hub.verify())


def test_backup_and_restore_bring_everything_back(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        hub.save_order(order("01A"), files={"a.dxf": b"one"})
        hub.backup(tmp_path / "copies" / "b.db")
        hub.save_order(order("01B"))
        hub.restore(tmp_path / "copies" / "b.db")
        assert [o.id for o in hub.orders()] == ["01A"]
        assert hub.verify() == ()
        assert hub.append_event("s", "x", {}) == 2
        assert [f.name for f in (tmp_path / "copies").iterdir()] == ["b.db"]
        with pytest.raises(Problem, match="hub itself"):
            hub.backup(hub.path)
        (tmp_path / "no.db").write_text("not a database at all, but long enough to be looked at" * 40)
        for wrong, code in ((tmp_path / "no.db", "hub.foreign"), (tmp_path / "absent.db", "file.missing")):
            with pytest.raises(Problem) as told:
                hub.restore(wrong)
            assert told.value.code == code
        assert [o.id for o in hub.orders()] == ["01A"]


def test_a_damaged_newer_or_unreachable_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(os.urandom(8192))
    (tmp_path / "file").write_text("")
    with open_hub(tmp_path / "new.db") as hub:
        hub._db.conn.execute("UPDATE _sqlite_migrations SET name = 'm999_from_the_future' WHERE name LIKE 'm002%'")
    for path, code in (
        (tmp_path / "bad.db", "hub.damaged"),
        (tmp_path / "new.db", "hub.newer"),
        (tmp_path / "file" / "hub.db", "hub.unopenable"),
    ):
        with pytest.raises(Problem) as told:
            open_hub(path)
        assert told.value.code == code
        assert str(path) in told.value.sentence


def test_messages_of_the_engine_have_their_own_sentences() -> None:
    codes = {
        "database is locked": "hub.locked",
        "attempt to write a readonly database": "hub.read_only",
        "database or disk is full": "hub.disk_full",
        "database disk image is malformed": "hub.damaged",
        "unable to open database file": "hub.unopenable",
    }
    assert {m: engine.problem_of(m, Path("h")).code for m in codes} == codes


def test_a_hub_of_the_first_version_is_migrated_with_its_events_and_triggers(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    old = engine.connect(path)
    with engine.writing(old, path):
        schema.steps.apply(old, stop_before="m002_orders_and_sittings")
    old.conn.execute("INSERT INTO events VALUES (1, 's', 1, 'x', '2026-01-01T00:00:00Z', '{}')")
    before = schema.triggers(old)
    old.conn.close()
    with open_hub(path) as hub:
        assert before <= schema.triggers(hub._db)
        assert len(hub.read_stream("s")) == 1
        assert hub.status().schema_version == 2
        assert hub.verify() == ()


def test_the_engine_gate_refuses_the_corrupting_versions() -> None:
    engine.check_engine("3.51.3")
    engine.check_engine("3.53.4")
    for version in ("3.40.1", "3.51.2"):
        with pytest.raises(Problem, match="corrupt"):
            engine.check_engine(version)


def test_every_connection_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub.db") as hub:
        asked = ("journal_mode", "synchronous", "foreign_keys", "mmap_size", "busy_timeout")
        told = [hub._db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
        assert told == ["wal", 2, 1, 0, 30_000]
