"""The print and the cloth as options, so that sliders and menus come from the same schema as the garment's."""

from __future__ import annotations

import math

from ampc_desktop.core.design import PrintSpec
from ampc_desktop.core.fabric import Capabilities, Fabric
from ampc_desktop.core.requirement import Requirement
from ampc_desktop.core.schema import Option, Parameter, Source, Value

LINED = ("stripes", "checks")
MOTIFS = ("stripes", "checks", "dots", "floral", "geometric")
REPEAT_RANGE_MM = (6.0, 320.0)
LINE_RANGE_MM = (0.3, 60.0)

_MOTIF_CHOICES = (("plain", "Plain"), *((motif, motif.capitalize()) for motif in MOTIFS))
_PRINTED = {"motif": MOTIFS}


def pitch_mm(spec: PrintSpec) -> float:
    """Distance from one line or motif to the next, mm: what a person calls the repeat."""
    count = max(1, len(spec.inks) - 1)
    if spec.motif == "stripes":
        return spec.repeat_mm[1] / count / (math.sqrt(2) if spec.direction == "diagonal" else 1.0)
    if spec.motif == "dots" and spec.layout != "straight":
        return spec.repeat_mm[1] / math.sqrt(2)
    return spec.repeat_mm[1]


def print_options(
    requirement: Requirement,
    spec: PrintSpec,
    family_id: str,
    choice: tuple[Fabric, Source, tuple[str, ...]],
    capabilities: Capabilities,
) -> dict[str, Option]:
    """Cloth, colours and print with their present values, sources and ranges."""
    fabric, fabric_source, notes = choice
    shop = capabilities
    fabrics = sorted((f for f in shop.fabrics.values() if family_id in f.families), key=lambda f: f.label)
    grounds = sorted((shop.inks[id] for id in fabric.grounds), key=lambda ink: ink.label)
    inks = sorted(shop.inks.values(), key=lambda ink: ink.label)
    marks = spec.inks[1] if len(spec.inks) > 1 else ""
    technique = shop.techniques.get(spec.technique)
    least_line = technique.min_line_mm if technique is not None else LINE_RANGE_MM[0]
    told = " ".join(spec.adjusted)

    def option(parameter: Parameter, value: Value, why: str = "", low: float = 0.0, high: float = 0.0) -> Option:
        slot = requirement.slots.get(parameter.id)
        source: Source = slot.source if slot is not None else "default"
        return Option(parameter, value, source, value, low, high, max(low, 0.0), high, why)

    def menu(
        id: str, label: str, group: str, choices: tuple[tuple[str, str], ...], hint: str, **more: object
    ) -> Parameter:
        return Parameter(id, label, group, "choice", choices, hint=hint, **more)  # type: ignore[arg-type]

    cloth, print_ = "Cloth", "Print"
    made = [
        Option(
            menu("fabric", "Fabric", cloth, tuple((f.id, f.label) for f in fabrics), "Cloth that suits this garment."),
            fabric.id,
            fabric_source,
            fabric.id,
            why=" ".join(notes),
        ),
        option(
            menu("colour", "Colour", cloth, tuple((i.id, i.label) for i in grounds), "Stocked colours."), spec.inks[0]
        ),
        option(menu("motif", "Motif", print_, _MOTIF_CHOICES, "What is printed."), spec.motif, told),
        option(
            menu("motif_colours", "Ink", print_, tuple((i.id, i.label) for i in inks), "First ink.", needs=_PRINTED),
            marks,
        ),
        option(
            Parameter(
                "repeat_mm",
                "Repeat",
                print_,
                "length",
                unit="mm",
                step=1.0,
                decimals=1,
                hint="From one line or motif to the next.",
                needs=_PRINTED,
                follows="motif",
            ),
            round(pitch_mm(spec), 2),
            told,
            *REPEAT_RANGE_MM,
        ),
        option(
            Parameter(
                "line_mm",
                "Line width",
                print_,
                "length",
                unit="mm",
                step=0.1,
                decimals=1,
                hint="Width of stripes and bars.",
                needs={"motif": LINED},
                follows="motif",
            ),
            spec.line_mm,
            f"thinnest line of {technique.label.lower()}: {least_line:g} mm" if technique else "",
            *LINE_RANGE_MM,
        ),
        option(
            menu(
                "motif_direction",
                "Direction",
                print_,
                (("horizontal", "Across"), ("vertical", "Along"), ("diagonal", "Diagonal")),
                "Which way the stripes run.",
                needs={"motif": ("stripes",)},
            ),
            spec.direction,
        ),
    ]
    return {one.parameter.id: one for one in made}
