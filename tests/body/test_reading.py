"""Measurement files: every way to be right, and one clear sentence for every way to be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampc_desktop import body
from ampc_desktop.core.problem import Kind, Problem

SHARED = Path(__file__).parents[3] / "shared" / "data" / "patterns" / "garmentcode" / "bodies"
HEAD = "name: A\nsex: female\nunits: cm\nmeasurements:\n"


def test_units_names_and_records() -> None:
    found = body.parse(
        HEAD + "  chest: 92\n  Height: 170,5\n  waist: {value: 70, source: photo, uncertainty: 1.5}", "f"
    )
    assert found["bust"] == 920 and found["stature"] == 1705
    assert found.values["waist"].uncertainty == 15 and found.values["waist"].source == "photo"
    inches = body.parse('{"sex":"male","units":"in","measurements":{"stature":70,"bust":"36 1/2","weight_kg":70}}', "f")
    assert inches["stature"] == pytest.approx(1778) and inches["bust"] == pytest.approx(927.1)
    assert inches["weight_kg"] == 70


def test_the_number_of_a_customer_stays_with_her_body() -> None:
    found = body.parse("customer: K-7\n" + HEAD + "  stature: 170\n  bust: 92\n", "f")
    assert found.customer == "K-7" and body.complete(found).customer == "K-7"
    assert body.parse(HEAD + "  stature: 170\n  bust: 92\n", "f").customer == ""
    with pytest.raises(Problem, match="customer"):
        body.parse("customer: [1]\n" + HEAD + "  stature: 170\n  bust: 92\n", "f")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (HEAD + "  bust: -3", "body.out_of_range", ("bust is -3 cm", "negative")),
        (HEAD + "  bust: .nan", "body.not_a_number", ("measurements.bust",)),
        (HEAD + "  bust: .inf", "body.not_a_number", ("measurements.bust",)),
        (HEAD + "  bust: large", "body.not_a_number", ("'large'",)),
        (HEAD + "  bust: true", "body.not_a_number", ("True",)),
        (HEAD + "  bust:", "body.not_a_number", ("number",)),
        (HEAD + "  boost: 92", "body.unknown", ("did you mean bust",)),
        (HEAD + "  waist: 300", "body.out_of_range", ("300 cm", "40 to 200 cm")),
        (HEAD + "  stature: 66\n  bust: 36\n  waist: 28", "body.out_of_range", ("look like inches", "units: in")),
        (HEAD + "  stature: 166\n  bust: 36", "body.out_of_range", ("36 looks like inches",)),
        (HEAD + "  stature: 1.7\n  bust: 0.92", "body.out_of_range", ("metres",)),
        (HEAD + "  stature: 1700\n  bust: 920", "body.out_of_range", ("look like mm", "units: mm")),
        (HEAD + "  chest: 90\n  bust: 90", "body.twice", ("same measure",)),
        (HEAD + "  bust: 90\n  bust: 91", "file.invalid", ("twice", "line 6")),
        ("units: cm\nmeasurements: {bust: 92}", "body.sex", ("sex is missing", "female")),
        ("sex: cat\nunits: cm\nmeasurements: {bust: 92}", "body.sex", ("'cat'",)),
        ("sex: male\nmeasurements: {bust: 92}", "body.units", ("units are missing",)),
        ("sex: male\nunits: furlong\nmeasurements: {bust: 92}", "body.units", ("furlong", "cm, mm or in")),
        ("sex: male\nunits: cm", "body.invalid", ("measurements are missing",)),
        ("   \n", "body.invalid", ("empty",)),
        ("a: [1\nb", "file.invalid", ("line 3", "not YAML")),
        ("- 1\n- 2", "body.invalid", ("a list",)),
        ("hello world", "body.invalid", ("text",)),
        ("[" * 5000, "file.invalid", ("not YAML",)),
        (HEAD + "  bust: 1" + "0" * 400, "body.not_a_number", ("bust",)),
        (HEAD + "  bust: !!python/object/apply:os.system ['ls']", "file.invalid", ("not YAML",)),
        (HEAD + "  hip: 60\n  waist: 130", "body.contradiction", ("hip 600 mm", "waist 1300 mm")),
        (HEAD + "  arm: 82\n  inseam: 70", "body.contradiction", ("arm 820 mm",)),
        (HEAD + "  bust: 92\nsise: female", "body.invalid", ("'sise'",)),
        (HEAD + "  bust: {value: 92, source: guess}", "body.invalid", ("guess", "tape")),
        ("body: {height: tall}", "body.not_a_number", ("body.height",)),
        ("body: {hight: 170}", "body.unknown", ("hight",)),
    ],
)
def test_bad_input_is_one_sentence(text: str, code: str, words: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as caught:
        body.parse(text, "anna.yaml")
    problem = caught.value
    assert problem.kind is Kind.BAD_INPUT and problem.code == code
    assert problem.sentence.startswith("anna.yaml") and "\n" not in problem.sentence and len(problem.sentence) < 500
    for word in words:
        assert word in problem.sentence


def test_files_that_are_no_measurement_files(tmp_path: Path) -> None:
    binary, huge = tmp_path / "b.yaml", tmp_path / "h.yaml"
    binary.write_bytes(bytes(range(256)))
    huge.write_bytes(b"# " + b"x" * 400_000)
    cases = {
        tmp_path / "absent.yaml": "no such file",
        tmp_path: "folder",
        binary: "not a text file",
        huge: "limit 256 kB",
    }
    for path, words in cases.items():
        with pytest.raises(Problem, match=words):
            body.read(path)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        body.parse(text, "f")
    except Problem as problem:
        assert problem.kind is Kind.BAD_INPUT


@given(st.binary(max_size=120).map(lambda b: b.decode("latin-1")))
def test_any_value_is_read_or_refused(raw: str) -> None:
    try:
        found = body.parse(HEAD + "  bust: " + raw.replace("\n", " "), "f")
    except Problem:
        return
    assert 560 <= found["bust"] <= 2000


def test_demo_customer_is_plausible() -> None:
    anna = body.demo()
    assert (anna.name, anna["bust"], anna["waist"], anna["hip"]) == ("Anna Berg", 920, 745, 980)
    assert body.plausibility(anna) == ()


@pytest.mark.skipif(not SHARED.exists(), reason="peer files absent")
def test_garmentcode_bodies() -> None:
    sexes = {path.name: body.read(path).sex for path in SHARED.glob("*.yaml")}
    assert sexes["mean_female.yaml"] == sexes["f_smpl_average_A40.yaml"] == "female"
    assert sexes["mean_male.yaml"] == sexes["m_smpl_average_A40.yaml"] == "male"
    mean = body.read(SHARED / "mean_female.yaml")
    assert mean["bust"] == pytest.approx(974.076) and mean["shoulder_slope"] == pytest.approx(20.905)
    assert mean["waist_to_hip"] == pytest.approx(226.309)
    assert "arm" not in body.read(SHARED / "f_smpl_average_A40.yaml").values  # 80 cm, taken from the nape


def test_a_measure_no_population_has_is_kept_as_given_and_never_estimated() -> None:
    found = body.complete(body.parse(HEAD + "  stature: 170\n  bust: 92\n  sway_back: 1.5\n", "f"))
    assert found["sway_back"] == 15.0 and found.values["sway_back"].source == "tape"
    assert body.complete(body.parse(HEAD + "  stature: 170\n  bust: 92\n", "f")).get("sway_back") is None
    assert body.plausibility(found) == body.plausibility(body.parse(HEAD + "  stature: 170\n  bust: 92\n", "f"))
    assert body.fit(found).body.measures["sway_back"] == 15.0
    with pytest.raises(Problem, match="sway_back"):
        body.parse(HEAD + "  stature: 170\n  sway_back: 9\n", "f")
