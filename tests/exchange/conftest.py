"""Fixtures of imports and exports: small files, and what a file holds."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """Write a file from text or rows; returns its path."""

    def write(content: str | bytes | list[list[str]], name: str = "sheet.csv") -> str:
        path = tmp_path / name
        if isinstance(content, list):
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(content)
            content = out.getvalue()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def facts(path: Path) -> Callable[[], dict[str, list[Any]]]:
    """Every table of facts with all its rows."""

    def read() -> dict[str, list[Any]]:
        db = sqlite3.connect(path)
        try:
            names = db.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
                " AND name NOT LIKE 'sqlite%' ORDER BY name"
            ).fetchall()
            return {name: db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for (name,) in names}
        finally:
            db.close()

    return read


def table(text: str) -> list[dict[str, str]]:
    """CSV as rows of header → cell."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
