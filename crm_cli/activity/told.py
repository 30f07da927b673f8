"""How changes of activities are told: by what they were and whom they were with, what was said, and where it stands."""

from __future__ import annotations

from crm_cli.db.table import row_as_dict
from crm_cli.kinds import names
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.tale import Detail, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image, Turn
    from crm_cli.kinds.draft import Link


HEADS = {"Logged note on ": "Noted on "}
"""How a sentence begins, where that is not its verb and what it is about."""


def called(kind: str) -> str:
    """What people call a kind of activity."""
    return "e-mail" if kind == "email" else kind


def event(db: Connection, own: Turn, rest: Sequence[Turn]) -> Event | None:
    """What happened to an activity: it was logged."""
    if own.was or not own.became:
        return None
    return Event("added", "Logged", when=_when(db, own.became))


def named(db: Connection, id: int, image: Image, rest: Sequence[Turn]) -> str:
    """What an activity is called: `call with Jane Doe`."""
    word = called(str(image["kind"]))
    about, _ = _about(db, id, rest)
    return f"{word} {'on' if word == 'note' else 'with'} {about}" if about else word


def retold(db: Connection, spoken: list[Detail], own: Turn, rest: Sequence[Turn]) -> list[Detail]:
    """Tell of a new activity what was said, in quotes, what came of it, and on whose timelines else it stands."""
    if own.was or not own.became:
        return spoken
    image = own.became
    text = ": ".join(filter(None, [image["subject"], image["body"]]))
    said = [Detail("body", "", "quote", None, text)] if text else []
    without = {
        "kind",
        "subject",
        "body",
        "occurred_at",
        "occurred_on",
        *(KINDS[kind].plural for kind in KINDS),
    }
    told = [*said, *(detail for detail in spoken if detail.field not in without)]
    _, others = _about(db, own.change.row, rest)
    for kind, id in others:
        word = "with" if KINDS[kind].is_person else f"on {kind}"
        name, plural = names.of(db, kind, id), KINDS[kind].plural
        told.append(Detail(plural, kind, "text", None, name, said=word, is_plain=True, linked=(kind, id)))
    return told


def _about(db: Connection, id: int, rest: Sequence[Turn]) -> tuple[str, list[Link]]:
    """Whom an activity is with, else what it is about; and the others it stands with.

    It is with people and companies that are not just the place of others, or the person of a deal it is about.
    """
    kinds = KINDS["activity"].links_to
    rows = [turn.was for turn in rest if turn.change.table == "activity_links" and turn.was]
    gone = [(kind, row[f"{kind}_id"]) for row in rows for kind in kinds if row.get(f"{kind}_id")]
    linked = [*dict.fromkeys(KINDS["activity"].records.links(db, id) or gone)]
    implied = {other for one in linked[:1] if not KINDS[one[0]].is_person for other in _links(db, *one)}
    implied |= {other for one in linked for other in _links(db, *one) if not KINDS[other[0]].is_person}
    people = [one for one in linked if KINDS[one[0]].has_points and one not in implied]
    first = [one for one in linked[:1] if one not in people]
    about = people if people and not first else [*first, *people] or linked[:1]
    shown = ", ".join(dict.fromkeys(names.of(db, *one) for one in about))
    return shown, [one for one in linked if one not in about]


def _links(db: Connection, kind: str, id: int) -> list[Link]:
    """The person and the company of a record."""
    fields = [field for field in KINDS[kind].fields if field.column and field.linked == field.name]
    row = row_as_dict(db, KINDS[kind].table, id)
    return [(field.linked, row[field.column]) for field in fields if row.get(field.column)]


def _when(db: Connection, image: Image) -> Detail | None:
    """The day or moment it was at, where that is not when it was entered: a day where no hour was said."""
    at, on, entered = image["occurred_at"], image["occurred_on"], image["created_at"]
    if at == entered:
        return None
    today, noon = db.execute(
        # twelve hours after the day began is what stands for a day
        "SELECT local_day(?1), local_day(strftime('%Y-%m-%dT%H:%M:%SZ', ?2, '-12 hours')) = ?3"
        " AND local_day(strftime('%Y-%m-%dT%H:%M:%SZ', ?2, '-43201 seconds')) < ?3",
        (entered, at, on),
    ).fetchone()
    if at is None or noon:
        return Detail("occurred_on", "on", "day", None, on) if on != today else None
    return Detail("occurred_at", "at", "moment", None, at)
