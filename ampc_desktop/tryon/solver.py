"""Implicit cloth: a garment under gravity against a body, to rest. Numba; imported by worker entry points only.

One step is the minimum of an incremental potential (Kane et al. 2000): inertia, membrane, bending, contact, friction;
by two Newton iterations with conjugate gradients and a line search. It starts from the old positions, which is what
makes stick friction hold. Metres, kilograms and newtons inside; millimetres outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import Array, ClothMaterial, Index
from ampc_desktop.tryon import contact as c
from ampc_desktop.tryon import linear, membrane, untangle
from ampc_desktop.tryon.crossing import edges_of
from ampc_desktop.tryon.distance import Field
from ampc_desktop.tryon.samples import denser, edge_m, sampled
from ampc_desktop.tryon.selfcontact import Apart
from ampc_desktop.tryon.strains import around

GRAVITY = (0.0, -9.81, 0.0)
_JAMMED_STEPS, _JAMMED, _JAMMED_M_S = 250, 0.5, 0.005
"""After so many steps cloth this far out of balance that is this slow is wedged; while folds fall it goes on."""
_PINCHED, _CALM_STEPS, _IRONED = 0.05, 40, 8
"""A vertex with this share of all that is out of balance is where a fold is pinched: after so many calm steps it is
ironed, and so often at most."""
_NO_PAIRS = np.zeros((0, 4), np.int64), np.zeros((0, 4, 3)), np.zeros(0)


@dataclass(frozen=True)
class Settings:
    """How a step is taken.

    dt_s, newton, cg    : time step, Newton iterations, relative tolerance of conjugate gradients.
    damping             : share of the velocity that is left after a step.
    speed_limit_m_s     : no vertex moves faster in one Newton iteration.
    """

    dt_s: float = 0.01
    newton: int = 2
    cg: float = 2e-2
    cg_limit: int = 200
    damping: float = 0.9
    speed_limit_m_s: float = 2.0


@dataclass(eq=False)
class Balance:
    """Forces at rest. residual: sum |force| / weight; up: upward contact force / weight; press (s,) N by sample."""

    residual: float
    up: float
    friction_up: float
    press: Array
    total_force: Array


class Cloth:
    """A cloth of triangles with its material, ready to step. All arguments in metres.

    faces (t, 3) vertices, rest (t, 3, 2) flat corners, stiffness (t, 4) weft, warp, coupling, shear N/m,
    density (t,) kg/m², bending (t,) N·m, friction (t,). patches (t, 3): the neighbourhood at each corner, one for
    each flat vertex, that strains are shared in; None = one for each vertex.
    """

    def __init__(
        self,
        positions: Array,
        faces: Index,
        rest: Array,
        stiffness: Array,
        density: Array,
        bending: Array,
        friction: Array,
        body: Field | None = None,
        gravity: tuple[float, float, float] = GRAVITY,
        samples: str = "all",
        layers_apart: bool = False,
        patches: Index | None = None,
    ) -> None:
        n = len(positions)
        self.x = np.ascontiguousarray(positions, dtype=np.float64).copy()
        self.v = np.zeros_like(self.x)
        self.faces = np.ascontiguousarray(faces, dtype=np.int64)
        self.stiffness = np.ascontiguousarray(stiffness, dtype=np.float64)
        self.grads, self.area = membrane.rest_gradients(rest)
        self.patches: Any = self.faces if patches is None else np.ascontiguousarray(patches, dtype=np.int64)
        self.shared = around(self.stiffness, self.area, self.patches)
        self.mass = np.zeros(n)
        self.vertex_area = np.zeros(n)
        for k in range(3):
            np.add.at(self.mass, self.faces[:, k], density * self.area / 3)
            np.add.at(self.vertex_area, self.faces[:, k], self.area / 3)
        self.gravity = np.array(gravity)
        self.free = np.ones(n)
        self.load = np.zeros((n, 3))
        stencils, weights = membrane.hinges(self.faces, rest, bending)
        self.q = linear.scalar_matrix(stencils, weights, n)
        self.rows, self.cols, self.blocks = linear.pattern_of(self.faces, n)
        self.data = np.zeros((len(self.cols), 3, 3))
        if body is None:
            samples, body = "none", Field(np.ones((2, 2, 2)), np.full(3, 1e6), 1.0)
        self.body = Field(np.ascontiguousarray(body.values, dtype=np.float32), body.origin, body.step)
        self.friction = friction
        self.samples = sampled(
            self.x, self.faces, self.area, self.vertex_area, friction, (self.rows, self.cols), samples
        )
        self.friction_on = True
        self.held = np.zeros(n, dtype=bool)
        """Vertices (n,) that friction holds in the frictionless phase, too."""
        self.apart = Apart(self.faces, rest, self.vertex_area, edge_m(self.area), float(np.median(friction)))
        self.apart_on = layers_apart
        self.crossed = np.zeros((0, 2), np.int64)

    def watch_closely(self, faces: Index) -> None:
        """Feels the body with more samples in some triangles (k,) and the ones around them."""
        at = np.unique(self.faces[faces])
        chosen = np.isin(self.faces, at).any(axis=1)
        self.samples = denser(
            self.samples, self.x, self.faces[chosen], self.area[chosen], self.friction[chosen], (self.rows, self.cols)
        )

    @property
    def weight_n(self) -> float:
        return float(self.mass.sum() * np.linalg.norm(self.gravity)) or 1.0

    def begin(self, positions: Array) -> None:
        """Begins anew from other positions (n, 3), at rest."""
        self.x = np.ascontiguousarray(positions, dtype=np.float64).copy()
        self.v = np.zeros_like(self.x)
        self.apart_on, self.crossed = False, np.zeros((0, 2), np.int64)
        self.apart.begin_step(self.x, False)
        self.reset_anchors()

    def reset_anchors(self) -> None:
        """Friction starts from the present positions."""
        self.samples.reset_anchors(self.x)

    def iron(self, places: npt.NDArray[np.int64]) -> None:
        """Smooths the cloth around some vertices (k,), clear of the body, at rest."""
        lies = untangle.ironed(self.x, edges_of(self.faces), places)
        c.push_out(self.body.values, self.body.origin, self.body.step, lies, c.OFFSET_M)
        self.x, self.v = lies, np.zeros_like(lies)

    def energy(self, x: Array) -> float:
        """Elastic and contact energy at x with friction limits frozen, J."""
        qx = np.empty_like(x)
        linear.scalar_product(*self.q, x, qx)
        f, s = self.body, self.samples
        return float(
            membrane.membrane_energy(x, self.faces, self.grads, self.area, self.stiffness, self.patches, self.shared)
            + 0.5 * float((x * qx).sum())
            + c.contact_energy(x, s.look(x, f), s.who, s.weight, s.area, s.lift, f.values, f.origin, f.step, s.anchor,
                               s.normal, s.limit)
            - float((self.load * x).sum())
            + (self.apart.energy(x) if self.apart_on else 0.0)
        )  # fmt: skip

    def forces(self, x: Array, matrix: bool = False) -> Array:
        """Membrane, bending, contact, friction and load at x (n, 3), N; with `matrix` fills the stiffness too."""
        force = self.load.copy()
        if matrix:
            self.data[:] = 0.0
        membrane.add_membrane(
            x, self.faces, self.grads, self.area, self.stiffness, self.patches, self.shared, force, self.blocks,
            self.data, matrix,
        )  # fmt: skip
        qx = np.empty_like(x)
        linear.scalar_product(*self.q, x, qx)
        force -= qx
        self._add_contact(x, force, self._mu, matrix)
        if self.apart_on:
            self.apart.look(x)
            self.apart.add_forces(x, force)
        if len(self.crossed):
            self.apart.add_freeing(x, self.crossed, force)
        return force

    @property
    def _mu(self) -> Array:
        """Coefficients of friction (s,) of the samples now."""
        s = self.samples
        return s.mu if self.friction_on else s.mu * (self.held[s.who] | (s.who < 0)).all(axis=1)

    def _add_contact(self, x: Array, force: Array, mu: Array, matrix: bool) -> None:
        f, s = self.body, self.samples
        near = s.look(x, f)
        s.limit[:] = s.press[:] = 0.0
        c.add_contact(x, near, s.who, s.weight, s.area, s.lift, s.blocks, f.values, f.origin, f.step, s.anchor, mu,
                      force, self.data, s.normal, s.limit, s.press, matrix)  # fmt: skip

    def step(self, settings: Settings, gravity: bool = True) -> int:
        """One time step; gives the number of conjugate gradient iterations."""
        dt = settings.dt_s
        inertia = self.mass / dt**2
        start = self.x.copy()
        aim = start + dt * self.v + (dt**2 * self.gravity if gravity else 0.0)
        aim[self.free == 0.0] = start[self.free == 0.0]
        x, first, spent = start.copy(), 0.0, 0
        self.apart.begin_step(start, self.friction_on)

        def potential(at: Array) -> float:
            return 0.5 * float((inertia[:, None] * (at - aim) ** 2).sum()) + self.energy(at)

        for number in range(settings.newton):
            right = self.forces(x, matrix=True) + inertia[:, None] * (aim - x)
            size = float(np.abs(right[self.free > 0]).sum())
            first = first or size
            if number and size <= 0.01 * first:
                break
            dx, share, count = self._direction(x, right, inertia, settings)
            spent += count
            before = potential(x)
            for _ in range(6):
                if potential(x + share * dx) <= before:
                    break
                share *= 0.5
            x = x + share * dx
        self.v = settings.damping * (x - start) / dt
        self.x = x
        self.forces(x)
        self.apart.end_step(x)
        s = self.samples
        c.drag_anchors(x, s.who, s.weight, s.area, s.anchor, s.normal, s.limit)
        return spent

    def free_crossings(self) -> bool:
        """Has the next step free the places where the cloth goes through itself, and keeps the rest of it apart.

        Gives whether there are none.
        """
        self.crossed = self.apart.crossed(self.x)
        self.apart.exempt_crossed(self.crossed)
        self.apart_on = True
        return not len(self.crossed)

    def _direction(self, x: Array, right: Array, inertia: Array, settings: Settings) -> tuple[Array, float, int]:
        """The Newton step at x, the share of it that keeps layers apart, and the iterations it took."""
        spent = 0
        for turn in range(3):
            who, vectors, stiff = self.apart.rows() if self.apart_on else _NO_PAIRS
            dx, count = linear.solve(self.rows, self.cols, self.data, *self.q, inertia, right, self.free,
                                     who, vectors, stiff, settings.cg, settings.cg_limit)  # fmt: skip
            spent += count
            far = np.sqrt((dx**2).sum(axis=1))
            dx *= np.minimum(1.0, settings.speed_limit_m_s * settings.dt_s / np.maximum(far, 1e-30))[:, None]
            if not self.apart_on:
                return dx, 1.0, spent
            dx = self.apart.allowed(x, dx)
            share = self.apart.meets(x, dx)
            if share >= 1.0 or turn == 2 or not self.apart.brace(right):
                break
        return dx, share, spent

    def balance(self) -> Balance:
        """Static balance at the present positions, friction from the anchors."""
        force = self.forces(self.x)
        contact, smooth = np.zeros_like(force), np.zeros_like(force)
        self._add_contact(self.x, smooth, np.zeros_like(self.samples.mu), False)
        self._add_contact(self.x, contact, self._mu, False)
        total = force + self.mass[:, None] * self.gravity
        total[self.free == 0.0] = 0.0
        up = -self.gravity / max(float(np.linalg.norm(self.gravity)), 1e-30)
        w = self.weight_n
        return Balance(
            float(np.linalg.norm(total, axis=1).sum()) / w,
            float(contact.sum(axis=0) @ up) / w,
            float((contact - smooth).sum(axis=0) @ up) / w,
            self.samples.press.copy(),
            total,
        )

    def pressure_pa(self, press: Array) -> Array:
        """Pressure (n,) on the body: normal forces of the samples shared out to vertices, per stretched area."""
        e = self.x[self.faces]
        area = 0.5 * np.linalg.norm(np.cross(e[:, 1] - e[:, 0], e[:, 2] - e[:, 0]), axis=1)
        force, share = np.zeros(len(self.x)), np.zeros(len(self.x))
        for k in range(3):
            np.add.at(share, self.faces[:, k], area / 3)
            used = self.samples.who[:, k] >= 0
            np.add.at(force, self.samples.who[used, k], press[used] * self.samples.weight[used, k])
        return np.asarray(force / share)

    @property
    def speed_m_s(self) -> float:
        """Mean speed of the vertices."""
        return float(np.linalg.norm(self.v, axis=1).mean())


def material_arrays(materials: tuple[ClothMaterial, ...], of: Index, layers: Array) -> dict[str, Array]:
    """Stiffness (t, 4), density, bending and friction (t,) of triangles; layers on each other add up."""
    table = np.array([(m.weft_n_m, m.warp_n_m, m.coupling_n_m, m.shear_n_m) for m in materials])
    return {
        "stiffness": table[of] * layers[:, None],
        "density": np.array([m.density_kg_m2 for m in materials])[of] * layers,
        "bending": np.array([m.bending_nm for m in materials])[of] * layers,
        "friction": np.array([m.friction for m in materials])[of],
    }


Watch = Callable[[int, Array, Balance | None], None]


@dataclass(frozen=True)
class Rest:
    """How a drape ended. converged: residual and speed are both below their limits. fallen: it left the body."""

    converged: bool
    residual: float
    speed_m_s: float
    steps: int
    balance: Balance
    fallen: bool = False

    @property
    def jammed(self) -> bool:
        """Whether it was given up because forces stayed far out of balance."""
        return not self.converged and not self.fallen and self.residual > _JAMMED


def pinched(balance: Balance) -> npt.NDArray[np.int64]:
    """Vertices (k,) at which a few folds hold nearly all that is out of balance; none where the whole cloth is."""
    size = np.linalg.norm(balance.total_force, axis=1)
    held = size > _PINCHED * size.sum()
    few = bool(size[held].sum() > 0.8 * size.sum())
    return np.flatnonzero(held).astype(np.int64) if few else np.zeros(0, np.int64)


def settle(
    cloth: Cloth,
    settings: Settings,
    residual: float = 0.01,
    speed_m_s: float = 0.002,
    gather_steps: int = 10,
    slick_residual: float = 0.05,
    max_steps: int = 800,
    fallen_m: float = 0.5,
    watch: Watch | None = None,
    slick: bool = True,
    loose_steps: int = 0,
    slick_steps: int = 800,
) -> Rest:
    """Steps a cloth to rest in two phases: without friction to slick_residual or for slick_steps, then with it.

    gather_steps come first, without gravity: seams draw together and the cloth finds the body. The friction equilibrium
    is not unique; coming to it from the frictionless one makes it repeatable. A fold that is pinched while the rest is
    calm is ironed. A cloth whose mean height sinks by fallen_m, or that is wedged, is given up. Without `slick` it goes
    on where it is, friction as it was. What is held sticks from the first step on. For loose_steps layers may pass
    through each other.
    """
    if slick:
        cloth.friction_on = False
    every, tangled, calm, irons = 5, True, gather_steps, 0
    balance = cloth.balance()
    height = float(cloth.x[:, 1].mean())
    for number in range(1, max_steps + 1):
        if number > loose_steps:
            tangled = tangled and not cloth.free_crossings()
        cloth.step(settings, gravity=number > gather_steps)
        checked = None
        if number % every == 0 and number > gather_steps:
            checked = balance = cloth.balance()
            if slick and (balance.residual <= slick_residual or number >= slick_steps):
                slick, cloth.friction_on = False, True
                cloth.reset_anchors()
            elif not slick and balance.residual <= residual and cloth.speed_m_s <= speed_m_s:
                return Rest(True, balance.residual, cloth.speed_m_s, number, balance)
        if watch is not None:
            watch(number, cloth.x, checked)
        if checked is not None and height - float(cloth.x[:, 1].mean()) > fallen_m:
            return Rest(False, balance.residual, cloth.speed_m_s, number, balance, fallen=True)
        slow = cloth.speed_m_s < _JAMMED_M_S
        if checked is not None and slow and balance.residual > _JAMMED and number >= calm + _CALM_STEPS:
            places = pinched(balance)
            if len(places) and irons < _IRONED:
                cloth.iron(places)
                tangled, calm, irons = True, number, irons + 1
        stuck = slow or number >= 2 * _JAMMED_STEPS
        if checked is not None and number >= _JAMMED_STEPS and balance.residual > _JAMMED and stuck:
            break
    if slick:
        cloth.friction_on = True
    return Rest(False, balance.residual, cloth.speed_m_s, number, balance)
