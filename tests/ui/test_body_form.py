"""The tape form: typing, taking back, estimates, completeness, problems, and the picture of where to measure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ampc_desktop.core.measurement import MeasureDefinition, Measurement, Measurements
from ampc_desktop.core.problem import Problem
from ampc_desktop.ui.body.completeness import given as taken
from ampc_desktop.ui.body.completeness import most_helpful
from ampc_desktop.ui.body.figure import MeasureFigure
from ampc_desktop.ui.body.tape_form import TapeForm
from ampc_desktop.ui.theme import style
from ampc_desktop.ui.widgets.problem import NoticeCard, ProblemCard
from ampc_desktop.ui.widgets.text import Button
from tests.render.bodies import LEVELS, measured

DEFINITIONS = {
    name: MeasureDefinition(name, label, how, low, high, unit, standard)
    for name, label, how, low, high, unit, standard in (
        ("stature", "Height", "floor to top of the head", 1000, 2400, "mm", "ISO 8559-1"),
        ("weight_kg", "Weight", "on a scale", 25, 300, "kg", "ISO 8559-1"),
        ("bust", "Bust / chest girth", "at the fullest level", 560, 2000, "mm", "ISO 8559-1"),
        ("waist", "Waist girth", "natural waist", 400, 2000, "mm", "ISO 8559-1"),
        ("hip", "Hip girth", "at the greatest prominence", 560, 2200, "mm", "ISO 8559-1"),
        ("thigh", "Thigh girth", "just below the seat fold", 320, 1200, "mm", "ISO 8559-1"),
        ("shoulder_slope", "Shoulder slope", "below horizontal", 3, 45, "deg", "ISO 8559-1"),
    )
}
MEASURES = Measurements(
    "Anna Berg",
    "female",
    {
        "stature": Measurement(1644.0),
        "weight_kg": Measurement(66.0, 2.0, source="photo"),
        "bust": Measurement(920.0),
        "waist": Measurement(745.0, 12.0, source="estimated", basis="ANSUR II women"),
        "hip": Measurement(980.0, 8.0, source="estimated"),
        "shoulder_slope": Measurement(21.0, 5.0, source="estimated"),
    },
)


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[TapeForm]:
    made = TapeForm(DEFINITIONS, ("stature", "weight_kg", "bust", "waist", "hip", "thigh"))
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show_body(MEASURES, measured())
    made.show()
    made.activateWindow()
    yield made


def type_in(form: TapeForm, measure: str, text: str) -> None:
    field = form.rows[measure].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_rows_run_from_head_to_foot_with_units_people_use(form: TapeForm) -> None:
    assert list(form.rows) == list(DEFINITIONS)
    assert form.rows["stature"].field.text() == "164.4"
    assert form.rows["weight_kg"].field.text() == "66.0"
    assert form.sex.current == "female" and form.name.text() == "Anna Berg"


def test_an_estimate_stands_quietly_in_the_empty_field_with_its_doubt(form: TapeForm) -> None:
    row = form.rows["shoulder_slope"]
    assert row.field.text() == "" and row.field.placeholderText() == "≈ 21.0" and row.doubt.text() == "± 5.0"
    assert not row.field.given and "estimated" in row.mark.toolTip()
    assert form.rows["bust"].doubt.text() == "" and form.rows["bust"].mark.toolTip() == "tape"
    assert form.rows["weight_kg"].mark.toolTip() == "photo" and form.rows["weight_kg"].field.given


def test_what_the_avatar_has_is_the_better_guess(form: TapeForm) -> None:
    own = measured().measures["thigh"]  # nobody asked for it, the avatar has it
    assert form.rows["thigh"].field.placeholderText() == f"≈ {own / 10:.1f}"
    assert form.rows["bust"].field.text() == "92.0", "what was given stays as given"


@pytest.mark.parametrize(("text", "mm"), [("93", 930.0), ("36 1/2 in", 927.1), ("92+1/2in", 2349.5), ("915 mm", 915.0)])
def test_typing_gives_a_measure_in_any_unit(form: TapeForm, qtbot: QtBot, text: str, mm: float) -> None:
    if mm > DEFINITIONS["bust"].high:
        with qtbot.assertNotEmitted(form.valueChanged):
            type_in(form, "bust", text)
        assert form.rows["bust"].fault.isVisible() and "56.0 to 200.0 cm" in form.rows["bust"].fault.text()
        return
    with qtbot.waitSignal(form.valueChanged) as told:
        type_in(form, "bust", text)
    assert told.args == ["bust", pytest.approx(mm)]


def test_confirming_an_estimate_makes_it_given(form: TapeForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.valueChanged) as told:
        type_in(form, "shoulder_slope", "21")
    assert told.args == ["shoulder_slope", 21.0] and form.rows["shoulder_slope"].field.given


def test_emptying_a_field_takes_the_measure_back(form: TapeForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.valueChanged) as told:
        type_in(form, "bust", "")
    assert told.args == ["bust", None]
    with qtbot.assertNotEmitted(form.valueChanged):
        type_in(form, "waist", "")  # an estimate can't be taken back


def test_nonsense_and_escape_leave_everything_as_it_was(form: TapeForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.valueChanged):
        type_in(form, "bust", "wide")
        type_in(form, "waist", "narrow")
        field = form.rows["bust"].field
        field.setFocus()
        QTest.keyClicks(field, "99")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.rows["bust"].field.text() == "92.0"
    assert form.rows["waist"].field.text() == "" and not form.rows["waist"].field.given


def test_arrows_step_from_the_estimate(form: TapeForm, qtbot: QtBot) -> None:
    field = form.rows["shoulder_slope"].field
    field.setFocus()
    with qtbot.waitSignal(form.valueChanged) as told:
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert told.args == ["shoulder_slope", 21.5]


def test_a_redraw_does_not_disturb_what_is_being_typed(form: TapeForm) -> None:
    field = form.rows["bust"].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "93")
    form.show_body(MEASURES, measured())
    assert field.text() == "93"


def test_name_and_sex_are_told_once(form: TapeForm, qtbot: QtBot) -> None:
    form.name.setFocus()
    form.name.selectAll()
    QTest.keyClicks(form.name, "Berta")
    with qtbot.waitSignal(form.nameChanged) as told:
        QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert told.args == ["Berta"]
    with qtbot.assertNotEmitted(form.nameChanged):
        form.rows["bust"].field.setFocus()
    box = dict(form.sex.boxes())["male"]
    with qtbot.waitSignal(form.sexChanged) as told:
        QTest.mouseClick(form.sex, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert told.args == ["male"]


def test_completeness_counts_what_is_needed_and_asks_for_the_loosest(form: TapeForm, qtbot: QtBot) -> None:
    assert form.completeness.words.text() == "3 of 6 measures given, 2 estimated"
    assert most_helpful(MEASURES, list(DEFINITIONS)[:6]) == ("thigh", "waist", "hip")
    form.focus_measure("bust")
    form.completeness.asked.emit("waist")
    qtbot.waitUntil(form.rows["waist"].field.hasFocus)
    everything = Measurements("", "female", {n: Measurement(1000.0) for n in DEFINITIONS})
    form.show_body(everything, None)
    assert form.completeness.words.text() == "All 6 measures given"
    assert most_helpful(everything, list(DEFINITIONS)) == ()


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(list(DEFINITIONS)), st.sampled_from(["tape", "photo", "estimated"])))
def test_what_helps_is_never_given_already(sources: dict[str, str]) -> None:
    values = {name: Measurement(900.0, 10.0, source=source) for name, source in sources.items()}  # type: ignore[arg-type]
    measures = Measurements("", "male", values)
    helpful = most_helpful(measures, list(DEFINITIONS))
    assert not set(helpful) & set(taken(measures))
    assert len(helpful) == min(3, len(DEFINITIONS) - len(taken(measures)))


def test_pointing_at_a_row_shows_where_the_tape_lies(form: TapeForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.lit) as told:
        form.rows["hip"].field.setFocus()
    assert told.args == ["hip"]
    assert form.how.text() == "Hip girth: at the greatest prominence (ISO 8559-1)"
    form.light("waist")
    assert form.how.text().startswith("Waist girth")
    with qtbot.assertNotEmitted(form.lit):
        form.light("bust")  # told from outside: no echo


def test_contradictions_stand_where_the_measures_are(form: TapeForm, qtbot: QtBot) -> None:
    problem = Problem("waist girth is 7 450 mm", "measurements.waist", "give it in cm", code="body.out_of_range")
    form.show_problems(("The hip girth is small for this waist girth.", problem))
    cards = [card for card in form.findChildren(NoticeCard) if card.isVisible()]
    assert [type(card) for card in cards] == [NoticeCard, ProblemCard]
    check = next(one for one in cards[0].findChildren(Button) if "hip girth" in one.text())
    check.click()
    qtbot.waitUntil(form.rows["hip"].field.hasFocus)
    form.show_problems(())
    qtbot.waitUntil(lambda: not [card for card in form.findChildren(NoticeCard) if card.isVisible()])


def test_the_buttons_say_what_is_wanted(form: TapeForm, qtbot: QtBot) -> None:
    for button, signal in ((form.photo_button, form.photoWanted), (form.scan_button, form.scanWanted)):
        with qtbot.waitSignal(signal):
            button.click()


def marked(widget: MeasureFigure) -> np.ndarray:
    """Rows and columns of the pixels in the colour of the lit tape."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    shown = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    colour = QColor(style.theme().selected)
    return np.argwhere((np.abs(shown - [colour.red(), colour.green(), colour.blue()]) < 50).all(axis=2))


