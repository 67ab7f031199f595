"""A body from a photo, made in a child process: nothing heavy is loaded here."""

from __future__ import annotations

from ampc_desktop.core.photo import PhotoFit, PhotoPoints, PhotoRequest, ViewName
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.runtime.child import run

_CHILD = "ampc_desktop.body.photo.child"
__all__ = ["fit", "keypoints"]


def fit(request: PhotoRequest, progress: Progress = silent) -> PhotoFit:
    """The body in the photo, every measure with an honest ±. Nothing of the photo is written anywhere.

    Raises Problem (codes photo.*) for what whoever took the photo can mend, and whatever `progress` raises.
    """
    found: PhotoFit = run(f"{_CHILD}:fit_photo", request, progress=progress, what="the fit of the photo")
    return found


def keypoints(request: PhotoRequest, progress: Progress = silent, view: ViewName = "front") -> PhotoPoints:
    """The upright photo, free of metadata, and the keypoints in it, to be shown and dragged before a fit.

    Raises Problem (photo.no_keypoints when no pose network is there: then the person places them).
    """
    found: PhotoPoints = run(f"{_CHILD}:find_keypoints", request, view, progress=progress, what="finding the keypoints")
    return found
