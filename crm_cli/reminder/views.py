"""The view of what is to be done, which the quickest answer asks: it knows no kinds, and need not."""

from __future__ import annotations

from collections.abc import Iterator

from crm_cli.reminder.kind import KIND


def statements() -> Iterator[str]:
    """The CREATE VIEW statement."""
    yield (
        "CREATE VIEW _due AS\n"
        "-- Open reminders: the day each counts as due, the moment, and whom it is about.\n"
        f"SELECT t.id AS id, {KIND.field('due').sql} AS day,\n"
        "  CASE WHEN t.snoozed_on IS NULL THEN coalesce(t.due_at, t.due_on)\n"
        "    ELSE coalesce(t.snoozed_at, t.snoozed_on) END AS moment,\n"
        f"  t.title AS title, t.priority AS priority, {KIND.field('whom').sql} AS whom\n"
        "FROM reminders t WHERE t.done_at IS NULL AND t.archived_at IS NULL"
    )
