"""Keys of names from before signs told them apart are brought up, those in the log with them: undo and as-of fit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.core.text import fold, same
from crm_cli.db import connection
from crm_cli.db.log import images
from crm_cli.db.migrations.m003_signs_tell_names_apart import KEYED, _renewed_pack

Run = Callable[..., Any]


@pytest.fixture
def older(old: Path) -> Path:
    """The file of version 1 with tags and segments whose keys leave their signs out, and some history of them."""
    db = sqlite3.connect(old)
    db.create_function("key", 1, fold)
    for name in ("C++", "50%", "Offer #1"):
        db.execute("INSERT INTO tags (name, normal) VALUES (?1, key(?1))", (name,))
    for name in ("R&D", "gone!"):
        db.execute(
            "INSERT INTO segments (name, normal, kind, query, created_at) VALUES (?1, key(?1), 'contact', 'tag:vip', '')",
            (name,),
        )
    db.execute("INSERT INTO taggings (tag_id, contact_id) SELECT id, 1 FROM tags WHERE name = 'C++'")
    for old_name, new in (("C++", "C#"), ("50%", "60%")):
        db.execute(
            "UPDATE tags SET name = ?1, normal = key(?1) WHERE normal = key(?2)", (new, old_name)
        )  # of `C#` the old key is that of `C++`, so only the name is in the log
    db.execute("DELETE FROM segments WHERE name = 'gone!'")
    db.commit()
    db.close()
    return old


def keys(path: Path, table: str) -> list[tuple[str, str]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(f"SELECT name, normal FROM {table} ORDER BY id").fetchall()
    finally:
        db.close()


def test_every_name_has_its_strict_key(older: Path, crm: Run) -> None:
    crm("tag", "list", code=0)
    assert keys(older, "tags")[-3:] == [("C#", "c #"), ("60%", "60 %"), ("Offer #1", "offer # 1")]
    assert keys(older, "segments")[-1:] == [("R&D", "r & d")]


def test_what_was_one_name_can_be_two_now(older: Path, crm: Run) -> None:
    crm("contact", "tag", "1", "C++", code=0)
    assert [line.split("\t")[1] for line in crm("contact", "list", "tag:c#", code=0).lines] == [
        "Jane Müller-Lee"
    ]
    crm("contact", "untag", "1", "C#", code=0)
    assert crm("contact", "list", "tag:c#", code=0).out == ""
    assert crm("contact", "list", "tag:c++", "-f", "ids", code=0).lines == ["1"]


def test_a_row_at_any_time_has_the_key_of_its_name_then(older: Path, crm: Run) -> None:
    crm("tag", "list", code=0)
    db = connection.open_read(str(older))
    seen = []
    for table in KEYED:
        single = [change for change in images.of_table(db, table, after=0) if change.last is None]
        for turn in images.backwards(db, single):
            for image in (turn.was, turn.became):
                if image:
                    assert image["normal"] == same(image["name"])
                    seen.append(image["name"])
    db.close()
    assert {"C++", "C#", "50%", "60%", "gone!"} <= set(seen)


def test_what_another_program_renamed_before_goes_back_with_its_key(older: Path, crm: Run) -> None:
    crm("contact", "edit", "1", "--city", "Oslo", code=0)  # gathers what the other program wrote into a step
    step = next(line.split("\t")[0] for line in crm("history", code=0).lines if "another program" in line)
    assert crm("undo", step).code in {0, 8}
    assert ("C#", "c #") not in keys(older, "tags")
    assert ("gone!", "gone !") not in keys(older, "segments")
    crm("redo", code=0)
    assert keys(older, "tags")[-3:] == [("C#", "c #"), ("60%", "60 %"), ("Offer #1", "offer # 1")]


def test_of_two_rows_that_another_program_named_the_same_both_stay(old: Path, crm: Run) -> None:
    db = sqlite3.connect(old)
    db.execute("INSERT INTO tags (name, normal) VALUES ('Hot', 'one'), ('hot', 'two')")
    db.commit()
    db.close()
    crm("tag", "list", code=0)
    assert keys(old, "tags")[-2:] == [("Hot", "hot"), ("hot", "two")]


def test_keys_of_rows_that_went_together_are_told_anew() -> None:
    pack = {"shared": {"normal": "c"}, "columns": ["name"], "rows": [[4, "C++"], [5, "C"]]}
    assert _renewed_pack(pack) == {4: "C++", 5: "C"}
    assert pack == {"shared": {}, "columns": ["name", "normal"], "rows": [[4, "C++", "c + +"], [5, "C", "c"]]}
    pack = {"shared": {}, "columns": ["normal", "name"], "rows": [[4, "c", "C#"], [6, "b", "B"]]}
    _renewed_pack(pack)
    assert json.dumps(pack["rows"]) == '[[4, "c #", "C#"], [6, "b", "B"]]'


def test_words_with_hyphens_are_found_as_one_after_the_file_came_up(old: Path, crm: Run) -> None:
    assert [line.split("\t")[0] for line in crm("find", "muellerlee", code=0).lines] == []
    assert [line.split("\t")[0] for line in crm("find", "mullerlee", code=0).lines] == ["contact/1", "deal/1"]
    assert [line.split("\t")[0] for line in crm("find", "mueller", code=0).lines] == ["contact/1"]
