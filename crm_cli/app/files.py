"""Where a command writes a file: never over the CRM's own or over what it reads, nor, unless told, over any other.

A file is written beside its name and given it when it is whole, for its owner alone to read; what is no file on a disk
(a pipe, `/dev/null`, a stream that the shell has opened) is written straight into.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, TextIO, cast

from crm_cli.core.errors import Conflict, FileError, UsageError
from crm_cli.db import whole

if TYPE_CHECKING:
    from crm_cli.app.context import App

Read = str | int
"""What a command reads: a name, or the number of a stream that is open."""

_STREAM = re.compile(r"/dev/(?:fd/(\d+)|(std(?:in|out|err)))|/proc/(self|\d+)/fd/(\d+)")
_NUMBERS = {"stdin": 0, "stdout": 1, "stderr": 2}


def check(
    crm: App,
    name: str,
    *,
    reads: Iterable[Read] = (),
    force: bool = False,
    begins: bool = False,
    hint: str = "--force",
) -> None:
    """Refuse a file that the command must not write: by whatever name (a link, another spelling) it is told.

    reads: what the command reads. force: an ordinary file may be replaced. begins: a crm file is begun, where the
    CRM's own would be, too, if there is none. hint: for one that is there already.
    Raises Conflict, or UsageError for a folder.
    """
    if name == "-":
        return
    for own, what in _own(crm):
        if _is_same(name, own) and not (begins and own == crm.path and not os.path.lexists(name)):
            raise Conflict(f"`{name}` is {what}, which no command writes over", hint="give another name")
    if any(_is_same(name, source) for source in reads):
        raise Conflict(f"`{name}` is what is being read", hint="give another name")
    if os.path.isdir(name):
        raise UsageError(
            f"`{name}` is a folder, not a file", hint=f"give a name in it: {os.path.join(name, 'NAME')}"
        )
    if not force and os.path.lexists(name) and not _is_stream(name):
        raise Conflict(f"`{name}` is there already", hint=hint)


@contextmanager
def written(crm: App, name: str, *, reads: Iterable[Read] = (), force: bool = False) -> Iterator[TextIO]:
    """The text of a file that a command writes, UTF-8 with the line ends it is given; `-` is stdout.

    It has its name when the block ends, and nothing has changed where that raises. See `check` for what is refused.
    """
    if name == "-":
        yield crm.stdout
        return
    with opened(crm, name, reads=reads, force=force) as file:
        text = io.TextIOWrapper(cast("IO[bytes]", file), encoding="utf-8", newline="")
        try:
            yield text
            with _told(name):
                text.flush()
        finally:
            text.detach()


@contextmanager
def opened(crm: App, name: str, *, reads: Iterable[Read] = (), force: bool = False) -> Iterator[BinaryIO]:
    """The same for bytes."""
    check(crm, name, reads=reads, force=force)
    if _is_stream(name):
        with _told(name):
            file = _straight(name)
        with _told(name), file:
            yield file
        return
    place = os.path.realpath(name)  # a link stays one
    with _told(name), whole.beside(place) as part:
        with open(part, "wb") as file:
            yield file
        try:
            whole.publish(part, place, replaces=force)
        except FileExistsError:
            raise Conflict(f"`{name}` is there already", hint="--force") from None


def number_of(stream: object) -> tuple[int, ...]:
    """The number of a stream, to be among what is read; nothing for one that has none."""
    try:
        return (stream.fileno(),)  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return ()


def _own(crm: App) -> Iterator[tuple[str, str]]:
    """The CRM's file in use and the helpers that SQLite keeps beside it, there or not, with what each is."""
    try:
        path = crm.path
    except FileError:
        return  # nobody knows where it would be
    yield path, "the crm file itself"
    for place in {path, os.path.realpath(path)}:
        for ending in whole.HELPERS:
            yield place + ending, "a part of the crm file"


def _is_same(name: str, other: Read) -> bool:
    """Whether two names lead to one file; of files that are not there, whether they would be one."""
    there, other_there = _stat(name), _stat(other)
    if there is not None and other_there is not None:
        return os.path.samestat(there, other_there) and not _is_nowhere(there)
    if isinstance(other, int) or there is not None or other_there is not None:
        return False
    folder, called = os.path.split(os.path.realpath(name))
    other_folder, other_called = os.path.split(os.path.realpath(other))
    is_one_folder = folder == other_folder or _is_same_folder(folder, other_folder)
    return is_one_folder and _spelling(called) == _spelling(other_called)


def _is_same_folder(one: str, other: str) -> bool:
    there, other_there = _stat(one), _stat(other)
    return there is not None and other_there is not None and os.path.samestat(there, other_there)


def _spelling(name: str) -> str:
    """A name as file systems compare it that look away from case and from how accents are written."""
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())


def _stat(name: Read) -> os.stat_result | None:
    try:
        return os.stat(name)
    except (OSError, ValueError):
        return None


def _is_nowhere(found: os.stat_result) -> bool:
    """Whether it is a device, such as a terminal or `/dev/null`: it may be read and written at once."""
    return stat.S_ISCHR(found.st_mode)


def _number(name: str) -> int | None:
    """The number of the stream of this process that a name is; another process's of that number is none of ours."""
    match = _STREAM.fullmatch(os.path.abspath(name))
    if match is None or match[3] not in (None, "self", str(os.getpid())):
        return None
    return int(match[1] or match[4] or _NUMBERS[match[2]])


def _is_stream(name: str) -> bool:
    """Whether a name is that of something to be written straight into."""
    if _number(name) is not None:
        return True
    found = _stat(name)
    return found is not None and not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode)


def _straight(name: str) -> BinaryIO:
    """Open what is no file of its own; an open stream by its number, so that what is in it stays."""
    number = _number(name)
    if number is not None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return os.fdopen(os.dup(number), "wb")
    return open(os.open(name, os.O_WRONLY), "wb")  # never made, never emptied


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say in our words that a file cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"`{name}` cannot be written: {(error.strerror or str(error)).lower()}") from None
