"""What was understood: the requirement with its sources, and the next question."""

from __future__ import annotations

import argparse
from typing import Any

from ampc_desktop.cli.terminal import say
from ampc_desktop.runtime import codec
from ampc_desktop.studio.dialogue import understand_all


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--say", required=True, action="append", metavar="TEXT", help="one turn; repeat for more")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    understanding = understand_all(args.say)
    slots = {
        name: {"value": slot.value, "confidence": slot.confidence, "source": slot.source}
        | ({"words": slot.evidence.text} if slot.evidence else {})
        for name, slot in understanding.requirement.slots.items()
    }
    if not args.json:
        for name, slot in slots.items():
            say(f"{name:16} {slot['value']!s:20} {slot['source']:9} {slot.get('words', '')}")
        for note in understanding.notes:
            say(note)
        if understanding.requirement.unknown:
            say(f"not understood: {', '.join(understanding.requirement.unknown)}", "yellow")
        if understanding.question:
            say(f"\n{understanding.question.text}  ({', '.join(label for _, label in understanding.question.choices)})")
    question = codec.to_plain(understanding.question) if understanding.question else None
    return 0, {
        "slots": slots,
        "refused": codec.to_plain(understanding.requirement.refused),
        "unknown": list(understanding.requirement.unknown),
        "question": question,
        "alternatives": [],
        "notes": list(understanding.notes),
    }
