"""Problems in the window: told in the conversation and where the work is, with the ways out as buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.core.problem import Problem
from ampc_desktop.studio.remedies import Remedy, remedies
from ampc_desktop.ui.widgets.problem import ProblemCard

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow


class Problems:
    """The one problem of the moment."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window

    def show(self, problem: Problem | None) -> None:
        """In the conversation, and over the canvas of the workspace one is in; None takes it away."""
        window = self._window
        ways_out = remedies(problem, window.session.state) if problem is not None else ()
        window.codesign.conversation.show_problem(problem, ways_out)
        for page in window.canvases:
            card = None
            if problem is not None and page is window.stack.currentWidget():
                card = ProblemCard(problem, ways_out)
                card.dismissed.connect(lambda page=page: page.notices.show_card("problem", None))
                card.chosen.connect(self.take)
            page.notices.show_card("problem", card)

    def take(self, chosen: Remedy) -> None:
        """One way out of a problem, taken."""
        window = self._window
        window.show_problem(None)
        if chosen.say:
            window.say(chosen.say)
        elif chosen.slot:
            window.run_step(lambda: window.session.set_option(chosen.slot, chosen.value))
        elif chosen.action:
            window.run(chosen.action)
