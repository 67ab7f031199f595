"""A garment in sizes: drafted again for each with its edits, or graded by rules from a corrected pattern."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from ampc_desktop import body as bodies
from ampc_desktop import design, exchange, garment
from ampc_desktop.core.block import Block
from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurement, Measurements, Sex
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.core.schema import Option
from ampc_desktop.garment import grading
from ampc_desktop.garment.blocks import alike, from_block
from ampc_desktop.runtime import codec, files, resources
from ampc_desktop.studio import flow
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.patterns import load
from ampc_desktop.studio.state import DesignState

MOST_SIZES = 40


@dataclass(frozen=True)
class Graded:
    """One size: its pattern, the garment's checks of it, and edits that do not apply in it."""

    size: str
    pattern: Pattern
    checks: tuple[CheckResult, ...]
    conflicts: int = 0
    told: str = ""
    """Why this size can't be sewn as it was graded, one sentence; "" where it can."""

    @property
    def worst(self) -> CheckResult | None:
        """The first failed check, else the first warning, None when all pass."""
        bad = [one for status in ("fail", "warn") for one in self.checks if one.status == status]
        return bad[0] if bad else None


def letter_sizes(sex: Sex) -> dict[str, dict[str, float]]:
    """Size name -> body dimensions, mm, small to large (resources/sizing/alpha.toml)."""
    found: dict[str, dict[str, float]] = resources.toml("sizing", "alpha.toml")[sex]
    return found


def base_size() -> str:
    return str(resources.toml("sizing", "alpha.toml")["base"])


def bodies_of(sizes: Mapping[str, Mapping[str, float]], sex: Sex) -> dict[str, Measurements]:
    """The body of each size: its dimensions, the rest completed from the population. Raises Problem."""
    found = {}
    for name, values in sizes.items():
        for dimension, value in values.items():
            limits = bodies.DEFINITIONS.get(dimension)
            if limits is None:
                known = ", ".join(list(bodies.DEFINITIONS)[:8])
                raise Problem(
                    f"there is no measure '{dimension}'", f"size {name}", f"e.g. {known}", code="grade.measure"
                )
            if not limits.low <= value <= limits.high:
                text = f"{dimension} is {value:g} mm, limit {limits.low:g} to {limits.high:g}"
                raise Problem(text, f"size {name}", "mend the size", code="grade.size")
        given = {one: Measurement(float(value)) for one, value in values.items()}
        found[name] = bodies.complete(Measurements(name, sex, given))
    return found


def one_size(state: DesignState) -> bool:
    """Whether the pattern is of one size: a block that was read from a file, whatever the body."""
    block = state.block
    return block is not None and block.fixed and block.family == flow.family_of(state.requirement)


def sizes_of(state: DesignState) -> tuple[str, ...]:
    """Names of the sizes a design can be drafted in, none for one that is of one size as drawn."""
    return () if one_size(state) else tuple(letter_sizes(state.body.sex))


def nest(studio: Studio, state: DesignState) -> tuple[Graded, ...]:
    """The design in every letter size of the customer's sex: drafted for each body, from its block, altered by the
    rules for that body, all its edits replayed.

    Options that follow from the body are resolved for each size; those a person decided stay. Raises Problem, also for
    a block that is the same in every size.
    """
    if one_size(state):
        text = (
            f"block {state.block.name if state.block else ''} is one size as drawn, so no size can be drafted from it"
        )
        raise Problem(text, "sizes", "import the file's other sizes, one block each", code="grade.fixed")
    results = studio.results(state)
    choice, requirement = results["fabric_choice"], state.requirement
    family = flow.family_of(requirement)
    rules = flow.rules_of(state, studio.house_rules())
    made = []
    for name, measures in bodies_of(letter_sizes(state.body.sex), state.body.sex).items():
        options = flow.resolved(requirement, measures, choice[0])
        spec = DesignSpec(family, options, choice[0].id, results["print_spec"], garment.family(family).label)
        draft = replace(garment.draft(spec, measures, choice[0]), size=name)
        edited = garment.applied(draft, state.block, garment.rule_edits(rules, family, measures), state.edits)
        checks = garment.run_checks(edited.pattern, edited.conflicts)
        made.append(Graded(name, edited.pattern, checks, len(edited.conflicts)))
    return tuple(made)


