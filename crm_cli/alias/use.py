"""A line whose first word is an alias: written out as the command it stands for, or run by a shell."""

from __future__ import annotations

import os
from contextlib import closing

from crm_cli.alias import known
from crm_cli.core.errors import FileError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.alias.known import Alias
    from crm_cli.app.context import App


def written_out(crm: App, words: Sequence[str]) -> list[str] | int | None:
    """The words of the command that an alias stands for, with those that follow it; None where it is no alias.

    What a shell runs is run here: its exit code.
    """
    found = find(crm, words[0])
    if found is None:
        return None
    if found.is_shell:
        return _by_shell(crm, found, words[1:])
    return [*checked(found.name, found.text), *words[1:]]


def find(crm: App, word: str) -> Alias | None:
    """The alias that a word is, whatever its case."""
    return all_of(crm).get(word.casefold())


def all_of(crm: App) -> dict[str, Alias]:
    """All aliases by name, without a word where the file cannot be read: that is for a command to say."""
    from crm_cli.db import connection

    try:
        with closing(connection.open_read(crm.path)) as db:
            return known.together(db, crm.env)
    except FileError:
        return known.together(None, crm.env)


def checked(name: str, text: str) -> list[str]:
    """The words that an alias stands for; UsageError where they begin with no command: so none leads to another."""
    from crm_cli.app.hoisting import hoist
    from crm_cli.cli import tree

    try:
        words = known.words_of(text)
    except ValueError as error:
        raise UsageError(f"`{text}` cannot be read: {str(error).lower()}") from error
    first = words[0] if words else ""
    if first not in tree.TREE:
        raise UsageError(
            f"alias {name} stands for no command: `{first}` is none",
            hint=f"like this: crm alias set {name} 'contact list tag:hot'",
        )
    _, rest = hoist(words)
    if len(rest) != len(words):
        taken = next(word for word in words if word not in rest)
        raise UsageError(
            f"`{taken}` is said with an alias, not kept in it",
            hint="leave it out, and type it behind the alias",
        )
    return words


def _by_shell(crm: App, alias: Alias, words: Sequence[str]) -> int:
    """Run an alias in a shell, further words behind it, `CRM_DB` the file in use; returns how it ended."""
    import subprocess

    if crm.options.dry_run:
        raise UsageError(
            f"alias {alias.name} is run by a shell, which knows no --dry-run", hint="leave --dry-run out"
        )
    if crm.page is not None:
        crm.page.let_go()
    crm.stdout.flush()
    command = alias.text.removeprefix(known.SHELL)
    env = {**crm.env, "CRM_DB": os.path.abspath(crm.path)}
    if os.name == "nt":
        done = subprocess.run(subprocess.list2cmdline([command, *words]), shell=True, env=env, check=False)
    else:
        done = subprocess.run(["/bin/sh", "-c", f'{command} "$@"', alias.name, *words], env=env, check=False)
    return done.returncode if done.returncode >= 0 else 128 - done.returncode
