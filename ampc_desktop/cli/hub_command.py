"""The memory: status, verify, backup, restore and search of the hub."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.runtime import codec
from ampc_desktop.studio.memory import open_memory, restore_memory


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hub", type=Path, default=None, metavar="FILE", help="another hub than the studio's own")
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    for name, help in (("status", "what is in it"), ("verify", "is everything whole")):
        _json(what.add_parser(name, help=help))
    for name, help in (("backup", "copy it while it is in use"), ("restore", "put a backup in its place")):
        one = what.add_parser(name, help=help)
        one.add_argument("file", type=Path)
        _json(one)
    search = what.add_parser("search", help="orders by customer, garment or words")
    search.add_argument("text")
    _json(search)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    if args.what == "restore":
        aside = restore_memory(args.hub, args.file)
        if not args.json:
            say(f"restored from {args.file}")
            if aside is not None:
                say(f"the damaged hub was set aside as {aside}")
        return 0, {"file": str(args.file), "set_aside": str(aside) if aside else None}
    with open_memory(args.hub) as hub:
        if args.what == "status":
            status = codec.to_plain(hub.status())
            if not args.json:
                for name, value in status.items():
                    say(f"{name.replace('_', ' '):16} {value}")
            return 0, status
        if args.what == "verify":
            faults = list(hub.verify())
            if not args.json:
                say("\n".join(faults) or "everything is whole")
            return (1 if faults else 0), {"ok": not faults, "faults": faults}
        if args.what == "search":
            orders = hub.search(args.text)
            if not args.json:
                for order in orders:
                    say(f"{order.id}  {order.customer}, {order.label}, € {order.price_eur:.2f}")
                if not orders:
                    say("no order has these words")
            return 0, {"orders": [codec.to_plain(order) for order in orders]}
        hub.backup(args.file)
        if not args.json:
            say(f"backed up to {args.file}")
        return 0, {"file": str(args.file)}
