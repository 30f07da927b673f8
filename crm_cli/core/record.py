"""record: a class of fields as `dataclasses` makes one, without what that costs a plain read to import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]:
        """Make a class of annotated fields a slotted record; that none is changed, the type checker sees to."""

else:

    def record(cls):
        """Make a class of annotated fields a slotted record; that none is changed, the type checker sees to."""
        names = tuple(cls.__annotations__)
        own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        defaults = {name: own.pop(name) for name in names if name in own}
        own |= {
            "__annotations__": cls.__annotations__,
            "__slots__": names,
            "__init__": _init(names, defaults),
            "__eq__": _equal,
            "__hash__": lambda self: hash(_values(self)),
            "__repr__": _shown,
        }
        return type(cls)(cls.__name__, cls.__bases__, own)


def replace(thing: T, **changes: Any) -> T:
    """The same record with some of its fields changed."""
    names = type(thing).__annotations__
    return type(thing)(**{**{name: getattr(thing, name) for name in names}, **changes})


def _init(names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Write the `__init__` that takes the fields in their order."""
    taken = ", ".join(f"{name}=defaults[{name!r}]" if name in defaults else name for name in names)
    kept = "; ".join(f"self.{name} = {name}" for name in names) or "pass"
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {taken}): {kept}", {"defaults": defaults}, made)
    init: Callable[..., None] = made["__init__"]
    return init


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__slots__])


def _equal(self: Any, other: object) -> bool:
    return type(other) is type(self) and _values(other) == _values(self)


def _shown(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__name__}({fields})"
