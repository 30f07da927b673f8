"""Which field each header names: by the user's map, a profile, our names and those of other programs, else a field of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import FLAG, same_name
from crm_cli.core.money import parse
from crm_cli.core.text import compact, nearest
from crm_cli.exchange.decide import headers
from crm_cli.exchange.decide.decision import Column, Options
from crm_cli.exchange.decide.headers import Meaning
from crm_cli.exchange.decide.profiles import Rows, usual_words
from crm_cli.exchange.decide.targets import Reading, choices, targets
from crm_cli.exchange.read.table import Table
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.custom import CustomField, clean_name
from crm_cli.kinds.field import POINTS
from crm_cli.kinds.labels import words


def named(
    sheet: Table, kind: str, options: Options, custom: Sequence[CustomField], rows: Rows | None = None
) -> list[Column]:
    """Give each header its field: by --map, by the profile, by our names, by the user's fields, else as a new field."""
    columns = [Column(index, header) for index, header in enumerate(sheet.headers)]
    _apply_maps(columns, sheet, kind, options.maps, custom)
    taken = {(column.target, column.number) for column in columns if column.target}
    own = {same_name(one.name): one for one in custom}
    is_ours = any(compact(header) == "uid" for header in sheet.headers)
    lists = _lists(kind, sheet.headers) if is_ours else {}
    found: list[tuple[int, Column, Meaning]] = []
    for column in columns:
        if column.is_mapped or not column.header or compact(column.header) in options.left_out:
            continue
        if column.header in lists.values():
            continue
        rank, known = _meant(kind, column, rows, is_ours=is_ours)
        if column.header in lists:
            rank, known, column.separator = 0, Meaning(lists[column.header], 1), "; "
        if known:
            found.append((rank, column, known))
        elif same_name(column.header.removeprefix("custom.")) in own:
            column.why = "a field of yours"
            _as_custom(column, own[same_name(column.header.removeprefix("custom."))])
    for _, column, known in sorted(found, key=lambda each: (each[0], each[1].index)):
        target, number = known.field, known.number
        if target in POINTS or target.removesuffix("_label") in POINTS:
            while (target, number) in taken and target in POINTS:
                number += 1
        if (target, number) in taken:
            if rows and _is_part(rows, target, column.header):
                column.part_of = target
            else:
                column.why = f"{target} is another column"
            continue  # else a second column of that meaning: a field of its own, nothing is lost
        taken.add((target, number))
        column.target, column.number, column.label = target, number, known.label
    _settle_ids(columns)
    _settle_either(kind, columns)
    names = {same_name(one.name) for one in custom} | {same_name(c.custom) for c in columns if c.custom}
    for column in columns:
        if column.target:
            column.reading = _reading(kind, column.target)
            column.choices = choices(kind).get(column.target, ())
            _take_up(column, kind, rows)
        elif not column.custom and rows and not column.part_of and (use := _use(rows, column.header)):
            column.part_of = use
        elif not column.custom and not column.part_of and compact(column.header) not in options.left_out:
            if is_ours and any(field.name == column.header for field in KINDS[kind].fields):
                column.why = "crm works it out, or another column says it"
            else:
                as_new(column, names)
        if rows and not column.clean:
            column.clean = rows.clean
        if rows:
            column.blanks = rows.blanks
    return columns


def _lists(kind: str, headers: Sequence[str]) -> dict[str, str]:
    """Columns of lists of ours that hold several, `emails`, `contacts` → our field, whose own column says less."""
    several = {many: one for one, many in POINTS.items()}
    several |= {field.name: field.linked for field in KINDS[kind].fields if field.reading == "links"}
    return {header: several[header] for header in headers if header in several}


def _meant(kind: str, column: Column, rows: Rows | None, *, is_ours: bool) -> tuple[int, Meaning | None]:
    """What a header means, and how sure that is: 0 of our own names and a profile's, 1 of anybody's."""
    header = column.header
    if header.startswith("custom."):
        return 1, None
    column.why = "its name is ours"
    if is_ours:
        known = headers.own_meaning(kind, header)
        return (_rank(column, known), known) if known else (1, None)
    if rows and (told := rows.target(header)) is not None:
        column.why = f"the profile of {rows.called}" if rows.called else f"a name of {told[0]}"
        return 0, Meaning(told[0], 1, told[1]) if told[0] in targets(kind) else None
    known = headers.meaning(kind, header)
    if known is None or targets(kind).get(known.field) == "money":
        amount, column.currency = _of_currency(kind, header)
        known = known or amount
    if known is None:
        return 1, None
    if _rank(column, known):
        column.why = f"a name of {known.field}"
    column.is_doubtful = headers.if_words(kind, header) == known.field != compact(header)
    return _rank(column, known), known


def _of_currency(kind: str, header: str) -> tuple[Meaning | None, str]:
    """The amount a header names with its currency: `Amount (EUR)`, `Бюджет, ₽`."""
    found = re.fullmatch(r"(.+?)[\s,(\[/-]+([A-Z]{3}|[^\w\s()\[\]])[)\]]?", header.strip())
    known = headers.meaning(kind, found[1]) if found else None
    if not found or known is None or targets(kind).get(known.field) != "money":
        return None, ""
    try:
        return known, parse(f"1 {found[2]}", currency=None).currency
    except UsageError:
        return None, ""


def _is_part(rows: Rows, target: str, header: str) -> bool:
    """Whether several headers of a profile fill one field, this one among them."""
    return compact(header) in {*rows.first_of.get(target, ()), *rows.joined.get(target, ())}


