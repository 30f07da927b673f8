"""What SQLite and the system say about a file, in words a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crm_cli.core.errors import FileError


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into FileError; other errors pass."""
    try:
        yield
    except sqlite3.Error as error:
        message = _in_words(error, path)
        if message is None:
            raise
        raise FileError(message[0], hint=message[1]) from error
    except PermissionError as error:
        raise FileError(f"`{error.filename or path}` cannot be written: permission denied") from error
    except OSError as error:
        if error.errno is None or isinstance(error, BrokenPipeError):
            raise
        raise FileError(f"`{error.filename or path}`: {(error.strerror or str(error)).lower()}") from error


def _in_words(error: sqlite3.Error, path: str) -> tuple[str, str] | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        said = str(error)
        if not said.startswith("Could not decode to UTF-8"):
            return None
        where = said.partition("column '")[2].partition("'")[0]
        return f"`{path}` holds text that is not UTF-8 in `{where}`", "crm doctor"
    if is_unreadable(error):
        return f"`{path}` holds text that is not UTF-8", "crm doctor"
    primary = code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        told = locked(path)
        return told.message, told.hint
    if primary == sqlite3.SQLITE_READONLY:
        return f"`{path}` is read-only", ""
    if primary == sqlite3.SQLITE_FULL:
        return f"no space left on the disk of `{path}`; nothing was changed", ""
    if primary == sqlite3.SQLITE_NOTADB:
        backup = newest_copy(path)
        return (
            f"`{path}` is not a crm file",
            f"crm restore {backup}" if backup else "crm --db FILE names another one",
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return f"`{path}` is damaged", f"crm restore {newest_copy(path) or 'BACKUP'}"
    if primary == sqlite3.SQLITE_CANTOPEN:
        return f"`{path}` cannot be opened", ""
    if primary == sqlite3.SQLITE_IOERR:
        return f"`{path}` cannot be read or written: {error}", ""
    if primary in {sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return f"`{path}` cannot be opened: permission denied", ""
    return None


def is_unreadable(error: sqlite3.Error) -> bool:
    """Whether a function of ours was handed text that is not UTF-8: it never saw it, and none raises anything else."""
    return str(error) == "user-defined function raised exception"


def locked(path: str) -> FileError:
    """Say that another program kept the file locked, and which, where the system tells."""
    from crm_cli.db import locks

    return FileError(
        f"`{path}` is being written by {locks.holder(path) or 'another program'} and stayed locked",
        hint="try again, or crm config set lock_wait 120",
    )


def newest_copy(path: str) -> str:
    """The newest copy beside a file that can no longer be read itself, as a shell takes it; "" where there is none."""
    import shlex

    from crm_cli.db import names

    copies = names.beside(path)
    return shlex.quote(copies[-1]) if copies else ""
