"""Where the cursor stands: which command, which of its options or arguments, and what was typed for the others."""

from __future__ import annotations

from crm_cli.app.hoisting import FLAGS, OPTIONS, WITH_VALUE, hoist
from crm_cli.completion import declared
from crm_cli.completion import line as lines
from crm_cli.completion.declared import Group, Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.hoisting import Globals
    from crm_cli.completion.declared import Command
    from crm_cli.completion.world import World

GLOBAL = tuple(
    Parameter(told.names, takes=bool(told.metavar), word=told.metavar, help=told.help) for told in OPTIONS
)
"""The options that stand before or after any command."""


class Place:
    """The command as far as it is typed.

    options: those of any command. command: the command, or the group where no command of it was named; None where
    not even the first word is there. words: what could not be understood: a command that does not exist.
    values: the arguments. given: the options, each with its values; fields as options, too. awaits: the option whose
    value comes next, by its name as typed. is_bare: whether `--` ended the options.
    """

    __slots__ = ("awaits", "command", "given", "is_bare", "options", "values", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.awaits = ""
        self.is_bare = "--" in words
        if words and words[-1] in WITH_VALUE and not self.is_bare:
            self.awaits, words = words[-1], words[:-1]
        self.options: Globals
        self.options, rest = hoist(words)
        self.command: Command | None
        self.command, self.words = declared.command(rest)
        self.values: list[str] = []
        self.given: dict[str, list[str]] = {}
        if self.command is not None:
            self._sort(self.words)

    def of_list(self, world: World) -> Place:
        """Where the cursor stands in the list that a view is, or is to be: `view hot …`, `view add hot contact list …`."""
        words = [*self.words]
        if self.command is None and words:
            return self._of_alias(world)
        if self.path in (("view", "add"), ("alias", "set")):
            while words and is_option(words[0]):
                del words[0]
            if not words:
                return self
            kept: Sequence[str] = ()
        elif self.path == ("view",) and words and not is_option(words[0]):
            rows = world.rows("SELECT value FROM settings WHERE name = ?", (f"view.{words[0].casefold()}",))
            if not rows:
                return self
            kept = lines.read(f"{rows[0][0]} ", lines.SH).words
        else:
            return self
        found = Place([*kept, *words[1:]])
        found.options = self.options
        found.awaits = self.awaits if self.awaits in WITH_VALUE else found.awaits
        return found

    def _of_alias(self, world: World) -> Place:
        """Where the cursor stands in the command that the first word is an alias of."""
        from crm_cli.completion.stored import aliases_of

        alias = aliases_of(world).get(self.words[0].casefold())
        if alias is None or alias.is_shell:
            return self
        found = Place([*lines.read(f"{alias.text.removeprefix('crm ')} ", lines.SH).words, *self.words[1:]])
        found.options = self.options
        found.awaits = self.awaits if self.awaits in WITH_VALUE else found.awaits
        return found

    def of_usual(self) -> Place | None:
        """Where the cursor stands in the command that a group means by a name: `note Ja…`; None where it has none."""
        if not isinstance(self.command, Group) or not self.command.usual or self.values:
            return None
        found = Place([*self.command.path, self.command.usual])
        found.options, found.is_bare = self.options, self.is_bare
        return found

    def _sort(self, words: Sequence[str]) -> None:
        """Tell options from arguments, as commands do: `-` and a digit begin a value."""
        stream = iter(words)
        for word in stream:
            if word == "--":
                self.values += stream
            elif not is_option(word):
                self.values.append(word)
            else:
                name, equals, value = (
                    word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
                )
                values = self.given.setdefault(self.named(name), [])
                if self.takes(name):
                    if not equals and not value:
                        following = next(stream, None)
                        if following is None:
                            self.awaits = name
                            return
                        value = following
                    values.append(value)

    def option(self, name: str) -> Parameter | None:
        """The declared option of that name, one that stands before or after any command, too."""
        own = self.command.options if self.command is not None else []
        return next((each for each in (*own, *GLOBAL) if name in each.names), None)

    def named(self, name: str) -> str:
        """The long name of an option."""
        found = self.option(name)
        return found.names[0] if found else name

    def takes(self, name: str) -> bool:
        """Whether an option takes a value; a field as an option does."""
        if name in FLAGS or name in ("--help", "-h", "--version"):
            return False
        found = self.option(name)
        return found.takes if found else name.startswith("--")

    def value(self, name: str) -> str:
        """What was last given for an option, or ""."""
        return next(iter(self.given.get(name, [""])[::-1]), "")

    @property
    def path(self) -> tuple[str, ...]:
        """The words of the command, a shortcut written out: `remind done`."""
        return declared.whole(self.command.path) if self.command is not None else ()

    def argument(self) -> Parameter | None:
        """The argument that comes next: with `--where`, none is a record."""
        if self.command is None or isinstance(self.command, Group):
            return None
        arguments = self.command.arguments
        if "--where" in self.given and len(arguments) > 1:
            arguments = arguments[1:]
        at = len(self.values)
        if at < len(arguments):
            return arguments[at]
        return arguments[-1] if arguments and arguments[-1].is_many else None


def is_option(word: str) -> bool:
    """Whether a word is an option: what begins with `-` and a digit is a value."""
    return word.startswith("-") and len(word) > 1 and not (word[1].isdigit() or word[1] in ".,")
