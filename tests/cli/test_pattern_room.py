"""Grading and plug-ins on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ampc_desktop import exchange
from ampc_desktop.garment import registry
from ampc_desktop.intent import lexicon
from ampc_desktop.studio import plugins
from ampc_desktop.studio.flow import capabilities
from tests.cli.conftest import PROGRAM, Ampc

SIZES = "size,bust,waist,hip\nS,86,70,94\nM,94,78,102\nL,102.5,86.5,110.5\n"
EXAMPLE = Path(__file__).parents[2] / "plugins" / "gathered_skirt.py"


def test_grade_writes_a_nest_whose_sizes_pass_their_checks(ampc: Ampc, anna: Path) -> None:
    Path("sizes.csv").write_text(SIZES, encoding="utf-8")
    assert ampc("draft", "tshirt", "--body", anna, "--set", "sleeve=long", "--out", "t.json").code == 0
    done = ampc("grade", "t.json", "--sizes", "sizes.csv", "--out", "nest.json", "--json")
    rows = done.json["sizes"]
    assert done.code == 0 and [row["size"] for row in rows] == ["S", "M", "L"]
    assert {row["status"] for row in rows} == {"pass"}
    chests = [row["dimensions"]["chest"] for row in rows]
    assert chests == sorted(chests) and chests[0] < chests[2] - 150


def test_a_graded_nest_for_cad_has_every_size_and_its_rules(ampc: Ampc, anna: Path) -> None:
    Path("sizes.csv").write_text(SIZES, encoding="utf-8")
    ampc("draft", "straight_skirt", "--body", anna, "--out", "s.json")
    done = ampc("grade", "s.json", "--sizes", "sizes.csv", "--out", "nest.dxf", "--json")
    assert done.code == 0 and [Path(p).suffix for p in done.json["out"]] == [".dxf", ".rul"]
    drawing = exchange.read_dxf(Path("nest.dxf").read_bytes(), "nest.dxf")
    assert len(drawing.pieces) == 4 * 4 and not drawing.warnings
    assert {piece.size for piece in drawing.pieces} == {"MTM", "S", "M", "L"}
    rul = Path("nest.rul").read_text(encoding="ascii").splitlines()
    assert "NUMBER OF SIZES: 4" in rul and "SIZE LIST: MTM S M L" in rul and rul[-1] == "END"
    rules = [line for line in rul if line.startswith("RULE: DELTA")]
    assert rules[0] == "RULE: DELTA 1" and len(rules) > 10
    for k, line in enumerate(rul):
        if line.startswith("RULE: DELTA"):
            pairs = [
                float(v) for row in rul[k + 1 :] for v in row.replace(",", " ").split() if row[0] in "-0123456789"
            ][:8]
            assert len(pairs) == 8 and pairs[:2] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no sizes"),
        ("bust,waist\n90,80\n", "no sizes"),
        ("size,bust\nS,many\n", "bust of S is 'many'"),
        ("size,bust\nS,86\nS,90\n", "size S again"),
        ("size,bust,waist\nS,86,\n", "waist of S is blank"),
        ("size,bust\nS,86,70\n", "line 2 has more cells"),
        ("size,girth\nS,86\n", "no measure 'girth'"),
        ("size,bust\nS,8\n", "limit 560"),
    ],
)
def test_bad_sizes_are_named(ampc: Ampc, anna: Path, text: str, told: str) -> None:
    ampc("draft", "tshirt", "--body", anna, "--out", "t.json")
    Path("sizes.csv").write_text(text, encoding="utf-8")
    done = ampc("grade", "t.json", "--sizes", "sizes.csv", "--out", "n.json")
    assert done.code == 2 and told in done.line and not Path("n.json").exists()


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """What a plug-in adds goes again after the test."""
    monkeypatch.setattr(registry, "_families", dict(registry._families))
    monkeypatch.setattr(plugins, "_loaded", {})
    monkeypatch.setattr(lexicon, "_taught", {})
    yield
    lexicon.lexicon.cache_clear()
    capabilities.cache_clear()


def test_the_example_is_enabled_spoken_of_drafted_and_disabled(ampc: Ampc, anna: Path, clean: None) -> None:
    assert ampc("draft", "gathered_skirt", "--body", anna, "--out", "g.json").code == 1
    assert "adds Gathered skirt" in ampc("plugins", "enable", EXAMPLE).out
    told = ampc("understand", "--say", "a red dirndl to the knee", "--json").json["slots"]
    assert (told["garment"]["value"], told["length"]["value"]) == ("gathered_skirt", "knee")
    assert ampc("draft", "gathered_skirt", "--body", anna, "--set", "length=midi", "--out", "g.json").code == 0
    checked = ampc("check", "g.json", "--json").json
    assert checked["status"] == "ready", checked
    assert "already" in ampc("plugins", "enable", EXAMPLE).line
    assert ampc("plugins", "disable", "gathered_skirt").code == 0
    assert ampc("plugins", "list", "--json").json == {"plugins": []}
    assert ampc("plugins", "disable", "gathered_skirt").code == 2


def test_an_enabled_plugin_is_there_in_the_next_process(ampc: Ampc, anna: Path, clean: None) -> None:
    ampc("plugins", "enable", EXAMPLE)
    words = [*PROGRAM, "draft", "gathered_skirt", "--body", str(anna), "--out", "g.json"]
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense(", "can't be loaded"),
        ("x = 1", "version None"),
        ("API_VERSION = 1\ndef families(): return 1 / 0", "families() failed"),
        ("API_VERSION = 1\ndef families(): return ['skirt']", "Family records"),
        ("import sys\nsys.exit(3)", "can't be loaded: it wants to end the program (3)"),
        ("API_VERSION = 1\ndef families(): raise SystemExit('bye')", "families() failed: it wants to end the program"),
        ("API_VERSION = 1\nfrom ampc_desktop.garment import family\ndef families(): return [family('tank')]", ""),
    ],
)
def test_a_bad_plugin_changes_nothing(ampc: Ampc, clean: None, text: str, told: str) -> None:
    Path("mine.py").write_text(text, encoding="utf-8")
    done = ampc("plugins", "enable", "mine.py")
    if not told:
        return
    assert done.code == 2 and told in done.line
    assert ampc("plugins", "list", "--json").json == {"plugins": []}
    assert ampc("plugins", "enable", "missing.py").code == 2


def test_one_bad_family_keeps_out_the_whole_plugin(ampc: Ampc, anna: Path, clean: None) -> None:
    good = EXAMPLE.read_text(encoding="utf-8")
    both = "\n_good = families\ndef families():\n    from dataclasses import replace\n    one = _good()[0]\n"
    for second, told in (
        ("replace(one, id='other')", "not of 'other'"),
        ("replace(one, label='Twin')", "already"),
        ("replace(one, words=(7,))", "must be words"),
        ("replace(one, schema=None)", "no schema"),
        ("'skirt'", "Family records"),
    ):
        Path("two.py").write_text(f"{good}{both}    return [one, {second}]\n", encoding="utf-8")
        done = ampc("plugins", "enable", "two.py")
        assert done.code == 2 and told in done.line, second
        assert "gathered_skirt" not in registry.families()
        assert "gathered_skirt" not in lexicon._taught


def test_an_enabled_plugin_that_comes_to_exit_is_left_out_with_a_word(ampc: Ampc, anna: Path, clean: None) -> None:
    Path("mine.py").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert ampc("plugins", "enable", "mine.py").code == 0
    Path("mine.py").write_text("import sys\nsys.exit(3)", encoding="utf-8")
    done = subprocess.run([*PROGRAM, "plugins", "list"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "end the program" in done.stdout and "Traceback" not in done.stderr


def test_a_plugin_that_broke_later_is_left_out_with_a_word(ampc: Ampc, anna: Path, clean: None) -> None:
    Path("mine.py").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert ampc("plugins", "enable", "mine.py").code == 0
    Path("mine.py").write_text("raise RuntimeError('broken')", encoding="utf-8")
    done = subprocess.run([*PROGRAM, "plugins", "list"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "broken" in done.stdout and "Traceback" not in done.stderr
    assert sys.executable
