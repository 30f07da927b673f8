"""What archive, unarchive, delete, tag and untag do alike for every kind of record."""

from __future__ import annotations

from crm_cli.app import prompts
from crm_cli.core import shell
from crm_cli.core.errors import Candidate, Finished, UsageError
from crm_cli.core.text import plural
from crm_cli.db import table
from crm_cli.db.log import steps
from crm_cli.db.select import titles
from crm_cli.kinds.catalogue import KINDS, Catalogue
from crm_cli.verbs import listing, resolve
from crm_cli.verbs.answers import Answer
from crm_cli.verbs.draft import SAMPLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App


def chosen(
    crm: App, kind: str, who: Sequence[str] | None, where: str | None, verb: str, *, asks: bool = True
) -> list[Candidate]:
    """The records to change: those named, or all that a query selects; asks where they are many.

    verb: what is about to be done, for the question ("archive"). asks: False where the caller asks, with `ask`,
    once it knows what would change.
    """
    if bool(who) == bool(where):
        raise UsageError(
            f"name the {KINDS[kind].plural} to {verb}"
            + (", or --where, not both" if who else ", or select them with --where QUERY"),
            hint=f"crm {KINDS[kind].command} {verb} NAME",
        )
    if who:
        found = resolve.many(crm, kind, who)
    else:
        catalogue = Catalogue(crm.read())
        condition, values = listing.conditions(
            crm, catalogue, kind, [where or ""], archived=verb == "unarchive"
        )
        record = KINDS[kind]
        rows = titles(crm.read(), record.table, record.title, where=condition, values=values)
        found = [Candidate(kind, *row) for row in rows]
        crm.named += found
        if not found:
            crm.remark(f"no {record.plural} match `{where}`: nothing to {verb}")
            raise Finished
    if asks:
        ask(crm, verb, found)
    return found


def ask(crm: App, verb: str, found: Sequence[Candidate], sample: Sequence[str] = ()) -> None:
    """Before a bulk change: how many records, what becomes of the first of them, and the question.

    sample: lines such as `Jane: city Oslo → Almaty`; names where there are none.
    """
    if len(found) < prompts.ASK_FROM:
        return
    if crm.is_interactive or crm.options.dry_run:
        lines = [*sample] or [record.name or f"{record.kind}/{record.id}" for record in found[:SAMPLE]]
        more = [f"… and {len(found) - len(lines)} more"] if len(found) > len(lines) else []
        crm.remark("\n".join(f"  {line}" for line in [*lines, *more]))
    prompts.confirm(crm, f"{verb} {plural(len(found), found[0].kind)}")


def names_of(records: Sequence[Candidate]) -> str:
    """Name one or a few records, count many."""
    if len(records) <= 3:
        return ", ".join(record.name or f"{record.kind}/{record.id}" for record in records)
    return plural(len(records), records[0].kind)


def archive(
    crm: App, kind: str, who: Sequence[str] | None, where: str | None, format: str | None, *, hide: bool
) -> None:
    """Hide records, or show them again; those that are so already are a remark."""
    verb = "archive" if hide else "unarchive"
    found = chosen(crm, kind, who, where, verb)
    with crm.write() as db:
        ids = [record.id for record in found]
        changed = dict.fromkeys(table.archive(db, KINDS[kind].table, ids, at=crm.at if hide else None))
        note(crm, kind, [*changed])
        answer = Answer(crm, format, kind, ids, is_several=len(ids) > 1 or bool(where) or "-" in (who or []))
    done = [record for record in found if record.id in changed]
    same = [record for record in found if record.id not in changed]
    remark = f"{names_of(same)}: {'archived' if hide else 'not archived'} already" if same else ""
    answer.give("" if done else f"Nothing to {verb}", remark)


def delete(crm: App, kind: str, who: Sequence[str] | None, format: str | None, *, unlink: bool) -> None:
    """Remove records and all they own; refused where others depend on them, unless `unlink`."""
    found = chosen(crm, kind, who, None, "delete")
    with crm.write() as db:
        answer = Answer(crm, format, kind, [record.id for record in found], is_several=len(found) > 1)
        for record in found:
            table.delete(db, KINDS[kind].table, record.id, unlink=unlink)
        answer.tell(kind, [record.id for record in found])
    answer.give()


def tag(crm: App, kind: str, who: Sequence[str], where: str | None, format: str | None, *, put: bool) -> None:
    """Put tags on a record, or take them off: the first word names it, the others are tags.

    With `where` (or `-` for stdin) every word but a `-` is a tag.
    """
    from crm_cli.kinds import tags
    from crm_cli.verbs.neighbours import Slot, in_slots

    known = Slot(exists=lambda word: not tags.unknown(crm.read(), [word]), is_needed=False, takes_all=True)
    words = [*who] if where or len(who) == 1 else in_slots(crm, [Slot((kind,)), known], who)
    names = words if where else words[1:]
    verb = "tag" if put else "untag"
    if not names:
        raise UsageError("name a tag, too", hint=f"crm {KINDS[kind].command} {verb} NAME vip")
    labels = [label.strip() for name in names for label in name.split(",") if label.strip()]
    if put:
        tags.check_new(crm.read(), labels, hint=_tagging(kind, [] if where else words[:1], labels))
    found = chosen(crm, kind, None if where else words[:1], where, verb)
    ids = [record.id for record in found]
    with crm.write() as db:
        changed_ids = (tags.add_to if put else tags.remove_from)(db, kind, ids, labels)
        changed = [record for record in found if record.id in changed_ids]
        note(crm, kind, [record.id for record in changed])
        answer = Answer(crm, format, kind, ids, is_several=len(found) > 1)
    same = [record for record in found if record.id not in changed_ids]
    shown = ", ".join(labels)
    remark = (
        f"{names_of(same)}: {'has' if put else 'has no'} {shown} {'already' if put else ''}".rstrip()
        if same
        else ""
    )
    answer.give("" if changed else f"Nothing to {'tag' if put else 'untag'}", remark)


def _tagging(kind: str, who: Sequence[str], labels: Sequence[str]) -> str:
    """How to tag several by number, or to make a tag with a number in its name."""
    numbers = [word for word in (*who, *labels) if word.isdigit()]
    proper = [label for label in labels if label not in numbers] or ["TAG"]
    command = ["crm", KINDS[kind].command, "tag"]
    if who and who[0] in numbers:
        return f"printf '%s\\n' {' '.join(numbers)} | {shell.line([*command, '-', *proper])}"
    return shell.line([*command, *who, f"tag {labels[0]}"])


def note(crm: App, kind: str, ids: Sequence[int]) -> None:
    """Remember what the step was about, for `@`; inside the transaction."""
    if crm.step is not None and ids:
        steps.note_subject(crm.read(), crm.step, kind, ids[-1])
