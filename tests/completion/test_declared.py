"""The declarations of commands, read without typer, are what typer makes commands of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_cli.cli import tree
from crm_cli.completion import declared, stand_in

ROOT = Path(__file__).parent.parent.parent


def every(path: tuple[str, ...] = ()) -> Iterator[declared.Command]:
    """All commands and groups."""
    if not path:
        for name in tree.TREE:
            yield from every((name,))
        return
    command, rest = declared.command(path)
    assert command is not None and not rest
    yield command
    if isinstance(command, declared.Group):
        for name, _ in command.lines():
            yield from every((*path, name))


def described(command: declared.Command) -> list[object]:
    return [
        command.path,
        command.fields,
        [
            (p.names, p.takes, p.is_many, p.word, p.help, p.is_hidden, repr(p.wanted))
            for p in [*command.options, *command.arguments]
        ],
    ]


def test_the_stand_in_is_told_the_same_as_typer() -> None:
    code = (
        "from crm_cli.completion import later, stand_in\nstand_in.install()\nlater.install()\n"
        "import sys\nassert isinstance(sys.modules['typer'], stand_in.Module)\n"
        "from tests.completion.test_declared import described, every\n"
        "print([described(command) for command in every()])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{[described(command) for command in every()]}\n"


def real(path: tuple[str, ...]) -> Any:
    command = tree.load(path[0])
    for name in path[1:]:
        command = command.commands[name]
    return command


def test_what_is_read_is_what_typer_makes_of_it() -> None:
    for command in every():
        made = [param for param in real(command.path).params if param.name != "help"]
        options = {
            (*param.opts, *param.secondary_opts): not param.is_flag
            for param in made
            if param.param_type_name == "option"
        }
        assert {option.names: option.takes for option in command.options} == options, command.path
        arguments = [param.nargs == -1 for param in made if param.param_type_name == "argument"]
        assert [argument.is_many for argument in command.arguments] == arguments, command.path


def test_a_module_is_imported_when_it_is_first_used() -> None:
    code = (
        "from crm_cli.completion import later\nlater.install()\nimport sys\n"
        "from crm_cli.exchange.apply import summary\nfrom crm_cli.core.text import fold\n"
        "assert fold('É') == 'e'\n"
        "assert 'crm_cli.exchange.plan.plan' not in sys.modules\n"
        "assert summary.counts.__module__ == 'crm_cli.exchange.apply.summary'\n"
        "assert 'crm_cli.exchange.plan.plan' in sys.modules\n"
        "import crm_cli.exchange.apply.summary as again\nassert again is summary\n"
        "try:\n    summary.nonsense\nexcept AttributeError:\n    print('well')\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("well\n", "")


def test_where_typer_is_imported_already_it_stays() -> None:
    import typer

    stand_in.install()
    assert sys.modules["typer"] is typer


@pytest.mark.parametrize(
    ("words", "path", "rest"),
    [
        (["contact", "list", "x"], ("contact", "list"), ["x"]),
        (["deal", "item", "add", "x"], ("deal", "item", "add"), ["x"]),
        (["deal", "nonsense"], ("deal",), ["nonsense"]),
        (["contact", "forget"], ("contact", "forget"), []),
        (["done"], ("done",), []),
    ],
)
def test_a_command_is_found_by_its_words(words: list[str], path: tuple[str, ...], rest: list[str]) -> None:
    command, left = declared.command(words)
    assert command is not None
    assert (command.path, list(left)) == (path, rest)


def test_a_shortcut_is_written_out() -> None:
    assert declared.whole(("done",)) == ("remind", "done")
    assert declared.whole(("contact", "list")) == ("contact", "list")
