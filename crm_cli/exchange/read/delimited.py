"""Text with delimiters between its cells: one table, as others write it or as we do."""

from __future__ import annotations

from dataclasses import fields

from crm_cli.exchange.read import csv
from crm_cli.exchange.read.sources import Source
from crm_cli.exchange.read.table import Asked, Table
from crm_cli.exchange.read.tsv import TsvTable


def tables(name: str, source: Source, asked: Asked) -> tuple[list[Table], list[str]]:
    """The table; read as our exports write it where their identities stand in it between tabs."""
    table = csv.open_table(name, source, asked)
    if table.delimiter != "\t" or "uid" not in table.headers:
        return [table], []
    return [TsvTable(**{one.name: getattr(table, one.name) for one in fields(table) if one.init})], []
