"""Patterns of other programs: an apparel DXF as a pattern that can be checked, edited and kept as a block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ampc_desktop import exchange, garment
from ampc_desktop.core.measurement import Measurements, Sex
from ampc_desktop.core.pattern import NotchKind, Pattern, Piece
from ampc_desktop.core.problem import Problem
from ampc_desktop.garment.importing import Drawn, DrawnNotch, piece_of
from ampc_desktop.runtime import files
from ampc_desktop.studio import grading

FAMILY = "imported"
MATERIALS = {"shell": "shell", "self": "shell", "lining": "lining", "fusible": "fusible", "rib": "rib"}
NOTCHES: dict[str, NotchKind] = {"4": "slit", "80": "t", "81": "castle", "82": "check", "83": "u"}


@dataclass(frozen=True)
class Imported:
    """A pattern read from a file, and what was odd or had to be assumed, one line each.

    sizes : the sizes the file has; taken: the one that the pattern is of.
    """

    pattern: Pattern
    notes: tuple[str, ...]
    sizes: tuple[str, ...] = ()
    taken: str = ""


def read(path: Path, size: str = "", family: str = FAMILY) -> Imported:
    """The pattern of an apparel DXF in one size (the file's first, unless named).

    Raises Problem: no readable DXF, no such size, an outline that crosses itself.
    """
    drawing = exchange.read_dxf(files.read_bytes(path), str(path))
    sizes = list(dict.fromkeys(piece.size for piece in drawing.pieces))
    if size and size not in sizes:
        raise Problem(f"there is no size '{size}'", str(path), f"it has {', '.join(sizes)}", code="import.size")
    chosen = size or drawing.style.get("sample size", "")
    chosen = chosen if chosen in sizes else sizes[0]
    notes = list(drawing.warnings)
    if len(sizes) > 1:
        notes.append(f"the file has sizes {', '.join(sizes)}; {chosen} is taken")
    pieces: list[Piece] = []
    for found in drawing.pieces:
        if found.size != chosen:
            continue
        try:
            piece, told = piece_of(_drawn(found, [one.id for one in pieces], [one.name for one in pieces]))
        except ValueError as error:
            raise Problem(str(error), str(path), "mend it in its own program", code="import.outline") from error
        pieces.append(piece)
        notes += told
    notes.append("a DXF names no seams: sew edges together in the editor; until then price and work have none")
    style = drawing.style.get("style name", "") or path.stem
    pattern = Pattern(
        family=family,
        style=_name(style, ()),
        size=chosen or "MTM",
        pieces=tuple(pieces),
        seams=(),
        recipe={piece.id: piece.quantity for piece in pieces},
        sources=(f"read from {path.name}",),
    )
    return Imported(pattern, tuple(dict.fromkeys(notes)), tuple(sizes), chosen)


def garments() -> tuple[tuple[str, str], ...]:
    """(id, label) of the garments a pattern can be a block of."""
    return tuple((id, family.label) for id, family in garment.families().items())


TELLING = (("hood", "hoodie"), ("leg", "trousers"), ("fly", "trousers"), ("collar", "shirt"), ("yoke", "shirt"))
"""Pieces that one garment has, most telling first."""


def likely_garment(pattern: Pattern, otherwise: str) -> str:
    """The garment that the names of the pieces speak of; `otherwise` when they tell nothing."""
    words = {word for piece in pattern.pieces for word in re.split(r"[^a-z]+", f"{piece.id} {piece.name}".lower())}
    return next((family for word, family in TELLING if word in words), otherwise)


def letter_sizes(sex: Sex) -> tuple[str, ...]:
    """Names of the letter sizes a pattern may have been made for."""
    return tuple(grading.letter_sizes(sex))


def size_body(sex: Sex, size: str) -> Measurements:
    """The body of a letter size, as a block is made for it."""
    whose = "women" if sex == "female" else "men"
    found = grading.bodies_of(grading.letter_sizes(sex), sex)[size]
    return replace(found, name=f"{whose}'s size {size}")


def body_of(measures_mm: Mapping[str, float], sex: Sex) -> Measurements:
    """A body by a few of its measures, the rest completed. Raises Problem for one that can't be."""
    return replace(grading.bodies_of({"own": measures_mm}, sex)["own"], name="a body by its measures")


def _drawn(piece: exchange.ReadPiece, ids: Sequence[str], names: Sequence[str]) -> Drawn:
    right, left = piece.quantity or (1, 0)
    own = re.sub(r"[^a-z0-9]+", "_", piece.texts.get("category", "").lower()).strip("_")
    slug = own or re.sub(r"[^a-z0-9]+", "_", piece.name.lower()).strip("_") or "piece"
    return Drawn(
        id=_unique(slug, ids),
        name=_name(piece.name, names),
        cut=piece.cut,
        sew=piece.sew,
        turns=piece.turns,
        grain=piece.grain,
        notches=tuple(
            DrawnNotch(
                notch.at,
                "v" if notch.layer == "4" and notch.width_mm > 0 else NOTCHES.get(notch.layer, "slit"),
                notch.depth_mm,
                notch.width_mm,
            )
            for notch in piece.notches
        ),
        internals=piece.internals,
        drills=piece.drills,
        material=MATERIALS.get(piece.material.lower(), piece.material.lower() or "shell"),
        quantity=max(right + left, 1),
        pair=left > 0 and left == right,
        label=piece.name.replace("_", " ").capitalize(),
        annotation=piece.texts.get("annotation", ""),
    )


def _unique(slug: str, taken: Sequence[str]) -> str:
    if slug not in taken:
        return slug
    return next(f"{slug}.{k}" for k in range(2, len(taken) + 3) if f"{slug}.{k}" not in taken)


def _name(text: str, taken: Sequence[str]) -> str:
    """A name as files have it: ASCII, at most 20 characters, unique."""
    plain = " ".join(text.encode("ascii", "ignore").decode().replace("?", " ").upper().split())[:20] or "PIECE"
    if plain not in taken:
        return plain
    return next(one for k in range(2, len(taken) + 3) if (one := f"{plain[:17]} {k}") not in taken)
