"""The fields of a reminder, and what reminders say about contacts, companies and deals."""

from __future__ import annotations

from crm_cli.core.fields import (
    CHOICE,
    DAY,
    INSTANT,
    TEXT,
    Field,
    common,
    identity,
    name_sort,
    stored,
    words,
)

PRIORITIES = ("high", "normal", "low")

_DUE = "coalesce(t.snoozed_on, t.due_on)"
_ID = identity("reminder").type


def _linked(kind: str, table: str, title: str, help: str, example: str) -> tuple[Field, Field]:
    name = f"(SELECT r.{title} FROM {table} r WHERE r.id = t.{kind}_id)"
    return (
        Field(kind, TEXT, name, column=f"{kind}_id", linked=kind, example=example, help=help),
        Field(f"{kind}_id", _ID, f"t.{kind}_id", help=f"number of that {kind}"),
    )


FIELDS = (
    identity("reminder"),
    stored(
        "title",
        label="What",
        aliases=("what", "name"),
        sort=name_sort("reminder", "title"),
        example='"send the quote"',
        help="what to do",
    ),
    Field("due", DAY, _DUE, sort=_DUE, example="..eow", help="the day it counts as due: put off, if it was"),
    stored("due_on", DAY, label="Due on", example="fri", help="the day it is due"),
    stored(
        "due_at",
        INSTANT,
        label="Due at",
        example="..today",
        help="the instant, where a time of day was said",
    ),
    stored(
        "snoozed_on",
        DAY,
        label="Snoozed to",
        aliases=("snoozed",),
        example="mon",
        help="the day it was put off to",
    ),
    stored("snoozed_at", INSTANT, example="tomorrow", help="the instant it was put off to"),
    Field(
        "priority",
        CHOICE,
        "CASE t.priority WHEN 1 THEN 'high' WHEN 3 THEN 'low' ELSE 'normal' END",
        column="priority",
        choices=PRIORITIES,
        sort="t.priority",
        example="high",
        help="how urgent",
    ),
    *_linked("contact", "contacts", "name", "the person it is about", '"Jane Doe"'),
    *_linked("company", "companies", "name", "the company it is about", "Acme"),
    *_linked("deal", "deals", "title", "the deal it is about", '"Acme renewal"'),
    Field(
        "whom",
        TEXT,
        "coalesce((SELECT c.name FROM contacts c WHERE c.id = t.contact_id),"
        " (SELECT m.name FROM companies m WHERE m.id = t.company_id),"
        " (SELECT d.title FROM deals d WHERE d.id = t.deal_id))",
        help="whom it is about: a contact, else a company, else a deal",
    ),
    stored("owner", example="Aigul", help="who is to do it"),
    stored("done_at", INSTANT, help="when it was done"),
    stored("done_on", DAY, label="Done", aliases=("done",), example="this-week", help="the day it was done"),
    *common("reminder"),
)

WORDS = words("reminder")
LIST = ("id", "due", "title", "whom", "priority", "done_on")
ORDER = "due"
SUMS: tuple[str, ...] = ()
DETAIL = (
    f"trim('due ' || {_DUE} || '  ' || coalesce((SELECT c.name FROM contacts c WHERE c.id = t.contact_id),"
    " (SELECT m.name FROM companies m WHERE m.id = t.company_id),"
    " (SELECT d.title FROM deals d WHERE d.id = t.deal_id), '')"
    " || CASE WHEN t.done_at IS NULL THEN '' ELSE '  done' END)"
)
"""What tells two of the same title apart, in SQL."""

_OPEN = "r.done_at IS NULL AND r.archived_at IS NULL"
_OF = {
    "contact": "r.contact_id = t.id",
    "company": "(r.company_id = t.id"
    " OR r.contact_id IN (SELECT c.id FROM contacts c WHERE c.company_id = t.id))",
    "deal": "r.deal_id = t.id",
}
"""The reminders that tell of a record; those about its people are a company's, too."""


def _next(kind: str, value: str) -> str:
    return (
        f"(SELECT {value} FROM reminders r WHERE {_OF[kind]} AND {_OPEN}"
        " ORDER BY coalesce(r.snoozed_on, r.due_on), r.priority, r.id LIMIT 1)"
    )


def _about(kind: str) -> tuple[Field, ...]:
    day = Field(
        "next",
        DAY,
        _next(kind, "coalesce(r.snoozed_on, r.due_on)"),
        example="..today",
        help="the day of its next open reminder",
    )
    text = Field("next.text", TEXT, _next(kind, "r.title"), example="quote", help="what is to be done next")
    return (text,) if kind == "deal" else (day, text)  # a deal keeps its next day itself


ABOUT = {kind: _about(kind) for kind in ("contact", "company", "deal")}
