"""A format is an object that says what it can: callers ask it that, and never what it is called.

On the path of the quickest answers: nothing heavy is imported here, and a format's module only when it is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from crm_cli.output import Column, Row, Screen, Stream

MODULES = {
    "table": "crm_cli.output.table",
    "plain": "crm_cli.output.plain",
    "csv": "crm_cli.output.csv",
    "tsv": "crm_cli.output.tsv",
    "json": "crm_cli.output.json",
    "jsonl": "crm_cli.output.jsonl",
    "yaml": "crm_cli.output.yaml",
    "ids": "crm_cli.output.ids",
    "markdown": "crm_cli.output.markdown",
}
"""The name of each format → the module that has it as FORMAT. A new format is a module and a line here."""

FILES = {
    "xlsx": "crm_cli.output.xlsx",
    "vcard": "crm_cli.exchange.export.vcard",
    "ics": "crm_cli.exchange.export.ics",
}
"""The same for formats that other programs read and people do not, which only an export writes."""


class Format:
    """One way to write records.

    What it can, so that nobody needs its name but to say it:

    is_screen: laid out for people at a terminal: headings, cards, lanes of a board, totals, the reader's own days.
    is_prose: a write answers with a sentence, a setting with its bare value, a board with short lines.
    is_data: each value stands under its field's name, for programs: kind and id apart, every field of a record.
    has_objects: values nest: an e-mail with its label, what stands around a record, `command` beside a write.
    only_ids: nothing but the ids of records, `kind/id` where kinds mix.
    is_local: people read it, so instants stand in their zone, and a day has its hour where one was said.
    shows_currency: an amount carries its currency, so that no column beside is needed for it.
    suffix: what the names of its files end in; "" where it is none for files.
    kinds: the only kinds of records it can say, each in a form of its own; None where it takes any columns.
    is_bytes: no text, so that a terminal can show nothing of it.
    has_addresses: whoever a record is linked to has an e-mail address beside the name.
    told: what it could not write as it was, once it has written.
    fields: the names of the only fields it shows, where it names them itself.
    is_harmless: what it writes never holds a sign that could steer a terminal, whatever the data.
    """

    __slots__ = ("name",)

    is_screen: bool = False
    is_prose: bool = False
    is_data: bool = False
    has_objects: bool = False
    only_ids: bool = False
    is_local: bool = False
    shows_currency: bool = False
    is_harmless: bool = False
    suffix: str = ""
    kinds: tuple[str, ...] | None = None
    is_bytes: bool = False
    has_addresses: bool = False
    told: Sequence[str] = ()
    fields: tuple[str, ...] | None = None

    def __init__(self, name: str) -> None:
        self.name = name

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write records as they come, in flat memory, and count them. title: for a heading, where it has any."""
        raise NotImplementedError

    def write_into(self, rows: Iterable[Row], columns: Sequence[Column], file: BinaryIO, title: str) -> int:
        """The same into a file of bytes."""
        raise NotImplementedError

    def write_one(self, row: Row, columns: Sequence[Column], out: Stream, screen: Screen) -> None:
        """Write one record: as a list of one, unless the format has a form of its own for it."""
        self.write([row], columns, out, screen)

    def write_several(
        self, records: Iterable[tuple[Sequence[Column], Row]], out: Stream, screen: Screen
    ) -> None:
        """Write records that each have columns of their own, one after the other."""
        for columns, row in records:
            self.write_one(row, columns, out, screen)

    def write_none(self, out: Stream) -> None:
        """Write what stands for the one record asked for where there is none: nothing, in most formats."""

    def spelled(self, *, raw: bool = False, bom: bool = False) -> Format:
        """The same format as a sheet wants it. raw: no guard against formulas. bom: a byte order mark first."""
        return self

    def harmless(self, text: str) -> str:
        """What it wrote, as a terminal may be shown it."""
        from crm_cli.core.text import safe_lines

        return safe_lines(text)


def all_formats() -> list[Format]:
    """Every format that has a name, those that only an export writes last."""
    return [format_named(name, exports=True) for name in (*MODULES, *FILES)]


def format_named(text: str, *, exports: bool = False) -> Format:
    """The format of that name, or the one that a line template such as `{name} <{email}>` is.

    exports: also those that only an export writes.
    Raises UsageError with the nearest name, or with what is wrong in the template.
    """
    module = MODULES.get(text) or (FILES.get(text) if exports else None)
    if module:
        found: Format = __import__(module, fromlist=["FORMAT"]).FORMAT  # importlib costs as much again
        return found
    if "{" in text:
        from crm_cli.output.template import Template

        return Template(text)
    from crm_cli.core.errors import UsageError
    from crm_cli.core.text import nearest

    if text in FILES:
        format = format_named(text, exports=True)
        plural = f"{format.kinds[0]}s".replace("ys", "ies") if format.kinds else "contacts"
        raise UsageError(
            f"`{text}` is a format of files for other programs, which an export writes",
            hint=f"crm export {plural} --to {plural}.{format.suffix}",
        )
    names = (*MODULES, *FILES) if exports else (*MODULES,)
    near = nearest(text.lower(), names, limit=1)
    raise UsageError(
        f"`{text}` is not a format: {', '.join(names)}, or a template",
        hint=f"-f {near[0]}" if near else "-f '{id} {name}'",
    )


def format_of_file(name: str) -> Format | None:
    """The format that a file's name ends in: `people.vcf`; None where it tells of none."""
    ending = name.lower().rpartition(".")[2]
    return next((each for each in all_formats() if each.suffix == ending), None)
