"""Where messages lie: a file of one (`.eml`) or of many (mbox), a Maildir, a folder of messages, or stdin."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import BinaryIO

from crm_cli.core.errors import NotFound, UsageError

_FROM = re.compile(rb"From \S.*\d\d?:\d\d(:\d\d)?.*\d{4}")
"""What stands between the messages of an mbox: sender and day. `From now on` in a text is none."""

_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "a message of Outlook (.msg)",
    b"!BDN": "a mailbox of Outlook (.pst)",
    b"PK\x03\x04": "a ZIP",
}

LARGEST = 50 * 1024 * 1024
"""A message of more bytes is not read whole: what is behind is an attachment, which is named only."""


def messages(name: str, stdin: BinaryIO | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield each message with where it lies; `-` is stdin.

    Raises NotFound, or UsageError for what is known to be something else.
    """
    if name == "-":
        if stdin is None:
            raise UsageError("there is no mail on stdin", hint="crm mail import FILE.mbox")
        yield from _of_stream("stdin", stdin)
    elif os.path.isdir(name):
        yield from _of_folder(name)
    else:
        yield from _of_file(name)


def _of_folder(folder: str) -> Iterator[tuple[str, bytes]]:
    """The messages of a Maildir and of the folders in it; else all mail in a folder, by its files' endings."""
    found = False
    for where, folders, files in os.walk(folder):
        folders.sort()
        is_box = os.path.basename(where) in {"cur", "new"}
        if os.path.basename(where) == "tmp" and os.path.isdir(os.path.join(os.path.dirname(where), "cur")):
            continue
        for file in sorted(files):
            if is_box or file.lower().endswith((".eml", ".mbox")) or file == "mbox":
                found = True
                yield from _of_file(os.path.join(where, file))
    if not found:
        raise UsageError(
            f"`{folder}` holds no mail: neither a Maildir (cur, new) nor .eml or .mbox files",
            hint="name the mailbox itself: crm mail import FILE.mbox",
        )


def _of_file(name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with open(name, "rb") as stream:
            yield from _of_stream(name, stream)
    except FileNotFoundError:
        raise NotFound(f"there is no file `{name}`") from None
    except OSError as error:
        raise UsageError(f"`{name}` cannot be read: {(error.strerror or str(error)).lower()}") from None


def _of_stream(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    first = stream.readline(2**16)
    for begins, what in _FOREIGN.items():
        if first.startswith(begins):
            raise UsageError(
                f"`{name}` is {what}, which is not read", hint="save the mail as .eml or .mbox there"
            )
    if not first.strip():
        rest = stream.read(LARGEST)
        if rest.strip():
            yield name, rest
    elif _FROM.match(first):
        for number, message in enumerate(_of_mbox(stream), start=1):
            yield f"{name}, message {number}", message
    else:
        yield name, first + stream.read(LARGEST)


def _of_mbox(stream: BinaryIO) -> Iterator[bytes]:
    """The messages after the first separator; `>From ` loses the sign that was put before it."""
    lines: list[bytes] = []
    size, is_after_blank = 0, False
    for line in stream:
        if is_after_blank and line.startswith(b"From ") and _FROM.match(line):
            yield b"".join(lines)
            lines, size, is_after_blank = [], 0, False
            continue
        is_after_blank = not line.strip()
        if size < LARGEST:
            quoted = line.startswith(b">") and line.lstrip(b">").startswith(b"From ")
            lines.append(line[1:] if quoted else line)
            size += len(line)
    yield b"".join(lines)
