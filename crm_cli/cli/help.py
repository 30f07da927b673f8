"""The `help` command: a topic on one screen, or the whole tree as JSON."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crm_cli.app.context import App
from crm_cli.cli import tree
from crm_cli.cli.command import split_help
from crm_cli.cli.target import resolved
from crm_cli.core.errors import ExitCode, UsageError
from crm_cli.core.text import nearest

EXIT_CODES = {
    ExitCode.DONE: "done; an empty list is an answer",
    ExitCode.FAILED: "any other refusal; an unexpected failure",
    ExitCode.USAGE: "unknown command or option; unreadable query, date, amount or input file",
    ExitCode.NOT_FOUND: "the named record, stage, pipeline, product or segment does not exist",
    ExitCode.AMBIGUOUS: "a name fits several; candidates are listed",
    ExitCode.CONFLICT: "duplicate, changed since, forbidden move, depended upon, nothing to undo",
    ExitCode.REFUSED: "declined, or a question was needed and there is no terminal (--yes)",
    ExitCode.FILE: "the file is missing, not ours, newer, locked, read-only, full or damaged",
    ExitCode.PARTIAL: "done in part; the answer counts what was left out",
    ExitCode.DUE: "with remind --exit-code: something is due",
    ExitCode.INTERRUPTED: "Ctrl-C; nothing half-written",
}

ALIASES = "crm_cli.alias.use:all_of"
"""What knows the user's own words."""

TOPICS = ("query", "dates", "exit-codes")

DATES = """Dates and times, wherever one is asked for:

  2026-11-21   2026-11-21 9:30   today   tomorrow   yesterday   fri   'fri 9:00'
  +3d  -2w  +1m  +1y  +2h        eow eom eoq eoy (end of week, month, quarter, year)
  '15 Apr 2026'   15.04.2026     'in 3 days'   завтра   ертең   فردا   'morgen 9:00'

  03/04/2026 has two readings: crm config set date_order dmy (or mdy, ymd)

Periods, in --period and in queries:

  2026   2026-Q4   2026-11   2026-W47   this-month   last-week   next-quarter
  -90d..   ..-60d   2026-01..2026-03   today..+2w
"""


def help_(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(help=f"{', '.join(TOPICS)}, or a command.", metavar="[TOPIC]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The tree, options and exit codes as JSON.")] = False,
) -> None:
    """Explain a topic or a command; --json prints the whole tree for programs.

    Example: crm help query
    crm help deal move
    """
    crm: App = ctx.obj
    if json:
        import json as encoder

        crm.chosen_format("json")  # for programs: no pager
        commands = {name: _described(tree.load(name), ctx, name) for name in tree.TREE}
        codes = {int(code): text for code, text in EXIT_CODES.items()}
        crm.stdout.write(
            encoder.dumps({"commands": commands, "exit_codes": codes}, ensure_ascii=False, indent=1) + "\n"
        )
        return
    words = [*(topic or [])]
    if not words:
        _run([], crm)
        if aliases := _aliases(crm):
            width = max(map(len, aliases)) + 2
            rows = "".join(f"  {name.ljust(width)}{aliases[name].shown}\n" for name in sorted(aliases))
            crm.stdout.write(f"\nAliases:\n{rows}")
    elif words[0] == "query":
        from crm_cli.core.query_help import HELP

        crm.stdout.write(HELP.rstrip("\n") + "\n")
    elif words[0] == "dates":
        crm.stdout.write(DATES)
    elif words[0] in {"exit-codes", "codes"}:
        crm.stdout.write("".join(f"{int(code):4}  {text}\n" for code, text in EXIT_CODES.items()))
    elif words[0] in tree.TREE:
        _run(words, crm)
    elif (alias := _aliases(crm).get(words[0].casefold())) is not None:
        crm.stdout.write(f"`{alias.name}` stands for: {alias.shown}\n")
    else:
        near = nearest(words[0], [*TOPICS, *tree.TREE], limit=2)
        raise UsageError(
            f"there is no help on `{words[0]}`; topics: {', '.join(TOPICS)}",
            hint=" or ".join(f"crm help {name}" for name in near) if near else "crm --help",
        )


def _aliases(crm: App) -> dict[str, Any]:
    """The user's own words for commands, by name."""
    found: dict[str, Any] = resolved(ALIASES)(crm)
    return found


def _run(words: list[str], crm: App) -> None:
    tree.run([*words, "--help"], crm)


def _described(command: Any, ctx: typer.Context, name: str) -> dict[str, Any]:
    help, examples = split_help(command.help or "")
    entry: dict[str, Any] = {"help": " ".join(help.split()), "examples": examples}
    entry["parameters"] = [
        {
            "name": param.opts[0] if param.opts else param.name,
            "names": [*param.opts, *param.secondary_opts],
            "kind": param.param_type_name,
            "required": param.required,
            "help": getattr(param, "help", None),
        }
        for param in command.params
    ]
    kind = getattr(command, "kind", "")
    if kind:
        from crm_cli.verbs import draft

        entry["fields"] = [f"--{draft.as_option(field.name)}" for field in draft.settable(ctx.obj, kind)]
    if hasattr(command, "commands"):
        entry["commands"] = {sub: _described(command.commands[sub], ctx, sub) for sub in command.commands}
    return entry
