"""The log as tales: what a step did, record by record, read from the images of its rows."""

from __future__ import annotations

from crm_cli.core.errors import FileError
from crm_cli.core.record import replace
from crm_cli.db.log import touched
from crm_cli.db.log.images import Turn
from crm_cli.kinds import alike, details, names, parts, thing
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.tale import Detail, Event, Several, Tale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image
    from crm_cli.db.log.touched import Touched
    from crm_cli.kinds.kind import Kind
    from crm_cli.kinds.thing import Thing


READ = 50
"""So many records of a kind are read one by one; of more, SQLite is asked what is so in all of them."""


ADDED, DELETED, CHANGED = Event("added", "Added"), Event("deleted", "Deleted"), Event("changed", "Changed")


MERGED = "Merged in"


def of_step(
    db: Connection, step: int | None, *, about: tuple[str, int] | None = None
) -> list[Tale | Several]:
    """What a step did; None is what another program wrote just now.

    about: the record it was about. What was done to it, and to others of its kind, comes first.
    """
    found: list[Tale | Several] = []
    things: list[Tale] = []
    along: list[Tale] = []
    for each in touched.by(db, step):
        if each.kind in KINDS:
            found += _of_kind(db, step, KINDS[each.kind], each)
        elif (told := thing.of(each.kind)) is not None:
            tales = [_of_thing(db, step, told, each.kind, id) for id in each.first(READ)]
            (along if told.comes_along else things).extend(tales)
    found = [_merged(tale, about) for tale in found]
    subject = next((tale for tale in found if isinstance(tale, Tale) and (tale.kind, tale.id) == about), None)
    order = KINDS.as_people_ask()

    def place(tale: Tale | Several) -> tuple[int, bool]:
        """What it was about goes first, else persons, and of one kind those that came or went."""
        if subject is not None:
            return int((tale.kind, tale.verb) != (subject.kind, subject.verb)), False
        return order.index(tale.kind), tale.what == "changed"

    return [*sorted(found, key=place), *things] or [*along]


def of_record(db: Connection, step: int | None, kind: str, id: int) -> Tale | None:
    """What a step did to one record; None where it left it as it was."""
    turns = touched.turns(db, step, kind, id, KINDS[kind].table)
    return tale(db, KINDS[kind], id, turns) if turns else None


def merged(db: Connection, step: int | None, about: tuple[str, int]) -> list[Tale | Several]:
    """The records that a step, which was about this one, merged into it."""
    return [
        tale
        for tale in of_step(db, step, about=about)
        if tale.kind == about[0]
        and tale.verb == MERGED
        and (isinstance(tale, Several) or tale.id != about[1])
    ]


def _merged(tale: Tale | Several, about: tuple[str, int] | None) -> Tale | Several:
    """A record that went in a step that was about another of its kind has become that one."""
    if about is None or tale.what != "deleted" or tale.kind != about[0]:
        return tale
    if isinstance(tale, Tale) and tale.id == about[1]:
        return tale
    return replace(tale, what="merged", verb=MERGED)


def _of_kind(db: Connection, step: int | None, kind: Kind, group: Touched) -> Iterator[Tale | Several]:
    """What a step did to records of a kind: to each of them, or to very many alike."""
    if group.number > READ:
        sample = [tale for id in group.first(alike.NAMED) if (tale := of_record(db, step, kind.name, id))]
        yield alike.very_many(db, step, kind, group, sample)
        return
    for id in group.first(READ):
        if found := of_record(db, step, kind.name, id):
            yield found


def tale(db: Connection, kind: Kind, id: int, turns: Sequence[Turn]) -> Tale | None:
    """What became of a record and of the rows that belong to it; None where nothing is another."""
    own = _own(turns, kind.table, id)
    was, became = own.was, own.became
    if not was and not became:
        return None
    rest = [turn for turn in turns if turn is not own]
    columns = details.between(db, kind, id, was, became)
    rows = parts.told(db, kind.name, became or was, rest)
    event = _event(db, kind, own, rest, [*columns, *rows])
    spoken = [*details.spoken(db, kind, columns, was, became), *rows]
    retold = kind.told("retold", None)
    if retold is not None:
        spoken = retold(db, spoken, own, rest)
    spoken = [detail for detail in spoken if detail.field not in event.covers]
    differing = {detail.field for detail in columns}
    shown = [detail for detail in details.between(db, kind, id, {}, became) if detail.field in event.shows]
    spoken = [detail for detail in shown if detail.field not in differing] + spoken
    if event.what in {"tagged", "untagged"}:
        spoken = [replace(detail, label="", is_plain=True) for detail in spoken]
    if not was:
        spoken = details.in_order(spoken)
    around = [
        detail
        for detail in details.links(db, kind, id, became or was)
        if not became or detail.field not in differing
    ]
    return Tale(
        kind.name,
        id,
        event.name or _name(db, kind, id, became or was, rest),
        event.what,
        event.verb,
        (*columns, *rows),
        tuple(spoken if became else _handed_on(db, kind, was, rest)),
        tuple(around if was else ()),
        event.when,
        event.to,
        links=tuple(_links(kind, became or was, rest)),
    )


