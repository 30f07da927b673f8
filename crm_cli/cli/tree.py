"""The command tree: each entry a name, where its command lives, and one line of help; none is imported until used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperOption

from crm_cli.app.context import App
from crm_cli.app.hoisting import OPTIONS
from crm_cli.cli.command import Command
from crm_cli.cli.group import Group, loaded
from crm_cli.cli.target import resolved
from crm_cli.core.errors import ExitCode, UsageError


class Entry(NamedTuple):
    """Where a command lives (`module:attribute`, a group or a function), and what it does."""

    target: str
    help: str
    panel: str
    stands_for: str = ""


EVERYDAY, INSIGHT, DATA = "Everyday", "Insight", "Data"

TREE = {
    "today": Entry("crm_cli.today.commands:today", "What is due, whom to call, which deals wait.", EVERYDAY),
    "add": Entry("crm_cli.contact.card_commands:add", "Add whoever a business card tells of.", EVERYDAY),
    "contact": Entry("crm_cli.contact.commands:app", "People: add, find, show, edit, tag.", EVERYDAY),
    "company": Entry("crm_cli.company.commands:app", "Organizations: add, find, show, edit, tag.", EVERYDAY),
    "deal": Entry("crm_cli.deal.commands:app", "Possible sales: add, move, win, lose, board.", EVERYDAY),
    "note": Entry(
        "crm_cli.activity.commands:app", "What was said and done: notes, calls, e-mails, meetings.", EVERYDAY
    ),
    "call": Entry("crm_cli.activity.commands:call", "Log a call.", EVERYDAY, "note call"),
    "email": Entry("crm_cli.activity.commands:email", "Log an e-mail.", EVERYDAY, "note email"),
    "meeting": Entry("crm_cli.activity.commands:meeting", "Log a meeting.", EVERYDAY, "note meeting"),
    "message": Entry("crm_cli.activity.commands:message", "Log a message.", EVERYDAY, "note message"),
    "held": Entry("crm_cli.activity.commands:held", "What was planned took place.", EVERYDAY, "note held"),
    "missed": Entry("crm_cli.activity.commands:missed", "What was planned did not.", EVERYDAY, "note missed"),
    "cancel": Entry("crm_cli.activity.commands:cancel", "Call off what is planned.", EVERYDAY, "note cancel"),
    "remind": Entry(
        "crm_cli.reminder.commands:app", "What is due; add, snooze and finish reminders.", EVERYDAY
    ),
    "done": Entry("crm_cli.reminder.commands:done", "Finish a reminder.", EVERYDAY, "remind done"),
    "snooze": Entry("crm_cli.reminder.commands:snooze", "Put a reminder off.", EVERYDAY, "remind snooze"),
    "next": Entry("crm_cli.today.commands:next_", "The one thing to do now.", EVERYDAY),
    "agenda": Entry("crm_cli.today.commands:agenda", "The diary of a day, a week or a month.", EVERYDAY),
    "move": Entry("crm_cli.deal.move_commands:move", "Move a deal to another stage.", EVERYDAY, "deal move"),
    "win": Entry("crm_cli.deal.move_commands:win", "Win a deal.", EVERYDAY, "deal win"),
    "lose": Entry("crm_cli.deal.move_commands:lose", "Lose a deal.", EVERYDAY, "deal lose"),
    "reopen": Entry("crm_cli.deal.move_commands:reopen", "Open a deal again.", EVERYDAY, "deal reopen"),
    "find": Entry("crm_cli.find.commands:find", "Find words in everything.", EVERYDAY),
    "show": Entry("crm_cli.find.commands:show", "Show a record of any kind.", EVERYDAY),
    "timeline": Entry(
        "crm_cli.find.commands:timeline", "What happened with a record, newest first.", EVERYDAY
    ),
    "report": Entry("crm_cli.report.commands:app", "Pipeline, sales, won and lost.", INSIGHT),
    "segment": Entry("crm_cli.segment.commands:app", "Saved queries with a name.", INSIGHT),
    "view": Entry("crm_cli.view.commands:app", "Lists of your own, under a name.", INSIGHT),
    "product": Entry("crm_cli.product.commands:app", "The price list.", DATA),
    "pipeline": Entry("crm_cli.deal.pipeline_commands:app", "Pipelines and their stages.", DATA),
    "tag": Entry("crm_cli.tag.commands:app", "Labels: list, rename, delete.", DATA),
    "field": Entry("crm_cli.field.commands:app", "Fields of records, yours included.", DATA),
    "import": Entry(
        "crm_cli.exchange.import_commands:import_",
        "Read a table, a workbook, cards or a calendar into the CRM.",
        DATA,
    ),
    "export": Entry("crm_cli.exchange.export_commands:export", "Write records as CSV or JSON.", DATA),
    "diff": Entry("crm_cli.log.commands:diff", "What came, moved, closed and went in a period.", INSIGHT),
    "mail": Entry("crm_cli.exchange.mail.commands:app", "Read messages of any mail program.", DATA),
    "calendar": Entry("crm_cli.exchange.mail.calendar_commands:app", "Read meetings of any calendar.", DATA),
    "undo": Entry("crm_cli.log.undo_commands:undo", "Take back the newest step, or any one.", DATA),
    "redo": Entry("crm_cli.log.undo_commands:redo", "Do again what was undone.", DATA),
    "history": Entry("crm_cli.log.commands:history_", "Who changed what, and when.", DATA),
    "backup": Entry("crm_cli.keeping.commands:backup", "Make a verified copy of the file.", DATA),
    "restore": Entry("crm_cli.keeping.commands:restore", "Put a backup in the place of the file.", DATA),
    "doctor": Entry(
        "crm_cli.keeping.doctor_commands:doctor", "Examine the file, and mend what can be.", DATA
    ),
    "sql": Entry("crm_cli.keeping.sql_commands:sql", "Ask the file anything in SQL; reads only.", DATA),
    "alias": Entry("crm_cli.alias.commands:app", "Words of your own for whole commands.", DATA),
    "context": Entry(
        "crm_cli.setting.context_commands:app", "Tags and a source for all you add for a while.", DATA
    ),
    "config": Entry("crm_cli.setting.commands:app", "Your choices: currency, time zone, owner.", DATA),
    "completion": Entry(
        "crm_cli.completion.commands:completion", "Complete commands, options and names in your shell.", DATA
    ),
    "demo": Entry("crm_cli.demo.commands:demo", "Try everything on a lively sample business.", DATA),
    "help": Entry("crm_cli.cli.help:help_", "Help on a topic, or the whole tree as JSON.", DATA),
}


WRITTEN_OUT = "crm_cli.alias.use:written_out"
"""What knows the user's own words: asked of a first word that is no command."""

