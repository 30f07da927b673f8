"""What `add` and `edit` refuse: the cell that says it is put aside, or its row rejected in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection

from crm_cli.core.errors import CrmError
from crm_cli.core.fields import Raw
from crm_cli.exchange.plan.drafts import Draft, Drafts
from crm_cli.exchange.plan.plan import Reject


def check(
    db: Connection, drafts: Drafts, draft: Draft, cells: Sequence[str], *, id: int | None = None
) -> None:
    """Put cells aside until a draft may be a record, or change this one; Reject where none of them is to blame."""
    refused = _refused(db, drafts, draft.columns, id)
    while refused:
        column = next((name for name in draft.columns if _is_culprit(db, drafts, name, draft, id)), None)
        if column is None:
            raise Reject(refused)
        target = _said(drafts, column)
        told = drafts.columns[target]
        drafts.aside_of(draft, target, cells[told.index], f"{told.header}: {refused}")
        value = draft.columns.pop(column)
        draft.items = [(*item[:2], None if item[2] == value else item[2], *item[3:]) for item in draft.items]
        refused = _refused(db, drafts, draft.columns, id)


def _refused(db: Connection, drafts: Drafts, columns: dict[str, Raw], id: int | None) -> str:
    try:
        drafts.rules.check(db, columns, id=id)
    except CrmError as error:
        return error.message
    return ""


def _is_culprit(db: Connection, drafts: Drafts, column: str, draft: Draft, id: int | None) -> bool:
    """Whether a record may have all but this one value, which a cell said."""
    if not _said(drafts, column):
        return False
    rest = {name: value for name, value in draft.columns.items() if name != column}
    return not _refused(db, drafts, rest, id)


def _said(drafts: Drafts, column: str) -> str:
    """The target whose cell said a column, "" where none did."""
    return next((name for name in (column, column.removesuffix("_id")) if name in drafts.columns), "")
