"""The `completion` command: the script for a shell, on stdout or where the shell looks for it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from crm_cli.app import program
from crm_cli.app.context import App
from crm_cli.completion import install as scripts
from crm_cli.core.errors import UsageError
from crm_cli.core.text import nearest
from crm_cli.verbs.answers import say


def completion(
    ctx: typer.Context,
    shell: Annotated[
        str | None, typer.Argument(help="bash, zsh or fish; else yours, by SHELL.", metavar="[SHELL]")
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Write it where the shell looks for it.")
    ] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take it away again.")] = False,
) -> None:
    """Print the script by which a shell completes commands, options, names and queries; --install keeps it.

    Example: crm completion bash --install
    crm completion zsh --uninstall
    eval "$(crm completion bash)"
    """
    crm: App = ctx.obj
    chosen = _shell(shell, crm)
    if install and uninstall:
        raise UsageError("--install and --uninstall: one of them", hint=f"crm completion {chosen} --install")
    if uninstall:
        _uninstall(crm, chosen)
    elif install:
        _install(crm, chosen)
    else:
        crm.stdout.write(scripts.script(chosen, _program(crm)))


def _shell(typed: str | None, crm: App) -> str:
    """The shell named, else the user's own."""
    asked = (typed or "").strip().lower()
    if not asked:
        asked = os.path.basename(crm.env.get("SHELL", ""))
        if asked not in scripts.SHELLS:
            known = f"your shell is {asked}; " if asked else ""
            raise UsageError(
                f"{known}crm completes in {', '.join(scripts.SHELLS)}: name one of them",
                hint="crm completion bash --install",
            )
    if asked not in scripts.SHELLS:
        near = nearest(asked, scripts.SHELLS, limit=1)
        raise UsageError(
            f"crm completes in {', '.join(scripts.SHELLS)}, not in `{asked}`",
            hint=f"crm completion {near[0] if near else 'bash'}",
        )
    return asked


def _program(crm: App) -> str:
    """The program that runs, by its whole path where the PATH has no `crm`."""
    return program.called(crm.env, os.path.abspath(sys.argv[0]), sys.executable)


def _install(crm: App, shell: str) -> None:
    path = scripts.place(shell, crm.env)
    if crm.options.dry_run:
        say(crm, f"Would write {path}")
        return
    changed = scripts.put(shell, path, _program(crm))
    say(crm, f"Wrote {path}" if changed else f"{path} is there already")
    if advice := scripts.advice(shell, path, crm.env):
        crm.remark(advice)
    crm.remark(f"it works in every {shell} begun from now on")


def _uninstall(crm: App, shell: str) -> None:
    path = scripts.place(shell, crm.env)
    if crm.options.dry_run:
        say(crm, f"Would delete {path}" if os.path.exists(path) else f"{path} is not there")
        return
    say(crm, f"Deleted {path}" if scripts.take_away(path) else f"{path} is not there: nothing to delete")
