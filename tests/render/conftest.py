"""Tests that draw are skipped where nothing can be drawn."""

from __future__ import annotations

import pytest

from ampc_desktop.render import opengl


@pytest.fixture
def can_draw() -> None:
    if not opengl().ok:
        pytest.skip("this machine can't draw in 3D")
