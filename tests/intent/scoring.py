"""Score understanding on the prompt files: python tests/intent/scoring.py"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ampc_desktop.core.fabric import Capabilities
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.core.schema import ParameterSchema
from ampc_desktop.design import load_capabilities
from ampc_desktop.garment import families
from ampc_desktop.intent import understand


@dataclass(frozen=True)
class Score:
    """Slot precision, recall and F1, share of prompts with every slot right, and what went wrong."""

    precision: float
    recall: float
    f1: float
    whole: float
    milliseconds: float
    misses: tuple[str, ...]


def score(prompts: list[Mapping[str, Any]], shop: Capabilities, schemas: Mapping[str, ParameterSchema]) -> Score:
    """Compare said slots with the expected ones; inferred slots count only where one is expected."""
    hit = predicted = expected = whole = turns = 0
    misses = []
    began = time.perf_counter()
    for prompt in prompts:
        says = prompt["say"] if isinstance(prompt["say"], list) else [prompt["say"]]
        wish = Requirement()
        try:
            for text in says:
                wish = understand(wish, text, shop, schemas, today=date(2026, 1, 5)).requirement
        except Problem as problem:
            misses.append(f"{says}: {problem}")
        turns += len(says)
        want = prompt["expect"]
        got = {
            name: s.value
            for name, s in wish.slots.items()
            if s.source == "said" or (name in want and s.source == "inferred")
        }
        right = {name for name, value in want.items() if got.get(name) == value}
        extra = {name for name in got if name not in want and name != "body_length_mm"}
        refused = prompt.get("refused", {})
        kept = all(set(values) <= set(wish.refused.get(name, ())) for name, values in refused.items())
        hit, expected = hit + len(right), expected + len(want)
        predicted += len(right) + len(extra) + len([n for n in want if n in got and n not in right])
        good = len(right) == len(want) and not extra and kept
        whole += good
        if not good:
            wrong = {name: (value, got.get(name)) for name, value in want.items() if name not in right}
            misses.append(f"{says}: wrong {wrong}, extra { {n: got[n] for n in extra} }, refused {dict(wish.refused)}")
    precision, recall = hit / max(predicted, 1), hit / max(expected, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    spent = (time.perf_counter() - began) * 1000 / max(turns, 1)
    return Score(precision, recall, f1, whole / len(prompts), spent, tuple(misses))


def report(name: str, result: Score) -> str:
    return (
        f"{name}: precision {result.precision:.3f}, recall {result.recall:.3f}, F1 {result.f1:.3f}, "
        f"whole frame {result.whole:.2f}, {result.milliseconds:.1f} ms a turn"
    )


def main() -> None:
    """Print the scores of both prompt files, with every miss."""
    schemas = {id: family.schema for id, family in families().items()}
    shop = load_capabilities(
        {id: family.label for id, family in families().items()}, lambda id, fabric: families()[id].takes(fabric)
    )
    for name in ("prompts_closed.yaml", "prompts_free.yaml"):
        result = score(yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8")), shop, schemas)
        sys.stdout.write(report(name, result) + "\n" + "".join(f"  {miss}\n" for miss in result.misses))


if __name__ == "__main__":
    main()
