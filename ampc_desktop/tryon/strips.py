"""Stretch of strips of cloth several centimetres long: what a wearer feels, not one triangle beside a seam's end.

A fold or a corner can stretch one triangle of a mesh to any amount; a strip of this size is only stretched by cloth
that is too small.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ampc_desktop.core.drape import Array, ClothMesh, Index

STRIP_MM = 40.0
"""Height of a strip across a panel, as whether a garment closes is judged by."""
ALONG_MM = 80.0
"""Length of a strip along an edge."""
LEAST_MM2 = 1500.0
"""Less cloth is no strip: what a grid cuts off at an edge."""


def across(mesh: ClothMesh, value: Array) -> tuple[float, Index]:
    """(mean value, triangles) of the strip across a panel where the mean by area is largest."""
    of = mesh.panel[mesh.triangles[:, 0]]
    row = np.floor(mesh.rest_mm[:, :, 1].mean(axis=1) / STRIP_MM).astype(np.int64)
    return _largest(mesh, value, np.arange(len(of), dtype=np.int32), np.column_stack((of, row)))


def patches(mesh: ClothMesh, value: Array, triangles: Index) -> float:
    """The largest mean value of some triangles by patches ALONG_MM wide across their panels; 0 without any."""
    of = mesh.panel[mesh.triangles[triangles, 0]]
    column = np.floor(mesh.rest_mm[triangles, :, 0].mean(axis=1) / ALONG_MM).astype(np.int64)
    return _largest(mesh, value, triangles, np.column_stack((of, column)))[0]


def along(mesh: ClothMesh, value: Array, keys: Sequence[str], triangles: Index) -> float:
    """The largest mean value of strips of some triangles, each beside ALONG_MM of one panel's sides; 0 without any."""
    of = mesh.panel[mesh.triangles[triangles, 0]]
    middle = mesh.rest_mm[triangles].mean(axis=1)
    place = np.zeros(len(triangles), dtype=np.int64)
    for panel in np.unique(of):
        begun, lines, runs = 0.0, [], []
        for key in keys:
            if key.split("/")[0] != mesh.panels[panel]:
                continue
            line = mesh.flat_mm[mesh.sides[key]]
            run = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
            lines.append(line)
            runs.append(begun + run)
            begun += float(run[-1])
        if not lines:
            continue
        mine = np.flatnonzero(of == panel)
        near = np.linalg.norm(middle[mine][:, None] - np.concatenate(lines)[None], axis=2).argmin(axis=1)
        count = max(int(begun // ALONG_MM), 1)  # equal strips, none a rest
        place[mine] = np.minimum(np.concatenate(runs)[near] * count // max(begun, 1e-9), count - 1)
    return _largest(mesh, value, triangles, np.column_stack((of, place)))[0]


def _largest(mesh: ClothMesh, value: Array, triangles: Index, strips: Array) -> tuple[float, Index]:
    if not len(triangles):
        return 0.0, triangles
    rest = mesh.rest_mm[triangles]
    area = 0.5 * np.abs(np.linalg.det(np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)))
    _, strip = np.unique(strips, axis=0, return_inverse=True)
    strip = strip.reshape(-1)
    size = np.bincount(strip, area)
    mean = np.where(size >= LEAST_MM2, np.bincount(strip, area * value[triangles]) / size, -np.inf)
    best = int(mean.argmax())
    return (float(mean[best]) if size[best] >= LEAST_MM2 else 0.0), triangles[strip == best]
