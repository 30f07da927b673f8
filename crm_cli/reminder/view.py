"""How a bare `remind` is answered: what is overdue and due today, or its counts in one line."""

from __future__ import annotations

from crm_cli.core.errors import ExitCode
from crm_cli.reminder import due as things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App


def due(crm: App, *, exit_code: bool = False, summary: bool = False, format: str | None = None) -> int:
    """Write what is due, nothing where nothing is; returns the exit code, which `exit_code` makes tell."""
    if summary:
        text = things.summary(crm.read(), crm.now, crm.zone)
        crm.stdout.write(f"{text}\n" if text else "")
        is_due = bool(text)
    else:
        from crm_cli.reminder import agenda
        from crm_cli.reminder.item import HEADINGS, of_due

        found = things.due(crm.read(), crm.now, crm.zone)
        agenda.show(crm, of_due(found), crm.chosen_format(format), HEADINGS)
        is_due = bool(found)
    return ExitCode.DUE if is_due and exit_code else ExitCode.DONE
