"""Files that are either whole or absent: write beside, flush to disk, rename."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ampc_desktop.core.problem import Problem


def read_bytes(path: Path) -> bytes:
    """Content of a file. Raises Problem."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Problem("there is no such file", str(path), "check the path", code="file.missing") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(f"can't be read ({reason})", str(path), "name a file", code="file.unreadable") from error


def problem_of(error: OSError, target: Path) -> Problem:
    """The Problem a person can act on behind an OSError at a path."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full:
        return Problem(
            "no space left on this disk", str(target), "free some space or choose another folder", code="file.disk_full"
        )
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Problem(
            "a file stands where a folder is needed", str(target), "choose another folder", code="file.unwritable"
        )
    if isinstance(error, IsADirectoryError):
        return Problem("this is a folder", str(target), "name a file", code="file.unwritable")
    if error.errno == errno.ENAMETOOLONG:
        where = str(target) if len(str(target)) <= 60 else f"{str(target)[:57]}..."
        return Problem("this name is too long", where, "choose a shorter one", code="file.unwritable")
    return Problem(
        f"can't write here ({error.strerror})", str(target), "choose a folder you may write to", code="file.unwritable"
    )


def write_bytes(target: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one. Raises Problem."""
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise problem_of(error, target) from error


def write_text(target: Path, text: str) -> None:
    write_bytes(target, text.encode("utf-8"))


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target` to fill; it takes target's place only when the block ends without error.

    An existing target is replaced whole; on any error it stays as it was. Raises Problem.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise problem_of(error, target) from error
    try:
        yield draft
        draft.chmod(0o755)
        _swap(draft, target)
    except Problem as problem:
        problem.where = problem.where.replace(str(draft), str(target))  # nobody knows the draft's name
        raise
    except OSError as error:
        raise problem_of(error, target) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(draft: Path, target: Path) -> None:
    """`draft` takes the place of `target`; if that fails, what stood there comes back."""
    if not target.exists():
        draft.replace(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
    try:
        target.replace(old / "previous")
        draft.replace(target)
    except BaseException:
        if (old / "previous").exists() and not target.exists():
            (old / "previous").replace(target)
        raise
    finally:
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
