"""Files and sittings of the window: new, open, recent, save, export, drop, and work restored after a crash."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ampc_desktop.studio import documents
from ampc_desktop.studio.session import Session
from ampc_desktop.studio.wording import day_text
from ampc_desktop.ui.shell.dialogs import RecentDialog
from ampc_desktop.ui.widgets.problem import RestoredCard

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow

DESIGN_SUFFIX, PATTERN_SUFFIX = ".ampc", ".dxf"


def local_text(at: str) -> str:
    """ "17:41" of a UTC time stamp of today, else "Thu 26 Nov 17:41"."""
    when = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    day = "" if when.date() == datetime.now().date() else f"{day_text(when.date().isoformat())} "
    return f"{day}{when:%H:%M}"


class Files:
    """Every method may raise Problem; the window shows it where the work is."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._studio = window.studio

    def new(self) -> None:
        self.put(documents.new_session(self._studio))
        self._window.run("conversation")

    def put(self, session: Session) -> None:
        """Another sitting on the table; the one before ends in good order."""
        if self._window.session.id != session.id:
            self._window.session.close()
        self._window.open_session(session)

    def open(self) -> None:
        dialog = RecentDialog(self._window, self._studio)
        if dialog.exec() and dialog.chosen is not None:
            self.open_recent(dialog.chosen)
        elif dialog.browse:
            name, _ = QFileDialog.getOpenFileName(self._window, "Open design", "", "Design (*.ampc);;All files (*)")
            if name:
                self.open_file(Path(name))

    def open_recent(self, id: str) -> None:
        if id != self._window.session.id:
            self.put(documents.open_recent(self._studio, id))

    def open_file(self, path: Path) -> None:
        """A design (.ampc) opens as it was saved; a body file starts a new order for that body."""
        if path.suffix == DESIGN_SUFFIX:
            self.put(documents.open_file(self._studio, path))
        else:
            self.put(documents.new_session(self._studio, path))

    def dropped(self, path: Path) -> None:
        """A design opens; a pattern becomes a block; a body file is put into the present order, which can be undone."""
        if path.suffix == DESIGN_SUFFIX:
            self.open_file(path)
        elif path.suffix.lower() == PATTERN_SUFFIX:
            self._window.pattern_room().import_block(path)
        else:
            self._take_body(path)

    def open_body(self) -> None:
        kinds = "Body (*.yaml *.yml *.json *.npz);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, "Open body", "", kinds)
        if name:
            self._take_body(Path(name))

    def _take_body(self, path: Path) -> None:
        person = documents.read_body(path)
        self._window.session.set_body(person.measures, person.shape)

    def save(self) -> None:
        suggested = f"{self._window.session.state.body.name}{DESIGN_SUFFIX}".replace(" ", "-").lower()
        name, _ = QFileDialog.getSaveFileName(self._window, "Save design", suggested, "Design (*.ampc)")
        if name:
            path = Path(name) if Path(name).suffix else Path(name + DESIGN_SUFFIX)
            documents.save_file(self._window.session, path)
            self._window.strip.message.setText(f"Saved {path}")

    def export(self) -> None:
        """Show what files of the pattern hold, and write one."""
        from ampc_desktop.ui.shell.export import ExportDialog

        results = self._window.session.results()
        title = f"{results['design'].label} {self._window.session.state.body.name}"

        def wrote(path: Path) -> None:
            self._window.strip.message.setText(f"Wrote {path}")

        ExportDialog(self._window, results["pattern"], title, wrote).exec()

    def offer_restored(self) -> None:
        """A card for work of a sitting that was cut off, once the window stands."""
        found = documents.interrupted(self._studio, self._window.session.id)
        if found is None:
            return
        notices = self._window.codesign.notices
        card = RestoredCard(local_text(found.at), found.customer, found.words)

        def done() -> None:
            notices.show_card("restored", None)
            documents.dismiss(self._studio, self._window.session.id)

        def opened() -> None:
            self.open_recent(found.id)
            done()

        card.opened.connect(opened)
        card.dismissed.connect(done)
        notices.show_card("restored", card)

    def take_down(self) -> None:
        """The person works on: the card goes; what it offered stays under Open and for the next start."""
        self._window.codesign.notices.show_card("restored", None)
