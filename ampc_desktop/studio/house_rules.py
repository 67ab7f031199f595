"""The alteration rules of the house: a file in the studio's folder, read with every design."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ampc_desktop.core.block import AlterationRule
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import settings


@dataclass(frozen=True)
class _Rules:
    """The file of house rules."""

    rules: tuple[AlterationRule, ...] = ()
    version: int = 1


def rules_file() -> Path:
    return settings.home() / "rules.json"


def house_rules() -> tuple[AlterationRule, ...]:
    """Rules every new design of their family takes. Raises Problem for a file that is damaged."""
    path = rules_file()
    if not path.exists():
        return ()
    return codec.loads(files.read_bytes(path), _Rules, str(path)).rules


def write_rules(rules: tuple[AlterationRule, ...]) -> None:
    files.write_bytes(rules_file(), codec.canonical(_Rules(rules)))
