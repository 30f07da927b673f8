"""What the word at the cursor may become: commands, options, and what each option and argument stands for."""

from __future__ import annotations

from crm_cli.cli.target import resolved
from crm_cli.completion import declared, vocabulary
from crm_cli.completion.ask import Ask
from crm_cli.completion.candidate import Candidate, begun
from crm_cli.completion.declared import Group
from crm_cli.completion.place import GLOBAL, Place, is_option
from crm_cli.completion.world import World

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crm_cli.completion.declared import Parameter
    from crm_cli.completion.line import Line

SOURCES = {
    "names": "records own people products",
    "stored": "tags segments views aliases stages pipelines relations labels steps custom_fields value",
    "fixed": "choices formats when past periods settings setting_values kinds kinds_with_segments plurals"
    " field_types topics currencies",
    "fields": "field_names field_list sorting emptied groups",
    "query": "query words",
}
"""Each module of this room that offers something, and for what: its functions of those names."""

FILES = ("files", "folders")
"""What the shell itself completes."""


class Found:
    """What is offered: candidates, or that the shell shall offer `files` or `folders`."""

    __slots__ = ("candidates", "shell")

    def __init__(self, candidates: list[Candidate], shell: str = "") -> None:
        self.candidates = list({each.text: each for each in candidates}.values())
        self.shell = shell


def found(line: Line, env: Mapping[str, str]) -> Found:
    """What a line may go on with at the cursor."""
    if line.is_file:
        return Found([], "files")
    world_env = {**env, **line.assigned()}
    if not line.words or not line.is_known:
        return Found([])
    place = Place(line.words[1:])
    world = World(place.options, world_env)
    try:
        return _of_word(line.typed, place.of_list(world), world)
    finally:
        world.close()


def _of_word(typed: str, place: Place, world: World) -> Found:
    """What the word at the cursor may become there: a value, an option, a command, an argument."""
    if place.awaits:
        return _value(place.awaits, typed, "", place, world)
    if not place.is_bare:
        if joined := _joined(typed, place):
            return _value(*joined, place, world)
        if is_option(typed) or typed == "-":
            return Found([*_options(place.of_usual() or place, world, typed)])
    if place.command is None:
        if place.words:
            return Found([])
        return Found(
            [*begun(declared.top(), typed), *_source("aliases")(Ask(typed, "aliases", (), place, world))]
        )
    if isinstance(place.command, Group):
        if place.values:
            return Found([])
        beside = _source("views")(Ask(typed, "views", (), place, world)) if place.path == ("view",) else []
        usual = place.of_usual()
        if usual and typed:
            beside = _argument(typed, usual, world).candidates
        return Found([*begun(place.command.lines(), typed), *beside])
    return _argument(typed, place, world)


def _argument(typed: str, place: Place, world: World) -> Found:
    """The argument that comes next; where none is left, the options."""
    argument = place.argument()
    if argument is None:
        return Found([*_options(place, world, "")] if not typed else [])
    return _offered(argument, typed, "", place, world)


def _joined(typed: str, place: Place) -> tuple[str, str, str] | None:
    """An option and its value in one word (`--by=m`, `-fj`): the option, what is typed of the value, what stays."""
    name, equals, value = typed.partition("=")
    if typed.startswith("--"):
        return (name, value, f"{name}=") if equals and place.takes(name) else None
    name, value = typed[:2], typed[2:]
    return (name, value, name) if value and is_option(name) and place.takes(name) else None


def _value(name: str, typed: str, kept: str, place: Place, world: World) -> Found:
    """The value of an option; a name that no command has is a field's."""
    from crm_cli.completion.declared import Parameter

    return _offered(place.option(name) or Parameter((name,)), typed, kept, place, world)


def _offered(parameter: Parameter, typed: str, kept: str, place: Place, world: World) -> Found:
    wanted = vocabulary.wanted(place, parameter)
    if wanted.what in FILES:
        return Found([], wanted.what)
    asked = Ask(typed, wanted.what, wanted.kinds, place, world)
    offered = _source(wanted.what)(asked) if wanted.what else []
    if wanted.what != "choices":  # `ID|last`: what may stand there instead, word for word
        offered += begun([each for each in parameter.word.split("|")[1:] if each.islower()], typed)
    return Found([each.after(kept) for each in offered])


def _source(what: str) -> Callable[[Ask], list[Candidate]]:
    from crm_cli.completion import fixed

    if what in fixed.WORDS:
        return fixed.words
    room = next(room for room, names in SOURCES.items() if what in names.split())
    source: Callable[[Ask], list[Candidate]] = resolved(f"crm_cli.completion.{room}:{what}")
    return source


def _options(place: Place, world: World, typed: str) -> Iterator[Candidate]:
    """Options not given yet, or that may be given again; the fields of the record; those of any command."""
    command = place.command
    for each in command.options if command is not None else []:
        if not each.is_hidden and (each.is_many or each.names[0] not in place.given):
            yield from begun([(each.names[0], each.help)], typed)
    if command is not None and command.fields:
        yield from _fields(place, world, command.fields, typed)
    yield from begun([(each.names[0], each.help) for each in GLOBAL], typed)
    if command is None:
        yield from begun([("--version", "Print the version.")], typed)
    yield from begun([("--help", "Show what it does.")], typed)


def _fields(place: Place, world: World, kind: str, typed: str) -> Iterator[Candidate]:
    from crm_cli.completion import fields
    from crm_cli.verbs.draft import as_option

    ask = Ask(typed, "", (), place, world)
    told = fields.settable(ask, kind)
    names = [(f"--{as_option(f.name)}", f) for f in told]
    if place.path[-1] == "edit":
        names += [(f"--drop-{f.name}", f) for f in told if f.reading == "point"]
    offered = begun(
        [(name, f.help) for name, f in names if f.reading in {"point", "tags"} or name not in place.given],
        typed,
    )
    yield from offered or begun([(f"--{as_option(a)}", f.help) for f in told for a in f.aliases], typed)
