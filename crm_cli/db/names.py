"""How copies of the file are named: by its own name and their instant."""

from __future__ import annotations

import os
import re
from datetime import datetime

COMPRESSED = ".gz"


def name_for(
    path: str, now: datetime, *, folder: str = "", is_compressed: bool = False, word: str = ""
) -> str:
    """Name a copy: `crm-20261121T093000Z.db` beside the file or in `folder`, with `-2` where that is taken."""
    stem, ending = os.path.splitext(os.path.basename(path))
    place = folder or os.path.dirname(os.path.abspath(path))
    base = os.path.join(place, f"{stem}-{word}{now.strftime('%Y%m%dT%H%M%SZ')}")
    last = ending + (COMPRESSED if is_compressed else "")
    name, number = base + last, 1
    while os.path.lexists(name):
        number += 1
        name = f"{base}-{number}{last}"
    return name


def is_text(path: str) -> bool:
    """Whether a file can keep the path: one that is not UTF-8 is known to the system alone."""
    return not any("\ud800" <= sign <= "\udfff" for sign in path)


def beside(path: str, folder: str = "", *, word: str = "") -> list[str]:
    """The copies that bear names of ours for this file, oldest first, in `folder` or beside the file.

    word: a pattern for what may stand before the instant, as in the names of what a restore or migration kept aside.
    """
    stem, ending = os.path.splitext(os.path.basename(path))
    ours = re.compile(rf"{re.escape(stem)}-{word}(\d{{8}}T\d{{6}}Z)(?:-(\d+))?{re.escape(ending)}(?:\.gz)?")
    place = folder or os.path.dirname(os.path.abspath(path))
    try:
        names = os.listdir(place)
    except OSError:
        return []
    found = [(match[1], int(match[2] or 1), name) for name in names if (match := ours.fullmatch(name))]
    return [os.path.join(place, name) for _, _, name in sorted(found)]
