"""A tolerant reader of apparel DXF (AAMA 292, ASTM D6673), tag by tag.

Real files break what DXF libraries expect: several blocks of one name, names of question marks, inserts of blocks
that are not there, outlines not flagged closed, inches without a header. Here a piece is one occurrence of a BLOCK
with a cut line; everything healed or not understood is listed in `warnings`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.problem import Problem

HEAL_MM = 0.1
UNITS_MM = {"METRIC": 1.0, "ENGLISH": 25.4}
NOTCH_LAYERS = ("4", "80", "81", "82", "83")
LARGEST_BYTES = 200 * 2**20
_LABEL = re.compile(r"^\s*([A-Za-z][A-Za-z /0-9]*?)\s*:\s*(.*)$")


@dataclass(frozen=True)
class ReadNotch:
    """layer tells the kind; depth, width in mm, angle in degrees as the file has them (angle None if absent)."""

    layer: str
    at: Point
    depth_mm: float
    width_mm: float
    angle_deg: float | None


@dataclass(frozen=True, eq=False)
class ReadPiece:
    """One piece as a file describes it, mm.

    cut          : cut line (n, 2), the dense one (layer 84) when there is one; cut_sparse: layer 1.
    sew          : sew line or None. internals: further lines. grain: (start, end) or None.
    texts        : labels in lower case -> value; notes: every other text with its layer.
    was_closed   : how the outline was closed: "flag", "repeat", "healed" or "open".
    """

    name: str
    block: str
    size: str
    cut: Array
    cut_sparse: Array
    was_closed: str
    sew: Array | None
    internals: tuple[Array, ...]
    grain: tuple[Point, Point] | None
    notches: tuple[ReadNotch, ...]
    drills: tuple[tuple[Point, float], ...]
    turns: tuple[Point, ...]
    texts: Mapping[str, str]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def quantity(self) -> tuple[int, int] | None:
        """(right, left) as the file says, None when it says nothing readable."""
        found = re.findall(r"\d+", self.texts.get("quantity", ""))
        if not found:
            return None
        return int(found[0]), int(found[1]) if len(found) > 1 else 0

    @property
    def material(self) -> str:
        return self.texts.get("material", "")

    @property
    def area_mm2(self) -> float:
        return abs(g.signed_area(self.cut))

    @property
    def sparse_area_mm2(self) -> float:
        return abs(g.signed_area(self.cut_sparse))


@dataclass(frozen=True)
class DxfDrawing:
    """A file's pieces. unit_mm: millimetres per unit of the file; unit_said: the file names its unit itself."""

    name: str
    pieces: tuple[ReadPiece, ...]
    unit_mm: float
    unit_said: bool
    style: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass
class _Entity:
    kind: str
    layer: str = "0"
    tags: list[tuple[int, str]] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)

    def number(self, code: int, otherwise: float = 0.0) -> float:
        return next((_number(v) for c, v in self.tags if c == code), otherwise)

    def has(self, code: int) -> bool:
        return any(c == code for c, _ in self.tags)

    def text(self, code: int) -> str:
        return next((v for c, v in self.tags if c == code), "")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number")
    return value


