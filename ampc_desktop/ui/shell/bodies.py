"""The Body workspace wired to the studio: measures typed, photos fitted, scans read, bodies compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.photo import PhotoFit, PhotoPoints, PhotoRequest, PhotoView, ViewName
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import avatars, documents
from ampc_desktop.studio.jobs import Job
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.body.workspace import BodyWorkspace

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow

NEEDED = (
    "stature",
    "weight_kg",
    "bust",
    "waist",
    "hip",
    "shoulder",
    "arm",
    "inseam",
    "thigh",
    "neck",
    "back_waist_length",
)
"""Measures the drafts and the avatar lean on most; completeness counts these."""
PHOTOS = "Photo (*.jpg *.jpeg *.png *.webp *.tif *.tiff);;All files (*)"
SCANS = "Scan or avatar (*.obj *.ply *.glb *.stl *.npz);;All files (*)"
SAVED = "Avatar (*.npz);;GLB (*.glb);;OBJ (*.obj);;PLY (*.ply);;STL (*.stl)"
FINDING = "Find joints"
BY_HAND = ("photo.no_keypoints", "photo.no_person")
"""Problems with the network's joints that a person can get over by placing them."""
NOBODY, MEAN, FROM_FILE = "", "mean", "file"


class Bodies(QObject):
    """Holds the workspace; every step goes through the session of the window."""

    _news = Signal(object)

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        self._studio = window.studio
        self._job: Job | None = None
        self._reading: tuple[ViewName, PhotoView] | None = None
        self._shown: object = None
        self.page = BodyWorkspace(avatars.definitions(), NEEDED)
        page = self.page
        page.valueChanged.connect(self._value)
        page.sexChanged.connect(lambda sex: self._step(lambda: window.session.set_person(sex=sex)))
        page.nameChanged.connect(lambda name: self._step(lambda: window.session.set_person(name=name)))
        page.scanWanted.connect(lambda: window.run("scan"))
        page.saveWanted.connect(lambda: window.run("save_body"))
        page.photoWanted.connect(self._ask_photo)
        page.fitRequested.connect(self.fit)
        page.cancelRequested.connect(self._cancel)
        page.used.connect(self._use)
        page.photoClosed.connect(page.photo.forget)
        page.poseWanted.connect(self._pose)
        page.compareWanted.connect(self._compare)
        self._news.connect(self._job_changed)
        self._studio.jobs.listen(self._news.emit)

    # -- showing -------------------------------------------------------------------------------------------------

    def show_snapshot(self, shot: Snapshot) -> None:
        """The body of a state; drawn anew only when it changed."""
        if shot.measures is None or (shot.avatar is None and shot.avatar_problem is None):
            return
        if shot.avatar_problem is not None:
            self.page.show_problem(shot.avatar_problem)
        if shot.avatar is not self._shown:
            self._shown = shot.avatar
            self.page.show_body(shot.measures, shot.avatar)
            self.page.show_choices(self._choices())

    def _choices(self) -> list[tuple[str, str]]:
        body = self._window.session.state.body
        recent = [(one.id, one.customer) for one in documents.recent(self._studio, 6) if one.customer != body.name]
        mean = avatars.mean_person(body).measures.name
        return [(MEAN, mean), *dict(recent).items(), (FROM_FILE, "From a file …")]

    # -- measures ------------------------------------------------------------------------------------------------

    def _value(self, name: str, value: float | None) -> None:
        session = self._window.session
        self._step(lambda: session.drop_measure(name) if value is None else session.set_measure(name, value))

    def _step(self, step: Any) -> None:
        try:
            step()
        except Problem as problem:
            self._shown = None  # the refused number must not stay in its field
            self._window.live.show(self._window.session.state)
            self.page.show_problem(problem)

    def _pose(self, preset: str) -> None:
        body = self._avatar
        if body is not None:
            self.page.show_pose(preset, avatars.posed(body, preset))  # type: ignore[arg-type]

    @property
    def _avatar(self) -> MeasuredBody | None:
        shot = self._window.shot
        return shot.avatar.body if shot is not None and shot.avatar is not None else None

    def _compare(self, id: str) -> None:
        if id == NOBODY:
            self.page.show_compare(None)
            return
        state = self._window.session.state
        if id == MEAN:
            person = avatars.mean_person(state.body)
        elif id == FROM_FILE:
            kinds = "Body (*.yaml *.yml *.json *.npz);;Scan (*.obj *.ply *.glb *.stl)"
            name, _ = QFileDialog.getOpenFileName(self.page, "Body to compare with", "", kinds)
            if not name:
                self.page.show_compare(None)
                return
            self._try(lambda: self.page.show_compare(_body_of(Path(name))))
            return
        else:
            other = documents.open_recent(self._studio, id).state
            person = avatars.Person(other.body, other.shape)
        self._try(lambda: self.page.show_compare(avatars.fit(person).body))

    # -- scans and files -----------------------------------------------------------------------------------------

    def open_scan(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self.page, "Open scan", "", SCANS)
        if name:
            self.read_scan(Path(name))

    def read_scan(self, path: Path) -> None:
        """Measures of a scan into the sitting. Raises Problem."""
        found = avatars.measure_file(path)
        self._window.session.adopt_figure(found.measures, found.mesh.shape, f"Scan {path.name}")

    def save(self) -> None:
        """Write the avatar. Raises Problem."""
        shot = self._window.shot
        if shot is None or shot.avatar is None:
            raise Problem("there is no avatar yet", "", "measure a body first")
        suggested = f"{self._window.session.state.body.name}.npz".replace(" ", "-").lower()
        name, kind = QFileDialog.getSaveFileName(self.page, "Save avatar", suggested, SAVED)
        if name:
            suffix = kind[kind.index("*") + 1 : -1]
            path = Path(name) if Path(name).suffix else Path(name + suffix)
            avatars.save(shot.avatar, path)
            self._window.strip.message.setText(f"Saved {path}")

    # -- photo ---------------------------------------------------------------------------------------------------

    def open_photo(self) -> None:
        self.page.open_photo()
        self._ask_photo("front")

    def _ask_photo(self, view: str) -> None:
        body = self._window.session.state.body
        self.page.photo.show_customer(body.name, body.get("stature"), body.get("weight_kg"), body.sex)
        name, _ = QFileDialog.getOpenFileName(self.page, "Open photo", "", PHOTOS)
        if name:
            self._try(lambda: self.read_photo(Path(name), "side" if view == "side" else "front"))

    def read_photo(self, path: Path, view: ViewName = "front") -> None:
        """Find the joints in a photo; the person may drag them before the fit. Raises Problem."""
        if self._busy:
            return
        photo = avatars.read_photo(path)
        self._reading = (view, photo)
        stature = self._window.session.state.body.get("stature") or avatars.USUAL_STATURE_MM
        request = PhotoRequest(photo, stature, photo if view == "side" else None)
        self._start(FINDING, lambda progress: avatars.find_keypoints(request, progress, view))

    def fit(self, request: PhotoRequest) -> None:
        """Fit a body to the photos; progress and cancel stand in the panel."""
        if not self._busy:
            self._start("Body from photo", lambda progress: avatars.from_photo(request, progress))

    def _use(self, found: PhotoFit, keep_photo: bool) -> None:
        session = self._window.session
        if keep_photo:
            self._try(lambda: avatars.keep_photo(self._studio, session.state.body.name, found.front.points))
        self._step(lambda: session.adopt_figure(found.measures, found.shape, "Body from photo"))
        self.page.photo.forget()
        self.page.close_photo()

    @property
    def _busy(self) -> bool:
        return self._job is not None and not self._job.over

    def _start(self, title: str, work: Any) -> None:
        def run(progress: Progress) -> object:
            return work(progress)

        self.page.photo.show_progress(None, title, busy=True)
        self._job = self._studio.jobs.start(title, run)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _job_changed(self, job: Job) -> None:
        if job is not self._job:
            return
        panel = self.page.photo
        panel.show_progress(job.share, job.text, busy=not job.over)
        if not job.over:
            return
        if job.problem is not None:
            panel.show_problem(job.problem)
            if job.problem.code in BY_HAND and self._reading is not None and job.title == FINDING:
                self._place_by_hand()
        elif isinstance(job.result, PhotoPoints) and self._reading is not None:
            panel.show_photo(*self._reading, job.result)
        elif isinstance(job.result, PhotoFit):
            panel.show_fit(job.result)

    def _place_by_hand(self) -> None:
        """The network is missing or lost: the photo is shown, and the person places the joints."""
        assert self._reading is not None
        photo = self._reading[1]
        self._start("Read photo", lambda progress: avatars.upright(photo, progress))

    def _try(self, step: Any) -> None:
        try:
            step()
        except Problem as problem:
            if self.page.photo.isVisibleTo(self.page):
                self.page.photo.show_problem(problem)
            else:
                self.page.show_problem(problem)


def _body_of(path: Path) -> MeasuredBody:
    if path.suffix.lower() in (".obj", ".ply", ".glb", ".stl"):
        return avatars.measure_file(path)
    return avatars.fit(avatars.read_person(path)).body
