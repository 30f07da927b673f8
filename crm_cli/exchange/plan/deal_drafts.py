"""Rows of deals as records to be: where they stand, what they bring, with whom."""

from __future__ import annotations

import json
from decimal import Decimal

from crm_cli.core.fields import Raw, plain
from crm_cli.core.money import digits
from crm_cli.core.text import fold, same
from crm_cli.deal.pipelines import CLOSED
from crm_cli.exchange.plan.drafts import Draft, Drafts, Line, pop
from crm_cli.exchange.plan.plan import Reject


class DealDrafts(Drafts):
    """Rows that are deals."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Read what can be wrong first, so that a row that is rejected makes nothing."""
        self.amount(values, draft, "amount")
        stage = self._standing(values, draft)
        company = self.company(values)
        contact = self.person(values, draft, company)
        product = self.links.find("product", *self.link(values, "product", "product"))
        if company is None and contact is not None and not {"company", "company_id"} & set(self.columns):
            company = self.links.works_at().get(contact)
        if company is not None:
            values["company_id"] = company
        if contact is not None:
            values["contact_id"] = contact
        lines = values.pop("items", None)
        if lines:
            draft.items = self._items(str(lines), values)
        elif product is not None:
            amount = values.get("amount")
            draft.items = [(product, "1", amount if isinstance(amount, int) else None, 0, None)]
        draft.stage = stage

    def _standing(self, values: dict[str, Raw], draft: Draft) -> str:
        """Read the status, and whether one close date has to serve for both; returns the stage that is left."""
        stage, pipeline = pop(values, "stage"), pop(values, "pipeline")
        said = pop(values, "status")
        is_stage_said = "stage" not in self.columns and self.endings.is_place(said)
        status = "" if is_stage_said else self.endings.of_status(said)
        if said and not status:
            if stage:
                raise Reject(f"status is one of open, won, lost, not `{said}`")
            stage = said
        if status in {"won", "lost"}:
            self._beyond(values, draft, status, "status", said)
        is_stage = bool(self.decision.is_ours and status)
        ending = self.endings.of_stage(stage) if stage and not is_stage else ""
        if ending:
            self._beyond(values, draft, ending, "status" if stage == said else "stage", stage)
            stage = ""
        elif fold(stage) in CLOSED:  # `Won?`
            self._not_said(
                draft, "status" if stage == said else "stage", stage, "leaves open how the deal ended"
            )
            stage = ""
        status = status if status in {"won", "lost"} else ending or status
        if status:
            values["status"] = status
        elif stage:
            values["status"] = "open"
        draft.pipeline = pipeline
        if "closed_on" not in self.columns or "expected_close_on" not in self.columns:
            draft.close = pop(values, "closed_on") or pop(values, "expected_close_on")
        return stage

    def _beyond(self, values: dict[str, Raw], draft: Draft, ending: str, target: str, stage: str) -> None:
        """What a stage says beyond how the deal ended is the reason of a lost one; else it is put aside."""
        beyond = self.endings.beyond(stage)
        if not beyond:
            return
        if ending == "lost" and not values.get("lost_reason"):
            values["lost_reason"] = beyond
        elif same(str(values.get("lost_reason") or "")) != same(beyond):
            self._not_said(draft, target, stage, "says more than how the deal ended")

    def _not_said(self, draft: Draft, target: str, cell: str, why: str) -> None:
        column = self.columns[target]
        self.set_aside(draft, column.index, cell, f"{column.header}: `{cell}` {why}", is_optional=True)

    def place(self, draft: Draft) -> None:
        """Pipeline and stage, which are made where they are new; a new deal that is open stands somewhere."""
        values, status = draft.columns, draft.columns.get("status")
        is_new_and_open = draft.is_new and status == "open"
        if draft.stage:
            place = self.stages.place(draft.pipeline, draft.stage, is_open=status == "open")
            values["pipeline_id"], values["stage_id"] = place
        elif draft.pipeline or draft.is_new:
            place = self.stages.place(draft.pipeline, "", is_open=is_new_and_open)
            values["pipeline_id"] = place[0]
            if place[1] is not None:
                values["stage_id"] = place[1]

    def _items(self, text: str, values: dict[str, Raw]) -> list[Line]:
        """Lines of a deal, as our own exports write them: a JSON array of objects."""
        try:
            lines = json.loads(text)
            found: list[Line] = []
            for line in lines:
                price = line.get("price")
                scale = digits(str(values.get("currency") or self.how.currency or "USD"))
                product_id = str(line.get("product_id") or "")
                product = self.links.find("product", _text(line.get("product")) or "", product_id)
                minor = None if price is None else int(Decimal(str(price)).scaleb(scale))
                discount = int(Decimal(str(line.get("discount") or 0)) * 10_000)
                quantity = Decimal(str(line.get("quantity", "1")))
                if not quantity.is_finite() or not 0 <= discount <= 10_000 or abs(minor or 0) >= 2**63:
                    raise ValueError
                found.append((product, plain(quantity), minor, discount, _text(line.get("description"))))
        except (ValueError, AttributeError, TypeError, ArithmeticError):
            raise Reject(f"items: `{text[:60]}` is no list of lines") from None
        return found

    def complete(self, draft: Draft) -> None:
        """A new deal has a title and a status."""
        values = draft.columns
        if not values.get("title"):
            values["title"] = self._title(draft)
        values.setdefault("status", "open")
        draft.is_new = True
        settle_close(values, draft, str(values["status"]))

    def _title(self, draft: Draft) -> str:
        """A title for a deal that has none: its product and company, else its contact."""
        parts = []
        if draft.items and draft.items[0][0] is not None:
            parts.append(self.links.title("product", draft.items[0][0]))
        for kind in ("company", "contact"):
            linked = draft.columns.get(f"{kind}_id")
            if isinstance(linked, int) and (kind == "company" or not parts):
                parts.append(self.links.title(kind, linked))
        if not parts:
            raise Reject("it has no title, no product and no company")
        return " — ".join(parts)


def settle_close(values: dict[str, Raw], draft: Draft, status: str) -> None:
    """Let a close date be what the deal's status makes it: the day it closed, or the one it is expected to."""
    if draft.close:
        values["expected_close_on" if status == "open" else "closed_on"] = draft.close
    elif status == "open" and (day := values.pop("closed_on", None)):
        values.setdefault("expected_close_on", day)


def _text(value: object) -> str | None:
    """A text of a line, or nothing; ValueError for anything else."""
    if value is not None and not isinstance(value, str):
        raise ValueError
    return value
