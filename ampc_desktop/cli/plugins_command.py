"""Plug-ins: list, enable and disable trusted files that add garments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.runtime import codec
from ampc_desktop.studio import plugins


def add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    one = what.add_parser("list", help="enabled plug-ins and the garments they add")
    _json(one)
    one = what.add_parser("enable", help="load a file now and at every start; it runs with all your rights")
    one.add_argument("file", type=Path, metavar="FILE.py")
    _json(one)
    one = what.add_parser("disable", help="do not load it any more")
    one.add_argument("name", metavar="NAME")
    _json(one)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    if args.what == "enable":
        plugin = plugins.enable(args.file)
        if not args.json:
            say(f"{plugin.name} adds {', '.join(plugin.families)}")
        return 0, {"plugin": codec.to_plain(plugin)}
    if args.what == "disable":
        plugin = plugins.disable(args.name)
        if not args.json:
            say(f"{plugin.name} is not loaded any more")
        return 0, {"plugin": codec.to_plain(plugin)}
    found = plugins.load_enabled()
    if not args.json:
        for plugin in found:
            say(f"{plugin.name:24} {plugin.problem or ', '.join(plugin.families)}", "yellow" if plugin.problem else "")
        if not found:
            say("no plug-in is enabled")
    return 0, {"plugins": [codec.to_plain(plugin) for plugin in found]}