def _pairs(data: bytes) -> list[tuple[int, str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for i in range(0, len(lines) - 1, 2):
        try:
            code = int(lines[i])
        except ValueError as error:
            if not any(line.strip() for line in lines[i:]):
                break
            raise Problem(f"line {i + 1} holds {lines[i].strip()[:20]!r}, not a group code") from error
        found.append((code, lines[i + 1].strip() if code != 1 else lines[i + 1].rstrip("\n")))
    return found


def _entities(pairs: list[tuple[int, str]]) -> tuple[list[tuple[str, list[_Entity]]], list[_Entity]]:
    """(blocks in order of occurrence, model space)."""
    blocks: list[tuple[str, list[_Entity]]] = []
    loose: list[_Entity] = []
    section = ""
    target: list[_Entity] | None = None
    current: _Entity | None = None
    parent: _Entity | None = None
    for code, value in pairs:
        if code == 0:
            if value == "SECTION":
                section, current = "?", None
                continue
            if value == "ENDSEC":
                section, target, current, parent = "", None, None, None
                continue
            current = _Entity(value)
            if section == "BLOCKS" and value == "BLOCK":
                blocks.append(("", []))
                target, parent = blocks[-1][1], None
                continue
            if value == "ENDBLK":
                target, current = None, None
                continue
            into = loose if section == "ENTITIES" else target
            if value == "VERTEX" and parent is not None:
                parent.points.append((math.nan, math.nan))
            elif value == "SEQEND":
                parent, current = None, None
            elif into is not None:
                into.append(current)
                parent = current if value == "POLYLINE" else None
            continue
        if section == "?" and code == 2:
            section = value
        elif current is None:
            continue
        elif current.kind == "BLOCK":
            if code == 2 and blocks:
                blocks[-1] = (value, blocks[-1][1])
        elif current.kind == "VERTEX" and parent is not None:
            x, y = parent.points[-1]
            if code == 10:
                parent.points[-1] = (_number(value), y)
            elif code == 20:
                parent.points[-1] = (x, _number(value))
        else:
            if code == 8:
                current.layer = value
            if current.kind == "LWPOLYLINE" and code == 10:
                current.points.append((_number(value), math.nan))
            elif current.kind == "LWPOLYLINE" and code == 20 and current.points:
                current.points[-1] = (current.points[-1][0], _number(value))
            else:
                current.tags.append((code, value))
    return blocks, loose


def read_dxf(data: bytes, name: str = "") -> DxfDrawing:
    """Pieces of an apparel DXF, in mm. Raises Problem when the file is no DXF or holds no piece."""
    if len(data) > LARGEST_BYTES:
        raise Problem("the file is larger than 200 MB", name, "export the pattern alone", code="dxf.invalid")
    if data[:22] == b"AutoCAD Binary DXF\r\n\x1a\x00":
        raise Problem("a binary DXF can't be read", name, "save it as ASCII DXF", code="dxf.invalid")
    try:
        blocks, loose = _entities(_pairs(data))
    except (ValueError, Problem) as error:
        what = error.what if isinstance(error, Problem) else str(error)
        raise Problem(
            f"not a readable DXF: {what}", name, "export it again as ASCII DXF", code="dxf.invalid"
        ) from error
    warnings: list[str] = []
    style = _labels(loose)
    everything = dict(style)
    for _, entities in blocks:
        everything = {**_labels(entities), **everything}
    outlines = [
        points for _, entities in blocks for points in (_outline(entities, "1"), _outline(entities, "84")) if points
    ]
    unit, said = _unit(everything.get("units", ""), outlines, warnings)
    known = {block for block, _ in blocks}
    for entity in loose:
        if entity.kind == "INSERT" and entity.text(2) not in known:
            warnings.append(
                f"a copy of {entity.text(2)!r} is placed, but that piece is not in the file (mirrored second one?)"
            )
    pieces = []
    for block, entities in blocks:
        try:
            piece = _piece(block, entities, unit, warnings)
        except ValueError as error:
            raise Problem(f"piece {block}: {error}", name, "export it again", code="dxf.invalid") from error
        if piece is not None:
            pieces.append(piece)
    if not pieces:
        raise Problem("no pattern piece found (no block with a closed cut line on layer 1)", name, "", code="dxf.empty")
    names = [piece.name for piece in pieces]
    for twice in sorted({n for n in names if names.count(n) > 1 and len({p.size for p in pieces if p.name == n}) == 1}):
        warnings.append(f"{names.count(twice)} pieces are called {twice!r}")
    return DxfDrawing(name, tuple(pieces), unit, said, style, tuple(dict.fromkeys(warnings)))


def _labels(entities: list[_Entity]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entity in entities:
        if entity.kind == "TEXT" and (match := _LABEL.match(entity.text(1))):
            found.setdefault(match[1].strip().lower(), match[2].strip())
    return found


def _outline(entities: list[_Entity], layer: str) -> list[tuple[float, float]]:
    """Points of the largest polyline on a layer."""
    made = [
        e.points for e in entities if e.kind in ("POLYLINE", "LWPOLYLINE") and e.layer == layer and len(e.points) > 2
    ]
    return max(made, key=lambda points: np.ptp(np.asarray(points), axis=0).sum(), default=[])


def _unit(said: str, outlines: list[list[tuple[float, float]]], warnings: list[str]) -> tuple[float, bool]:
    if said.upper() in UNITS_MM:
        return UNITS_MM[said.upper()], True
    largest = max((float(np.ptp(np.asarray(o), axis=0).max()) for o in outlines), default=0.0)
    unit, word = (
        (25.4, "inches")
        if 6.0 <= largest < 60.0
        else (10.0, "centimetres")
        if 60.0 <= largest < 150.0
        else (1.0, "millimetres")
    )
    warnings.append(f"the file names no unit; the largest piece measures {largest:.0f}, taken for {word}")
    return unit, False


def _ring(entity: _Entity, unit: float, warnings: list[str], where: str) -> tuple[Array, str]:
    points = np.asarray(entity.points, dtype=np.float64) * unit
    if np.isnan(points).any():
        raise ValueError("a vertex has no coordinates")
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = np.hypot(*np.diff(points, axis=0).T) > 1e-9
    points = points[keep]
    gap = float(np.hypot(*(points[0] - points[-1])))
    flagged = int(entity.number(70)) & 1 == 1
    how = "flag"
    if len(points) > 2 and gap <= 1e-6 * unit:
        points, how = points[:-1], "flag" if flagged else "repeat"
    elif not flagged and gap <= HEAL_MM:
        points, how = points[:-1], "healed"
        warnings.append(f"{where}: an outline gap of {gap:.2f} mm was closed")
    elif not flagged:
        how = "open"
    if len(points) > 2 and g.signed_area(points) < 0:
        points = points[::-1]
    return points, how


def _piece(block: str, entities: list[_Entity], unit: float, warnings: list[str]) -> ReadPiece | None:
    lines: dict[str, list[_Entity]] = {}
    for entity in entities:
        if entity.kind in ("POLYLINE", "LWPOLYLINE") and len(entity.points) > 1:
            lines.setdefault(entity.layer, []).append(entity)

    def largest(layer: str) -> _Entity | None:
        made = [e for e in lines.get(layer, []) if len(e.points) > 2]
        return max(made, key=lambda e: abs(g.signed_area(np.asarray(e.points))), default=None)

    sparse, dense = largest("1"), largest("84")
    if sparse is None and dense is None:
        return None
    texts = _labels(entities)
    name = texts.get("piece name") or block
    sparse_ring, how = _ring(sparse or dense, unit, warnings, name)  # type: ignore[arg-type]
    ring = _ring(dense, unit, warnings, name)[0] if dense is not None else sparse_ring
    if how == "open":
        warnings.append(f"{name}: the cut line is open")
    sew_entity = largest("87") or largest("14")
    sew = _ring(sew_entity, unit, warnings, name)[0] if sew_entity is not None else None
    inner_layer = "85" if "85" in lines else "8"
    internals = [np.asarray(e.points) * unit for layer in (inner_layer, "11") for e in lines.get(layer, [])]
    grain, notches, drills, turns, notes = None, [], [], [], []
    for e in entities:
        at = (e.number(10) * unit, e.number(20) * unit)
        if e.kind == "LINE":
            end = (e.number(11) * unit, e.number(21) * unit)
            if e.layer == "7" and grain is None:
                grain = (at, end)
            elif e.layer in ("4", "80"):
                notches.append(ReadNotch(e.layer, _nearer(ring, at, end), math.dist(at, end), 0.0, None))
            elif e.layer in ("6", inner_layer):
                internals.append(np.asarray([at, end]))
        elif e.kind == "POINT" and e.layer in NOTCH_LAYERS:
            angle = e.number(50) if e.has(50) else None
            notches.append(ReadNotch(e.layer, at, e.number(30) * unit, e.number(39) * unit, angle))
        elif e.kind == "POINT" and e.layer == "13":
            drills.append((at, e.number(30) * unit))
        elif e.kind == "POINT" and e.layer == "2":
            turns.append(at)
        elif e.kind in ("TEXT", "ATTDEF") and not _LABEL.match(e.text(1)) and e.text(1).strip():
            notes.append((e.layer, e.text(1).strip()))
        elif e.kind not in ("POINT", "POLYLINE", "LWPOLYLINE", "TEXT", "ATTDEF", "INSERT"):
            warnings.append(f"{name}: {e.kind} on layer {e.layer} was not understood")
    if not shapely.Polygon(ring).is_valid:
        warnings.append(f"{name}: the cut line crosses itself")
    odd = [n for n in notches if n.depth_mm > 25.0 or 0 < n.depth_mm < 1.0]
    if odd:
        warnings.append(f"{name}: {len(odd)} notches have an unlikely depth ({odd[0].depth_mm:.2f} mm)")
    size = texts.get("size") or texts.get("sample size") or ""
    return ReadPiece(
        name, block, size, ring, sparse_ring, how, sew, tuple(internals), grain, tuple(notches), tuple(drills),
        tuple(turns), texts, tuple(notes),
    )  # fmt: skip


def _nearer(ring: Array, a: Point, b: Point) -> Point:
    closed = np.vstack((ring, ring[:1]))
    return min((a, b), key=lambda point: g.nearest_on(closed, point)[1])
