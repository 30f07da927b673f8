"""Many records of which a step did the same: how many, the first few by name, and what is so in all of them."""

from __future__ import annotations

from crm_cli.core.record import replace
from crm_cli.db.log import shared, touched
from crm_cli.kinds.catalogue import Catalogue
from crm_cli.kinds.tale import Detail, Several, Tale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection

    from crm_cli.db.log.touched import Touched
    from crm_cli.kinds.kind import Kind


NAMED = 3
"""So many records of a sort are told one by one; more are counted, and the first few named."""


def gathered(tales: Sequence[Tale | Several]) -> list[Tale | Several]:
    """The same tales, but those of one verb about records of a kind together, where they are many."""
    sorts: dict[tuple[str, str], list[Tale | Several]] = {}
    for tale in tales:
        sorts.setdefault((tale.kind, tale.verb), []).append(tale)
    found: list[Tale | Several] = []
    for sort in sorts.values():
        single = [tale for tale in sort if isinstance(tale, Tale) and tale.word is None]
        found += [many(single)] if len(single) == len(sort) > NAMED else sort
    return found


def many(tales: Sequence[Tale]) -> Several:
    """Tales of one verb, together."""
    first, names = tales[0], tuple([tale.name for tale in tales[:NAMED]])
    return Several(first.kind, first.what, first.verb, len(tales), names, common(tales))


def common(tales: Sequence[Tale]) -> tuple[Detail, ...]:
    """What several tales tell alike: the same value now, whatever was; a field whose values differ, by its name."""
    found: list[Detail] = []
    for detail in tales[0].spoken:
        same = [_of_field(tale, detail) for tale in tales]
        if None in same:
            continue
        news = {repr(other.new) for other in same if other}
        olds = {repr(other.old) for other in same if other}
        if len(news) == 1:
            found.append(replace(detail, is_mixed=len(olds) > 1))
        elif not detail.many and tales[0].what == "changed":
            found.append(replace(detail, old=None, new=None, is_mixed=True))
    return tuple(found)


def _of_field(tale: Tale, like: Detail) -> Detail | None:
    return next((one for one in tale.spoken if (one.field, one.label) == (like.field, like.label)), None)


def very_many(
    db: Connection, step: int | None, kind: Kind, group: Touched, sample: Sequence[Tale]
) -> Several:
    """So many records that only a few are read; SQLite is asked whether what is so in these is so in all."""
    names = tuple([tale.name for tale in sample])
    if group.what != "changed" or not sample:
        verb = {"added": "Added", "deleted": "Deleted"}.get(group.what, "Changed")
        if sample and group.what == "added" and not group.ranges:
            verb = sample[0].verb
        return Several(kind.name, group.what, verb, group.number, names)
    is_alike = shared.are_alike(db, step, kind.name) and len({tale.verb for tale in sample}) == 1
    found = tuple(_agreed(db, step, kind, common(sample)))
    what, verb = (sample[0].what, sample[0].verb) if is_alike else ("changed", "Changed")
    return Several(kind.name, what, verb, group.number, names, found)


def _agreed(db: Connection, step: int | None, kind: Kind, told: Sequence[Detail]) -> Iterator[Detail]:
    """Those details that are so in all records of a step; of others, their name alone."""
    fields = {field.name: field for field in (*kind.fields, *Catalogue(db).custom(kind.name))}
    is_newest = touched.is_newest(db, step)
    for detail in told:
        field = fields.get(detail.field)
        is_known = False
        if detail.many:
            is_known = shared.parts_agree(db, step, kind.name)
        elif field is not None and is_newest:
            is_known = shared.values_agree(db, step, kind.table, field.sql)
        if is_known and field is not None and not detail.many:
            column = "" if field.is_custom else field.stored_in
            yield replace(
                detail, is_mixed=not column or not shared.formers_agree(db, step, kind.table, column)
            )
        elif is_known:
            yield detail
        elif not detail.many:
            yield replace(detail, old=None, new=None, is_mixed=True)
