"""Inter and JetBrains Mono from the shipped resources, with tabular figures everywhere."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from ampc_desktop.studio import assets

FALLBACK = ("Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")


@cache
def load() -> tuple[str, str]:
    """(text family, mono family), registered with Qt once."""
    for weight in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(str(assets.path("fonts", f"Inter-{weight}.ttf")))
    QFontDatabase.addApplicationFont(str(assets.path("fonts", "JetBrainsMono-Regular.ttf")))
    return "Inter", "JetBrains Mono"


def font(style: tuple[int, int], mono: bool = False, words: bool = False) -> QFont:
    """A font of one type style: (px, weight). words: names, not figures; tabular hyphens tear "T-shirt" apart."""
    text, code = load()
    made = QFont([code if mono else text, *FALLBACK])
    made.setPixelSize(style[0])
    made.setWeight(QFont.Weight(style[1]))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 0 if words else 1)  # said either way, or it is taken from the parent
    return made
