"""App: everything a command may know of the world, real by default and replaceable in tests."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import IO, TYPE_CHECKING, TextIO

from crm_cli.app import settings
from crm_cli.app.hoisting import Globals
from crm_cli.core.errors import FileError, UsageError
from crm_cli.db import connection
from crm_cli.db.log import steps

if TYPE_CHECKING:
    from crm_cli.core.conventions import Conventions
    from crm_cli.core.dates import Calendar
    from crm_cli.kinds.rates import Rates
    from crm_cli.output import Screen
    from crm_cli.output.formats import Format


def node_name() -> str:
    """This machine's name, as the system knows it."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


@dataclass
class App:
    """The world of one command: its file, its clock, the user's settings and the streams."""

    options: Globals = field(default_factory=Globals)
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    argv: Sequence[str] = ()
    stdin: IO[str] = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    clock: datetime | None = None
    host: str = field(default_factory=node_name)
    format: str | None = None
    step: int | None = None
    may_make: bool = False
    _reading: sqlite3.Connection | None = None
    _writing: sqlite3.Connection | None = None
    _is_telling_time: bool = False
    _is_looking_back: bool = False

    # the file

    @cached_property
    def path(self) -> str:
        """The file's path: --db, else CRM_DB, else the platform's data folder."""
        path = self.options.db or self.env.get("CRM_DB") or settings.data_file(self.env)
        if not path:
            raise FileError("there is no home folder to keep the file in", hint="crm --db FILE …")
        return path

    @property
    def is_path_given(self) -> bool:
        """Whether the user named the file, so that a missing one is a mistake."""
        return bool(self.options.db or self.env.get("CRM_DB"))

    def read(self) -> sqlite3.Connection:
        """The connection for reading: the open transaction's while writing, else one that cannot write.

        With no file at the default place, an empty one in memory and a remark; the same, without the remark,
        for a command that is about to make the file.
        """
        if self._writing is not None and self._writing.in_transaction:
            return self._writing
        if self._reading is None:
            missing = not os.path.exists(self.path) or (self.may_make and connection.is_blank(self.path))
            if (self.may_make or not self.is_path_given) and missing:
                self._reading = connection.open_empty(now=datetime.now(UTC))
                if not self.may_make:
                    self.remark(f"no crm file yet; the first `crm contact add NAME` makes {self.path}")
            else:
                self._reading = connection.open_read(self.path)
                if connection.is_older(self._reading):
                    from crm_cli.db import older

                    self._reading = older.present(
                        self._reading, self.path, now=datetime.now(UTC), said=self.remark
                    )
                if self.options.as_of is not None:
                    self._reading = self._look_back(self._reading, self.options.as_of)
            self._reading.execute("BEGIN")
            if not self._is_telling_time:
                self._tell(self._reading)
        return self._reading

    @contextmanager
    def write(self, *, bulk: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction and one step of the log; nothing is kept where it raises, or with --dry-run.

        Afterwards `step` is the step's number, or None where nothing changed.
        """
        if self.options.as_of is not None:
            raise UsageError(
                "`--as-of` looks back; what was then cannot be written", hint="leave --as-of out"
            )
        self.forget_reading()
        missing = not os.path.exists(self.path)
        if self.options.dry_run and missing:
            db = connection.open_empty(now=self.now)
        else:
            db = connection.open_write(self.path, now=self.now, wait=self.lock_wait(), said=self.remark)
        self._writing = db
        self._tell(db)
        try:
            with connection.transaction(db, self.path, keep=not self.options.dry_run):
                from crm_cli.db import search

                step = steps.begin(
                    db,
                    words=self.words,
                    at=self.at,
                    user=_user(self.env),
                    host=self.host,
                    is_terminal=self.is_interactive,
                    reason=self.options.reason,
                    is_bulk=bulk,
                )
                self.step = step
                if search.is_stale(db):
                    search.refresh(db)
                yield db
                if search.is_stale(db):
                    search.refresh(db)
                self.step = steps.end(db, step)
        except BaseException:
            self.step = None
            raise
        finally:
            self._writing = None
            db.close()
            self.__dict__.pop("_file_settings", None)

    def _look_back(self, db: sqlite3.Connection, when: str) -> sqlite3.Connection:
        """A copy of the file as it stood then, which is also the moment from here on."""
        from datetime import time

        from crm_cli.core import dates
        from crm_cli.db.log import as_of as past

        if not self._is_looking_back:
            self._is_looking_back = True
            then = dates.parse_instant(when, self.calendar, at=time(23, 59, 59), prefer="past")
            if then > self.now and dates.local_day(then, self.zone) > self.calendar.today:
                raise UsageError(f"`{when}` is still to come", hint="--as-of yesterday")
        else:
            then = self.now
        copy = past.at(db, dates.iso_instant(then))
        if copy is not db:
            db.close()
        for name in ("now", "at", "today", "zone", "calendar", "conventions", "screen", "_file_settings"):
            self.__dict__.pop(name, None)
        self.clock = then
        return copy

    def as_it_stood(self, when: str) -> App:
        """The same world looking back: its `read()` gives the file as it stood then. The caller closes it."""
        return replace(self, options=self.options.looking_back(when), clock=self.now, _reading=None)

    def _tell(self, db: sqlite3.Connection) -> None:
        """Give queries the clock and the currency of the file; what these need is read before they are told."""
        self._is_telling_time = True
        try:
            connection.tell_time(db, now=self.now, zone=self.zone)
        finally:
            self._is_telling_time = False
        self._tell_money(db)

    def _tell_money(self, db: sqlite3.Connection) -> None:
        """Give queries `base_currency()` and `in_base(amount, currency, day)`; both are worked out on first use."""
        known: list[Rates] = []

        def rates() -> Rates:
            from crm_cli.kinds.rates import Rates

            if not known:
                known.append(Rates(db, self.setting("currency") or None, self.today))
            return known[0]

        def in_base(amount: int | None, currency: str | None, day: str | None) -> int | None:
            from crm_cli.kinds import rates as exchange

            return exchange.in_base(rates(), amount, currency, day)

        db.create_function("base_currency", 0, lambda: rates().base)
        db.create_function("in_base", 3, in_base)

    def forget_reading(self) -> None:
        """Close the reading connection: what it saw is old once something is written."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def close(self) -> None:
        """Let go of the file."""
        self.forget_reading()

    def refresh_search(self) -> None:
        """Index what another program wrote, before a search; a remark where the file forbids it."""
        from crm_cli.db import search

        db = self.read()
        if self.options.as_of is not None or not search.is_stale(db):
            return
        if db is self._writing:
            search.refresh(db)
            return
        self.forget_reading()
        try:
            writer = connection.open_write(self.path, now=self.now, wait=1.0)
            try:
                with connection.transaction(writer, self.path):
                    search.refresh(writer)
            finally:
                writer.close()
        except FileError:
            self.remark(
                "some records changed by another program are not searchable yet: the file cannot be written"
            )

    def without_file_settings(self) -> None:
        """Go on with the settings of the environment and the system: the file cannot be read."""
        self.__dict__["_file_settings"] = {}

    def lock_wait(self) -> float:
        """Seconds to wait while another program writes."""
        text = self.env.get("CRM_LOCK_WAIT") or ""
        if not text and os.path.exists(self.path):
            try:
                text = self.setting("lock_wait")
            except FileError:
                text = ""
            finally:
                self.forget_reading()
        try:
            return float(text or settings.SETTINGS["lock_wait"].default)
        except ValueError:
            return connection.BUSY_SECONDS

    # the clock

    @cached_property
    def now(self) -> datetime:
        """This moment, UTC and whole seconds; --now or CRM_NOW replaces it for all that is read and written."""
        if self.options.as_of is not None and not self._is_looking_back:
            self.read()
        if self.clock is not None:
            return self.clock
        real = datetime.now(UTC).replace(microsecond=0)
        typed = self.options.now or self.env.get("CRM_NOW")
        if not typed:
            return real
        from crm_cli.core import dates

        calendar = dates.Calendar(real, self.zone, self.setting("date_order") or None)
        return dates.parse_instant(typed, calendar)

    @cached_property
    def at(self) -> str:
        """This moment as the file keeps it: `2026-11-21T09:30:00Z`."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    @cached_property
    def today(self) -> str:
        """The user's day as the file keeps it: `2026-11-21`."""
        return self.now.astimezone(self.zone).date().isoformat()

    @cached_property
    def zone(self) -> tzinfo:
        """The user's zone: the days of reports and reminders are days there."""
        from crm_cli.core import dates

        return dates.zone(self.setting("timezone"))

    @cached_property
    def calendar(self) -> Calendar:
        """The user's calendar at this moment."""
        from crm_cli.core.dates import Calendar

        start = settings.WEEKDAYS.index(self.setting("week_start"))
        languages = tuple(dict.fromkeys((self.setting("locale").split("_")[0] or "en", "en")))
        return Calendar(self.now, self.zone, self.setting("date_order") or None, start, languages)

    @cached_property
    def conventions(self) -> Conventions:
        """How the user writes dates, money and phone numbers."""
        from crm_cli.core.conventions import Conventions

        return Conventions(
            calendar=self.calendar,
            currency=self.setting("currency") or None,
            region=self.setting("phone_region") or None,
        )

    # settings

    @cached_property
    def _file_settings(self) -> dict[str, str]:
        if self._writing is None and not self.is_path_given and not os.path.exists(self.path):
            return {}
        from crm_cli.app import choices

        return choices.stored(self.read())

    def setting(self, name: str) -> str:
        """A setting's value, from the environment, the file, the system or its default; "" where nothing is known."""
        return self.setting_and_origin(name)[0]

    def setting_and_origin(self, name: str) -> tuple[str, str]:
        """A setting's value and where it comes from: environment, file, system, default or ""."""
        from crm_cli.app import choices

        return choices.resolve(name, self.env, self._stored)

    def _stored(self, name: str) -> str | None:
        try:
            return self._file_settings.get(name)
        except FileError:
            if os.path.exists(self.path):
                raise
            return None  # a missing file is reported by the command that needs it

    # streams

    @property
    def words(self) -> str:
        """The command as typed, for the log."""
        import shlex

        return "crm " + shlex.join(self.argv)

    @cached_property
    def is_terminal(self) -> bool:
        """Whether answers go to a terminal."""
        return _isatty(self.stdout)

    @cached_property
    def is_interactive(self) -> bool:
        """Whether somebody can be asked: stdin and stderr are a terminal, and no --no-input."""
        return not self.options.no_input and _isatty(self.stdin) and _isatty(self.stderr)

    @cached_property
    def screen(self) -> Screen:
        """What the writers may know of the terminal."""
        from crm_cli.output import Screen

        is_plain = bool(self.env.get("NO_COLOR")) or self.env.get("TERM") == "dumb" or not self.is_terminal
        return Screen(
            width=self._width(),
            color=not is_plain,
            locale=self.setting("locale") or "en",
            calendar=self.calendar,
        )

    def _width(self) -> int:
        columns = self.env.get("COLUMNS", "")
        if columns.isdecimal() and int(columns) > 0:
            return int(columns)
        if self.is_terminal:
            try:
                return os.get_terminal_size(self.stdout.fileno()).columns or 80
            except (OSError, ValueError):
                return 80
        return 80

    def remark(self, text: str) -> None:
        """Say something beside the answer, on stderr; --quiet drops it."""
        if not self.options.quiet:
            from crm_cli.core.text import safe

            try:
                self.stderr.write(safe(text, multiline=True) + "\n")
            except BrokenPipeError:
                raise
            except OSError:
                pass  # nobody hears it; the answer is another matter

    def chosen_format(self, format: str | None, *, default: str | None = None) -> Format:
        """The output format: as asked, else `default`, else a table in a terminal and plain elsewhere.

        Raises UsageError for what is neither a format's name nor a template.
        """
        from crm_cli.output.formats import format_named

        if format is None:
            format = default or ("table" if self.is_terminal else "plain")
        return format_named(format)


def _isatty(stream: IO[str]) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # not there (>&-), or closed
        return False


def _user(env: Mapping[str, str]) -> str:
    named = env.get("LOGNAME") or env.get("USER") or env.get("USERNAME")
    if named:
        return named
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""
