"""Completion in the shell: the names of records, stages, tags and fields that are in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer

from crm_cli.cli.context import App
from crm_cli.core.errors import CrmError

LIMIT = 50


def items(names: Iterable[str]) -> list[Any]:
    """Names as completion items."""
    from typer.core import CompletionItem  # type: ignore[attr-defined]

    return [CompletionItem(name) for name in names]


def _rows(ctx: typer.Context, sql: str, values: tuple[object, ...]) -> list[str]:
    try:
        crm = ctx.obj if isinstance(ctx.obj, App) else App()
        crm.options.quiet = True
        return [row[0] for row in crm.read().execute(sql, values)]
    except CrmError:
        return []


def _names(kind: str, ctx: typer.Context, incomplete: str) -> list[str]:
    from crm_cli.catalogue import KINDS
    from crm_cli.core.text import index_text

    record = KINDS[kind]
    return _rows(
        ctx,
        f"SELECT t.{record.title} FROM _search_text s JOIN {record.table} t ON t.id = s.record_id"
        " WHERE s.kind = ? AND s.title >= ? AND s.title < ? AND t.archived_at IS NULL ORDER BY s.title LIMIT ?",
        (kind, index_text(incomplete), index_text(incomplete) + "\U0010ffff", LIMIT),
    )


def contacts(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of contacts."""
    return _names("contact", ctx, incomplete)


def companies(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of companies."""
    return _names("company", ctx, incomplete)


def deals(ctx: typer.Context, incomplete: str) -> list[str]:
    """Titles of deals."""
    return _names("deal", ctx, incomplete)


def products(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of products."""
    return _names("product", ctx, incomplete)


def anyone(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of contacts, companies and deals."""
    return [name for kind in ("contact", "company", "deal") for name in _names(kind, ctx, incomplete)]


def stages(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of stages."""
    names = _rows(ctx, "SELECT DISTINCT name FROM stages ORDER BY position", ())
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of tags."""
    names = _rows(ctx, "SELECT name FROM tags ORDER BY normal", ())
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def segments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of segments."""
    names = _rows(ctx, "SELECT name FROM segments ORDER BY normal", ())
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of settings."""
    from crm_cli.settings import SETTINGS

    return [name for name in SETTINGS if name.startswith(incomplete)]
