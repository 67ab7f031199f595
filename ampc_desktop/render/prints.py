"""Prints made ready to be shown: the work on their pixels, which need not be done in the window's thread. No VTK."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.worn import Texture


@dataclass(frozen=True, eq=False)
class Ready:
    """A print as 3D takes it: image (h, w, 3) softened; mean: its mean colour, 0..255 sRGB."""

    image: npt.NDArray[np.uint8]
    mean: tuple[float, ...]


READY: WeakKeyDictionary[Texture, Ready] = WeakKeyDictionary()


def ready(print: Texture) -> Ready:
    """The print to be shown, worked out once as long as the print is kept; from any thread."""
    found = READY.get(print)
    if found is None:
        mean = tuple(float(part) for part in print.image[..., :3].mean(axis=(0, 1)))
        found = READY[print] = Ready(softened(print.image), mean)
    return found


def softened(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture with 1 2 1 over neighbours both ways: what alternates from pixel to pixel becomes its mean.

    A screen samples a print anew, and such hatching would come back as a moiré that no cloth has.
    """
    soft = image.astype(np.uint16)
    for axis in (0, 1):
        summed = 2 * soft + 2
        out, lines = np.moveaxis(summed, axis, 0), np.moveaxis(soft, axis, 0)
        out[1:] += lines[:-1]
        out[:-1] += lines[1:]
        out[0] += lines[0]
        out[-1] += lines[-1]
        summed >>= 2
        soft = summed
    return soft.astype(np.uint8)
