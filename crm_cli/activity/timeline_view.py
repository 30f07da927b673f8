"""How a timeline is answered: what happened with one record that notes can be about."""

from __future__ import annotations

from crm_cli.activity import timeline as activities
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output import write
from crm_cli.verbs import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.app.context import App


def timeline(crm: App, who: str, *, limit: int | None = None, format: str | None = None) -> None:
    """Write what happened with the record that `who` names, newest first."""
    record = resolve.one(crm, KINDS["activity"].links_to, who)
    rows = list(activities.timeline(crm.read(), record.kind, record.id, limit=limit or 0))
    count = write(rows, activities.COLUMNS, crm.chosen_format(format), crm.stdout, screen=crm.screen)
    if not count and crm.is_terminal:
        crm.remark(f"nothing yet with {record.name}: {crm.called} note add {record.kind}/{record.id} TEXT")
    resolve.remember(crm, record.kind, record.id)
