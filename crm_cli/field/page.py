"""The fields in words: rows of `crm field list`, and docs/fields.md, which `python -m crm_cli.field.page` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm_cli.core.fields import Field
from crm_cli.core.query_tokens import QUOTES, written, written_name
from crm_cli.core.text import fold
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.kind import Kind

HEAD = """# Fields

What can be asked in a query, shown with `--columns`, sorted by with `--sort`. Stored ones are options of `add` and
`edit`, too. Your own fields come on top (`crm field add`); a dot goes to a linked record (`company.city`).
"""


def described(catalogue: Catalogue, kind: Kind, *, is_alone: bool) -> Iterator[tuple[Any, ...]]:
    """A row for each field of a kind: name, type, other names, whether it is the user's, a term with it, and what it is.

    is_alone: names stand without the kind before them.
    """
    for each in catalogue.fields(kind.name):
        field = catalogue.with_choices(each)
        yield (
            field.name if is_alone else f"{kind.name}.{field.name}",
            field.type.name,
            field.aliases,
            field.is_custom,
            example(field),
            (", ".join(field.choices) if field.choices else field.help) or None,
        )


def example(field: Field) -> str:
    """A term about the field that the query language reads, with a value it takes."""
    value = field.example or field.type.example
    if field.choices and fold(value) not in map(fold, field.choices):
        value = field.choices[0]
    if value[0] not in QUOTES:
        value = written(value)
    return f"{written_name(field.name)}:{value}"


def main() -> None:
    """Print the page as a new file would list it."""
    import io
    import sys
    from datetime import UTC, datetime

    from crm_cli.db import connection
    from crm_cli.field.commands import COLUMNS
    from crm_cli.output import Screen
    from crm_cli.output.formats import format_named

    catalogue = Catalogue(connection.open_empty(now=datetime(2026, 1, 1, tzinfo=UTC)))
    page = io.StringIO()
    page.write(HEAD)
    for kind in KINDS.values():
        page.write(f"\n## {kind.plural.capitalize()}\n\n")
        rows = described(catalogue, kind, is_alone=True)
        format_named("markdown").write(rows, COLUMNS, page, Screen())
    sys.stdout.write(page.getvalue())


if __name__ == "__main__":
    main()
