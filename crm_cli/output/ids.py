"""The format `ids`: nothing but the ids of records, one a line, for the next command of a pipe."""

from __future__ import annotations

from crm_cli.output.formats import Format
from crm_cli.output.plain import write_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream


class Ids(Format):
    """The column `id` only; where kinds mix, and a number alone names no record, the column `record`: `deal/12`."""

    __slots__ = ()
    only_ids = True

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the ids and count them; raises UsageError for records that have none."""
        names = [column.name for column in columns]
        place = next((names.index(name) for name in ("id", "record") if name in names), None)
        if place is None:
            from crm_cli.core.errors import UsageError

            raise UsageError(
                f"these records have no id: their fields are {', '.join(names)}", hint="-f plain"
            )
        return write_lines(((row[place],) for row in rows), [columns[place]], out)


FORMAT = Ids("ids")
