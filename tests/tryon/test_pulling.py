"""Where a pulled line will lie: on a front that lies flat, exactly where the changed pattern has it."""

from __future__ import annotations

import numpy as np
import pytest

from ampc_desktop import tryon
from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.fit import Handle
from ampc_desktop.core.pattern import Pattern
from tests.garment.bodies import made
from tests.tryon.cloths import CLOTH


def flat_front(pattern: Pattern) -> tuple[ClothMesh, Array]:
    mesh = tryon.mesh(pattern, {"shell": CLOTH}, 30.0)
    mine = mesh.panel == mesh.panels.index("front")
    places = np.zeros((mesh.n_vertices, 3))
    places[mesh.sewn[mine], :2] = mesh.flat_mm[mine]
    return mesh, places


def pulled(id: str, option: str, by_mm: float, **wishes: str) -> tuple[Array, Array, Array]:
    """(line as it lies, line as it will lie, the edge in the changed pattern), of the front, (k, 2)."""
    pattern = made("tshirt", **wishes)
    changed = made("tshirt", **wishes, **{option: float(pattern.options[option]) + by_mm})  # type: ignore[arg-type]
    mesh, places = flat_front(pattern)
    handle = next(one for one in tryon.handles(mesh, pattern) if one.id == id)
    sides = tuple(side for side in handle.sides if side.startswith("front/"))
    will = tryon.pulled_line(mesh, places, Handle(id, "", sides, option), changed)
    assert will is not None
    lies = np.concatenate([mesh.flat_mm[mesh.sides[side]] for side in sides])
    edges = [changed.piece("front").edge(side.split("/")[1]).polyline for side in sides]
    return lies, will[:, :2], np.concatenate(edges)


@pytest.mark.parametrize(("neckline", "by_mm"), [("crew", 60.0), ("v", 60.0), ("v", -25.0)])
def test_a_pulled_neckline_is_drawn_as_it_will_be_cut(neckline: str, by_mm: float) -> None:
    lies, will, edge = pulled("neckline", "neck_depth_mm", by_mm, neckline=neckline)
    off = [g.nearest_on(edge, point)[1] for point in will]
    assert max(off) < 1.0
    assert np.ptp(will[:, 0]) == pytest.approx(np.ptp(lies[:, 0]), abs=2.0), "deeper, not wider"
    assert lies[:, 1].min() - will[:, 1].min() == pytest.approx(by_mm, abs=2.0)


def test_a_pulled_hem_goes_on_beyond_the_cloth() -> None:
    lies, will, edge = pulled("hem", "body_length_mm", 80.0)
    assert np.allclose(will[:, 1].min(), edge[:, 1].min(), atol=1.0)
    assert lies[:, 1].mean() - will[:, 1].mean() == pytest.approx(80.0, abs=5.0)


def test_a_line_that_the_changed_pattern_has_not_is_not_drawn() -> None:
    mesh, places = flat_front(made("tshirt"))
    neckline = next(one for one in tryon.handles(mesh, made("tshirt")) if one.id == "neckline")
    assert tryon.pulled_line(mesh, places, neckline, made("straight_skirt")) is None
