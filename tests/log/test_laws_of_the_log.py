"""Random working days, taken back step by step and done again, and looked at as they once stood."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import schema
from crm_cli.db.log import packs, sets

Run = Callable[..., Any]

DAYS = range(int(os.environ.get("LAW_SEEDS", "2")))
"""Random days tried of each sort; LAW_SEEDS=50 for a long look."""

PEOPLE = ("Jane Doe", "Bob Roe", "Ли Вэй", "Айгуль")
COMPANIES = ("Acme", "Bolt", "Çelik")
DEALS = ("Renewal", "Pilot", "Rollout")
PRODUCTS = ("Widget", "Gadget")
TAGS = ("vip", "almaty", "cold")
CITIES = ("Oslo", "Rome", "Алматы", "")

COMMANDS: tuple[str, ...] = (
    "contact add PERSON --company COMPANY --email MAIL --tag TAG --force",
    "contact add PERSON --phone PHONE --city CITY --lifecycle lead --force",
    "contact add PERSON --deal DEAL --amount 1200 --next call",
    "contact edit PERSON --city CITY",
    "contact edit PERSON --job-title CFO --phone PHONE",
    "contact edit PERSON --company COMPANY --force",
    "contact edit PERSON --email MAIL",
    "contact edit PERSON --keep-in-touch NUMBER",
    "contact edit PERSON --renewal 2027-01-31",
    "contact edit PERSON --renewal 2027-02-28 --size CITY",
    "contact edit PERSON --clear city,company",
    "contact edit PERSON --referred-by PERSON",
    "contact tag PERSON TAG",
    "contact untag PERSON TAG",
    "contact archive PERSON",
    "contact unarchive PERSON",
    "contact delete PERSON --unlink",
    "contact relate PERSON founder COMPANY",
    "contact date PERSON wedding 2019-06-01",
    "company add COMPANY --city CITY --force",
    "company edit COMPANY --industry retail --url https://example.com",
    "company edit COMPANY --parent COMPANY",
    "company edit COMPANY --name COMPANY",
    "company tag COMPANY TAG",
    "company archive COMPANY",
    "company delete COMPANY --unlink",
    "deal add DEAL --contact PERSON --amount 500 --close eom --force",
    "deal add DEAL --company COMPANY --product PRODUCT --force",
    "deal edit DEAL --amount 750 --owner Kim",
    "deal edit DEAL --contact PERSON",
    "deal edit DEAL --probability 40%",
    "deal move DEAL proposal",
    "deal move DEAL negotiation --amount 900",
    "deal win DEAL",
    "deal lose DEAL --reason price",
    "deal reopen DEAL",
    "deal tag DEAL TAG",
    "deal archive DEAL",
    "deal delete DEAL --unlink",
    "deal item add DEAL PRODUCT --quantity NUMBER",
    "product add PRODUCT --price 10 --code W1",
    "product edit PRODUCT --price 12",
    "product delete PRODUCT",
    "pipeline add Partners",
    "pipeline rename Partners Resellers",
    "pipeline stage add Trial",
    "pipeline stage rename Trial Test",
    "pipeline delete Partners",
    "note add PERSON words",
    "call PERSON rang --in --next ring",
    "email PERSON wrote --out --subject offer",
    "meeting COMPANY met --duration 20m",
    "note delete NUMBER",
    "remind add ring --contact PERSON --due fri",
    "remind add pay --deal DEAL",
    "remind done NUMBER",
    "remind snooze NUMBER +3d",
    "remind edit NUMBER --title phone",
    "remind delete NUMBER",
    "field add contact renewal --type date",
    "field add contact size",
    "field edit contact size --name weight",
    "field delete contact renewal",
    "tag rename TAG hot",
    "tag delete TAG",
    "config set currency EUR",
    "config set owner Kim",
    "config unset owner",
    "segment add hot tag:vip",
    "segment include hot PERSON",
    "segment delete hot",
    "import FILE --as contacts",
    "import SHEET --as deals",
)

FILES = {
    "people.csv": "id,name,email,company,tags,shoe\n1,Jane Doe,a@x.com,Acme,vip,38\n2,Zoë,z@x.com,Zed,cold; vip,41\n",
    "more.csv": "id,name,email,city\n2,Zoë,zoe@x.com,Oslo\n3,Bob Roe,b@y.org,Rome\n",
    "deals.csv": "title,company,stage,amount,currency,close_date\nPilot,Acme,Won,10,EUR,2026-11-02\nNew,Zed,Demo,20,EUR,2026-12-01\n",
}

REPORTS: tuple[tuple[str, ...], ...] = (
    ("contact", "list", "--archived", "-f", "json"),
    ("company", "list", "-f", "csv"),
    ("deal", "list", "--columns", "id,title,stage,status,amount,next,last,owner", "-f", "csv"),
    ("report", "pipeline", "-f", "csv"),
    ("report", "sales", "--by", "month", "-f", "json"),
    ("report", "winloss", "-f", "json"),
    ("remind", "list", "-f", "csv"),
    ("note", "list", "-f", "csv"),
    ("find", "ro"),
    ("contact", "list", "oslo", "-f", "ids"),
    ("history", "-f", "csv"),
    ("undo", "--list", "-f", "csv"),
)


@pytest.fixture(autouse=True, params=[sets.MANY, 0], ids=["row by row", "in sets"])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """From how many rows on a step is taken back and done again in sets, and in how small packs."""
    monkeypatch.setattr(sets, "MANY", request.param)
    if not request.param:
        monkeypatch.setattr(packs, "ROWS", 3)


def written(template: str, dice: random.Random) -> list[str]:
    """A command line with its placeholders filled in."""
    choices = {
        "PERSON": PEOPLE, "COMPANY": COMPANIES, "DEAL": DEALS, "PRODUCT": PRODUCTS, "TAG": TAGS, "CITY": CITIES,
        "FILE": ("people.csv", "more.csv"), "SHEET": ("deals.csv",), "MAIL": ("a@x.com", "b@y.org"), "PHONE": ("+77012345678", "+15550100"), "NUMBER": ("1", "2", "3"),
    }  # fmt: skip
    return [dice.choice(choices[word]) if word in choices else word for word in template.split()]


def facts(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of facts, and what is derived from them."""
    db = sqlite3.connect(path)
    try:
        names = [table.name for table in schema.fact_tables(db)]
        found = {name: db.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}
        for name in ("_contact_facts", "_deal_facts"):
            found[name] = db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
        found["_search_text"] = db.execute(
            "SELECT kind, record_id, title FROM _search_text ORDER BY kind, record_id"
        ).fetchall()
        return found
    finally:
        db.close()


