"""What people and companies are to each other, and the days that matter to them."""

from __future__ import annotations

from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.text import same
from crm_cli.kinds.related import Related
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def relate(db: Connection, one: tuple[str, int], kind: str, other: tuple[str, int]) -> bool:
    """Note that one record is the `kind` of another ("wife", "supplier"); returns whether that is new."""
    word = " ".join(kind.split())
    if not word:
        raise UsageError(
            "say what they are to each other", hint="name it in your words: wife, assistant, supplier"
        )
    if one == other:
        raise Conflict("nobody is related to themselves")
    if _find(db, one, word, other) is not None:
        return False
    db.execute(
        f"INSERT INTO relations ({one[0]}_id, kind, to_{other[0]}_id) VALUES (?, ?, ?)",
        (one[1], word, other[1]),
    )
    return True


def unrelate(db: Connection, one: tuple[str, int], kind: str, other: tuple[str, int]) -> None:
    """Take a relation back; NotFound where there is none."""
    id = _find(db, one, kind, other)
    if id is None:
        raise NotFound(f"there is no relation `{kind}` between them", hint=f"crm show {one[0]}/{one[1]}")
    db.execute("DELETE FROM relations WHERE id = ?", (id,))


def _find(db: Connection, one: tuple[str, int], kind: str, other: tuple[str, int]) -> int | None:
    rows = db.execute(
        f"SELECT id, kind FROM relations WHERE {one[0]}_id = ? AND to_{other[0]}_id = ?", (one[1], other[1])
    )
    return next((id for id, found in rows if same(found) == same(kind)), None)


def set_date(db: Connection, owner: tuple[str, int], label: str, date: str) -> bool:
    """Note a day that matters (`2019-06-01` or `--06-01`); one of that label is replaced. Returns whether it differs."""
    label = " ".join(label.split())
    if not label:
        raise UsageError("say what day it is", hint="name it in your words: wedding, renewal")
    rows = db.execute(
        f"SELECT id, label, date FROM important_dates WHERE {owner[0]}_id = ?", (owner[1],)
    ).fetchall()
    for id, found, day in rows:
        if same(found) == same(label):
            if day == date:
                return False
            db.execute("UPDATE important_dates SET date = ? WHERE id = ?", (date, id))
            return True
    db.execute(
        f"INSERT INTO important_dates ({owner[0]}_id, label, date) VALUES (?, ?, ?)", (owner[1], label, date)
    )
    return True


def drop_date(db: Connection, owner: tuple[str, int], label: str) -> None:
    """Forget a day; NotFound listing those there are."""
    rows = db.execute(
        f"SELECT id, label FROM important_dates WHERE {owner[0]}_id = ?", (owner[1],)
    ).fetchall()
    for id, found in rows:
        if same(found) == same(label):
            db.execute("DELETE FROM important_dates WHERE id = ?", (id,))
            return
    there = ", ".join(found for _, found in rows)
    raise NotFound(f"there is no date `{label}`" + (f"; there is {there}" if there else ""))


def around(db: Connection, kind: str, id: int) -> Related:
    """What a record is to others, and others to it."""
    rows = db.execute(
        "SELECT r.kind, CASE WHEN r.to_contact_id IS NULL THEN 'company' ELSE 'contact' END,"
        " coalesce(r.to_contact_id, r.to_company_id), coalesce(c.name, m.name), 'is' FROM relations r"
        " LEFT JOIN contacts c ON c.id = r.to_contact_id LEFT JOIN companies m ON m.id = r.to_company_id"
        f" WHERE r.{kind}_id = ?"
        " UNION ALL SELECT r.kind, CASE WHEN r.contact_id IS NULL THEN 'company' ELSE 'contact' END,"
        " coalesce(r.contact_id, r.company_id), coalesce(c.name, m.name), 'has' FROM relations r"
        " LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN companies m ON m.id = r.company_id"
        f" WHERE r.to_{kind}_id = ?",
        (id, id),
    )
    found = [
        (f"{word} {relation}" + (" of" if word == "is" else ""), f"{other}/{n}", name)
        for relation, other, n, name, word in rows
    ]
    columns = [Column("relation", "Relation"), Column("record", "Record"), Column("name", "Name")]
    return Related("relations", "Relations", columns, found)


def dates_around(db: Connection, kind: str, id: int) -> Related:
    """The days that matter to a record."""
    rows = db.execute(
        f"SELECT label, date FROM important_dates WHERE {kind}_id = ? ORDER BY id", (id,)
    ).fetchall()
    return Related(
        "important_dates", "Dates", [Column("label", "What"), Column("date", "Date", "month and day")], rows
    )
