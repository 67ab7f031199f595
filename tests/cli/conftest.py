"""The command line in this process and in one of its own, with a body to work on."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ampc_desktop.cli.main import main

ANNA = """name: Anna
sex: female
units: cm
measurements: {stature: 178, bust: 92, waist: 74.5, hip: 98}
"""
PROGRAM = [sys.executable, "-m", "ampc_desktop.cli.main"]


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; fails when anything else is there."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def line(self) -> str:
        """The one line on standard error that is not progress."""
        lines = [line for line in self.err.splitlines() if not line.startswith("  ")]
        assert len(lines) == 1, self.err
        return lines[0]


Ampc = Callable[..., Answer]


@pytest.fixture
def ampc(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ampc:
    """Run one command in a folder of its own, in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Answer:
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    path = tmp_path / "anna.yaml"
    path.write_text(ANNA)
    return path


def process(*words: object, **kwargs: Any) -> subprocess.CompletedProcess[bytes]:
    """Run one command in a process of its own."""
    return subprocess.run([*PROGRAM, *map(str, words)], capture_output=True, timeout=60, check=False, **kwargs)
