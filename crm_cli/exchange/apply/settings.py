"""What the user asked of an import, beside what its columns are."""

from __future__ import annotations

from dataclasses import dataclass

from crm_cli.core.conventions import Conventions


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked of an import beside the columns.

    system: the name of the system the ids are of, or "". ids: `ours` or `theirs`, or "" where the rows tell.
    key: fields that tell records apart, first of all. is_strict: a cell that cannot be read rejects its row.
    """

    at: str
    today: str
    how: Conventions
    system: str = ""
    ids: str = ""
    key: tuple[str, ...] = ()
    creates: bool = True
    overwrites: bool = False
    erases: bool = False
    is_strict: bool = False
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    lists_steps: bool = False
