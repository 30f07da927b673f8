"""Many records changed by one edit: as one by one, whatever the kind has rules for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS, NAMES
from crm_cli.kinds.records import Records

OWN = [name for name in NAMES if type(KINDS[name].records) is not Records]


@pytest.mark.parametrize("name", OWN)
def test_a_kind_with_rules_of_its_own_says_which_columns_they_mind(name: str) -> None:
    rules = KINDS[name].records
    has_own = any(getattr(type(rules), verb) is not getattr(Records, verb) for verb in ("update", "check"))
    assert ("minds" in vars(type(rules))) == has_own
    assert rules.minds <= {field.column for field in KINDS[name].stored}


@pytest.mark.parametrize(
    "options",
    [
        ("--city", "Oslo"),
        ("--city", "Oslo", "--tag", "vip"),
        ("--job-title", "CFO"),
        ("--company", "New Ltd", "--force"),
        ("--shoe", "42"),
        ("--email", "all@acme.com"),
        ("--clear", "city,shoe"),
    ],
    ids=" ".join,
)
def test_an_edit_of_many_leaves_the_same_file_as_one_of_each(
    crm: Callable[..., Any], path: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    def file(name: str, *edits: tuple[str, ...]) -> list[Any]:
        env = {"CRM_DB": str(tmp_path / name)}
        crm("field", "add", "contact", "shoe", env=env, code=0)
        crm("contact", "add", "Ann", "--city", "Oslo", "--shoe", "41", "--job-title", "CEO", env=env, code=0)
        crm("contact", "add", "Bob", "--company", "Acme", "--city", "Osh", env=env, code=0)
        crm("contact", "add", "Cem", env=env, code=0)
        for edit in edits:
            crm("contact", "edit", *edit, "--yes", env=env, code=0)
        db = sqlite3.connect(tmp_path / name)
        tables = "contacts companies contact_points taggings tags employments"
        return [db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables.split()]

    together = file("together.db", ("--where", "*", *options))
    assert together == file("alone.db", *((name, *options) for name in ("Ann", "Bob", "Cem")))
