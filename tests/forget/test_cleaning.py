"""Names, e-mails and phones are found in any writing, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.forget.cleaning import Cleaner, significant

JANE = Cleaner(
    ["Jane Doe", "jane@acme.com", "Иван Петров", "علی رضایی", "王小明", "José Núñez"], ["+7 701 234-56-78"]
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Jane Doe", "[forgotten]"),
        ("met JANE  doe, twice", "met [forgotten], twice"),
        ("Jane-Doe's desk, Jane Doe’s", "[forgotten]'s desk, [forgotten]’s"),
        ("Jane Does it", "Jane Does it"),
        ("Jane\nDoe", "[forgotten]"),
        ("mail <Jane@Acme.com>!", "mail <[forgotten]>!"),
        ("mary.jane@acme.com.au", "mary.[forgotten].au"),
        ("Janet Doe and Jane Doerr", "Janet Doe and Jane Doerr"),
        ("звонил ИВАН ПЕТРОВ", "звонил [forgotten]"),
        ("با علي رضایی صحبت شد", "با [forgotten] صحبت شد"),
        ("和王小明谈过", "和[forgotten]谈过"),
        ("Jose\u0301 Nunez", "[forgotten]"),
        ("call +7 (701) 234 56 78 now", "call [forgotten] now"),
        ("call 87012345678", "call [forgotten]"),
        ("۰۷۰۱۲۳۴۵۶۷۸", "[forgotten]"),
        ("order 17012345678901", "order 17012345678901"),
        ("nothing of the kind", "nothing of the kind"),
        ("", ""),
    ],
)
def test_a_text_loses_the_person_and_nothing_else(text: str, cleaned: str) -> None:
    assert JANE.clean(text) == cleaned


def test_json_stays_json() -> None:
    assert JANE.clean_json('{"who":"Jane Doe","n":1,"all":["jane@acme.com"]}') == (
        '{"who":"[forgotten]","n":1,"all":["[forgotten]"]}'
    )


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [
        ("crm call 'Jane Doe' 'it'\"'\"'s on'", "crm call [forgotten] 'it'\"'\"'s on'"),
        ("crm deal add 'Site for Jane Doe' --amount 5k", "crm deal add 'Site for [forgotten]' --amount 5k"),
        ("crm note 'unbalanced Jane Doe", "crm note 'unbalanced [forgotten]"),
        ("crm undo", "crm undo"),
    ],
)
def test_words_of_a_command_are_cleaned_argument_by_argument(words: str, cleaned: str) -> None:
    assert JANE.clean_words(words) == cleaned


@pytest.mark.parametrize(
    ("number", "digits"), [("+7 701 234-56-78", "7012345678"), ("234567", ""), ("۱۲۳۴۵۶۷", "1234567")]
)
def test_a_phone_is_known_by_its_last_ten_digits(number: str, digits: str) -> None:
    assert significant(number) == digits


@given(st.text(), st.text())
def test_a_name_between_spaces_never_survives(before: str, after: str) -> None:
    cleaned = JANE.clean(f"{before} ; Jane Doe ; {after}")
    assert "; [forgotten] ;" in cleaned
    assert JANE.clean(cleaned) == cleaned


@given(st.text())
def test_without_anybody_to_forget_every_text_stays(text: str) -> None:
    assert Cleaner([]).clean(text) == text
