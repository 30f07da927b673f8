"""An occasion (a day at a fair): what is true of all that is added for a while. Users call it a context.

It is remembered in the user's state folder by the path of the file, never in the file: it belongs to whoever types, not
to the data. It holds in a terminal only, never for imports and pipes, and ends by itself.
"""

from __future__ import annotations

import os
from contextlib import suppress

from crm_cli.app.settings import state_folder
from crm_cli.core.errors import FileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from crm_cli.app.context import App


class Occasion:
    """What is true of all that is added.

    until: the day or the instant (ISO) it ends with, "" where only the user ends it.
    """

    __slots__ = ("_used", "name", "owner", "source", "tags", "until")

    def __init__(
        self, name: str, tags: tuple[str, ...] = (), source: str = "", owner: str = "", until: str = ""
    ) -> None:
        self.name = name
        self.tags = tags
        self.source = source
        self.owner = owner
        self.until = until
        self._used: set[str] = set()

    @property
    def parts(self) -> list[str]:
        """Its defaults in words: `+fair26`, `source fair Leipzig`."""
        said = [f"+{tag}" for tag in self.tags]
        said += [f"source {self.source}"] if self.source else []
        return said + ([f"owner {self.owner}"] if self.owner else [])

    @property
    def used(self) -> list[str]:
        """Those of its parts that the present command took."""
        return [part for part in self.parts if part in self._used]

    def use(self, part: str) -> None:
        """Note that a part of it was taken."""
        self._used.add(part)


def told(crm: App, occasion: Occasion, parts: list[str]) -> str:
    """An occasion in one line: `context fair until Sun 29 Nov: +fair26, source fair Leipzig`."""
    until = f" until {shown_end(crm, occasion)}" if occasion.until else ""
    return f"context {occasion.name}{until}" + (f": {', '.join(parts)}" if parts else "")


def shown_end(crm: App, occasion: Occasion) -> str:
    """When it ends, as people read it."""
    from datetime import date

    from crm_cli.core import calendar

    if "T" in occasion.until:
        return calendar.format_instant(calendar.from_iso(occasion.until), crm.calendar)
    return calendar.format_day(date.fromisoformat(occasion.until), crm.calendar)


def present(crm: App) -> Occasion | None:
    """The occasion that holds for this file now; one that is over is told, once, and forgotten."""
    found = remembered(crm)
    if found is None or not is_over(crm, found):
        return found
    if crm.options.now is None and not crm.options.dry_run:
        with suppress(FileError):  # then it is told again
            forget(crm)
    crm.remark(f"context {found.name} has ended ({shown_end(crm, found)})")
    return None


def is_over(crm: App, occasion: Occasion) -> bool:
    """Whether its last day, or its instant, has gone by."""
    now = crm.at if "T" in occasion.until else crm.today
    return bool(occasion.until) and occasion.until < now


def remembered(crm: App) -> Occasion | None:
    """The occasion remembered for this file, over or not."""
    kept = _read(crm).get(os.path.realpath(crm.path))
    if not isinstance(kept, dict):
        return None
    try:
        return Occasion(
            str(kept["name"]),
            tuple(map(str, kept["tags"])),
            str(kept["source"]),
            str(kept["owner"]),
            str(kept["until"]),
        )
    except (KeyError, TypeError):
        return None  # written by another version


def remember(crm: App, occasion: Occasion) -> None:
    """Keep an occasion for this file in the place of any other; FileError where there is nowhere to keep it."""
    kept = {name: getattr(occasion, name) for name in ("name", "tags", "source", "owner", "until")}
    _write(crm, {**_read(crm), os.path.realpath(crm.path): kept})


def forget(crm: App) -> None:
    """Forget the occasion of this file."""
    kept = dict(_read(crm))
    if kept.pop(os.path.realpath(crm.path), None) is not None:
        _write(crm, kept)


def _place(env: Mapping[str, str]) -> str:
    folder = state_folder(env)
    return os.path.join(folder, "contexts.json") if folder else ""


def _read(crm: App) -> Mapping[str, Any]:
    import json

    try:
        with open(_place(crm.env), encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(crm: App, kept: Mapping[str, Any]) -> None:
    """Put the file in the place of the old one at once, readable by its owner alone."""
    import json

    from crm_cli.app import files

    place = _place(crm.env)
    if not place:
        raise FileError(
            "there is no home folder to remember a context in", hint="set HOME to your home folder"
        )
    try:
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    except OSError as error:
        raise FileError(f"`{place}` cannot be written: {(error.strerror or str(error)).lower()}") from error
    with files.written(crm, place, force=True) as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
