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
from crm_cli.core.query import Query, Row, needs
from crm_cli.core.query_parser import parse
from crm_cli.db import functions

TAGS = "SELECT g.tag AS value FROM tags g WHERE g.id = t.id"
ALL_TAGS = "SELECT g.id AS id, g.tag AS value FROM tags g"
COUNT = "(SELECT count(*) FROM tags g WHERE g.id = t.id)"
OF_EACH = f"SELECT t.id AS id, {COUNT} AS value FROM things t"
ALL_COUNTS = "SELECT g.id AS id, count(*) AS value FROM tags g GROUP BY g.id"


def of_boss(sql: str) -> str:
    """What is true of the thing whose number is this one's score: a link that may lead nowhere."""
    return f"(SELECT v FROM (SELECT t.id AS i, {sql} AS v FROM things t) WHERE i = t.score)"


FIELDS = (
    Field("id", f.ID, "t.id", column="id"),
    Field("name", f.TEXT, "t.name", column="name"),
    Field("city", f.TEXT, "(SELECT t.city)"),
    Field("status", f.CHOICE, "t.status", column="status", choices=("open", "won", "lost")),
    Field("stage", f.CHOICE, "(SELECT t.stage)", choices=("Lead", "Proposal made", "Переговоры")),
    Field("tags", f.TAG, TAGS, aliases=("tag",), many=True),
    Field("email", f.TEXT, f"({TAGS} LIMIT 1)", ask=TAGS),
    Field("score", f.INTEGER, "t.score", column="score"),
    Field("deals", f.INTEGER, "coalesce(t.deals, 0)", is_count=True),
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
    Field("labels", f.TAG, TAGS, many=True, among=ALL_TAGS),
    Field("letterbox", f.TEXT, f"({TAGS} LIMIT 1)", ask=TAGS, among=ALL_TAGS),
    Field("tagged", f.INTEGER, COUNT, is_count=True, among=ALL_COUNTS),
    Field(
        "boss",
        f.TEXT,
        of_boss("t.name"),
        key="t.score",
        among="SELECT t.id AS id, t.name AS value FROM things t",
    ),
    Field("boss_tagged", f.INTEGER, of_boss(COUNT), is_count=True, key="t.score", among=OF_EACH),
    Field(
        "boss_amount",
        f.MONEY,
        of_boss("t.amount"),
        currency=of_boss("t.currency"),
        key="t.score",
        among="SELECT t.id AS id, t.amount AS value, t.currency AS currency FROM things t",
    ),
    Field(
        "boss_boss_close",
        f.DAY,
        of_boss(of_boss("t.close")),
        key=of_boss("t.score"),
        among="SELECT t.id AS id, t.close AS value FROM things t",
    ),
    Field(
        "boss_boss_tagged",
        f.INTEGER,
        of_boss(of_boss(COUNT)),
        is_count=True,
        key=of_boss("t.score"),
        among=OF_EACH,
    ),
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
    functions.add(db)
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
