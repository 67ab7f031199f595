"""What a customer sees of a drape: the garment in its print on the body, its maps, its fit in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from ampc_desktop import render, tryon
from ampc_desktop.core.body import BodyMesh, MeasuredBody, PosePreset
from ampc_desktop.core.check import CheckResult
from ampc_desktop.core.drape import Array, ClothMesh, Drape
from ampc_desktop.core.fabric import Fabric, Ink
from ampc_desktop.core.fit import Cure, FitReport
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.worn import Texture, Worn
from ampc_desktop.garment.checks.reading import finished_mm
from ampc_desktop.render import colourmap
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import drapes, flow
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.drapes import OnMoving, OnPositions
from ampc_desktop.studio.sound_cures import sound, sound_of_file
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState
from ampc_desktop.studio.targets import check_target
from ampc_desktop.studio.textures import textures
from ampc_desktop.tryon.carry import carry, crumpled

Mark = tuple[int, tuple[float, float, float]]
"""(triangle of the cloth, weights of its corners): a point on the garment."""
DRAWN = ("strain", "pressure", "ease", "fit")
"""Maps that are drawn for an order or a script."""
WRITTEN = frozenset(
    {
        "fit.json",
        "garment.glb",
        "strain.ply",
        "maps.csv",
        "print.png",
        "strain.png",
        "pressure.png",
        "ease.png",
        "fit.png",
    }
)
PRINTS_KEPT = 8
_PRINTS: dict[tuple[str, ...], dict[str, Texture]] = {}
"""Prints by what they were made from: the same picture again need not be drawn again, nor given to 3D again."""
WARM_S, WARM_SHARE = 3.0, 1.5
"""Going on from the last drape may take so many seconds, or this share of what the last one took; from the hanger is
quicker then."""
SIZE_MM = 40.0
GIRTHS = ("bust", "underbust", "waist", "waist_navel", "hip")
"""What differs from size to size."""
MESHES = (".glb", ".obj", ".ply")
CLOTH_RGB = (196, 200, 206)
"""Cloth whose colour nobody named."""


def fit(drape: Drape, pattern: Pattern, body: MeasuredBody) -> FitReport:
    """How the garment fits: girths, percentiles, findings with their cures."""
    own = {one.id: mm for one in pattern.key_dimensions if (mm := finished_mm(pattern, one)) is not None}
    return tryon.report(drape, pattern, body, own)


def checked(report: FitReport) -> CheckResult:
    """What the readiness of an order says of the try-on: check 19."""
    return tryon.checked(report)


def worn(results: Results, caption: str = "") -> Worn:
    """The garment of a design on its body, draped now if it never was. Raises Problem, Cancelled."""
    drape, body = results["drape"], results["avatar"].body
    return of_drape(drape, results, body, caption, results.key("drape"))


def dress(results: Results) -> tuple[dict[str, Texture], dict[str, tuple[int, int, int]]]:
    """The print by panel, and the ground of every panel, of a design's cloth."""
    mesh, inks = results["cloth"], results["capabilities"].inks
    key = tuple(results.key(name) for name in ("cloth", "artwork", "placement"))
    prints = _PRINTS.get(key)
    if prints is None:
        prints = textures(mesh, results["artwork"], results["placement"], inks)
        while len(_PRINTS) >= PRINTS_KEPT:
            _PRINTS.pop(next(iter(_PRINTS)), None)
        _PRINTS[key] = prints
    return prints, dict.fromkeys(mesh.panels, _rgb(inks[results["artwork"].ground]))


def of_drape(drape: Drape, results: Results, body: MeasuredBody, caption: str, key: str) -> Worn:
    """A drape of this design's cloth, dressed in its print."""
    mesh = drape.mesh
    prints, grounds = dress(results)
    return Worn(
        drape=drape,
        body=body,
        caption=caption,
        report=sound(results, fit(drape, results["pattern"], body)),
        textures=prints,
        grounds=grounds,
        maps=tryon.views(drape, tryon.maps(drape)) if drape.converged else {},
        handles=tryon.handles(mesh, results["pattern"]),
        key=key,
        seconds=drape.seconds,
    )


