"""What is worn beneath: another design of the same customer, on the body as it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.studio import documents, layers, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.drapes import OnPositions
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

MOST = 6
"""Designs of other sittings that are offered."""


class Layering:
    """beneath: the design worn under the present one, None for bare skin; label: what it is called.

    changed is called when another one was chosen.
    """

    def __init__(self, studio: Studio, changed: Callable[[], None]) -> None:
        self._studio, self._changed = studio, changed
        self.beneath: DesignState | None = None
        self.label = ""
        self.lies: tuple[Worn, ...] = ()
        """What lies beneath the drape that is under way, the uppermost first."""
        self._kept: dict[str, tuple[str, DesignState]] = {}

    def remember(self, worn: Worn, state: DesignState) -> None:
        """A design of this sitting that came to rest: later ones can be worn over it."""
        if worn.drape.converged and worn.under is None and state.conversation:
            garment, revision = self._studio.results(state)["design"].label, worn.caption.partition(",")[0]
            self._kept = {**self._kept, worn.key: (f"{garment} {revision}", state)}

    def key(self, state: DesignState) -> str:
        """Content key of the drape of a design, with what it is worn over. Raises Problem."""
        results = self._studio.results(state)
        if self.beneath is None:
            return results.key("drape")
        below = self._studio.results(self._below(self.beneath, state))
        return f"{results.key('cloth')}:over:{below.key('drape')}"

    def worn_over(
        self, results: Results, state: DesignState, caption: str, progress: Progress, on_partial: OnPositions
    ) -> Worn | None:
        """The design over what is chosen; None when nothing is. Raises Problem, Cancelled."""
        beneath, label = self.beneath, self.label
        self.lies = ()
        if beneath is None:
            return None
        below = self._studio.results(self._below(beneath, state), progress)
        lower = tryons.worn(below, label)
        self.lies = (lower, *lower.beneath)
        return layers.over(results, lower, f"{caption}, over {label}", progress, on_partial)

    def fill(self, menu: QMenu, state: DesignState, present: str, session: str) -> None:
        """Into a menu: what the garment of `state` can be worn over. present: key of its own drape."""
        own = menu.addMenu("Wear over")
        kept = [one for key, one in self._kept.items() if key != present]
        for label, design in reversed(kept[-MOST:]):
            self._add(own, label, design)
        others = [one for one in self._others(state, session) if one[0] not in dict(kept)]
        if kept and others:
            own.addSeparator()
        for label, design in others:
            self._add(own, label, design)
        if own.isEmpty():
            own.addAction("No other design of this customer yet").setEnabled(False)
        if self.beneath is not None:
            menu.addAction(f"Without {self.label} beneath", partial(self.wear_over, None, ""))

    def wear_over(self, design: DesignState | None, label: str) -> None:
        """Another design beneath, or none."""
        self.beneath, self.label = design, label
        self._changed()

    def _add(self, menu: QMenu, label: str, design: DesignState) -> None:
        act = menu.addAction(label, partial(self.wear_over, design, label))
        act.setCheckable(True)
        act.setChecked(design == self.beneath)

    def _others(self, state: DesignState, session: str) -> list[tuple[str, DesignState]]:
        """Designs of the same customer in other sittings, newest first."""
        found: dict[str, DesignState] = {}
        for one in documents.recent(self._studio):
            if one.customer == state.body.name and one.id != session and len(found) < MOST:
                try:
                    found.setdefault(one.words, documents.open_recent(self._studio, one.id).state)
                except Problem:
                    continue  # a sitting an older studio wrote in another way
        return list(found.items())

    @staticmethod
    def _below(beneath: DesignState, above: DesignState) -> DesignState:
        """The lower design made for the wearer of the upper one."""
        return replace(beneath, body=above.body, shape=above.shape)
