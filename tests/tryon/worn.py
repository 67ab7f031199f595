"""Garments worn for real, shared by the tests that judge them."""

from __future__ import annotations

from functools import cache
from typing import Any

from ampc_desktop import body, tryon
from ampc_desktop.core.body import MeasuredBody
from ampc_desktop.core.drape import Drape, DrapeJob
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.tryon.child import drape
from tests.garment import bodies as garments


def quiet(*said: Any) -> None:
    pass


@cache
def anna() -> MeasuredBody:
    return body.fit(body.complete(garments.body())).body


def wear(
    pattern: Pattern, who: MeasuredBody | None = None, cloth: Fabric | None = None, edge_mm: float = 30.0
) -> Drape:
    """A pattern draped on a body from scratch."""
    someone = who or anna()
    fabric = cloth or garments.CLOTH[pattern.family]
    mesh = tryon.mesh(pattern, {"shell": tryon.material(fabric)}, edge_mm)
    start = tryon.place(mesh, someone.mesh, float(someone.tape["waist"].points_mm[:, 1].mean()))
    return drape(DrapeJob(mesh, someone.mesh, start, waist="waist" if "waist" in mesh.seams else ""), quiet)


@cache
def worn(family: str, **wishes: Any) -> tuple[Pattern, Drape]:
    """A garment drafted and draped for Anna."""
    pattern = garments.made(family, **wishes)
    return pattern, wear(pattern)
