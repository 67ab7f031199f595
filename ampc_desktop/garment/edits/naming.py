"""Edits of what a piece is called, of what and how often it is cut."""

from __future__ import annotations

from dataclasses import replace

from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Piece
from ampc_desktop.garment.edits.places import Refused, number

LONGEST_NAME = 20
"""Characters a CAD reads of a piece's name."""


def set_quantity(piece: Piece, edit: PatternEdit) -> Piece:
    quantity = number(edit, "quantity", most=50.0)
    if quantity < 1 or quantity != int(quantity):
        raise Refused("a quantity is a whole number from 1")
    if piece.mirrored_pair and int(quantity) % 2:
        raise Refused(f"{piece.id} is cut in pairs")
    return replace(piece, quantity=int(quantity))


def set_piece(piece: Piece, edit: PatternEdit) -> Piece:
    """Name, label, material, annotation, quantity, pair, printed, on_fold: those that the edit names."""
    v = edit.values
    name = str(v.get("name", piece.name)).strip().upper()
    if not name or len(name) > LONGEST_NAME or not name.isascii() or not name.isprintable():
        raise Refused(f"a name has 1 to {LONGEST_NAME} letters and digits that every CAD reads")
    material = str(v.get("material", piece.material)).strip().lower()
    if not material:
        raise Refused("a piece is cut of something: shell, rib, lining, fusible")
    pair = bool(number(edit, "pair", float(piece.mirrored_pair), 1.0))
    quantity = number(edit, "quantity", float(piece.quantity + (pair and not piece.mirrored_pair)), 50.0)
    if quantity < 1 or quantity != int(quantity):
        raise Refused("a quantity is a whole number from 1")
    if pair and int(quantity) % 2:
        raise Refused(f"{piece.id} is cut in pairs")
    fold = bool(number(edit, "on_fold", float(piece.on_fold), 1.0))
    if fold and not piece.symmetric:
        raise Refused(f"{piece.id} is not symmetric, so it can't be cut on the fold")
    return replace(
        piece,
        name=name,
        label=str(v.get("label", piece.label)).strip(),
        material=material,
        annotation=str(v.get("annotation", piece.annotation)).strip(),
        quantity=int(quantity),
        mirrored_pair=pair,
        printed=bool(number(edit, "printed", float(piece.printed), 1.0)),
        on_fold=fold,
    )
