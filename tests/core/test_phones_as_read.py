"""A phone is told as a person reads it: as it was written where that is whole and in groups."""

from __future__ import annotations

import pytest

from crm_cli.core import phones


@pytest.mark.parametrize(
    ("written", "e164", "read"),
    [
        ("+49 170 111222", "+49170111222", "+49 170 111222"),
        ("+7 701 234 56 78", "+77012345678", "+7 701 234 56 78"),
        ("+77012345678", "+77012345678", "+7 701 234 5678"),
        ("8 701 234 56 78", "+77012345678", "+7 701 234 5678"),
        ("+44 (0)20 7946 0018", "+442079460018", "+44 (0)20 7946 0018"),
        ("+7 701 what", "+77012345678", "+7 701 234 5678"),
    ],
)
def test_a_number_is_read_as_written_or_in_its_international_form(written: str, e164: str, read: str) -> None:
    assert phones.as_read(written, e164) == read
