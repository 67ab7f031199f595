"""The order package: which files it has and what each is made of."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from ampc_desktop import design, exchange
from ampc_desktop.core.check import Readiness
from ampc_desktop.core.order import Order, OrderFile
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import avatars
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

PRINT_DPI = 300


def check_target(out: Path) -> None:
    """Raises Problem unless `out` can be made, is empty, or is an earlier package with nothing foreign in it.

    Asked before the long work, so nobody waits for a marker that can't be written.
    """
    try:
        if out.is_dir() and out.samefile(Path.cwd()):
            raise Problem("this is the folder you are in", str(out), "name a new folder", code="order.out")
        there = {path.name for path in out.iterdir()} if out.is_dir() else set()
        if not out.is_dir():
            above = next(parent for parent in (out, *out.absolute().parents) if parent.exists())
            if not above.is_dir():
                raise Problem("a file of this name is in the way", str(above), "name a folder", code="order.out")
            tempfile.TemporaryDirectory(prefix=".ampc-", dir=above).cleanup()
    except (OSError, ValueError) as error:
        raise files.problem_of(error if isinstance(error, OSError) else OSError(0, str(error)), out) from error
    if not there:
        return
    try:
        ours = {file["name"] for file in json.loads((out / "order.json").read_text("utf-8"))["order"]["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    foreign = there - ours - {"order.json"}
    if not ours or foreign:
        text = f"this folder holds other files ({', '.join(sorted(foreign or there)[:3])})"
        raise Problem(text, str(out), "name a new or empty folder", code="order.out")


def pattern_dxf(results: Results, order_id: str, released_at: str) -> bytes:
    """The pattern as the cutting room's CAD reads it, named after the order."""
    info = exchange.StyleInfo(style=f"{results['design'].family.upper()}-{order_id[-8:]}", created=released_at)
    return exchange.write_pattern_dxf(results["pattern"], "astm_gerber", info)


def write(
    folder: Path,
    order: Order,
    state: DesignState,
    results: Results,
    report: Readiness,
    dxf: bytes,
    pictures: Mapping[str, bytes],
    progress: Progress,
) -> Order:
    """Write every file into `folder`; the order with its list of files and hashes. pictures: by file name."""
    inks = results["capabilities"].inks
    shell = results["markers"]["shell"]
    makers: list[tuple[str, str, Callable[[], bytes]]] = [
        ("pattern.json", "pattern", lambda: exchange.pattern_to_json(results["pattern"])),
        ("pattern.dxf", "dxf", lambda: dxf),
        ("marker.dxf", "dxf", lambda: exchange.write_marker_dxf(shell)),
        ("marker.plt", "plotter", lambda: exchange.write_marker_plt(shell)),
    ]
    for material, marker in results["markers"].items():
        if material != "shell":
            makers.append((f"marker-{material}.dxf", "dxf", partial(exchange.write_marker_dxf, marker)))
            makers.append((f"marker-{material}.plt", "plotter", partial(exchange.write_marker_plt, marker)))
    makers += [
        (
            "print.png",
            "print",
            lambda: exchange.print_png(design.tile(results["artwork"], inks, dpi=PRINT_DPI), PRINT_DPI),
        ),
        (
            "print.pdf",
            "print",
            lambda: exchange.print_pdf(
                results["artwork"], inks, results["placement"], results["pattern"], results["print_spec"]
            ),
        ),
        ("bom.csv", "bom", lambda: exchange.bom_csv(results["bom"])),
        ("techpack.pdf", "techpack", lambda: exchange.techpack_pdf(techpack_data(order, state, results, report))),
    ]
    makers += [(name, "picture", partial(bytes, data)) for name, data in pictures.items()]
    makers += [
        (f"avatar{suffix}", "avatar", partial(avatars.as_bytes, results["avatar"], suffix))
        for suffix in (".npz", ".glb")
    ]
    written: list[OrderFile] = []
    for done, (name, kind, make) in enumerate(makers):
        progress(0.75 + 0.2 * done / len(makers), f"Write {name}")
        data = make()
        files.write_bytes(folder / name, data)
        written.append(OrderFile(name, kind, hashlib.sha256(data).hexdigest(), len(data)))
    order = replace(order, files=tuple(written), seconds=dict(results.seconds))
    files.write_text(folder / "order.json", codec.dumps(order_document(order, state, results, report)))
    return order


def techpack_data(order: Order, state: DesignState, results: Results, report: Readiness) -> exchange.TechpackData:
    return exchange.TechpackData(
        order=order,
        body=results["measures"],
        design=results["design"],
        fabrics=results["fabrics"],
        inks=results["capabilities"].inks,
        pattern=results["pattern"],
        flat=results["flat"],
        artwork=results["artwork"],
        placement=results["placement"],
        markers=results["markers"],
        bom=results["bom"],
        quote=results["quote"],
        readiness=report,
        technique=results["capabilities"].techniques[results["print_spec"].technique].label,
        wish=" ".join(turn.text for turn in state.conversation if turn.speaker == "customer"),
    )


def order_document(order: Order, state: DesignState, results: Results, report: Readiness) -> dict[str, object]:
    """order.json: everything that was promised and what it was made from (docs/formats/order.md)."""
    return {
        "format": "ampc.order",
        "version": 1,
        "order": codec.to_plain(order),
        "wish": [turn.text for turn in state.conversation if turn.speaker == "customer"],
        "requirement": codec.to_plain(results["requirement"]),
        "body": codec.to_plain(results["measures"]),
        "design": codec.to_plain(results["design"]),
        "edits": codec.to_plain(state.edits),
        "readiness": codec.to_plain(report),
        "quote": codec.to_plain(results["quote"]),
        "bom": codec.to_plain(results["bom"]),
        "markers": {
            material: {
                "fabric": marker.fabric,
                "width_mm": marker.rules.width_mm,
                "length_mm": round(marker.length_mm, 1),
                "efficiency": round(marker.efficiency, 4),
                "verified": marker.verified,
                "cut_short": marker.cut_short,
                "seed": marker.seed,
            }
            for material, marker in results["markers"].items()
        },
    }
