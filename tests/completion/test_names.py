"""Records are offered by the words of their names, by e-mail and number; what is offered means that one and no other."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.completion import bash
from crm_cli.completion.candidate import LIMIT, is_clean
from crm_cli.core.text import words
from tests.completion.conftest import ask, run
from tests.completion.names import NUMBERED, QUOTED
from tests.completion.test_line import bash_reads
from tests.completion.test_offered import FIRMS, PEOPLE

Offered = Callable[..., list[str]]


@pytest.fixture
def path(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample file, to write on."""
    return Path(shutil.copyfile(sample, tmp_path / "copy.db"))


def texts(line: str, path: Path) -> list[str]:
    return [each.text for each in ask(line, path).candidates]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("crm contact show ", PEOPLE),
        ("crm contact show ja", ["Jane Doe"]),
        ("crm contact show do", ["Jane Doe"]),
        ("crm contact merge do", ["Jane Doe"]),
        ("crm contact duplicates --not-same do", ["Jane Doe"]),
        ("crm contact show 'doe ja", ["Jane Doe"]),
        ("crm contact show ДЁЛК", []),
        ("crm contact show елк", ["Наталья Ёлкина"]),
        ("crm contact show jose", ["José García"]),
        ("crm contact show garc", ["José García"]),
        ("crm contact show 'jane ", ["Jane Doe"]),
        ("crm contact show ane", []),
        ("crm contact show ---", []),
        ("crm contact show 'Jane Doe' ", PEOPLE[1:]),
        ("crm contact show jane@", ["jane@acme.example"]),
        ("crm contact show john@roe.e", ["john@roe.example"]),
        ("crm contact show 2", ["2"]),
        ("crm contact show 9", []),
        ("crm contact show contact/", ["contact/1", "contact/2", "contact/3", "contact/4"]),
        ("crm contact show company/", []),
        ("crm contact unarchive ", ["Old Hand"]),
        ("crm company show ak", ["Åkerblom AB"]),
        ("crm deal win ", ["Acme renewal", "Big one"]),
        ("crm deal reopen ", ["Gone"]),
        ("crm deal show ", ["Acme renewal", "Big one", "Gone"]),
        ("crm product show g", ["GTX Pro"]),
        ("crm done ", ["2", "1"]),
        ("crm done s", ["send the quote"]),
        ("crm remind snooze ", ["2", "1"]),
        ("crm remind show ", ["3", "2", "1"]),
        ("crm note edit ", ["2", "1"]),
        ("crm note show 1", ["1"]),
        ("crm note delete prices", ["2"]),
        ("crm call a", ["Acme Ltd", "Åkerblom AB", "Acme renewal"]),
        ("crm timeline jo", PEOPLE[1:3]),
        ("crm show a", ["Acme Ltd", "Åkerblom AB", "Acme renewal"]),
        ("crm show deal/", ["deal/1", "deal/2", "deal/3"]),
        ("crm history ja", ["Jane Doe"]),
        ("crm contact relate Jane wife a", FIRMS),
        ("crm segment include regulars ja", ["Jane Doe"]),
    ],
)
def test_records_are_found_by_what_is_typed(offered: Offered, line: str, wanted: list[str]) -> None:
    assert offered(line) == wanted


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("crm contact show ja", "Acme Ltd  jane@acme.example"),
        ("crm contact show 1", "Jane Doe  Acme Ltd  jane@acme.example"),
        ("crm contact show jane@", "Jane Doe"),
        ("crm call ja", "contact  Acme Ltd  jane@acme.example"),
        ("crm deal win a", "Acme Ltd  Proposal"),
        ("crm remind snooze 1", "send the quote  due 2026-12-01  Jane Doe"),
        ("crm note edit prices", "2026-11-21 email Prices"),
    ],
)
def test_what_tells_a_record_apart_stands_beside_it(
    described: Callable[[str], list[tuple[str, str]]], line: str, about: str
) -> None:
    assert [told for _, told in described(line)] == [about]


