"""What a person types to find a name: the words it must have, and the signs."""

from __future__ import annotations

import pytest

from crm_cli.core.text import asked, begins, holds_signs


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Jane doe", [("jane", False), ("doe", False)]),
        ("C++", [("c", True)]),
        ("c# dev", [("c", True), ("dev", False)]),
        ("#1", [("1", False)]),
        ("50％ off", [("50", True), ("off", False)]),
        ("AT&T", [("at", True), ("t", False)]),
        ("Tom & Jerry", [("tom", False), ("jerry", False)]),
        ("Acme, Inc.", [("acme", False), ("inc", False)]),
        ("東京+", [("東", False), ("京", False)]),
        ("++", [("++", False)]),
        ("", []),
    ],
)
def test_a_sign_behind_a_word_ends_it(typed: str, found: list[tuple[str, bool]]) -> None:
    assert asked(typed) == found


@pytest.mark.parametrize(
    ("name", "typed", "holds"),
    [
        ("C++ Ltd", "c++", True),
        ("C++ Ltd", "c#", False),
        ("C Ltd", "c++", False),
        ("C++", "c", True),
        ("Offer #12", "#1", True),
        ("Offer 12", "#1", False),
        ("Tom and Jerry", "Tom & Jerry", True),
        ("AT&T", "at&t", True),
        ("AT T", "at&t", False),
        ("Acme Inc", "Acme, Inc.", True),
    ],
)
def test_signs_that_were_typed_are_in_the_name(name: str, typed: str, holds: bool) -> None:
    assert holds_signs(name, typed) is holds


@pytest.mark.parametrize(
    ("name", "typed", "fits"),
    [
        ("Anna Lee", "lee an", True),
        ("Anna Ann", "ann anna", True),
        ("Anna", "ann anna", False),
        ("Anna Lee", "lee ann x", False),
        ("Çelik", "c", True),
        ("Çelik", "c++", False),
        ("C++", "c++", True),
        ("C", "c++", False),
        ("東京太郎", "東京", True),
        ("Jane", "", False),
    ],
)
def test_each_typed_word_begins_another_word_of_the_name(name: str, typed: str, fits: bool) -> None:
    assert begins(name, typed) is fits
