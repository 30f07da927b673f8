"""Moves of deals in the file: what is kept of each, what follows from it, and that undo restores it all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def everything(path: Path) -> list[list[tuple[Any, ...]]]:
    tables = ("deals", "stage_moves", "deal_items", "_deal_facts")
    return [rows(path, f"SELECT * FROM {table} ORDER BY 1") for table in tables]


def test_every_move_is_kept_with_its_instant_and_day(acme: Run, path: Path) -> None:
    almaty = {"TZ": "Asia/Almaty"}
    acme("move", "1", "prop", now="2026-11-22T20:30:00Z", env=almaty, code=0)
    acme("win", "1", "--on", "2026-11-24 10:00", now="2026-11-25T09:00:00Z", env=almaty, code=0)
    acme("deal", "reopen", "1", "--on", "2026-11-25", now="2026-11-26T09:00:00Z", env=almaty, code=0)
    assert rows(
        path, "SELECT from_stage_id, to_stage_id, from_status, to_status, moved_at, moved_on FROM stage_moves"
    ) == [
        (1, 3, "open", "open", "2026-11-22T20:30:00Z", "2026-11-23"),
        (3, 3, "open", "won", "2026-11-24T05:00:00Z", "2026-11-24"),
        (3, 3, "won", "open", "2026-11-25T07:00:00Z", "2026-11-25"),
    ]
    assert rows(path, "SELECT stage_since, rots_on FROM _deal_facts") == [("2026-11-25", "2026-12-16")]


def test_a_closed_deal_is_never_stale(acme: Run, path: Path) -> None:
    assert rows(path, "SELECT stage_since, rots_on FROM _deal_facts") == [("2026-11-21", "2026-12-05")]
    acme("win", "1", code=0)
    assert rows(path, "SELECT rots_on FROM _deal_facts") == [(None,)]
    assert acme("deal", "list", "rotting:yes", now="2027-06-01T00:00:00Z").out == ""


@pytest.mark.parametrize(("day", "is_stale"), [("2026-12-05", False), ("2026-12-06", True)])
def test_a_deal_is_stale_the_day_after_its_stage_allows(acme: Run, day: str, is_stale: bool) -> None:
    assert acme("deal", "list", "rotting:yes", "-f", "ids", now=day).out == ("1\n" if is_stale else "")
    assert (
        acme("deal", "show", "1", "-f", "{in_stage} {age}", now=day).out
        == f"{14 + is_stale} {14 + is_stale}\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["deal", "move", "1", "negotiation", "--amount", "5", "--close", "eoy"],
        ["deal", "win", "1", "--on", "2026-11-21", "--amount", "5"],
        ["deal", "lose", "1", "--reason", "price", "--competitor", "Globex"],
        ["deal", "edit", "1", "--stage", "prop", "--title", "New", "--currency", "JPY"],
        ["deal", "item", "add", "1", "gtx", "--quantity", "3"],
        ["deal", "delete", "1"],
        ["pipeline", "stage", "edit", "lead", "--rotting-days", "3"],
        ["pipeline", "stage", "move", "lead", "--to-position", "4"],
        ["remind", "add", "call", "--deal", "1", "--due", "tomorrow"],
    ],
)
def test_undo_restores_deal_moves_lines_and_facts(acme: Run, path: Path, words: list[str]) -> None:
    acme("product", "add", "GTX", "--price", "5", code=0)
    acme("deal", "item", "add", "1", "gtx", code=0)
    acme("move", "1", "qualified", code=0)
    acme("move", "1", "lead", code=0)
    before = everything(path)
    acme(*words, code=0)
    assert acme("undo", code=0).out.startswith("Undid")
    assert everything(path) == before


def test_the_next_reminder_of_a_deal_is_its_field(acme: Run) -> None:
    acme("deal", "add", "Two", "--next", "call", "--due", "2026-11-27", code=0)
    assert acme("deal", "list", "next:..2026-11-30", "-f", "{title} {next_on}").out == "Two 2026-11-27\n"


def test_what_deals_say_of_contacts_and_companies(acme: Run) -> None:
    acme("deal", "add", "Two", "--contact", "jane", "--amount", "100", code=0)
    acme("deal", "add", "Three", "--contact", "jane", "--amount", "$999", code=0)
    acme("deal", "add", "Four", "--contact", "jane", code=0)
    acme("win", "Two", "Three", code=0)
    acme("lose", "Four", code=0)
    columns = "deals,deals.open,deals.won,deals.lost,won"
    assert acme("contact", "list", "--columns", columns).out == "4\t1\t2\t1\t100.00\n"
    assert acme("company", "list", "won:50..", "deals.open:1", "-f", "{name}").out == "Acme\n"
    acme("config", "set", "currency", "USD", code=0)
    assert acme("contact", "list", "--columns", "won").out == "999.00\n"


def test_a_deal_is_found_by_what_is_around_it(acme: Run) -> None:
    acme("company", "edit", "acme", "--city", "Almaty", code=0)
    for query in (
        "company.city:almaty",
        "contact.name:jane",
        "weighted:1200",
        "probability:10%",
        "close:eom",
    ):
        assert acme("deal", "list", query, "-f", "ids").out == "1\n", query
