"""Rows of companies, people and products as records to be."""

from __future__ import annotations

from crm_cli.core.fields import Raw
from crm_cli.exchange.drafts import Draft, Drafts, later
from crm_cli.exchange.plan import Reject


class CompanyDrafts(Drafts):
    """Rows that are companies."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Clean the domain; the parent may stand further down."""
        domain = values.get("domain")
        if domain:
            cleaned = (
                str(domain).lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
            )
            values["domain"] = cleaned.rstrip("/")
        later(values, draft, "parent")

    def complete(self, draft: Draft) -> None:
        """A company needs a name."""
        if not draft.columns.get("name"):
            raise Reject("it has no name")


class ContactDrafts(Drafts):
    """Rows that are people."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Put the name together, find the company."""
        name = values.get("name") or " ".join(
            str(part) for part in (values.get("given_name"), values.get("family_name")) if part
        )
        if name:
            values["name"] = name
        later(values, draft, "referred_by")
        company = self.company(values)
        if company is not None:
            values["company_id"] = company

    def complete(self, draft: Draft) -> None:
        """Who has no name is called by e-mail or phone."""
        if not draft.columns.get("name"):
            reach = [point.value for point in draft.points if point.kind in {"email", "phone"}]
            if not reach:
                raise Reject("it has no name")
            draft.columns["name"] = reach[0]


class ProductDrafts(Drafts):
    """Rows that are products."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Read the price."""
        self.amount(values, "price")

    def complete(self, draft: Draft) -> None:
        """A product needs a name."""
        if not draft.columns.get("name"):
            raise Reject("it has no name")
