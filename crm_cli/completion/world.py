"""What a completion may know: the file that is meant, the moment, and the command as far as it is typed."""

from __future__ import annotations

import sqlite3

from crm_cli.app import settings
from crm_cli.core.errors import CrmError
from crm_cli.core.once import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from crm_cli.app.hoisting import Globals
    from crm_cli.kinds.catalogue import Catalogue


class World:
    """The file that `--db`, `CRM_DB` or the default names, and the moment of `--now`, `CRM_NOW` or the clock."""

    def __init__(self, options: Globals, env: Mapping[str, str]) -> None:
        self.options = options
        self.env = env

    @once
    def db(self) -> sqlite3.Connection | None:
        """The file, open for a glance; None where it cannot be read."""
        path = self.options.db or self.env.get("CRM_DB") or settings.data_file(self.env)
        if not path:
            return None
        from crm_cli.db.glance import glance

        return glance(path)

    def close(self) -> None:
        """Let go of the file."""
        if self.__dict__.get("db") is not None:
            self.db.close()  # type: ignore[union-attr]

    def rows(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """What the file answers; nothing where it cannot be read, is older, or takes long."""
        if self.db is None:
            return []
        try:
            return self.db.execute(sql, values).fetchall()
        except sqlite3.Error:
            return []

    @once
    def catalogue(self) -> Catalogue:
        """The fields of the file, its own among them; those of the program alone where it cannot be read."""
        from crm_cli.kinds.catalogue import Catalogue

        return Catalogue(_Nothing() if self.db is None else self.db)  # type: ignore[arg-type]

    @once
    def today(self) -> date:
        """The day of `--now`, `CRM_NOW` or the clock, in the user's zone."""
        from datetime import UTC

        from crm_cli.app import clock
        from crm_cli.core import calendar

        stored = dict(self.rows("SELECT name, value FROM settings"))
        named = self.env.get("CRM_TIMEZONE") or stored.get("timezone") or settings.system_zone(self.env)
        try:
            zone = calendar.zone(named)
        except CrmError:
            zone = UTC
        typed = self.options.now or self.env.get("CRM_NOW", "")
        try:
            moment = clock.exact(typed, zone)
        except ValueError:
            moment = None
        return (moment or clock.real()).astimezone(zone).date()


class _Nothing:
    """What a catalogue asks where there is no file: it has no fields of the user's own, no stages, no tags."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> _Nothing:
        return self

    def fetchone(self) -> None:
        return None

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(())
