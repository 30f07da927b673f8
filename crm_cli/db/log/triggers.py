"""The triggers of the log: plain SQL, made from the schema, that notes what every row was before a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crm_cli.db.schema import Table

NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"


def statements(tables: Sequence[Table]) -> Iterator[str]:
    """Give the statements that make the triggers, and the view `_watched` that names the tables they stand on.

    Plain SQL, so that other programs' writes are logged, too. Inside a bulk step the inserts are left to the
    end of the step, which logs one range a table.
    """
    names = ", ".join(f"('{name}')" for name in sorted(table.name for table in tables))
    yield f"CREATE VIEW _watched (table_name) AS VALUES {names}"
    for table in tables:
        command = "(SELECT command_id FROM _writing)"
        at = f"CASE WHEN NOT EXISTS (SELECT 1 FROM _writing) THEN {NOW} END"
        into = (
            "INSERT INTO _changes (command_id, at, table_name, row_id, operation, owner_kind, owner_id, before)"
            f" SELECT {command}, {at}, '{table.name}'"
        )
        kind, owner = table.owner_sql("new")
        yield (
            f"CREATE TRIGGER _log_{table.name}_insert AFTER INSERT ON {table.name}"
            " WHEN NOT EXISTS (SELECT 1 FROM _writing WHERE is_bulk = 1)"
            f" BEGIN {into}, new.id, 'insert', {kind}, {owner}, NULL; END"
        )
        kind, owner = table.owner_sql("old")
        stored = [column for column in table.columns if column != "id"]
        changed = " UNION ALL ".join(
            f"SELECT '{column}' AS k, old.{column} AS v WHERE old.{column} IS NOT new.{column}"
            for column in stored
        )
        differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in stored)
        yield (
            f"CREATE TRIGGER _log_{table.name}_update AFTER UPDATE ON {table.name} WHEN {differs}"
            f" BEGIN {into}, old.id, 'update', {kind}, {owner},"
            f" (SELECT json_group_object(k, v) FROM ({changed})); END"
        )
        image = ", ".join(f"'{column}', old.{column}" for column in stored)
        yield (
            f"CREATE TRIGGER _log_{table.name}_delete AFTER DELETE ON {table.name}"
            f" BEGIN {into}, old.id, 'delete', {kind}, {owner}, json_object({image}); END"
        )
