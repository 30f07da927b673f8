"""What an activity is: its fields, and what activities say about the records they are about."""

from __future__ import annotations

from crm_cli.activity.words import MOMENT_SQL, TEXT_SQL
from crm_cli.core.fields import CHOICE, DAY, DURATION, INTEGER, LONG_TEXT, Field
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import common, identity, instant, links, owner, stored
from crm_cli.kinds.kind import Kind

NOTED = KINDS.left_of("activity", "has_notes")
"""The kinds that activities are about."""

ACTIVITY_KINDS = ("note", "call", "email", "meeting", "message")
DIRECTIONS = ("in", "out")

STATES = ("planned", "held", "missed", "cancelled")
"""What an activity is: yet to come or to be settled, done, one that nobody came to, called off."""

AGAIN = (
    "(SELECT min(n.occurred_on) FROM activity_links l JOIN activity_links m ON m.contact_id = l.contact_id"
    " JOIN activities n ON n.id = m.activity_id WHERE l.activity_id = t.id AND m.moment > l.moment"
    " AND n.kind = 'meeting' AND n.state IN ('planned', 'held') AND n.archived_at IS NULL)"
)
"""The day of the next meeting with any of the same people."""


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
        seen="iif(t.state = 'held', t.kind, t.state || ' ' || t.kind)",
        aliases=("type",),
        reading="code",
        is_needed=True,
        example="call",
        help="what it was",
    ),
    stored(
        "state",
        CHOICE,
        choices=STATES,
        reading="code",
        is_needed=True,
        is_telling=True,
        example="planned",
        help="planned, held, missed or cancelled",
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
        sort=MOMENT_SQL.format("t"),
        is_telling=True,
        example="yesterday",
        help="when it happened, or is to, where an hour was said",
    ),
    stored(
        "occurred_on",
        DAY,
        moment="t.occurred_at",
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
        help="how long it took, or is to",
    ),
    stored(
        "place",
        aliases=("location", "where"),
        is_telling=True,
        example="Zurich",
        help="where",
    ),
    Field("again", DAY, AGAIN, example="..eom", help="the day of the next meeting with the same people"),
    owner("who of you did it"),
    *[field for kind in NOTED for field in _links(kind)],
    *common("activity"),
)


def _latest(kind: str, value: str, condition: str = "") -> str:
    """The newest activity of a record, by the index of its links."""
    return (
        f"(SELECT {value} FROM activity_links l JOIN _held a ON a.id = l.activity_id"
        f" WHERE l.{kind}_id = t.id{condition}"
        " ORDER BY l.moment DESC, l.activity_id DESC LIMIT 1)"
    )


def _of_facts(column: str) -> str:
    """The day of an instant that the facts keep; noon in UTC is a day on which no hour was said."""
    day = f"CASE WHEN f.{column} LIKE '%T12:00:00Z' THEN substr(f.{column}, 1, 10) ELSE local_day(f.{column}) END"
    return f"(SELECT {day} FROM _contact_facts f WHERE f.contact_id = t.id)"


_COMING = "a.state = 'planned' AND a.archived_at IS NULL AND a.occurred_on >= today()"
"""What is planned and has not gone by, of activities `a`."""


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
        Field(
            "planned",
            DAY,
            f"(SELECT min(a.occurred_on) FROM activity_links l JOIN activities a ON a.id = l.activity_id"
            f" WHERE l.{kind}_id = t.id AND {_COMING})",
            among=f"SELECT l.{kind}_id AS id, min(a.occurred_on) AS value FROM activities a"
            f" CROSS JOIN activity_links l ON l.activity_id = a.id WHERE {_COMING} AND +l.{kind}_id IS NOT NULL"
            f" GROUP BY +l.{kind}_id",
            example="..eow",
            help="the day of what is planned next",
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
