"""What a reminder is: its fields, and what reminders say about contacts, companies and deals."""

from __future__ import annotations

from crm_cli.core.fields import CHOICE, DAY, FLAG, INSTANT, TEXT, Field
from crm_cli.kinds.field import common, identity, link, owner, stored, title
from crm_cli.kinds.kind import Kind

PRIORITIES = ("high", "normal", "low")

_DUE = "coalesce(t.snoozed_on, t.due_on)"

FIELDS = (
    identity("reminder"),
    title(
        "reminder",
        "title",
        label="What",
        aliases=("what", "name"),
        headers="task | task name | subject | reminder | to do | todo | text | activity subject | задача | название | дело |"
        " عنوان | کار | aufgabe | tâche | tarea",
        is_personal=True,
        example='"send the quote"',
        help="what to do",
    ),
    Field("due", DAY, _DUE, sort=_DUE, example="..eow", help="the day it counts as due: put off, if it was"),
    stored(
        "due_on",
        DAY,
        label="Due on",
        headers="due | due date | deadline | date | due day | remind on | when | task due date | срок | крайний срок | дата |"
        " سررسید | تاریخ | fällig am | échéance | vencimiento",
        reading="moment",
        is_needed=True,
        is_telling=True,
        example="fri",
        help="the day it is due",
    ),
    stored(
        "due_at",
        INSTANT,
        label="Due at",
        headers="due time | remind at | due date time",
        reading="moment",
        is_telling=True,
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
    stored(
        "repeat",
        headers="recurrence rule | rrule",
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
        headers="importance | приоритет | اولویت | priorität | priorité | prioridad",
        reading="code",
        is_needed=True,
        is_telling=True,
        example="high",
        help="how urgent",
    ),
    *link(
        "contact",
        "contact",
        "contacts",
        example='"Jane Doe"',
        help="the person it is about",
    ),
    *link(
        "company",
        "company",
        "companies",
        example="Acme",
        help="the company it is about",
    ),
    *link(
        "deal",
        "deal",
        "deals",
        title="title",
        example='"Acme renewal"',
        help="the deal it is about",
    ),
    Field(
        "whom",
        TEXT,
        "coalesce((SELECT c.name FROM contacts c WHERE c.id = t.contact_id),"
        " (SELECT m.name FROM companies m WHERE m.id = t.company_id),"
        " (SELECT d.title FROM deals d WHERE d.id = t.deal_id))",
        help="whom it is about: a contact, else a company, else a deal",
    ),
    owner("who is to do it"),
    stored(
        "done_at",
        INSTANT,
        headers="completed at | completion date | closed time | date completed | marked as done time",
        reading="moment",
        is_telling=True,
        help="when it was done",
    ),
    Field(
        "is_done",
        FLAG,
        "t.done_at IS NOT NULL",
        headers="done | completed | status | complete | finished | task status | выполнено | завершено | انجام شده |"
        " erledigt | terminé | hecho",
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
        headers="completed on",
        example="this-week",
        help="the day it was done",
    ),
    *common("reminder"),
)

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


_DAYS = "SELECT r.{} AS id, coalesce(r.snoozed_on, r.due_on) AS day FROM reminders r"
_ALL = {
    "contact": f"{_DAYS.format('contact_id')} WHERE +r.contact_id IS NOT NULL AND {_OPEN}",
    "company": f"{_DAYS.format('company_id')} WHERE +r.company_id IS NOT NULL AND {_OPEN}"
    " UNION ALL SELECT c.company_id, coalesce(r.snoozed_on, r.due_on) FROM reminders r"
    f" CROSS JOIN contacts c ON c.id = r.contact_id WHERE c.company_id IS NOT NULL AND {_OPEN}",
    "deal": f"{_DAYS.format('deal_id')} WHERE +r.deal_id IS NOT NULL AND {_OPEN}",
}
"""Whom all open reminders tell of, and their days."""


def _about(kind: str) -> tuple[Field, ...]:
    day = Field(
        "next",
        DAY,
        _next(kind, "coalesce(r.snoozed_on, r.due_on)"),
        among=f"SELECT id, min(day) AS value FROM ({_ALL[kind]}) GROUP BY +id",
        example="..today",
        help="the day of its next open reminder",
    )
    text = Field("next.text", TEXT, _next(kind, "r.title"), example="quote", help="what is to be done next")
    return (text,) if kind == "deal" else (day, text)  # a deal keeps its next day itself


ABOUT = {kind: _about(kind) for kind in ("contact", "company", "deal")}

KIND = Kind(
    "reminder",
    "reminders",
    FIELDS,
    title="title",
    command="remind",
    listed=("id", "due", "title", "whom", "priority", "done_on"),
    order="due",
    detail=f"trim('due ' || {_DUE} || '  ' || coalesce((SELECT c.name FROM contacts c WHERE c.id = t.contact_id),"
    " (SELECT m.name FROM companies m WHERE m.id = t.company_id),"
    " (SELECT d.title FROM deals d WHERE d.id = t.deal_id), '')"
    " || CASE WHEN t.done_at IS NULL THEN '' ELSE '  done' END)",
    about=ABOUT,
    around=(("contact", 30, "reminders"), ("company", 30, "reminders"), ("deal", 30, "reminders")),
    has_owner=True,
    headers=("reminder", "task", "activity"),
)
