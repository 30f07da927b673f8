"""What a reminder is: its fields, and what reminders say about the records they are about."""

from __future__ import annotations

from crm_cli.core.fields import CHOICE, DAY, FLAG, TEXT, Field
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import common, identity, instant, link, owner, stored, title
from crm_cli.kinds.kind import Kind
from crm_cli.kinds.linked import name_sql

REMINDED = KINDS.left_of("reminder", "has_reminders")
"""The kinds that reminders are about."""

PRIORITIES = ("high", "normal", "low")

_DUE = "coalesce(t.snoozed_on, t.due_on)"
_MOMENT = "CASE WHEN t.snoozed_on IS NULL THEN t.due_at ELSE t.snoozed_at END"
_OVERDUE = f"CASE WHEN t.done_at IS NULL AND {_DUE} < today() THEN 'overdue' END"
_WHOM = name_sql(REMINDED)


def _link(kind: Kind) -> tuple[Field, Field]:
    return link(
        kind.name,
        kind.name,
        kind.table,
        title=kind.title,
        said="about",
        example=kind.field(kind.title).example,
        help=f"the {'person' if kind.is_person else kind.name} it is about",
    )


FIELDS = (
    identity("reminder"),
    title(
        "reminder",
        "title",
        label="What",
        aliases=("what", "name"),
        is_personal=True,
        example='"send the quote"',
        help="what to do",
    ),
    Field(
        "due",
        DAY,
        _DUE,
        moment=_MOMENT,
        mark=_OVERDUE,
        sort=f"coalesce(local({_MOMENT}), {_DUE})",
        example="..eow",
        help="the day it counts as due: put off, if it was",
    ),
    stored(
        "due_on",
        DAY,
        moment="t.due_at",
        label="Due on",
        reading="moment",
        is_needed=True,
        is_telling=True,
        example="fri",
        help="the day it is due",
    ),
    *instant(
        "due_at",
        day="due_on",
        label="Due at",
        reading="moment",
        is_telling=True,
        example="..today",
        help="the instant, where a time of day was said",
    ),
    stored(
        "snoozed_on",
        DAY,
        moment="t.snoozed_at",
        label="Snoozed to",
        aliases=("snoozed",),
        example="mon",
        help="the day it was put off to",
    ),
    *instant("snoozed_at", day="snoozed_on", example="tomorrow", help="the instant it was put off to"),
    stored(
        "repeat",
        is_searched=False,
        is_fixed=True,
        help="how it repeats, an RFC 5545 rule",
    ),
    stored(
        "repeat_from",
        CHOICE,
        choices=("due", "done"),
        is_fixed=True,
        help="what the next one counts from",
    ),
    Field(
        "priority",
        CHOICE,
        "CASE t.priority WHEN 1 THEN 'high' WHEN 3 THEN 'low' ELSE 'normal' END",
        column="priority",
        choices=PRIORITIES,
        sort="t.priority",
        reading="code",
        is_needed=True,
        is_telling=True,
        example="high",
        help="how urgent",
    ),
    *[field for kind in REMINDED for field in _link(kind)],
    Field(
        "whom",
        TEXT,
        _WHOM,
        help=f"whom it is about: a {', else a '.join([kind.name for kind in REMINDED])}",
    ),
    owner("who is to do it"),
    *instant(
        "done_at",
        day="done_on",
        reading="moment",
        is_telling=True,
        help="when it was done",
    ),
    Field(
        "is_done",
        FLAG,
        "t.done_at IS NOT NULL",
        reading="code",
        is_telling=True,
        example="no",
        help="whether it is done",
    ),
    stored(
        "done_on",
        DAY,
        label="Done",
        aliases=("done",),
        example="this-week",
        help="the day it was done",
    ),
    *common("reminder"),
)

OPEN = "r.done_at IS NULL AND r.archived_at IS NULL"
"""What is still to be done, of reminders `r`."""
DAY_SQL = "coalesce(r.snoozed_on, r.due_on)"
"""The day a reminder `r` counts as due."""


def _people(kind: Kind) -> tuple[Kind, ...]:
    """The kinds of people who belong to a record of a kind: reminders about them are its, too."""
    return tuple(
        [
            other
            for other in REMINDED
            if other.is_person and any(f.column and f.name == f.linked == kind.name for f in other.fields)
        ]
    )


def of(kind: Kind) -> str:
    """The reminders `r` that tell of a record `t`."""
    ways = [f"r.{kind.name}_id = t.id"]
    for other in _people(kind):
        who = f"SELECT c.id FROM {other.table} c WHERE c.{kind.name}_id = t.id"
        ways.append(f"r.{other.name}_id IN ({who})")
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def _all(kind: Kind) -> str:
    """The records of a kind that open reminders tell of, and their days."""
    ways = [
        f"SELECT r.{kind.name}_id AS id, {DAY_SQL} AS day FROM reminders r WHERE +r.{kind.name}_id IS NOT NULL AND {OPEN}"
    ]
    for other in _people(kind):
        whose = f"FROM reminders r CROSS JOIN {other.table} c ON c.id = r.{other.name}_id"
        ways.append(
            f"SELECT c.{kind.name}_id, {DAY_SQL} {whose} WHERE c.{kind.name}_id IS NOT NULL AND {OPEN}"
        )
    return " UNION ALL ".join(ways)


def _next(kind: Kind, value: str) -> str:
    order = f"ORDER BY {DAY_SQL}, r.priority, r.id LIMIT 1"
    return f"(SELECT {value} FROM reminders r WHERE {of(kind)} AND {OPEN} {order})"


def _about(kind: Kind) -> tuple[Field, ...]:
    day = Field(
        "next",
        DAY,
        _next(kind, DAY_SQL),
        among=f"SELECT id, min(day) AS value FROM ({_all(kind)}) GROUP BY +id",
        mark=f"CASE WHEN {_next(kind, DAY_SQL)} < today() THEN 'overdue' END",
        example="..today",
        help="the day of its next open reminder",
    )
    text = Field("next.text", TEXT, _next(kind, "r.title"), example="quote", help="what is to be done next")
    keeps_day = any(field.is_named("next") for field in kind.fields)  # a deal does
    return (text,) if keeps_day else (day, text)


ABOUT = {kind.name: _about(kind) for kind in REMINDED}

KIND = Kind(
    "reminder",
    "reminders",
    FIELDS,
    title="title",
    command="remind",
    listed=("id", "due", "title", "whom", "priority", "done_on"),
    order="is_done,due",
    detail=f"trim('due ' || {_DUE} || '  ' || coalesce({_WHOM}, '')"
    " || CASE WHEN t.done_at IS NULL THEN '' ELSE '  done' END)",
    about=ABOUT,
    around=tuple([(kind.name, 30, "reminders") for kind in REMINDED]),
)
