"""The options and arguments of a command, read from the signature of its function; nothing is built for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from crm_cli.cli.completion import Wanted


class Parameter:
    """An option or an argument.

    names: those of an option, none of an argument. takes: whether an option takes a value. is_many: whether it may be
    given several times; of an argument, whether it takes all words that are left. is_needed: whether it has no default.
    word: what it is called in usage (`WHO`); wanted: what was told of it where it is declared, or None.
    """

    __slots__ = ("help", "is_hidden", "is_many", "is_needed", "names", "takes", "wanted", "word")

    def __init__(
        self,
        names: tuple[str, ...],
        *,
        takes: bool = True,
        is_many: bool = False,
        word: str = "",
        help: str = "",
        wanted: Wanted | None = None,
        is_hidden: bool = False,
        is_needed: bool = False,
    ) -> None:
        self.names = names
        self.takes = takes
        self.is_many = is_many
        self.word = word
        self.help = help
        self.wanted = wanted
        self.is_hidden = is_hidden
        self.is_needed = is_needed


def of(callback: Any) -> list[Parameter]:
    """The options and arguments of a command, in order, as the signature of its function declares them.

    callback: the function, maybe as typer wraps it.
    """
    function = getattr(callback, "__wrapped__", callback)
    found = []
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    needed = names[: len(names) - len(function.__defaults__ or ())]
    for name, annotation in function.__annotations__.items():
        if isinstance(annotation, str):
            annotation = _evaluated(annotation, function)  # noqa: PLW2901 - what the words stand for
        told = next(iter(getattr(annotation, "__metadata__", ())), None)
        if told is not None:
            found.append(_parameter(name, told, str(annotation.__origin__), is_needed=name in needed))
    return found


def arguments(callback: Any) -> list[Parameter]:
    """The arguments of a command alone."""
    return [each for each in of(callback) if not each.names]


def _evaluated(annotation: str, function: Callable[..., Any]) -> Any:
    """An annotation as an object; None for one that only the type checker can read: that is no parameter of ours."""
    try:
        return eval(annotation, function.__globals__)
    except (AttributeError, NameError, TypeError):
        return None


def _parameter(name: str, told: Any, type: str, *, is_needed: bool) -> Parameter:
    marker = told.autocompletion
    is_option = isinstance(told.default, str) or bool(told.param_decls)
    return Parameter(
        (told.default, *(told.param_decls or ())) if is_option else (),
        takes=type != "<class 'bool'>",
        is_many="list[" in type,
        word=told.metavar or ("" if is_option else name.upper()),
        help=told.help or "",
        wanted=getattr(marker, "wanted", None),
        is_hidden=bool(told.hidden),
        is_needed=is_needed,
    )
