"""The files that ship with the studio, read the same way from a checkout and from an installed wheel."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import ampc_desktop


@cache
def root() -> Path:
    """Folder of the shipped resources."""
    package = Path(ampc_desktop.__file__).parent
    checkout = package.parent / "resources"
    return checkout if (package.parent / "pyproject.toml").exists() and checkout.is_dir() else package / "resources"


def path(*parts: str) -> Path:
    """Path of one resource. Raises FileNotFoundError naming it."""
    found = root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"resource {'/'.join(parts)} is missing from {root()}")
    return found


def text(*parts: str) -> str:
    return path(*parts).read_text(encoding="utf-8")


def toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(text(*parts))


def yaml_file(*parts: str) -> Any:
    return yaml.load(text(*parts), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def json_file(*parts: str) -> Any:
    return json.loads(text(*parts))
