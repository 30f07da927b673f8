"""Questions to a person: confirm, choose; refused where nobody can answer. All go to stderr."""

from __future__ import annotations

from crm_cli.core.errors import Refused
from crm_cli.core.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


ASK_FROM = 3
"""A change of so many records asks first."""

TRIES = 3
"""So often a choice is asked for, where the answer is none of what is offered."""


def confirm(crm: App, question: str) -> None:
    """Ask yes or no; Refused where the answer is no, or where nobody can be asked and --yes is not given."""
    if crm.options.yes or crm.options.dry_run:
        return
    if not crm.is_interactive:
        raise Refused(f"{question} needs a yes", hint="--yes")
    crm.stderr.write(safe(f"{question}? [y/N] "))
    crm.stderr.flush()
    if crm.stdin.readline().strip().casefold() not in {"y", "yes", "д", "да", "иә", "ооба", "بله"}:
        raise Refused("nothing was changed")


def choose(crm: App, question: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """Offer a choice; None where nobody can be asked or nothing was chosen."""
    if not crm.is_interactive:
        return None
    place = _picked(crm, question, [listed(candidate, crm.stderr) for candidate in candidates])
    return None if place is None else candidates[place]


def pick(crm: App, question: str, lines: Sequence[str]) -> int | None:
    """Offer lines to choose from; the place of the one chosen, None where nobody can be asked or none was chosen."""
    return _picked(crm, question, [*map(safe, lines)]) if crm.is_interactive else None


def _picked(crm: App, question: str, lines: Sequence[str]) -> int | None:
    """Offer harmless lines; what is none of their numbers is asked again. None for an empty answer, or the last wrong one."""
    for number, line in enumerate(lines, start=1):
        crm.stderr.write(f"  {number}  {line}\n")
    for left in reversed(range(TRIES)):
        crm.stderr.write(safe(f"{question} [1-{len(lines)}] "))
        crm.stderr.flush()
        answer = crm.stdin.readline().strip()
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(lines):
            return int(answer) - 1
        if not answer:
            break
        again = "; an empty line chooses none" if left else ""
        crm.stderr.write(f"`{safe(answer)}` is none of 1-{len(lines)}{again}\n")
    return None


def listed(candidate: Candidate, err: TextIO) -> str:
    """A candidate as a line: `kind/id  name  what tells it apart`, right-to-left ones in their place on a terminal."""
    parts = [f"{candidate.kind}/{candidate.id}", safe(candidate.name), safe(candidate.detail)]
    if err.isatty():
        from crm_cli.output.cells import in_order

        parts = [*map(in_order, parts)]
    return "  ".join(filter(None, parts))
