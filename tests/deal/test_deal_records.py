"""Deals and pipelines in the file, without any command."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from sqlite3 import Connection

import pytest

from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.fields import Raw
from crm_cli.db import connection
from crm_cli.deal import pipelines, records
from crm_cli.deal.records import deals
from crm_cli.kinds.draft import Draft
from crm_cli.product.records import products

AT, ON = "2026-11-21T09:30:00Z", "2026-11-21"


@pytest.fixture
def db() -> Iterator[Connection]:
    opened = connection.open_empty(now=datetime(2026, 11, 21, tzinfo=UTC))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("values", "stage_id", "opened_on", "closed_on"),
    [
        ({}, 1, ON, None),
        ({"stage_id": 3}, 3, ON, None),
        ({"opened_on": "2026-01-01"}, 1, "2026-01-01", None),
        ({"opened_on": None}, 1, None, None),
        ({"status": "won"}, None, ON, ON),
        ({"status": "lost", "closed_on": "2026-10-01"}, None, "2026-10-01", "2026-10-01"),
        ({"status": "won", "closed_on": None, "stage_id": 2}, 2, ON, None),
    ],
)
def test_what_is_left_out_is_filled_in(
    db: Connection, values: dict[str, Raw], stage_id: int | None, opened_on: str | None, closed_on: str | None
) -> None:
    pipelines.default(db, AT)
    deal = records.get(db, deals.add(db, Draft({"title": "X", **values}), at=AT, on=ON))
    assert (deal.stage_id, deal.opened_on, deal.closed_on) == (stage_id, opened_on, closed_on)


def test_the_usual_pipeline_is_made_once(db: Connection) -> None:
    assert pipelines.find(db) == []
    assert pipelines.default(db, AT) == pipelines.default(db, AT)
    assert [stage.name for stage in pipelines.stages(db, 1)] == [
        "Lead",
        "Qualified",
        "Proposal",
        "Negotiation",
    ]


def test_a_deal_in_a_currency_makes_the_file_explain_it(db: Connection) -> None:
    deals.add(db, Draft({"title": "X", "amount": 500, "currency": "JPY"}), at=AT, on=ON)
    assert db.execute("SELECT code, digits FROM currencies").fetchall() == [("JPY", 0)]


def test_a_quantity_parts_the_amount_into_prices(db: Connection) -> None:
    products.add(db, Draft({"name": "GTX"}), at=AT, on=ON)
    values: dict[str, Raw] = {"title": "X", "amount": 1000, "currency": "EUR"}
    id = deals.add(db, Draft(values, parts={"product": "gtx", "quantity": "4"}), at=AT, on=ON)
    assert [(item.price, item.total) for item in deals.lines.find(db, id)] == [(250, 1000)]
    assert records.get(db, id).amount == 1000


def test_a_product_nobody_knows_is_not_made_up(db: Connection) -> None:
    with pytest.raises(NotFound):
        deals.add(db, Draft({"title": "X"}, parts={"product": "lamp"}), at=AT, on=ON)
    with pytest.raises(UsageError):
        deals.add(db, Draft({"title": " "}), at=AT, on=ON)


@pytest.mark.parametrize(("place", "to"), list(itertools.product(range(1, 5), range(1, 5))))
def test_stages_stay_numbered_from_one(db: Connection, place: int, to: int) -> None:
    pipelines.default(db, AT)
    names = [stage.name for stage in pipelines.stages(db, 1)]
    name = names.pop(place - 1)
    names.insert(to - 1, name)
    assert pipelines.place_stage(db, place, to) == (place != to)
    after = pipelines.stages(db, 1)
    assert [(stage.position, stage.name) for stage in after] == list(enumerate(names, start=1))
