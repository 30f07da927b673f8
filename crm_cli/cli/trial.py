"""Whether a command could read a line: what is told as a line to run instead is tried before, and never run."""

from __future__ import annotations

from typing import Any

import typer

from crm_cli.cli import parameters
from crm_cli.core.errors import CrmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def takes(command: Any, words: Sequence[str], *, parent: Any) -> bool:
    """Whether a command can read these words, and lacks none; a group takes none."""
    if hasattr(command, "commands"):
        return not words
    first = next(iter(parameters.arguments(command.callback)), None)
    if first is not None and not words and not first.word.startswith("["):
        return False
    try:
        with command.make_context(command.name, [*words], parent=parent):
            return True
    except (CrmError, typer.TyperException):
        return False
