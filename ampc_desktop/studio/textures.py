"""The print on every panel of a garment, to scale, as pictures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ampc_desktop import design
from ampc_desktop.core.design import Artwork, Placed, PrintPlacement
from ampc_desktop.core.drape import Array, ClothMesh
from ampc_desktop.core.fabric import Ink
from ampc_desktop.core.worn import Texture

PX_PER_MM = 1.6
LEAST_PX = 96
"""A tile is drawn at least this wide, so that the thinnest line of a small repeat survives."""


def textures(
    mesh: ClothMesh, artwork: Artwork, placement: PrintPlacement, inks: Mapping[str, Ink]
) -> dict[str, Texture]:
    """By panel of the printed pieces; the second of a pair carries the same cloth, cut from the mirrored piece."""
    tile = design.tile(artwork, inks, px=max(LEAST_PX, round(artwork.width_mm * PX_PER_MM)))
    placed = {one.piece: one for one in placement.pieces}
    made = {}
    for number, panel in enumerate(mesh.panels):
        head, _, tail = panel.rpartition(".")
        piece, second = (head, tail == "1") if tail.isdigit() else (panel, False)
        if piece in placed:
            made[panel] = _texture(mesh.flat_mm[mesh.panel == number], tile, artwork, placed[piece], second)
    return made


def _texture(flat_mm: Array, tile: npt.NDArray[np.uint8], artwork: Artwork, at: Placed, mirrored: bool) -> Texture:
    low = flat_mm.min(axis=0)
    wide, tall = (int(px) for px in np.ceil(np.ptp(flat_mm, axis=0) * PX_PER_MM))
    x, y = np.meshgrid(low[0] + (np.arange(wide) + 0.5) / PX_PER_MM, low[1] + (np.arange(tall)[::-1] + 0.5) / PX_PER_MM)
    x0, y0 = (-at.origin_mm[0] if mirrored else at.origin_mm[0]), at.origin_mm[1]
    turn = np.radians(-at.angle_deg if mirrored else at.angle_deg)
    u = np.cos(turn) * (x - x0) + np.sin(turn) * (y - y0)
    v = -np.sin(turn) * (x - x0) + np.cos(turn) * (y - y0)
    rows = (-v / artwork.height_mm % 1.0 * tile.shape[0]).astype(np.intp) % tile.shape[0]
    columns = (u / artwork.width_mm % 1.0 * tile.shape[1]).astype(np.intp) % tile.shape[1]
    return Texture(tile[rows, columns], float(low[0]), float(low[1]), wide / PX_PER_MM, tall / PX_PER_MM)
