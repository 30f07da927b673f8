"""Rows of companies and people as records to be: what they are called where no name is said."""

from __future__ import annotations

from crm_cli.core.fields import Raw
from crm_cli.exchange.plan.drafts import Draft, Drafts
from crm_cli.exchange.plan.whole_name import whole_name


class CompanyDrafts(Drafts):
    """Rows that are companies."""

    def complete(self, draft: Draft) -> None:
        """A company without a name is called by its domain."""
        if not draft.columns.get("name") and draft.columns.get("domain"):
            self.called(draft, str(draft.columns["domain"]), "domain")


class ContactDrafts(Drafts):
    """Rows that are people."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Put the name together, too."""
        name = values.get("name") or whole_name(
            str(values.get("given_name") or ""), str(values.get("family_name") or "")
        )
        if name:
            values["name"] = name
        super().settle(values, draft)

    def complete(self, draft: Draft) -> None:
        """Who has no name is called by e-mail, else phone, else external id."""
        if draft.columns.get("name"):
            return
        for kind in ("email", "phone"):
            reach = next((point.value for point in draft.points if point.kind == kind), "")
            if reach:
                self.called(draft, reach, kind)
                return
        if draft.external_id:
            self.called(draft, draft.external_id, "external_id")
