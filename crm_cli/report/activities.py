"""Reports of activities: what was said and done."""

from __future__ import annotations

from crm_cli.report.report import Count, Report, Total

ACTIVITY = Report(
    "activity",
    kind="activity",
    noun="activity",
    day="occurred_on",
    dated="dated",
    by="week",
    measures=(Count("activities"), Total("minutes", "duration", blank="a duration")),
    help="Show what was done: notes, calls, e-mails, meetings and messages, and the minutes they took.",
    example="crm report activity --by owner --period this-month",
)

REPORTS = (ACTIVITY,)
