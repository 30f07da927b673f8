"""What a period brought, read from the log: what came, moved, was won or lost, changed and went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta, tzinfo
from sqlite3 import Connection
from typing import NamedTuple

from crm_cli.core.dates import iso_instant, to_instant
from crm_cli.core.money import Money, format_human, format_plain
from crm_cli.core.periods import Period
from crm_cli.core.text import plural
from crm_cli.db.log import as_of, images
from crm_cli.db.log.images import Change, Image
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.kind import Kind

ORDER = ("won", "lost", "new", "moved", "reopened", "done", "changed", "archived", "unarchived", "gone")
"""The changes a record can have gone through, the weightiest first."""

UNSAID = ("stage_moves", "external_ids", "activity_links", "employments")
"""Parts whose change is told by the record's own, or means nothing to people."""


class Difference(NamedTuple):
    """What a period made of one record; before and after say more where there is more to say."""

    what: str
    kind: str
    id: int
    name: str
    before: str | Money | None
    after: str | Money | None

    @property
    def row(self) -> tuple[str | None, ...]:
        """What happened, `kind/id`, the name, before and after: texts, an amount as `500.00 EUR`."""
        return self.what, f"{self.kind}/{self.id}", self.name, _plain(self.before), _plain(self.after)


class Window(NamedTuple):
    """The changes of a period, after `first` and up to `last`, and its days."""

    first: int
    last: int
    start_on: str
    end_on: str


def instants(period: Period, zone: tzinfo) -> tuple[str, str, str, str]:
    """The instants between which a period lies, and its first and last day; open ends as far as there are days."""
    start, end = period.start or date(1970, 1, 1), period.end or date(9999, 12, 30)
    before = to_instant(start, time.min, zone) - timedelta(seconds=1)
    return (
        iso_instant(before),
        iso_instant(to_instant(end, time(23, 59, 59), zone)),
        start.isoformat(),
        end.isoformat(),
    )


def between(db: Connection, before: str, until: str, start_on: str, end_on: str) -> list[Difference]:
    """What differs between the file as it stood at two instants, weightiest first.

    start_on, end_on: the days between, within which a deal that came closed counts as won or lost in them.
    """
    window = Window(as_of.last_change(db, before), as_of.last_change(db, until), start_on, end_on)
    found = [difference for kind in KINDS.values() for difference in _of_kind(db, kind, window)]
    return sorted(found, key=lambda d: (ORDER.index(d.what), KINDS.as_people_ask().index(d.kind), d.id))


def _of_kind(db: Connection, kind: Kind, window: Window) -> Iterator[Difference]:
    """Compare every record that the period touched with what it was before."""
    parts = _parts(db, kind, window)
    log = Since(db, kind.table, window)
    touched = dict.fromkeys([*log.touched(), *parts])
    stages = _stages(db) if any(field.name == "stage_id" for field in kind.fields) else {}
    for id in touched:
        start, end = log.images(id)
        yield from _differences(kind, id, start, end, parts.get(id, ()), stages, window)


class Since:
    """The changes of a table's rows since a period began: by row, and the stretches of rows that came."""

    def __init__(self, db: Connection, table: str, window: Window) -> None:
        self.db, self.table, self.window = db, table, window
        self.changes: dict[int, list[Change]] = {}
        self.stretches: list[tuple[int, int, Change]] = []
        for change in images.of_table(db, table, after=window.first):
            if change.last is not None:
                self.stretches.append((change.row, change.last, change))
            else:
                self.changes.setdefault(change.row, []).append(change)

    def touched(self) -> Iterator[int]:
        """The rows that the period changed, some more than once."""
        for id, changes in self.changes.items():
            if changes[-1].id <= self.window.last:
                yield id
        for first, last, stretch in self.stretches:
            if stretch.id <= self.window.last:
                sql = f"SELECT id FROM {self.table} WHERE id BETWEEN ? AND ?"
                yield from (id for (id,) in self.db.execute(sql, (first, last)).fetchall())
                yield from (id for id in self.changes if first <= id <= last)

    def images(self, id: int) -> tuple[Image, Image]:
        """What a row was when the period began, and when it ended."""
        came = [stretch for first, last, stretch in self.stretches if first <= id <= last]
        image = images.now(self.db, self.table, id)
        end: Image | None = None
        for change in sorted([*self.changes.get(id, ()), *came], key=lambda c: c.id, reverse=True):
            if end is None and change.id <= self.window.last:
                end = image
            image = images.before(image, change)
        return image, image if end is None else end


