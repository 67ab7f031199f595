"""Snapshot: every result the window shows for one state, computed in the order people look at them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ampc_desktop import design as designs
from ampc_desktop.core.body import Avatar
from ampc_desktop.core.check import Readiness
from ampc_desktop.core.design import Artwork, DesignSpec, PrintPlacement, PrintSpec
from ampc_desktop.core.edit import Edited
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.flat import FlatSketch
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.order import Bom, LeadTime, Quote
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.schema import Option
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

TILE_PX = 320
"""Longer side of the preview tile."""
TILES_KEPT = 32
ALL_CHECKS = 17


@dataclass(frozen=True)
class Snapshot:
    """Results of `state`; None = not computed (yet). nested: markers and quote are proven, not estimated.

    tile : (h, w, 3) uint8 picture of one repeat. problem : why the rest is missing.
    readiness : without check 16 (export and back) until that has run; ALL_CHECKS then.
    avatar : computed when asked for; avatar_problem says why there is none.
    """

    state: DesignState
    preview: bool = False
    measures: Measurements | None = None
    options: Mapping[str, Option] | None = None
    fabric: Fabric | None = None
    print_options: Mapping[str, Option] | None = None
    print_spec: PrintSpec | None = None
    design: DesignSpec | None = None
    edited: Edited | None = None
    pattern: Pattern | None = None
    flat: FlatSketch | None = None
    artwork: Artwork | None = None
    placement: PrintPlacement | None = None
    tile: npt.NDArray[np.uint8] | None = None
    readiness: Readiness | None = None
    fabrics: Mapping[str, Fabric] | None = None
    markers: Mapping[str, Marker] | None = None
    bom: Bom | None = None
    quote: Quote | None = None
    lead_time: LeadTime | None = None
    avatar: Avatar | None = None
    avatar_problem: Problem | None = None
    nested: bool = False
    problem: Problem | None = None
    seconds: float = 0.0
    complete: bool = False


def take(
    studio: Studio,
    state: DesignState,
    preview: bool = False,
    on_part: Callable[[Snapshot], None] | None = None,
    outdated: Callable[[], bool] = lambda: False,
    pause: Callable[[], None] = lambda: None,
    with_avatar: bool = False,
) -> Snapshot:
    """All results of a state. on_part is given the picture first and again with checks and price.

    pause is called before the export check, the one slow step, so that a person still moving can outdate it first.
    A Problem on the way ends up in the snapshot, with what was computed before it. Stops early once outdated.
    with_avatar: the body first of all, for who is looking at it.
    """
    began = time.perf_counter()
    results = studio.results(state)
    shot = Snapshot(state, preview)

    def tell(shot: Snapshot) -> None:
        if on_part is not None and not outdated():
            on_part(shot)

    try:
        shot = replace(shot, measures=results["measures"])
        if with_avatar:
            shot = _embodied(shot, results)
            tell(shot)
        shot = replace(shot, fabric=results["fabric_choice"][0])
        shot = replace(shot, options=results["options"], print_spec=results["print_spec"], design=results["design"])
        shot = replace(shot, print_options=results["print_options"])
        shot = replace(shot, edited=results["edited"], pattern=results["pattern"], flat=results["flat"])
        shot = replace(shot, artwork=results["artwork"], placement=results["placement"])
        shot = replace(shot, tile=tile_picture(studio, results["artwork"]))
        tell(shot)
        if outdated():
            return shot
        shot = replace(shot, fabrics=results["fabrics"])
        nested = results.known("markers") is not None
        prefix = "" if nested else "estimated_"
        shot = replace(
            shot,
            nested=nested,
            markers=results["markers" if nested else "estimate"],
            bom=results[prefix + "bom"],
            quote=results[prefix + "quote"],
            lead_time=results[prefix + "lead_time"],
        )
        known = results.known("full_readiness")
        shot = replace(shot, readiness=known or results["readiness"], complete=True)
        if known is None and not preview:
            tell(replace(shot, seconds=time.perf_counter() - began))
            pause()
            if not outdated():  # the export check last: price and the other checks never wait for it
                shot = replace(shot, readiness=results["full_readiness"])
    except Problem as problem:
        shot = replace(shot, problem=problem)
    shot = replace(shot, seconds=time.perf_counter() - began)
    tell(shot)
    return shot


def _embodied(shot: Snapshot, results: Results) -> Snapshot:
    try:
        return replace(shot, avatar=results["avatar"])
    except Problem as problem:
        return replace(shot, avatar_problem=problem)


def tile_picture(studio: Studio, artwork: Artwork) -> npt.NDArray[np.uint8]:
    """Preview of one repeat, its longer side TILE_PX; read-only, kept while other sliders move."""
    return _tile(artwork)


@lru_cache(maxsize=TILES_KEPT)
def _tile(artwork: Artwork) -> npt.NDArray[np.uint8]:
    picture = designs.tile(artwork, capabilities().inks, px=TILE_PX)
    picture.setflags(write=False)
    return picture
