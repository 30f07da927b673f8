"""What bash is told: it writes on the line what all entries begin with, so a list begins with nothing in common."""

from __future__ import annotations

import pytest

from crm_cli.completion import bash
from crm_cli.completion.answer import Found
from crm_cli.completion.candidate import Candidate, common

JANES = [Candidate("Jane Doe", "Acme"), Candidate("Jane Roe")]


def answer(
    line: str, *candidates: Candidate, word: str | None = None, sort: str = "9", **env: str
) -> list[str]:
    """What is printed, line by line. word: what bash would put the answer in the place of."""
    asked = {
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_WORD": line.split(" ")[-1] if word is None else word,
        "COMP_TYPE": sort,
        **env,
    }
    return bash.answer(bash.read(asked), Found(list(candidates)), asked).splitlines()


def test_one_candidate_takes_the_place_of_the_word() -> None:
    assert answer("crm show Do", JANES[0]) == ["", "Jane\\ Doe"]
    assert answer("crm show 'Do", JANES[0], word="Do") == ["", "Jane Doe"]
    assert answer("crm list ci", Candidate("city:", is_whole=False)) == ["nospace", "city:"]


def test_of_several_what_they_begin_with_goes_on_the_line() -> None:
    assert answer("crm show Ja", *JANES) == ["nospace", "Jane\\ "]
    assert answer("crm show ja", *JANES) == ["nospace", "Jane\\ "]
    assert answer("crm show 'Ja", *JANES, word="Ja") == ["nospace", "Jane "]


def test_where_nothing_more_can_go_on_the_line_they_are_listed() -> None:
    assert answer("crm show Jane\\ ", *JANES, word="Jane\\ ") == [
        "",
        bash.NOTHING,
        "Jane Doe  (Acme)",
        "Jane Roe",
    ]
    assert answer("crm show oe", *JANES) == ["", bash.NOTHING, "Jane Doe  (Acme)", "Jane Roe"]
    assert answer("crm c", Candidate("contact"), Candidate("call")) == ["", "contact", "call"]


@pytest.mark.parametrize("sort", ["37", "42"])
def test_one_after_the_other_they_go_on_the_line_quoted_and_without_descriptions(sort: str) -> None:
    assert answer("crm show Ja", *JANES, sort=sort) == ["", "Jane\\ Doe", "Jane\\ Roe"]


def test_where_bash_does_not_say_which_sort_of_completion_it_is_all_are_quoted() -> None:
    assert answer("crm show oe", *JANES, sort="") == ["", "Jane\\ Doe", "Jane\\ Roe"]
    assert answer("crm show oe", JANES[0], sort="") == ["nospace", "Jane\\ Doe "]
    assert answer("crm list ci", Candidate("city:", is_whole=False), sort="") == ["nospace", "city:"]
    assert answer("crm show 'Ja", JANES[0], word="Ja", sort="") == ["", "Jane Doe"]


def test_what_stands_before_a_colon_is_not_repeated() -> None:
    vip = Candidate('tag:"long lunch"')
    assert answer("crm list tag:l", vip, word="l") == ["", '\\"long\\ lunch\\"']
    assert answer("crm list 'tag:l", vip, word="tag:l") == ["", 'tag:"long lunch"']
    assert answer("crm list --by=m", Candidate("--by=month"), word="m") == ["", "month"]
    assert answer("crm show foo:\\ b", Candidate("Foo: bar"), word="\\ b") == ["", "\\ bar"]
    assert answer("crm show x:b", Candidate("Foo: bar"), word="b") == [""]


def test_a_list_fits_the_screen() -> None:
    found = answer("crm ", Candidate("a", "b" * 60), Candidate("c"), COLUMNS="20")
    assert found == ["", f"a  ({'b' * 14}…", "c"]


@pytest.mark.parametrize("point", [len("crm show Ёлк"), len("crm show Ёлк".encode())])
def test_the_cursor_is_counted_in_signs_or_in_bytes(point: int) -> None:
    asked = {"COMP_LINE": "crm show Ёлк Tail", "COMP_POINT": str(point), "COMP_WORD": "Ёлк"}
    assert bash.read(asked).typed == "Ёлк"


@pytest.mark.parametrize("shell", ["files", "folders"])
def test_files_are_left_to_the_shell(shell: str) -> None:
    assert bash.answer(bash.read({}), Found([], shell), {}) == f"{shell}\n"


def test_nothing_is_said_where_the_word_is_not_the_end_of_the_line() -> None:
    assert answer("crm show Ja", JANES[0], word="other") == [""]


@pytest.mark.parametrize(
    ("texts", "begin"), [((), ""), (("ab",), "ab"), (("abc", "abd"), "ab"), (("a", "ab", "b"), "")]
)
def test_what_texts_begin_with(texts: tuple[str, ...], begin: str) -> None:
    assert common(texts) == begin
