"""The text form of a record in $EDITOR: a field a line; what cannot be read comes back with the reason, nothing is lost."""

from __future__ import annotations

from crm_cli.app import editor
from crm_cli.core.errors import CrmError, Finished, UsageError
from crm_cli.core.text import safe
from crm_cli.db.select import select
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Field


TRIES = 5
"""So often a form is opened again with what could not be read in it."""

FAULT = "# ! "
"""What a line begins with that says what could not be read."""


def edit(crm: App, kind: str, found: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Let the user edit one record as text; returns the fields that differ, as if typed as options."""
    if len(found) != 1 or not crm.is_interactive:
        raise UsageError(
            "there is nothing to change",
            hint=f"crm {KINDS[kind].command} edit {found[0].id if found else 'NAME'} --FIELD VALUE",
        )
    fields = [f for f in draft.settable(crm, kind) if f.reading != "tags"]
    row = next(select(crm.read(), KINDS[kind].table, fields, where="t.id = ?", values=(found[0].id,)))
    before = {field.name: _text(value) for field, value in zip(fields, row, strict=True)}
    typed = _typed(crm, kind, _written(kind, found[0], fields, before), before)
    if not typed:
        crm.remark("nothing was changed in the form")
        raise Finished
    return typed


def _typed(crm: App, kind: str, text: str, before: dict[str, str]) -> list[tuple[str, str]]:
    """Let the user edit a form until it can be read; the last error, where it came back as it was or after TRIES times."""
    for left in reversed(range(TRIES)):
        edited = editor.edit(crm, text, suffix=".crm")
        try:
            typed = _differing(edited, before)
            draft.read(crm, kind, typed)
        except CrmError as error:
            if edited == text or not left:
                raise
            crm.remark(f"{error.message}" + (f" ({error.hint})" if error.hint else ""))
            lines = [line for line in edited.splitlines(keepends=True) if not line.startswith(FAULT)]
            text = "".join([f"{FAULT}{line}\n" for line in error.message.splitlines()] + lines)
        else:
            return typed
    raise AssertionError("a form is read or its error raised")


def _written(kind: str, record: Candidate, fields: Sequence[Field], before: dict[str, str]) -> str:
    """The form of a record: what it is about, how it is filled in, and a field a line."""
    name = f"{record.name} ({kind}/{record.id})" if record.name else f"{kind}/{record.id}"
    lines = [
        f"# {safe(name)}: a field a line. A value that is taken away empties its field.\n",
        "# Lines that begin with # are left out; those that begin with four spaces go on from the one above.\n",
    ]
    for field in fields:
        value = before[field.name].replace("\n", "\n    ")
        lines.append(f"{field.name}: {value}".rstrip(" ") + "\n")
    return "".join(lines)


def _differing(text: str, before: dict[str, str]) -> list[tuple[str, str]]:
    after: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("    ") and last:
            after[last] += "\n" + line[4:]
            continue
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in before:
            raise UsageError(f"`{line.strip()}` is not `field: value` with a field of this form")
        last = name.strip()
        after[last] = value.strip()
    return [(name, after[name]) for name in before if name in after and after[name] != before[name]]


def _text(value: object) -> str:
    if value is None:
        return ""
    decimal = getattr(value, "decimal", None)
    if decimal is not None:
        return f"{decimal} {getattr(value, 'currency', '')}".strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
