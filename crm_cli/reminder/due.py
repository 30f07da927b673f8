r"""What is due, by one indexed look-up, and the quickest answer to a bare `crm remind`.

A shell prompt and a cron line ask this all day, so nothing is imported here but sqlite3, datetime, zoneinfo,
os and sys: each of dataclasses, typing, enum, re, json and pathlib costs as much as the whole answer.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta

from crm_cli.app import clock, settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo
    from typing import TextIO

Thing = tuple[str, str, str, int, str, str | None, str]
"""Something due: its day, when (the same, or an instant in UTC), kind, id, what, whom, why; a line says it in local time.

why: `unsettled` or `planned` of an activity, `overdue` or `today` of a reminder.
"""

_SQL = """
SELECT day, moment, 'reminder', id, title, whom, iif(day < ?2, 'overdue', 'today') FROM _due WHERE day <= ?1
ORDER BY day, priority, length(moment) > 10, moment, id
"""
"""The view knows of all kinds whom a reminder is about."""

_PLANNED = """
SELECT day, moment, 'activity', id, iif({0}, 'held or missed? ' || title, title), whom, iif({0}, 'unsettled', 'planned')
FROM _planned WHERE day <= ?1 ORDER BY NOT {0}, day, moment, id
""".format("coalesce(until <= ?3, day < ?2)")
"""What is planned for that day, behind what is over and asks to be settled."""

_COUNT_PLANNED = """
SELECT total({0}), total(NOT {0}) FROM _planned_times WHERE day <= ?1
""".format("coalesce(until <= ?2, day < ?1)")

_COUNT = """
SELECT count(*) FROM reminders r
WHERE coalesce(r.snoozed_on, r.due_on) {} ? AND r.done_at IS NULL AND r.archived_at IS NULL
"""

_ESCAPES = {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"}
"""What `core.text.escape` writes."""


def due(connection: sqlite3.Connection, now: datetime, zone: tzinfo, days: int = 0) -> list[Thing]:
    """What is due by the end of the user's day, or `days` later: what is planned, then reminders, the urgent first.

    What is due at an hour of that day counts though the hour has not come.
    """
    return [*each(connection, now, zone, days)]


def each(connection: sqlite3.Connection, now: datetime, zone: tzinfo, days: int = 0) -> Iterator[Thing]:
    """The same, read one by one."""
    day = now.astimezone(zone).date()
    today, until = day.isoformat(), (day + timedelta(days=days)).isoformat()
    yield from connection.execute(_PLANNED, (until, today, _text(now)))
    yield from connection.execute(_SQL, (until, today))


def _text(now: datetime) -> str:
    """The moment as the file keeps it."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def summary(connection: sqlite3.Connection, now: datetime, zone: tzinfo) -> str:
    """Count in one line what is due: `2 overdue, 1 today, 1 to settle, 2 planned`; nothing where nothing is."""
    today = now.astimezone(zone).date().isoformat()
    counts = [
        (connection.execute(_COUNT.format(sign), (today,)).fetchone()[0], word)
        for sign, word in (("<", "overdue"), ("=", "today"))
    ]
    settled = connection.execute(_COUNT_PLANNED, (today, _text(now))).fetchone()
    counts += [(int(count), word) for count, word in zip(settled, ("to settle", "planned"), strict=True)]
    return ", ".join([f"{count} {word}" for count, word in counts if count])


def answer_plainly(
    db: str,
    now: str,
    env: Mapping[str, str],
    *,
    has_exit_code: bool = False,
    is_summary: bool = False,
    out: TextIO,
) -> int | None:
    """Answer `crm remind` in plain lines, reading the file and the clock ourselves; returns the exit code.

    db: the file's path, or "" for the default one. now: an ISO day or instant, or "" for the real moment.
    Anything unusual (no file, not ours, an older schema, a setting or clock that needs reading) is None:
    nothing has been written then, and the command tree answers, with its words for what is wrong.
    """
    if any(_is_unusual(setting, env.get(setting.variable, "")) for setting in settings.SETTINGS.values()):
        return None
    path = db or settings.data_file(env)
    try:
        connection = _open(path)
        if connection is None:
            return None
        try:
            zone = _zone(env, connection)
            moment = clock.exact(now, zone) if now else clock.real()
            if moment is None:
                return None
            if is_summary:
                counted = summary(connection, moment, zone)
                text = f"{counted}\n" if counted else ""
            else:
                text = "".join([_line(thing, zone) for thing in due(connection, moment, zone)])
        finally:
            connection.close()
    except (sqlite3.Error, OSError, ValueError, LookupError, ArithmeticError, TypeError):
        return None
    if text:
        out.write(text)
        out.flush()
    return 10 if text and has_exit_code else 0


def _open(path: str) -> sqlite3.Connection | None:
    """Open our own file of the present schema for reading; None where it is anything else."""
    # opening an emptied file would make SQLite throw away its -wal: the tree says so instead
    if not path or not os.path.isfile(path) or not os.path.getsize(path):
        return None
    from crm_cli.db import version

    quoted = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{quoted}?mode=ro", uri=True, isolation_level=None)
    try:
        identity = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        ]
        connection.execute("BEGIN")
    except sqlite3.Error:
        connection.close()
        return None
    if identity != [version.APPLICATION_ID, version.VERSION]:
        connection.close()
        return None
    return connection


def _is_unusual(setting: settings.Setting, value: str) -> bool:
    """Whether the environment tells a setting in a way that would have to be read, or refused."""
    if not value or setting.name == "timezone":
        return False
    return setting.type == "locale" or (setting.type == "choice" and value not in setting.choices)


def _zone(env: Mapping[str, str], connection: sqlite3.Connection) -> tzinfo:
    """The user's zone as `App.zone` finds it; LookupError or ValueError for a name that is not exact."""
    name = env.get("CRM_TIMEZONE", "")
    if not name:
        row = connection.execute("SELECT value FROM settings WHERE name = 'timezone'").fetchone()
        name = (row[0] if row else "") or settings.system_zone(env)
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _line(thing: Thing, zone: tzinfo) -> str:
    _, when, kind, id, what, whom, _ = thing
    if "T" in when:
        instant = datetime.fromisoformat(when)
        when = (
            (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(zone).isoformat(" ")[:16]
        )
    return f"{when}\t{kind}/{id}\t{_escaped(what)}\t{_escaped(whom or '')}\n"


def _escaped(text: str) -> str:
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)
