"""Cloth as triangles, and a garment as it hangs on a body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.body import BodyMesh

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int32]


@dataclass(frozen=True)
class ClothMaterial:
    """Mechanics of one cloth in the units a solver needs; weft runs along the piece's x, warp along its y (grain).

    weft_n_m, warp_n_m : membrane stiffness, force per width per strain.
    coupling_n_m       : weft-warp coupling of the membrane; its square is less than weft * warp.
    shear_n_m          : shear stiffness for gamma = 2 E_uv.
    bending_nm         : bending rigidity per width, N·m.
    friction           : coefficient of dry friction on skin.
    stretch_weft, stretch_warp : share of extension the cloth gives comfortably.
    sources            : where each value is from; an assumed value says so.
    """

    id: str
    density_kg_m2: float
    weft_n_m: float
    warp_n_m: float
    coupling_n_m: float
    shear_n_m: float
    bending_nm: float
    thickness_mm: float
    friction: float = 0.3
    stretch_weft: float = 0.1
    stretch_warp: float = 0.1
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ClothMesh:
    """The pieces of a garment as triangles, flat and sewn.

    panels    : id of each cut piece, "front", "sleeve.1" (second of a pair).
    flat_mm   : (m, 2) vertices in piece coordinates, seen from the right side.
    panel     : (m,) panel each flat vertex belongs to.
    triangles : (t, 3) flat vertex numbers, counter-clockwise.
    sewn      : (m,) garment vertex each flat vertex is sewn into; 0 .. n-1.
    material  : (t,) number into `materials`, with `layers` (t,) of cloth on each other (a folded band has two).
    seams     : seam id -> (k,) garment vertices along it.
    sides     : "panel/edge" -> (k,) flat vertices along that side of the outline, in the edge's direction.
    worn      : place on the body of each panel, see core.pattern.WORN; () or "" = the panel's name says so.
    drawn_in  : length along x and along y of each panel at rest, as a share of the one it was cut with; what an elastic
                draws in is below 1. () = all as they were cut.
    """

    panels: tuple[str, ...]
    flat_mm: Array
    panel: Index
    triangles: Index
    sewn: Index
    material: Index
    layers: Array
    materials: tuple[ClothMaterial, ...]
    seams: Mapping[str, Index] = field(default_factory=dict)
    sides: Mapping[str, Index] = field(default_factory=dict)
    worn: tuple[str, ...] = ()
    drawn_in: tuple[tuple[float, float], ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where on the body each panel is worn."""
        told = self.worn or ("",) * len(self.panels)
        return tuple(place or panel.split(".")[0] for place, panel in zip(told, self.panels, strict=True))

    @property
    def n_vertices(self) -> int:
        """Garment vertices after sewing."""
        return int(self.sewn.max()) + 1

    @property
    def faces(self) -> Index:
        """(t, 3) garment vertex numbers."""
        return np.ascontiguousarray(self.sewn[self.triangles])

    @property
    def rest_mm(self) -> Array:
        """(t, 3, 2) rest coordinates of each triangle's corners: x weft, y warp."""
        flat = self.flat_mm * np.array(self.drawn_in)[self.panel] if self.drawn_in else self.flat_mm
        return np.ascontiguousarray(flat[self.triangles])


@dataclass(frozen=True, eq=False)
class DrapeJob:
    """What a draping worker is asked.

    start_mm  : (n, 3) garment vertices to start from, outside the body and not compressed.
    waist     : name of the seam whose slide is told, "" for none.
    residual, speed_mm_s : limits below which the garment is at rest.
    warm      : the start is an earlier drape: nothing has to be drawn together first.
    armless   : the cloth passes the arms while it falls (a wide skirt); that it lies clear of them is looked at last.
    moved     : the body has left the pose the garment was put on in; where its skin then meets skin, flesh gives way.
    upper     : the first so many vertices are a garment worn over the rest, which starts at rest; 0 = one garment.
    """

    mesh: ClothMesh
    body: BodyMesh
    start_mm: Array
    waist: str = ""
    residual: float = 0.01
    speed_mm_s: float = 2.0
    max_steps: int = 800
    warm: bool = False
    armless: bool = False
    moved: bool = False
    upper: int = 0


@dataclass(frozen=True, eq=False)
class Drape:
    """A garment on a body, and how far the calculation can be trusted.

    positions_mm   : (n, 3) garment vertices.
    converged      : residual and mean speed are below their limits and nothing is inside the body.
    why            : empty, or one sentence for people: why it did not converge.
    residual       : sum of |force| over all vertices / weight of the garment.
    speed_mm_s     : mean speed of the vertices at the end.
    contact_share  : upward force of the body on the garment / weight.
    penetrations   : edges of the garment through the skin, of the skin through the garment, vertices inside.
    self_crossings : edges of the garment through its own triangles.
    seam_gap_mm    : largest distance between sewn vertices.
    pressure_pa    : (n,) normal contact force per area of stretched cloth.
    ease_mm        : (n,) distance from the skin, negative inside.
    notes          : sentences for people, e.g. how far a waistband slid before it held.
    """

    mesh: ClothMesh
    positions_mm: Array
    converged: bool
    why: str
    residual: float
    speed_mm_s: float
    contact_share: float
    penetrations: int
    self_crossings: int
    seam_gap_mm: float
    pressure_pa: Array
    ease_mm: Array
    steps: int
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class DrapeMaps:
    """What the cloth feels, by triangle (t,), from the model that was solved; and by vertex (n,) on the body.

    strain_weft, strain_warp : per cent of rest length, 0 = unstretched.
    shear_deg                : change of the right angle between weft and warp.
    tension_max_n_m, tension_min_n_m : principal Cauchy membrane forces.
    fit                      : largest stretch as a share of what the cloth gives comfortably; above 1 it is too tight.
    """

    strain_weft: Array
    strain_warp: Array
    shear_deg: Array
    tension_max_n_m: Array
    tension_min_n_m: Array
    fit: Array
    pressure_pa: Array
    ease_mm: Array
