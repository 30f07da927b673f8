"""What `relate` and `date` do alike for contacts and companies."""

from __future__ import annotations

from crm_cli.app.context import App
from crm_cli.core import shell
from crm_cli.core.errors import UsageError
from crm_cli.kinds import relations
from crm_cli.kinds.catalogue import KINDS
from crm_cli.verbs import resolve
from crm_cli.verbs.answers import Answer
from crm_cli.verbs.change import note


def relate(crm: App, kind: str, who: str, word: str, other: str, format: str | None, *, drop: bool) -> None:
    """Note, or take back, what a record is to another contact or company."""
    one = resolve.one(crm, kind, who)
    others = [name for name in KINDS.with_trait("has_relations") if name != kind]
    two = resolve.one(crm, (kind, *others), other)
    with crm.write() as db:
        ends = (one.kind, one.id), word, (two.kind, two.id)
        if drop:
            relations.unrelate(db, *ends)
            changed = True
        else:
            changed = relations.relate(db, *ends)
        note(crm, kind, [one.id])
        answer = Answer(crm, format, kind, [one.id])
    answer.give("" if changed else f"{one.name} is {word} of {two.name} already")


def date(
    crm: App, kind: str, who: str, label: str, when: str | None, format: str | None, *, drop: bool
) -> None:
    """Note, or take back, a day that matters to a record."""
    from crm_cli.core.monthdays import parse_monthday

    if (when is None) != drop:
        raise UsageError(
            "give the day, or --drop to forget it, not both" if drop else f"the day of `{label}` is missing",
            hint=shell.line(["crm", KINDS[kind].command, "date", who, label, "2019-06-01"]),
        )
    day = parse_monthday(when, crm.calendar, may_come=True) if when is not None else ""
    one = resolve.one(crm, kind, who)
    with crm.write() as db:
        said = ""
        if drop:
            relations.drop_date(db, (kind, one.id), label)
        elif not relations.set_date(db, (kind, one.id), label, day):
            said = f"{label} of {one.name} is {day} already"
        note(crm, kind, [one.id])
        answer = Answer(crm, format, kind, [one.id])
    answer.give(said)
