"""The `mail` commands: messages that were written and received come in as e-mails of the people they are from and to."""

from __future__ import annotations

import shlex
from typing import Annotated, Any, cast

import typer

from crm_cli.app.context import App
from crm_cli.cli.group import Commands
from crm_cli.cli.options import FormatOption
from crm_cli.core.errors import Partial, UsageError
from crm_cli.core.text import plural

app = Commands(
    help="""Mail: messages in from files of any mail program.

    Example: crm mail import inbox.mbox
    """
)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            help="An mbox or .eml file, a Maildir, a folder of .eml files, or - for stdin.",
            metavar="FILE|DIR",
        ),
    ],
    create: Annotated[
        bool, typer.Option("--create", help="Add whoever wrote or was written to and is not there.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Read messages as e-mails on the people they are from and to; read again, none comes twice.

    Which addresses are your own, the setting owner_emails says. Nothing of the mail itself is changed.

    Example: crm mail import inbox.mbox
    crm mail import ~/Maildir --dry-run
    crm mail import - --create < offer.eml
    """
    from crm_cli.exchange.mail import answer, boxes, bringing, people

    crm: App = ctx.obj
    chosen = crm.chosen_format(format)
    mine = people.mine(crm)
    found = boxes.messages(file, _bytes(crm.stdin))
    with crm.write(bulk=True) as db:
        done = bringing.Bringing(crm, db, mine, creates=create).take(found)
        if done.left[bringing.NO_MAIL] == done.messages:
            raise UsageError(f"`{file}` holds no mail", hint=shlex.join(["crm", "import", file]))
    told = bringing.lines(done, is_dry=crm.options.dry_run, creates=create)
    figures: dict[str, Any] = {
        "messages": done.messages,
        "created": done.created,
        "unchanged": done.unchanged,
        "left": done.kept_out,
        "contacts": done.contacts,
        "threads": done.threads,
    }
    unknown = [
        {"name": name or None, "email": address, "messages": count}
        for address, (name, count) in done.unknown.items()
    ]
    answer.give(crm, chosen, figures, told, {"reasons": dict(done.left), "unknown": unknown})
    if done.kept_out:
        verb = "would be left" if crm.options.dry_run else "left"
        raise Partial(
            f"{plural(done.kept_out, 'message')} of {done.messages:,} {verb}",
            hint="" if create or not done.unknown else "--create makes contacts of whoever is not there",
        )


def _bytes(stdin: Any) -> Any:
    """The bytes of stdin; of a stream of text alone, those that it would be."""
    buffer = getattr(stdin, "buffer", None)
    if buffer is not None:
        return cast("Any", buffer)
    import io

    return io.BytesIO(stdin.read().encode("utf-8", "surrogateescape"))
