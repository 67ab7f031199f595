"""What a wearer puts where it belongs stays there: waistbands closed at the waist, hoods laid behind the forehead."""

from __future__ import annotations

import numpy as np

from ampc_desktop import body as bodies
from ampc_desktop import tryon
from ampc_desktop.core.body import REGIONS, MeasuredBody
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.tryon.bands import put_on
from tests.garment.bodies import CLOTH, made
from tests.tryon.worn import wear


def person(sex: Sex, **taken: float) -> MeasuredBody:
    measures = Measurements("someone", sex, {name: Measurement(value) for name, value in taken.items()})
    return bodies.fit(bodies.complete(measures)).body


def test_bands_and_hoods_are_put_on_and_nothing_else() -> None:
    for family in ("straight_skirt", "hoodie", "tshirt"):
        mesh = tryon.mesh(made(family), {"shell": tryon.material(CLOTH[family])}, 30.0)
        mine = [k for k, name in enumerate(mesh.panels) if name.split(".")[0] in ("waistband", "hood")]
        assert set(put_on(mesh).tolist()) == set(mesh.sewn[np.isin(mesh.panel, mine)].tolist())
        assert (len(mine) > 0) == (family != "tshirt")


def test_a_skirt_stays_at_a_waist_that_hardly_widens_below() -> None:
    """Sunk to its hold first, as without friction, it would stay there: 23 mm lower."""
    who = person("male", stature=2000.0, bust=1040.0, waist=920.0, hip=1060.0)
    pattern = made("a_line_skirt", who.measures)
    drape = wear(pattern, who)
    assert drape.converged
    ring = drape.positions_mm[drape.mesh.seams["waist"], 1]
    assert abs(float(ring.mean() - who.tape["waist"].points_mm[:, 1].mean())) < 10.0
    assert "waist.slides" not in {one.id for one in tryon.report(drape, pattern, who).advice}


def test_trousers_hang_where_their_waist_was_drafted() -> None:
    """A man hardly widens below his waist: dropped with a swing they slid 38 mm, half of it as they were too wide."""
    who = person("male", stature=1820.0, bust=1000.0, waist=860.0, hip=1010.0)
    pattern = made("trousers", who.measures)
    drape = wear(pattern, who)
    assert drape.converged and not drape.notes
    assert "waist.slides" not in {one.id for one in tryon.report(drape, pattern, who).advice}


def test_a_hood_does_not_fall_over_the_eyes() -> None:
    who = person("female", stature=1500.0, bust=840.0, waist=660.0, hip=900.0)
    drape = wear(made("hoodie", who.measures), who)
    mesh, head = drape.mesh, who.mesh.vertices_mm[who.mesh.regions == REGIONS.index("head")]
    edge = np.concatenate([drape.positions_mm[mesh.sewn[at]] for key, at in mesh.sides.items()
                           if key.split("/")[0] in ("hood.0", "hood.1") and key.endswith("/face")])  # fmt: skip
    top = edge[edge[:, 1].argmax()]
    assert drape.converged
    assert top[2] < head[:, 2].max() - 12.0
    assert top[1] > head[:, 1].max() - 60.0
