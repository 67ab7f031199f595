"""Test bodies for the photo benchmark: people of many builds, ages and origins, as spread as a population.

They come from the whole of Anny, all 254 local changes and every phenotype, asymmetric as people are; the studio's own
model knows 40 directions of a symmetric, one-age, one-origin part of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ampc_desktop.body.bake.model import JOINTS, LOCALS, _skin_first
from ampc_desktop.body.bake.source import Source
from ampc_desktop.body.measuring import frame_of, measure, readings
from ampc_desktop.body.model import load
from ampc_desktop.core.body import BodyMesh, BodyShape, MeasuredBody
from ampc_desktop.core.measurement import Sex
from ampc_desktop.runtime import resources

Array = npt.NDArray[Any]
Coefficients = npt.NDArray[np.float32]

WIDENED = 1.3
"""Spread of girths, breadths, depths and weight over that of ANSUR II, whose soldiers are slimmer than most people."""
FURTHEST_SD = 2.2
CANDIDATES = 400
ROUNDS = 4
STEP = 0.1
DIMENSIONS: tuple[tuple[str, str, float], ...] = (
    # column of ANSUR II, what of it is measured on the mesh (x, z: breadth, depth of the girth), tolerance in mm (kg)
    ("stature", "stature", 4.0),
    ("weightkg", "weight_kg", 2.0),
    ("chestcircumference", "bust", 8.0),
    ("waistcircumference", "waist_navel", 8.0),
    ("buttockcircumference", "hip", 8.0),
    ("biacromialbreadth", "shoulder", 10.0),
    ("crotchheight", "inseam", 10.0),
    ("thighcircumference", "thigh", 15.0),
    ("bicepscircumferenceflexed", "biceps", 20.0),
    ("chestbreadth", "bust x", 45.0),
    ("waistbreadth", "waist_navel x", 10.0),
    ("waistdepth", "waist_navel z", 10.0),
    ("hipbreadth", "hip x", 10.0),
    ("buttockdepth", "hip z", 12.0),
    ("sleeveoutseam", "arm", 10.0),
    ("calfcircumference", "calf", 10.0),
    ("neckcircumference", "neck", 12.0),
)
NATURAL_WAIST: dict[Sex, tuple[float, float]] = {"female": (0.925, 0.025), "male": (0.975, 0.02)}
"""Natural waist over waist at the navel, mean and spread: ANSUR 1988 took both (NATICK/TR-89/044)."""
UNDERBUST_MM: dict[Sex, tuple[float, float]] = {"female": (145.0, 25.0), "male": (70.0, 20.0)}
"""Bust less underbust: cups A to D of EN 13402-1 are 12 to 20 cm; of men what a chest gives."""
DERIVED_TOLERANCE_MM = (15.0, 20.0)
SOFT = ("weight", "circumference", "breadth", "depth")


@dataclass(frozen=True, eq=False)
class TestBody:
    """One body in the source's rest pose, metres, feet on y = 0; truth: what a tape finds on it."""

    sex: Sex
    vertices: Array
    bones: Array
    truth: MeasuredBody


def people(source: Source, sex: Sex, n: int, seed: int) -> list[TestBody]:
    """n bodies whose dimensions spread as in the population, each a shape of its own."""
    rng = np.random.default_rng([seed, 0 if sex == "female" else 1])
    phenotypes, local = _draw(source, sex, CANDIDATES, rng)
    coefficients = source.coefficients(phenotypes, local)
    tape = _Tape(source, sex)
    found = np.concatenate([tape.dimensions(coefficients[i : i + 40]) for i in range(0, CANDIDATES, 40)])
    wanted = _wanted(sex, n, rng)
    tolerance = np.array([*(t for _, _, t in DIMENSIONS), *DERIVED_TOLERANCE_MM])
    free = np.ones(len(found), bool)
    bodies = []
    for target in wanted:
        gap = np.where(free, np.abs((found - target) / tolerance).sum(axis=1), np.inf)
        chosen = int(gap.argmin())
        free[chosen] = False
        one = {name: values[chosen : chosen + 1].copy() for name, values in phenotypes.items()}
        own = {name: values[chosen : chosen + 1].copy() for name, values in local.items()}
        row = _brought(source, tape, one, own, target, tolerance)
        vertices, bones = _standing(source, row[None])
        bodies.append(TestBody(sex, vertices[0], bones[0], tape.measured(vertices[0], bones[0])))
    return bodies


