"""The format `tsv` as we write it: no quotes, and a tab, a line end or a backslash in a cell as an escape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from crm_cli.core.text import unescape
from crm_cli.exchange.read.csv import CsvTable, text_of


@dataclass
class TsvTable(CsvTable):
    """Such a table."""

    is_guarded: ClassVar[bool] = False

    def records(self, record: list[str]) -> Iterator[tuple[int, list[str], str]]:
        """Each line as a record."""
        with text_of(self.source, self.encoding) as stream:
            for line, text in enumerate(self.kept(stream, []), start=1):
                record[:] = [text]
                yield line, cells(text), ""


def cells(line: str) -> list[str]:
    """The cells of a line."""
    return [*map(unescape, line.rstrip("\r\n").split("\t"))]
