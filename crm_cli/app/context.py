"""App: everything a command may know of the world, real by default and replaceable in tests.

On the path of every read: plain classes, and what only writes or few reads need is imported where it is used.
"""

from __future__ import annotations

import os
import sys

from crm_cli.app import clock, settings
from crm_cli.app.hoisting import Globals
from crm_cli.core.errors import FileError, UsageError
from crm_cli.core.once import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime, tzinfo
    from typing import IO, TextIO

    from crm_cli.app.occasion import Occasion
    from crm_cli.app.page import Page
    from crm_cli.core.calendar import Calendar
    from crm_cli.core.conventions import Conventions
    from crm_cli.core.errors import Candidate
    from crm_cli.kinds.rates import Rates
    from crm_cli.output import Screen
    from crm_cli.output.formats import Format


def node_name() -> str:
    """This machine's name, as the system knows it."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


class App:
    """The world of one command: its file, its clock, the user's settings and the streams.

    options: those before or after any command. clock: the moment, or None for the real one. step: the number
    of the step that was written. draft: what a person wrote in an editor, and the ending of its file's name.
    may_make: whether the command makes the file where there is none yet.
    reading, writing: the connections that are open. stdout: where answers go, past the gate where it is a terminal.
    page: what stands before the terminal, where answers go through a pager.
    spelled: the words of the command, aliases and shortcuts written out, without the options of all commands.
    named: the records that the line has named so far. is_hooked: whether a hook was asked before it writes.
    """

    def __init__(
        self,
        options: Globals | None = None,
        env: Mapping[str, str] | None = None,
        argv: Sequence[str] = (),
        stdin: IO[str] | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        clock: datetime | None = None,
        host: str | None = None,
    ) -> None:
        self.options = options or Globals()
        self.env = os.environ if env is None else env
        self.argv = argv
        self.stdin: IO[str] = stdin or sys.stdin
        self.stdout: TextIO = _gated(stdout or sys.stdout)
        self.stderr: TextIO = stderr or sys.stderr
        self.clock = clock
        self.host = node_name() if host is None else host
        self.step: int | None = None
        self.draft: tuple[str, str] | None = None
        self.may_make = False
        self.reading: sqlite3.Connection | None = None
        self.writing: sqlite3.Connection | None = None
        self.page: Page | None = None
        self.spelled: Sequence[str] = ()
        self.named: list[Candidate] = []
        self.is_hooked = False
        self._is_telling_time = False
        self._is_looking_back = False

    # the file

    @once
    def path(self) -> str:
        """The file's path: --db, else CRM_DB, else the platform's data folder."""
        path = self.options.db or self.env.get("CRM_DB") or settings.data_file(self.env)
        if not path:
            raise FileError("there is no home folder to keep the file in", hint="--db FILE")
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
        if self.writing is not None and self.writing.in_transaction:
            return self.writing
        if self.reading is None:
            from crm_cli.db import connection

            missing = not os.path.exists(self.path) or (self.may_make and connection.is_blank(self.path))
            if (self.may_make or not self.is_path_given) and missing:
                self.reading = connection.open_empty(now=clock.real())
                if not self.may_make:
                    self.remark(
                        f"no crm file yet; the first `{self.called} contact add NAME` makes {self.path}"
                    )
            else:
                self.reading = connection.open_read(self.path)
                if connection.is_older(self.reading):
                    from crm_cli.db import older

                    self.reading = older.present(self.reading, self.path, now=clock.real(), said=self.remark)
                if self.options.as_of is not None:
                    self.reading = self._look_back(self.reading, self.options.as_of)
            self.reading.execute("BEGIN")
            if not self._is_telling_time:
                self.tell(self.reading)
        return self.reading

    def write(self, *, bulk: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction and one step of the log; nothing is kept where it raises, or with --dry-run.

        Afterwards `step` is the step's number, or None where nothing changed.
        """
        from crm_cli.app import writing

        return writing.write(self, bulk=bulk)

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
        options = self.options.looking_back(when)
        return App(
            options, self.env, self.argv, self.stdin, self.stdout, self.stderr, clock=self.now, host=self.host
        )

    def tell(self, db: sqlite3.Connection) -> None:
        """Give queries the clock and the currency of the file; what these need is read before they are told."""
        from crm_cli.db import functions

        self._is_telling_time = True
        try:
            functions.tell_time(db, now=self.now, zone=self.zone)
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
        if self.reading is not None:
            self.reading.close()
            self.reading = None

    def close(self) -> None:
        """Let go of the file."""
        self.forget_reading()

    def refresh_search(self) -> None:
        """Index what another program wrote, before a search; a remark where the file forbids it."""
        from crm_cli.db.search_index import is_stale

        if self.options.as_of is not None or not is_stale(self.read()):
            return
        from crm_cli.app import writing

        writing.refresh_search(self)

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
            from crm_cli.db.connection import BUSY_SECONDS

            return BUSY_SECONDS

    # the clock

    @once
    def now(self) -> datetime:
        """This moment, UTC and whole seconds; --now or CRM_NOW replaces it for all that is read and written."""
        if self.options.as_of is not None and not self._is_looking_back:
            self.read()
        if self.clock is not None:
            return self.clock
        typed = self.options.now or self.env.get("CRM_NOW")
        if not typed:
            return clock.real()
        moment = clock.exact(typed, self.zone)
        if moment is not None:
            return moment
        from crm_cli.core import dates

        calendar = dates.Calendar(clock.real(), self.zone, self.setting("date_order") or None)
        return dates.parse_instant(typed, calendar)

    @once
    def at(self) -> str:
        """This moment as the file keeps it: `2026-11-21T09:30:00Z`."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    @once
    def today(self) -> str:
        """The user's day as the file keeps it: `2026-11-21`."""
        return self.now.astimezone(self.zone).date().isoformat()

    @once
    def zone(self) -> tzinfo:
        """The user's zone: the days of reports and reminders are days there."""
        from crm_cli.core import calendar

        return calendar.zone(self.setting("timezone"))

    @once
    def calendar(self) -> Calendar:
        """The user's calendar at this moment."""
        from crm_cli.core.calendar import Calendar

        return Calendar(
            self.now,
            self.zone,
            self.setting("date_order") or None,
            settings.WEEKDAYS.index(self.setting("week_start")),
            tuple(dict.fromkeys([*filter(None, self.setting("languages").split(",")), "en"])),
            day_parts=self.setting("day_parts"),
            workdays=self.setting("workdays"),
            holidays=self.setting("holidays"),
            is_persian=self.setting("calendar") == "jalali",
        )

    @once
    def conventions(self) -> Conventions:
        """How the user writes dates, money and phone numbers."""
        from crm_cli.core.conventions import Conventions

        return Conventions(
            calendar=self.calendar,
            currency=self.setting("currency") or None,
            region=self.setting("phone_region") or None,
        )

    # settings

    @once
    def _file_settings(self) -> dict[str, str]:
        if self.writing is None and not self.is_path_given and not os.path.exists(self.path):
            return {}
        from crm_cli.db.connection import translated
        from crm_cli.db.settings import stored

        db = self.read()
        with translated(self.path):
            return stored(db)

    @property
    def knows_settings(self) -> bool:
        """Whether the file's settings were read already, so that asking for one costs nothing."""
        return "_file_settings" in self.__dict__

    def forget_settings(self) -> None:
        """Read the file's settings anew when one is next asked for: a command may have changed them."""
        self.__dict__.pop("_file_settings", None)

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

    # what is added

    @once
    def occasion(self) -> Occasion | None:
        """What is true of all that is added for a while, where somebody sits at a terminal."""
        if not self.is_interactive:
            return None
        from crm_cli.app import occasion

        return occasion.present(self)

    def without_occasion(self) -> None:
        """What is true of all that a person adds is not true of what a file brings."""
        self.__dict__["occasion"] = None

    @property
    def owner(self) -> str | None:
        """Whose that is which is added, where nobody says: the occasion's owner, else the setting's."""
        if self.occasion is not None and self.occasion.owner:
            self.occasion.use(f"owner {self.occasion.owner}")
            return self.occasion.owner
        return self.setting("owner") or None

    # streams

    @property
    def words(self) -> str:
        """The command as typed, for the log."""
        import shlex

        return "crm " + shlex.join(self.argv)

    @once
    def called(self) -> str:
        """The program as whoever runs it can call it: what to run next is told with it."""
        from crm_cli.app import program

        return program.called(self.env, sys.argv[0], sys.executable)

    @once
    def is_terminal(self) -> bool:
        """Whether answers go to a terminal."""
        return _isatty(self.stdout)

    @once
    def is_interactive(self) -> bool:
        """Whether somebody can be asked: stdin and stderr are a terminal, and no --no-input."""
        return not self.options.no_input and _isatty(self.stdin) and _isatty(self.stderr)

    @once
    def screen(self) -> Screen:
        """What the writers may know of the terminal."""
        from crm_cli.output import Screen

        is_able = self.is_terminal and self.env.get("TERM") != "dumb"
        return Screen(
            width=self.width,
            color=is_able and not self.env.get("NO_COLOR"),
            locale=self.setting("locale") or "en",
            calendar=self.calendar,
            is_terminal=is_able,
        )

    @once
    def width(self) -> int:
        """How many cells a line of the terminal has; COLUMNS goes before."""
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

    def chosen_format(self, format: str | None, *, exports: bool = False) -> Format:
        """The output format: as asked, else a table in a terminal and plain elsewhere; for an export CSV.

        Raises UsageError for what is neither a format's name nor a template. What is for programs needs no pager.
        """
        from crm_cli.output.formats import format_named

        if format is None:
            format = "csv" if exports else "table" if self.is_terminal else "plain"
        chosen = format_named(format, exports=exports)
        if self.page is not None and (chosen.is_data or chosen.only_ids):
            self.page.let_go()
        return chosen


def _gated(stream: TextIO) -> TextIO:
    """The stream behind the gate that lets nothing steer a terminal; what is none stays as it is."""
    if not _isatty(stream):
        return stream
    from typing import cast

    from crm_cli.output.harmless import Harmless, behind

    return cast("TextIO", Harmless(behind(stream)))


def _isatty(stream: IO[str]) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # not there (>&-), or closed
        return False
