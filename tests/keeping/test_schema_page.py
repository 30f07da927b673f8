"""docs/schema.md and the views describe themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crm_cli.db import connection, describe

PAGE = Path(__file__).parent.parent.parent / "docs" / "schema.md"


def test_the_schema_page_is_what_the_schema_says() -> None:
    told = "python -m crm_cli.db.describe > docs/schema.md"
    assert PAGE.read_text(encoding="utf-8") == describe.page(), f"make it again: {told}"


def test_every_view_and_each_of_its_columns_has_a_comment() -> None:
    db = connection.open_empty(now=datetime(2026, 1, 1, tzinfo=UTC))
    for view in describe.views(db):
        sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (view.name,)).fetchone()[0]
        comments = [line for line in sql.splitlines() if line.strip().startswith("--")]
        assert len(comments) == len(view.columns) + 1, view.name
        assert all(text for _, text in view.columns)
    db.close()
