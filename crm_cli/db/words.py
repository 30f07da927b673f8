"""What SQLite and the system say about a file, in words a person can act on."""

from __future__ import annotations

import sqlite3

from crm_cli.core.errors import FileError


class translated:  # noqa: N801 - `with translated(path):`, and `contextlib` costs a plain read its share
    """Turn what SQLite and the system say about the file into FileError; other errors pass."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Nothing is done before something fails."""

    def __exit__(self, type: object, error: BaseException | None, traceback: object) -> None:
        """Say in our words what failed."""
        if isinstance(error, sqlite3.Error):
            message = _in_words(error, self.path)
            if message is not None:
                raise FileError(message[0], hint=message[1]) from error
        elif isinstance(error, PermissionError):
            place = error.filename or self.path
            raise FileError(f"`{place}` cannot be written: permission denied") from error
        elif (
            isinstance(error, OSError) and error.errno is not None and not isinstance(error, BrokenPipeError)
        ):
            said = (error.strerror or str(error)).lower()
            raise FileError(f"`{error.filename or self.path}`: {said}") from error


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
            f"crm restore {backup}" if backup else "name another one: --db FILE",
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return f"`{path}` is damaged", f"crm restore {newest_copy(path) or 'BACKUP'}"
    if primary == sqlite3.SQLITE_CANTOPEN:
        return f"`{path}` cannot be opened", ""
    if primary == sqlite3.SQLITE_IOERR:
        return f"`{path}` cannot be read or written: {error}", ""
    if primary in {sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}:
        return f"`{path}` cannot be opened: permission denied", ""
    if is_incomplete(error):
        table = str(error).rpartition(".")[2].removeprefix("no such table: ")
        return f"`{path}`: the table `{table}` is missing", "crm doctor"
    return None


def is_incomplete(error: sqlite3.Error) -> bool:
    """Whether a table is missing: every file of ours has all of them, until another program drops one."""
    return str(error).startswith("no such table: ")


def is_unreadable(error: sqlite3.Error) -> bool:
    """Whether a function of ours was handed text that is not UTF-8: it never saw it, and none raises anything else."""
    return str(error) == "user-defined function raised exception"


def locked(path: str) -> FileError:
    """Say that another program kept the file locked, and which, where the system tells."""
    from crm_cli.db import locks

    return FileError(
        f"`{path}` is being written by {locks.holder(path) or 'another program'} and stayed locked",
        hint="try again, or wait longer: crm config set lock_wait 120",
    )


def newest_copy(path: str) -> str:
    """The newest copy beside a file that can no longer be read itself, as a shell takes it; "" where there is none."""
    import shlex

    from crm_cli.db import names

    copies = names.beside(path)
    return shlex.quote(copies[-1]) if copies else ""
