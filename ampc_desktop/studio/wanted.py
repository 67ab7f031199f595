"""What is wanted in a cutting order: sizes or pattern files with quantities, and the pieces of each to lay."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ampc_desktop import body as bodies
from ampc_desktop import cutting, design, garment
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.marker import MarkerPiece
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.runtime import files
from ampc_desktop.studio import flow
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.patterns import load


@dataclass(frozen=True)
class Wanted:
    """An order for cutting: size names, quantities, and the pieces of each size in one material."""

    sizes: tuple[str, ...]
    demand: tuple[int, ...]
    pieces: tuple[tuple[MarkerPiece, ...], ...]
    fabric: Fabric
    material: str = "shell"


def read_quantities(path: Path) -> list[tuple[str, int]]:
    """(size or pattern file, quantity) rows of a CSV with the columns size or pattern, and quantity. Raises Problem."""
    try:
        text = files.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("this is not a text file", str(path), "give a CSV file", code="cutplan.orders") from error
    rows = list(csv.DictReader(io.StringIO(text)))
    header = [name.strip().lower() for name in (rows[0] if rows else {}) if name]
    key = next((name for name in ("pattern", "size") if name in header), "")
    if not rows or not key:
        text = "write size,quantity or pattern,quantity in the first line"
        raise Problem("the columns are missing", str(path), text, code="cutplan.orders")
    found: list[tuple[str, int]] = []
    for line, row in enumerate(rows, 2):
        tidy = {(name or "").strip().lower(): (value or "").strip() for name, value in row.items() if name}
        raw = tidy.get("quantity", "1") or "1"
        if not tidy[key]:
            raise Problem(f"{key} is empty", f"{path}: line {line}", "name it", code="cutplan.orders")
        if not raw.isdigit():
            text = f"quantity is '{raw}'"
            raise Problem(text, f"{path}: line {line}", "a whole number, 0 or more", code="cutplan.demand")
        found.append((tidy[key], int(raw)))
    totals: dict[str, int] = {}
    for name, count in found:
        totals[name] = totals.get(name, 0) + count
    return list(totals.items())


def from_sizes(
    quantities: Sequence[tuple[str, int]],
    family: str,
    dimensions: Sequence[str],
    sex: Sex,
    charted: Mapping[str, Sequence[float]],
    fabric: str = "",
) -> tuple[Wanted, ...]:
    """Each size drafted for the body it is made for, other measures completed from the population; by material.

    charted: size name -> body dimensions mm; a size not in it is read as a designation such as 104/95. Raises Problem.
    """
    requirement = Requirement({"garment": Slot(family, "said"), **({"fabric": Slot(fabric, "said")} if fabric else {})})
    cloth, _, _ = design.choose_fabric(requirement, family, capabilities())
    patterns = []
    for name, _ in quantities:
        values = charted.get(name) or _designated(name, dimensions)
        given = {one: Measurement(value) for one, value in zip(dimensions, values, strict=True)}
        measures = bodies.complete(Measurements(name, sex, given))
        patterns.append(_drafted(family, measures, cloth))
    names, demand = zip(*quantities, strict=True)
    return _by_material(names, demand, patterns, cloth)


def from_patterns(quantities: Sequence[tuple[str, int]], folder: Path, fabric: str) -> tuple[Wanted, ...]:
    """One pattern.json a row; paths are relative to the order file; by material. Raises Problem."""
    cloth = capabilities().fabrics[fabric]
    patterns = [load(folder / name) for name, _ in quantities]
    names, demand = zip(*quantities, strict=True)
    return _by_material(tuple(Path(name).stem for name in names), demand, patterns, cloth)


def _designated(name: str, dimensions: Sequence[str]) -> tuple[float, ...]:
    try:
        values = tuple(10.0 * float(part.replace(",", ".")) for part in name.split("/"))
    except ValueError:
        values = ()
    if len(values) != len(dimensions):
        example = "/".join("104" if i == 0 else "85" for i in range(len(dimensions)))
        text = f"write {' / '.join(dimensions)} in cm such as {example}, or give the chart"
        raise Problem(f"'{name}' is no size", "orders", text, code="cutplan.size")
    for dimension, value in zip(dimensions, values, strict=True):
        limits = bodies.DEFINITIONS[dimension]
        if not limits.low <= value <= limits.high:
            text = f"{dimension} is {value / 10:g} cm, limit {limits.low / 10:g} to {limits.high / 10:g}"
            raise Problem(text, f"size {name}", "mend the size", code="cutplan.size")
    return values


def _drafted(family: str, measures: Measurements, cloth: Fabric) -> Pattern:
    options = garment.resolve(family, {}, measures, cloth)
    requirement = Requirement({"garment": Slot(family, "said")})
    print_spec = design.print_spec(requirement, family, cloth, capabilities(), 1)
    spec = DesignSpec(family, options, cloth.id, print_spec, garment.family(family).label)
    return garment.draft(spec, measures, cloth)


def _by_material(
    names: tuple[str, ...], demand: tuple[int, ...], patterns: Sequence[Pattern], cloth: Fabric
) -> tuple[Wanted, ...]:
    """What is laid in each material, the shell first. Sizes without pieces of a material don't ask for any."""
    fabrics: dict[str, Fabric] = {}
    for pattern in patterns:
        fabrics |= flow.fabrics_of(pattern, cloth, capabilities())
    found = []
    for material in sorted(fabrics, key=lambda one: (one != "shell", one)):
        fabric = fabrics[material]
        one_way = fabric.nap == "one_way"
        pieces = [cutting.marker_pieces(one, material, one_way=one_way) for one in patterns]
        held = [k for k, mine in enumerate(pieces) if mine]
        chosen = tuple(names[k] for k in held), tuple(demand[k] for k in held), tuple(pieces[k] for k in held)
        found.append(Wanted(*chosen, fabric, material))
    return tuple(found)
