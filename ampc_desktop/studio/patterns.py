"""Patterns as files: draft, check, import, export, without a conversation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from ampc_desktop import body as bodies
from ampc_desktop import cutting, design, exchange, garment
from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import Readiness, readiness
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.marker import Marker, MarkerPiece, MarkerRules
from ampc_desktop.core.pattern import Pattern, Piece, Seam
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.requirement import Requirement, Slot
from ampc_desktop.core.schema import Value
from ampc_desktop.core.units import parse_length_mm
from ampc_desktop.runtime import files
from ampc_desktop.studio.avatars import read_person
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.orders import adjusted_options, fabric_id

PROFILES = exchange.PROFILES


def draft(garment_id: str, body: Path, settings: Sequence[str]) -> tuple[Pattern, tuple[str, ...]]:
    """A pattern from `key=value` options, and what could not be made as asked, one line each.

    Raises Problem for an unknown garment, option, value or a bad body.
    """
    family = garment.family(garment_id)
    shop = capabilities()
    slots: dict[str, Slot] = {"garment": Slot(garment_id, "said")}
    for text in settings:
        key, equals, raw = text.partition("=")
        if not equals:
            raise Problem(f"'{text}' has no value", "--set", "write name=value, e.g. fit=relaxed", code="draft.option")
        if key == "fabric":
            slots[key] = Slot(fabric_id(raw, "--set"), "said")
            continue
        if key not in family.schema:
            known = ", ".join(parameter.id for parameter in family.schema.parameters)
            raise Problem(f"{family.label} has no option '{key}'", "--set", f"it has {known}", code="draft.option")
        slots[key] = Slot(_value(family.schema[key].kind, key, raw), "said")
    requirement = Requirement(slots)
    measures = bodies.complete(read_person(body).measures)
    fabric, _, _ = design.choose_fabric(requirement, garment_id, shop)
    wishes = {name: (slot.value, slot.source) for name, slot in slots.items() if name in family.schema}
    options = garment.resolve(garment_id, wishes, measures, fabric)
    print_spec = design.print_spec(requirement, garment_id, fabric, shop, 1)
    spec = DesignSpec(garment_id, options, fabric.id, print_spec, family.label)
    return garment.draft(spec, measures, fabric), tuple(adjusted_options(requirement, options))


def _value(kind: str, key: str, raw: str) -> Value:
    try:
        if kind == "length":
            return parse_length_mm(raw)
        if kind in ("ratio", "count"):
            return float(raw.replace(",", "."))
    except ValueError as error:
        raise Problem(f"{key} is '{raw}'", "--set", "give a number, e.g. 12 or 1.2cm", code="draft.value") from error
    if kind == "switch":
        if raw.lower() not in ("yes", "no", "true", "false"):
            raise Problem(f"{key} is '{raw}'", "--set", "yes or no", code="draft.value")
        return raw.lower() in ("yes", "true")
    return raw


def save(pattern: Pattern, path: Path) -> None:
    files.write_bytes(path, exchange.pattern_to_json(pattern))


def load(path: Path) -> Pattern:
    """A pattern from pattern.json. Raises Problem."""
    return exchange.pattern_from_json(files.read_bytes(path), str(path))


def check(pattern: Pattern) -> Readiness:
    """Checks 1 to 16: the garment's own and the round trip through DXF. 17 needs a fabric: see `ampc nest`."""
    checks = garment.run_checks(pattern)
    info = exchange.StyleInfo(style=pattern.style or pattern.family.upper())
    data = exchange.write_pattern_dxf(pattern, "astm_gerber", info)
    return readiness((*checks, exchange.check_roundtrip(pattern, data, "astm_gerber")))


def piece_row(piece: Piece) -> dict[str, Any]:
    left, bottom, right, top = g.bounds(piece.cut_ring)
    return {
        "id": piece.id,
        "name": piece.name,
        "material": piece.material,
        "quantity": piece.quantity,
        "size": [round(right - left, 1), round(top - bottom, 1)],
        "area_mm2": round(piece.cut_area_mm2, 1),
        "perimeter_mm": round(g.perimeter(piece.cut_ring), 1),
        "edges": len(piece.edges),
        "notches": len(piece.notches),
    }


