"""The verbs that kinds have alike, each with one real signature: list show archive unarchive delete tag untag relate date duplicates merge.

A kind hands in the help and example of those it has. Signatures are evaluated where they stand (no postponed
annotations), since what a WHO is called and completes to depends on the kind.
"""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from crm_cli.cli import completion
from crm_cli.cli.group import Commands
from crm_cli.cli.options import (
    ArchivedOption,
    ColumnsOption,
    FormatOption,
    GroupByOption,
    LimitOption,
    QueryArgument,
    SortOption,
    UnlinkOption,
    WhereOption,
)
from crm_cli.core.errors import UsageError
from crm_cli.kinds.catalogue import KINDS


def who(kind: str, metavar: str = "WHO...") -> Any:
    """What names records of a kind on the command line: the argument of `Annotated[list[str] | None, …]`."""
    return typer.Argument(
        help=f"{KINDS[kind].title.capitalize()}s or numbers; - reads them from stdin.",
        metavar=metavar,
        autocompletion=completion.of(kind),
    )


def add_verbs(app: Commands, kind: str, argument: Any, **helps: str) -> None:
    """Give a kind's commands the verbs that `helps` names, each with its help and example."""
    app.kinds = app.kinds or (kind,)
    for verb, help in helps.items():
        function = VERBS[verb](kind, argument)
        function.__doc__ = help
        app.command(verb)(function)


def _list(kind: str, argument: Any) -> Callable[..., None]:
    def list_(
        ctx: typer.Context,
        query: QueryArgument = None,
        columns: ColumnsOption = None,
        sort: SortOption = None,
        limit: LimitOption = None,
        group_by: GroupByOption = None,
        archived: ArchivedOption = False,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import listing

        listing.show(
            ctx.obj,
            kind,
            query,
            columns=columns,
            sort=sort,
            limit=limit,
            group_by=group_by,
            archived=archived,
            format=format,
        )

    return list_


def _show(kind: str, argument: Any) -> Callable[..., None]:
    def show(
        ctx: typer.Context, who: Annotated[list[str] | None, argument] = None, format: FormatOption = None
    ) -> None:
        from crm_cli.verbs import cards

        cards.show_named(ctx.obj, kind, who, format=format)

    return show


def _archive(kind: str, argument: Any) -> Callable[..., None]:
    def archive(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        where: WhereOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import change

        change.archive(ctx.obj, kind, who, where, format, hide=True)

    return archive


def _unarchive(kind: str, argument: Any) -> Callable[..., None]:
    def unarchive(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        where: WhereOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import change

        change.archive(ctx.obj, kind, who, where, format, hide=False)

    return unarchive


def _delete(kind: str, argument: Any) -> Callable[..., None]:
    def delete(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        unlink: UnlinkOption = False,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import change, resolve

        change.delete(ctx.obj, kind, resolve.required(who, kind, "delete"), format, unlink=unlink)

    return delete


def _tag(kind: str, argument: Any) -> Callable[..., None]:
    def tag(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        where: WhereOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import change, resolve

        change.tag(ctx.obj, kind, resolve.required(who, kind, "tag"), where, format, put=True)

    return tag


def _untag(kind: str, argument: Any) -> Callable[..., None]:
    def untag(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        where: WhereOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import change, resolve

        change.tag(ctx.obj, kind, resolve.required(who, kind, "untag"), where, format, put=False)

    return untag


def _relate(kind: str, argument: Any) -> Callable[..., None]:
    def relate(
        ctx: typer.Context,
        who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.of(kind))],
        word: Annotated[str, typer.Argument(help="In your words.", metavar="KIND")],
        other: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.anyone)],
        drop: Annotated[bool, typer.Option("--drop", help="Take it back.")] = False,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import relating

        relating.relate(ctx.obj, kind, who, word, other, format, drop=drop)

    return relate


def _date(kind: str, argument: Any) -> Callable[..., None]:
    def date(
        ctx: typer.Context,
        who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=completion.of(kind))],
        label: Annotated[str, typer.Argument(help="What day it is.", metavar="LABEL")],
        when: Annotated[
            str | None, typer.Argument(help="The day; the year may be left out.", metavar="[DAY]")
        ] = None,
        drop: Annotated[bool, typer.Option("--drop", help="Forget it.")] = False,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import relating

        relating.date(ctx.obj, kind, who, label, when, format, drop=drop)

    return date


def _duplicates(kind: str, argument: Any) -> Callable[..., None]:
    def duplicates(
        ctx: typer.Context,
        query: QueryArgument = None,
        certainty: Annotated[
            str | None, typer.Option("--certainty", help="Only pairs at least so certain; else 0.5.")
        ] = None,
        not_same: Annotated[
            bool,
            typer.Option(
                "--not-same", help="The two named are not the same: never show them again; alone, list such."
            ),
        ] = False,
        drop: Annotated[bool, typer.Option("--drop", help="With --not-same: take it back.")] = False,
        archived: ArchivedOption = False,
        limit: LimitOption = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import duplicates as listed

        if not_same:
            listed.kept_apart(ctx.obj, kind, query, format, drop=drop)
            return
        if drop:
            raise UsageError(
                "--drop takes back what --not-same said",
                hint=f"crm {KINDS[kind].command} duplicates --not-same",
            )
        listed.show(ctx.obj, kind, query, certainty=certainty, archived=archived, limit=limit, format=format)

    return duplicates


def _merge(kind: str, argument: Any) -> Callable[..., None]:
    def merge(
        ctx: typer.Context,
        who: Annotated[list[str] | None, argument] = None,
        keep: Annotated[
            list[str] | None,
            typer.Option(
                "--keep", metavar="FIELD=A|B", help="Whose value stays where both have one; else the first's."
            ),
        ] = None,
        where: Annotated[
            str | None,
            typer.Option("--where", help="All pairs that are certain, one of which a query selects."),
        ] = None,
        certainty: Annotated[
            str | None, typer.Option("--certainty", help="All pairs at least so certain; else 0.98.")
        ] = None,
        format: FormatOption = None,
    ) -> None:
        from crm_cli.verbs import merging

        if where is None and certainty is None:
            merging.merge(ctx.obj, kind, who, keep=keep, format=format)
            return
        if who or keep:
            raise UsageError(
                "name two to merge, or all that are certain with --where and --certainty, not both",
                hint=f"crm {KINDS[kind].command} merge --where QUERY --certainty 0.98",
            )
        merging.merge_all(ctx.obj, kind, where, certainty=certainty, format=format)

    return merge


VERBS = {
    "list": _list,
    "show": _show,
    "archive": _archive,
    "unarchive": _unarchive,
    "delete": _delete,
    "tag": _tag,
    "untag": _untag,
    "relate": _relate,
    "date": _date,
    "duplicates": _duplicates,
    "merge": _merge,
}
