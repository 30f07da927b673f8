"""What was named on the command line, opened: the tables in it, and what in it is not read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read import folders, what
from crm_cli.exchange.read.sources import Source, file_source, stream_source
from crm_cli.exchange.read.table import Asked, Table

READERS = {
    "csv": "crm_cli.exchange.read.delimited",
    "json": "crm_cli.exchange.read.json",
    "vcf": "crm_cli.exchange.read.vcard",
    "ics": "crm_cli.exchange.read.calendar",
    **dict.fromkeys(what.WORKBOOKS, "crm_cli.exchange.read.workbook"),
}
"""What a file is → the module that reads it, by its `tables(name, source, asked)`: the tables, and what is left out."""

SUFFIXES = frozenset({"csv", "tsv", "tab", "json", "jsonl", "ndjson", "vcf", "ics", *what.WORKBOOKS})
"""Endings of the names of files that are meant to be read."""


@dataclass
class Opened:
    """Tables, and what is not read, each with the reason.

    missed: of these, what should have been tables. paths: of a folder, the files it holds, by their names in it.
    """

    tables: list[Table] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)


@contextmanager
def opened(
    file: str, stdin: IO[str], asked: Asked, beside: Callable[[Mapping[str, Path]], Container[str]]
) -> Iterator[Opened]:
    """Open a file, a folder or a ZIP, or `-`.

    beside: which files of a folder are read in another way.
    Raises UsageError for what holds no table.
    """
    if not folders.is_folder(file):
        source = stream_source(stdin) if file == "-" else file_source(Path(file))
        found = Opened(*_tables("stdin" if file == "-" else file, source, asked))
        if not found.tables:
            raise UsageError(f"{found.left[0] if found.left else file}: there is nothing to read in it")
        yield found
        return
    with folders.opened(file) as folder:
        yield _of_folder(file, folder, asked, beside)


def _of_folder(
    file: str, folder: Path, asked: Asked, beside: Callable[[Mapping[str, Path]], Container[str]]
) -> Opened:
    found = Opened(paths=folders.files(folder))
    passed = beside(found.paths)
    for name, path in found.paths.items():
        if name in passed:
            continue
        try:
            tables, left = _tables(name, file_source(path), asked, is_inside=True)
        except NotATable as error:
            found.left.append(f"{name} ({error.called})")
            continue
        except UsageError as error:
            if is_meant(name):
                message = error.message if name in error.message else f"{name}: {error.message}"
                raise UsageError(message, hint=error.hint) from None
            found.left.append(f"{name} (no table)")
            continue
        found.tables += tables
        found.left += left
    return found


class NotATable(UsageError):
    """A file that is something else. called: what it is."""

    def __init__(self, name: str, called: str) -> None:
        refused = what.refused(name, called)
        super().__init__(refused.message, hint=refused.hint)
        self.called = called


def _tables(
    name: str, source: Source, asked: Asked, *, is_inside: bool = False
) -> tuple[list[Table], list[str]]:
    """The tables of a file, chosen by what it is and then by the ending of its name; and what is left out of it."""
    suffix = suffix_of(name)
    with source() as stream:
        found = what.of(stream, suffix)
        stream.seek(0)
        if not stream.read(1) and is_inside:
            return [], [f"{name} (empty)"]
    if found.called:
        raise NotATable(name, found.called)
    if found.format == what.ZIP:
        raise NotATable(name, "a ZIP within another" if is_inside else "a ZIP that is no file")
    reader = import_module(READERS[found.format])
    tables: list[Table]
    tables, left = reader.tables(name, source, asked)
    return tables, left


def suffix_of(name: str) -> str:
    """The ending of a file's name."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""


def is_meant(name: str) -> bool:
    """Whether a table is named as one that is meant to be read, or lies in such a file: `people.xlsx/Sheet 1`."""
    return not SUFFIXES.isdisjoint({suffix_of(name), suffix_of(name.rpartition("/")[0])})
