"""What a command writes along with what it is about, in its transaction: the next step, what was said, what is done.

The rules for it stand in rooms to the right, which are named by strings and imported when they are needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.verbs.parts import Part


def next_step(crm: App, next: str | None, due: str | None) -> Any:
    """What `--next` and `--due` ask for, or None; UsageError for what cannot be read.

    A day in the text of a step that has no --due is remarked upon.
    """
    if next is None and due is None:
        return None
    step = _room("crm_cli.reminder.next_step").read(next, due, crm.calendar)
    remark = _room("crm_cli.reminder.records").day_in_title(crm, step.title, due)
    if remark:
        crm.remark(remark)
    return step


def remind(crm: App, step: Any, about: Mapping[str, int], *, once: bool = False) -> tuple[list[Part], str]:
    """Add the reminder of a next step on records (`contact_id` …), inside the transaction; returns it, and a remark.

    Nothing without a step. once: not where an equal one is still to be done.
    """
    if step is None:
        return [], ""
    found: tuple[list[Part], str] = _room("crm_cli.reminder.next_step").add(crm, step, about, once=once)
    return found


def said(crm: App, *, note: str | None, call: str | None) -> list[tuple[str, str]]:
    """What `--note` and `--call` say, (kind of activity, text): `-` is stdin."""
    from crm_cli.app import prose

    typed = {"note": note, "call": call}
    return [(kind, prose.read(crm, [text])) for kind, text in typed.items() if text is not None]


def say(
    crm: App, kind: str, text: str, about: Mapping[str, int], *, once: bool = False
) -> tuple[list[Part], str]:
    """Log what was said about records (`contact_id` …), inside the transaction; returns it, and a remark.

    once: not where the same is there already.
    """
    found: tuple[list[Part], str] = _room("crm_cli.activity.along").add(crm, kind, text, about, once=once)
    return found


def finishing(crm: App, typed: Sequence[str] | None, whos: Sequence[Candidate]) -> list[Candidate]:
    """The reminders that `--done` names; `last` is the one open reminder of each of those a line is about."""
    if not typed:
        return []
    found: list[Candidate] = _room("crm_cli.reminder.finishing").named(crm, typed, whos)
    return found


def finish(crm: App, reminders: Sequence[Candidate]) -> tuple[list[Part], str]:
    """Finish reminders, inside the transaction; returns what was done, and a remark on what was so already."""
    if not reminders:
        return [], ""
    found: tuple[list[Part], str] = _room("crm_cli.reminder.finishing").finish(crm, reminders)
    return found


def _room(name: str) -> Any:
    from importlib import import_module

    return import_module(name)
