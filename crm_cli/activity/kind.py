"""What an activity is: its fields, and what activities say about the records they are about."""

from __future__ import annotations

from crm_cli.activity.words import TEXT_SQL
from crm_cli.core.fields import CHOICE, DAY, DURATION, INTEGER, LONG_TEXT, Field
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import common, identity, instant, links, owner, stored
from crm_cli.kinds.kind import Kind

NOTED = KINDS.left_of("activity", "has_notes")
"""The kinds that activities are about."""

ACTIVITY_KINDS = ("note", "call", "email", "meeting", "message")
DIRECTIONS = ("in", "out")

_HOUR = "CASE WHEN local(t.occurred_at) NOT LIKE '%12:00' THEN t.occurred_at END"
"""When it happened, where an hour was said: noon stands for a day without one."""


def _links(kind: Kind) -> tuple[Field, Field]:
    """The records of a kind that an activity is about; it is with people."""
    return links(
        kind.name,
        kind.plural,
        kind.table,
        "activity_links",
        of="activity",
        title=kind.title,
        label="With" if kind.is_person else "",
        aliases=("with", "who") if kind.is_person else (),
        example=kind.field(kind.title).example,
        help="the people it was with" if kind.is_person else f"the {kind.plural} it was about",
    )


FIELDS = (
    identity("activity"),
    stored(
        "kind",
        CHOICE,
        choices=ACTIVITY_KINDS,
        aliases=("type",),
        reading="code",
        is_needed=True,
        example="call",
        help="what it was",
    ),
    stored(
        "direction",
        CHOICE,
        choices=DIRECTIONS,
        reading="code",
        is_telling=True,
        example="in",
        help="in: they came to us; out: we went to them",
    ),
    Field(
        "text", LONG_TEXT, TEXT_SQL.replace("a.", "t."), label="What", help="subject and words as one text"
    ),
    stored(
        "subject",
        is_personal=True,
        example='"Re: quote"',
        help="subject line",
    ),
    stored(
        "body",
        LONG_TEXT,
        aliases=("note",),
        is_telling=True,
        example='"wants a quote"',
        help="the words",
    ),
    stored(
        "outcome",
        aliases=("result",),
        is_personal=True,
        is_telling=True,
        example='"no answer"',
        help="what came of it",
    ),
    *instant(
        "occurred_at",
        day="occurred_on",
        label="At",
        aliases=("at",),
        reading="moment",
        is_needed=True,
        is_telling=True,
        example="yesterday",
        help="when it happened",
    ),
    stored(
        "occurred_on",
        DAY,
        moment=_HOUR,
        label="On",
        aliases=("occurred", "on", "date", "last"),
        is_needed=True,
        is_telling=True,
        example="yesterday",
        help="the day it happened",
    ),
    stored(
        "duration",
        DURATION,
        example="20m",
        help="how long it took",
    ),
    owner("who of you did it"),
    *[field for kind in NOTED for field in _links(kind)],
    *common("activity"),
)


def _latest(kind: str, value: str, condition: str = "") -> str:
    """The newest activity of a record, by the index of its links."""
    return (
        f"(SELECT {value} FROM activity_links l JOIN activities a ON a.id = l.activity_id"
        f" WHERE l.{kind}_id = t.id AND a.archived_at IS NULL{condition}"
        " ORDER BY l.moment DESC, l.activity_id DESC LIMIT 1)"
    )


def _of_facts(column: str) -> str:
    return f"(SELECT local_day(f.{column}) FROM _contact_facts f WHERE f.contact_id = t.id)"


def _about(kind: str) -> tuple[Field, ...]:
    if kind == "contact":
        came, went = _of_facts("last_in_at"), _of_facts("last_out_at")
    else:
        came, went = (
            _latest(kind, "a.occurred_on", f" AND a.kind <> 'note' AND a.direction = '{way}'")
            for way in DIRECTIONS
        )
    return (
        Field("last", DAY, _latest(kind, "a.occurred_on"), example="..-60d", help="day of the last activity"),
        *(
            Field(
                f"last.{name}",
                DAY,
                _latest(kind, "a.occurred_on", f" AND a.kind = '{name}'"),
                example="..-60d",
                help=f"day of the last {name}",
            )
            for name in ACTIVITY_KINDS
        ),
        Field("last.in", DAY, came, example="-7d..", help="day they last came to you"),
        Field("last.out", DAY, went, example="..-30d", help="day you last went to them"),
        Field("last.text", LONG_TEXT, _latest(kind, TEXT_SQL), example="quote", help="what was said last"),
        Field(
            "activities",
            INTEGER,
            f"(SELECT count(*) FROM activity_links l WHERE l.{kind}_id = t.id)",
            among=f"SELECT l.{kind}_id AS id, count(*) AS value FROM activity_links l"
            f" WHERE l.{kind}_id IS NOT NULL GROUP BY l.{kind}_id",
            is_count=True,
            example="3..",
            help="how many activities there are",
        ),
    )


ABOUT = {kind.name: _about(kind.name) for kind in NOTED}

KIND = Kind(
    "activity",
    "activities",
    FIELDS,
    title="subject",
    command="note",
    listed=("id", "occurred_on", "kind", "contacts", "text"),
    order="-occurred_at",
    sums=("duration",),
    detail="trim(t.kind || '  ' || t.occurred_on || '  ' || coalesce((SELECT c.name FROM activity_links l"
    " JOIN contacts c ON c.id = l.contact_id WHERE l.activity_id = t.id ORDER BY l.id LIMIT 1), ''))",
    about=ABOUT,
    around=tuple([(kind.name, 40, "activities") for kind in NOTED]),
    links_to=tuple([kind.name for kind in NOTED]),
    links_in="activity_links",
)
