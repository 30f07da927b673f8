"""The pager: what people read in a terminal goes through it where it is longer than the screen.

Nothing is shown until it is known whether it fits: answers are held back, and remarks with them, in their order.
A question, and whatever else flushes its stream, lets go what is held; from then on all is shown at once.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any, TextIO, cast

from crm_cli.core.errors import CrmError, Finished
from crm_cli.output.harmless import Harmless, behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Mapping

    from crm_cli.app.context import App


AUTO, ALWAYS, NEVER = "auto", "always", "never"
"""What the setting `pager` may say besides a command."""

USUAL = "less -FRX"
"""Ends by itself where all fits, lets colours through, and leaves what was read on the screen."""

MANNERS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""What pagers are told by their variables, where the user has not set them."""

_LINES = 24


def begin(crm: App) -> Page | None:
    """Put a page before the terminal of a command; None where it is to have none."""
    if crm.options.no_pager or crm.options.no_input or not crm.is_terminal:
        return None
    raw = cast("TextIO", behind(crm.stdout))
    height = _height(raw, crm.env)
    if height is None:
        return None
    page = Page(
        raw,
        crm.stderr,
        width=crm.width,
        height=height,
        choose=lambda: _chosen(crm)[0],
        is_always=lambda: crm.knows_settings and _chosen(crm)[1],
        env=crm.env,
    )
    crm.stdout, crm.stderr = cast("TextIO", Harmless(page.out)), cast("TextIO", page.err)
    crm.page = page
    return page


def _height(out: TextIO, env: Mapping[str, str]) -> int | None:
    """The lines of the screen; None for what only says that it is one."""
    try:
        lines = os.get_terminal_size(out.fileno()).lines
    except (OSError, ValueError, AttributeError):
        return None
    told = env.get("LINES", "")
    return int(told) if told.isdecimal() and int(told) > 0 else lines or _LINES


def _chosen(crm: App) -> tuple[str, bool]:
    """The pager's command line, "" for none, and whether short answers go through it, too."""
    try:
        choice = crm.setting("pager")
    except (CrmError, sqlite3.Error):  # the file cannot be read, which is what will be told
        choice = AUTO
    if choice.lower() == NEVER:
        return "", False
    if choice.lower() not in {AUTO, ALWAYS}:
        return choice, False
    command = crm.env.get("PAGER")
    if command is None:
        is_able = crm.env.get("TERM", "dumb") not in {"", "dumb"}
        command = USUAL if is_able else ""
    return command, choice.lower() == ALWAYS


class Page:
    """What is held back, and later the pager. out, err: the streams that are written to instead of the terminal's.

    choose: gives the pager's command line, asked once and late. is_always: whether it is for short answers, too.
    """

    def __init__(
        self,
        out: TextIO,
        err: TextIO,
        *,
        width: int,
        height: int,
        choose: Callable[[], str],
        is_always: Callable[[], bool],
        env: Mapping[str, str],
    ) -> None:
        self.out, self.err = Side(self, out), Side(self, err)
        self._width, self._height = width, height
        self._choose = choose
        self._is_always = is_always
        self._env = env
        self._held: list[tuple[Side, str]] = []
        self._lines = 0
        self._is_open = False
        self._pager: subprocess.Popen[str] | None = None

    def take(self, side: Side, text: str) -> None:
        """Take a text that is meant for one of the streams."""
        if self._pager is not None and side is self.out:
            self._feed(text)
        elif self._is_open or (side is self.err and not self._held and self._pager is None):
            side.stream.write(text)
        else:
            self._held.append((side, text))
            if side is self.out:
                self._lines += _lines(text, self._width)
                if self._lines >= self._height:
                    self._start()

    def let_go(self) -> None:
        """Show what is held, and hold nothing more: it is for programs, or somebody is asked."""
        if self._pager is not None or self._is_open:
            return
        self._is_open = True
        for side, text in self._held:
            side.stream.write(text)
        self._held.clear()

    def answer(self) -> None:
        """Show what was said so far: somebody is to answer it, once all before it is read."""
        if self._pager is not None:
            self.end()
        elif self._held:
            self.let_go()

    def settle(self) -> None:
        """Show what is held: it is all there is."""
        if self._held and self._pager is None and not self._is_open:
            if self._is_always():
                self._start()
            else:
                self.let_go()

    def end(self) -> None:
        """Wait until all is read, and show what was said meanwhile."""
        self.settle()
        if self._pager is None:
            return
        try:
            if self._pager.stdin is not None:
                self._pager.stdin.close()
        except OSError:
            pass  # it was left early
        while True:
            try:
                self._pager.wait()
                break
            except KeyboardInterrupt:  # the pager's own business
                continue
        self._pager, self._is_open = None, True
        for side, text in self._held:
            side.stream.write(text)
        self._held.clear()

    def _start(self) -> None:
        """Begin the pager with what was written so far; where there is none, let it go."""
        command = self._choose()
        if not _is_there(command, self._env):
            self.let_go()
            return
        import subprocess

        self.out.stream.flush()
        env = {**self._env, **{name: value for name, value in MANNERS.items() if name not in self._env}}
        try:
            self._pager = subprocess.Popen(
                command,
                shell=True,
                stdin=subprocess.PIPE,
                stdout=self.out.stream.fileno(),
                env=env,
                text=True,
                encoding="utf-8",
                errors="surrogateescape",
            )
        except OSError:
            self.let_go()
            return
        text = "".join(text for side, text in self._held if side is self.out)
        self._held = [(side, text) for side, text in self._held if side is not self.out]
        self._feed(text)

    def _feed(self, text: str) -> None:
        assert self._pager is not None
        assert self._pager.stdin is not None
        try:
            self._pager.stdin.write(text)
        except (BrokenPipeError, ValueError):  # whoever read has had enough
            raise Finished from None


class Side:
    """One of the streams of a page."""

    __slots__ = ("page", "stream")

    def __init__(self, page: Page, stream: TextIO) -> None:
        self.page = page
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        """All else a stream can is the terminal's own."""
        return getattr(self.stream, name)

    def write(self, text: str, /) -> None:
        """Give a text to the page."""
        self.page.take(self, text)

    def writelines(self, lines: Iterable[str], /) -> None:
        """Give texts to the page."""
        for line in lines:
            self.page.take(self, line)

    def flush(self) -> None:
        """Show what is held: all is said, or somebody is to answer."""
        if self is self.page.out:
            self.page.settle()
        else:
            self.page.answer()
        self.stream.flush()


def _is_there(command: str, env: Mapping[str, str]) -> bool:
    """Whether a command line is one that could run; `cat` shows what is shown anyway."""
    import shlex
    import shutil

    try:
        words = shlex.split(command)
    except ValueError:
        return False
    if not words or words == ["cat"]:
        return False
    return "=" in words[0] or shutil.which(words[0], path=env.get("PATH")) is not None


def _lines(text: str, width: int) -> int:
    """About how many lines of the screen a text takes."""
    ends = text.count("\n")
    if len(text) <= width:
        return ends
    return ends + sum((len(line) - 1) // width for line in text.split("\n") if len(line) > width + 20)
