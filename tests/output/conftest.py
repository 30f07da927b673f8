"""One small mixed set of records, and a way to write it into a text."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_cli.core.dates import Calendar
from crm_cli.core.money import Money
from crm_cli.output import Column, Screen, write, write_one
from crm_cli.output.formats import format_named

Write = Callable[..., str]


@pytest.fixture
def screen() -> Screen:
    """Eighty columns, no colour, in Almaty on 21 November 2026."""
    return Screen(calendar=Calendar(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ZoneInfo("Asia/Almaty")))


@pytest.fixture
def columns() -> list[Column]:
    return [
        Column("id", "Id", "id"),
        Column("name", "Name"),
        Column("amount", "Amount", "money"),
        Column("probability", "Chance", "percent"),
        Column("tags", "Tags", "tag", many=True),
        Column("next_on", "Next step", "day"),
        Column("seen_at", "Last seen", "instant"),
        Column("is_vip", "VIP", "yes/no"),
    ]


@pytest.fixture
def rows() -> list[tuple[Any, ...]]:
    return [
        (
            1,
            "Ada Müller",
            Money(125000, "EUR"),
            Decimal("0.4"),
            ("vip", "a b"),
            date(2026, 11, 27),
            NOON,
            True,
        ),
        (2, "Қайрат Әлімов", Money(45000000, "KZT"), Decimal("0.3333"), (), "2027-01-03", None, False),
        (3, "علی‌رضا", Money(-500, "USD"), None, None, None, "2026-11-20T04:00:00Z", None),
        (40, "田中太郎", Money(100, "JPY"), Decimal(1), ("x",), None, None, 1),
        (5, '[bold]"=1\t\\\n:smile:', None, Decimal(0), ("=x",), None, None, 0),
    ]


NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Almaty"))


@pytest.fixture
def written() -> Write:
    """Write rows in a format and return what came out."""

    def to_text(
        rows: Sequence[Any],
        columns: Sequence[Column],
        format: str,
        screen: Screen | None = None,
        title: str = "",
        **spelling: bool,
    ) -> str:
        out = io.StringIO(newline="")
        chosen = format_named(format).spelled(**spelling)
        count = write(rows, columns, chosen, out, screen=screen or Screen(), title=title)
        assert count == len(rows)
        return out.getvalue()

    return to_text


@pytest.fixture
def written_one() -> Write:
    """Write one row in a format and return what came out."""

    def to_text(row: Any, columns: Sequence[Column], format: str, screen: Screen | None = None) -> str:
        out = io.StringIO(newline="")
        write_one(row, columns, format_named(format), out, screen=screen or Screen())
        return out.getvalue()

    return to_text