def plain(
    drape: Drape, pattern: Pattern, body: MeasuredBody, caption: str, colour: tuple[int, int, int] = CLOTH_RGB
) -> Worn:
    """A drape without a print, in plain cloth."""
    return Worn(
        drape=drape,
        body=body,
        caption=caption,
        report=sound_of_file(pattern, fit(drape, pattern, body)),
        grounds=dict.fromkeys(drape.mesh.panels, colour),
        maps=tryon.views(drape, tryon.maps(drape)) if drape.converged else {},
    )


def _rgb(ink: Ink) -> tuple[int, int, int]:
    r, g, b = ink.srgb
    return int(r), int(g), int(b)


def document(worn: Worn) -> dict[str, Any]:
    """The JSON of the contract, with everything the fit report says. A drape not at rest has no stresses."""
    drape, report = worn.drape, worn.report
    told: dict[str, Any] = {
        "converged": drape.converged,
        "why": drape.why,
        "residual": drape.residual,
        "seconds": round(drape.seconds, 3),
        "steps": drape.steps,
        "vertices": len(drape.positions_mm),
        "penetrations": drape.penetrations,
        "self_crossings": drape.self_crossings,
        "seam_gap_mm": drape.seam_gap_mm,
        "contact_share": round(drape.contact_share, 4),
        "verdict": report.verdict,
        "notes": list(report.notes),
        "advice": codec.to_plain(report.advice),
        "materials": codec.to_plain(drape.mesh.materials),
    }
    if drape.converged:
        told |= {
            "strain": {"p50": round(report.strain_p50, 3), "p99": round(report.strain_p99, 3)},
            "pressure_pa": {"p99": round(report.pressure_p99_pa, 1)},
            "fit": {"p99": round(report.fit_p99, 4)},
            "ease_mm": {girth.id: round(girth.ease_mm, 1) for girth in report.girths},
            "girths": codec.to_plain(report.girths),
        }
    return told


def pulled(worn: Worn, handle_id: str, pattern: Pattern, drag_mm: float) -> Cure:
    """What pulling a handle means for the pattern. Raises Problem when it means nothing."""
    handle = next(one for one in worn.handles if one.id == handle_id)
    cure = tryon.pulled(handle, pattern, drag_mm)
    if cure is None:
        raise Problem(f"{handle.label.lower()} can't be pulled so far", "try-on", "pull less", Kind.NO, "tryon.pull")
    return cure


def pulled_line(worn: Worn, handle_id: str, changed: Pattern) -> Array | None:
    """Where a handle's line will lie by a changed pattern, (k, 3) mm on the cloth as it lies now; None if nowhere."""
    handle = next((one for one in worn.handles if one.id == handle_id), None)
    return None if handle is None else tryon.pulled_line(worn.drape.mesh, worn.drape.positions_mm, handle, changed)


def style_line(worn: Worn, pattern: Pattern, marks: Sequence[Mark]) -> Cure:
    """The change that splits the pieces along a line drawn on the garment. Raises Problem."""
    found = tryon.style_line(worn.drape.mesh, pattern, marks)
    pieces = ", ".join(dict.fromkeys(edit.piece for edit in found.edits))
    return Cure(f"Style line on {pieces}", found.edits)


def from_file(
    pattern: Pattern, shell: Fabric, body: MeasuredBody, draping: drapes.Draping, progress: Progress = silent
) -> Worn:
    """A pattern of one cloth on a body. Raises Problem, Cancelled."""
    drape = drapes.draped(drapes.job(cloth_of(pattern, shell, draping), body), progress)
    return in_one_cloth(drape, pattern, shell, body)


def cloth_of(pattern: Pattern, shell: Fabric, draping: drapes.Draping) -> ClothMesh:
    """The sewn garment of a pattern that is cut from one cloth. Raises Problem."""
    fabrics = flow.fabrics_of(pattern, shell, flow.capabilities())
    return drapes.cloth(pattern, drapes.materials(fabrics), draping)


def in_one_cloth(drape: Drape, pattern: Pattern, shell: Fabric, body: MeasuredBody) -> Worn:
    """A drape in the colour that its cloth comes in."""
    inks = flow.capabilities().inks
    colour = next((_rgb(inks[ground]) for ground in shell.grounds if ground in inks), CLOTH_RGB)
    return plain(drape, pattern, body, f"{pattern.style or pattern.family}, {shell.label}", colour)


