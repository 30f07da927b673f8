"""SQL about a row that links one record of several kinds, each by a column `<kind>_id`: its kind, number and name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_cli.kinds.kind import Kind


def kind_sql(kinds: Iterable[Kind], row: str = "t") -> str:
    """The name of the kind of the record that `row` links."""
    cases = [f" WHEN {row}.{kind.name}_id IS NOT NULL THEN '{kind.name}'" for kind in kinds]
    return f"CASE{''.join(cases)} END"


def number_sql(kinds: Iterable[Kind], row: str = "t") -> str:
    """The number of that record."""
    return f"coalesce({', '.join([f'{row}.{kind.name}_id' for kind in kinds])}, NULL)"


def name_sql(kinds: Iterable[Kind], row: str = "t") -> str:
    """The name of that record; of a row that links several, that of the first kind."""
    names = [
        f"(SELECT o.{kind.title} FROM {kind.table} o WHERE o.id = {row}.{kind.name}_id)" for kind in kinds
    ]
    return f"coalesce({', '.join(names)}, NULL)"
