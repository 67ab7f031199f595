"""The hub by itself, for those who keep it."""

from __future__ import annotations

from pathlib import Path

from ampc_desktop import hub
from ampc_desktop.studio import settings


def open_memory(path: Path | None = None) -> hub.Hub:
    """The studio's hub, or another file. Raises Problem."""
    return hub.open_hub(path or settings.hub_path())


def restore_memory(path: Path | None, source: Path) -> Path | None:
    """Put a backup in the place of the hub; where a damaged hub was set aside, if it was. Raises Problem."""
    return hub.restore_hub(path or settings.hub_path(), source)
