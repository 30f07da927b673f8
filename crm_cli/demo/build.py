"""Build the sample business in an empty file: the same moment gives the same records."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta, tzinfo
from sqlite3 import Connection

from crm_cli.activity.records import activities
from crm_cli.company.records import companies
from crm_cli.contact.records import contacts
from crm_cli.core import dates
from crm_cli.core.fields import Raw
from crm_cli.db import settings
from crm_cli.deal import pipeline, pipelines
from crm_cli.deal.records import deals, get
from crm_cli.demo import business
from crm_cli.kinds.currencies import note_currency
from crm_cli.kinds.draft import Draft
from crm_cli.kinds.points import Point, read
from crm_cli.product.records import products
from crm_cli.reminder.records import done, reminders

CURRENCY = "EUR"
DEALS = 44
NOTES = 150


class Builder:
    """Adds the records one after another; days count back from the moment given."""

    def __init__(self, db: Connection, now: datetime, zone: tzinfo) -> None:
        self.db = db
        self.zone = zone
        self.today = now.astimezone(zone).date()
        self.at = dates.iso_instant(now)

    def build(self) -> None:
        """Fill the file, and leave its history empty."""
        self.db.execute(
            "UPDATE _file SET uuid = ?", (str(uuid.uuid5(uuid.NAMESPACE_DNS, f"demo {self.at}")),)
        )
        settings.put(self.db, "currency", CURRENCY)
        note_currency(self.db, CURRENCY)
        self._products()
        self._companies()
        self._people()
        self._deals()
        self._activities()
        self._reminders()

    def day(self, ago: int) -> str:
        """The day so many days ago."""
        return (self.today - timedelta(days=ago)).isoformat()

    def moment(self, ago: int, hour: int, minute: int = 0) -> str:
        """An instant on a day so many days ago, at an hour of the user's."""
        day = date.fromisoformat(self.day(ago))
        return dates.iso_instant(dates.to_instant(day, time(hour, minute), self.zone))

    def _products(self) -> None:
        for name, code, price, unit, category in business.PRODUCTS:
            values: dict[str, Raw] = {
                "name": name, "code": code, "price": price, "currency": CURRENCY, "unit": unit, "category": category,
            }  # fmt: skip
            products.add(self.db, Draft(values), at=self.moment(380, 9), on=self.day(380))

    def _companies(self) -> None:
        for number, (name, industry, city, country, domain) in enumerate(business.COMPANIES):
            values: dict[str, Raw] = {
                "name": name,
                "industry": industry,
                "city": city,
                "country": country,
                "domain": domain,
                "website": f"https://{domain}",
                "owner": business.OWNERS[number % 2],
                "source": business.SOURCES[number % len(business.SOURCES)],
            }
            tags = ["partner"] if number % 6 == 0 else []
            points: list[Point] = [read("email", f"office@{domain}", None)]
            ago = 370 - number * 9
            new = Draft(values, points=points, tags=tags)
            companies.add(self.db, new, at=self.moment(ago, 10), on=self.day(ago))

    def _people(self) -> None:
        for number, (given, family, company, title) in enumerate(business.PEOPLE):
            domain = business.COMPANIES[company][4] if company is not None else "mail.example"
            values: dict[str, Raw] = {
                "name": f"{given} {family}",
                "given_name": given,
                "family_name": family,
                "company_id": company + 1 if company is not None else None,
                "job_title": title or None,
                "lifecycle": ("customer", "customer", "prospect", "lead", "former")[number % 5],
                "owner": business.OWNERS[number % 2],
                "source": business.SOURCES[(number * 3) % len(business.SOURCES)],
                "city": business.COMPANIES[company][2] if company is not None else None,
                "birthday": f"{1965 + number % 35}-{1 + (number * 5) % 12:02}-{1 + (number * 7) % 28:02}"
                if number % 3
                else None,
                "keep_in_touch": 30 if number % 4 == 0 else None,
                "referred_by_id": number if number % 11 == 10 else None,
            }
            tags = [
                tag for every, tag in ((4, "vip"), (5, "newsletter"), (9, "tasting")) if number % every == 0
            ]
            points = [read("email", f"work:person{number + 1}@{domain}", None)]
            if number % 2 == 0:
                points.append(read("phone", f"mobile:+4915550{number:05}", None))
            ago = 360 - number * 5
            new = Draft(values, points=points, tags=tags)
            contacts.add(self.db, new, at=self.moment(ago, 11), on=self.day(ago))

    def _deals(self) -> None:
        stages = {
            stage.name: stage for stage in pipelines.stages(self.db, pipelines.default(self.db, self.at).id)
        }
        for number in range(DEALS):
            person = (number * 7) % len(business.PEOPLE)
            company = business.PEOPLE[person][2]
            product = number % len(business.PRODUCTS)
            name, _, price, unit, _ = business.PRODUCTS[product]
            quantity = 1 + number % 3
            opened = 350 - number * 8
            who = (
                business.COMPANIES[company][0]
                if company is not None
                else " ".join(business.PEOPLE[person][:2])
            )
            values: dict[str, Raw] = {
                "title": f"{name} for {who}" if quantity == 1 else f"{quantity} × {name} for {who}",
                "contact_id": person + 1,
                "company_id": company + 1 if company is not None else None,
                "amount": price * quantity,
                "currency": CURRENCY,
                "stage_id": stages["Lead"].id,
                "opened_on": self.day(opened),
                "expected_close_on": self.day(opened - 40),
                "owner": business.OWNERS[number % 2],
                "source": business.SOURCES[number % len(business.SOURCES)],
                "recurring": "every year" if unit == "year" else None,
            }
            new = Draft(values, parts={"product": product + 1, "quantity": str(quantity)})
            id = deals.add(self.db, new, at=self.moment(opened, 9), on=self.day(opened))
            self._move(id, number, opened)

    def _move(self, id: int, number: int, opened: int) -> None:
        """Let a deal go its way: older ones are closed, two in three of them won; newer ones stand in all stages."""
        ago = opened
        is_old = number < DEALS - 16
        last = len(business.STAGES) - 1 if is_old else number % len(business.STAGES)
        for stage in business.STAGES[1 : last + 1]:
            ago = max(0, ago - 9)
            pipeline.move(self.db, id, stage, self._when(ago), {}, seen=get(self.db, id))
        if not is_old:
            self.db.execute(
                "UPDATE deals SET expected_close_on = ? WHERE id = ?", (self.day((number % 9) * 6 - 40), id)
            )
            return
        ago = max(0, ago - 5)
        seen = get(self.db, id)
        if number % 3:
            pipeline.win(self.db, id, self._when(ago), {}, seen=seen)
        else:
            reason, competitor = business.LOST[number // 3 % len(business.LOST)]
            lost: dict[str, Raw] = {"lost_reason": reason, "competitor": competitor or None}
            pipeline.lose(self.db, id, self._when(ago), lost, seen=seen)

    def _when(self, ago: int) -> pipeline.When:
        return pipeline.When(self.moment(ago, 8), self.day(ago))

    def _activities(self) -> None:
        for number in range(NOTES):
            kind, direction, text, outcome, minutes = business.NOTES[number % len(business.NOTES)]
            ago = 340 - number * 340 // NOTES
            person = (number * 11) % len(business.PEOPLE) + 1
            company = business.PEOPLE[person - 1][2]
            values: dict[str, Raw] = {
                "kind": kind,
                "direction": direction or None,
                "body": text,
                "outcome": outcome or None,
                "occurred_at": self.moment(ago, 7, (number * 13) % 60),
                "occurred_on": self.day(ago),
                "duration": minutes or None,
                "owner": business.OWNERS[number % 2],
            }
            links = [("contact", person)] + ([("company", company + 1)] if company is not None else [])
            at = self.moment(ago, 7, (number * 13) % 60)
            activities.add(self.db, Draft(values, links=links), at=at, on=self.day(ago))

    def _reminders(self) -> None:
        for number, (text, ahead) in enumerate(business.REMINDERS):
            values: dict[str, Raw] = {
                "title": text,
                "due_on": self.day(-ahead),
                "contact_id": (number * 13) % len(business.PEOPLE) + 1,
                "owner": business.OWNERS[number % 2],
            }
            reminders.add(self.db, Draft(values), at=self.moment(5, 9), on=self.day(5))
        sent = Draft({"title": "Send the price list", "due_on": self.day(6), "contact_id": 2})
        id = reminders.add(self.db, sent, at=self.moment(9, 9), on=self.day(9))
        done(self.db, id, at=self.moment(6, 10), on=self.day(6))