def seam_row(pattern: Pattern, seam: Seam) -> dict[str, Any]:
    a, b = pattern.chain_length_mm(seam.a), pattern.chain_length_mm(seam.b)
    return {"id": seam.id, "a_mm": round(a, 2), "b_mm": round(b, 2), "ease_mm": round(seam.ease_mm, 2)}


def export(path: Path, profile: str, out: Path) -> dict[str, Any]:
    """Write pattern.json as DXF in a vendor's profile; its pieces and what a reader would remark on.

    The warnings come from reading the written file back; the flat profile has no blocks to read back.
    Raises Problem, also for an unknown profile.
    """
    pattern = load(path)
    info = exchange.StyleInfo(style=pattern.style or pattern.family.upper())
    data = exchange.write_pattern_dxf(pattern, cast(exchange.Profile, profile), info)
    warnings = () if profile == "flat" else exchange.read_dxf(data, str(out)).warnings
    files.write_bytes(out, data)
    return {"pieces": [piece_row(piece) for piece in pattern.pieces], "warnings": list(warnings)}


def read_row(piece: exchange.ReadPiece) -> dict[str, Any]:
    """What a DXF says about one piece, mm."""
    left, bottom, right, top = g.bounds(piece.cut)
    return {
        "name": piece.name,
        "size": [round(right - left, 2), round(top - bottom, 2)],
        "size_name": piece.size,
        "area_mm2": round(piece.area_mm2, 2),
        "perimeter_mm": round(g.perimeter(piece.cut), 2),
        "quantity": piece.quantity,
        "material": piece.material,
        "closed": piece.was_closed,
        "grain": piece.grain,
        "notches": len(piece.notches),
        "drills": len(piece.drills),
        "cut": g.as_points(piece.cut),
        "sew": g.as_points(piece.sew) if piece.sew is not None else None,
    }


def import_dxf(path: Path, out: Path) -> dict[str, Any]:
    """Read an apparel DXF into plain pieces and write them as JSON; the rows and warnings. Raises Problem."""
    drawing = exchange.read_dxf(files.read_bytes(path), str(path))
    rows = {
        "pieces": [read_row(piece) for piece in drawing.pieces],
        "unit_mm": drawing.unit_mm,
        "style": dict(drawing.style),
        "warnings": list(drawing.warnings),
    }
    document = {"format": "ampc.import", "version": 1, "source": path.name, **rows}
    files.write_text(out, json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return rows


def nest(
    paths: Sequence[Path], width_mm: float, seconds: int, seed: int, gap_mm: float, progress: Progress
) -> list[Marker]:
    """Markers of pattern.json files (all materials together per role) or of a strip-packing instance."""
    if len(paths) == 1 and _is_instance(paths[0]):
        one = cutting.read_instance(files.read_bytes(paths[0]), str(paths[0]))
        rules = MarkerRules(one.strip_height, 0.0, 0.0)
        return [cutting.nest(one.pieces, rules, "instance", one.name or paths[0].stem, seconds, seed, progress)]
    rules = MarkerRules(width_mm, gap_mm)
    by_material: dict[str, list[MarkerPiece]] = {}
    for i, path in enumerate(paths):
        pattern = load(path)
        for material in cutting.materials(pattern):
            for piece in cutting.marker_pieces(pattern, material):
                unique = piece if len(paths) == 1 else replace(piece, id=f"{i + 1}.{piece.id}")
                by_material.setdefault(material, []).append(unique)
    return [
        cutting.nest(tuple(pieces), rules, material, "", seconds, seed, progress)
        for material, pieces in by_material.items()
    ]


def save_markers(markers: Sequence[Marker], out: Path) -> list[Path]:
    """Write marker.json files: the first to `out`, further materials beside it as NAME-material.json."""
    paths = [out, *(out.with_name(f"{out.stem}-{marker.material}{out.suffix}") for marker in markers[1:])]
    for marker, path in zip(markers, paths, strict=True):
        files.write_bytes(path, exchange.marker_to_json(marker))
    return paths


def _is_instance(path: Path) -> bool:
    try:
        raw = json.loads(files.read_bytes(path))
    except ValueError as error:
        advice = "give a pattern.json or a strip-packing instance"
        raise Problem("not JSON", str(path), advice, code="nest.file") from error
    return isinstance(raw, dict) and "strip_height" in raw
