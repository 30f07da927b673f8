"""The aliases there are: those of the file, kept among its settings, and those of the user's own configuration.

Only the configuration may hold one that runs a shell (`!…`): a file may come from anybody.
"""

from __future__ import annotations

import shlex

from crm_cli.app import own_config
from crm_cli.core.record import record
from crm_cli.db import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection


PREFIX = "alias."
"""What the names of these settings begin with."""

TABLE = "aliases"
"""The table of the configuration's file."""

SHELL = "!"
"""What a text begins with that a shell runs."""

FILE, CONFIG = "file", "config"
"""Where one comes from."""


@record
class Alias:
    """A word that stands for a command; text: as it is typed after `crm`, or `!` and what a shell runs."""

    name: str
    text: str
    origin: str

    @property
    def is_shell(self) -> bool:
        """Whether a shell runs it."""
        return self.text.startswith(SHELL)

    @property
    def words(self) -> list[str]:
        """The words it stands for; ValueError where a quote is not closed."""
        return words_of(self.text)

    @property
    def shown(self) -> str:
        """The line it stands for."""
        return self.text if self.is_shell else f"crm {self.text.removeprefix('crm ')}"


def words_of(text: str) -> list[str]:
    """A text as words; `crm` in front of them is no part of it."""
    words = shlex.split(text)
    return words[1:] if words[:1] == ["crm"] else words


def of_file(db: Connection) -> dict[str, Alias]:
    """Those of the file, by name."""
    kept = settings.stored(db)
    return {
        name.removeprefix(PREFIX): Alias(name.removeprefix(PREFIX), text, FILE)
        for name, text in sorted(kept.items())
        if name.startswith(PREFIX) and not text.startswith(SHELL)
    }


def of_config(env: Mapping[str, str]) -> dict[str, Alias]:
    """Those of the user's configuration, by name."""
    found = own_config.texts(env, TABLE)
    return {name.casefold(): Alias(name.casefold(), text, CONFIG) for name, text in sorted(found.items())}


def together(db: Connection | None, env: Mapping[str, str]) -> dict[str, Alias]:
    """All by name; the user's own go before those of a file."""
    return {**(of_file(db) if db is not None else {}), **of_config(env)}


def put(db: Connection, name: str, text: str) -> bool:
    """Keep one in the file; returns whether it differs from what was there."""
    return settings.put(db, PREFIX + name, text)


def drop(db: Connection, name: str) -> None:
    """Forget one of the file."""
    settings.drop(db, PREFIX + name)
