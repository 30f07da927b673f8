"""The schema in words, from its own comments: docs/schema.md is what `python -m crm_cli.db.describe` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.db.schema import Table, bookkeeping_tables, fact_tables

_HEAD = """# The file

One crm file is an ordinary SQLite database (application id `0x43524D31`, schema version {version}). Any SQLite
program can read it; this page is made from the comments the file itself carries: `.schema` in the sqlite3 shell
shows the same words.

- Every table has a small number `id`, never used twice.
- `*_at` is an instant in UTC (`2026-11-21T09:30:00Z`), `*_on` a day, `*_id` points to another table, `is_*` is 0 or 1.
- Money in tables is a whole number of the smallest units of the currency beside it; probabilities and discounts
  are basis points (10000 is 100 %); quantities and rates are decimal text.
- Tables whose names begin with `_` are the program's own bookkeeping; all others hold your facts.
- What another program changes is logged by the file's own triggers and can be undone like any step. Copy the
  file with `crm backup`, not with `cp`: while it is in use, a part of it is in the `-wal` beside it.

## Views for other programs

Read these rather than the tables: their columns keep their names and meanings from version to version. They use
no function of crm's, so every SQLite program can read them, and the indexes still serve: a column that is not
asked for costs nothing.

    crm sql "SELECT stage, count(*), sum(amount) FROM v_deals WHERE status = 'open' GROUP BY stage"
    sqlite3 -csv -header crm.db "SELECT name, email FROM v_contacts WHERE tags LIKE '%vip%'"

Amounts come twice: `amount` in units, for reading, sorting and comparing, and `amount_minor`, the exact whole number
of smallest units, for adding up. The archived are in the views, too: `WHERE archived_at IS NULL` leaves them out.
"""


class View(NamedTuple):
    """A view made for other programs: each column with its comment."""

    name: str
    comment: str
    columns: list[tuple[str, str]]


def views(db: Connection) -> list[View]:
    """The views for other programs, `v_…`, with the comments that stand in them: one above each column."""
    found = []
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    for name, sql in rows:
        lines = [line.strip() for line in sql.splitlines()]
        comments = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
        comments += [""] * (len(columns) + 1 - len(comments))
        found.append(View(name, comments[0], list(zip(columns, comments[1:], strict=False))))
    return found


def markdown(db: Connection) -> str:
    """The whole page: views, tables of facts, tables of bookkeeping."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    parts = [_HEAD.format(version=version)]
    parts += [
        _section(view.name, view.comment, ["column"], [[c, text] for c, text in view.columns])
        for view in views(db)
    ]
    parts.append("## Tables of facts\n")
    parts += [_of_table(db, table) for table in fact_tables(db)]
    parts.append("## Bookkeeping\n\nNot part of the promise: these may change with any version.\n")
    parts += [_of_table(db, table) for table in bookkeeping_tables(db)]
    return "\n".join(parts)


def _of_table(db: Connection, table: Table) -> str:
    rows = []
    for _, name, type, not_null, _, key, *_ in db.execute(f'PRAGMA table_xinfo("{table.name}")'):
        is_required = not_null or key
        target = table.references.get(name)
        words = table.comments.get(name, "") + (f" (→ {target})" if target else "")
        rows.append([name, type.lower() + ("" if is_required else ", may be empty"), words])
    return _section(table.name, table.comment, ["column", "type"], rows)


def _section(name: str, comment: str, heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join(_lines(name, comment, [*heads, "what it holds"], rows))


def _lines(name: str, comment: str, heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"### {name}\n"
    yield f"{comment}\n"
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for first, *rest in rows:
        yield f"| {' | '.join([f'`{first}`', *(cell.replace('|', '&#124;') for cell in rest)])} |"
    yield ""


def page() -> str:
    """The page of a file as this version makes it."""
    from crm_cli.db import connection

    db = connection.open_empty(now=datetime(2026, 1, 1, tzinfo=UTC))
    try:
        return markdown(db)
    finally:
        db.close()


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
