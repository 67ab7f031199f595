"""The order package: which files it has and what each is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ampc_desktop import design, exchange
from ampc_desktop.core.check import Readiness, verdict
from ampc_desktop.core.order import Order, OrderFile
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.worn import Worn
from ampc_desktop.runtime import codec, files
from ampc_desktop.studio import avatars, tryons
from ampc_desktop.studio.pictures import TRYON, Drawing
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState

PRINT_DPI = 300


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
    drawing: Drawing,
    progress: Progress,
) -> Order:
    """Write every file into `folder`; the order with its list of files and hashes."""
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
        (
            "techpack.pdf",
            "techpack",
            lambda: exchange.techpack_pdf(techpack_data(order, state, results, report, drawing)),
        ),
    ]
    makers += [(name, "picture", partial(bytes, data)) for name, data in drawing.made.items()]
    if drawing.worn is not None:
        makers += [("tryon.glb", "tryon", partial(tryons.mesh_bytes, drawing.worn, ".glb"))]
        makers += [("fit.json", "fit", partial(_fit_json, drawing.worn))]
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


def _fit_json(worn: Worn) -> bytes:
    told = {"format": "ampc.fit", "version": 1, **tryons.document(worn)}
    return codec.dumps(told).encode("utf-8")


def techpack_data(
    order: Order, state: DesignState, results: Results, report: Readiness, drawing: Drawing
) -> exchange.TechpackData:
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
        fit=None if drawing.worn is None else drawing.worn.report,
        fit_picture=drawing.made.get(TRYON, b""),
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
        "verdict": verdict(report),
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
