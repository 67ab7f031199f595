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
from ampc_desktop.studio.flow import family_of
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

MOST = 6
"""Designs of other sittings that are offered."""


class Layering:
    """beneath: the design chosen to be worn under the present one, None for bare skin; label: what it is called.

    It was chosen for a kind of garment: what undo or another sentence puts on the table instead is worn alone, and
    nothing is worn over itself. changed is called when another one was chosen.
    """

    def __init__(self, studio: Studio, changed: Callable[[], None]) -> None:
        self._studio, self._changed = studio, changed
        self.beneath: DesignState | None = None
        self.label = ""
        self._upper = ""
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
        results, beneath = self._studio.results(state), self.under(state)
        if beneath is None:
            return results.key("drape")
        below = self._studio.results(self._below(beneath, state))
        return f"{results.key('cloth')}:over:{below.key('drape')}"

    def under(self, state: DesignState) -> DesignState | None:
        """What is worn under a design. Raises Problem."""
        if self.beneath is None or family_of(state.requirement) != self._upper:
            return None
        own, below = (self._studio.results(one).key("cloth") for one in (state, self._below(self.beneath, state)))
        return None if own == below else self.beneath

    def worn_over(
        self, results: Results, state: DesignState, caption: str, progress: Progress, on_partial: OnPositions
    ) -> Worn | None:
        """The design over what is chosen; None when nothing is. Raises Problem, Cancelled."""
        beneath, label = self.under(state), self.label
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
            self._add(own, label, design, state)
        others = [one for one in self._others(state, session) if one[0] not in dict(kept)]
        if kept and others:
            own.addSeparator()
        for label, design in others:
            self._add(own, label, design, state)
        if own.isEmpty():
            own.addAction("No other design of this customer yet").setEnabled(False)
        if self.under(state) is not None:
            menu.addAction(f"Without {self.label} beneath", partial(self.wear_over, None, "", state))

    def wear_over(self, design: DesignState | None, label: str, upper: DesignState) -> None:
        """Another design beneath the one on the table, or none."""
        self.beneath, self.label, self._upper = design, label, family_of(upper.requirement)
        self._changed()

    def _add(self, menu: QMenu, label: str, design: DesignState, upper: DesignState) -> None:
        act = menu.addAction(label, partial(self.wear_over, design, label, upper))
        act.setCheckable(True)
        act.setChecked(design == self.under(upper))

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
