"""Version 3: signs tell names apart: `c++` and `c#` are two tags; and joined words are found as one and as two."""

from __future__ import annotations

import json
from sqlite3 import Connection
from typing import Any

from crm_cli.core.text import same
from crm_cli.db.migrations import helpers

TABLES = "m003_tables.sql"
"""The tables as this version has them, whatever later ones make of them."""

KEYED = ("tags", "segments")
"""Tables whose rows have a `normal`, by which two names are one."""


def m003_signs_tell_names_apart(db: Connection) -> None:
    """Write the strict key of every name, also of those in the log; the runner fills the search index anew.

    The strict form is finer than the one before, so no two of our keys meet. Of two rows that another program gave
    names that are the same, the second keeps the key it has.
    """
    db.create_function("same", 1, lambda name: None if name is None else same(str(name)), deterministic=True)
    tables = helpers.definitions(TABLES)
    for table in (*KEYED, "custom_fields"):
        helpers.change(db, table, sql=tables[table])
    for table in KEYED:
        db.execute(f"UPDATE OR IGNORE {table} SET normal = same(name) WHERE normal <> same(name)")
        _renew_images(db, table)
    db.execute("DELETE FROM _search_kinds")


def _renew_images(db: Connection, table: str) -> None:
    """Let the log tell the keys as they now follow from the names: newest change first, each with the name after it."""
    names: dict[int, str] = dict(db.execute(f"SELECT id, name FROM {table}"))
    changes = db.execute(
        "SELECT id, row_id, operation, last_row_id, before FROM _changes"
        " WHERE table_name = ? AND before IS NOT NULL ORDER BY id DESC",
        (table,),
    ).fetchall()
    for id, row, operation, last, before in changes:
        image = json.loads(before)
        if operation == "delete" and last is not None:
            names |= _renewed_pack(image)
        elif operation == "delete":
            names[row] = image.get("name", "")
            image |= {"normal": same(names[row])} if "normal" in image else {}
        else:
            after = names.get(row, "")
            names[row] = image.get("name", after)
            image.pop("normal", None)
            if same(names[row]) != same(after):
                image["normal"] = same(names[row])
        written = json.dumps(image, ensure_ascii=False, separators=(",", ":"))
        if written != before:
            db.execute("UPDATE _changes SET before = ? WHERE id = ?", (written, id))


def _renewed_pack(pack: dict[str, Any]) -> dict[int, str]:
    """The same of many rows that went together, told as what they share and where they differ; returns their names."""
    shared, columns = pack["shared"], pack["columns"]
    if "normal" in columns:
        place = columns.index("normal") + 1
    else:
        shared.pop("normal", None)
        columns.append("normal")
        place = len(columns)
        pack["rows"] = [[*row, ""] for row in pack["rows"]]
    names: dict[int, str] = {}
    for row in pack["rows"]:
        told = {**shared, **dict(zip(columns, row[1:], strict=True))}
        names[row[0]] = str(told.get("name", ""))
        row[place] = same(names[row[0]])
    return names
