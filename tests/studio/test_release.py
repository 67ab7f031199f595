"""What an order says when the try-on found that the garment does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ampc_desktop.core.fit import FitAdvice, FitReport
from ampc_desktop.studio import avatars, pictures, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.release import release
from ampc_desktop.studio.session import Session
from ampc_desktop.studio.state import DesignState
from tests.cli.conftest import ANNA


@pytest.mark.parametrize("severity, said", [("wrong", "ready to cut, fit to be confirmed"), ("poor", "ready to cut")])
def test_a_garment_that_does_not_fit_is_released_with_a_remark(
    severity: Any, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "anna.yaml").write_text(ANNA)
    studio = Studio(tmp_path / "hub.sqlite", nest_seconds=1)
    session = Session(studio, DesignState(body=avatars.read_person(tmp_path / "anna.yaml").measures), "s")
    session.say("a relaxed black tee with thin white stripes")
    advice = FitAdvice("chest", "tight", severity, "Chest pulls: 40 mm short of ease.", "front")
    worn = SimpleNamespace(report=FitReport(True, "Chest pulls.", advice=(advice,)))

    @contextmanager
    def background(*rest: Any) -> Iterator[pictures.Drawing]:
        drawing = pictures.Drawing()
        yield drawing
        drawing.worn = worn  # type: ignore[assignment]

    monkeypatch.setattr(pictures, "background", background)
    monkeypatch.setattr(tryons, "document", lambda one: {})
    monkeypatch.setattr(tryons, "mesh_bytes", lambda *rest: b"glb")
    released = release(studio, session.state, tmp_path / "o")
    (check,) = [one for one in released.readiness.checks if one.id == "fit.worn"]
    assert check.status == ("warn" if severity == "wrong" else "pass")
    told = json.loads((tmp_path / "o" / "order.json").read_text("utf-8"))
    assert told["verdict"] == said
    assert told["order"]["readiness"] == ("minor" if severity == "wrong" else "ready")
    studio.close()
