"""The options that mean the same everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_cli.cli import completion
from crm_cli.cli.quick import MOST
from crm_cli.output.formats import FILES, MODULES

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help=f"{', '.join(MODULES)}, or a template '{{name}} <{{email}}>'.",
    ),
]
ExportFormatOption = Annotated[
    str | None,
    typer.Option("--format", "-f", help=f"{', '.join((*MODULES, *FILES))}, or a template."),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option("--columns", help="Fields to show, comma-separated; for good: crm config set columns.LIST."),
]
SortOption = Annotated[str | None, typer.Option("--sort", help="Fields to sort by; -field for descending.")]


def countable(limit: int | None) -> int | None:
    """A limit that no file reaches, where it is more than a loop or SQLite can count to."""
    return None if limit is None else min(limit, MOST)


LimitOption = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, callback=countable, help="At most so many; 0 is all."),
]
GroupByOption = Annotated[
    str | None, typer.Option("--group-by", help="Count and add up by the values of a field.")
]
ArchivedOption = Annotated[bool, typer.Option("--archived", help="The archived, too.")]
WhereOption = Annotated[str | None, typer.Option("--where", help="All records that a query selects.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Do it although it looks like a mistake.")]
IfAbsentOption = Annotated[
    bool,
    typer.Option("--if-absent", help="Where it is there already, fill in what it lacks and answer with it."),
]
UnlinkOption = Annotated[bool, typer.Option("--unlink", help="Leave what depends on it without it.")]
ClearOption = Annotated[str | None, typer.Option("--clear", help="Fields to empty, comma-separated.")]
OnOption = Annotated[
    str | None, typer.Option("--on", help="The day (and time) it happened: yesterday, 'fri 15:00'.")
]
NextOption = Annotated[str | None, typer.Option("--next", help="Add a reminder of the next step.")]
DueOption = Annotated[str | None, typer.Option("--due", help="When the next step is due; else tomorrow.")]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Note what is worth knowing; - reads stdin.")
]
CallOption = Annotated[str | None, typer.Option("--call", metavar="TEXT", help="Log a call; - reads stdin.")]

QueryArgument = Annotated[
    list[str] | None, typer.Argument(help="A query: words and field:value terms.", metavar="[QUERY]...")
]
WhoArgument = Annotated[
    list[str],
    typer.Argument(
        help="Names or numbers; - reads them from stdin.", metavar="WHO...", autocompletion=completion.anyone
    ),
]
DealArgument = Annotated[
    str, typer.Argument(help="Title or number.", metavar="DEAL", autocompletion=completion.of("deal"))
]
