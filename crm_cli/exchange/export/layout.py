"""What an export holds of each kind of record, in the order of its columns: all that importing it again needs."""

from __future__ import annotations

from collections.abc import Iterator

from crm_cli.core.fields import Field
from crm_cli.kinds.catalogue import KINDS


def layout(kind: str) -> Iterator[Field]:
    """The fields of an export: what is stored, as it is stored; links as name and number.

    `points`, `tags`, `links` and `items` stand once for columns that depend on what the records have.
    """
    at: dict[str, Field] = {}
    for field in KINDS[kind].fields:
        if field.reading == "point":
            at.setdefault("points", field.but(name="points"))
        elif field.reading in {"links", "link_ids"}:
            at.setdefault("links", field.but(name="links"))
        elif (
            field.reading in {"id", "tags"} or field.is_carried or field.linked or field.reading == "link_id"
        ):
            at[field.name] = field
        elif field.column:
            at[field.name] = field if field.choices else field.but(sql=f"t.{field.column}")
    yield from at.values()