def again(
    results: Results,
    last: Worn | None,
    caption: str = "",
    progress: Progress = silent,
    on_partial: OnPositions | None = None,
) -> Worn:
    """The garment of a changed design, draped from where the last one lies: quick, while somebody works on it.

    A garment of other pieces, or one that does not soon come to rest so, is draped from the hanger. What an order is
    released with is always draped from the hanger: the same order, the same drape. Raises Problem, Cancelled.
    """
    key = results.key("drape")
    if last is None or not last.drape.converged or results.known("drape") is not None:
        return worn(results, caption)
    body, mesh = results["avatar"].body, results["cloth"]
    lies = _lies(last.drape, mesh)
    if lies is None:
        return worn(results, caption)
    most = max(WARM_S, WARM_SHARE * last.drape.seconds)
    try:
        drape = drapes.draped(drapes.job(mesh, body, lies), progress, _no_longer(most, on_partial))
    except _TooLongError:
        return worn(results, caption)
    if not drape.converged:
        return worn(results, caption)
    return of_drape(drape, results, body, caption, key)


def waited(worn: Worn, clock: drapes.Clock) -> Worn:
    """A drape just made, told with the time it took in all: preparing, what lies beneath, the child's start."""
    return replace(worn, seconds=clock.seconds)


class _TooLongError(Exception):
    """Going on from the last drape takes longer than the hanger would."""


def _no_longer(seconds: float, on_partial: OnPositions | None) -> OnPositions:
    """Hears positions, and gives up after so many seconds of them; none come while it is paused."""
    heard = 0

    def tell(positions_mm: Array) -> None:
        nonlocal heard
        heard += 1
        if heard > seconds * drapes.TOLD_A_SECOND:
            raise _TooLongError
        if on_partial is not None:
            on_partial(positions_mm)

    return tell


def _lies(drape: Drape, mesh: ClothMesh) -> Array | None:
    """Where the cloth of a changed pattern lies by an earlier drape; None for a garment of quite other pieces."""
    try:
        return carry(drape.mesh, drape.positions_mm, mesh)
    except Problem:
        pass  # other pieces, or larger ones: what was there lies where it lay, what is new goes on from its edge
    try:
        lies = tryon.carried(drape, mesh)
    except Problem:
        return None
    return None if crumpled(mesh, lies) else lies


def mesh_bytes(worn: Worn, suffix: str, mode: str = "") -> bytes:
    """The worn garment as .glb, .obj or .ply, with what is beneath, coloured by a map if `mode` names one.

    Raises Problem.
    """
    if suffix not in MESHES:
        raise Problem(f"'{suffix}' is no kind of mesh file", "", f"one of {', '.join(MESHES)}", code="file.suffix")
    view = worn.maps.get(mode)
    colours: colourmap.Colours = "target" if mode in colourmap.TARGETS else "amount"
    kind = cast(Literal["glb", "obj", "ply"], suffix[1:])
    under = [(one.caption.partition(",")[0], one.drape) for one in worn.beneath]
    return tryon.export(worn.drape, kind, view, None if view is None else colourmap.table(colours), under)


def save_mesh(worn: Worn, path: Path, mode: str = "") -> None:
    """Write the worn garment as a mesh. Raises Problem."""
    files.write_bytes(path, mesh_bytes(worn, path.suffix.lower(), mode))


def write(worn: Worn, out: Path, progress: Progress = silent, pictures: bool = True) -> dict[str, Path]:
    """Drape, maps and pictures in a new folder, written whole; its files by name. Raises Problem.

    fit.json; garment.glb, and one coloured by strain; pictures of print, strain, pressure and ease, as far as the
    machine can draw and the drape is at rest.
    """
    check_target(out, WRITTEN)
    shown = (
        ()
        if not pictures
        else ("print", *(name for name in ("strain", "pressure", "ease", "fit") if name in worn.maps))
    )
    with files.whole_folder(out) as draft:
        files.write_text(draft / "fit.json", codec.dumps({"format": "ampc.fit", "version": 1, **document(worn)}))
        files.write_bytes(draft / "garment.glb", mesh_bytes(worn, ".glb"))
        if "strain" in worn.maps:
            files.write_bytes(draft / "strain.ply", mesh_bytes(worn, ".ply", "strain"))
            files.write_text(draft / "maps.csv", _table(worn))
        for number, name in enumerate(shown):
            progress(number / len(shown), f"Draw {name}")
            files.write_bytes(draft / f"{name}.png", render.worn_picture(worn, (name,), progress=progress))
        names = sorted(path.name for path in draft.iterdir())
    return {name: out / name for name in names}


