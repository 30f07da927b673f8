"""Which kind of records a person asked to import or export, by its name."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS, kind_named


def kind_asked(text: str, before: str) -> str:
    """The kind that a word names; UsageError, naming what there is, where it is none.

    before: what stands before such a word where it is typed.
    """
    kind = kind_named(text.strip().lower())
    if kind is None or kind.name not in KINDS:
        from crm_cli.core.text import nearest

        plurals = [KINDS[name].plural for name in KINDS]
        near = nearest(text, plurals, limit=1)
        raise UsageError(
            f"`{text}` is no kind of record: {', '.join(plurals)}",
            hint=f"{before}{near[0] if near else plurals[0]}",
        )
    return kind.name
