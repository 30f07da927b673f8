"""A `typer` that only keeps what it is told: the declarations of commands are read, and no command is built.

To import the real one takes three times as long as all the rest of a completion. This one is put in its place only in
a process that answers the shell and ends; a test holds that both tell the same of every command there is.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Told:
    """Whatever is called with anything and keeps it: `Option`, `Argument`, and classes that are only inherited from."""

    def __init__(self, default: Any = None, *param_decls: str, **more: Any) -> None:
        self.default = default
        self.param_decls = param_decls
        self.__dict__.update(more)

    def __getattr__(self, name: str) -> None:
        return None  # what was not said


class Registered:
    """A command, or a group of them, under its name."""

    def __init__(self, name: str | None, callback: Any = None, typer_instance: Any = None) -> None:
        self.name = name
        self.callback = callback
        self.typer_instance = typer_instance


class Typer:
    """A group of commands as they are registered."""

    def __init__(self, help: str = "", **_: Any) -> None:
        self.info = Told(help=help)
        self.registered_commands: list[Registered] = []
        self.registered_groups: list[Registered] = []
        self.registered_callback: Registered | None = None

    def command(self, name: str | None = None, **_: Any) -> Callable[[Any], Any]:
        """Register a command."""

        def register(function: Any) -> Any:
            self.registered_commands.append(Registered(name, function))
            return function

        return register

    def callback(self, **_: Any) -> Callable[[Any], Any]:
        """Register what the group does alone, whose options are the group's."""

        def register(function: Any) -> Any:
            self.registered_callback = Registered(None, function)
            return function

        return register

    def add_typer(self, group: Typer, name: str | None = None, **_: Any) -> None:
        """Register a group within this one."""
        self.registered_groups.append(Registered(name, typer_instance=group))


class Module:
    """A module in which every name is a class that keeps what it is told."""

    def __init__(self, name: str, **names: Any) -> None:
        self.__name__ = name
        self.__path__: list[str] = []
        self.__spec__ = None
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = type(name, (Told,), {})
        setattr(self, name, found)
        return found


def install() -> None:
    """Take the place of `typer` for the rest of this process; where it has been imported already, that one stays."""
    if "typer" not in sys.modules:
        core, main = Module("typer.core"), Module("typer.main")
        sys.modules["typer"] = Module("typer", Typer=Typer, core=core, main=main)  # type: ignore[assignment]
        sys.modules["typer.core"], sys.modules["typer.main"] = core, main  # type: ignore[assignment]
