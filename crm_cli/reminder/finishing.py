"""Reminders that are done, and open again: which are meant, what is written, and what is so already."""

from __future__ import annotations

from crm_cli.app import prompts
from crm_cli.core.errors import Ambiguous, NotFound
from crm_cli.kinds.catalogue import KINDS
from crm_cli.reminder import records
from crm_cli.reminder.kind import REMINDED
from crm_cli.verbs import change, resolve
from crm_cli.verbs.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.core.errors import Candidate


LAST = "last"
"""What stands for the one open reminder of whom a line is about."""


def named(crm: App, typed: Sequence[str], whos: Sequence[Candidate]) -> list[Candidate]:
    """The reminders that words name, each once; `last` is the one open reminder of each of `whos`."""
    found: list[Candidate] = []
    for word in typed:
        found += [_last(crm, who) for who in whos] if word.strip() == LAST else first(crm, [word])
    return [*dict.fromkeys(found)]


def _last(crm: App, who: Candidate) -> Candidate:
    """The one open reminder of a record: NotFound where there is none; of several a choice, else Ambiguous."""
    still = [("reminder", id) for id in records.open_of(crm.read(), who.kind, who.id)]
    candidates = resolve.describe(crm, still)
    if not candidates:
        raise NotFound(
            f"{who.name} has no open reminder", hint=f"crm {KINDS['reminder'].command} list no:done"
        )
    if len(candidates) == 1:
        return candidates[0]
    chosen = prompts.choose(crm, "which is done?", candidates)
    if chosen is None:
        raise Ambiguous(
            f"{who.name} has {len(candidates)} open reminders",
            hint=f"name it by its number: --done {candidates[0].id}",
            candidates=candidates,
        )
    return chosen


def first(crm: App, typed: Sequence[str], *, done: bool = False) -> list[Candidate]:
    """The reminders that the words name; of several that fit one word, the only one not yet done (or done)."""
    found: dict[int, Candidate] = {}
    for name in resolve.names(crm, typed):
        try:
            record = resolve.one(crm, "reminder", name, asks=False)
        except Ambiguous as error:
            still = records.open_among(crm.read(), [candidate.id for candidate in error.candidates])
            fits = [candidate for candidate in error.candidates if (candidate.id in still) != done]
            record = fits[0] if len(fits) == 1 else resolve.one(crm, "reminder", name)
        found[record.id] = record
    return [*found.values()]


def finish(crm: App, found: Sequence[Candidate]) -> tuple[list[Part], str]:
    """Finish reminders, in the open transaction; returns what was done, and a remark on what was so already."""
    db = crm.read()
    finished = [record for record in found if records.done(db, record.id, at=crm.at, on=crm.today)]
    already = [record for record in found if record not in finished]
    parts = [Part("done", "reminder", record.id) for record in finished]
    return parts, f"{change.names_of(already)}: done already" if already else ""


def about(crm: App, found: Sequence[Candidate]) -> dict[int, dict[str, int]]:
    """What reminders are about (`contact_id` …), each of these once, by the id of the first that is about it."""
    known: dict[int, dict[str, int]] = {}
    columns = [f"{kind.name}_id" for kind in REMINDED]
    for id, row in records.reminders.rows(crm.read(), [record.id for record in found]).items():
        links = {column: row[column] for column in columns if row[column] is not None}
        if links not in known.values():
            known[id] = links
    return known
