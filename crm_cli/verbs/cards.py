"""A record as a card in a terminal, and whole, with what stands around it, as data."""

from __future__ import annotations

from crm_cli.db.select import select
from crm_cli.kinds.around import around
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.kinds.field import POINTS
from crm_cli.output import Column, write, write_one, write_several
from crm_cli.output.values import WHOLE, is_money
from crm_cli.verbs import resolve
from crm_cli.verbs.answers import columns as as_columns
from crm_cli.verbs.answers import told, unfolded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate
    from crm_cli.core.fields import Field
    from crm_cli.output.formats import Format


def show_any(crm: App, who: Sequence[str], *, format: str | None = None) -> None:
    """Show records of any kind that words name."""
    show(crm, resolve.many(crm, [*KINDS], who), format, of_any_kind=True)


def show_named(crm: App, kind: str, who: Sequence[str] | None, *, format: str | None = None) -> None:
    """Show records of a kind that words name; UsageError where there are none."""
    show(crm, resolve.many(crm, kind, resolve.required(who, kind, "show")), format)


def show(crm: App, found: Sequence[Candidate], format: str | None, *, of_any_kind: bool = False) -> None:
    """Show records: cards in a table, all fields in the other formats; JSON also what stands around them.

    of_any_kind: their kind was not asked for, so their ids alone are `kind/id`.
    """
    chosen = crm.chosen_format(format)
    if chosen.is_screen:
        for number, record in enumerate(found):
            if number:
                crm.stdout.write("\n")
            _card(crm, record, chosen)
    elif chosen.has_objects:
        wholes = [_whole(crm, record, chosen) for record in found]
        if len(wholes) == 1:
            columns, row = wholes[0]
            write_one(row, columns, chosen, crm.stdout, screen=crm.screen)
        else:
            write_several(wholes, chosen, crm.stdout, screen=crm.screen)
    elif chosen.only_ids and of_any_kind:
        names = [(f"{record.kind}/{record.id}",) for record in found]
        write(names, [Column("record", "Record")], chosen, crm.stdout, screen=crm.screen)
    else:
        by_kind: dict[str, list[Candidate]] = {}
        for record in found:
            by_kind.setdefault(record.kind, []).append(record)
        for kind, records in by_kind.items():
            rows, fields = _rows(crm, kind, [record.id for record in records], chosen)
            if len(found) == 1:
                write_one(rows[0], as_columns(fields), chosen, crm.stdout, screen=crm.screen)
            else:
                write(rows, as_columns(fields), chosen, crm.stdout, screen=crm.screen)
    if found:
        resolve.remember(crm, found[-1].kind, found[-1].id)


def _fields(crm: App, kind: str) -> list[Field]:
    return [*KINDS[kind].fields, *Catalogue(crm.read()).custom(kind)]


def _rows(
    crm: App, kind: str, ids: Sequence[int], format: Format
) -> tuple[list[tuple[Any, ...]], list[Field]]:
    if format.fields is not None:
        from crm_cli.verbs import listing

        catalogue = Catalogue(crm.read())
        fields = [listing.named(catalogue, kind, name) for name in format.fields]
    else:
        fields = _fields(crm, kind)
    fields = told(fields, format)
    identity = next(f for f in _fields(crm, kind) if f.name == "id")
    rows = {
        row[0]: unfolded(row[1:], fields, format)
        for row in select(
            crm.read(),
            KINDS[kind].table,
            [identity, *fields],
            where="t.id IN (SELECT value FROM json_each(?))",
            values=(str([*ids]),),
        )
    }
    return [rows[id] for id in ids], fields


def _whole(crm: App, record: Candidate, format: Format) -> tuple[list[Column], tuple[Any, ...]]:
    rows, fields = _rows(crm, record.kind, [record.id], format)
    columns, row = as_columns(fields), list(rows[0])
    taken = {column.name for column in columns}
    for part in around(crm.read(), record.kind, record.id):
        key = part.key if part.key not in taken else f"all_{part.key}"
        columns.append(Column(key, part.heading))
        row.append([_as_object(part.columns, item) for item in part.rows])
    return columns, tuple(row)


def _as_object(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        if column.type == "mark":
            continue
        found[column.name] = value
        if column.type == "money":
            found["currency"] = value.currency if value is not None else None
    return found


def _card(crm: App, record: Candidate, format: Format) -> None:
    from crm_cli.output.cards import card
    from crm_cli.output.paint import marked

    rows, fields = _rows(crm, record.kind, [record.id], format)
    values = dict(zip([field.name for field in fields], rows[0], strict=True))
    pairs = []
    labels = _labels(crm, record)
    for field in fields:
        value = values[field.name]
        if field.is_hidden or field.type.name == "mark" or value in (None, "", ()) or field.is_first:
            continue
        if field.name != KINDS[record.kind].title:
            text = _one(crm, field.type.name, labels.get(field.name, value))
            pairs.append((field.title, marked(text, values.get(f"{field.name} mark"))))
    if values.get("archived_at"):
        pairs.append(("Archived", "yes"))
    sections: list[tuple[str, list[Any]]] = [("", pairs)]
    for part in around(crm.read(), record.kind, record.id):
        if part.rows:
            sections.append((part.heading, [_shown(crm, part.columns, row) for row in part.rows]))
    card(
        record.name or record.kind,
        sections,
        crm.stdout,
        crm.screen,
        handle=f"{record.kind}/{record.id}",
    )


def _labels(crm: App, record: Candidate) -> dict[str, tuple[str, ...]]:
    """Points with what they are for: `jane@acme.com (work)`."""
    if not KINDS[record.kind].has_points:
        return {}
    from crm_cli.core import phones
    from crm_cli.kinds import points

    found: dict[str, tuple[str, ...]] = {}
    for point in points.of(crm.read(), record.kind, record.id):
        value = (
            phones.as_read(point.value, point.normal)
            if point.kind == "phone" and point.normal.startswith("+")
            else point.value
        )
        text = f"{value} ({point.label})" if point.label else value
        many = POINTS[point.kind]
        found[many] = (*found.get(many, ()), text)
    return found


def _shown(crm: App, columns: Sequence[Column], row: Sequence[Any]) -> list[str]:
    """The cells of a record around this one; a mark is told in the cell before it."""
    from crm_cli.output.paint import marked

    cells: list[str] = []
    for column, value in zip(columns, row, strict=True):
        if column.type == "mark":
            cells[-1] = marked(cells[-1], value)
        else:
            cells.append("" if value is None else _one(crm, column.type, value, multiline=False))
    return cells


def _one(crm: App, type: str, value: Any, *, multiline: bool = True) -> str:
    """A value on a card; of several e-mails or phone numbers each is kept together, as an amount and a day are."""
    from crm_cli.output.cells import TIE, tied
    from crm_cli.output.shown import shown_one

    if type not in WHOLE:
        return shown_one(value, crm.screen, type, multiline=multiline)
    if isinstance(value, list | tuple) and not is_money(value.__class__):
        return tied(shown_one(each, crm.screen, type) for each in value)
    return shown_one(value, crm.screen, type).replace(" ", TIE)
