"""The bytes of a file, as often as they are needed; of what can be read only once, kept aside."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from crm_cli.core.errors import UsageError

CHUNK = 1 << 20

Source = Callable[[], BinaryIO]
"""Opens the bytes from their beginning, as often as it is called."""


def file_source(path: Path) -> Source:
    """The bytes of a file; of what can be read only once (a pipe, `<(…)`, `/dev/stdin`), kept aside.

    UsageError where it cannot be read.
    """

    def start() -> BinaryIO:
        with _told(path):
            return path.open("rb")

    if not path.exists() or path.is_file() or path.is_dir():
        return start
    with _told(path), path.open("rb") as stream:
        return _kept(stream)


def stream_source(stream: IO[str]) -> Source:
    """The bytes of a stream that can be read only once, kept aside."""
    buffer = getattr(stream, "buffer", None)
    return _kept(buffer or io.BytesIO(stream.read().encode("utf-8", "surrogatepass")))


def _kept(stream: BinaryIO) -> Source:
    """All bytes of a stream, in a file that nobody else sees; it lives as long as the command."""
    spool = cast("BinaryIO", tempfile.TemporaryFile())
    shutil.copyfileobj(stream, spool, CHUNK)
    spool.flush()

    def start() -> BinaryIO:
        handle = os.dup(spool.fileno())
        os.lseek(handle, 0, os.SEEK_SET)
        return os.fdopen(handle, "rb")

    return start


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"there is no file `{path}`") from None
    except IsADirectoryError:
        raise UsageError(f"`{path}` is a folder, not a file") from None
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from None
