"""Related: records of one sort that stand around another, as cards and JSON show them."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.output import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


ID = Column("id", "ID", "id")


@record
class Related:
    """Records of one sort around another: the key in JSON, the heading on a card, columns and rows."""

    key: str
    heading: str
    columns: list[Column]
    rows: list[tuple[Any, ...]]
