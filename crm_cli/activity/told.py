"""What the answer to a logged activity says: with whom, in what words, and on whose timelines it stands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.core.errors import Candidate

LONGEST = 72
"""So many signs of a text are shown; of a longer one, the beginning."""


def head(kind: str, records: Sequence[Candidate], shown: str, id: int, text: str) -> str:
    """Whom it was with, when (`shown`, "" for now), its number, and its words."""
    about = ", ".join(dict.fromkeys(record.name for record in records))
    verb = f"Noted on {about}" if kind == "note" else f"Logged {called(kind)} with {about}"
    quoted = f": {words(text)}" if text else ""
    return f"{verb}{f', {shown}' if shown else ''} (activity/{id}){quoted}"


def called(kind: str) -> str:
    """What people call a kind of activity."""
    return "e-mail" if kind == "email" else kind


def words(text: str) -> str:
    """A text on one line, in quotes, the beginning of a long one."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= LONGEST else f'"{line[: LONGEST - 1].rstrip()}…"'


def named(record: Candidate) -> str:
    """A record of any kind: `deal Renewal (deal/1)`."""
    return f"{record.kind} {record.name} ({record.kind}/{record.id})"


def because(record: Candidate, who: Candidate) -> str:
    """Why it also stands on the timeline of a record that nobody named."""
    if record.kind == "deal":
        return f"on {named(record)}, the one open deal of {who.name}"
    if record.kind == "company":
        return f"on {named(record)}"
    return f"with {record.name} ({record.kind}/{record.id}), whom that {who.kind} is with"
