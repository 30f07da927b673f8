"""Names without quotes: words that are one name are that record; where they may be several, nothing is chosen."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """contact/1 Jane Doe, contact/2 Jane Roe, contact/3 Doe, contact/4 42 Degrees, deal/1 Acme renewal, a reminder."""
    crm("contact", "add", "Jane Doe", "--phone", "+77012345678", code=0)
    crm("contact", "add", "Jane Roe", code=0)
    crm("contact", "add", "Doe", code=0)
    crm("contact", "add", "42 Degrees", code=0)
    crm("contact", "add", "Bob Stone", code=0)
    crm("deal", "add", "Acme renewal", code=0)
    crm("company", "add", "Stone", code=0)
    crm("remind", "add", "send the quote", code=0)
    return crm


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Jane", "Doe", "wants a quote"], 'Logged call with Jane Doe (activity/1): "wants a quote"'),
        (["Jane Doe", "wants a quote"], 'Logged call with Jane Doe (activity/1): "wants a quote"'),
        (["doe", "jane", "hi"], 'Logged call with Jane Doe (activity/1): "hi"'),
        (["Ja", "D", "hi"], 'Logged call with Jane Doe (activity/1): "hi"'),
        (["Doe", "hi"], 'Logged call with Doe (activity/1): "hi"'),
        (["3", "hi"], 'Logged call with Doe (activity/1): "hi"'),
        (["42", "Degrees", "hi"], 'Logged call with 42 Degrees (activity/1): "hi"'),
        (["contact/2", "Doe"], 'Logged call with Jane Roe (activity/1): "Doe"'),
        (["name:Doe", "jane"], 'Logged call with Doe (activity/1): "jane"'),
        (["+7", "701", "234", "56 78", "hi"], 'Logged call with Jane Doe (activity/1): "hi"'),
        (["Acme", "renewal", "renewal"], 'Logged call with Acme renewal (activity/1): "renewal"'),
        (["Acme renewal", "in May"], 'Logged call with Acme renewal (activity/1): "in May"'),
        (["Bob", "Stone", "stone"], 'Logged call with Bob Stone (activity/1): "stone"'),
        (["@", "hi"], 'Logged call with Bob Stone (activity/1): "hi"'),
    ],
)
def test_a_line_is_about_the_longest_run_of_words_that_is_one_name(
    people: Run, words: list[str], said: str
) -> None:
    people("contact", "edit", "Bob Stone", "--city", "Oslo", code=0)
    assert people("call", *words, code=0).out.split(";")[0].strip() == said


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("call Jane Doe wants a quote", 'crm call Jane Doe "wants a quote"'),
        ("note add Doe likes tea --on yesterday", 'crm note add Doe "likes tea" --on yesterday'),
        ("email --in Doe sent it", 'crm email --in Doe "sent it"'),
        ("meeting Doe met $5 today", "crm meeting Doe 'met $5 today'"),
        ("note Doe likes tea", 'crm note Doe "likes tea"'),
        ("message - two words", 'crm message - "two words"'),
        ("call --where name=Doe two words", 'crm call --where name=Doe "two words"'),
    ],
)
def test_a_text_without_quotes_is_refused_with_the_quotes_put_in(people: Run, words: str, hint: str) -> None:
    result = people(*words.split(), stdin="Doe\n", code=2)
    assert result.err.splitlines()[-1] == f"hint: {hint}"
    assert people("note", "list").out == ""
    people(*shlex.split(hint)[1:], stdin="Doe\n", code=0)
    assert len(people("note", "list").lines) == 1


def test_of_a_run_that_fits_several_no_shorter_one_is_taken(people: Run) -> None:
    people("contact", "add", "Jane Doe", "--company", "Bolt", "--force", code=0)
    result = people("call", "Jane", "Doe", "hi", code=4)
    assert [line.split("  ")[1] for line in result.err.splitlines()[1:-1]] == ["contact/1", "contact/6"]
    assert people("call", "Jane", "hi", code=4).err.startswith("Error: `Jane` fits 3 contacts")


def test_whom_nobody_is_called_so_is_told_with_those_who_nearly_are(people: Run) -> None:
    assert people("call", "Jnae", "Doe", "hi", code=3).err == (
        "Error: no contact, company or deal matches `Jnae Doe`\nhint: did you mean Jane Doe (contact/1)?\n"
    )
    assert people("call", "Zzz", "hi", code=3).err.startswith(
        "Error: no contact, company or deal matches `Zzz`"
    )


def test_a_name_with_no_text_behind_it_is_asked_for_the_text(people: Run) -> None:
    assert people("call", "Jane", "Doe", code=2).err.startswith("Error: there is no text")
    assert people("call", "Jane", "Doe", "-", stdin="from a pipe", code=0).out.endswith('"from a pipe"\n')


@pytest.mark.parametrize(
    ("words", "out"),
    [
        ("contact show Bob Stone -f {name}", "Bob Stone\n"),
        ("contact show Bob Stone Jane Roe -f {name}", "Bob Stone\nJane Roe\n"),
        ("contact show 1 Bob Stone contact/3 -f {name}", "Jane Doe\nBob Stone\nDoe\n"),
        ("contact show Jane Roe -f ids", "2\n"),
        ("contact edit Bob Stone --city Oslo", "Changed Bob Stone (contact/5): city – → Oslo\n"),
        ("contact archive Bob Stone", "Archived Bob Stone (contact/5)\n"),
        ("contact tag Bob Stone vip new", "Tagged Bob Stone (contact/5): vip, new\n"),
        ("contact relate Bob Stone uncle Jane Roe", "Changed Bob Stone (contact/5): is uncle of Jane Roe\n"),
        (
            "contact date Jane Roe wedding 2019-06-01",
            "Changed Jane Roe (contact/2): wedding – → 1 Jun 2019\n",
        ),
        ("deal move Acme renewal proposal", "Moved Acme renewal (deal/1): stage Lead → Proposal\n"),
        ("move Acme renewal proposal", "Moved Acme renewal (deal/1): stage Lead → Proposal\n"),
        ("win Acme renewal", "Won Acme renewal (deal/1): closed today\n"),
        ("done send the quote", "Finished send the quote (reminder/1)\n"),
        (
            "snooze send the quote fri 9:00",
            "Put off send the quote (reminder/1): due tomorrow → Fri 27 Nov 09:00\n",
        ),
        ("timeline Bob Stone", ""),
        ("show Acme renewal -f {title}", "Acme renewal\n"),
    ],
)
def test_neighbours_that_are_one_records_whole_name_are_that_record(
    people: Run, words: str, out: str
) -> None:
    assert people(*words.split(), code=0).out.splitlines()[:3] == out.splitlines()


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["Jane", "Doe"], ["1"]),  # `Jane` alone fits two, so this can only be one name
        (["Roe", "Doe"], ["2", "3"]),  # nobody's name together
        (["Doe", "Jane"], []),
    ],
)
def test_words_that_are_nobodys_whole_name_name_one_each(
    people: Run, words: list[str], ids: list[str]
) -> None:
    assert people("contact", "show", *words, "-f", "ids", code=0 if ids else 4).lines == ids


def test_words_that_are_one_name_and_also_name_one_each_are_refused(people: Run) -> None:
    people("contact", "add", "Bob", code=0)
    people("contact", "add", "Stone", code=0)
    before = people("contact", "list", "-f", "csv").out
    assert people("contact", "delete", "Bob", "Stone", "--yes", code=4).err == (
        "Error: `Bob Stone` may be one name or 2\n"
        "  contact/5  Bob Stone\n"
        "  contact/6  Bob\n"
        "  contact/7  Stone\n"
        'hint: one name: crm contact delete "Bob Stone" --yes\n'
    )
    assert people("contact", "list", "-f", "csv").out == before
    people("contact", "delete", "Bob Stone", "--yes", code=0)
    assert people("contact", "show", "Bob", "Stone", "-f", "{name}", code=0).lines == ["Bob", "Stone"]


def test_a_name_and_a_stage_or_tag_that_are_one_name_too_are_refused(people: Run) -> None:
    people("deal", "add", "Lead", code=0)
    people("deal", "add", "Lead Proposal", code=0)
    assert people("deal", "move", "Lead", "Proposal", code=4).err.startswith(
        "Error: `Lead Proposal` may be one name or 2"
    )
    people("deal", "move", "deal/2", "Proposal", code=0)
    people("contact", "tag", "Doe", "Stone", code=0)
    people("contact", "tag", "Bob Stone", "vip", code=0)
    assert people("contact", "tag", "Bob", "Stone", "vip", code=4).err.startswith(
        "Error: `Bob Stone` may be one name or 2"
    )
    people("contact", "tag", "Bob", "new", code=0)


def test_names_on_stdin_are_a_line_each_and_never_put_together(people: Run) -> None:
    people("contact", "add", "Bob", code=0)
    listed = people("contact", "show", "-", "-f", "{name}", stdin="Bob\nDoe\nJane Roe\n", code=0).lines
    assert listed == ["Bob", "Doe", "Jane Roe"]


def test_thousands_of_numbers_are_read_one_by_one(people: Run) -> None:
    ids = ["1", "2", "3", "4"] * 1000
    assert people("contact", "show", *ids, "-f", "ids", code=0).lines == ["1", "2", "3", "4"]


# a first word that is no command


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (["note", "Doe", "x"], 'Noted on Doe (activity/1): "x"\n'),
        (["note", "Bob", "Stone", "x"], 'Noted on Bob Stone (activity/1): "x"\n'),
        (["note", "--on", "yesterday", "Doe", "x"], 'Noted on Doe, Fri 20 Nov (activity/1): "x"\n'),
        (["note", "3", "x"], 'Noted on Doe (activity/1): "x"\n'),
        (["note", "-", "x"], 'Noted on Doe (activity/1): "x"\n'),
    ],
)
def test_a_note_needs_no_add(people: Run, words: list[str], out: str) -> None:
    assert people(*words, stdin="Doe\n", code=0).out == out


def test_the_name_of_a_command_wins_over_that_of_a_record(people: Run) -> None:
    people("contact", "add", "List", code=0)
    assert people("note", "list", code=0).out == ""
    assert people("note", "List", "y", "-f", "ids", code=0).out == "1\n"
    assert people("note", "add", "List", "x", code=0).out == 'Noted on List (activity/2): "x"\n'


@pytest.mark.parametrize(
    ("words", "code", "err"),
    [
        (
            "note lst",
            3,
            "Error: `crm note` has no command `lst`, and no record is called so\nhint: crm note list\n",
        ),
        (
            "note shw x",
            3,
            "Error: `crm note` has no command `shw`, and no record is called so\nhint: crm note show\n",
        ),
        (
            "note Bobb x",
            3,
            "Error: no contact, company or deal matches `Bobb`\nhint: did you mean Bob Stone (contact/5)?\n",
        ),
        ("contact bob", 2, "Error: `crm contact` has no command `bob`\nhint: crm contact show bob\n"),
        (
            "contact Jane Roe",
            2,
            'Error: `crm contact` has no command `Jane`\nhint: crm contact show "Jane Roe"\n',
        ),
        ("contact lst", 2, "Error: `crm contact` has no command `lst`\nhint: crm contact list\n"),
        ("deal acme", 2, "Error: `crm deal` has no command `acme`\nhint: crm deal show acme\n"),
        ("company zzz", 2, "Error: `crm company` has no command `zzz`\nhint: crm company --help\n"),
        ("bob", 2, "Error: `crm` has no command `bob`\nhint: crm show bob\n"),
        ("remind quote", 2, "Error: `crm remind` has no command `quote`\nhint: crm remind show quote\n"),
    ],
)
def test_a_first_word_that_is_no_command_is_met_with_one_that_works(
    people: Run, words: str, code: int, err: str
) -> None:
    result = people(*words.split(), code=code)
    assert result.err == err
    hint = result.err.splitlines()[-1].removeprefix("hint: crm ")
    if "show" in hint and words != "note shw x":
        people(*shlex.split(hint), code=0)


# tags that read as records


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("contact tag 1 2 3 bulk", r"printf '%s\n' 1 2 3 | crm contact tag - bulk"),
        ("contact tag 1 2", r"printf '%s\n' 1 2 | crm contact tag - TAG"),
        ("contact tag Doe 2026", 'crm contact tag Doe "tag 2026"'),
        ("contact tag Doe deal/1", 'crm contact tag Doe "tag deal/1"'),
        ("contact tag Doe @", 'crm contact tag Doe "tag @"'),
        ("contact tag --where name:Doe 12", 'crm contact tag "tag 12"'),
        ("contact edit Doe --tag 12", '--tag "tag 12"'),
        ("contact add Zed --tag ۱۲", '--tag "tag ۱۲"'),
    ],
)
def test_a_new_tag_that_reads_as_a_record_is_refused(people: Run, words: str, hint: str) -> None:
    before = people("history", code=0).out
    result = people(*words.split(), code=2)
    assert result.err.splitlines()[-1] == f"hint: {hint}"
    assert people("tag", "list").out == ""
    assert people("history", code=0).out == before


def test_what_the_refusal_says_works(people: Run) -> None:
    assert people("contact", "tag", "-", "bulk", "--yes", stdin="1\n2\n3\n", code=0).out == (
        "Tagged Jane Doe (contact/1), Jane Roe (contact/2), Doe (contact/3): bulk\n"
    )
    people("contact", "tag", "Doe", "tag 2026", code=0)
    people("tag", "rename", "tag 2026", "2026", code=2)


def test_a_tag_of_digits_that_is_there_may_be_put_on_others(people: Run, tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,tags\nCy,2026\n")
    people("import", str(file), "--as", "contacts", code=0)
    assert people("contact", "tag", "Doe", "2026", code=0).out == "Tagged Doe (contact/3): 2026\n"
    assert people("contact", "untag", "Doe", "2026", code=0).out == "Untagged Doe (contact/3): 2026\n"
