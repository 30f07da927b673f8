"""Which kind of records a person asked to import or export, by its name."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS, kind_named


def kind_asked(text: str) -> str:
    """The kind of that name; UsageError, naming what there is, where it is none."""
    kind = kind_named(text.strip().lower())
    if kind is None or kind.name not in KINDS:
        from crm_cli.core.text import nearest

        plurals = [KINDS[name].plural for name in KINDS]
        near = nearest(text, plurals, limit=1)
        raise UsageError(
            f"`{text}` is nothing that can be imported: {', '.join(plurals)}",
            hint=f"did you mean --as {near[0]}?" if near else "--as contacts",
        )
    return kind.name
