"""Words behind an option's value that may be more of it, parted by the shell: `--contact Bo Berg` names Bo, or Bo Berg."""

from __future__ import annotations

from typing import NamedTuple

from crm_cli.cli import parameters, slots, trial
from crm_cli.core import shell
from crm_cli.core.errors import Ambiguous, UsageError
from crm_cli.kinds.catalogue import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.cli.command import Command

TYPED = "crm.words"
"""Under this name a command keeps all its words, as they were typed."""

ONE_WORD = {"--format", "-f", "--limit", "-n"}
"""Options whose value is one word in any case: what stands behind it is no more of it."""

TERMS = {"QUERY", "WORDS"}
"""Arguments each of whose words stands for itself, wherever it stands."""


class Behind(NamedTuple):
    """Words that stand right behind an option's value: from which place on among those that belong to no option.

    typed: the value as it was typed, `Bo` or `--contact=Bo`.
    """

    option: str
    typed: str
    place: int
    words: list[str]

    @property
    def value(self) -> str:
        """The value of the option."""
        return self.typed.removeprefix(f"{self.option}=")

    @property
    def run(self) -> list[str]:
        """The value and the words as they stand in the line."""
        return [self.typed, *self.words]


def check(command: Command, crm: App, found: Sequence[Behind]) -> None:
    """Refuse words that are a record's whole name with the option's value, or apart from the others of their argument.

    Ambiguous or UsageError, with the line in quotes.
    """
    for each in found:
        if kinds := _kinds(command, each.option):
            _refuse_name(crm, kinds, each)
        if command.joins and each.option not in ONE_WORD and _is_apart(command, each.place):
            raise UsageError(
                f"`{' '.join(each.words)}` stands apart, behind `{each.option} {each.value}`",
                hint=f"one value: {shell.as_one(crm.argv, each.run)}",
            )


def in_quotes(command: Command, ctx: Any, found: Sequence[Behind], values: Sequence[str]) -> str:
    """The line with the words in quotes that are too many for a command; "" for one that takes none.

    Those behind an option's value are more of it, where the command takes the rest as it stands.
    """
    words, argv = [*ctx.meta[TYPED]], [*ctx.obj.argv]
    for each in found:
        words, argv = shell.together(words, each.run), shell.together(argv, each.run)
    if found and trial.takes(command, words, parent=ctx.parent):
        return shell.line(["crm", *argv])
    places = len(parameters.arguments(command.callback))
    return shell.as_one(ctx.obj.argv, values[places - 1 :]) if places else ""


def _kinds(command: Command, option: str) -> Sequence[str]:
    """The kinds of record that an option may name; () where it names none."""
    for parameter in parameters.of(command.callback):
        if option in parameter.names:
            return slots.kinds(parameter)
    name = option.removeprefix("--").replace("-", "_")
    linked = (
        [field.linked for field in KINDS[command.kind].fields if field.name == name] if command.kind else []
    )
    return tuple(filter(None, linked))


def _refuse_name(crm: App, kinds: Sequence[str], found: Behind) -> None:
    from crm_cli.verbs import neighbours, resolve

    if not slots.is_readable(crm):
        return
    crm.refresh_search()
    names = [found.value, *found.words]
    for size in neighbours.sizes(crm, kinds, names, 0, len(names)):
        whole = " ".join(names[:size])
        raise Ambiguous(
            f"`{whole}` may be one name or {size}",
            hint=f"one name: {shell.as_one(crm.argv, found.run[:size])}",
            candidates=resolve.bearing(crm, kinds, whole),
        )


def _is_apart(command: Command, place: int) -> bool:
    """Whether the argument that takes all words from some place on has got words before this one."""
    arguments = parameters.arguments(command.callback)
    last = arguments[-1] if arguments else None
    return (
        last is not None and last.is_many and last.word.strip("[].") not in TERMS and place >= len(arguments)
    )