def test_reminders_are_offered_by_number_with_their_text(
    described: Callable[[str], list[tuple[str, str]]],
) -> None:
    assert described("crm done ") == [("2", "2026-11-30 call back"), ("1", "2026-12-01 send the quote")]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file without records."""
    path = tmp_path_factory.mktemp("empty") / "crm.db"
    run(path, "config", "set", "currency", "EUR")
    return path


@pytest.mark.parametrize("name", QUOTED)
def test_a_name_that_means_something_to_a_shell_is_offered_as_it_is(path: Path, name: str) -> None:
    run(path, "contact", "add", "--", name)
    found = [each for each in ask("crm contact show ", path).candidates if each.text == name]
    assert len(found) == 1
    assert json.loads(run(path, "contact", "show", found[0].text, "-f", "json"))["name"] == name


@pytest.mark.parametrize("name", NUMBERED)
def test_a_name_that_no_line_may_hold_is_offered_by_number(path: Path, name: str) -> None:
    run(path, "contact", "add", "--", name)
    found = [each for each in ask("crm contact show ", path).candidates if each.text == "contact/6"]
    assert len(found) == 1
    assert found[0].about and is_clean(found[0].about)
    assert json.loads(run(path, "contact", "show", found[0].text, "-f", "json"))["name"] == name


def test_what_is_not_a_record_and_may_stand_on_no_line_is_not_offered_or_by_number(path: Path) -> None:
    run(path, "contact", "tag", "Jane", "esc\x1b[31m", "fine")
    run(path, "segment", "add", "bad\nname", "tag:vip")
    run(path, "pipeline", "add", "pipe\x07line")
    run(path, "contact", "edit", "Jane", "--source", "so\x1burce")
    assert texts("crm tag delete ", path) == ["fine", "long lunch", "vip", "вип"]
    assert texts("crm segment show ", path) == ["3", "big deals", "regulars"]
    assert texts("crm pipeline show ", path) == ["Sales", "Partners", "3"]
    assert texts("crm contact list source:", path) == ['source:"cold call"']
    assert texts("crm contact list tag:", path) == ["tag:fine", 'tag:"long lunch"', "tag:vip", "tag:вип"]
    assert json.loads(run(path, "segment", "show", "3", "-f", "json"))[0]["name"] == "Jane Doe"


def test_of_two_with_one_name_each_is_offered_by_number(path: Path) -> None:
    run(path, "contact", "add", "jane DOE", "--force")
    found = ask("crm contact show do", path).candidates
    assert [(each.text, each.about.split("  ")[0]) for each in found] == [
        ("contact/1", "Jane Doe"),
        ("contact/6", "jane DOE"),
    ]


def test_a_name_that_a_company_or_a_subject_has_too_is_offered_by_number_where_any_kind_is_meant(
    path: Path,
) -> None:
    run(path, "company", "add", "Jane Doe")
    run(path, "note", "email", "contact/1", "x", "--subject", "José García")
    assert texts("crm contact show ja", path) == ["Jane Doe"]
    assert texts("crm call ja", path) == ["company/3", "contact/1"]
    assert texts("crm contact show jos", path) == ["José García"]
    assert texts("crm show jos", path) == ["contact/4"]


def test_an_email_that_two_have_is_offered_by_number(path: Path) -> None:
    run(path, "contact", "add", "Joan Doe", "--email", "jane@acme.example", "--force")
    assert texts("crm contact show jane@", path) == ["contact/1", "contact/6"]


def test_what_another_program_wrote_is_found_before_it_is_indexed(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("INSERT INTO contacts (name, created_at) VALUES ('Quentin New', '2026-01-01T00:00:00Z')")
    db.execute("UPDATE contacts SET name = 'Janet Smith' WHERE name = 'Jane Doe'")
    db.commit()
    db.close()
    assert texts("crm contact show qu", path) == ["Quentin New"]
    assert texts("crm contact show doe", path) == []
    assert texts("crm contact show smi", path) == ["Janet Smith"]


def test_of_many_only_some_are_offered_and_the_last_among_them(path: Path) -> None:
    import csv
    import io

    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["name", "email"])
    rows.writerows((f"Many Ab{n:04}", f"many{n:04}@x.example") for n in range(300))
    rows.writerow(["Many Zz", "zz@x.example"])
    file = path.with_name("many.csv")
    file.write_text(out.getvalue())
    run(path, "import", str(file))
    found = texts("crm contact show many", path)
    assert len(found) == LIMIT + 1
    assert found[-1] == "Many Zz"
    assert len(texts("crm contact show many0", path)) == LIMIT + 1
    assert texts("crm contact show many0", path)[-1] == "many0299@x.example"
    numbers = texts("crm contact show 1", path)
    assert len(numbers) <= LIMIT + 1
    assert numbers[:3] == ["1", "10", "11"]


def test_numbers_that_are_cut_off_do_not_all_begin_alike(path: Path) -> None:
    for number in range(60):
        run(path, "note", "add", "Jane", f"note {number}")
    found = texts("crm note edit ", path)
    assert len(found) == LIMIT + (0 if len({text[0] for text in found[:LIMIT]}) > 1 else 1)
    assert len({text[0] for text in found}) > 1


NAMES = st.lists(
    st.text(min_size=1, max_size=12).filter(str.strip)
    | st.text("aB é'\"\\$`!;&|<>()*?[]{}~#=:@/-1\t\x1b\u202e", min_size=1, max_size=10).filter(str.strip),
    min_size=1,
    max_size=4,
)


def made(path: Path, names: list[str]) -> list[int]:
    """The contacts of these names, but for those that are refused: of some nothing can be seen."""
    ids = []
    for name in names:
        with contextlib.suppress(AssertionError):
            ids.append(int(run(path, "contact", "add", "--force", "-f", "ids", "--", name)))
    return ids


@settings(max_examples=25, deadline=None)
@given(names=NAMES, command=st.sampled_from(["contact show", "show"]))
def test_whatever_the_names_what_is_offered_means_each_record_once(
    empty: Path, names: list[str], command: str
) -> None:
    path = Path(shutil.copyfile(empty, empty.with_name("any.db")))
    ids = made(path, names)
    offered = ask(f"crm {command} ", path).candidates
    assert all(is_clean(each.text) and is_clean(each.about) for each in offered)
    found = [json.loads(run(path, *command.split(), "-f", "json", each.text))["id"] for each in offered]
    assert sorted(found) == ids


@settings(max_examples=40, deadline=None)
@given(names=NAMES, quote=st.sampled_from(["", "'", '"', "$'"]), data=st.data())
def test_whatever_the_names_what_bash_puts_on_the_line_is_read_as_the_record(
    empty: Path, names: list[str], quote: str, data: st.DataObject
) -> None:
    path = Path(shutil.copyfile(empty, empty.with_name("any.db")))
    ids = made(path, names)
    typed = data.draw(
        st.sampled_from([*(word for name in names for word in words(name) if word.isalnum()), ""])
    )
    line = f"crm contact show {quote}{typed}"
    asked = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_WORD": typed, "COMP_TYPE": "37"}
    read = bash.read(asked)
    how, *entries = bash.answer(read, ask(line, path), asked).split("\n")[:-1]
    before = line[: len(line) - len(typed)]
    written = []
    for entry in entries:
        # where an entry begins with the quote that is open, bash takes the open one away
        kept = before[:-1] if quote and entry.startswith(quote[-1]) else before
        # and where it ends with it, bash adds none
        written.append(f"{kept}{entry}{'' if quote and entry.endswith(quote[-1]) else quote[-1:]}")
    found = []
    for whole in written:
        given = bash_reads([whole])
        assert given[:3] == ["crm", "contact", "show"]
        found.append(json.loads(run(path, "contact", "show", "-f", "json", *given[3:]))["id"])
    assert how == ""
    assert len(set(found)) == len(found)
    assert set(found) <= set(ids)
    if typed == "":
        assert sorted(found) == ids
