"""A small business whose deals and activities every report can tell of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


BUILT: dict[str, bytes] = {}
"""The files that fixtures made, so that each is made once."""


@pytest.fixture
def sold(crm: Run, path: Path) -> Run:
    """A file in EUR: three won deals, one lost, two open, of two owners, in September to November 2026."""
    if "sold" not in BUILT:
        _sell(crm)
        BUILT["sold"] = path.read_bytes()
    path.write_bytes(BUILT["sold"])
    return crm


def _sell(crm: Run) -> None:
    crm("config", "set", "currency", "EUR", code=0)
    crm("company", "add", "Acme", "--source", "web", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--source", "referral", code=0)
    for title, owner, amount, more in (
        ("Alpha", "Bo", "1000", ("--contact", "Jane", "--source", "fair")),
        ("Beta", "Bo", "500.50", ("--contact", "Jane")),
        ("Gamma", "Cy", "250", ("--company", "Acme")),
        ("Delta", "Cy", "4000", ()),
        ("Open one", "Bo", "99.99", ("--close", "2026-12-31")),
        ("Open two", "Bo", "", ()),
    ):
        priced = ("--amount", amount) if amount else ()
        crm("deal", "add", title, "--owner", owner, *priced, *more, now="2026-09-01", code=0)
    crm("deal", "win", "Alpha", "--on", "2026-09-10", code=0)
    crm("deal", "win", "Beta", "--on", "2026-11-02", code=0)
    crm("deal", "win", "Gamma", "--on", "2026-11-20", code=0)
    crm("deal", "lose", "Delta", "--on", "2026-11-03", "--reason", "price", code=0)


@pytest.fixture
def rate(path: Path) -> Callable[[str, str, str], None]:
    """Write a rate to EUR into the file: `rate("USD", "0.9", "2026-01-01")`."""

    def add(currency: str, value: str, on: str) -> None:
        db = sqlite3.connect(path)
        with db:
            db.execute(
                "INSERT INTO exchange_rates (from_currency, to_currency, rate, rate_on) VALUES (?, 'EUR', ?, ?)",
                (currency, value, on),
            )
        db.close()

    return add
