"""Bad input: one clear sentence, the right exit code, nothing half-written (docs/bad-input.md lists all cases)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ampc_desktop.studio import settings
from tests.cli.conftest import Ampc, process

HEAD = "name: A\nsex: female\nunits: cm\nmeasurements: "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "{stature: 170, waist: -70}", "waist is -70 cm, limit 40 to 200 cm (a measure can't be negative)"),
        (HEAD + "{stature: 67, bust: 36, waist: 28}", "write units: in"),
        (HEAD + "{stature: 170, waist: 300}", "waist is 300 cm, limit 40 to 200 cm"),
        (HEAD + "{stature: 170, waist: .nan}", "nan is not a number one can measure"),
        (HEAD + "{stature: 170, waist: thin}", "'thin' is not a number"),
        (HEAD + "{stature: 170, waist: }", "no number stands here"),
        (HEAD + "{stature: 170, wiast: 70}", "did you mean"),
        ("", "the file is empty"),
        ("{{{: : [", "line 1: not YAML or JSON"),
        ("- 1\n- 2\n", "the file holds a list"),
        ("\x00\x01\x02", "not a text file"),
        (HEAD.replace("name: A", f"name: {'N' * 300}") + "{stature: 170}", "name has 300 characters, limit 200"),
    ],
)
def test_bodies(ampc: Ampc, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "b.yaml").write_text(text)
    answer = ampc("draft", "tshirt", "--body", "b.yaml", "--out", "tee.json")
    assert answer.code == 2 and answer.out == ""
    assert answer.line.startswith("ampc: b.yaml") and told in answer.line
    assert not Path("tee.json").exists()


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", 2, "the sentence is empty"),
        ("asdf qwer zxcv", 2, "is about a garment"),
        ("ein schwarzes T-Shirt mit langen Ärmeln, bitte", 2, "German"),
        ("un t-shirt noir à manches longues", 2, "French"),
        ("una camiseta negra de manga larga", 2, "Spanish"),
        ("一件黑色的长袖T恤", 2, "Chinese"),
        ("قميص أسود بأكمام طويلة", 2, "Arabic"),
        ("a black tee " * 5000, 2, "limit 4000"),
        ("a suit of armour", 1, "we don't make a suit of armour"),
        ("a white wedding dress", 1, "we don't make that kind of dress"),
        ("blue skinny leggings", 1, "we don't make that kind of trousers"),
        ("a grey cardigan", 1, "we don't make"),
    ],
)
def test_sentences(ampc: Ampc, anna: Path, text: str, code: int, told: str) -> None:
    for words in (("understand", "--say", text), ("order", "--say", text, "--body", anna, "--out", "o")):
        answer = ampc(*words)
        assert answer.code == code and answer.out == "" and told in answer.line
    assert not Path("o").exists()


def test_a_no_tells_why_in_json_and_bad_input_prints_none(ampc: Ampc) -> None:
    no = ampc("understand", "--say", "a suit of armour", "--json")
    assert no.code == 1 and no.json["code"] == "garment.unknown" and no.json["error"] in no.line
    bad = ampc("understand", "--say", " ", "--json")
    assert bad.code == 2 and bad.out == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nest", "tee.json", "--width", "nan", "--out", "m.json"), "--width: 'nan' is not a length"),
        (("nest", "tee.json", "--gap", "-3", "--out", "m.json"), "--gap: '-3' is not a length from 0"),
        (("nest", "tee.json", "--seconds", "0", "--out", "m.json"), "--seconds: '0' is not a whole number from 1"),
        (("nest", "tee.json", "--seed", "-1", "--out", "m.json"), "--seed: '-1' is not a whole number from 0"),
        (("nest", "none.json", "--out", "m.json"), "none.json: there is no such file"),
        (("design", "--say", "a tee", "--count", "0", "--out", "d"), "'0' is not a whole number from 1 to 64"),
        (("check", "anna.yaml"), "anna.yaml: not JSON"),
        (("import", "anna.yaml", "--out", "i.json"), "anna.yaml: not a readable DXF"),
        (("draft", "tshirt", "--body", "anna.yaml", "--set", "fit", "--out", "t.json"), "'fit' has no value"),
        (("draft", "tshirt", "--body", "anna.yaml", "--set", "fit=baggy", "--out", "t.json"), "fitted, regular"),
        (("draft", "tshirt", "--body", "anna.yaml", "--set", "fabric=gold", "--out", "t.json"), "no fabric 'gold'"),
        (("hub", "restore", "anna.yaml"), "anna.yaml: this is not a hub backup"),
        (("ordre",), "invalid choice: 'ordre'"),
        (("understand", "--js", "--say", "a tee"), "unrecognized arguments: --js"),
    ],
)
def test_options_and_files(ampc: Ampc, anna: Path, words: tuple[str, ...], told: str) -> None:
    answer = ampc(*words)
    assert answer.code == 2 and answer.out == "" and told in answer.line
    assert {path.name for path in Path().iterdir()} <= {"anna.yaml", "studio-home"}


def _file(out: Path) -> None:
    out.write_text("mine")


def _foreign(out: Path) -> None:
    out.mkdir()
    (out / "mine.txt").write_text("mine")


@pytest.mark.parametrize(
    ("prepare", "out", "told"),
    [
        (_file, "out", "a file of this name is in the way"),
        (_file, "out/below", "a file of this name is in the way"),
        (_foreign, "out", "this folder holds other files (mine.txt)"),
        (lambda out: None, "n" * 300, "this name is too long"),
        (lambda out: None, ".", "this is the folder you are in"),
        (lambda out: None, "/proc/x", "can't write here"),
    ],
)
def test_output_folders(ampc: Ampc, anna: Path, prepare: Callable[[Path], None], out: str, told: str) -> None:
    if out.startswith("/proc") and not Path("/proc").exists():
        pytest.skip("no /proc here")
    prepare(Path("out"))
    before = sorted(path.relative_to(".") for path in Path().rglob("*") if "studio-home" not in path.parts)
    answer = ampc("order", "--say", "a black tee", "--body", anna, "--out", out)
    assert answer.code == 2 and told in answer.line
    assert before == sorted(path.relative_to(".") for path in Path().rglob("*") if "studio-home" not in path.parts)
    assert "nesting" not in answer.err


def test_a_cloth_too_narrow_is_a_no(ampc: Ampc, tmp_path: Path) -> None:
    body = "{stature: 200, bust: 190, waist: 185, hip: 190}"
    (tmp_path / "huge.yaml").write_text(f"name: H\nsex: male\nunits: cm\nmeasurements: {body}\n")
    drafted = ampc("draft", "tshirt", "--body", "huge.yaml", "--set", "fit=oversized", "--out", "tee.json", "--json")
    widest = max(min(piece["size"]) for piece in drafted.json["pieces"])
    answer = ampc("nest", "tee.json", "--width", round(widest) - 100, "--out", "m.json", "--json")
    assert answer.code == 1 and answer.json["code"] == "marker.width"
    assert "wide, but the cloth has" in answer.json["error"] and not Path("m.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
def test_a_full_disk_leaves_nothing(anna: Path, tmp_path: Path) -> None:
    import resource
    import signal

    words = ("design", "--say", "black with thin white stripes", "--count", 2, "--out")
    assert process(*words, tmp_path / "free").returncode == 0
    sizes = [(tmp_path / "free" / f"design-01-{kind}.png").stat().st_size for kind in ("print", "preview")]
    assert sizes[0] < sizes[1]  # written in this order: the first has room, the second has not

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (sizes[0], sizes[0]))

    done = process(*words, tmp_path / "full", preexec_fn=limit)
    assert done.returncode == 2 and b"no space left on this disk" in done.stderr and b"Traceback" not in done.stderr
    assert not list((tmp_path / "full").iterdir())


def test_the_name_on_one_line_without_control_characters(ampc: Ampc, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(
        '{"name": "Zo\\u00eb\\n \\ud83d\\udc57 \\u001b[31m[/b]\\u202e", "sex": "female", "units": "cm", '
        '"measurements": {"stature": 170}}'
    )
    answer = ampc("order", "--say", "a black tee", "--body", "b.json", "--seconds", 1, "--out", "o")
    assert answer.code == 0 and "T-shirt for Zoë 👗 [31m[/b], order" in answer.out
    assert ampc("hub", "search", "Zoë", "--json").json["orders"][0]["customer"] == "Zoë 👗 [31m[/b]"


def test_a_terminal_without_the_letters_still_gets_an_answer(anna: Path, tmp_path: Path) -> None:
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = process("chat", "--body", anna, env=ascii_only, input=b"a black tee")
    assert done.returncode == 0 and done.stderr == b"" and b"? ? " in done.stdout  # "≈ € "
    done = process("understand", "--json", "--say", "a tée", "--say", "a black tee", env=ascii_only)
    assert done.returncode in (0, 2) and b"Traceback" not in done.stderr
    done = process("understand", "--say", os.fsdecode(b"a black t\xe9e"))
    assert done.returncode == 2 and b"not UTF-8" in done.stderr and done.stderr.count(b"\n") == 1


def test_restore_works_when_the_hub_is_beyond_opening(ampc: Ampc, studio_home: Path) -> None:
    assert ampc("hub", "backup", "copy.sqlite").code == 0
    (studio_home / "hub.sqlite").write_bytes(b"broken " * 4000)
    told = ampc("hub", "verify")
    assert told.code == 2 and "restore a backup" in told.line
    restored = ampc("hub", "restore", "copy.sqlite", "--json")
    assert restored.code == 0 and Path(restored.json["set_aside"]).read_bytes() == b"broken " * 4000
    assert ampc("hub", "verify").code == 0


def test_a_bad_backup_leaves_the_damaged_hub_where_it_is(ampc: Ampc, studio_home: Path, anna: Path) -> None:
    studio_home.mkdir()
    (studio_home / "hub.sqlite").write_bytes(b"broken " * 4000)
    assert ampc("hub", "restore", "anna.yaml").code == 2
    assert [path.name for path in studio_home.iterdir()] == ["hub.sqlite"]
    assert (studio_home / "hub.sqlite").read_bytes() == b"broken " * 4000


def test_a_broken_price_list_is_named(ampc: Ampc, anna: Path, studio_home: Path) -> None:
    studio_home.mkdir()
    (studio_home / "settings.json").write_text('{"price_list": "/nowhere/prices.toml"}')
    answer = ampc("order", "--say", "a black tee", "--body", anna, "--out", "o")
    assert answer.code == 2 and "/nowhere/prices.toml" in answer.line and not Path("o").exists()


def test_settings_that_are_not_read_are_told(studio_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    studio_home.mkdir()
    for text, told in (
        ("{broken", "can't be read"),
        ("[]", "holds no settings"),
        ('{"price_list": 5}', "Price list takes a str"),
    ):
        (studio_home / "settings.json").write_text(text)
        caplog.clear()
        assert settings.load().values == {}
        assert told in caplog.text and "default" in caplog.text
    (studio_home / "settings.json").unlink()
    caplog.clear()
    assert settings.load().values == {} and not caplog.records
