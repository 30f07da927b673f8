"""Whether answers go through a pager, and through which: what people read in a terminal and is longer than the screen."""

from __future__ import annotations

import os
import sqlite3
from typing import TextIO, cast

from crm_cli.app.page import Page
from crm_cli.core.errors import CrmError
from crm_cli.output.harmless import Harmless, behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_cli.app.context import App

AUTO, ALWAYS, NEVER = "auto", "always", "never"
"""What the setting `pager` may say besides a command."""

USUAL = "less -FRX"
"""Ends by itself where all fits, lets colours through, and leaves what was read on the screen."""

LINES = 24
"""Of a screen that does not say how high it is."""


def begin(crm: App) -> Page | None:
    """Put a page before the terminal of a command; None where it is to have none."""
    if crm.options.no_pager or crm.options.no_input or not crm.is_terminal:
        return None
    raw = cast("TextIO", behind(crm.stdout))
    height = _height(raw, crm.env)
    if height is None:
        return None
    crm.page = Page(
        raw,
        crm.stderr,
        width=crm.width,
        height=height,
        choose=lambda: _chosen(crm)[0],
        is_always=lambda: crm.knows_settings and _chosen(crm)[1],
        env=crm.env,
    )
    crm.stdout, crm.stderr = cast("TextIO", Harmless(crm.page.out)), cast("TextIO", crm.page.err)
    return crm.page


def _height(out: TextIO, env: Mapping[str, str]) -> int | None:
    """The lines of the screen; None for what only says that it is one."""
    try:
        lines = os.get_terminal_size(out.fileno()).lines
    except (OSError, ValueError, AttributeError):
        return None
    told = env.get("LINES", "")
    return int(told) if told.isdecimal() and int(told) > 0 else lines or LINES


def _chosen(crm: App) -> tuple[str, bool]:
    """The pager's command line, "" for none, and whether short answers go through it, too."""
    try:
        choice = crm.setting("pager")
    except (CrmError, sqlite3.Error):  # the file cannot be read, which is what will be told
        choice = AUTO
    if choice.lower() == NEVER:
        return "", False
    if choice.lower() not in {AUTO, ALWAYS}:
        return choice, False
    command = crm.env.get("PAGER")
    if command is None:
        is_able = crm.env.get("TERM", "dumb") not in {"", "dumb"}
        command = USUAL if is_able else ""
    return command, choice.lower() == ALWAYS
