"""The next step that goes along with what is written: a reminder on the same records."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.record import record
from crm_cli.kinds.draft import Draft
from crm_cli.reminder.records import equal, read_due, reminders
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.app.context import App
    from crm_cli.core.dates import Calendar
    from crm_cli.reminder.records import Due


@record
class NextStep:
    """What `--next` and `--due` ask for: a reminder yet to be added."""

    title: str
    due: Due


def read(next: str | None, due: str | None, calendar: Calendar) -> NextStep:
    """Read `--next TEXT [--due WHEN]`; UsageError for a day without a text."""
    if next is None:
        raise UsageError("--due is the day of the next step, and there is none", hint="--next TEXT")
    if not next.strip():
        raise UsageError("the next step is empty", hint="--next 'send the quote'")
    return NextStep(next.strip(), read_due(due, calendar))


def add(crm: App, step: NextStep, about: Mapping[str, int], *, once: bool = False) -> tuple[list[Part], str]:
    """Add the reminder on the given records (`contact_id` …), in the open transaction; returns it, and a remark.

    Those that no reminder is about are left out; of a person's reminder the company goes without saying.
    once: not where an equal one is still to be done.
    """
    columns = {field.column for field in reminders.kind.stored}
    links = {column: id for column, id in about.items() if column in columns}
    if "contact_id" in links:
        links.pop("company_id", None)
    if once and (there := equal(crm.read(), step.title, links)):
        return [], f"reminder {step.title} is open already (reminder/{there})"
    values = {"title": step.title, "due_on": step.due.on, "due_at": step.due.at, **links}
    id = reminders.add(crm.read(), Draft({**values, "owner": crm.owner}), at=crm.at, on=crm.today)
    return [Part("next", "reminder", id)], ""
