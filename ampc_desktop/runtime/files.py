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


def problem_of(error: OSError, target: Path) -> Problem:
    """The Problem a person can act on behind an OSError at a path."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full:
        return Problem(
            "no space left on this disk", str(target), "free some space or choose another folder", code="file.disk_full"
        )
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
        old = None
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
            target.replace(old / "previous")
        draft.chmod(0o755)
        draft.replace(target)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise problem_of(error, target) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