FRONT_PAGE = "crm_cli.today.view:front_page"
"""Whose `front_page` answers `crm` alone."""


ALONE, BESIDE_VERSION = "crm.alone", "crm.beside_version"
"""What the root notes of its words: that there is none, and those beside `--version`."""

VERSION = "--version"


class _ClosedPipe(Exception):
    """Whoever read our output is gone; typer would end a BrokenPipeError itself, with 1."""


class Root(Group):
    """The root: it knows the names of all commands and imports only the one that is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order of TREE."""
        return list(TREE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in that knows its one line of help: enough for lists."""
        entry = TREE.get(cmd_name)
        return TyperCommand(cmd_name, help=entry.help) if entry else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that is used."""
        if args and args[0] in TREE:
            return args[0], load(args[0]), args[1:]
        return super().resolve_command(ctx, args)

    def names_records(self, ctx: Any, word: str) -> bool:
        """Whether a word names records of any kind."""
        from crm_cli.kinds.catalogue import NAMES

        self.kinds = NAMES
        return super().names_records(ctx, word)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options; with no word at all the front page is meant."""
        ctx.meta[ALONE] = not args
        ctx.meta[BESIDE_VERSION] = [word for word in args if word != VERSION]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a closed pipe is carried past typer."""
        if ctx.params["version"]:
            return self._tell_version(ctx.meta[BESIDE_VERSION])
        if ctx.meta[ALONE]:
            resolved(FRONT_PAGE)(ctx.obj)
            return 0
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ClosedPipe from error

    def _tell_version(self, others: Sequence[str]) -> int:
        """Print the version; UsageError where other words stand beside the option, which would go unheard."""
        if others:
            raise UsageError(f"`{VERSION}` stands alone, not beside `{others[0]}`", hint=f"crm {VERSION}")
        from crm_cli import __version__

        typer.echo(f"crm {__version__}")
        return 0

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands by what they are for; a shortcut beside what it stands for."""
        for panel in (EVERYDAY, INSIGHT, DATA):
            rows = [
                (name, entry.help + (f" (short for {entry.stands_for})" if entry.stands_for else ""))
                for name, entry in TREE.items()
                if entry.panel == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)


def load(name: str) -> Any:
    """Import the command behind a name of TREE."""
    return loaded(TREE[name].target, name)


HELP = """A CRM in one file: who your customers are, what was said, what is due, what will sell.

Example: crm contact add "Jane Doe" --email jane@acme.com
crm call Jane "wants a quote" --next "send quote" --due fri
crm today

These options stand before or after any command.
"""


def root() -> Root:
    """Build the root of the tree, whose options have been taken out of the words already: help lists them."""
    options = [
        TyperOption(
            param_decls=list(told.names),
            is_flag=not told.metavar,
            metavar=told.metavar or None,
            help=told.help,
        )
        for told in OPTIONS
    ]
    version = TyperOption(param_decls=[VERSION], is_flag=True, help="Print the version.")
    return Root(
        name="crm",
        help=HELP,
        invoke_without_command=True,
        params=[*options, version],
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


def run(argv: Sequence[str], app: App) -> int:
    """Run one command line, the global options already taken out; returns the exit code.

    What typer prints itself, help above all, goes where answers go.
    """
    if argv and argv[0] not in TREE and not argv[0].startswith("-"):
        answered = _by_alias(argv, app)
        if answered is not None:
            return answered
    entry = TREE.get(argv[0]) if argv else None
    app.spelled = [*entry.stands_for.split(), *argv[1:]] if entry and entry.stands_for else argv
    usual, sys.stdout = sys.stdout, app.stdout
    try:
        result = root().main(args=list(argv), prog_name="crm", standalone_mode=False, obj=app)
    except _ClosedPipe as error:
        raise BrokenPipeError from error
    except typer.Abort:
        return ExitCode.REFUSED
    except typer.TyperException as error:
        raise _usage(error) from error
    finally:
        sys.stdout = usual
    return result if isinstance(result, int) else 0


def _by_alias(argv: Sequence[str], app: App) -> int | None:
    """Answer a line whose first word is the user's own; None where it is not."""
    from crm_cli.cli import quick

    words = resolved(WRITTEN_OUT)(app, argv)
    if words is None or isinstance(words, int):
        return words
    call = quick.meant(words)
    return call.answer(app) if call is not None else run(words, app)


def _usage(error: typer.TyperException) -> UsageError:
    message = error.format_message().rstrip(".")
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "crm"
    hint = f"{path} --help"
    if "extra argument" in message and ctx is not None and isinstance(ctx.command, Command):
        hint = ctx.command.in_quotes(ctx) or hint
    return UsageError(message[:1].lower() + message[1:], hint=hint)
