"""The avatar: from a tape, from a photo, or measured from a scan."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampc_desktop.cli.terminal import number, progress_bar, say, shown, units_option
from ampc_desktop.core.measurement import Measurement
from ampc_desktop.core.problem import Problem
from ampc_desktop.studio import avatars, models


def add(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    out = "where the avatar goes: .npz, or a mesh .glb .obj .ply .stl"

    fit = ways.add_parser("fit", help="an avatar from body measurements", allow_abbrev=False)
    fit.add_argument("--measure", required=True, type=Path, metavar="FILE", help="body measurements, YAML or JSON")
    fit.add_argument("--out", required=True, type=Path, metavar="B.npz", help=out)

    fit.add_argument("--model", choices=("own", "smpl"), default="own", help="smpl: the file you registered")

    model = ways.add_parser("model", help="register an SMPL or SMPL-X file of your own", allow_abbrev=False)
    model.add_argument("file", type=Path, metavar="FILE", help="SMPL_*.pkl, SMPL_*.npz or SMPLX_*.npz")
    model.add_argument("--sex", required=True, choices=("female", "male"))
    model.add_argument("--accept-licence", action="store_true", help="your licence allows what you do with it")

    photo = ways.add_parser("photo", help="an avatar from one front photo", allow_abbrev=False)
    photo.add_argument("image", type=Path, metavar="IMG", help="the person from the front, head to feet")
    photo.add_argument("--height-cm", required=True, type=number(90, 260), metavar="H", help="stature, barefoot")
    photo.add_argument("--weight-kg", type=number(25, 300), metavar="W", help="recommended: worth 1 cm on girths")
    photo.add_argument("--sex", choices=("female", "male"), help="left out: whichever fits the photo better")
    photo.add_argument("--side", type=Path, metavar="IMG", help="a photo from the side: halves the error")
    photo.add_argument(
        "--keypoints", type=Path, metavar="FILE", help="joints placed by hand, JSON (docs/formats/avatar.md)"
    )
    photo.add_argument("--name", default="", help="of the customer")
    photo.add_argument("--out", required=True, type=Path, metavar="B.npz", help=out)

    measure = ways.add_parser("measure", help="what a tape finds on a scan or an avatar", allow_abbrev=False)
    measure.add_argument("mesh", type=Path, metavar="MESH", help="OBJ, PLY, GLB, STL or an avatar .npz")
    for one in (fit, model, photo, measure):
        one.add_argument("--json", action="store_true", help="one JSON object on standard output, nothing else there")
        units_option(one)
        one.set_defaults(units="cm")


def run(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    run_way = {"fit": _fit, "model": _model, "photo": _photo, "measure": _measure}[args.way]
    return run_way(args)


def _fit(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    person = avatars.read_person(args.measure)
    if args.model == "smpl":
        with progress_bar("Fit", quiet=args.json) as progress:
            avatar = models.fit(person, progress)
    else:
        avatar = avatars.fit(person)
    avatars.save(avatar, args.out)
    return _told(args, avatar.body.measures.values, avatar.residual_mm, avatar.notes, {"out": str(args.out)})


def _model(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    try:
        told = models.register(args.file, args.sex, args.accept_licence)
    except Problem as problem:
        if problem.code == "smpl.licence":
            print(models.licence_notice(), file=sys.stderr)
        raise
    if not args.json:
        say(f"{told['id']}: {told['vertices']} vertices, {told['betas']} shape coefficients")
    return 0, told


def _photo(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    stature_mm = 10 * args.height_cm
    request = avatars.photo_request(
        args.image, stature_mm, args.weight_kg, args.sex, args.side, args.keypoints, args.name
    )
    with progress_bar("Photo", quiet=args.json) as progress:
        found = avatars.from_photo(request, progress)
    avatars.save(avatars.fit(avatars.person_of(found)), args.out)
    more = {"out": str(args.out), "sex": found.measures.sex, "iou": round(found.front.iou, 4)}
    return _told(args, found.measures.values, {}, found.notes, more)


def _measure(args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
    found = avatars.measure_file(args.mesh)
    return _told(args, found.measures.values, {}, (), {"mesh": str(args.mesh)})


def _told(
    args: argparse.Namespace,
    values: Mapping[str, Measurement],
    residual_mm: Mapping[str, float],
    notes: tuple[str, ...],
    more: dict[str, Any],
) -> tuple[int, dict[str, Any]]:
    if not args.json:
        for name, one in values.items():
            plus_minus = f" ± {_text(name, one.uncertainty, args.units)}" if one.uncertainty else ""
            missed = residual_mm.get(name, 0.0)
            off = f"   asked for {_text(name, one.value - missed, args.units)}" if abs(missed) >= MISSED_MM else ""
            say(f"{avatars.label(name):22} {_text(name, one.value, args.units, 8)}{plus_minus}{off}")
        for note in notes:
            say(note, "yellow")
        if "out" in more:
            say(str(more["out"]))
    plain = {name: avatars.plain(name, one) for name, one in values.items()}
    rounded = {name: round(value, 2) for name, value in residual_mm.items()}
    return 0, {"measurements": plain, "residual_mm": rounded, "notes": list(notes), **more}


MISSED_MM = 3.0
"""A measure missed by more is said."""


def _text(name: str, value: float, units: str, width: int = 0) -> str:
    unit = avatars.unit(name)
    return shown(value, units, width) if unit == "mm" else f"{value:>{width}.1f} {'°' if unit == 'deg' else unit}"
