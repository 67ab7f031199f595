"""Left panel of the planning console: what a run is asked for, kept runs, progress, run and stop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget, QListWidgetItem, QProgressBar, QWidget

from ampc_desktop.core.marker import CutRates
from ampc_desktop.studio.customers import NAMES
from ampc_desktop.studio.planning import Setup
from ampc_desktop.studio.runs import KeptRun
from ampc_desktop.studio.sizes import SURVEYS
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.widgets.panel import Panel, row
from ampc_desktop.ui.widgets.text import button, label, rule
from ampc_desktop.ui.widgets.unit_field import UnitField

GARMENTS = (("straight_skirt", "Straight skirt"), ("tshirt", "T-shirt"))
DIMENSIONS = (("hip", "waist"), ("bust", "waist"), ("hip", "stature"), ("bust", "stature"))
FIELDS: tuple[tuple[str, str, str, int, float, float, float], ...] = (
    ("sizes", "Sizes, standard", "", 0, 7, 1, 14),
    ("most_added", "Additional sizes, up to", "", 0, 7, 0, 14),
    ("pieces", "Pieces to cut", "", 0, 150, 1, 100_000),
    ("fabric", "Fabric", "€/m", 2, 2.0, 0.01, 500),
    ("operator", "Operator", "€/h", 2, 25.0, 0, 500),
    ("cutting", "Cutting", "m/h", 0, 2400, 10, 20_000),
    ("price", "Sold for, perfect fit", "€", 2, 0.0, 0, 100_000),
    ("per_point", "Less per point of fit", "€", 2, 0.0, 0, 10_000),
    ("plies", "Plies per lay", "", 0, 30, 1, 500),
    ("per_marker", "Garments per marker", "", 0, 2, 1, 4),
    ("seconds", "Time for each part", "s", 0, 60, 5, 3600),
)
"""id, words, unit, decimals, at first, least, most."""
GROUPS = (("", FIELDS[:3]), ("Prices", FIELDS[3:8]), ("Limits", FIELDS[8:]))
OPEN = "Open a CSV file …"


class SetupPanel(Panel):
    """Emits `run` with a Setup, `stop`, `export`, and `recalled` with a kept run that was clicked."""

    run = Signal(object)
    stop = Signal()
    recalled = Signal(object)

    def __init__(self) -> None:
        super().__init__("Run")
        self._kept: list[KeptRun] = []
        self._file = ""
        self.population = self._choice("Population")
        for survey in (*SURVEYS, *NAMES):
            self.population.addItem(survey.replace("-", ", ").capitalize(), survey)
        self.population.addItem(OPEN, "")
        self.population.activated.connect(self._population_picked)
        self.dimensions = self._choice("Key dimensions")
        for pair in DIMENSIONS:
            self.dimensions.addItem(" and ".join(pair).capitalize(), pair)
        self.garment = self._choice("Garment")
        for id, text in GARMENTS:
            self.garment.addItem(text, id)
        for words, choice in (("Population", self.population), ("By", self.dimensions), ("Garment", self.garment)):
            self.body.addWidget(row(label(words, tokens.LABEL, "t2"), choice))
        self.fields: dict[str, UnitField] = {}
        for title, group in GROUPS:
            self.body.addSpacing(8)
            if title:
                self.body.addWidget(rule())
                self.body.addWidget(row(label(title, tokens.LABEL_VALUE)))
            for id, words, unit, decimals, value, least, most in group:
                self.body.addWidget(self._field(id, words, unit, decimals, value, least, most))
        self.body.addSpacing(8)
        self.body.addWidget(rule())
        self.body.addWidget(row(label("Kept runs", tokens.LABEL_VALUE)))
        self.runs = QListWidget()
        self.runs.setAccessibleName("Kept runs")
        self.runs.setFont(font(tokens.LABEL_VALUE))
        self.runs.setFrameShape(QListWidget.Shape.NoFrame)
        self.runs.itemActivated.connect(self._recall)
        self.runs.itemClicked.connect(self._recall)
        self.body.addWidget(self.runs, 1)
        self.stage = label("", tokens.LABEL, "t2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.stage.setWordWrap(True)
        self.body.addWidget(self.stage)
        self.body.addWidget(self.bar)
        self.body.addSpacing(8)
        self.halt = button("Stop, keep what is there", self.stop.emit)
        self.go = button("Run", self._run, primary=True)
        self.go.setToolTip("Sizes, plans and the front for this population  Ctrl Enter")
        for one in (self.halt, self.go):
            one.setFixedHeight(tokens.ACTION)
            self.body.addWidget(one)
            self.body.addSpacing(4)
        self.set_busy(False)

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setFont(font(tokens.LABEL_VALUE))
        made.setMinimumWidth(150)
        return made

    def _field(self, id: str, words: str, unit: str, decimals: int, value: float, least: float, most: float) -> QWidget:
        field = UnitField(unit, decimals, 1.0, 84, words)
        field.set_value(value)
        field.committed.connect(lambda now: field.set_value(min(max(now, least), most)))
        self.fields[id] = field
        line = row(label(words, tokens.LABEL, "t2"), field)
        line.layout().setAlignment(field, Qt.AlignmentFlag.AlignRight)  # type: ignore[union-attr]
        return line

    def setup(self) -> Setup:
        """What the fields say."""
        value = {id: field.value for id, field in self.fields.items()}
        return Setup(
            population=str(self.population.currentData() or self._file),
            dimensions=tuple(self.dimensions.currentData()),
            sizes=int(value["sizes"]),
            most_added=min(int(value["most_added"]), int(value["sizes"])),
            garment=str(self.garment.currentData()),
            pieces=int(value["pieces"]),
            rates=CutRates(value["fabric"], value["operator"], cutting_m_per_h=value["cutting"]),
            plies=int(value["plies"]),
            per_marker=int(value["per_marker"]),
            seconds=value["seconds"],
            price_eur=value["price"],
            per_point_eur=value["per_point"],
        )

    def show_setup(self, setup: Setup) -> None:
        """Put a kept run's wishes into the fields."""
        at = self.population.findData(setup.population)
        if at < 0:
            self._add_file(setup.population)
        else:
            self.population.setCurrentIndex(at)
        self.dimensions.setCurrentIndex(max(0, self.dimensions.findData(setup.dimensions)))
        self.garment.setCurrentIndex(max(0, self.garment.findData(setup.garment)))
        rates = setup.rates
        values = {
            "sizes": setup.sizes,
            "most_added": setup.most_added,
            "pieces": setup.pieces,
            "fabric": rates.fabric_eur_per_m,
            "operator": rates.operator_eur_per_h,
            "cutting": rates.cutting_m_per_h,
            "plies": setup.plies,
            "per_marker": setup.per_marker,
            "seconds": setup.seconds,
            "price": setup.price_eur,
            "per_point": setup.per_point_eur,
        }
        for id, value in values.items():
            self.fields[id].set_value(float(value))

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        self._kept = list(runs)
        self.runs.clear()
        for one in self._kept:
            sign = "  stopped" if one.stopped else ""
            text = f"Run {one.number}{sign}   fit {one.best_fit:.2f}   € {min(one.unit_eur, default=0.0):.3f}"
            item = QListWidgetItem(text)
            item.setToolTip(f"{one.setup.population}, {one.setup.pieces} pieces, {one.setup.sizes} sizes")
            self.runs.addItem(item)

    @property
    def newest(self) -> int:
        """Number of the newest kept run, 0 for none."""
        return self._kept[0].number if self._kept else 0

    def set_busy(self, on: bool) -> None:
        self.halt.setVisible(on)
        self.bar.setVisible(on)
        self.stage.setVisible(on)
        self.go.setEnabled(not on)
        self.go.setText("Running" if on else "Run")

    def show_progress(self, share: float | None, text: str, left: str = "") -> None:
        self.bar.setValue(int(1000 * (share or 0.0)))
        self.stage.setText(f"{text}{left}")

    def _run(self) -> None:
        self.run.emit(self.setup())

    def _recall(self, item: QListWidgetItem) -> None:
        self.recalled.emit(self._kept[self.runs.row(item)])

    def _population_picked(self, number: int) -> None:
        if self.population.itemText(number) == OPEN:
            path, _ = QFileDialog.getOpenFileName(self, "Population", "", "Table (*.csv);;All files (*)")
            if path:
                self._add_file(path)
            else:
                self.population.setCurrentIndex(0)

    def _add_file(self, path: str) -> None:
        self._file = path
        self.population.insertItem(0, Path(path).name, path)
        self.population.setCurrentIndex(0)
