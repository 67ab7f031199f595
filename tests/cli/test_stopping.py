"""Stopped half-way: within a second, exit 130, nothing half-written, the hub whole."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ampc_desktop.cli import terminal
from ampc_desktop.core.problem import Problem
from ampc_desktop.hub import open_hub
from ampc_desktop.runtime import stops
from tests.cli.conftest import PROGRAM, Ampc

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def _hear_ctrl_c() -> None:
    """Whoever runs the tests in the background hands down a Ctrl-C that is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _stopped(words: list[str], at: str, kind: signal.Signals) -> tuple[int, float, str]:
    """(exit code, seconds it took to stop, standard error) of a command stopped when it says `at`."""
    child = subprocess.Popen(
        [*PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,
    )
    assert child.stderr is not None
    said = ""
    for line in child.stderr:
        said += line
        if line.strip().startswith(at):
            break
    time.sleep(0.1)
    began = time.monotonic()
    if kind is signal.SIGINT:
        os.killpg(child.pid, kind)  # as a terminal does: the workers get it too
    else:
        child.send_signal(kind)
    _, rest = child.communicate(timeout=30)
    return child.returncode, time.monotonic() - began, said + rest


@pytest.mark.parametrize("at", ["Draft and check", "laying", "Write pattern.dxf"])
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_order(anna: Path, tmp_path: Path, studio_home: Path, at: str, kind: signal.Signals) -> None:
    seconds = "1" if at.startswith("Write") else "20"
    words = ["order", "--say", "a black tee", "--body", str(anna), "--seconds", seconds, "--out", str(tmp_path / "o")]
    code, took, said = _stopped(words, at, kind)
    if at.startswith("Write") and (tmp_path / "o").exists():
        assert code == 0  # it was done before the signal came
    else:
        assert code == 130 and said.splitlines()[-1] == "stopped; nothing half-written was left"
        assert {path.name for path in tmp_path.iterdir()} <= {"anna.yaml", "studio-home"}
    assert took < 6.0 and "Traceback" not in said  # a hang, not a speed, would fail this
    with open_hub(studio_home / "hub.sqlite") as hub:
        assert hub.verify() == () and len(hub.orders()) == (code == 0)


def test_a_killed_order_leaves_a_sound_hub_and_a_quiet_worker(anna: Path, tmp_path: Path, studio_home: Path) -> None:
    words = ["order", "--say", "a black tee", "--body", str(anna), "--seconds", "20", "--out", str(tmp_path / "o")]
    code, _, said = _stopped(words, "laying", signal.SIGKILL)
    assert code == -signal.SIGKILL and "Traceback" not in said and "panicked" not in said
    assert not (tmp_path / "o").exists()
    with open_hub(studio_home / "hub.sqlite") as hub:
        assert hub.verify() == () and hub.orders() == ()


def test_a_marker(ampc: Ampc, anna: Path, tmp_path: Path) -> None:
    assert ampc("draft", "tshirt", "--body", anna, "--out", "tee.json").code == 0
    words = ["nest", str(tmp_path / "tee.json"), "--seconds", "20", "--out", str(tmp_path / "m.json")]
    code, took, said = _stopped(words, "laying", signal.SIGINT)
    assert code == 130 and took < 2.0 and "Traceback" not in said
    assert not list(tmp_path.glob("*m.json*"))


def test_a_stop_that_python_lost_is_heard_at_the_next_news(monkeypatch: pytest.MonkeyPatch) -> None:
    stops.hear()
    with terminal.progress_bar("x", quiet=True) as progress:
        progress(0.1, "works")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):  # the first may have come where no exception can be raised
            progress(0.2, "on")
    stops.hear()
    with terminal.progress_bar("x", quiet=True) as progress:
        progress(0.1, "a later command is not stopped by it")


def test_a_stop_comes_too_late_for_the_last_steps() -> None:
    stops.hear()
    with stops.finishing():
        signal.raise_signal(signal.SIGINT)
        stops.raise_if_asked()
    assert stops.asked()
    with pytest.raises(KeyboardInterrupt), stops.finishing():
        pytest.fail("a second order is not begun")
    stops.hear()


@pytest.mark.parametrize("raised", [Problem("can't write here", "o", "choose another"), OSError("bad descriptor")])
def test_what_a_library_says_of_an_interrupt_is_a_stop(
    raised: Exception, ampc: Ampc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(args: object) -> tuple[int, dict[str, object]]:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise raised

    monkeypatch.setattr("ampc_desktop.cli.hub_command.run", interrupted)
    answer = ampc("hub", "verify")
    assert answer.code == 130 and answer.err.strip() == "stopped; nothing half-written was left"


@pytest.fixture(autouse=True)
def pytests_own_handlers() -> Iterator[None]:
    kept = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)
