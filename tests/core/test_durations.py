"""Lengths of time in whole minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.durations import format_duration, parse_duration
from crm_cli.core.errors import UsageError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("20m", 20),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1:30", 90),
        ("90", 90),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("0.33h", 20),
        ("45 min", 45),
        ("2 hours", 120),
        ("1 hour and 5 minutes", 65),
        ("1 ч 30 мин", 90),
        ("۹۰", 90),
    ],
)
def test_a_length_of_time_is_read_as_minutes(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "xyz", "-5", "1:60", "1h30m20s", "1.5m", "h"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_duration(text)
    assert caught.value.message == f"`{text}` is not a length of time"


@given(st.integers(0, 999_999))
def test_a_length_of_time_shown_is_read_back(minutes: int) -> None:
    assert parse_duration(format_duration(minutes)) == minutes
