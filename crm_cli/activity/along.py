"""What was said when a record was added: an activity that goes along with it."""

from __future__ import annotations

from crm_cli.activity import records, told
from crm_cli.activity.records import activities
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.draft import Draft
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.app.context import App
    from crm_cli.core.fields import Raw


def add(
    crm: App, kind: str, text: str, about: Mapping[str, int], *, once: bool = False
) -> tuple[list[Part], str]:
    """Log an activity of a kind on records (`contact_id` …), in the open transaction; returns it, and a remark.

    once: not where the same is there already.
    """
    db = crm.read()
    linked = [(name, about[f"{name}_id"]) for name in KINDS["activity"].links_to if f"{name}_id" in about]
    if not text:
        raise UsageError(f"the {kind} says nothing", hint=f'--{kind} "wants a quote"')
    if once and (there := records.equal(db, kind, text, linked[0])):
        return [], f"that {told.called(kind)} is there already (activity/{there})"
    values: dict[str, Raw] = {
        "owner": crm.owner,
        "kind": kind,
        "body": text,
        "occurred_at": crm.at,
        "occurred_on": crm.today,
    }
    implied = records.only_open_deal(db, about["contact_id"]) if "contact_id" in about else None
    more = [("deal", implied)] if implied is not None and "deal_id" not in about else []
    new = Draft(values, links=records.with_companies(db, [*linked, *more]))
    id = activities.add(db, new, at=crm.at, on=crm.today)
    return [Part(kind, "activity", id)], ""
