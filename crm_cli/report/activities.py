"""Reports of activities: what was said and done."""

from __future__ import annotations

from crm_cli.report.report import Count, Report, Total

HELD = "t.state = 'held'"
"""What took place; what is planned, missed or cancelled counts among meetings alone."""

ACTIVITY = Report(
    "activity",
    kind="activity",
    noun="activity",
    day="occurred_on",
    dated="dated",
    by="week",
    measures=(Count("activities"), Total("minutes", "duration", blank="a duration")),
    counts=HELD,
    help="Show what was done: notes, calls, e-mails, meetings and messages, and the minutes they took.",
    example="crm report activity --by owner --period this-month",
)

MEETINGS = Report(
    "meetings",
    kind="activity",
    noun="meeting",
    counts="t.kind = 'meeting'",
    day="occurred_on",
    dated="dated",
    by="week",
    measures=(
        Count("planned", "t.state = 'planned'"),
        Count("held", HELD),
        Count("missed", "t.state = 'missed'"),
        Count("well", f"{HELD} AND t.outcome = 'good'"),
        Count("again", HELD, has="again"),
    ),
    listed=("id", "occurred_on", "contacts", "state", "outcome", "again"),
    help="Show how many meetings were planned, held and missed, how many went well, and after how many another was made.",
    example="crm report meetings --period last-week --by owner",
)

REPORTS = (ACTIVITY, MEETINGS)