class _Tape:
    """Measures a body of the source, its vertices put in the order of the studio's mesh, the same surface."""

    def __init__(self, source: Source, sex: Sex) -> None:
        self.source, self.model = source, load(sex)
        self.order, faces, skin_faces = _skin_first(source.template, source.faces)
        if not np.array_equal(faces, self.model.faces) or skin_faces != self.model.skin_faces:
            raise ValueError("the studio's model was baked from another mesh")
        # landmarks are the same vertices; the betas are not those of this body and nothing reads them
        self.shape = BodyShape(self.model.id, sex, (0.0,) * self.model.n_betas)

    def measured(self, vertices: Array, bones: Array) -> MeasuredBody:
        return measure(self._mesh(vertices, bones))

    def dimensions(self, coefficients: Coefficients) -> Array:
        """(n, len(DIMENSIONS) + 2) values of n bodies, natural waist and underbust last."""
        bodies = zip(*_standing(self.source, coefficients), strict=True)
        return np.array([self._dimensions(vertices, bones) for vertices, bones in bodies])

    def _dimensions(self, vertices: Array, bones: Array) -> Array:
        names = {name.split()[0] for _, name, _ in DIMENSIONS} | {"waist", "underbust"}
        found = readings(frame_of(self._mesh(vertices, bones)), names)
        values = []
        for _, name, _ in DIMENSIONS:
            of, _, extent = name.partition(" ")
            reading = found[of]
            values.append(float(np.ptp(reading.way[:, "xyz".index(extent)])) if extent else reading.value)
        return np.array([*values, found["waist"].value, found["underbust"].value])

    def _mesh(self, vertices: Array, bones: Array) -> BodyMesh:
        labels = self.source.bone_labels
        return BodyMesh(
            vertices_mm=1000 * vertices[self.order],
            faces=self.model.faces,
            skin_faces=self.model.skin_faces,
            regions=self.model.regions,
            joints_mm={joint: 1000 * bones[labels.index(bone)] for joint, bone in JOINTS},
            shape=self.shape,
        )


def _standing(source: Source, coefficients: Coefficients) -> tuple[Array, Array]:
    """Vertices (n, V, 3) and bone heads (n, B, 3) of n bodies, each over the origin with its feet on y = 0."""
    vertices, bones = source.vertices(coefficients), source.joints(coefficients)
    lift = np.stack([bones[:, 0, 0], vertices[:, :, 1].min(axis=1), bones[:, 0, 2]], axis=1)[:, None]
    return vertices - lift, bones - lift


def _wanted(sex: Sex, n: int, rng: np.random.Generator) -> Array:
    """(n, dimensions + 2) drawn from ANSUR II with soft dimensions widened; evenly spread over how heavy people are."""
    group = resources.json_file("body", "ansur_stats.json")["groups"][sex]
    columns = [group["cols"].index(column) for column, _, _ in DIMENSIONS]
    unit = np.array([1.0 if column == "weightkg" else 10.0 for column, _, _ in DIMENSIONS])
    mean, sd = (np.array(group[key])[columns] * unit for key in ("mean", "sd"))
    soft = np.array([any(part in column for part in SOFT) for column, _, _ in DIMENSIONS])
    sd = sd * np.where(soft, WIDENED, 1.0)
    corr = np.array(group["corr"])[np.ix_(columns, columns)]
    weights, axes = np.linalg.eigh(corr)
    root = axes * np.sqrt(np.maximum(weights, 0))
    scores: list[Array] = []
    while len(scores) < n:
        score = root @ np.clip(rng.standard_normal(len(columns)), -FURTHEST_SD, FURTHEST_SD)
        if np.abs(score).max() <= FURTHEST_SD:
            scores.append(score)
    wanted = mean + np.array(scores) * sd
    names = [name for _, name, _ in DIMENSIONS]
    waist = wanted[:, names.index("waist_navel")] * rng.normal(*NATURAL_WAIST[sex], n)
    underbust = wanted[:, names.index("bust")] - rng.normal(*UNDERBUST_MM[sex], n)
    return np.column_stack([wanted, waist, underbust])


