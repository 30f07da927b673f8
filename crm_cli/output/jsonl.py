"""The format `jsonl`, JSON Lines: an object a line, with nothing around them."""

from __future__ import annotations

from crm_cli.output.json import Json, batches_of_objects, encodable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream


class JsonLines(Json):
    """Objects one after the other; where there is none, nothing."""

    __slots__ = ()
    suffix = "jsonl"

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write a line for each record, and count them."""
        count = 0
        for objects in batches_of_objects(rows, columns):
            out.write(encodable("\n".join(objects)) + "\n")
            count += len(objects)
        return count

    def write_several(
        self, records: Iterable[tuple[Sequence[Column], Row]], out: Stream, screen: Screen
    ) -> None:
        """Write a line for each record, whatever its keys."""
        for columns, row in records:
            self.write_one(row, columns, out, screen)

    def write_none(self, out: Stream) -> None:
        """Write nothing."""


FORMAT = JsonLines("jsonl")
