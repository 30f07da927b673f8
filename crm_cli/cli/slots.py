"""What the arguments of a command name: records, stages, tags, segments, or any word."""

from __future__ import annotations

from crm_cli.cli import parameters
from crm_cli.core.errors import CrmError
from crm_cli.core.text import same
from crm_cli.kinds import segments, tags
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.verbs.neighbours import Slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from crm_cli.app.context import App
    from crm_cli.cli.parameters import Parameter


def of(crm: App, callback: Any) -> list[Slot]:
    """The arguments of a command, in order, as its function declares them."""
    return [_slot(crm, each) for each in parameters.arguments(callback)]


def is_readable(crm: App) -> bool:
    """Whether the file can be read; where it cannot, the command says so."""
    try:
        crm.read()
    except CrmError:
        return False
    return True


def kinds(parameter: Parameter) -> Sequence[str]:
    """The kinds of record that an argument or option may name, as it is declared; () where it names none."""
    wanted = parameter.wanted
    return (wanted.kinds or KINDS.with_trait("has_notes")) if wanted and wanted.what == "records" else ()


def _slot(crm: App, argument: Parameter) -> Slot:
    what = argument.wanted.what if argument.wanted else ""
    return Slot(
        kinds(argument),
        _among(crm, _KNOWN[what]) if what in _KNOWN else None,
        is_needed=argument.is_needed,
        takes_all=argument.is_many,
    )


def _among(crm: App, names: Callable[[App], Iterable[str]]) -> Callable[[str], bool]:
    """Whether a word is one of these names."""
    return lambda word: same(word) in map(same, names(crm))


_KNOWN: dict[str, Callable[[App], Iterable[str]]] = {
    "stages": lambda crm: Catalogue(crm.read()).with_choices(KINDS["deal"].field("stage")).choices,
    "tags": lambda crm: [tag.name for tag in tags.find(crm.read())],
    "segments": lambda crm: [segment.name for segment in segments.find(crm.read())],
}
"""What is named beside records → the names there are."""
