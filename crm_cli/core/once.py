"""once: an attribute that is worked out when it is first asked for, and kept."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import cached_property as once
    from typing import Any
else:

    class once:  # noqa: N801 - a decorator
        """What `functools.cached_property` is, which costs a plain read a tenth of its time to import."""

        def __init__(self, work: Callable[[Any], Any]) -> None:
            self.work = work
            self.__doc__ = work.__doc__

        def __get__(self, thing: Any, type: Any = None) -> Any:
            if thing is None:
                return self
            value = thing.__dict__[self.work.__name__] = self.work(thing)
            return value


__all__ = ["once"]