def _brought(
    source: Source, tape: _Tape, phenotypes: dict[str, Array], local: dict[str, Array], target: Array, tolerance: Array
) -> Coefficients:
    """Coefficients of a body moved towards the target dimensions by the symmetric local changes and the build."""
    knobs = [("local", name, -1.0, 1.0) for name in LOCALS] + [
        ("phenotype", "height", 0.1, 0.8),
        ("phenotype", "weight", -0.4, 2.8),
        ("phenotype", "proportions", 0.0, 1.0),
    ]
    values = {"local": local, "phenotype": phenotypes}

    def get() -> Array:
        return np.array([float(values[kind][name][0]) for kind, name, _, _ in knobs])

    def put(at: Array) -> None:
        for value, (kind, name, low, high) in zip(at, knobs, strict=True):
            values[kind][name][0] = np.clip(value, low, high)

    def row() -> Coefficients:
        return np.asarray(source.coefficients(phenotypes, local)[0])

    middle = np.array([0.5 * (low + high) for _, _, low, high in knobs])
    at = get()
    for _ in range(ROUNDS):
        rows = [row()]
        steps = np.where(at < middle, STEP, -STEP)  # away from the end of the knob
        for k in range(len(at)):
            tried = at.copy()
            tried[k] += steps[k]
            put(tried)
            rows.append(row())
        found = (tape.dimensions(np.stack(rows)) - target) / tolerance
        residual, jacobian = found[0], ((found[1:] - found[0]) / steps[:, None]).T
        # moves as little as it must: half a unit of a knob weighs as much as one tolerance
        at = at - np.linalg.solve(jacobian.T @ jacobian + 4.0 * np.eye(len(at)), jacobian.T @ residual)
        put(at)
        at = get()
    return row()


def _draw(source: Source, sex: Sex, n: int, rng: np.random.Generator) -> tuple[dict[str, Array], dict[str, Array]]:
    """n adults of every build, 18 to about 60 years old, of every origin, each side a little different."""
    female = sex == "female"
    races = rng.dirichlet(np.ones(3) * 0.8, n)
    phenotypes = {
        "gender": np.clip(rng.normal(1.0, 0.06, n), 0.85, 1.0) if female else np.clip(rng.normal(0, 0.06, n), 0, 0.15),
        "age": rng.uniform(0.6, 0.85, n),
        "muscle": rng.uniform(0.15, 0.95, n),
        "weight": np.clip(rng.normal(0.9, 0.7, n), -0.4, 2.8),
        "height": rng.normal(0.37 if female else 0.36, 0.08, n),
        "proportions": rng.uniform(0, 1, n),
        "cupsize": rng.uniform(0, 1, n) if female else np.full(n, 0.5),
        "firmness": rng.uniform(0, 1, n),
        "african": races[:, 0],
        "asian": races[:, 1],
        "caucasian": races[:, 2],
    }
    shared: dict[str, Array] = {}
    local: dict[str, Array] = {}
    for label in source.locals:
        if label in LOCALS:
            local[label] = rng.normal(0, 0.12 if "pregnant" in label else 0.3, n)
        elif label.startswith(("l-", "r-")):
            both = shared.setdefault(label[2:], rng.normal(0, 0.22, n))
            local[label] = both + rng.normal(0, 0.06, n)
        elif label.endswith("-out") and "trans" in label:
            local[label] = rng.normal(0, 0.06, n)  # sideways shifts of the whole part
        elif label.endswith("age-incr"):
            local[label] = rng.uniform(0, 0.5, n)
        else:
            local[label] = rng.normal(0, 0.2, n)
    return phenotypes, {label: np.clip(value, -1, 1) for label, value in local.items()}
