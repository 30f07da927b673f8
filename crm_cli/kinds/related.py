"""Related: records of one sort that stand around another, as cards and JSON show them."""

from __future__ import annotations

from typing import Any, NamedTuple

from crm_cli.output import Column

ID = Column("id", "ID", "id")


class Related(NamedTuple):
    """Records of one sort around another: the key in JSON, the heading on a card, columns and rows."""

    key: str
    heading: str
    columns: list[Column]
    rows: list[tuple[Any, ...]]
