"""Newton's Style3D cloth solver (Apache-2.0), where the optional extra `gpu` is installed.

On a CUDA device it brings the garment near its rest; our own solver then finishes and judges it, so that what counts as
at rest, and every figure of a map, comes from one model. On a processor it only serves as a reference to measure
against (`ampc bench tryon`): its kernels run on one thread there.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ampc_desktop.core.drape import Array, DrapeJob

FPS, SUBSTEPS, ITERATIONS, LINEAR = 60, 2, 10, 20
FLOATING_FRAMES = 10
"""Frames without weight, in which the seams draw together."""
DRIFT_MM_S = 0.5
LOOK_FRAMES = 30
MOST_FRAMES = 900
RADIUS_M, CONTACT_STIFFNESS = 3e-3, 1e2


@dataclass(frozen=True, eq=False)
class Gathered:
    """positions_mm (n, 3); drift_mm_s: how fast the mean height still changed; frames of 1/60 s; seconds taken."""

    positions_mm: Array
    drift_mm_s: float
    frames: int
    seconds: float


def device() -> str | None:
    """The CUDA device Newton would use here; None without the extra, or without such a device."""
    if not installed():
        return None
    import warp

    warp.config.quiet = True
    found = [str(one) for one in warp.get_cuda_devices()]
    return found[0] if found else None


def installed() -> bool:
    """Is the extra there?"""
    return importlib.util.find_spec("newton") is not None and importlib.util.find_spec("warp") is not None


def gather(job: DrapeJob, on: str, tell: Callable[[float, str, Array], None] | None = None) -> Gathered:
    """The garment of a job run until its mean height drifts less than DRIFT_MM_S, on a device such as "cuda:0".

    Without friction, as our own solver begins: so both come to the same rest, whatever way the cloth took.
    """
    import newton
    import warp

    warp.config.quiet = True
    with warp.ScopedDevice(on):
        model, solver = _scene(job, newton, warp)
        states, control = [model.state(), model.state()], model.control()
        pipeline = newton.CollisionPipeline(model, soft_contact_gap=0.01)
        contacts = pipeline.contacts()
        before, drift = _height(states[0]), np.inf
        began = time.perf_counter()
        for frame in range(1, MOST_FRAMES + 1):
            if frame == FLOATING_FRAMES + 1:
                model.set_gravity((0.0, -9.81, 0.0))
            pipeline.collide(states[0], contacts)
            for _ in range(SUBSTEPS):
                states[0].clear_forces()
                solver.step(states[0], states[1], control, contacts, 1.0 / (FPS * SUBSTEPS))
                states.reverse()
            if frame % LOOK_FRAMES == 0 and frame > FLOATING_FRAMES:
                now = _height(states[0])
                drift, before = abs(now - before) * FPS / LOOK_FRAMES, now
                if tell is not None:
                    tell(min(0.9, frame / 300.0), "draping on the graphics processor", _positions(states[0]))
                if drift < DRIFT_MM_S:
                    break
        return Gathered(_positions(states[0]), float(drift), frame, time.perf_counter() - began)


def _scene(job: DrapeJob, newton: Any, warp: Any) -> tuple[Any, Any]:
    """(model, solver) with the cloth at the job's start around its body; metres, y up."""
    mesh = job.mesh
    builder = newton.ModelBuilder(up_axis=newton.Axis.Y)
    newton.solvers.SolverStyle3D.register_custom_attributes(builder)
    cloth = [mesh.materials[k] for k in mesh.material]
    rest = mesh.rest_mm
    sides = np.stack((rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]), axis=2)
    area = np.abs(np.linalg.det(sides)) / 2.0
    weight = np.array([one.density_kg_m2 for one in cloth]) * mesh.layers
    bending = float(np.average([one.bending_nm for one in cloth], weights=area))
    newton.solvers.style3d.add_cloth_mesh(
        builder,
        pos=warp.vec3(0.0, 0.0, 0.0),
        rot=warp.quat_identity(),
        vel=warp.vec3(0.0, 0.0, 0.0),
        vertices=[warp.vec3(*point) for point in job.start_mm / 1000.0],
        indices=mesh.faces.ravel().tolist(),
        panel_verts=[warp.vec2(*point) for point in mesh.flat_mm / 1000.0],
        panel_indices=mesh.triangles.ravel().tolist(),
        density=float(np.average(weight, weights=area)),
        tri_aniso_ke=[
            warp.vec3(one.weft_n_m * layers, one.warp_n_m * layers, one.shear_n_m * layers)
            for one, layers in zip(cloth, mesh.layers, strict=True)
        ],
        edge_aniso_ke=warp.vec3(bending, bending, bending),
        particle_radius=RADIUS_M,
    )
    body = job.body
    skin = np.ascontiguousarray(body.skin, dtype=np.int32)
    builder.add_shape_mesh(body=-1, mesh=newton.Mesh((body.vertices_mm / 1000.0).astype(np.float32), skin.ravel()))
    model = builder.finalize()
    model.set_gravity((0.0, 0.0, 0.0))
    model.soft_contact_ke, model.soft_contact_mu = CONTACT_STIFFNESS, 0.0
    config = newton.solvers.SolverStyle3D.Config(iterations=ITERATIONS, linear_iterations=LINEAR)
    return model, newton.solvers.SolverStyle3D(model, config=config)


def _positions(state: Any) -> Array:
    return np.asarray(state.particle_q.numpy(), dtype=np.float64) * 1000.0


def _height(state: Any) -> float:
    return float(state.particle_q.numpy()[:, 1].mean()) * 1000.0
