"""Rows of what happened and of what is to be done: activities and reminders as records to be."""

from __future__ import annotations

from crm_cli.activity.records import state_of
from crm_cli.core.fields import Raw
from crm_cli.exchange.decide.cells import Moment
from crm_cli.exchange.plan.drafts import Draft, Drafts, pop
from crm_cli.kinds.catalogue import KINDS


class ActivityDrafts(Drafts):
    """Rows that are activities."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Read kind and moment, find whom it was with."""
        if kind := self.word(values, draft, "kind"):
            values["kind"] = kind
        if state := self.word(values, draft, "state"):
            values["state"] = state
        direction = self.word(values, draft, "direction")
        if direction:
            values["direction"] = direction
        when = self.moment(values, draft, "occurred_at")
        on = values.get("occurred_on")
        if when is not None or on is not None:
            day = str(on or (when.on if when else ""))
            at = when.at if when and when.at else None
            values["occurred_on"] = day
            values["occurred_at"] = at
        about = KINDS["activity"].links_to
        found = {kind: self._each(values, kind) for kind in about if not KINDS[kind].is_person}
        companies = found.get("company", [])
        people = self._people(values, companies[0] if len(companies) == 1 else None)
        draft.links = [(kind, id) for kind in about for id in found.get(kind, people)]
        if not self.decision.is_ours:
            works_at = self.links.works_at() if people else {}
            for id in people:
                company = works_at.get(id)
                if company is not None and ("company", company) not in draft.links:
                    draft.links.append(("company", company))

    def _each(self, values: dict[str, Raw], kind: str) -> list[int]:
        """The records named by `company`, `company_id`, `company_2`, `company_2_id` …"""
        found = []
        for name, typed, _ in self._named(values, kind):
            id = self.links.find(kind, name, typed)
            if id is not None and id not in found:
                found.append(id)
        return found

    def _people(self, values: dict[str, Raw], company_id: int | None) -> list[int]:
        found = []
        for name, typed, email in self._named(values, "contact"):
            id = self.links.person(name, typed, email, company_id)
            if id is not None and id not in found:
                found.append(id)
        return found

    def _named(self, values: dict[str, Raw], kind: str) -> list[tuple[str, str, str]]:
        """The name, the number and the e-mail of each record of a kind that the row names."""
        parts = (kind, f"{kind}_id", f"{kind}_email")
        has_several = "\0" in "".join(values)
        if not has_several and values.keys().isdisjoint(parts):
            return []
        starts = tuple([f"{part}\0" for part in parts])
        told = {int(key.split("\0")[1]) for key in values if key.startswith(starts)} if has_several else ()
        named = [
            tuple([pop(values, part if number == 1 else f"{part}\0{number}") for part in parts])
            for number in (1, *sorted(told))
        ]
        return [(name, typed, email) for name, typed, email in named if name or typed or email]

    def complete(self, draft: Draft) -> None:
        """Without a kind it is a note, without a day it was today; what is yet to come is planned, but for notes."""
        values = draft.columns
        values.setdefault("kind", "note")
        if "occurred_on" not in values:
            values["occurred_at"], values["occurred_on"] = self.at, self.today
            self.plan.note("activities without a day were put on today")
        values.setdefault("state", state_of(values, at=self.at, on=self.today))


class ReminderDrafts(Drafts):
    """Rows that are reminders."""

    def settle(self, values: dict[str, Raw], draft: Draft) -> None:
        """Read when it is due and whether it is done, find whom it is about."""
        due, due_at = self.moment(values, draft, "due_on"), self.moment(values, draft, "due_at")
        if first := due or due_at:
            values["due_on"] = first.on
        if at := (due_at and due_at.at) or (due and due.at):
            values["due_at"] = at
        done = self.word(values, draft, "is_done", is_open=True)
        done_at = self.moment(values, draft, "done_at")
        if done_at is not None or done == "yes":
            moment = done_at or Moment(str(values.get("done_on") or self.today), None)
            values["done_on"] = str(values.get("done_on") or moment.on)
            values["done_at"] = moment.at or (self.at if done_at is None else self.noon(moment.on))
        else:
            values.pop("done_on", None)
        if priority := self.word(values, draft, "priority"):
            values["priority"] = priority
        super().settle(values, draft)

    def complete(self, draft: Draft) -> None:
        """Without a word on it a reminder is of normal priority."""
        draft.columns.setdefault("priority", self.rules.clean({"priority": "normal"})["priority"])
