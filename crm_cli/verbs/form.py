"""The text form of a record in $EDITOR: a field a line; what cannot be read comes back with the reason, nothing is lost."""

from __future__ import annotations

from crm_cli.app import prompts
from crm_cli.core.errors import CrmError, Finished, UsageError
from crm_cli.db.select import select
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Field


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
    text = _written(kind, found[0], fields, before)
    while True:
        edited = prompts.edit(crm, text, suffix=".crm")
        try:
            typed = _differing(edited, before)
            draft.read(crm, kind, typed)
        except CrmError as error:
            crm.remark(f"{error.message}" + (f" ({error.hint})" if error.hint else ""))
            text = f"# {error.message}\n" + "".join(
                line for line in edited.splitlines(keepends=True) if not line.startswith("# ! ")
            )
            text = text.replace(f"# {error.message}\n", f"# ! {error.message}\n", 1)
            continue
        if not typed:
            crm.remark("nothing was changed in the form")
            raise Finished
        return typed


def _written(kind: str, record: Candidate, fields: Sequence[Field], before: dict[str, str]) -> str:
    lines = [
        f"# {kind}/{record.id}. A field a line; lines that begin with # and emptied fields mean what you think.\n"
    ]
    for field in fields:
        value = before[field.name].replace("\n", "\n    ")
        lines.append(f"{field.name}: {value}\n")
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