def test_the_picture_draws_the_tape_at_its_height(qtbot: QtBot) -> None:
    figure = MeasureFigure()
    qtbot.addWidget(figure)
    figure.resize(300, 200)
    figure.show_body(measured(), {"waist": "Waist girth"})
    figure.show()
    assert len(marked(figure)) == 0
    heights = {}
    for measure in ("bust", "waist", "hip"):
        figure.light(measure)
        spots = marked(figure)
        assert spots[:, 1].min() < 150 < spots[:, 1].max(), "in the front and in the side view"
        heights[measure] = spots[:, 0].mean()
    assert heights["bust"] < heights["waist"] < heights["hip"]
    box = next(path for (view, *_), (_, path) in figure._drawn.items() if view == "front").boundingRect()
    for measure, share in LEVELS.items():
        assert heights[measure] == pytest.approx(6 + box.bottom() - share * box.height(), abs=4.0), "at its place"
    figure.light("stature")
    assert np.ptp(marked(figure)[:, 0]) == pytest.approx(box.height(), abs=8)
    figure.light("waist")
    assert figure.accessibleName() == "Where to measure: Waist girth"


def test_everything_is_reached_by_tab(form: TapeForm) -> None:
    form.name.setFocus()
    reached = set()
    for _ in range(40):
        QTest.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab)
        reached.add(form.focusWidget())
    assert {row.field for row in form.rows.values()} <= reached
    assert {form.sex, form.photo_button, form.scan_button} <= reached


def test_a_click_on_a_row_goes_into_its_field(form: TapeForm, qtbot: QtBot) -> None:
    QTest.mouseClick(form.rows["thigh"], Qt.MouseButton.LeftButton, pos=QPoint(40, 12))
    qtbot.waitUntil(form.rows["thigh"].field.hasFocus)