# --- from files -----------------------------------------------------------------------------------------------


def read_sizes(data: bytes, where: str) -> dict[str, dict[str, float]]:
    """Sizes from CSV: a column `size`, the others body measures; cm when all are below 300, else mm. Raises Problem."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem("not a CSV file", where, "save it as CSV, UTF-8", code="grade.file") from error
    if not rows or "size" not in (rows[0] or {}) or len(rows[0]) < 2:
        raise Problem("no sizes in it", where, "a column size and one for each measure, e.g. bust", code="grade.file")
    if len(rows) > MOST_SIZES:
        raise Problem(f"{len(rows)} sizes", where, f"{MOST_SIZES} are the most", code="grade.file")
    found: dict[str, dict[str, float]] = {}
    for number, row in enumerate(rows, 2):
        name = (row.get("size") or "").strip()
        if not name or name in found:
            raise Problem(f"line {number} has {'no size name' if not name else f'size {name} again'}", where,
                          "each size once", code="grade.file")  # fmt: skip
        found[name] = {}
        if row.get(cast(str, None)):
            raise Problem(f"line {number} has more cells than the first line", where,
                          "one cell for each measure", code="grade.file")  # fmt: skip
        for measure, text in row.items():
            if measure in (None, "size"):
                continue
            if not (text or "").strip():
                raise Problem(f"{measure} of {name} is blank", where, "a number", code="grade.file")
            try:
                found[name][measure.strip()] = float(text.replace(",", "."))
            except (ValueError, AttributeError) as error:
                raise Problem(f"{measure} of {name} is '{text}'", where, "a number", code="grade.file") from error
    values = [value for row in found.values() for value in row.values()]
    if values and max(values) < 300.0:
        found = {name: {m: 10.0 * value for m, value in row.items()} for name, row in found.items()}
    return found


@dataclass(frozen=True)
class Nest:
    """A graded nest: the base pattern with its rules, and every size."""

    base: Pattern
    sizes: tuple[Graded, ...]


def grade_file(path: Path, sizes: Path, sex: Sex | None = None) -> Nest:
    """A pattern file in the sizes of a CSV file: rules from redrafts of its family, applied to the pattern as it is.

    So what was corrected in the pattern is corrected in every size. Raises Problem.
    """
    pattern = load(path)
    family = garment.family(pattern.family)
    who: Sex = sex or ("male" if pattern.options.get("sex") == "male" else "female")
    chart = read_sizes(files.read_bytes(sizes), str(sizes))
    cloth = _cloth(family.id)
    base_body = bodies.complete(
        Measurements("base", who, {m: Measurement(v) for m, v in pattern.measures.items() if m in bodies.DEFINITIONS})
    )
    decided = _decided(pattern, base_body, cloth)
    base = _drafted(pattern, base_body, cloth, decided)
    drafts = {name: _drafted(pattern, body, cloth, decided) for name, body in bodies_of(chart, who).items()}
    block = Block("", pattern.style, family.id, base_body, {}, base, pattern)
    made = []
    for name, draft in drafts.items():
        draft = replace(draft, size=name)
        lost = 0 if alike(base, draft) or pattern.pieces == base.pieces else 1
        one = from_block(block, draft).pattern
        checks = garment.run_checks(one)
        turned = grading.darts_elsewhere(pattern, base) if any(check.status == "fail" for check in checks) else ()
        told = (
            f"the dart turned on {', '.join(turned)} can't be graded to {name} point by point; "
            f"order {name} and its dart is turned there anew"
        ) if turned else ""  # fmt: skip
        made.append(Graded(name, one, checks, lost + len(turned), told))
    sized = {one.size: one.pattern for one in made}
    return Nest(replace(pattern, grade_rules=grading.rules_from(pattern, sized)), tuple(made))


def _cloth(family: str) -> Fabric:
    requirement = Requirement({"garment": Slot(family, "said")})
    cloth, _, _ = design.choose_fabric(requirement, family, flow.capabilities())
    return cloth


def _decided(pattern: Pattern, body: Measurements, cloth: Fabric) -> dict[str, float]:
    """What lengths and eases of a pattern differ by from those its family would take for its body."""
    usual = _resolved(pattern, body, cloth, {})
    found = {}
    for name, option in usual.items():
        value = pattern.options.get(name)
        if isinstance(value, (int, float)) and isinstance(option.value, (int, float)) and not isinstance(value, bool):
            found[name] = float(value) - float(option.value)
    return {name: by for name, by in found.items() if abs(by) > 1e-6}


def _resolved(
    pattern: Pattern, body: Measurements, cloth: Fabric, decided: Mapping[str, float]
) -> Mapping[str, Option]:
    """The options of a pattern for a body: choices and switches stay, lengths and eases differ from the usual ones of
    the body by what was decided.
    """
    schema = garment.family(pattern.family).schema
    kept: dict[str, tuple[Any, Any]] = {
        name: (value, "said")
        for name, value in pattern.options.items()
        if name in schema and schema[name].kind in ("choice", "switch")
    }
    found = garment.resolve(pattern.family, kept, body, cloth)
    wishes: dict[str, tuple[Any, Any]] = {
        name: (float(cast(float, found[name].value)) + by, "said") for name, by in decided.items()
    }
    return garment.resolve(pattern.family, {**kept, **wishes}, body, cloth) if wishes else found


def _drafted(pattern: Pattern, body: Measurements, cloth: Fabric, decided: Mapping[str, float]) -> Pattern:
    family = garment.family(pattern.family)
    options = dict(_resolved(pattern, body, cloth, decided))
    requirement = Requirement({"garment": Slot(family.id, "said")})
    print_spec = design.print_spec(requirement, family.id, cloth, flow.capabilities(), 1)
    return garment.draft(DesignSpec(family.id, options, cloth.id, print_spec, family.label), body, cloth)


def write(nested: Nest, out: Path) -> list[Path]:
    """Write a nest: .json with every size, or .dxf with a block a piece and size, and the .rul of its rules beside it.

    Raises Problem.
    """
    if out.suffix.lower() == ".dxf":
        info = exchange.StyleInfo(style=nested.base.style or nested.base.family.upper())
        sized = [(one.size, one.pattern) for one in nested.sizes]
        rul = out.with_suffix(".rul")
        files.write_bytes(out, exchange.write_nest_dxf(nested.base, sized, info))
        files.write_bytes(rul, exchange.write_rul(nested.base, [one.size for one in nested.sizes], info))
        return [out, rul]
    if out.suffix.lower() != ".json":
        raise Problem(f"no nest is written as '{out.suffix}'", str(out), "name it .json or .dxf", code="grade.out")
    document = {
        "format": "ampc.nest",
        "version": 1,
        "base": codec.to_plain(nested.base),
        "sizes": [{"size": one.size, "pattern": codec.to_plain(one.pattern)} for one in nested.sizes],
    }
    files.write_bytes(out, codec.dumps(document).encode("utf-8"))
    return [out]


def rows(nested: Sequence[Graded]) -> list[dict[str, Any]]:
    """One row a size: girths, cap ease and the worst check."""
    found = []
    for one in nested:
        worst = one.worst
        found.append(
            {
                "size": one.size,
                "dimensions": {dim.id: round(dim.target_mm, 1) for dim in one.pattern.key_dimensions},
                "status": worst.status if worst is not None else "pass",
                "worst": one.told or (f"{worst.name}: {worst.summary}" if worst is not None else ""),
                "conflicts": one.conflicts,
            }
        )
    return found
