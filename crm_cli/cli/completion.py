"""Completion in the shell: the names of records, stages, tags and fields that are in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from sqlite3 import Connection
from typing import Any

import typer

from crm_cli.app.context import App
from crm_cli.core.errors import CrmError

LIMIT = 50


def items(names: Iterable[str]) -> list[Any]:
    """Names as completion items."""
    from typer.core import CompletionItem  # type: ignore[attr-defined]

    return [CompletionItem(name) for name in names]


def _read(ctx: typer.Context, names: Callable[[Connection], Iterable[str]]) -> list[str]:
    """What the file says, and nothing where it cannot be read: completion is no place for an error."""
    try:
        crm = ctx.obj if isinstance(ctx.obj, App) else App()
        crm.options.quiet = True
        return list(names(crm.read()))
    except CrmError:
        return []


def _names(kind: str, ctx: typer.Context, incomplete: str) -> list[str]:
    from crm_cli.db import search
    from crm_cli.kinds.catalogue import KINDS

    record = KINDS[kind]
    return _read(
        ctx, lambda db: search.titles_from(db, kind, incomplete, record.table, record.title, limit=LIMIT)
    )


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def of(*kinds: str) -> Callable[[typer.Context, str], list[str]]:
    """What completes to names of records of these kinds."""

    def names(ctx: typer.Context, incomplete: str) -> list[str]:
        return [name for kind in kinds for name in _names(kind, ctx, incomplete)]

    return names


def anyone(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of records that notes can be about."""
    from crm_cli.kinds.catalogue import KINDS

    return of(*KINDS.with_trait("has_notes"))(ctx, incomplete)


def stages(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of stages."""
    from crm_cli.kinds.catalogue import KINDS

    choices = KINDS["deal"].field("stage").choices_sql
    return _begun(dict.fromkeys(_read(ctx, lambda db: (row[0] for row in db.execute(choices)))), incomplete)


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of tags."""
    from crm_cli.kinds import tags as records

    return _begun(_read(ctx, lambda db: (tag.name for tag in records.find(db))), incomplete)


def segments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of segments."""
    from crm_cli.kinds import segments as records

    return _begun(_read(ctx, lambda db: (segment.name for segment in records.find(db))), incomplete)


def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of settings."""
    from crm_cli.app.settings import SETTINGS

    return [name for name in SETTINGS if name.startswith(incomplete)]
