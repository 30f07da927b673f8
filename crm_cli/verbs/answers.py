"""The answer to a write: a sentence for people, the records for programs, and how to take it back."""

from __future__ import annotations

from crm_cli.db.select import select
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, write, write_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.fields import Field
    from crm_cli.output import Value
    from crm_cli.output.formats import Format


def columns(fields: Iterable[Field], *, asked: bool = False) -> list[Column]:
    """How each field is written. asked: the user named them, so a table shows them though they be empty."""
    return [
        Column(field.name, field.title, field.type.name, many=field.many, is_asked=asked) for field in fields
    ]


def detailed(fields: Sequence[Field], format: Format) -> list[Field]:
    """Fields as JSON shows them: each e-mail with its label."""
    if not format.has_objects:
        return list(fields)
    return [field.but(sql=field.details) if field.details else field for field in fields]


def told(fields: Sequence[Field], format: Format) -> list[Field]:
    """Fields as those are told them whom a format is for.

    People are told the hour of a day, where one was said; on a screen a mark follows what it is about.
    """
    if not format.is_local:
        return detailed(fields, format)
    return [each for field in fields for each in _told(field, is_marked=format.is_screen)]


def _told(field: Field, *, is_marked: bool) -> Iterator[Field]:
    from crm_cli.core.fields import MARK, MOMENT, Field

    if field.moment:
        yield field.but(sql=f"coalesce({field.moment}, {field.sql})", type=MOMENT)
    else:
        yield field
    if field.mark and is_marked:
        yield Field(f"{field.name} mark", MARK, field.mark)


def unfolded(values: Sequence[Any], fields: Sequence[Field], format: Format) -> tuple[Any, ...]:
    """Turn the JSON texts that `details` gives into the objects they are."""
    if not format.has_objects:
        return tuple(values)
    import json

    return tuple(
        [json.loads(item) for item in value] if field.details else value
        for value, field in zip(values, fields, strict=True)
    )


class Answer:
    """What a write will say, read inside its transaction so that --dry-run can show it, too."""

    def __init__(
        self, crm: App, format: str | None, kind: str, ids: Sequence[int], *, is_several: bool = False
    ) -> None:
        """Read the records as they are now. is_several: the command took several, so JSON is an array."""
        self.crm = crm
        self.format = crm.chosen_format(format)
        self.is_several = is_several or len(ids) != 1
        self.columns: list[Column] = [Column("id", "ID", "id")]
        self.rows: list[tuple[Value, ...]] = [(id,) for id in ids]
        if not self.format.is_prose and not self.format.only_ids:
            db = crm.read()
            fields = [
                f
                for f in Catalogue(db).fields(kind)
                if "." not in f.name and (f.column or f.is_custom or f in _own(kind))
            ]
            shown = told(fields, self.format)
            self.columns = columns(shown)
            among = "t.id IN (SELECT value FROM json_each(?))"  # any number of them
            found = {
                row[0]: unfolded(row, fields, self.format)
                for row in select(db, KINDS[kind].table, shown, where=among, values=(str([*ids]),))
            }
            self.rows = [found[id] for id in ids if id in found]

    def give(self, sentence: str, *remarks: str) -> None:
        """Write the answer, remarks beside it, and in a terminal how to undo."""
        crm = self.crm
        rows, columns = self.rows, self.columns
        if self.format.has_objects:
            rows = [(*row, crm.step) for row in rows]
            columns = [*columns, Column("command", "Command", "integer")]
        if self.format.is_prose:
            say(crm, sentence)
        elif self.format.has_objects and rows and not self.is_several:
            write_one(rows[0], columns, self.format, crm.stdout, screen=crm.screen)
        else:
            write(rows, columns, self.format, crm.stdout, screen=crm.screen)
        after(crm, *remarks)


def say(crm: App, sentence: str) -> None:
    """Write the sentence of a write to stdout; --quiet drops it."""
    if not crm.options.quiet:
        from crm_cli.core.text import safe

        crm.stdout.write(safe(sentence, multiline=True) + "\n")


def after(crm: App, *remarks: str) -> None:
    """What comes beside the answer of every write: remarks, and how to take it back."""
    for remark in remarks:
        if remark:
            crm.remark(remark)
    if crm.options.dry_run:
        crm.remark("dry run: nothing was changed")
    elif crm.is_terminal and crm.step is not None:
        crm.remark("undo with: crm undo")


def _own(kind: str) -> tuple[Field, ...]:
    return KINDS[kind].fields
