"""Whether two names may be those of one person or company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.agree import agree

PEOPLE = [
    ("Jon Frost", "Jon Frost", True),
    ("Jon Frost", "JON  FROST", True),
    ("Jon Frost", "Frost", True),
    ("Jon Frost", "Jon", True),
    ("Jon Frost", "Frost, Jon", True),
    ("Jon Frost", "Jon Peter Frost", True),
    ("Jon Frost", "John Frost", True),
    ("Jon Frost", "J. Frost", True),
    ("John Robert Smith", "J.R. Smith", True),
    ("Dr. Jon Frost", "Mr Frost", True),
    ("Mary Ann Lee", "Maryann Lee", True),
    ("Mary-Ann Lee", "Mary Lee", True),
    ("Bob Frost", "Robert Frost", True),
    ("Саша Петрова", "Александра Петрова", True),
    ("Ольга Петрова", "Olga Petrova", True),
    ("Ю. Петрова", "Yulia Petrova", True),
    ("Müller", "Mueller", True),
    ("علی کریمی", "Ali Karimi", True),
    ("王小明", "王 小明", True),
    ("O’Neil", "Oneil", True),
    ("", "Jon Frost", True),
    ("jon.frost@acme.example", "Jon Frost", True),
    ("Ida Smith", "Joe Smith", False),
    ("Jon Frost", "Jane Frost", False),
    ("I. Smith", "Joe Smith", False),
    ("J. F.", "Jon Frost", False),
    ("J", "Jon Frost", False),
    ("Jon F.", "J. Frost", False),
    ("Petrov", "Petrova", False),
    ("Александр Ким", "Александра Ким", False),
    ("Jon Frost", "Jon Snow", False),
    ("Jon Peter Frost", "Jon Paul Frost", False),
    ("王明", "王小明", False),
    ("Pedro Sá", "Pedro Lima", False),
    ("John Smith Jr", "John Smith III", False),
    ("Ann Lee", "Bo Kim", False),
    ("info@acme.example", "Jon Frost", False),
]

COMPANIES = [
    ("Acme GmbH", "Acme", True),
    ("Acme GmbH", "ACME LLC", True),
    ("Acme GmbH & Co. KG", "Acme", True),
    ("Acme S.A.", "Acme", True),
    ("Acme, Inc.", "Acme Incorporated", True),
    ("Acme Holding AG", "Acme", True),
    ("Ромашка", "ООО «Ромашка»", True),
    ("ТОО Ромашка", "Romashka LLC", True),
    ("株式会社 トヨタ", "トヨタ", True),
    ("AT&T", "AT & T Inc.", True),
    ("GTX Pro", "GTXPro", True),
    ("Tom & Jerry", "Tom Jerry Ltd", True),
    ("Ltd", "Limited", False),
    ("C++ Ltd", "C Ltd", False),
    ("Studio 50%", "Studio 50", False),
    ("Shop 12", "Shop 13", False),
    ("Shop", "Shop 12", False),
    ("Acme", "Acne", False),
    ("Acme Nord", "Acme Süd", False),
    ("Bob Ltd", "Robert Ltd", False),
]

NOT_KNOWN = [
    ("Acme GmbH", "Acme LLC", True),
    ("Bob Frost", "Robert Frost", True),
    ("Pedro Sá", "Pedro Co", False),
    ("Acme GmbH", "Jon Frost", False),
]


@pytest.mark.parametrize(
    ("one", "other", "is_person", "expected"),
    [
        *((one, other, True, expected) for one, other, expected in PEOPLE),
        *((one, other, False, expected) for one, other, expected in COMPANIES),
        *((one, other, None, expected) for one, other, expected in NOT_KNOWN),
    ],
)
def test_two_names_agree(one: str, other: str, is_person: bool | None, expected: bool) -> None:
    assert agree(one, other, is_person=is_person) is expected
    assert agree(other, one, is_person=is_person) is expected


@pytest.mark.parametrize(("one", "other", "expected"), PEOPLE)
def test_names_of_people_agree_without_it_being_said_that_they_are(
    one: str, other: str, expected: bool
) -> None:
    assert agree(one, other) is expected


@given(st.text(max_size=20), st.text(max_size=20))
def test_agreement_has_no_direction_and_every_name_agrees_with_itself(one: str, other: str) -> None:
    assert agree(one, one)
    assert agree(one, other) == agree(other, one)
