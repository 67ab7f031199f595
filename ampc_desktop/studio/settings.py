"""Settings declared as data: type, default, range and words once; file, window and documentation follow."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec, files

log = logging.getLogger(__name__)
SettingValue = str | int | bool


@dataclass(frozen=True)
class Setting:
    """choices: allowed values; low, high: range of a number."""

    id: str
    label: str
    default: SettingValue
    help: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""


SETTINGS = (
    Setting("theme", "Theme", "dark", "Colours of the window.", ("dark", "light", "system")),
    Setting(
        "ui_scale", "Size of the window's text", 100, "Takes effect at the next start.", low=90, high=150, unit="%"
    ),
    Setting("nest_seconds", "Time to nest a marker", 3, "Longer runs find shorter markers.", low=1, high=600, unit="s"),
    Setting(
        "gap_mm", "Gap between pieces", 2, "Room for the knife between pieces in a marker.", low=0, high=20, unit="mm"
    ),
    Setting(
        "drape",
        "Try-on",
        "at once",
        "Drape whenever the design changes, or with F5.",
        ("at once", "on request"),
    ),
    Setting("author", "Your name", "", "Stands beside the edits you make."),
    Setting("orders_folder", "Folder for orders", "", "Where released packages go; empty: beside the hub."),
    Setting("price_list", "Price list", "", "Path of your own prices.toml; empty: the shipped one."),
)


def home() -> Path:
    """The studio's own folder; AMPC_HOME moves it."""
    named = os.environ.get("AMPC_HOME")
    return Path(named) if named else Path(platformdirs.user_data_dir("ampc_desktop", appauthor=False))


def hub_path() -> Path:
    return home() / "hub.sqlite"


@dataclass(frozen=True)
class Settings:
    """Values by id; those not set are the defaults."""

    values: Mapping[str, SettingValue]

    def __getitem__(self, id: str) -> SettingValue:
        declared = next(setting for setting in SETTINGS if setting.id == id)
        return self.values.get(id, declared.default)

    def number(self, id: str) -> int:
        return int(self[id])

    def text(self, id: str) -> str:
        return str(self[id])

    def changed(self, id: str, value: SettingValue) -> Settings:
        """A copy with one value changed. Raises Problem when it is not allowed."""
        return Settings({**self.values, id: _checked(id, value)})


def _checked(id: str, value: object) -> SettingValue:
    declared = next((setting for setting in SETTINGS if setting.id == id), None)
    if declared is None:
        raise Problem(f"there is no setting '{id}'", "settings", code="settings.unknown")
    if type(value) is not type(declared.default) or not isinstance(value, str | int):
        raise Problem(f"{declared.label} takes a {type(declared.default).__name__}", "settings", code="settings.type")
    if declared.choices and value not in declared.choices:
        raise Problem(f"{declared.label} is one of {', '.join(declared.choices)}", "settings", code="settings.choice")
    if declared.high and isinstance(value, int) and not declared.low <= value <= declared.high:
        limits = f"{declared.low} to {declared.high} {declared.unit}"
        raise Problem(f"{declared.label} is {value}, limit {limits}", "settings", code="settings.range")
    return value


def load() -> Settings:
    """Settings from the studio's folder; a value that is no longer allowed falls back to its default, with a warning.

    Silence would be wrong: a price list that is not read changes every price.
    """
    file = home() / "settings.json"
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings({})
    except (OSError, ValueError) as error:
        log.warning("%s can't be read, the defaults are used (%s)", file, error)
        return Settings({})
    if not isinstance(raw, dict):
        log.warning("%s holds no settings, the defaults are used", file)
        return Settings({})
    kept: dict[str, SettingValue] = {}
    for id, value in raw.items():
        try:
            kept[id] = _checked(id, value)
        except Problem as problem:
            log.warning("%s: %s, the default is used", file, problem.what)
    return Settings(kept)


def save(settings: Settings) -> None:
    files.write_text(home() / "settings.json", codec.dumps(dict(settings.values)))
