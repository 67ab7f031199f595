"""Bodies from photos: how near girths come on held-out renders, whether ± is honest, and how long a photo takes."""

from __future__ import annotations

from ampc_desktop.body.photo import benchmark
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench.figure import Figure, Report
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

WORDS = {"height": "with height", "weight": "with height and weight", "side": "with a side photo"}
TARGET_MM = {"height": 30.0, "weight": 25.0}
PUBLISHED = "Neural Anthropometer, synthetic silhouettes: 21 mm over 8 measures; SHAPY, photos in the wild: chest 65 mm"


def run(full: bool = False, progress: Progress = silent) -> Report:
    """Forty photos with height and with weight; full: also with a side photo."""
    yardstick = Yardstick()
    made = benchmark.held_out(progress, ("height", "weight", "side") if full else ("height", "weight"))
    figures: list[Figure] = []
    settings = [setting for setting in WORDS if made.fitted(setting)]
    for setting in settings:
        for measure in benchmark.MAIN:
            name = f"{measure}, mean error {WORDS[setting]}"
            mean = made.mean_body_mae(setting, measure)
            error = made.mae(setting, measure)
            target = TARGET_MM.get(setting)
            figures.append(Figure(name, error, "mm", target, False, "the mean body of that height", mean, PUBLISHED))
    for setting in settings:
        girths = [1 - made.mae(setting, m) / made.mean_body_mae(setting, m) for m in benchmark.MAIN]
        better = 100 * sum(girths) / len(girths)
        target = 50.0 if setting in TARGET_MM else None
        figures.append(Figure(f"girths, better than the mean body {WORDS[setting]}", better, "%", target, True))
    for setting in settings:
        share = 100 * made.coverage(setting)
        words = WORDS[setting]
        figures.append(Figure(f"truths inside the 80 % interval {words}", share, "%", 75.0, True))
        figures.append(Figure(f"truths inside the 80 % interval {words}, at most", share, "%", 90.0))
    slow, reference = max(made.slowest(setting) for setting in settings), yardstick.ms() / 1000
    figures += [
        Figure("photos that gave a body", 100 * made.found("height"), "%", 100.0, True),
        Figure("mask overlap on plain backgrounds, mean", made.mask_iou("plain"), "", 0.95, True),
        Figure("mask overlap on textured backgrounds, mean", made.mask_iou("textured"), "", 0.90, True),
        Figure("one photo, mean", made.seconds("height"), "s", 6.0, False, KERNEL, reference),
        Figure("one photo, slowest", slow, "s", 6.0, False, KERNEL, reference),
    ]
    faults = tuple(f"{case.name}, {case.setting}: {case.problem}" for case in made.cases if case.problem)
    notes = tuple(
        f"bias {WORDS[setting]}: " + ", ".join(f"{m} {made.bias(setting, m):+.0f} mm" for m in benchmark.MAIN)
        for setting in settings
    )
    return Report("photo", tuple(figures), faults, notes, {"photos": len({case.name for case in made.cases})})