def _handed_on(db: Connection, kind: Kind, was: Image, rest: Sequence[Turn]) -> list[Detail]:
    """What belonged to a record that is gone and is another's now, as that one came to it."""
    moved = [Turn(turn.change, {}, turn.became) for turn in rest if turn.became]
    return parts.told(db, kind.name, was, moved)


def _links(kind: Kind, image: Image, rest: Sequence[Turn]) -> Iterator[tuple[str, int]]:
    """The records that one names, in columns of its own and in rows of its table of links."""
    for field in kind.fields:
        if field.linked and image.get(field.column) is not None:
            yield field.linked, image[field.column]
    for turn in rest:
        if turn.change.table == kind.links_in:
            yield from (
                (name, turn.became[f"{name}_id"]) for name in kind.links_to if turn.became.get(f"{name}_id")
            )


def _name(db: Connection, kind: Kind, id: int, image: Image, rest: Sequence[Turn]) -> str:
    """What a record is called: by its kind's own rule, else by its title."""
    named = kind.told("named", None)
    if named is not None:
        return str(named(db, id, image, rest))
    title = image.get(kind.title)
    return names.short(str(title)) if title else f"{kind.name}/{id}"


def _event(db: Connection, kind: Kind, own: Turn, rest: Sequence[Turn], found: Sequence[Detail]) -> Event:
    """What happened to a record: by its kind's own rule, else what can happen to any."""
    was, became = own.was, own.became
    special = kind.told("event", None)
    event: Event | None = special(db, own, rest) if special is not None else None
    if event is not None:
        return event
    if not became:
        return DELETED
    if not was:
        return Event("added", "Put back") if _was_there(db, own) else ADDED
    if bool(was["archived_at"]) != bool(became["archived_at"]):
        return Event("archived", "Archived") if became["archived_at"] else Event("unarchived", "Unarchived")
    if len(found) == 1 and found[0].field == "tags" and found[0].many and not (found[0].old and found[0].new):
        return Event("tagged", "Tagged") if found[0].new else Event("untagged", "Untagged")
    return CHANGED


def _own(turns: Sequence[Turn], table: str, id: int | None = None) -> Turn:
    """What became of the row itself, among that of what belongs to it; FileError where a damaged log has no such row."""
    for turn in turns:
        if turn.change.table == table and id in {None, turn.change.row}:
            return turn
    raise FileError("the history in the file is damaged", hint="crm doctor")


def _was_there(db: Connection, turn: Turn) -> bool:
    """Whether a row that came had been there before."""
    return touched.went_before(db, turn.change)


def _of_thing(db: Connection, step: int | None, told: Thing, name: str, id: int) -> Tale:
    """What a step did to something that is no record of a kind."""
    turns = touched.turns(db, step, name, id, told.table)
    own = _own(turns, told.table)
    was, became = own.was, own.became
    found = [
        Detail(column, label, type, _column(was, column, type), _column(became, column, type))
        for column, label, type in told.columns
        if was.get(column) != became.get(column) and (column != "name" or (was and became))
    ]
    by_table: dict[str, list[Turn]] = {}
    for turn in turns:
        if turn is not own:
            by_table.setdefault(turn.change.table, []).append(turn)
    for table, rows in by_table.items():
        found += told.parts.get(table, parts.silent)(db, became or was, rows)
    what = ("changed" if was else "added") if became else "deleted"
    verb = told.verbs[("added", "changed", "deleted").index(what)]
    called = told.named(db, became or was)
    return Tale(name, id, called, what, verb, tuple(found), tuple(found if became else ()), word=told.word)


def _column(image: Image, column: str, type: str) -> str | None:
    """A column's value as people read it; of a list, its values with commas between."""
    value = image.get(column)
    if type == "list" and value is not None:
        import json

        return ", ".join(map(str, json.loads(value))) or None
    return None if value is None else str(value)
