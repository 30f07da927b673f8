"""Add whoever a card tells of: what it says is shown field by field; of several readings a person chooses."""

from __future__ import annotations

import shlex

from crm_cli.app import prompts
from crm_cli.contact.capture.readings import Known, readings
from crm_cli.core.errors import Refused, UsageError
from crm_cli.core.record import record
from crm_cli.core.text import compact
from crm_cli.db import search
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.labels import labels
from crm_cli.verbs import add as adding
from crm_cli.verbs import along, draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.contact.capture.readings import Reading

NOTED = ("description", "note")
"""Fields whose labels begin a note."""


@record
class Asked:
    """What was typed beside a card."""

    fields: Sequence[tuple[str, str]]
    note: str | None
    call: str | None
    next: str | None
    due: str | None
    if_absent: bool
    force: bool
    format: str | None


def add(crm: App, text: str, asked: Asked) -> None:
    """Read a card, show what is understood, and add a contact, or the company that it tells of alone.

    UsageError where no name is in it, or where it has several readings and nobody can be asked.
    """
    if not text.strip():
        raise UsageError("the card is empty", hint='crm add "Jane Doe, Acme Ltd, jane@acme.example"')
    crm.refresh_search()
    found = readings(text, _known(crm))
    if not found:
        raise UsageError(
            "no name is in it: neither a person's nor a company's",
            hint=f"crm add {shlex.quote('name: NAME, ' + ' '.join(text.split()))}",
        )
    reading = found[0] if len(found) == 1 else _chosen(crm, found, asked)
    kind, name, typed = _understood(reading, asked)
    _show(crm, kind, name, typed, reading.note)
    wanted = draft.read(crm, kind, typed, title=name, force=asked.force)
    said = [("note", reading.note)] if reading.note else []
    said += along.said(crm, note=asked.note, call=asked.call)
    adding.add(
        crm,
        kind,
        wanted,
        said=said,
        next=asked.next,
        due=asked.due,
        if_absent=asked.if_absent,
        force=asked.force,
        format=asked.format,
    )


def _known(crm: App) -> Known:
    """What the file knows of names, and by which labels fields are known."""
    db = crm.read()
    fields: dict[str, str] = {}
    for field in draft.settable(crm, "contact"):
        if field.reading != "point":
            name = "note" if field.name in NOTED else field.name
            for label in (field.name, *field.aliases, *(word for word, _ in labels("contact", field.name))):
                fields.setdefault(compact(label), name)
    return Known(
        lambda name: bool(search.named(db, "company", name)),
        lambda name: bool(search.named(db, "contact", name)),
        {**fields, "name": "name", "note": "note"},
    )


def _understood(reading: Reading, asked: Asked) -> tuple[str, str, list[tuple[str, str]]]:
    """The kind of record, its name, and its fields as if typed; those typed beside the card go before."""
    if reading.name:
        kind, name = "contact", reading.name
        typed = [("company", reading.company), ("job_title", reading.job_title)]
    else:
        kind, name, typed = "company", reading.company, []
        if reading.job_title:
            raise UsageError(
                f"`{reading.job_title}` is a person's job, and no person's name is in it",
                hint=f"crm add {shlex.quote(f'name: NAME, company: {name}, {reading.job_title}')}",
            )
    typed = [*[(field, text) for field, text in typed if text], *reading.fields]
    given = {field for field, _ in asked.fields if field != "tags"}
    typed = [(field, text) for field, text in typed if field not in given]
    return kind, name, [*typed, *((point.kind, point.typed) for point in reading.points), *asked.fields]


def _show(crm: App, kind: str, name: str, typed: Sequence[tuple[str, str]], note: str) -> None:
    """Say what was understood, a field a line, on stderr."""
    lines = [(KINDS[kind].title if kind == "contact" else kind, name)]
    lines += [(field.replace("_", " "), text) for field, text in typed]
    lines += [("note", note)] if note else []
    width = max(len(label) for label, _ in lines)
    for label, text in lines:
        crm.remark(f"{label:{width}}  {text}")


def _chosen(crm: App, found: Sequence[Reading], asked: Asked) -> Reading:
    """The reading that a person chooses; UsageError with the command of each where nobody can be asked."""
    if crm.is_interactive:
        place = prompts.pick(crm, "which is meant?", [_in_words(reading) for reading in found])
        if place is None:
            raise Refused("nothing was added", hint=_commands(found, asked))
        return found[place]
    raise UsageError(
        f"it can be read in {len(found)} ways: {'; '.join(map(_in_words, found))}",
        hint=_commands(found, asked),
    )


def _in_words(reading: Reading) -> str:
    parts = [("name", reading.name), ("company", reading.company), ("note", reading.note)]
    return ", ".join(f"{label} {text}" for label, text in parts if text)


def _commands(found: Sequence[Reading], asked: Asked) -> str:
    """The command that adds each reading, a line each."""
    more = [("call", asked.call), ("next", asked.next), ("due", asked.due)]
    flags = [flag for flag, is_on in (("--if-absent", asked.if_absent), ("--force", asked.force)) if is_on]
    commands = []
    for reading in found:
        kind, name, typed = _understood(reading, asked)
        words = ["crm", kind, "add", name]
        note = ", ".join(filter(None, (reading.note, asked.note)))
        for field, text in [*typed, ("note", note or None), *more]:
            if text is not None:
                words += ["--tag" if field == "tags" else f"--{draft.as_option(field)}", text]
        commands.append(shlex.join([*words, *flags]))
    return "\n".join(commands)
