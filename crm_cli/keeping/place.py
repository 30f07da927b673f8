"""Where the file lies: who may read it, how much room there is, and whether something else copies it about."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable

from crm_cli.core.text import plural
from crm_cli.db import whole
from crm_cli.db.health import BROKEN, OK, WARNING, Finding

_SYNCED = {
    "Dropbox": ("dropbox",),
    "OneDrive": ("onedrive",),
    "Google Drive": ("google drive", "googledrive", "my drive"),
    "iCloud": ("com~apple~clouddocs", "icloud drive", "iclouddrive", "mobile documents"),
    "Yandex.Disk": ("yandex.disk", "yandexdisk", "яндекс.диск", "яндекс диск"),
    "Cloud Mail.ru": ("cloud mail.ru", "облако mail.ru"),
    "Box": ("box", "box sync"),
    "Nextcloud": ("nextcloud",),
    "ownCloud": ("owncloud",),
    "MEGA": ("mega", "megasync"),
    "pCloud": ("pcloud", "pclouddrive"),
    "Seafile": ("seafile",),
    "Resilio Sync": ("resilio sync",),
    "Syncthing": ("syncthing",),
}
"""Names of folders that a program keeps alike on several machines; also with ` - Team` or ` (2)` behind them."""

_MARKERS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".sync": "Resilio Sync",
            ".csync_journal.db": "Nextcloud"}  # fmt: skip
"""Files and folders that such programs leave in the folder they keep."""

_NETWORK = {
    "9p",
    "afpfs",
    "cifs",
    "davfs",
    "fuse.davfs",
    "fuse.rclone",
    "fuse.sshfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
}


def examine(path: str, copies: Iterable[str] = ()) -> list[Finding]:
    """Check who may read the file, the room on its disk, its folder, and what killed commands left.

    copies: backups of the file, in whose folders unfinished ones may lie, too.
    """
    found = [permissions(path), room(path), folder(path)]
    left = whole.left_overs(_folders(path, copies))
    if left:
        words = (
            f"{plural(len(left), 'file')} left by commands that were killed: `{os.path.basename(left[0])}`"
        )
        found.append(Finding("left-overs", WARNING, words, True))
    return found


def clear_away(path: str, copies: Iterable[str] = ()) -> None:
    """Delete what killed commands left beside the file and its copies."""
    whole.clear(_folders(path, copies))


def _folders(path: str, copies: Iterable[str]) -> set[str]:
    return {os.path.dirname(os.path.abspath(name)) for name in (os.path.realpath(path), *copies)}


def permissions(path: str) -> Finding:
    """Only its owner should read or write the file."""
    if os.name == "nt":
        return Finding("permissions", OK, "kept by the system")
    open_ones = [name for name in _files(path) if stat.S_IMODE(os.stat(name).st_mode) & 0o077]
    if open_ones:
        mode = stat.S_IMODE(os.stat(open_ones[0]).st_mode)
        return Finding(
            "permissions", WARNING, f"other users may reach `{open_ones[0]}` (mode {mode:o})", True
        )
    around = stat.S_IMODE(os.stat(os.path.dirname(os.path.abspath(path))).st_mode)
    if around & 0o002 and not around & stat.S_ISVTX:
        return Finding(
            "permissions", WARNING, "anyone may put another file in its place: the folder is open to all"
        )
    if not os.access(path, os.W_OK):
        return Finding("permissions", WARNING, "the file is read-only")
    return Finding("permissions", OK, "the file is its owner's alone")


def close_to_others(path: str) -> None:
    """Take from all but the owner the right to read or write the file and its helpers."""
    for name in _files(path):
        os.chmod(name, stat.S_IMODE(os.stat(name).st_mode) & 0o700)


def room(path: str) -> Finding:
    """A write needs a little room, a backup as much as the file."""
    import shutil

    size = sum(os.path.getsize(name) for name in _files(path))
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
    words = f"{in_units(size)} used, {in_units(free)} free"
    if free < 1 << 20:
        return Finding("disk", BROKEN, f"the disk is full: {words}")
    if free < 2 * size or free < 50 << 20:
        return Finding("disk", WARNING, f"hardly room for a backup: {words}")
    return Finding("disk", OK, words)


def folder(path: str) -> Finding:
    """A program that copies the file about while it is in use will damage it sooner or later."""
    rivals = conflicting_copies(path)
    if rivals:
        more = f" (and {len(rivals) - 1} more)" if len(rivals) > 1 else ""
        return Finding(
            "folder", WARNING, f"a synchronizing program left another version: `{rivals[0]}`{more}"
        )
    keeper = synced_by(path)
    if keeper:
        return Finding(
            "folder", WARNING, f"{keeper} copies this folder while the file is in use; keep it elsewhere, and use crm backup --to"
        )  # fmt: skip
    kind = file_system(path)
    if kind in _NETWORK:
        return Finding("folder", WARNING, f"a network folder ({kind}): locks there cannot be trusted")
    return Finding("folder", OK, "not in a folder that another program copies about")


def synced_by(path: str) -> str:
    """Name the program that keeps the file's folder alike on several machines; "" where there is none."""
    place = os.path.dirname(os.path.realpath(path))
    parts = [part for part in re.split(r"[\\/]", place) if part]
    for part in parts:
        name = part.casefold()
        for program, names in _SYNCED.items():
            if any(
                name == known or name.startswith((f"{known} - ", f"{known} (", f"{known}-"))
                for known in names
            ):
                return program
    if "CloudStorage" in parts[:-1]:
        return parts[parts.index("CloudStorage") + 1].partition("-")[0]
    while True:
        for marker, program in _MARKERS.items():
            if os.path.exists(os.path.join(place, marker)):
                return program
        above = os.path.dirname(place)
        if above == place:
            return ""
        place = above


def conflicting_copies(path: str) -> list[str]:
    """Versions of the file that a synchronizing program could not settle, by the names they give them."""
    stem, ending = os.path.splitext(os.path.basename(path))
    place = os.path.dirname(os.path.abspath(path))
    pattern = re.compile(
        rf"{re.escape(stem)}(?:\.sync-conflict-.+|.*\((?:.*conflict.*|.*конфликт.*)\).*){re.escape(ending)}",
        re.IGNORECASE,
    )
    return sorted(name for name in os.listdir(place) if pattern.fullmatch(name))


def file_system(path: str) -> str:
    """The kind of file system the file lies on, as Linux names it; "" elsewhere."""
    place = os.path.realpath(path)
    best, kind = "", ""
    try:
        with open("/proc/self/mounts", encoding="utf-8") as file:
            for line in file:
                words = line.split()
                point = words[1].replace("\\040", " ")
                if (place == point or place.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
                    best, kind = point, words[2]
    except OSError:
        return ""
    return kind


def in_units(size: int) -> str:
    """Write a number of bytes: `412 KB`, `3.1 MB`."""
    if size < 1000:
        return plural(size, "byte")
    number = float(size)
    for unit in ("KB", "MB", "GB"):
        number /= 1000
        if number < 999.5:
            return f"{number:.0f} {unit}" if number >= 10 else f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"


def _files(path: str) -> list[str]:
    return [name for name in (path, f"{path}-wal", f"{path}-shm") if os.path.exists(name)]
