"""A file of an older version, made again from its text."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

VERSION_1 = Path(__file__).parent.parent / "fixtures" / "version_1.sql"


@pytest.fixture
def old(path: Path) -> Path:
    """The test's file, as a program that knew only schema version 1 has left it."""
    path.touch(0o600)
    db = sqlite3.connect(path)
    db.executescript(VERSION_1.read_text(encoding="utf-8"))
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    return path
