"""Modules of ours that are imported when they are first used: a command is declared without what it is done with.

`from crm_cli.verbs import listing` at the top of a module costs nothing here until something asks `listing` for
anything. Put to work only in a process that answers the shell and ends.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from typing import Any


class Later(ModuleType):
    """A module that is not executed yet; the first attribute it is asked for has it executed."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        loader: Loader = self.__dict__["__loader__"]
        loader.exec_module(self)
        return getattr(self, name)


class _Loader:
    """Makes a module, and leaves the rest to the loader that would have executed it."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module, empty."""
        return Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Note who is to execute it."""
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self.real


class Finder:
    """Finds modules where all others do."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """Where a module of ours is; None for packages and all others, which are imported as ever."""
        if not name.startswith("crm_cli."):
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self else None
            if spec is not None:
                if spec.submodule_search_locations is None:
                    spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
                return spec
        return None


def install() -> None:
    """Have modules imported later from here on."""
    sys.meta_path.insert(0, Finder())
