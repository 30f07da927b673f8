"""The format `tsv`: the lines of `plain` under a header of field names."""

from __future__ import annotations

from crm_cli.output.formats import Format
from crm_cli.output.plain import NAMES, escaped, write_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm_cli.output import Column, Row, Screen, Stream


class Tsv(Format):
    """A sheet of tab-separated values; the header is always there."""

    __slots__ = ()
    is_data = True
    suffix = "tsv"

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the header and a line for each record, and count them."""
        out.write("\t".join(escaped([column.name for column in columns], NAMES)) + "\n")
        return write_lines(rows, columns, out)


FORMAT = Tsv("tsv")
