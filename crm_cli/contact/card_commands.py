"""The `add` command: whoever a business card or a signature tells of, in one line."""

from __future__ import annotations

import shlex
from typing import Annotated, Any

import typer

from crm_cli.app.context import App
from crm_cli.cli.command import of_record, typed_fields
from crm_cli.cli.options import (
    CallOption,
    DueOption,
    ForceOption,
    FormatOption,
    IfAbsentOption,
    NextOption,
    NoteOption,
)
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS


class CardCommand(of_record("contact")):  # type: ignore[misc]
    """It takes the words of a card; the name of another command in front is a slip."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse `crm add contact …` with the command that is meant."""
        if args and (meant := _meant(args[0])):
            words = shlex.join(args[1:]) or ("NAME" if meant.endswith(" add") else "")
            raise UsageError(
                f"`crm add` takes what stands on a card; `{args[0]}` is a command",
                hint=f"{meant} {words}".rstrip(),
            )
        read: list[str] = super().parse_args(ctx, args)
        return read


def _meant(word: str) -> str:
    """The command that somebody means who types `crm add WORD`, or ""."""
    from crm_cli.cli import tree

    kind = next((kind for kind in KINDS.values() if word in {kind.name, kind.plural}), None)
    name = kind.command if kind else word
    if name not in tree.TREE or name == "add":
        return ""
    return f"crm {name} add" if "add" in getattr(tree.load(name), "commands", {}) else f"crm {name}"


def add(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="What stands on the card, in any order, cut by commas or lines; - reads stdin.",
            metavar="TEXT",
        ),
    ] = None,
    note: NoteOption = None,
    call: CallOption = None,
    next: NextOption = None,
    due: DueOption = None,
    if_absent: IfAbsentOption = False,
    force: ForceOption = False,
    format: FormatOption = None,
) -> None:
    """Add whoever a card tells of: name, company, job, e-mails, phones, sites; all else is a note.

    What was understood is shown field by field. Where two pieces may be the company, you choose; without a terminal
    the commands for both are printed, and nothing is added. A label settles it: company: Adler.

    Example: crm add "Carl Fuchs, Hotel Adler, carl@adler.example, +49 170 111222, met at the fair"
    crm add "Carl Fuchs, company: Adler, carl@mail.example" --next "send the offer" --due mon
    xclip -o | crm add -
    """
    from crm_cli.app import prose
    from crm_cli.contact import capturing

    crm: App = ctx.obj
    text = prose.read(crm, words, "What stands on the card, in any order")
    asked = capturing.Asked(typed_fields(ctx), note, call, next, due, if_absent, force, format)
    capturing.add(crm, text, asked)


add.command_class = CardCommand  # type: ignore[attr-defined]
