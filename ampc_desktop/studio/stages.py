"""Stages computed once per content of their inputs. Knows nothing of garments."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.runtime import codec

MEMORY_RESULTS = 4000
"""Results kept in memory; the oldest unused go first. A drag over one slider makes about 15 a step."""


@dataclass(frozen=True)
class Stage:
    """One pure step.

    needs   : names of inputs or stages, given to compute in this order.
    long    : compute also takes `progress=`; only jobs may ask for it.
    streams : a long one that also takes `on_partial=`, for what can be shown while it works.
    keep_as : type of the result if the hub keeps it between runs (JSON through runtime.codec).
    version : goes up when the same needs give another result: what the hub has kept is then no longer found.
    """

    name: str
    needs: tuple[str, ...]
    compute: Callable[..., Any]
    long: bool = False
    streams: bool = False
    keep_as: Any = None
    version: int = 0


class Keeper(Protocol):
    """Where results outlive the process: the hub."""

    def cache_get(self, key: str) -> bytes | None: ...

    def cache_put(self, key: str, data: bytes, kind: str) -> None: ...


class Flow:
    """All stages and the results computed so far, shared by every sitting of a process."""

    def __init__(self, stages: Iterable[Stage], keeper: Keeper | None = None) -> None:
        self.stages: Mapping[str, Stage] = {stage.name: stage for stage in stages}
        self._keeper = keeper
        self._memory: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def at(
        self, inputs: Mapping[str, Any], progress: Progress = silent, on_partial: Callable[[Any], None] | None = None
    ) -> Results:
        return Results(self, inputs, progress, on_partial)

    def recall(self, key: str, stage: Stage) -> tuple[bool, Any]:
        """(found, result) from memory, else from the hub."""
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return True, self._memory[key]
        if stage.keep_as is not None and self._keeper is not None:
            data = self._keeper.cache_get(key)
            if data is not None:
                value = codec.loads(data, stage.keep_as)
                self._remember(key, value)
                return True, value
        return False, None

    def store(self, key: str, stage: Stage, value: Any) -> None:
        self._remember(key, value)
        if stage.keep_as is not None and self._keeper is not None:
            self._keeper.cache_put(key, codec.canonical(value), stage.name)

    def _remember(self, key: str, value: Any) -> None:
        with self._lock:
            self._memory[key] = value
            self._memory.move_to_end(key)
            while len(self._memory) > MEMORY_RESULTS:
                self._memory.popitem(last=False)


class Results:
    """Lazy results of one set of inputs. `seconds` holds what was really computed here, stage by stage."""

    def __init__(
        self, flow: Flow, inputs: Mapping[str, Any], progress: Progress, on_partial: Callable[[Any], None] | None = None
    ) -> None:
        self._flow = flow
        self._on_partial = on_partial
        self._inputs = inputs
        self._progress = progress
        self._keys: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self.seconds: dict[str, float] = {}

    def key(self, name: str) -> str:
        """Content key of an input or a stage."""
        if name not in self._keys:
            stage = self._flow.stages.get(name)
            parts = [self._inputs[name]] if stage is None else [name, *(self.key(need) for need in stage.needs)]
            if stage is not None and stage.version:
                parts.append(stage.version)
            self._keys[name] = codec.content_hash(*parts)
        return self._keys[name]

    def __getitem__(self, name: str) -> Any:
        """The result, computed now if need be. Raises whatever the stage raises (Problems, Cancelled)."""
        if name in self._inputs:
            return self._inputs[name]
        if name not in self._values:
            stage, key = self._flow.stages[name], self.key(name)
            found, value = self._flow.recall(key, stage)
            if not found:
                needs = [self[need] for need in stage.needs]
                began = time.perf_counter()
                told: dict[str, Any] = {"progress": self._progress} if stage.long else {}
                if stage.streams:
                    told["on_partial"] = self._on_partial
                value = stage.compute(*needs, **told)
                self.seconds[name] = time.perf_counter() - began
                self._flow.store(key, stage, value)
            self._values[name] = value
        return self._values[name]

    def changed(self, **inputs: Any) -> Results:
        """Results of the same inputs but for these."""
        return Results(self._flow, {**self._inputs, **inputs}, self._progress)

    def known(self, name: str) -> Any | None:
        """The result if it was computed before, else None; computes nothing."""
        if name in self._values:
            return self._values[name]
        return self._flow.recall(self.key(name), self._flow.stages[name])[1]
