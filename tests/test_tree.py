"""Every entry of the tree resolves, and every command explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crm_cli.cli import tree
from crm_cli.cli.command import split_help

Run = Callable[..., Any]


def commands() -> Iterator[tuple[str, Any]]:
    """All commands with their whole names."""

    def below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        for sub, child in getattr(command, "commands", {}).items():
            yield from below(f"{name} {sub}", child)

    for name in tree.TREE:
        yield from below(name, tree.load(name))


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_a_command_has_help_that_begins_with_an_example_of_itself(crm: Run, name: str) -> None:
    _, examples = split_help(ALL[name].help or "")
    assert examples, f"crm {name} has no example"
    for example in examples:
        assert example.startswith("crm "), example
    shown = crm(*name.split(), "--help", code=0).out
    assert shown.startswith(f"Example: {examples[0]}")
    assert "Usage: crm " in shown


@pytest.mark.parametrize(
    "name", [name for name, command in ALL.items() if getattr(command, "commands", None)]
)
def test_a_group_alone_prints_its_help(crm: Run, name: str) -> None:
    if ALL[name].invoke_without_command:
        return
    assert crm(*name.split(), code=0).out == crm(*name.split(), "--help", code=0).out


@pytest.mark.parametrize("name", ALL)
def test_every_option_says_what_it_is(name: str) -> None:
    for param in ALL[name].params:
        if param.param_type_name == "option":
            assert getattr(param, "help", None), f"crm {name} {param.opts[0]} has no help"


def test_a_mistyped_command_is_met_with_the_nearest(crm: Run) -> None:
    result = crm("contcat", "list")
    assert (result.code, result.out) == (2, "")
    assert result.err == "Error: `crm` has no command `contcat`\nhint: crm contact or crm context\n"


def test_a_mistyped_subcommand_is_met_with_the_nearest(crm: Run) -> None:
    result = crm("contact", "lst")
    assert result.code == 2
    assert "crm contact list" in result.err


def test_a_mistyped_option_is_met_with_the_nearest(crm: Run) -> None:
    result = crm("contact", "list", "--colums", "name")
    assert result.code == 2
    assert result.err == "Error: `crm contact list` has no option `--colums`\nhint: did you mean --columns?\n"


def test_a_mistyped_field_is_met_with_the_nearest(crm: Run) -> None:
    result = crm("contact", "add", "Jane", "--job-titel", "CFO")
    assert result.code == 2
    assert "--job-title" in result.err


def test_the_tree_as_json_names_every_command_and_exit_code(crm: Run) -> None:
    told = crm("help", "--json", code=0).json
    assert list(told["commands"]) == list(tree.TREE)
    assert told["exit_codes"]["8"].startswith("done in part")
    assert "--job-title" in told["commands"]["contact"]["commands"]["add"]["fields"]


def test_a_word_that_begins_with_a_minus_and_a_digit_is_a_value(crm: Run) -> None:
    crm("contact", "add", "-5 degrees", code=0)
    assert crm("contact", "list", "-f", "{name}").out == "-5 degrees\n"


def test_global_options_stand_before_or_after_the_command(crm: Run, tmp_path: Any) -> None:
    other = str(tmp_path / "other.db")
    crm("--db", other, "contact", "add", "Jane", code=0)
    assert crm("contact", "list", "--db", other, "-f", "{name}").out == "Jane\n"
    assert crm("contact", "list", f"--db={other}", "-f", "{name}").out == "Jane\n"
