"""The functions that our queries may use; no trigger or view of the file does, so other programs can write, too.

What they need is imported when one is first called: most queries call none.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo


def add(db: sqlite3.Connection) -> None:
    """Give a connection the functions that are the same for everybody."""
    for name, arguments, function in ALIKE:
        db.create_function(name, arguments, function, deterministic=True)
    file: list[str] = []

    def uid_of(kind: str, id: int) -> str:
        from crm_cli.core import uids

        if not file:
            file.append(db.execute("SELECT uuid FROM _file").fetchone()[0])
        return uids.of_name(file[0], f"{kind}/{id}")

    db.create_function("uid_of", 2, uid_of)


def tell_time(db: sqlite3.Connection, *, now: datetime, zone: tzinfo) -> None:
    """Give queries the user's day, `today()`, and of any instant `local_day(instant)` and the clock, `local(instant)`."""
    today = now.astimezone(zone).date().isoformat()
    db.create_function("today", 0, lambda: today, deterministic=True)

    def local_day(instant: str | None) -> str | None:
        if not instant:
            return None
        return datetime.fromisoformat(instant).astimezone(zone).date().isoformat()

    def local(instant: str | None) -> str | None:
        if not instant:
            return None
        from crm_cli.core.calendar import from_iso, local_text

        return local_text(from_iso(instant), zone)

    db.create_function("local_day", 1, local_day, deterministic=True)
    db.create_function("local", 1, local, deterministic=True)


def _fold(value: object) -> str | None:
    from crm_cli.core import text

    return None if value is None else text.fold(str(value))


def _same(value: object) -> str | None:
    from crm_cli.core import text

    return None if value is None else text.same(str(value))


def _index_words(title: str, body: str) -> str:
    from crm_cli.db import search_words

    return search_words.of_record(title, body)


def _spaced(value: object) -> str | None:
    from crm_cli.core import query_conditions

    return query_conditions.spaced(value)


def _matches(pattern: str, value: object) -> bool:
    from crm_cli.core import query

    return value is not None and query.matches(pattern, str(value))


def _number(value: object) -> float | None:
    from crm_cli.core import query

    return query.number(value)


def _minor_digits(currency: object) -> int:
    from crm_cli.core import query

    return query.minor_digits(currency)


ALIKE: tuple[tuple[str, int, Callable[..., str | float | bool | None]], ...] = (
    ("fold", 1, _fold),
    ("same", 1, _same),
    ("index_words", 2, _index_words),
    ("spaced", 1, _spaced),
    ("matches", 2, _matches),
    ("number", 1, _number),
    ("minor_digits", 1, _minor_digits),
)
"""Those that are the same for everybody: name, number of arguments, function."""

OURS = {
    **{name: arguments for name, arguments, _ in ALIKE},
    "uid_of": 2,
    "today": 0,
    "local_day": 1,
    "local": 1,
    "base_currency": 0,
    "in_base": 3,
}
"""All that only our own connections know, those that need a file, a clock or the user's currency included: name → arguments."""
