"""What stands in another room, named by a string: `module:attribute`, imported when it is used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def resolved(target: str) -> Any:
    """Import a module and give the attribute of it that a target names."""
    module, _, name = target.partition(":")
    return getattr(__import__(module, fromlist=[name]), name)  # importlib costs as much again