class Desk:
    """A working day: random commands, each some hours after the one before."""

    def __init__(self, crm: Run, path: Path, seed: int) -> None:
        self.run, self.path, self.dice = crm, path, random.Random(seed)
        self.moment = datetime(2026, 11, 2, 8, tzinfo=UTC)
        self.files = path.parent
        for name, text in FILES.items():
            (self.files / name).write_text(text, encoding="utf-8")
        self("contact", "add", PEOPLE[0], "--deal", DEALS[0], code=0)

    def now(self) -> str:
        """The moment, which goes on at every look."""
        self.moment += timedelta(hours=5, minutes=7)
        return self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def __call__(self, *words: str, now: str = "", code: int | None = None) -> Any:
        return self.run(*words, now=now or self.now(), env={"CRM_CURRENCY": "EUR"}, code=code)

    def steps(self) -> int:
        """How many steps the log has."""
        db = sqlite3.connect(self.path)
        try:
            return int(db.execute("SELECT count(*) FROM _commands").fetchone()[0])
        finally:
            db.close()

    def work(self, count: int) -> None:
        """Run random commands until so many of them were steps; what is refused is none."""
        wanted = self.steps() + count
        while self.steps() < wanted:
            words = written(self.dice.choice(COMMANDS), self.dice)
            result = self(*(str(self.files / word) if word in FILES else word for word in words))
            assert result.code in {0, 2, 3, 4, 5, 8}, (words, result.err)


@pytest.mark.parametrize("seed", DAYS)
def test_random_steps_go_back_one_by_one_and_forward_again(crm: Run, path: Path, seed: int) -> None:
    desk = Desk(crm, path, seed)
    states = [facts(path)]
    for _ in range(20):
        desk.work(1)
        states.append(facts(path))
    for state in reversed(states[:-1]):
        desk("undo", code=0)
        assert facts(path) == state
    for state in states[1:]:
        desk("redo", code=0)
        assert facts(path) == state
    desk("redo", code=5)
    for state in reversed(states[:-1]):
        desk("undo", code=0)
        assert facts(path) == state


@pytest.mark.parametrize("seed", DAYS)
def test_any_step_taken_back_out_of_order_and_done_again_leaves_all_as_it_was(
    crm: Run, path: Path, seed: int
) -> None:
    desk = Desk(crm, path, seed)
    desk.work(24)
    state = facts(path)
    for step in desk.dice.sample(range(1, 25), 12):
        result = desk("undo", str(step))
        assert result.code in {0, 5, 8}, result.err
        check(path)
        if result.code != 5:
            desk("redo", code=0)
        assert facts(path) == state, step


@pytest.mark.parametrize("seed", DAYS)
def test_a_report_as_of_an_instant_is_the_report_taken_then(crm: Run, path: Path, seed: int) -> None:
    desk = Desk(crm, path, seed)
    taken: list[tuple[str, tuple[str, ...], Any]] = []
    for turn in ("", "undo", "redo", "", "undo"):
        desk.work(5)
        if turn:
            desk("undo", code=0)
        if turn == "redo":
            desk("redo", code=0)
        now = desk.now()
        taken += [(now, report, desk(*report, now=now, code=0)) for report in desk.dice.sample(REPORTS, 6)]
    end = desk.now()
    for now, report, then in taken:
        assert desk(*report, "--as-of", now, now=end) == then, (now, report)


def check(path: Path) -> None:
    """The file is whole: no link without its record, derived tables as computed anew."""
    db = sqlite3.connect(path)
    try:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        computed = db.execute(
            "SELECT contact_id, last_in_at, last_out_at, last_on FROM _contact_facts_computed ORDER BY 1"
        )
        assert (
            db.execute(
                "SELECT contact_id, last_in_at, last_out_at, last_on FROM _contact_facts ORDER BY 1"
            ).fetchall()
            == computed.fetchall()
        )
        computed = db.execute("SELECT deal_id, stage_since, next_on FROM _deal_facts_computed ORDER BY 1")
        assert (
            db.execute("SELECT deal_id, stage_since, next_on FROM _deal_facts ORDER BY 1").fetchall()
            == computed.fetchall()
        )
    finally:
        db.close()
