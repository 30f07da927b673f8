"""A file that comes into being whole under its name, or not at all: written beside it, under a name that says whose it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TextIO

HELPERS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, behind its name."""

_PART = re.compile(r"(\.crm-([^-]*)-(\d+)-\w+\.part)(?:-wal|-shm|-journal)?")


@contextmanager
def beside(target: str) -> Iterator[str]:
    """A new file (0600) in the folder of `target`, to be written and then published; it is gone at the end.

    What commands that were killed left in that folder is cleared away first. A polite kill (`timeout`, a closed
    terminal) ends the block as Ctrl-C does, so that nothing is left.
    """
    import tempfile

    folder = os.path.dirname(os.path.abspath(target))
    clear([folder])
    with _ended_politely():
        try:
            handle, part = tempfile.mkstemp(
                prefix=f".crm-{machine()}-{os.getpid()}-", suffix=".part", dir=folder
            )
        except OSError as error:
            error.filename = target  # nobody knows the other name
            raise
        os.close(handle)
        try:
            yield part
        finally:
            for name in (part, *(part + ending for ending in HELPERS)):
                with suppress(OSError):
                    os.unlink(name)


def private() -> AbstractContextManager[str]:
    """The same in the system's folder for passing things: what is still open at the end goes on without a name."""
    import tempfile

    return beside(os.path.join(tempfile.gettempdir(), "crm"))


@contextmanager
def replaced(target: str) -> Iterator[TextIO]:
    """The text of a file of the program's own (UTF-8), which takes the place of the old one when the block ends."""
    with beside(target) as part:
        with open(part, "w", encoding="utf-8") as file:
            yield file
        publish(part, target, replaces=True)


def publish(part: str, target: str, *, replaces: bool = False) -> None:
    """Give a finished file its name; FileExistsError where that is taken and it `replaces` nothing."""
    flush(part)
    if replaces:
        os.replace(part, target)
    else:
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise FileExistsError(target) from None
            os.rename(part, target)
    flush(os.path.dirname(os.path.abspath(target)))


def flush(path: str) -> None:
    """Ask the system to put a file, or a folder's list of names, on the disk now."""
    with suppress(OSError):  # some systems do not let folders be opened
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def left_overs(folders: Iterable[str]) -> list[str]:
    """What commands of this machine that were killed left unfinished in these folders."""
    found = []
    for folder in sorted({os.path.abspath(folder) for folder in folders}):
        with suppress(OSError):
            for name in os.listdir(folder):
                match = _PART.fullmatch(name)
                if match and match[2] == machine() and not _is_running(int(match[3])):
                    found.append(os.path.join(folder, name))
    return sorted(found)


def clear(folders: Iterable[str]) -> None:
    """Delete what `left_overs` finds, as far as the system lets us."""
    for name in left_overs(folders):
        with suppress(OSError):
            os.unlink(name)


def machine() -> str:
    """This machine's name, as names of files can have it: processes of others cannot be asked after."""
    import platform

    return re.sub(r"[^A-Za-z0-9_.]", "_", platform.node())[:40]


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return False  # there a file that is open cannot be deleted, which tells as much
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Let TERM and HUP end the block by an exception, and the process by the same signal when all is cleared away."""
    import signal
    import threading

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread() or not numbers:
        yield
        return
    told: list[int] = []

    def end(number: int, frame: object) -> None:
        told.append(number)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
        if told:
            os.kill(os.getpid(), told[0])
