"""Whom a pattern was made for: nobody knows, the customer, a letter size, or measures of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ampc_desktop.core.measurement import Measurements
from ampc_desktop.studio import imports
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.text import label
from ampc_desktop.ui.widgets.unit_field import UnitField

MEASURES = (("bust", "Bust"), ("waist", "Waist"), ("hip", "Hip"))
UNKNOWN, CUSTOMER, OWN = "Not known", "customer", "Own measures"


class Whom:
    """choice: what is picked from; held: fields for own measures, shown where `own` is so."""

    def __init__(self, customer: Measurements) -> None:
        self._customer = customer
        self.choice = QComboBox()
        women = [(f"female.{size}", f"Women's {size}") for size in imports.letter_sizes("female")]
        men = [(f"male.{size}", f"Men's {size}") for size in imports.letter_sizes("male")]
        for id, words in [("", UNKNOWN), (CUSTOMER, f"{customer.name}, as measured"), *women, *men, (OWN, OWN)]:
            self.choice.addItem(words, id)
        self.held = QWidget()
        line = QHBoxLayout(self.held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.measures = {}
        for id, words in MEASURES:
            line.addWidget(label(words, tokens.LABEL, "t2"))
            self.measures[id] = UnitField("cm", 1, 0.5, 70, words)
            self.measures[id].set_value((customer.get(id) or 0.0) / 10)
            line.addWidget(self.measures[id])
        line.addStretch(1)

    @property
    def own(self) -> bool:
        return bool(self.choice.currentData() == OWN)

    @property
    def picked(self) -> str:
        """What is picked: "", customer, own, or a letter size as "female.M"."""
        return str(self.choice.currentData())

    def body(self) -> Measurements | None:
        """Whom the pattern was made for; None when that is not known. Raises Problem for impossible measures."""
        whom = self.picked
        if not whom:
            return None
        if whom == CUSTOMER:
            return self._customer
        if whom == OWN:
            for field in self.measures.values():
                field.commit()
            own = {id: 10 * field.value for id, field in self.measures.items()}
            return imports.body_of(own, self._customer.sex)
        sex, size = whom.split(".")
        return imports.size_body("male" if sex == "male" else "female", size)

    def suggest(self, size: str, before: str = "") -> None:
        """Offer a letter size, of the customer's sex, unless somebody picked another than was offered before."""
        sex = self._customer.sex
        if self.picked in ("", f"{sex}.{before}"):
            self.choice.setCurrentIndex(max(0, self.choice.findData(f"{sex}.{size}")))

    def other_size(self, size: str) -> str:
        """The letter size that is picked, in words, where it is another than `size`; "" where they don't differ."""
        sex, _, picked = self.picked.partition(".")
        if picked in ("", size) or size not in imports.letter_sizes("male" if sex == "male" else "female"):
            return ""
        words = self.choice.currentText()
        return f"{words[:1].lower()}{words[1:]}"
