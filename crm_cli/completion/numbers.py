"""Records by number, with what they are beside it; and which records a verb is for."""

from __future__ import annotations

from crm_cli.completion.candidate import LIMIT, Candidate, common
from crm_cli.core.text import index_text, words
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.completion.ask import Ask
    from crm_cli.completion.world import World
    from crm_cli.kinds.kind import Kind

STATES = {
    ("reminder", ""): "t.done_at IS NULL",
    ("reminder", "done"): "t.done_at IS NULL",
    ("reminder", "snooze"): "t.done_at IS NULL",
    ("reminder", "reopen"): "t.done_at IS NOT NULL",
    ("deal", "win"): "t.status = 'open'",
    ("deal", "lose"): "t.status = 'open'",
    ("deal", "move"): "t.status = 'open'",
    ("deal", "reopen"): "t.status <> 'open'",
}
"""The records that a verb of their kind is for, or other commands (""): they would refuse the others, or do nothing."""

NUMBERED = {
    "activity": "SELECT t.id, t.occurred_on || ' ' || t.kind || ' ' || coalesce(t.subject, t.body, '')"
    " FROM activities t WHERE {where} ORDER BY t.id DESC LIMIT {limit}",
    "reminder": "SELECT t.id, coalesce(t.snoozed_on, t.due_on) || ' ' || t.title FROM reminders t"
    " WHERE {where} ORDER BY coalesce(t.snoozed_on, t.due_on), t.id LIMIT {limit}",
}
"""The kinds that people call by number: what they are about stands beside it."""

LATEST = 500
"""Of so many activities the words are looked at."""


def where(ask: Ask, kind: str) -> str:
    """Which records of a kind are offered: those not archived, and those that the verb is for."""
    room, verb = ask.place.path[0], ask.place.path[-1]
    own = verb if room == KINDS[kind].command else ""
    hidden = "IS NOT NULL" if own == "unarchive" else "IS NULL"
    return f"t.archived_at {hidden} AND {STATES.get((kind, own), 'TRUE')}"


def by_number(ask: Ask, kinds: Sequence[str], digits: str, before: str = "") -> list[Candidate]:
    """Records whose number begins so; alone, a number is a contact's where it may be of several kinds."""
    kind = KINDS[next((each for each in kinds if KINDS[each].is_person), kinds[0])]
    if digits and not (digits.isascii() and digits.isdigit()):
        return []
    start = int(digits or "0")
    ranges = [(start * 10**more, (start + 1) * 10**more) for more in range(max(0, 16 - len(digits)))]
    found: list[Candidate] = []
    for low, high in ranges if digits else [(1, 10**16)]:
        rows = ask.world.rows(
            f"SELECT t.id, {title(kind)}, {kind.detail} FROM {kind.table} t"
            f" WHERE t.id >= ? AND t.id < ? AND {where(ask, kind.name)} ORDER BY t.id LIMIT ?",
            (low, high, LIMIT - len(found)),
        )
        found += [Candidate(f"{before}{id}", about(name, detail)) for id, name, detail in rows]
        if len(found) >= LIMIT:
            break
    return [*found, *apart(ask.world, kind.table, where(ask, kind.name), found, digits, before)]


def apart(
    world: World, table: str, where: str, found: Sequence[Candidate], digits: str = "", before: str = ""
) -> list[Candidate]:
    """Of many that were cut off, one more whose number begins otherwise: a shell writes what all begin with."""
    shared = common([each.text for each in found]).removeprefix(before)
    if len(found) < LIMIT or shared == digits:
        return []
    rows = world.rows(
        f"SELECT t.id FROM {table} t WHERE {where} AND CAST(t.id AS TEXT) GLOB ? AND CAST(t.id AS TEXT) NOT GLOB ?"
        " LIMIT 1",
        (f"{digits}*", f"{shared}*"),
    )
    return [Candidate(f"{before}{id}") for (id,) in rows]


def listed(ask: Ask, kind: str) -> list[Candidate]:
    """The next reminders, the latest activities: by number, with what they are; by words of that where some are typed."""
    sql = NUMBERED[kind].format(where=where(ask, kind), limit=LATEST if ask.typed else LIMIT)
    asked = words(ask.typed)
    rows = ask.world.rows(sql)
    fits = [row for row in rows if all(f" {word}" in f" {index_text(row[1])}" for word in asked)]
    found = [Candidate(str(id), told) for id, told in fits[:LIMIT]]
    return [*found, *([] if asked else apart(ask.world, KINDS[kind].table, where(ask, kind), found))]


def title(kind: Kind) -> str:
    """The SQL of a record's name, empty where it has none."""
    return f"coalesce(t.{kind.title}, '')"


def about(*parts: str | None) -> str:
    """What tells a record apart, in one line."""
    return "  ".join(part for part in parts if part)