def _parts(db: Connection, kind: Kind, window: Window) -> dict[int, list[str]]:
    """Which parts of which records of a kind the period touched: a tag, a contact point."""
    marks = ", ".join("?" * len(UNSAID))
    rows = db.execute(
        "SELECT DISTINCT owner_id, table_name FROM _changes WHERE id > ? AND id <= ? AND +owner_kind = ?"
        f" AND table_name <> ? AND table_name NOT IN ({marks}) ORDER BY id",
        (window.first, window.last, kind.name, kind.table, *UNSAID),
    )
    found: dict[int, list[str]] = {}
    for id, table in rows:
        found.setdefault(id, []).append({"taggings": "tags"}.get(table, table.replace("_", " ")))
    return found


def _differences(
    kind: Kind,
    id: int,
    start: Image,
    end: Image,
    parts: Iterable[str],
    stages: Mapping[int, str],
    window: Window,
) -> Iterator[Difference]:
    name = _name(kind, end or start)

    def told(what: str, before: str | Money | None = None, after: str | Money | None = None) -> Difference:
        return Difference(what, kind.name, id, name, before, after)

    if not start and not end:
        return
    if not end:
        yield told("gone", before=_amount(kind, start))
        return
    if not start:
        yield told("new", after=_amount(kind, end))
        if window.start_on <= (end.get("closed_on") or "") <= window.end_on and end.get("status") != "open":
            yield told(end["status"], after=_outcome(kind, end))
        return
    changed = [field for field in end if start.get(field) != end[field]]
    said = {"archived_at"}
    if "status" in changed:
        said |= {"status", "closed_on", "lost_reason", "competitor", "stage_id", "pipeline_id"}
        if end["status"] == "open":
            yield told("reopened", before=start["status"], after=stages.get(end["stage_id"]))
        else:
            yield told(end["status"], after=_outcome(kind, end))
    elif "stage_id" in changed:
        said |= {"stage_id", "pipeline_id"}
        yield told("moved", stages.get(start["stage_id"] or 0), stages.get(end["stage_id"] or 0))
    if "done_at" in changed and end["done_at"]:
        said |= {"done_at", "done_on"}
        yield told("done", after=end.get("done_on"))
    if "archived_at" in changed:
        yield told("archived" if end["archived_at"] else "unarchived")
    rest = [field.removesuffix("_id") for field in changed if field not in said] + list(parts)
    if rest:
        yield told("changed", after=", ".join(dict.fromkeys(rest)))


def _outcome(kind: Kind, end: Image) -> str | Money | None:
    """What a deal that closed came to: its amount where it is won, else why it was lost."""
    return _amount(kind, end) if end["status"] == "won" else end.get("lost_reason")


def _amount(kind: Kind, image: Image) -> Money | None:
    """What a record comes to: the first amount that lists of its kind add up."""
    for name in kind.sums:
        minor, currency = image.get(kind.field(name).column), image.get("currency")
        if minor is not None and currency:
            return Money(minor, currency)
    return None


def _name(kind: Kind, image: Image) -> str:
    name = image.get(kind.title) or image.get("body") or image.get("kind") or ""
    first = str(name).splitlines()[0] if name else ""
    return first if len(first) <= 60 else first[:59] + "…"


def _plain(value: str | Money | None) -> str | None:
    return f"{format_plain(value)} {value.currency}" if isinstance(value, Money) else value


def _stages(db: Connection) -> dict[int, str]:
    return dict(db.execute("SELECT id, name FROM stages"))


NAMED = 5
"""How many records of a sort the story names; the rest it counts."""


def story(found: Iterable[Difference], locale: str = "en") -> Iterator[str]:
    """Tell the differences in a few lines: `New: 2 contacts (Jane Doe, Bob Roe), 1 deal (Renewal: €500.00)`."""
    sorts: dict[str, dict[str, list[Difference]]] = {}
    for difference in found:
        sorts.setdefault(difference.what, {}).setdefault(difference.kind, []).append(difference)
    for what, kinds in sorts.items():
        told = []
        for kind, members in kinds.items():
            names = [_told(member, locale) for member in members[:NAMED]]
            if len(members) > NAMED:
                names.append(f"{len(members) - NAMED} more")
            told.append(f"{plural(len(members), kind, KINDS[kind].plural)} ({'; '.join(names)})")
        yield f"{what.capitalize()}: {', '.join(told)}"
    if not sorts:
        yield "Nothing changed"


def _told(difference: Difference, locale: str) -> str:
    name, after = difference.name or f"{difference.kind}/{difference.id}", difference.after
    if difference.what == "moved":
        return f"{name} from {difference.before} to {after}"
    if isinstance(after, Money):
        after = format_human(after, locale)
    return f"{name}: {after}" if after else name
