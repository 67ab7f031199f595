"""Studio: what all sittings of one process share: settings, hub, prices, flow and jobs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ampc_desktop import production
from ampc_desktop.core.block import AlterationRule
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.runtime import codec
from ampc_desktop.studio import flow, plugins, settings
from ampc_desktop.studio.house_rules import house_rules, rules_file
from ampc_desktop.studio.jobs import Jobs
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

if TYPE_CHECKING:
    from ampc_desktop.hub import Hub


class Studio:
    """Wires the flow to the hub, which opens on first use: its engine takes longer to load than the window to paint."""

    def __init__(self, hub_path: Path | None = None, nest_seconds: int | None = None) -> None:
        self.settings = settings.load()
        plugins.load_enabled()
        self._hub_path = hub_path or settings.hub_path()
        self._hub: Hub | None = None
        self._opening = threading.Lock()
        own = self.settings.text("price_list")
        self.prices = production.load_prices(Path(own) if own else None)
        self.flow = flow.make_flow(self)
        self.jobs = Jobs()
        self._nest_seconds = nest_seconds
        self._rules: tuple[int, tuple[AlterationRule, ...]] = (0, ())

    @property
    def hub(self) -> Hub:
        """The studio's memory. Raises Problem if it can't be trusted."""
        with self._opening:
            if self._hub is None:
                from ampc_desktop.hub import open_hub

                self._hub = open_hub(self._hub_path)
            return self._hub

    def cache_get(self, key: str) -> bytes | None:
        return self.hub.cache_get(key)

    def cache_put(self, key: str, data: bytes, kind: str) -> None:
        self.hub.cache_put(key, data, kind)

    def nesting(self, state: DesignState) -> flow.Nesting:
        seconds = self._nest_seconds or self.settings.number("nest_seconds")
        return flow.Nesting(seconds, float(self.settings.number("gap_mm")), rounds=state.nest_rounds)

    def results(
        self, state: DesignState, progress: Progress = silent, on_partial: Callable[[Any], None] | None = None
    ) -> Results:
        inputs = flow.inputs_of(state, self.prices, self.nesting(state), house_rules=self.house_rules())
        return self.flow.at(inputs, progress, on_partial)

    def house_rules(self) -> tuple[AlterationRule, ...]:
        """The house's alteration rules, read again when their file has changed."""
        path = rules_file()
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        if stamp != self._rules[0]:
            self._rules = (stamp, house_rules())
        return self._rules[1]

    def keep(self, session_id: str, state: DesignState) -> None:
        """Autosave one sitting; losing the machine now loses nothing."""
        if not state.conversation:
            return
        plain = {"format": "ampc.design", "version": 1, "state": codec.to_plain(state)}
        self.hub.save_state(session_id, json.dumps(plain, ensure_ascii=False), state.body.name)

    def close(self) -> None:
        self.jobs.close()
        if self._hub is not None:
            self._hub.close()
