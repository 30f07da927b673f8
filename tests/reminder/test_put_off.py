"""A reminder that is put off: from where it stands, and at its hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crm = Callable[..., Any]


@pytest.mark.parametrize(
    ("due", "until", "then"),
    [
        ("2026-12-10 14:00", "+2d", "2026-12-12 14:00"),
        ("2026-12-10", "+2d", "2026-12-12"),
        ("2026-12-10 14:00", "+2h", "2026-12-10 16:00"),
        ("2026-11-01 14:00", "+2d", "2026-11-23 14:00"),
        ("2026-11-01", "+2d", "2026-11-23"),
        ("2026-12-10 14:00", "mon", "2026-11-23 14:00"),
        ("2026-12-10 14:00", "mon 9:00", "2026-11-23 09:00"),
        ("2026-12-10 14:00", "tomorrow", "2026-11-22 14:00"),
        ("2026-12-31 14:00", "+2m", "2027-02-28 14:00"),
    ],
)
def test_it_is_put_off_from_the_later_of_now_and_due_and_keeps_its_hour(
    crm: Crm, due: str, until: str, then: str
) -> None:
    crm("remind", "add", "x", "--due", due, code=0)
    crm("snooze", "1", until, code=0)
    shown = crm("remind", "show", "1", "-f", "json", code=0).json
    assert (shown["snoozed_local"] or shown["snoozed_on"]) == then


def test_it_is_put_off_again_from_where_it_was_put(crm: Crm) -> None:
    crm("remind", "add", "x", "--due", "2026-12-10 14:00", code=0)
    crm("snooze", "1", "+2d", code=0)
    crm("snooze", "1", "+2d", code=0)
    assert crm("remind", "show", "1", "-f", "json", code=0).json["snoozed_local"] == "2026-12-14 14:00"
