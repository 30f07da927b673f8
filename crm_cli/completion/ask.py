"""Ask: one question about a word, as everything that offers something for it is asked."""

from __future__ import annotations

from crm_cli.completion import vocabulary
from crm_cli.core.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.completion.place import Place
    from crm_cli.completion.world import World


class Ask:
    """What is typed of a word, or of the part of it that is asked about; for what; where; and in which world.

    what, of: of `Wanted`, what the word stands for.
    """

    __slots__ = ("of", "place", "typed", "what", "world")

    def __init__(self, typed: str, what: str, of: tuple[str, ...], place: Place, world: World) -> None:
        self.typed = typed
        self.what = what
        self.of = of
        self.place = place
        self.world = world

    @property
    def kind(self) -> str:
        """The kind of record that the command is about, or ""; of a segment that is named, whose records it selects."""
        path, values = self.place.path, self.place.values
        if path and path[0] == "segment" and path[-1] != "add" and values:
            rows = self.world.rows("SELECT kind, normal, id FROM segments")
            return next((kind for kind, *names in rows if fold(values[0]) in map(str, names)), "")
        return vocabulary.kind(self.place)

    def but(self, typed: str | None = None, what: str | None = None, of: tuple[str, ...] = ()) -> Ask:
        """The same, about another part of the word, or for something else."""
        return Ask(self.typed if typed is None else typed, what or self.what, of, self.place, self.world)
