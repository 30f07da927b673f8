"""Views: the words of a list command, kept under a name among the settings of the file."""

from __future__ import annotations

import shlex

from crm_cli.cli import quick
from crm_cli.core.errors import Conflict, NotFound, UsageError
from crm_cli.core.query_words import join
from crm_cli.core.record import record
from crm_cli.core.text import nearest
from crm_cli.db import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from sqlite3 import Connection


PREFIX = "view."
"""What the names of these settings begin with."""

LISTS = frozenset(
    {quick.OF_KIND["list"].target, quick.READS["deal board"].target, quick.NAMED["report"][1].target}
)
"""What answers a list: of the reads, only these can be kept."""


@record
class View:
    """A list under a name; words: those after `crm`."""

    name: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as they would be typed."""
        return shlex.join(self.words)


def find(db: Connection) -> list[View]:
    """All views by name."""
    kept = settings.stored(db)
    return [
        View(name.removeprefix(PREFIX), tuple(shlex.split(text)))
        for name, text in sorted(kept.items())
        if name.startswith(PREFIX)
    ]


def has(db: Connection, name: str) -> bool:
    """Whether there is a view of that name, whatever its case."""
    return any(view.name == name.casefold() for view in find(db))


def get(db: Connection, name: str) -> View:
    """The view of that name, whatever its case; NotFound with the nearest."""
    views = find(db)
    for view in views:
        if view.name == name.casefold():
            return view
    near = nearest(name, [view.name for view in views], limit=1)
    raise NotFound(f"there is no view `{name}`", hint=f"crm view {near[0]}" if near else "crm view list")


def check_name(name: str, commands: Collection[str]) -> str:
    """The name as it is kept; UsageError for one that could not be typed after `crm view`."""
    kept = name.casefold()
    if kept in commands:
        raise UsageError(
            f"`{name}` is a command of `crm view`, which a view cannot hide", hint=f"call it my-{kept}"
        )
    if not kept or not all(sign.isalnum() or sign in "-_." for sign in kept) or kept.startswith("-"):
        raise UsageError(
            f"`{name}` is no name for a view: one word of letters, digits, `-`, `_` and `.`",
            hint="crm view add NAME contact list tag:hot",
        )
    return kept


def is_list(words: Sequence[str]) -> bool:
    """Whether the words are those of a list, whatever may be wrong in it."""
    read, _ = quick.named(words)
    return read is not None and read.target in LISTS


def put(db: Connection, view: View, *, force: bool) -> None:
    """Keep a view; Conflict where the name is taken by another, unless forced."""
    other = settings.stored(db).get(PREFIX + view.name)
    if other is not None and other != view.text and not force:
        raise Conflict(
            f"view {view.name} is there already: crm {other}",
            hint=f"crm view add --force {view.name} {view.text}",
        )
    settings.put(db, PREFIX + view.name, view.text)


def drop(db: Connection, view: View) -> None:
    """Forget a view."""
    settings.drop(db, PREFIX + view.name)


def together(view: View, more: Sequence[str]) -> list[str]:
    """The words of a view and those typed after its name.

    Both queries must hold; of an option given twice the one typed later counts.
    """
    words = [*view.words]
    call = quick.meant(words) if more else None
    if call is None or not call.read.words:
        return [*words, *more]
    query = call.values[call.read.words]
    command = words[: len(words) - len(quick.named(words)[1])]
    options = [
        option.name if option.keeps == "flag" else f"{option.name}={call.values[option.parameter]}"
        for option in call.read.options
        if call.values[option.parameter] not in (None, False)
    ]
    asked = join(query or [])
    return [*command, *options, *([f"({asked})"] if asked.strip() else []), *more]
