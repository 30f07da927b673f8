"""The diary: what is planned on the page of the day, in reminders, in the agenda, and in the report of meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.fixture
def week(crm: Crm) -> Crm:
    """On Saturday 21 November: one to settle, one later today, one tomorrow without an hour, one in December."""
    for name in ("Anna", "Bob"):
        crm("contact", "add", name, code=0)
    crm("meeting", "Anna", "kickoff", "--on", "yesterday 10:00", "--planned", now="2026-11-19", code=2)
    crm("meeting", "Anna", "kickoff", "--on", "2026-11-20 10:00", now="2026-11-19", code=0)
    words = ["--on", "today 14:00", "--duration", "1h", "--place", "Café", "--with", "Bob"]
    crm("meeting", "Anna", "demo", *words, code=0)
    crm("call", "Bob", "prices", "--on", "tomorrow", code=0)
    crm("meeting", "Bob", "review", "--on", "2026-12-01 9:00", code=0)
    return crm


def test_what_is_over_stands_first_then_what_is_planned_today(week: Crm) -> None:
    week("remind", "add", "send it", "--due", "yesterday", code=0)
    lines = (
        "2026-11-20 10:00\tactivity/1\theld or missed? meeting: kickoff\tAnna\n"
        "2026-11-21 14:00\tactivity/2\tmeeting: demo, Café\tAnna, Bob\n"
        "2026-11-20\treminder/1\tsend it\t\n"
    )
    assert week("remind", code=0).out == week("today", code=0).out == lines
    assert week("remind", "--summary", code=0).out == "1 overdue, 1 to settle, 1 planned\n"
    assert week("remind", "--exit-code", code=10).out == lines
    assert [item["why"] for item in week("today", "-f", "json").json] == ["unsettled", "planned", "overdue"]


def test_a_meeting_is_over_when_its_time_is(week: Crm) -> None:
    def said(now: str) -> str:
        out: str = week("remind", now=now, code=0).lines[1].split("\t")[2]
        return out

    assert said("2026-11-21T14:59:59Z") == "meeting: demo, Café"
    assert said("2026-11-21T15:00:00Z") == "held or missed? meeting: demo, Café"


def test_the_next_thing_is_to_settle_then_what_comes(week: Crm) -> None:
    assert week("next", code=0).lines[0].split("\t")[1] == "activity/1"
    week("held", "1", code=0)
    assert (
        week("next", "-f", "{record} {why} {contact} {last}", code=0).out
        == "activity/2 planned Anna kickoff\n"
    )
    week("cancel", "2", code=0)
    assert week("next", "-f", "{record} {why}", code=0).out == "activity/3 later\n"


def test_the_agenda_is_a_list_for_programs(week: Crm) -> None:
    assert week("agenda", "2026-11-20..2026-12-31", "-f", "csv", code=0).lines == [
        "when,duration,record,kind,what,whom,place,state",
        "2026-11-20T10:00:00Z,,activity/1,meeting,kickoff,Anna,,planned",
        '2026-11-21T14:00:00Z,60,activity/2,meeting,demo,"Anna, Bob",Café,planned',
        "2026-11-22,,activity/3,call,prices,Bob,,planned",
        "2026-12-01T09:00:00Z,,activity/4,meeting,review,Bob,,planned",
    ]
    assert [entry["record"] for entry in week("agenda", "week", "-f", "json", code=0).json] == [
        "activity/1",
        "activity/2",
        "activity/3",
    ]
    assert week("agenda", code=0).lines == [
        "2026-11-21 14:00\t60\tactivity/2\tmeeting\tdemo\tAnna, Bob\tCafé\tplanned"
    ]


def test_a_day_stands_by_its_hours_and_a_week_day_by_day(week: Crm) -> None:
    assert week("agenda", "-f", "table", code=0).out == (
        "Sat 21 Nov\n"
        "Hour         Record      Kind     What  Whom       Place  State\n"
        "─────────────────────────────────────────────────────────────────\n"
        "14:00–15:00  activity/2  meeting  demo  Anna, Bob  Café   planned\n"
    )
    headings = [part.splitlines()[0] for part in week("agenda", "week", "-f", "table").out.split("\n\n")]
    assert headings == ["Fri 20 Nov", "Sat 21 Nov", "Sun 22 Nov"]


def test_a_month_is_a_calendar(week: Crm) -> None:
    assert week("agenda", "month", "-f", "table", env={"COLUMNS": "80"}, code=0).out == (
        "November 2026\n"
        "Mon        Tue        Wed        Thu        Fri        Sat        Sun\n"
        "                                                                  1\n"
        "2          3          4          5          6          7          8\n"
        "9          10         11         12         13         14         15\n"
        "16         17         18         19         20         [21]       22\n"
        "                                            10:00 An…  14:00 An…  Bob\n"
        "23         24         25         26         27         28         29\n"
        "30\n"
    )


def test_a_full_day_of_a_calendar_says_how_many_more(crm: Crm) -> None:
    crm("contact", "add", "Bob", code=0)
    for hour in range(9, 14):
        crm("meeting", "Bob", "x", "--on", f"2026-12-01 {hour}:00", code=0)
    shown = crm("agenda", "2026-12", "-f", "table", env={"COLUMNS": "80"}, code=0).lines
    assert shown[2:6] == [
        "           1          2          3          4          5          6",
        "           09:00 Bob",
        "           10:00 Bob",
        "           +3 more",
    ]


def test_an_empty_diary_says_how_to_plan(crm: Crm) -> None:
    crm("contact", "add", "Anna", code=0)
    ended = crm("agenda", "-f", "table", code=0)
    assert (ended.out, ended.err) == ("", "nothing is planned; crm meeting WHO TEXT --on 'fri 14:00'\n")
    assert crm("agenda", "blue", code=2).err.splitlines()[0] == "Error: `blue` is not a period"


def test_the_questions_of_the_diary_are_one_command_each(week: Crm) -> None:
    later = {"now": "2026-11-24"}
    week("held", "1", "--outcome", "good", **later, code=0)
    week("held", "2", "--outcome", "bad", **later, code=0)
    week("missed", "3", **later, code=0)
    week("meeting", "Anna", "again", "--on", "2026-12-03 9:00", **later, code=0)
    asked = ["contact", "list", "has:planned", "--sort", "planned", "--columns", "name,planned"]
    assert week(*asked, "--limit", "1", **later).out == "Bob\t2026-12-01\n"
    assert week("contact", "list", "anna", "--columns", "last.meeting", **later).out == "2026-11-21\n"
    assert week("report", "meetings", "--period", "next-month", "-f", "csv", **later).lines[1:] == [
        "2026-W49,2,0,0,0,0",
    ]
    last_week = ["report", "meetings", "--period", "last-week"]
    assert week(*last_week, "--by", "none", "-f", "json", **later).json == [
        {"planned": 0, "held": 2, "missed": 0, "well": 1, "again": 2}
    ]
    assert week(*last_week, "--records", "-f", "csv", **later).lines == [
        "id,occurred_on,contacts,state,outcome,again",
        "2,2026-11-21,Anna; Bob,held,bad,2026-12-01",
        "1,2026-11-20,Anna,held,good,2026-11-21",
    ]


def test_what_is_planned_is_marked_on_timelines_and_lists(week: Crm) -> None:
    assert week("timeline", "Bob", code=0).lines == [
        "2026-12-01 09:00\tactivity/4\tmeeting\t\treview\tBob\tplanned",
        "2026-11-22\tactivity/3\tcall\t\tprices\tBob\tplanned",
        "2026-11-21 14:00\tactivity/2\tmeeting\t\tdemo\tAnna, Bob\tplanned",
    ]
    assert week("note", "list", "state:planned", "kind:call", "-f", "table", code=0).out == (
        "ID  On        Kind          With  What\n"
        "────────────────────────────────────────\n"
        " 3  tomorrow  planned call  Bob   prices\n"
    )
