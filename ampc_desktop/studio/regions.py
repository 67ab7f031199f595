"""A region marked on a garment or on the body, laid flat and saved as pattern pieces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ampc_desktop import exchange, garment, tryon
from ampc_desktop.core.drape import Index
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.runtime import files

ALLOWANCE_MM = 10.0
DARTS = 2
"""Cuts a part may get where it would not lie flat."""


@dataclass(frozen=True)
class FlatPieces:
    """Pieces of a marked region; strain_p95: area strain that 95 % of them keep below, per cent."""

    pattern: Pattern
    strain_p95: float
    darts: int

    @property
    def words(self) -> str:
        """What a person is told."""
        count = len(self.pattern.pieces)
        darts = f", {self.darts} cut{'s' if self.darts > 1 else ''} made" if self.darts else ""
        return f"{count} piece{'s' if count > 1 else ''}, area strain up to {self.strain_p95:.1f} %{darts}"


def flattened(worn: Worn, triangles: Index, of_body: bool) -> FlatPieces:
    """The marked triangles of the cloth or of the skin as pieces with seam allowance. Raises Problem."""
    mesh, body = worn.drape.mesh, worn.body.mesh
    surface = (body.vertices_mm, body.skin) if of_body else (worn.drape.positions_mm, mesh.faces)
    regions = tryon.flatten(*surface, triangles, DARTS)
    pieces = tuple(tryon.as_piece(region, f"region.{k}", ALLOWANCE_MM) for k, region in enumerate(regions, start=1))
    source = f"flattened from the {'body' if of_body else 'garment'} of {worn.body.measures.name}"
    pattern = Pattern(
        family="region", style="REGION", size="MTM", pieces=pieces, seams=(), key_dimensions=(),
        recipe={piece.id: 1 for piece in pieces}, measures={}, options={}, facts={}, sources=(source,),
    )  # fmt: skip
    strain = max(region.strain_p95 for region in regions)
    return FlatPieces(garment.with_cut_lines(pattern), strain, sum(len(region.darts) for region in regions))


def save(flat: FlatPieces, path: Path) -> None:
    """As DXF, or as a pattern file (.json). Raises Problem."""
    if path.suffix.lower() == ".json":
        files.write_bytes(path, exchange.pattern_to_json(flat.pattern))
    elif path.suffix.lower() == ".dxf":
        files.write_bytes(path, exchange.write_pattern_dxf(flat.pattern, "astm_gerber"))
    else:
        raise Problem(f"'{path.suffix}' is no kind of pattern file", str(path), ".dxf or .json", code="file.suffix")
