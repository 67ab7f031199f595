"""Markdown list of the third-party packages in this environment with version, licence and home page."""

from importlib.metadata import distributions


def licence(meta: object) -> str:
    """The licence as declared: SPDX expression, else classifiers, else the first line of the licence field."""
    get = meta.get  # type: ignore[attr-defined]
    if get("License-Expression"):
        return str(get("License-Expression"))
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]  # type: ignore[attr-defined]
    if classifiers:
        return ", ".join(classifiers)
    return (get("License") or "see package").splitlines()[0][:60]


def main() -> None:
    print("# Third-party licences\n\nMade by `make licences` from the installed packages.\n")
    print("| package | version | licence |\n|---|---|---|")
    rows = {d.metadata["Name"]: d for d in distributions() if d.metadata["Name"] != "ampc-desktop"}
    for name in sorted(rows, key=str.lower):
        print(f"| {name} | {rows[name].version} | {licence(rows[name].metadata)} |")
    print("\nShipped in `resources/fonts`: Inter (OFL-1.1), JetBrains Mono (OFL-1.1).")
    print(
        "Shipped in `resources/body/pose`: BlazePose detector and landmarks (Apache-2.0, LICENSE and NOTICE beside them)."
    )
    print(
        "The body models in `resources/body` are made from MakeHuman data (CC0 1.0); population figures: ANSUR II, NHANES."
    )
    print("PuLP brings CBC (EPL-2.0); HiGHS is MIT; DEAP is LGPL-3.0. SMPL models and smplx are never shipped.")
    print(
        "The spyrrow wheel contains jagua-rs (MPL-2.0); SQLCipher is BSD-3-Clause; Phosphor icons (MIT) come with QtAwesome."
    )


if __name__ == "__main__":
    main()
