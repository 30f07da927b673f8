"""A small table with a field of every type, for the tests of the query language."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from crm_cli.core import fields as f
from crm_cli.core.conventions import Conventions
from crm_cli.core.dates import Calendar
from crm_cli.core.errors import NotFound
from crm_cli.core.fields import Field, normal_name
from crm_cli.core.query import FUNCTIONS, Query, Row, needs
from crm_cli.core.query_parser import parse

TAGS = "SELECT g.tag AS value FROM tags g WHERE g.id = t.id"
FIELDS = (
    Field("id", f.ID, "t.id", column="id"),
    Field("name", f.TEXT, "t.name", column="name"),
    Field("city", f.TEXT, "(SELECT t.city)"),
    Field("status", f.CHOICE, "t.status", column="status", choices=("open", "won", "lost")),
    Field("stage", f.CHOICE, "(SELECT t.stage)", choices=("Lead", "Proposal made", "Переговоры")),
    Field("tags", f.TAG, TAGS, aliases=("tag",), many=True),
    Field("email", f.TEXT, f"({TAGS} LIMIT 1)", ask=TAGS),
    Field("score", f.INTEGER, "t.score", column="score"),
    Field("deals", f.INTEGER, "coalesce(t.deals, 0)"),
    Field("rate", f.NUMBER, "t.rate", column="rate"),
    Field("Budget (x=1)", f.NUMBER, "json_extract(t.custom, '$.budget')", is_custom=True),
    Field("amount", f.MONEY, "t.amount", column="amount", currency="t.currency"),
    Field("probability", f.PERCENT, "t.probability", column="probability"),
    Field("length", f.DURATION, "t.length", column="length"),
    Field("close", f.DAY, "t.close", column="close"),
    Field("last", f.INSTANT, "t.last", column="last"),
    Field("birthday", f.MONTHDAY, "t.birthday", column="birthday"),
    Field("active", f.FLAG, "t.active", column="active"),
    Field("words", f.TEXT, "t.words", column="words"),
)
COLUMNS = (
    "id name city status stage score deals rate custom amount currency probability length close last"
    " birthday active words"
).split()
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def conventions(zone: tzinfo | str = "Europe/Berlin", currency: str | None = "EUR") -> Conventions:
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return Conventions(Calendar(NOW, place, order="dmy"), currency=currency, region="DE")


def resolve(kind: str, name: str) -> Field | None:
    wanted = normal_name(name)
    for field in FIELDS:
        if wanted in map(normal_name, (field.name, *field.aliases)):
            return field
    return None


def read(text: str, how: Conventions | None = None) -> Query:
    return parse(
        text,
        kind="contact",
        resolve=resolve,
        names=lambda kind: [field.name for field in FIELDS],
        segment=segment,
        how=how or conventions(),
    )


def segment(name: str) -> Query:
    segments = {"rich": "amount>=1000 or tag:vip", "my own": "not status:lost"}
    if name not in segments:
        raise NotFound(f"no segment `{name}`", hint="crm segment list")
    return read(segments[name])


def table(rows: Iterable[Mapping[str, Any]]) -> sqlite3.Connection:
    """Make a file of these rows, numbered from 1; `tags` is a sequence, the other keys are columns."""
    db = sqlite3.connect(":memory:")
    for name, arguments, function in FUNCTIONS:
        db.create_function(name, arguments, function, deterministic=True)
    db.execute(f"CREATE TABLE things ({', '.join(COLUMNS)})")
    db.execute("CREATE TABLE tags (id, tag)")
    for number, row in enumerate(rows, 1):
        values = {**row, "id": number}
        tags = [(number, tag) for tag in values.pop("tags", ())]
        holes = ", ".join(f":{name}" for name in values)
        db.execute(f"INSERT INTO things ({', '.join(values)}) VALUES ({holes})", values)
        db.executemany("INSERT INTO tags VALUES (?, ?)", tags)
    return db


def by_sql(db: sqlite3.Connection, query: Query) -> list[int]:
    sql, bound = query.clause()
    answers = db.execute(f"SELECT t.id, {sql} FROM things t ORDER BY t.id", bound).fetchall()
    assert {answer for _, answer in answers} <= {0, 1}, "two-valued"
    chosen = [id for (id,) in db.execute(f"SELECT t.id FROM things t WHERE {sql} ORDER BY t.id", bound)]
    assert chosen == [id for id, answer in answers if answer]
    return chosen


def by_predicate(db: sqlite3.Connection, query: Query) -> list[int]:
    return [row["id"] for row in stored(db, query) if query.accepts(row)]


def stored(db: sqlite3.Connection, query: Query) -> list[Any]:
    """Read what the predicate needs of every row, as `needs` says."""
    rows: list[Row] = []
    for (id,) in db.execute("SELECT id FROM things ORDER BY id").fetchall():
        row: dict[str, Any] = {"id": id}
        for name, sql in needs(query).items():
            if sql.startswith("SELECT"):
                values = db.execute(sql.replace("t.id", str(id))).fetchall()
                row[name] = tuple(value for (value,) in values)
            else:
                (row[name],) = db.execute(f"SELECT {sql} FROM things t WHERE t.id = ?", (id,)).fetchone()
        rows.append(row)
    return rows
