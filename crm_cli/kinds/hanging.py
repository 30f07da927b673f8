"""What may hang on a record of a kind, as tables: `python -m crm_cli.kinds.hanging vehicle` writes it into the schema.

Who adds a kind writes its own table; which other tables link it follows from its traits, and how they link it from how
they link the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_cli.db.migrations import helpers
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind

LINKING = {
    "has_points": "contact_points",
    "has_notes": "activity_links",
    "has_reminders": "reminders",
    "has_tags": "taggings",
    "has_segments": "segment_members",
}
"""A trait → the table whose rows link the records of the kinds that have it. What they are called elsewhere all have."""

ELSEWHERE = "external_ids"


def tables(kind: Kind) -> list[str]:
    """The tables that link its records."""
    return [*(table for trait, table in LINKING.items() if getattr(kind, trait)), ELSEWHERE]


def written(schema: str, kind: Kind) -> str:
    """The text of the schema in which the tables link the kind, too; those that do already stay as they are."""
    for table in tables(kind):
        found = re.search(rf"^CREATE TABLE {table} \(\n.*?^\) STRICT;\n(?:CREATE .*\n)*", schema, re.M | re.S)
        assert found, f"schema.sql has no table {table}"
        statement, _, indexes = found[0].partition(";\n")
        if f"  {kind.name}_id " in statement:
            continue
        like = f"CREATE INDEX {table}_{helpers.last_link(statement)} "
        lines = [
            each
            for line in indexes.splitlines(keepends=True)
            for each in ([line, helpers.index_of_link(line, kind.name)] if line.startswith(like) else [line])
        ]
        linked = helpers.with_link(statement, kind.name, kind.table)
        schema = schema.replace(found[0], f"{linked};\n{''.join(lines)}")
    return schema


def migration(kind: Kind) -> Iterator[str]:
    """The lines of the migration that brings an older file there."""
    for own in filter(None, (kind.table, kind.lines)):
        yield f'helpers.add_table(db, "{own}")'
    yield f"for table in {tuple(tables(kind))!r}:".replace("'", '"')
    yield f'    helpers.add_link(db, table, "{kind.name}", "{kind.table}")'


def main(name: str) -> str:
    """Write the schema of the program anew; returns the lines of the migration."""
    from pathlib import Path

    from crm_cli.db import migrations

    path, kind = Path(migrations.__file__).with_name("schema.sql"), KINDS[name]
    path.write_text(written(path.read_text(encoding="utf-8"), kind), encoding="utf-8")
    return "".join(f"{line}\n" for line in migration(kind))


if __name__ == "__main__":
    import sys

    sys.stdout.write(main(sys.argv[1]))
