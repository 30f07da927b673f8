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


CHAIN = "SELECT from_status, to_status, moved_at, moved_on FROM stage_moves ORDER BY moved_at, id"


@pytest.mark.parametrize(("verb", "status"), [("win", "won"), ("lose", "lost")])
def test_a_deal_closes_on_an_earlier_day_than_a_move_was_noted_for(
    acme: Run, path: Path, verb: str, status: str
) -> None:
    acme("move", "1", "qualified", "--on", "2026-11-17 14:00", code=0)
    acme("move", "1", "proposal", code=0)
    acme("move", "1", "negotiation", code=0)
    result = acme(verb, "1", "--on", "2026-11-18", code=0)
    assert result.err == (
        "it was opened on 2026-11-21, after that day; opened_on is 2026-11-18 now;"
        " 2 moves noted for 2026-11-21 count from 2026-11-18, too\n"
    )
    noon = "2026-11-18T12:00:00Z"
    assert rows(path, CHAIN) == [
        ("open", "open", "2026-11-17T14:00:00Z", "2026-11-17"),
        ("open", "open", noon, "2026-11-18"),
        ("open", "open", noon, "2026-11-18"),
        ("open", status, noon, "2026-11-18"),
    ]
    template = "{closed_on} {stage_since} {stage}"
    assert acme("deal", "show", "1", "-f", template).out == "2026-11-18 2026-11-18 Negotiation\n"
    said = acme("report", "winloss", "--period", "2026-11-18", "--by", "none", "-f", "csv").lines[1]
    assert said.split(",")[:2] == (["1", "0"] if status == "won" else ["0", "1"])


def test_moves_of_the_day_a_deal_closes_keep_their_hours(acme: Run, path: Path) -> None:
    acme("move", "1", "qualified", "--on", "yesterday 14:00", code=0)
    acme("lose", "1", "--on", "yesterday", code=0)
    assert rows(path, CHAIN) == [
        ("open", "open", "2026-11-20T14:00:00Z", "2026-11-20"),
        ("open", "lost", "2026-11-20T14:00:00Z", "2026-11-20"),
    ]


def test_undo_puts_moves_forward_again(acme: Run, path: Path) -> None:
    acme("move", "1", "qualified", code=0)
    before = everything(path)
    acme("lose", "1", "--on", "yesterday", code=0)
    acme("undo", code=0)
    assert everything(path) == before
    acme("redo", code=0)
    assert rows(path, "SELECT DISTINCT moved_on FROM stage_moves") == [("2026-11-20",)]


def test_a_loss_that_was_noted_for_too_late_a_day_is_noted_anew(acme: Run) -> None:
    acme("lose", "1", "--on", "yesterday", code=0)
    acme("deal", "reopen", "1", code=0)
    acme("win", "1", "--on", "2026-11-19", code=0)
    assert acme("deal", "show", "1", "-f", "{status} {closed_on}").out == "won 2026-11-19\n"
    moves = acme("deal", "show", "1", "-f", "json").json["moves"]
    assert [(move["on"], move["to"]) for move in moves] == [
        ("2026-11-19", "won"),
        ("2026-11-19", "Lead"),
        ("2026-11-19", "lost"),
    ]


def test_a_deal_that_closed_is_not_reopened_before(acme: Run) -> None:
    acme("lose", "1", code=0)
    assert acme("deal", "reopen", "1", "--on", "yesterday", code=5).err == (
        "Error: `Acme renewal` moved on 2026-11-21; what comes after cannot lie before, on 2026-11-20\n"
        "hint: --on 2026-11-21\n"
    )