def _table(worn: Worn) -> str:
    """Every flat vertex with its place on the piece, on the body, and all maps."""
    mesh, text = worn.drape.mesh, io.StringIO()
    table = csv.writer(text)
    heads = [f"{name}_{view.unit}".rstrip("_") for name, view in worn.maps.items()]
    table.writerow(["panel", "piece_x_mm", "piece_y_mm", "x_mm", "y_mm", "z_mm", *heads])
    places = worn.drape.positions_mm[mesh.sewn]
    for k, panel in enumerate(mesh.panel):
        numbers = [*mesh.flat_mm[k], *places[k], *(view.values[k] for view in worn.maps.values())]
        table.writerow([mesh.panels[int(panel)], *(f"{value:.4f}" for value in numbers)])
    return text.getvalue()


def in_pose(rest: Worn, pose: PosePreset, progress: Progress = silent, on_partial: OnMoving | None = None) -> Worn:
    """The garment as its wearer moves into a pose. rest: it in the rest pose. Raises Problem, Cancelled."""
    drape, mesh = drapes.posed(rest.drape, rest.body, pose, progress, on_partial)
    return of_pose(rest, drape, mesh, pose)


def of_pose(rest: Worn, drape: Drape, mesh: BodyMesh, pose: PosePreset) -> Worn:
    """What was worn in the rest pose, as a drape of the same cloth on the body in another pose has it."""
    body = replace(rest.body, mesh=mesh, tape={}, landmarks=())
    maps = tryon.views(drape, tryon.maps(drape)) if drape.converged else {}
    return replace(
        rest, drape=drape, body=body, caption=f"{rest.caption}, {pose}", report=_moved(drape, rest.report), maps=maps,
        handles=(), key=f"{rest.key}:{pose}", seconds=drape.seconds,
    )  # fmt: skip


def _moved(drape: Drape, rest: FitReport) -> FitReport:
    """What a pose tells beyond the rest pose, in which girths are measured and findings made."""
    if not drape.converged:
        return FitReport(False, f"Not at rest in this pose: {drape.why}.", notes=drape.notes)
    felt = tryon.maps(drape)
    strain = np.maximum(felt.strain_weft, felt.strain_warp)
    p50, p99 = tryon.percentiles(drape.mesh, strain)
    (fit,) = tryon.percentiles(drape.mesh, felt.fit, (99.0,))
    verdict = (
        f"In this pose 99 % of the cloth stretches less than {max(p99, 0.0):.1f} % "
        f"and uses less than {100 * max(fit, 0.0):.0f} % of what it gives comfortably."
    )
    return replace(rest, verdict=verdict, strain_p50=p50, strain_p99=p99, fit_p99=fit, advice=(), notes=drape.notes)


def other_size(studio: Studio, state: DesignState, last: Worn, steps: int, progress: Progress = silent) -> Worn:
    """The same design made `steps` sizes larger (smaller when negative), on the same body. Raises Problem, Cancelled.

    It is worn over nothing; see layers.other_size for one that is.
    """
    results, words = sized(studio, state, steps)
    mesh, body = results["cloth"], last.body
    start = _lies(last.drape, mesh)
    drape = drapes.draped(drapes.job(mesh, body, start), progress)
    if not drape.converged and start is not None:
        drape = drapes.draped(drapes.job(mesh, body), progress)
    return of_drape(drape, results, body, words, f"{results.key('cloth')}:{last.key}")


def sized(studio: Studio, state: DesignState, steps: int) -> tuple[Results, str]:
    """(results of a design made `steps` sizes larger, what that is called): smaller when negative.

    A size is a step of SIZE_MM in every girth, as in EN 13402-3 for bust 80 to 100 cm.
    """
    given = {
        name: replace(one, value=one.value + steps * SIZE_MM) if name in GIRTHS else one
        for name, one in state.body.values.items()
    }
    words = f"{abs(steps)} size{'s' if abs(steps) > 1 else ''} {'larger' if steps > 0 else 'smaller'}"
    return studio.results(replace(state, body=replace(state.body, values=given), shape=None)), words
