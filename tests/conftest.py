"""Shared set-up: every test has a studio home of its own and needs no display."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def studio_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub, settings and orders of a test lie in its own folder."""
    home = tmp_path / "studio-home"
    monkeypatch.setenv("AMPC_HOME", str(home))
    return home
