"""Plain reads are answered before the tree is built: the same words, the same options, the same answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_cli.app import hoisting
from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary, quick, tree
from crm_cli.cli.quick import Option, Read
from crm_cli.kinds.catalogue import KINDS
from crm_cli.report.reports import REPORTS
from tests.conftest import NOW, Terminal

Run = Callable[..., Any]


def reads() -> Iterator[tuple[str, Read]]:
    """All reads of the table by their words."""
    yield from quick.READS.items()
    for kind in KINDS.values():
        for verb in quick.OF_KIND:
            read, rest = quick.named([kind.command, verb])
            assert read is not None
            assert not rest
            yield f"{kind.command} {verb}", read
    for report in REPORTS:
        read, _ = quick.named(["report", report])
        assert read is not None
        yield f"report {report}", read


ALL = dict(reads())


def command(name: str) -> Any:
    """The command of the tree that bears a name."""
    first, *rest = name.split()
    found = tree.load(first)
    for word in rest:
        found = found.commands[word]
    return found


def spelt(option: Option) -> tuple[Any, ...]:
    names = [name for name in (option.name, option.short) if name]
    return names, option.keeps, option.default


@pytest.mark.parametrize("name", ALL)
def test_the_table_and_the_tree_know_the_same_options(name: str) -> None:
    params = command(name).params
    known = [
        (
            [*param.opts, *param.secondary_opts],
            "flag" if param.is_flag else "number" if "int" in param.type.name else "text",
            param.default,
        )
        for param in params
        if param.param_type_name == "option" and param.name != "help"
    ]
    assert [spelt(option) for option in ALL[name].options] == known


@pytest.mark.parametrize("name", ALL)
def test_the_table_and_the_tree_take_the_same_words(name: str) -> None:
    arguments = [param for param in command(name).params if param.param_type_name == "argument"]
    read = ALL[name]
    if not arguments:
        assert (read.words, read.least, read.most) == ("", 0, 0)
        return
    (argument,) = arguments
    assert (read.least, read.most) == (int(argument.required), 1 if argument.nargs == 1 else None)


def test_every_kind_of_record_is_known_by_the_name_of_its_commands() -> None:
    named = {kind.command: kind.name for kind in KINDS.values() if kind.command != kind.name}
    assert named == quick.GROUPS


def test_each_option_of_all_commands_is_kept_under_its_name() -> None:
    assert sorted(told.field for told in hoisting.OPTIONS) == sorted(Globals.__slots__)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with a little of everything in it."""
    path = str(tmp_path_factory.mktemp("quick") / "crm.db")
    for words in (
        ["contact", "add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", "--tag", "vip"],
        ["contact", "add", "Ёлкина Анна", "--phone", "+77012345678", "--city", "Almaty"],
        ["contact", "add", "Jane Roe"],
        ["contact", "archive", "Jane Roe"],
        ["deal", "add", "Renewal", "--contact", "Jane Doe", "--amount", "12500 EUR", "--close", "eom"],
        ["deal", "add", "Espresso", "--company", "Acme", "--amount", "990.50 USD"],
        ["call", "Jane Doe", "wants a quote", "--next", "send quote", "--due", "2026-11-20"],
        ["product", "add", "Cups", "--price", "3.20 EUR", "--code", "C1"],
    ):
        assert answered(words, path, is_quick=False)[2] == 0, words
    return path


def answered(
    words: list[str],
    path: str,
    *,
    is_quick: bool,
    is_terminal: bool = False,
    more: Mapping[str, str] | None = None,
) -> tuple[str, str, int]:
    """What a command line prints on both streams, and how it ends. more: of the environment."""
    stream = Terminal if is_terminal else io.StringIO
    nowhere = f"{path}/state"  # what was shown last is not remembered, so that `@` means the same again
    env = {
        "HOME": str(Path(path).parent),
        "CRM_DB": path,
        "CRM_NOW": NOW,
        "TZ": "UTC",
        "XDG_STATE_HOME": nowhere,
        **(more or {}),
    }
    app = App(Globals(), env=env, stdin=stream("Jane Doe\n"), stdout=stream(), stderr=stream(), host="desk")
    code = boundary.run(words, app, is_quick=is_quick)
    return app.stdout.getvalue(), app.stderr.getvalue(), code  # type: ignore[attr-defined]


WORDS = [
    "jane", "Jane Doe", "Renewal", "1", "deal/1", "tag:vip", "-2d", "-2d..", "name:Jane", "zed", "", "-", "@", "(", "--",
    "city:almaty", "espresso", "-", "help", "-.5",
]  # fmt: skip
VALUES = {
    "--format": ["plain", "csv", "tsv", "json", "jsonl", "yaml", "ids", "markdown", "table", "{name}", "xml", "", "-h"],
    "--limit": ["0", "1", "2", "-1", "x", "", "1_0", "٣", " 1", "99999999999999999999"],
    "--columns": ["name", "id,name", "name,zed", "", "tags"],
    "--sort": ["name", "-name", "-id,name", "zed"],
    "--group-by": ["city", "zed", "tags"],
    "--pipeline": ["Sales", "zed", "1"],
    "--by": ["stage", "month", "none", "owner", "zed"],
    "--period": ["2026", "2026-11", "last-month", "zed", "-90d.."],
    "--where": ["Espresso", "zed:1", "amount:1.."],
    "--compare": ["previous", "last-year", "zed"],
}  # fmt: skip
OTHERS = [
    "--help", "-h", "--zed", "--zed=1", "-z", "-q", "--quiet", "--now=2026-11-22", "--now", "--no-input", "--form", "-y",
    "--archived=yes", "--debug=1", "-fn", "--now=2026-02-30", "--now=2026-11-21T25:00:00Z", "--now=", "--as-of=2026-11-20",
    "--columns=,", "-f=csv", "-n=1", "-n-1", "--db=", "--reason", "--version", "---", "-qy", "--no-inp",
]  # fmt: skip


