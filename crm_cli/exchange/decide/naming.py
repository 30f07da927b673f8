"""Which field each header names: by the user's map, by our names and those of other programs, else a field of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.core.fields import same_name
from crm_cli.core.text import compact, nearest
from crm_cli.exchange.decide import headers
from crm_cli.exchange.decide.decision import Column, Options
from crm_cli.exchange.decide.headers import Meaning
from crm_cli.exchange.decide.targets import Reading, choices, targets
from crm_cli.exchange.read.reading import Sheet
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.custom import CustomField, clean_name
from crm_cli.kinds.field import POINTS


def kind_of(name: str, found: Sequence[str], maps: Sequence[tuple[str, str]]) -> str:
    """What the rows are, from their headers; UsageError where that leaves a choice."""
    mapped = {compact(header): target for header, target in maps}
    known = [mapped.get(compact(header), header) for header in found]
    scores = {kind: headers.score(kind, known) for kind in KINDS}
    best = max(scores.values())
    likely = [kind for kind, score in scores.items() if score == best]
    stem = name.rsplit("/", 1)[-1].partition(".")[0].lower()
    named = [kind for kind in KINDS if stem in {kind, KINDS[kind].plural}]
    if named and scores[named[0]] > 0:
        return named[0]
    if best >= 3 and len(likely) == 1:
        return likely[0]
    raise UsageError(
        f"the headers of {name} do not say what its rows are: {', '.join(filter(None, found))[:200]}",
        hint=f"the kinds are {', '.join(KINDS[kind].plural for kind in KINDS)}",
    )


def named(sheet: Sheet, kind: str, options: Options, custom: Sequence[CustomField]) -> list[Column]:
    """Give each header its field: by --map, by our names, by the user's fields, else as a new field."""
    columns = [Column(index, header) for index, header in enumerate(sheet.headers)]
    _apply_maps(columns, sheet, kind, options.maps, custom)
    taken = {(column.target, column.number) for column in columns if column.target}
    own = {same_name(one.name): one for one in custom}
    is_ours = any(compact(header) == "uid" for header in sheet.headers)
    found: list[tuple[int, Column, Meaning]] = []
    for column in columns:
        if column.is_mapped or not column.header:
            continue
        name = column.header.removeprefix("custom.")
        known = None
        if name == column.header:
            known = (headers.own_meaning if is_ours else headers.meaning)(kind, name)
        if known:
            found.append((_rank(column, known), column, known))
        elif same_name(name) in own:
            _as_custom(column, own[same_name(name)])
    for _, column, known in sorted(found, key=lambda each: (each[0], each[1].index)):
        target, number = known.field, known.number
        if target in POINTS or target.removesuffix("_label") in POINTS:
            while (target, number) in taken and target in POINTS:
                number += 1
        if (target, number) in taken:
            continue  # a second column of that meaning: a field of its own, nothing is lost
        taken.add((target, number))
        column.target, column.number, column.label = target, number, known.label
    _settle_ids(columns)
    names = {same_name(one.name) for one in custom} | {same_name(c.custom) for c in columns if c.custom}
    for column in columns:
        if column.target:
            column.reading = _reading(kind, column.target)
            column.choices = choices(kind).get(column.target, ())
        elif not column.custom:
            _as_new(column, names)
    return columns


def _rank(column: Column, known: Meaning) -> int:
    """Our own names come before other programs' names for the same field."""
    return 0 if compact(column.header) == compact(known.field) else 1


def _reading(kind: str, target: str) -> Reading:
    known = targets(kind)
    return "label" if target.endswith("_label") and target not in known else known[target]


def _apply_maps(
    columns: Sequence[Column],
    sheet: Sheet,
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
        name = typed.strip()
        own = next(
            (one for one in custom if same_name(one.name) == same_name(name.removeprefix("custom."))), None
        )
        known = None if name.startswith("custom.") else headers.meaning(kind, name)
        if known and not _is_ours(kind, name, known):
            known = None
        if known:
            place = (known.field, known.number)
            column.target, column.number = place
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
        column.is_mapped = True


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


def _as_new(column: Column, names: set[str]) -> None:
    """A field of the user's own named after the header; a second one of that name gets a number."""
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
