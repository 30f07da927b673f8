"""The answer to a write: a sentence for people, the records for programs, and how to take it back."""

from __future__ import annotations

from crm_cli.db.select import select
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.output import Column, write, write_one, write_several

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.fields import Field
    from crm_cli.kinds.sentences import Notes
    from crm_cli.output import Value
    from crm_cli.output.formats import Format
    from crm_cli.verbs.parts import Part


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
        self,
        crm: App,
        format: str | None,
        kind: str,
        ids: Sequence[int],
        *,
        is_several: bool = False,
        parts: Mapping[int, Sequence[Part]] | None = None,
        notes: Notes | None = None,
    ) -> None:
        """Read the records as they are now, and what the step did to them.

        is_several: the command took several, so JSON is an array. parts: what was written along with each, by its id.
        notes: what the sentence adds to the mention of records.
        """
        self.crm = crm
        self.format = crm.chosen_format(format)
        self.is_several = is_several or len(ids) != 1
        self.columns: list[Column] = [Column("id", "ID", "id")]
        self.rows: list[tuple[Value, ...]] = [(id,) for id in ids]
        self.parts: list[dict[str, Value]] = []
        self.told = ""
        self.tell(kind, ids, notes)
        if not self.format.is_prose and not self.format.only_ids:
            self.columns, found = _read(crm, kind, ids, self.format)
            self.rows = [found[id] for id in ids if id in found]
            if self.format.has_objects and parts:
                self.parts = [_objects(crm, parts.get(id, ()), self.format) for id in ids if id in found]

    def tell(self, kind: str, ids: Sequence[int], notes: Notes | None = None, *, there: str = "") -> None:
        """Read what the step has done by now, inside its transaction.

        there: words for the record that was there before, behind which it is told what was added to it.
        """
        if self.format.is_prose:
            from crm_cli.kinds import sentences, tales

            about, screen = (kind, ids[-1]) if ids else None, self.crm.screen
            found = tales.of_step(self.crm.read(), self.crm.step, about=about)
            if there and about:
                self.told = sentences.filled(there, about, found, screen)
            else:
                self.told = sentences.step(found, screen, notes)

    def give(self, sentence: str = "", *remarks: str) -> None:
        """Write the answer, remarks beside it, and in a terminal how to undo. sentence: in place of what the step did."""
        crm = self.crm
        if self.format.is_prose:
            say(crm, sentence or self.told)
        elif self.format.has_objects:
            wholes = [self._whole(place) for place in range(len(self.rows))]
            if self.is_several or not wholes:
                write_several(wholes, self.format, crm.stdout, screen=crm.screen)
            else:
                columns, row = wholes[0]
                write_one(row, columns, self.format, crm.stdout, screen=crm.screen)
        else:
            write(self.rows, self.columns, self.format, crm.stdout, screen=crm.screen)
        after(crm, *remarks)

    def _whole(self, place: int) -> tuple[list[Column], tuple[Value, ...]]:
        """A record with what was written along with it, and the number of the step."""
        more = self.parts[place] if self.parts else {}
        taken = {column.name for column in self.columns}
        keys = [key if key not in taken else f"{key}_part" for key in more]
        columns = [
            *self.columns,
            *(Column(key, key) for key in keys),
            Column("command", "Command", "integer"),
        ]
        return columns, (*self.rows[place], *more.values(), self.crm.step)


def _read(
    crm: App, kind: str, ids: Sequence[int], format: Format
) -> tuple[list[Column], dict[int, tuple[Any, ...]]]:
    """Records as a program is given them: the columns, and the row of each by its id."""
    db = crm.read()
    fields = [
        f
        for f in Catalogue(db).fields(kind)
        if "." not in f.name and (f.column or f.is_custom or f in KINDS[kind].fields)
    ]
    among = "t.id IN (SELECT value FROM json_each(?))"  # any number of them
    shown = told(fields, format)
    rows = select(db, KINDS[kind].table, shown, where=among, values=(str([*ids]),))
    return columns(shown), {row[0]: unfolded(row, fields, format) for row in rows}


def _objects(crm: App, parts: Sequence[Part], format: Format) -> dict[str, Value]:
    """What was written along as objects under their keys."""
    from crm_cli.verbs.parts import LISTED, by_key

    found: dict[str, Value] = {}
    for key, written in by_key(parts).items():
        objects = []
        for part in written:
            named, rows = _read(crm, part.kind, [part.id], format)
            objects.append(dict(zip([column.name for column in named], rows[part.id], strict=True)))
        found[key] = objects if key in LISTED else objects[-1]
    return found


STEP = Column("command", "Command", "integer")
"""The number of the step, in the answer of a write to a program."""


def prepared(crm: App, format: str | None, columns: Sequence[Column]) -> Format:
    """The format of an answer of these columns; what cannot be said in it is refused before anything is written."""
    import io

    chosen = crm.chosen_format(format)
    if not chosen.is_prose:
        write_one((None,) * len(columns), columns, chosen, io.StringIO(), screen=crm.screen)
    return chosen


def give(
    crm: App, format: Format, sentence: str, columns: Sequence[Column], row: Sequence[Value], *remarks: str
) -> None:
    """Answer a write of what is no record of a kind (a setting, a tag): a sentence, or its row with the step's number."""
    if format.is_prose:
        say(crm, sentence)
    elif format.has_objects:
        write_one((*row, crm.step), [*columns, STEP], format, crm.stdout, screen=crm.screen)
    else:
        write_one(tuple(row), columns, format, crm.stdout, screen=crm.screen)
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
    if crm.occasion is not None:
        from crm_cli.app import occasion

        crm.remark(occasion.told(crm, crm.occasion, crm.occasion.used))
    if crm.options.dry_run:
        crm.remark("dry run: nothing was changed")
    elif crm.is_terminal and crm.step is not None:
        crm.remark(f"undo with: {crm.called} undo")
