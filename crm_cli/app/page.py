"""What stands before a terminal: answers and remarks, held back until it is known whether they fit the screen.

Then they are shown in their order, or the answers go through the pager, and the remarks come when it ends. A question,
and whatever else flushes its stream, lets go what is held; from then on all is shown at once.
"""

from __future__ import annotations

from contextlib import suppress

from crm_cli.core.errors import Finished

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TextIO

    from crm_cli.app.pager import Pager

KEPT = 1_000_000
"""So much of a text is kept to be shown all the same, should the pager fail."""


class Page:
    """What is held back, and later the pager. out, err: the streams that are written to instead of the terminal's.

    choose: gives the pager's command line, or "", asked once and late. is_always: whether it is for short answers, too.
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
        self._pager: Pager | None = None
        self._given: list[str] = []
        self._room = KEPT

    def take(self, side: Side, text: str) -> None:
        """Take a text that is meant for one of the streams."""
        if self._pager is not None and side is self.out:
            self._give(text)
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
        if self._pager is None and not self._is_open:
            self._open()

    def answer(self) -> None:
        """Show what was said so far: somebody is to answer it, once all before it is read."""
        if self._pager is not None:
            self.end()
        elif self._held:
            self._open()

    def settle(self) -> None:
        """Show what is held: it is all there is."""
        if self._held and self._pager is None and not self._is_open:
            if self._is_always():
                with suppress(Finished):  # it is finished anyway
                    self._start()
            else:
                self._open()

    def end(self) -> None:
        """Wait until all is read, and show what was said meanwhile, unless the terminal is gone."""
        with suppress(OSError):
            self.settle()
            if self._pager is not None:
                self._leave(self._pager.end())

    def _start(self) -> None:
        """Begin the pager with what was written so far; where there is none, let it go."""
        from crm_cli.app.pager import Pager, is_there

        command = self._choose()
        if not is_there(command, self._env):
            self._open()
            return
        self.out.stream.flush()
        try:
            self._pager = Pager(command, self.out.stream, self._env)
        except OSError:
            self._open()
            return
        text = "".join(text for side, text in self._held if side is self.out)
        self._held = [(side, text) for side, text in self._held if side is not self.out]
        self._give(text)

    def _give(self, text: str) -> None:
        """Give the pager more; Finished where whoever reads has had enough."""
        assert self._pager is not None
        self._room -= len(text)
        if self._room > 0:
            self._given.append(text)
        if not self._pager.feed(text) and not self._leave(self._pager.end()):
            raise Finished

    def _leave(self, code: int) -> bool:
        """Go on without the pager, which has ended; whether it has failed, so that all it was given is shown here."""
        self._pager = None
        has_failed = code > 0 and self._room > 0
        if has_failed:
            self._held = [(self.out, text) for text in self._given] + self._held
        self._open()
        return has_failed

    def _open(self) -> None:
        self._is_open = True
        for side, text in self._held:
            side.stream.write(text)
        self._held.clear()


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


def _lines(text: str, width: int) -> int:
    """About how many lines of the screen a text takes."""
    ends = text.count("\n")
    if len(text) <= width:
        return ends
    return ends + sum((len(line) - 1) // width for line in text.split("\n") if len(line) > width + 20)
