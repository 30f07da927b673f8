"""The fields of an activity, and what activities say about contacts, companies and deals."""

from __future__ import annotations

from crm_cli.core.fields import (
    CHOICE,
    DAY,
    DURATION,
    INSTANT,
    INTEGER,
    LONG_TEXT,
    TEXT,
    Field,
    common,
    identity,
    stored,
    words,
)

ACTIVITY_KINDS = ("note", "call", "email", "meeting", "message")
DIRECTIONS = ("in", "out")

TEXT_SQL = "coalesce(nullif(a.subject, '') || coalesce(': ' || nullif(a.body, ''), ''), a.body)"
"""Subject and words of an activity `a` as one text."""


def _linked(kind: str, table: str, title: str) -> str:
    return (
        f"SELECT r.{title} AS value FROM activity_links l JOIN {table} r ON r.id = l.{kind}_id"
        " WHERE l.activity_id = t.id ORDER BY l.id"
    )


def _first_id(kind: str) -> str:
    return (
        f"(SELECT l.{kind}_id FROM activity_links l WHERE l.activity_id = t.id AND l.{kind}_id IS NOT NULL"
        " ORDER BY l.id LIMIT 1)"
    )


_ID = identity("activity").type

FIELDS = (
    identity("activity"),
    stored("kind", CHOICE, choices=ACTIVITY_KINDS, aliases=("type",), example="call", help="what it was"),
    stored(
        "direction",
        CHOICE,
        choices=DIRECTIONS,
        example="in",
        help="in: they came to us; out: we went to them",
    ),
    Field(
        "text", LONG_TEXT, TEXT_SQL.replace("a.", "t."), label="What", help="subject and words as one text"
    ),
    stored("subject", example='"Re: quote"', help="subject line"),
    stored("body", LONG_TEXT, aliases=("note",), example='"wants a quote"', help="the words"),
    stored("outcome", aliases=("result",), example='"no answer"', help="what came of it"),
    stored("occurred_at", INSTANT, label="At", aliases=("at",), example="yesterday", help="when it happened"),
    stored(
        "occurred_on",
        DAY,
        label="On",
        aliases=("occurred", "on", "date", "last"),
        example="yesterday",
        help="the day it happened",
    ),
    stored("duration", DURATION, example="20m", help="how long it took"),
    stored("owner", example="Aigul", help="who of you did it"),
    Field(
        "contacts",
        TEXT,
        _linked("contact", "contacts", "name"),
        label="With",
        aliases=("contact", "with", "who"),
        many=True,
        example='"Jane Doe"',
        help="the people it was with",
    ),
    Field("contact_id", _ID, _first_id("contact"), help="number of the first of them"),
    Field(
        "companies",
        TEXT,
        _linked("company", "companies", "name"),
        aliases=("company",),
        many=True,
        example="Acme",
        help="the companies it was about",
    ),
    Field("company_id", _ID, _first_id("company"), help="number of the first of them"),
    Field(
        "deals",
        TEXT,
        _linked("deal", "deals", "title"),
        aliases=("deal",),
        many=True,
        example='"Acme renewal"',
        help="the deals it was about",
    ),
    Field("deal_id", _ID, _first_id("deal"), help="number of the first of them"),
    *common("activity"),
)

WORDS = words("activity")
LIST = ("id", "occurred_on", "kind", "contacts", "text")
ORDER = "-occurred_at"
SUMS: tuple[str, ...] = ("duration",)
DETAIL = (
    "trim(t.kind || '  ' || t.occurred_on || '  ' || coalesce((SELECT c.name FROM activity_links l"
    " JOIN contacts c ON c.id = l.contact_id WHERE l.activity_id = t.id ORDER BY l.id LIMIT 1), ''))"
)
"""What tells two of the same subject apart, in SQL."""


def _latest(kind: str, value: str, condition: str = "") -> str:
    """The newest activity of a record, by the index of its links."""
    return (
        f"(SELECT {value} FROM activity_links l JOIN activities a ON a.id = l.activity_id"
        f" WHERE l.{kind}_id = t.id AND a.archived_at IS NULL{condition}"
        " ORDER BY l.occurred_at DESC, l.activity_id DESC LIMIT 1)"
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
            example="3..",
            help="how many activities there are",
        ),
    )


ABOUT = {kind: _about(kind) for kind in ("contact", "company", "deal")}
