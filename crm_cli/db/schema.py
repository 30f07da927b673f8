"""What the schema itself tells: tables of facts, their columns, comments, and which record a row belongs to."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.core.record import record
from crm_cli.core.text import plural


@record
class Table:
    """One table as the file's own schema describes it.

    belongs_to: the columns one of which names the record a row is part of; empty for a record.
    references: foreign-key column → the table it points to.
    """

    name: str
    comment: str
    columns: tuple[str, ...]
    comments: dict[str, str]
    references: dict[str, str]
    belongs_to: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of record a row of it is: `companies` holds `company`."""
        return kind_of(self.name)

    def owner_sql(self, row: str) -> tuple[str, str]:
        """Give SQL for the kind and id of the record that `row` ("old" or "new") belongs to."""
        if not self.belongs_to:
            return f"'{self.kind}'", f"{row}.id"
        if len(self.belongs_to) == 1:
            column = self.belongs_to[0]
            return f"'{column.removesuffix('_id')}'", f"{row}.{column}"
        cases = " ".join(
            f"WHEN {row}.{column} IS NOT NULL THEN '{column.removesuffix('_id')}'"
            for column in self.belongs_to
        )
        ids = ", ".join(f"{row}.{column}" for column in self.belongs_to)
        return f"CASE {cases} END", f"coalesce({ids})"


def kind_of(table: str) -> str:
    """Name one row of a table: `companies` → `company`, `boxes` → `box`, `purchases` → `purchase`.

    Tables are called by the plural of what a row of them is, so this is how a kind of record is known from its table.
    """
    if table.endswith("ies"):
        return table[:-3] + "y"
    is_longer = table.endswith(("sses", "xes", "ches", "shes"))
    is_latin = table.endswith("uses") and not table.endswith(
        ("auses", "ouses")
    )  # bonuses, but causes and houses
    return table[:-2] if is_longer or is_latin else table.removesuffix("s")


def counted(table: str, count: int) -> str:
    """Say how many rows of a table: "1 deal item", "1,234 companies"."""
    return plural(count, kind_of(table).replace("_", " "), table.replace("_", " "))


def fact_tables(db: Connection) -> list[Table]:
    """All tables that hold the user's facts, in the order they were made."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    return [_table(db, name, sql) for name, sql in rows]


def bookkeeping_tables(db: Connection) -> list[Table]:
    """The program's own tables, in the order they were made; those inside the full-text index are left out."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name LIKE '\\_%' ESCAPE '\\'"
        " AND sql LIKE '%--%' ORDER BY rowid"
    ).fetchall()
    return [_table(db, name, sql) for name, sql in rows]


def _table(db: Connection, name: str, sql: str) -> Table:
    columns = tuple(row[1] for row in db.execute(f'PRAGMA table_info("{name}")'))
    references = {row[3]: row[2] for row in db.execute(f'PRAGMA foreign_key_list("{name}")')}
    table_comment, comments = _comments(sql, columns)
    import re

    found = re.search(r"Belongs to ([a-z_ ]+)\.", table_comment)
    belongs_to = tuple(found[1].split(" or ")) if found else ()
    return Table(name, table_comment, columns, comments, references, belongs_to)


def _comments(sql: str, columns: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Read the comment of the table (the first) and of each column (the line above it)."""
    table_comment, above, comments = "", [], {}
    for line in sql.splitlines()[1:]:
        text = line.strip()
        if text.startswith("--"):
            if table_comment:
                above.append(text.removeprefix("--").strip())
            else:
                table_comment = text.removeprefix("--").strip()
            continue
        word = text.split(" ", 1)[0]
        if word in columns:
            comments[word] = " ".join(above)
        above = []
    return table_comment, comments