def _use(rows: Rows, header: str) -> str:
    """What else a header of a profile says: how a deal ended, of which kind a row is, or that it is none."""
    asked = compact(header)
    if any(asked == told for told, _, _ in rows.outcome):
        return "status"
    if any(asked in {id, type} for id, type, _ in rows.refers):
        return "what it is about"
    if any(asked in map(compact, words(headers)) for headers in rows.lines.values()):
        return "items"
    if asked in rows.only:
        return "what the row is"
    return "whether it is left out" if asked in rows.left_out else ""


def _take_up(column: Column, kind: str, rows: Rows | None) -> None:
    """Give a column the words and wrappings of its program."""
    is_standing = (kind, column.target) == ("deal", "status") and not column.is_doubtful  # may be stages, too
    column.words = {} if is_standing else usual_words(kind, column.target)
    column.is_closed = column.reading == "code" and KINDS[kind].field(column.target).type is FLAG
    if rows:
        column.words = {**column.words, **rows.words.get(column.target, {})}
        column.clean = (*rows.clean, *rows.cleaned.get(column.target, ()))


def _settle_either(kind: str, columns: Sequence[Column]) -> None:
    """`Имя` alone is the whole name; beside a family name it is the given one."""
    there = {column.target for column in columns}
    for column in columns:
        beside, field = headers.either(kind, column.header)
        is_alone = column.target and beside not in there - {column.target}
        if field and field not in there and is_alone and not column.is_mapped:
            column.target = field


def _rank(column: Column, known: Meaning) -> int:
    """Our own names come before other programs' names for the same field."""
    return 0 if compact(column.header) == compact(known.field) else 1


def _reading(kind: str, target: str) -> Reading:
    known = targets(kind)
    return "label" if target.endswith("_label") and target not in known else known[target]


def _apply_maps(
    columns: Sequence[Column],
    sheet: Table,
    kind: str,
    maps: Sequence[tuple[str, str]],
    custom: Sequence[CustomField],
) -> None:
    used: dict[tuple[str, int], str] = {}
    for header, typed in maps:
        fits = [column for column in columns if same_name(column.header) == same_name(header)]
        fits = fits or [column for column in columns if compact(column.header) == compact(header)]
        exact = [column for column in columns if column.header == header.strip()]
        if not fits:
            raise UsageError(
                f"{sheet.name} has no column `{header}`; it has: {', '.join(filter(None, sheet.headers))}",
                hint=_near_hint(header, sheet.headers),
            )
        column = next((one for one in exact or fits if not one.is_mapped), fits[0])
        if column.is_mapped:
            raise UsageError(f"the column `{column.header}` is mapped twice", hint="name each column once")
        name, _, label = map(str.strip, typed.partition("="))
        own = next(
            (one for one in custom if same_name(one.name) == same_name(name.removeprefix("custom."))), None
        )
        known = None if name.startswith("custom.") else headers.meaning(kind, name)
        if known and not _is_ours(kind, name, known):
            known = None
        if known:
            place = (known.field, known.number)
            column.target, column.number, column.label = *place, label or known.label
        elif own:
            place = (own.name, 0)
            _as_custom(column, own)
        elif name.startswith("custom.") and clean_name(name[7:]):
            place = (same_name(name[7:]), 0)
            column.custom, column.is_new = clean_name(name[7:]), True
        else:
            fields = ", ".join(targets(kind))
            raise UsageError(
                f"{kind} has no field `{name}` to map a column to; it has: {fields}",
                hint=f"{_near_hint(name, targets(kind))}\nor a field of your own: --map {shell.quoted(f'{header}=custom.{name}')}",
            )
        if place in used:
            raise UsageError(
                f"the columns `{used[place]}` and `{column.header}` are both mapped to `{name}`",
                hint="map one of them",
            )
        used[place] = column.header
        column.is_mapped, column.why = True, "told"


def _is_ours(kind: str, name: str, known: Meaning) -> bool:
    """--map takes our names and the short names of our fields, not every name other programs use."""
    if compact(name) in {
        compact(known.field),
        compact(f"{known.field} {known.number}"),
        compact(f"{known.field} label"),
    }:
        return True
    if known.number > 1 or known.field.endswith("_label"):
        return True
    aliases = {alias for f in KINDS[kind].fields if f.name == known.field for alias in f.aliases}
    return compact(name) in map(compact, {*aliases, known.field.removeprefix("is_")})


def _near_hint(word: str, candidates: Iterable[str]) -> str:
    near = nearest(word, [one for one in candidates if one], limit=2)
    return f"did you mean {' or '.join(near)}?" if near else 'write --map "HEADER=FIELD"'


def _as_custom(column: Column, own: CustomField) -> None:
    column.custom, column.custom_type = own.name, own.type


def as_new(column: Column, names: set[str]) -> None:
    """A field of the user's own named after the header; a second one of that name gets a number."""
    column.why = column.why if "another column" in column.why else "no field has its name"
    base = clean_name(column.header.removeprefix("custom.")) or f"column {column.index + 1}"
    name, number = base, 2
    while same_name(name) in names:
        name, number = f"{base} {number}", number + 1
    names.add(same_name(name))
    column.custom, column.is_new = name, True


def _settle_ids(columns: Sequence[Column]) -> None:
    """A plain `id` is the id of another system, unless the file is an export of ours or has another id column."""
    targets = {column.target for column in columns}
    for column in columns:
        if column.target == "id" and "uid" not in targets and "external_id" not in targets:
            column.target = "external_id"
        elif column.target == "id" and "uid" not in targets:
            column.target = ""
