"""One whole write at a time: all of it is kept, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crm_cli.core.errors import FileError
from crm_cli.db.words import translated


@contextmanager
def transaction(db: sqlite3.Connection, path: str = "", *, keep: bool = True) -> Iterator[None]:
    """One whole write: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK where the block raised or `keep` is false."""
    with translated(path):
        place = _place(path)
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            if keep and _place(path) != place:
                raise FileError(
                    f"`{path}` was moved, deleted or replaced while it was being written; nothing was changed",
                    hint="run the command again",
                )
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT" if keep else "ROLLBACK")


def _place(path: str) -> tuple[int, int] | None:
    """What the path leads to now: a commit into a file that is no longer there would be lost without a word."""
    if not path:
        return None
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def savepoint(db: sqlite3.Connection) -> Iterator[None]:
    """A part of a transaction that is taken back alone where the block raises."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")
