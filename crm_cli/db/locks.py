"""Who keeps a file locked, where the system tells: Linux lists all locks in /proc/locks."""

from __future__ import annotations

import os
import shlex

WAL_WRITER = 120
"""The byte of the `-shm` file that a writer locks in WAL mode (sqlite.org/walformat.html, 2.3)."""

RESERVED = 0x40000001
"""The byte of the file itself that a writer locks in the other modes (sqlite.org/fileformat2.html, 1.3)."""


def holder(path: str) -> str:
    """Name the other process that is writing the file, as "`crm import x.csv` (process 41)"; "" where unknown."""
    for name, byte in ((f"{path}-shm", WAL_WRITER), (path, RESERVED)):
        process = _writer(name, byte)
        if process and process != os.getpid():
            words = _command(process)
            return f"`{words}` (process {process})" if words else f"process {process}"
    return ""


def _writer(name: str, byte: int) -> int:
    """The process with an exclusive lock on a byte of a file; 0 where there is none or nobody tells.

    A line reads `1: POSIX  ADVISORY  WRITE 41 fe:00:2149538 120 120`: process, device and inode, first and last byte.
    """
    try:
        inode = str(os.stat(name).st_ino)
        with open("/proc/locks", encoding="ascii") as file:
            lines = [line.split() for line in file]
    except (OSError, UnicodeDecodeError):
        return 0
    for words in lines:
        if len(words) == 8 and words[3] == "WRITE" and words[5].rpartition(":")[2] == inode:
            first, last = int(words[6]), int(words[7]) if words[7].isdigit() else 1 << 62
            if first <= byte <= last and words[4].isdigit():
                return int(words[4])
    return 0


def _command(process: int) -> str:
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            words = file.read().decode("utf-8", "replace").rstrip("\0").split("\0")
    except OSError:
        return ""
    names = [os.path.basename(word) for word in words]
    for at, name in enumerate(names[:3]):
        if name in {"crm", "__main__.py"} or (name == "crm_cli" and at and words[at - 1] == "-m"):
            words = ["crm", *words[at + 1 :]]
            break
    text = shlex.join(words)
    return text if len(text) <= 80 else text[:79] + "…"
