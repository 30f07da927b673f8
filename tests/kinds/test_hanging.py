"""What may hang on a record of a kind follows from its traits, and the schema says the same."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from crm_cli.db import migrations
from crm_cli.db.migrations import helpers
from crm_cli.db.schema import Table, fact_tables
from crm_cli.kinds import hanging
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind

SCHEMA = Path(migrations.__file__).with_name("schema.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    db = sqlite3.connect(":memory:")
    for statement in migrations.tables_and_indexes():
        db.execute(statement)
    found = {table.name: table for table in fact_tables(db)}
    db.close()
    return found


@pytest.mark.parametrize("table", [*hanging.LINKING.values(), hanging.ELSEWHERE])
def test_a_table_links_the_kinds_that_have_the_trait_and_no_others(
    tables: dict[str, Table], table: str
) -> None:
    linked = {column for column, target in tables[table].references.items() if KINDS.of_table(target)}
    owner = {f"{name}_id" for name in KINDS if KINDS[name].links_in == table}
    assert linked - owner == {f"{kind.name}_id" for kind in KINDS.values() if table in hanging.tables(kind)}


def test_whom_a_row_belongs_to_is_told_alike_by_comment_and_check(tables: dict[str, Table]) -> None:
    """The triggers of the log and of the index go by the comment."""
    for name in (*hanging.LINKING.values(), hanging.ELSEWHERE):
        owners = tables[name].belongs_to
        if len(owners) > 1:
            assert set(owners) == {*helpers.linked_columns(helpers.definitions()[name])}, name


@pytest.mark.parametrize("name", KINDS)
def test_of_a_kind_that_is_there_nothing_is_left_to_write(name: str) -> None:
    assert hanging.written(SCHEMA, KINDS[name]) == SCHEMA


def test_of_a_new_kind_its_tables_are_written_and_the_lines_of_its_migration() -> None:
    kind = Kind(
        "box",
        "boxes",
        (),
        title="name",
        listed=(),
        order="name",
        detail="''",
        lines="box_items",
        has_segments=True,
    )
    text = hanging.written(SCHEMA, kind)
    assert hanging.written(text, kind) == text
    new = [line for line in text.splitlines() if "box" in line]
    assert [re.sub(r".*( or box_id\.|\+ \(box_id IS NOT NULL\) = 1)", r"…\1", line) for line in new] == [
        "  -- or a box",
        "  box_id INTEGER REFERENCES boxes (id),",
        "…+ (box_id IS NOT NULL) = 1),",
        "  UNIQUE (segment_id, box_id)",
        "CREATE INDEX segment_members_box ON segment_members (box_id) WHERE box_id IS NOT NULL;",
        "… or box_id.",
        "  -- or a box",
        "  box_id INTEGER REFERENCES boxes (id),",
        "…+ (box_id IS NOT NULL) = 1",
        "CREATE INDEX external_ids_box ON external_ids (box_id) WHERE box_id IS NOT NULL;",
    ]
    assert [*hanging.migration(kind)] == [
        'helpers.add_table(db, "boxes")',
        'helpers.add_table(db, "box_items")',
        'for table in ("segment_members", "external_ids"):',
        '    helpers.add_link(db, table, "box", "boxes")',
    ]
