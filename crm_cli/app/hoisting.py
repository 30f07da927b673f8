"""The options that stand before or after any command, and how they are taken out of its words.

On the path of the quickest answers: plain classes, and nothing imported before it is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Told:
    """One of these options: its names, the long one first, what its value is ("" for none), and its line of help."""

    __slots__ = ("help", "metavar", "names")

    def __init__(self, names: tuple[str, ...], metavar: str, help: str) -> None:
        self.names = names
        self.metavar = metavar
        self.help = help

    @property
    def field(self) -> str:
        """The attribute of `Globals` that keeps it."""
        return self.names[0].removeprefix("--").replace("-", "_")


OPTIONS = (
    Told(("--db",), "PATH", "The file; else CRM_DB, else your data folder."),
    Told(("--now",), "WHEN", "Act as if it were then; else CRM_NOW."),
    Told(("--as-of",), "WHEN", "Answer as the file stood then."),
    Told(("--dry-run",), "", "Show what a write would do; change nothing."),
    Told(("--yes", "-y"), "", "Answer yes to every question."),
    Told(("--no-input",), "", "Never ask."),
    Told(("--no-pager",), "", "Show all at once, however long."),
    Told(("--quiet", "-q"), "", "No remarks."),
    Told(("--debug",), "", "Show where an error came from."),
    Told(("--reason",), "TEXT", "Why, for the history."),
)
WITH_VALUE = {name: told.field for told in OPTIONS if told.metavar for name in told.names}
FLAGS = {name: told.field for told in OPTIONS if not told.metavar for name in told.names}


class Globals:
    """The options that stand before or after any command."""

    __slots__ = ("as_of", "db", "debug", "dry_run", "no_input", "no_pager", "now", "quiet", "reason", "yes")

    def __init__(
        self,
        db: str | None = None,
        now: str | None = None,
        as_of: str | None = None,
        dry_run: bool = False,
        yes: bool = False,
        no_input: bool = False,
        quiet: bool = False,
        debug: bool = False,
        reason: str | None = None,
        no_pager: bool = False,
    ) -> None:
        self.db = db
        self.now = now
        self.as_of = as_of
        self.dry_run = dry_run
        self.yes = yes
        self.no_input = no_input
        self.quiet = quiet
        self.debug = debug
        self.reason = reason
        self.no_pager = no_pager

    def looking_back(self, when: str) -> Globals:
        """The same with `--as-of when`."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return Globals(**{**told, "as_of": when})


def hoist(argv: Sequence[str]) -> tuple[Globals, list[str]]:
    """Take the global options out of the arguments, wherever they stand before `--`; UsageError where a value lacks."""
    options = Globals()
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in FLAGS:
            setattr(options, FLAGS[word], True)
        elif name in WITH_VALUE and word.startswith("--"):
            taken = value if equals else next(words, None)
            if taken is None:
                from crm_cli.core.errors import UsageError

                raise UsageError(f"`{name}` needs a value")
            setattr(options, WITH_VALUE[name], taken)
        else:
            rest.append(word)
    return options, rest
