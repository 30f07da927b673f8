"""What a file still says of somebody: its raw bytes, its helpers', and the words of its full-text index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from unicodedata import normalize

import pytest

from crm_cli.core.text import fold, index_text
from crm_cli.db import search_index


@pytest.fixture
def left(path: Path) -> Callable[..., list[str]]:
    """Which of these texts are still found anywhere in the file, `-wal` and `-shm`, in whatever form."""

    def found(*texts: str) -> list[str]:
        names = [path, Path(f"{path}-wal"), Path(f"{path}-shm")]
        raw = b"".join(name.read_bytes() for name in names if name.exists())
        lowered = raw.decode("utf-8", "replace").lower()
        return [text for text in texts if any(form in lowered for form in _forms(text)) or _is_indexed(text)]

    def _is_indexed(text: str) -> bool:
        known = vocabulary(path, "_search")
        return all(word in known for word in index_text(text).split())

    return found


def _forms(text: str) -> Iterable[str]:
    forms = {text, fold(text), index_text(text), normalize("NFC", text), normalize("NFD", text)}
    forms |= {json.dumps(form)[1:-1] for form in tuple(forms)}
    return {form.lower() for form in forms if len(form) > 2}


def vocabulary(path: Path, index: str) -> dict[str, int]:
    """The words of a full-text index: word → in how many records."""
    db = sqlite3.connect(path)
    db.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', '{index}', 'row')")
    words = dict(db.execute("SELECT term, doc FROM temp.v"))
    db.close()
    return words


def rebuilt(path: Path, copy: Path, index: str) -> dict[str, int]:
    """The words of the index made anew on a copy."""
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    source.backup(target)
    search_index.rebuild(target)
    target.commit()
    source.close()
    target.close()
    return vocabulary(copy, index)


@pytest.fixture
def index_is_clean(path: Path, tmp_path: Path) -> Callable[[], bool]:
    """Whether both full-text indexes hold exactly the words of what is in the file."""
    return lambda: all(
        vocabulary(path, index) == rebuilt(path, tmp_path / f"{index}.db", index)
        for index in ("_search", "_search_trigrams")
    )
