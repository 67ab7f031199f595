from pathlib import Path

import pytest

from ampc_desktop.core.problem import Problem
from ampc_desktop.runtime import files


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    files.write_text(tmp_path / "deep" / "a.txt", "grüße")
    assert (tmp_path / "deep" / "a.txt").read_text("utf-8") == "grüße"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Problem, match="file"):
        files.write_bytes(tmp_path / "file" / "below", b"data")


def test_a_folder_appears_only_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "order"
    with pytest.raises(ValueError, match="stop"), files.whole_folder(target) as draft:
        (draft / "half").write_text("x")
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []
    with files.whole_folder(target) as draft:
        (draft / "a").write_text("1")
    assert (target / "a").read_text() == "1"
    with files.whole_folder(target) as draft:
        (draft / "b").write_text("2")
    assert [path.name for path in target.iterdir()] == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["order"]


def test_an_old_folder_survives_a_failed_rewrite(tmp_path: Path) -> None:
    target = tmp_path / "order"
    with files.whole_folder(target) as draft:
        (draft / "a").write_text("1")
    with pytest.raises(RuntimeError), files.whole_folder(target):
        raise RuntimeError
    assert (target / "a").read_text() == "1"