def an_option(option: Option) -> st.SearchStrategy[list[str]]:
    """An option as it may be typed, its value too, mostly one that can be read."""
    names = [name for name in (option.name, option.short) if name]
    if option.keeps == "flag":
        return st.sampled_from(names).map(lambda name: [name])
    spellings = [
        lambda name, value: [name, value],
        lambda name, value: [name + "=" * name.startswith("--") + value],
    ]
    return st.builds(
        lambda name, value, spell: spell(name, value),
        st.sampled_from(names),
        st.sampled_from(VALUES[option.name]),
        st.sampled_from(spellings),
    )


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """The words of a read with options, values and mistakes in any order."""
    name = draw(st.sampled_from(sorted(ALL)))
    value = st.sampled_from(WORDS).map(lambda word: [word])
    wrong = st.sampled_from(OTHERS).map(lambda word: [word])
    option = st.one_of([an_option(option) for option in ALL[name].options])
    parts = draw(st.lists(st.one_of(value, option, option, value, option, wrong), max_size=5))
    words = [*name.split(), *(word for part in parts for word in part)]
    return draw(st.sampled_from([words, words, ["--quiet", *words], [*words, "--now", "2026-11-24"]]))


WORLDS = [
    {}, {}, {}, {"CRM_NOW": "zed"}, {"CRM_NOW": "2026-02-30"}, {"CRM_DB": "/nowhere.db"}, {"CRM_DB": "/"}, {"TZ": "Zed"},
    {"CRM_TIMEZONE": "Europe/Berlin"}, {"CRM_TIMEZONE": "zed"}, {"CRM_DATE_ORDER": "zed"}, {"CRM_WEEK_START": "zed"},
    {"CRM_LOCALE": "de"}, {"CRM_LOCALE": "zed"}, {"CRM_CURRENCY": "zzz"}, {"CRM_LOCK_WAIT": "zed"}, {"COLUMNS": "20"},
]  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=command_lines(), is_terminal=st.booleans(), more=st.sampled_from(WORLDS))
def test_both_ways_say_the_same(
    made: str, words: list[str], is_terminal: bool, more: dict[str, str], capsys: Any
) -> None:
    quickly = answered(words, made, is_quick=True, is_terminal=is_terminal, more=more), capsys.readouterr()
    slowly = answered(words, made, is_quick=False, is_terminal=is_terminal, more=more), capsys.readouterr()
    assert quickly == slowly
    assert quickly[0][2] != 1, quickly[0][1]


@pytest.mark.parametrize("more", WORLDS[2:], ids=str)
@pytest.mark.parametrize(
    "words", ["remind", "remind --summary", "remind --exit-code --now 2026-11-22", "-q remind"]
)
def test_what_is_answered_at_once_is_what_the_tree_says(made: str, words: str, more: dict[str, str]) -> None:
    out = io.StringIO()
    world = {"HOME": str(Path(made).parent), "CRM_DB": made, "CRM_NOW": NOW, "TZ": "UTC", **more}
    code = quick.answer_at_once(words.split(), world, out)
    if code is not None:
        assert (out.getvalue(), "", code) == answered(words.split(), made, is_quick=False, more=more)


@pytest.mark.parametrize(
    "more", [{"CRM_DB": "/"}, {"TZ": "Zed"}, {"CRM_NOW": "zed"}, {"CRM_DATE_ORDER": "zed"}]
)
def test_the_bare_program_says_what_is_wrong_with_its_world(made: str, more: dict[str, str]) -> None:
    out, err, code = answered([], made, is_quick=True, more=more)
    assert (out, code) == ("", 7 if "CRM_DB" in more else 2)
    assert err.startswith("Error: `" if "CRM_DATE_ORDER" not in more else "Error: date_order is one of")


@pytest.mark.parametrize(
    ("words", "is_known"),
    [
        ("contact list", True),
        ("contact list tag:vip --sort -name -n5 -fcsv --archived", True),
        ("note list kind:call --limit=3", True),
        ("remind --exit-code --summary", True),
        ("remind show 1", True),
        ("deal board --pipeline sales", True),
        ("report sales --by month --chart", True),
        ("report zed", False),
        ("contact list --help", False),
        ("contact list --limit many", False),
        ("contact list --limit", False),
        ("contact list --archived=yes", False),
        ("contact add Jane", False),
        ("find", False),
        ("timeline Jane Doe", False),
        ("today tomorrow", False),
        ("sql list", False),
        ("activity list", False),
        ("reminder show 1", False),
        ("", False),
    ],
)
def test_what_is_unusual_is_left_to_the_tree(words: str, is_known: bool) -> None:
    assert (quick.meant(words.split()) is not None) is is_known
