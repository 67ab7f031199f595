"""Trusted plug-ins: Python files a person enabled, which add garment families (docs/plugins.md).

A plug-in runs with all rights of the studio, so nothing is looked for: only files named in the studio's own
`plugins.json` are loaded, each as it was when it was enabled or later changed by its owner.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ampc_desktop import intent
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment import registry
from ampc_desktop.garment.api import API_VERSION
from ampc_desktop.garment.family import Family
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enabled:
    """The file of enabled plug-ins."""

    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plugin:
    """One enabled plug-in. families: labels of the garments it adds; problem: why it could not be loaded, or ""."""

    name: str
    path: str
    families: tuple[str, ...] = ()
    problem: str = ""


_loaded: dict[str, Plugin] = {}


def plugins_file() -> Path:
    return settings.home() / "plugins.json"


def enabled() -> tuple[str, ...]:
    """Paths of the enabled plug-ins. Raises Problem for a damaged file."""
    path = plugins_file()
    return codec.loads(files.read_bytes(path), Enabled, str(path)).paths if path.exists() else ()


def load_enabled() -> tuple[Plugin, ...]:
    """Load every enabled plug-in that is not loaded yet. One that fails is told and left out; the studio goes on."""
    try:
        paths = enabled()
    except Problem as problem:
        log.warning("%s", problem)
        return ()
    for path in paths:
        if path in _loaded:
            continue
        try:
            families = _add(Path(path))
            _loaded[path] = Plugin(Path(path).stem, path, tuple(family.label for family in families))
        except Problem as problem:
            log.warning("plug-in %s is left out: %s", Path(path).stem, problem.what)
            _loaded[path] = Plugin(Path(path).stem, path, (), problem.what)
    return tuple(_loaded[path] for path in paths)


def enable(path: Path) -> Plugin:
    """Load a plug-in now and at every start. Raises Problem when it can't be loaded; nothing is changed then."""
    place = str(path.resolve())
    paths = enabled()
    if place in paths and not _loaded.get(place, Plugin("", "", (), "x")).problem:
        raise Problem("this plug-in is enabled already", str(path), code="plugin.enabled")
    families = _add(path.resolve())
    plugin = Plugin(path.stem, place, tuple(family.label for family in families))
    _loaded[place] = plugin
    files.write_bytes(plugins_file(), codec.canonical(Enabled((*(p for p in paths if p != place), place))))
    return plugin


def disable(name: str) -> Plugin:
    """Do not load a plug-in any more, from the next start on. Raises Problem for one that is not enabled."""
    paths = enabled()
    place = next((path for path in paths if name in (path, Path(path).stem)), None)
    if place is None:
        names = ", ".join(Path(path).stem for path in paths) or "none"
        raise Problem(f"no plug-in '{name}' is enabled", "plugins", f"enabled are: {names}", code="plugin.unknown")
    files.write_bytes(plugins_file(), codec.canonical(Enabled(tuple(path for path in paths if path != place))))
    return _loaded.get(place, Plugin(Path(place).stem, place))


def _add(path: Path) -> tuple[Family, ...]:
    families = _families(path)
    registry.add_families(families)
    for family in families:
        intent.teach(family.id, family.label, family.words)
    from ampc_desktop.studio.flow import capabilities

    capabilities.cache_clear()
    return families


def _families(path: Path) -> tuple[Family, ...]:
    if path.suffix != ".py" or not path.is_file():
        raise Problem("not a plug-in", str(path), "name a Python file with a function families()", code="plugin.file")
    module = _module(path)
    version = getattr(module, "API_VERSION", None)
    if version != API_VERSION:
        text = f"written for version {version} of the plug-in interface, this studio has {API_VERSION}"
        raise Problem(text, str(path), "get a newer plug-in", code="plugin.version")
    try:
        return tuple(module.families())
    except (Exception, SystemExit) as error:
        raise Problem(
            f"its families() failed: {_why(error)}", str(path), "ask its maker", code="plugin.failed"
        ) from error


def _module(path: Path) -> ModuleType:
    name = f"ampc_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise Problem("not a Python file", str(path), code="plugin.file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        sys.modules.pop(name, None)
        raise Problem(f"it can't be loaded: {_why(error)}", str(path), "ask its maker", code="plugin.failed") from error
    return module


def _why(error: BaseException) -> str:
    """What went wrong in words; a plug-in that ends its program must not end ours."""
    return f"it wants to end the program ({error.code})" if isinstance(error, SystemExit) else str(error)
