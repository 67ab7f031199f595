"""Whether a drape may be believed, and the sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.tryon.maps import measured

_WEDGED = 3.0
"""Times its weight: nobody learns more from the number."""
CLOSES = 3.0
"""A strip of cloth that would have to stretch this many times its comfortable limit does not close."""
ABSURD = 0.6
"""No garment is this much too small: cloth stretched so was caught in its start."""
_TIGHT = 1.2
_STRIP_MM = 40.0
_SLID_MM = 10.0


@dataclass(frozen=True)
class Tight:
    """The strip of cloth that is stretched most: mean stretch, what the cloth gives, and where."""

    stretch: float
    limit: float
    where: str

    @property
    def share(self) -> float:
        return self.stretch / self.limit


def tightest(mesh: ClothMesh, positions_mm: Array) -> Tight:
    """Every panel is cut into strips of 40 mm height; the one whose mean stretch is the largest share of its limit."""
    none = np.zeros(0)
    felt = measured(mesh, positions_mm, none, none)
    rest = mesh.rest_mm
    area = 0.5 * np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))
    of = mesh.panel[mesh.triangles[:, 0]]
    row = np.floor(rest[:, :, 1].mean(axis=1) / _STRIP_MM).astype(np.int64)
    _, strip = np.unique(np.column_stack((of, row)), axis=0, return_inverse=True)
    strip = strip.reshape(-1)
    size = np.bincount(strip, area)
    best: Tight | None = None
    for name, strain in (("stretch_weft", felt.strain_weft), ("stretch_warp", felt.strain_warp)):
        limits = np.array([getattr(m, name) for m in mesh.materials])[mesh.material]
        stretch, limit = (np.bincount(strip, area * value) / size for value in (strain / 100.0, limits))
        k = int((stretch / limit).argmax())
        one = Tight(float(stretch[k]), float(limit[k]), _named(mesh, np.flatnonzero(strip == k).astype(np.int64)))
        best = one if best is None or one.share > best.share else best
    assert best is not None
    return best


def _named(mesh: ClothMesh, triangles: npt.NDArray[np.int64]) -> str:
    """Panel of some triangles and the side of it that is nearest to their middle."""
    panel = mesh.panels[mesh.panel[mesh.triangles[triangles[0], 0]]]
    middle = mesh.rest_mm[triangles].mean(axis=(0, 1))
    sides = {key: at for key, at in mesh.sides.items() if key.split("/")[0] == panel}
    near = min(sides, key=lambda key: float(np.linalg.norm(mesh.flat_mm[sides[key]].mean(axis=0) - middle)))
    return f"the {_words(panel)}, near its {_words(near.split('/')[1])}"


def _words(id: str) -> str:
    """Name of a panel or edge for people: "left neck" for "neck.l", "front cap" for "cap.front"."""
    role, *more = id.split(".")
    said = [{"l": "left", "r": "right"}.get(word, word) for word in more if not word.isdigit()]
    return " ".join((*said, role)).replace("_", " ")


def judged(
    mesh: ClothMesh, start_mm: Array, positions_mm: Array, waist: str, *, rest: bool, fallen: bool, steps: int,
    residual: float, speed_mm_s: float, through_skin: int, through_cloth: int,
) -> tuple[str, tuple[str, ...]]:  # fmt: skip
    """(why this is no result, "" if it is one; notes for people).

    waist: the seam whose slide is told. rest: forces and speed are below their limits. through_skin, through_cloth:
    places where the cloth crosses the body and itself.
    """
    notes = []
    legs = any(place.startswith("leg") for place in mesh.places)
    if waist in mesh.seams and not legs:  # trousers are drawn down as their seams close, and slide no farther for it
        at = mesh.seams[waist]
        drop = float((start_mm[at, 1] - positions_mm[at, 1]).mean())
        if not fallen and abs(drop) >= _SLID_MM:
            notes.append(f"the {waist} seam {'slid down' if drop > 0 else 'climbed'} {abs(drop):.0f} mm before it held")
    if fallen:
        return _falls(mesh, waist), tuple(notes)
    tight = tightest(mesh, positions_mm)
    told = f"the cloth would have to stretch {100 * tight.stretch:.0f} %, it gives {100 * tight.limit:.0f} %"
    if not rest and tight.stretch > ABSURD:
        return f"it could not be put on: after {steps} steps it is still wedged", tuple(notes)
    if tight.share > CLOSES:
        return f"it is too tight to close at {tight.where}: {told}", tuple(notes)
    if tight.share > _TIGHT:
        notes.append(
            f"tight at {tight.where}: it stretches {100 * tight.stretch:.1f} %, "
            f"comfortable would be {100 * tight.limit:.1f} %"
        )
    if not rest:
        if residual > _WEDGED:
            return f"it is wedged: after {steps} steps forces are still far out of balance", tuple(notes)
        return (
            f"after {steps} steps forces out of balance are still {100 * residual:.1f} % of the weight "
            f"and it moves {speed_mm_s:.1f} mm/s"
        ), tuple(notes)
    if through_skin:
        return f"cloth and skin cross at {through_skin} places", tuple(notes)
    if through_cloth:  # it started folded through itself and never came free: that may not be believed
        return f"cloth passes through cloth at {through_cloth} places, in folds it makes", tuple(notes)
    return "", tuple(notes)


def _falls(mesh: ClothMesh, waist: str) -> str:
    if waist not in mesh.seams:
        return "it falls off the body: nothing holds it up"
    if not any(panel.startswith("waistband") for panel in mesh.panels):
        return "it falls off the body: there is no waistband to hold it"
    at = [mesh.flat_mm[places] for key, places in mesh.sides.items() if key == f"waistband/{waist}"]
    girth = sum(float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) for line in at)
    size = f" of {girth:.0f} mm" if girth else ""
    return f"it slides off and falls: its {waist}{size} is too wide to find a hold"
