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

    from crm_cli.app.context import App
    from crm_cli.db.log.images import Image, Turn
    from crm_cli.kinds.draft import Link


HEADS = {"Logged note on ": "Noted on "}
"""How a sentence begins, where that is not its verb and what it is about."""


WENT = {"good": ", went well", "bad": ", went badly"}
"""How the end of a meeting is told, for the two words that are counted."""


def called(kind: str) -> str:
    """What people call a kind of activity."""
    return "e-mail" if kind == "email" else kind


def event(db: Connection, own: Turn, rest: Sequence[Turn]) -> Event | None:
    """What happened to an activity: it was logged or planned; what was planned was held, missed, called off or put off."""
    was, became = own.was, own.became
    if not became:
        return None
    if not was:
        verb = "Planned" if _state(became) == "planned" else "Logged"
        return Event("added", verb, when=_when(became))
    if _state(was) == "planned" and _state(became) != "planned":
        how = WENT.get(became["outcome"] or "", "")
        return Event(
            _state(became),
            _state(became).capitalize(),
            covers=("state", *(("outcome",) if how else ())),
            when=Detail("occurred_at", "", "full moment", None, _moment(was), said="planned for"),
            to=_state(became) + how,
        )
    if _state(was) == _state(became) == "planned" and _moment(was) != _moment(became):
        return Event("moved", "Moved")
    return None


def named(db: Connection, id: int, image: Image, rest: Sequence[Turn]) -> str:
    """What an activity is called: `call with Jane Doe`."""
    word = called(str(image["kind"]))
    about, _ = _about(db, id, rest)
    return f"{word} {'on' if word == 'note' else 'with'} {about}" if about else word


def briefly(crm: App, id: int) -> str:
    """An activity in few words: `meeting with Jane Doe, Fri 27 Nov 14:00 (activity/3)`."""
    from crm_cli.output.shown import shown_one

    db = crm.read()
    row = row_as_dict(db, "activities", id)
    when = shown_one(_moment(row), crm.screen, "full moment")
    return f"{named(db, id, row, ())}, {when} (activity/{id})"


def retold(db: Connection, spoken: list[Detail], own: Turn, rest: Sequence[Turn]) -> list[Detail]:
    """Tell of a new activity what was said, in quotes, what came of it, and on whose timelines else it stands."""
    if own.was and own.became:
        return _changed(spoken, own.was, own.became)
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
        "state",
        *(KINDS[kind].plural for kind in KINDS),
    }
    told = [*said, *(detail for detail in spoken if detail.field not in without)]
    _, others = _about(db, own.change.row, rest)
    for kind, id in others:
        word = "with" if KINDS[kind].is_person else f"on {kind}"
        name, plural = names.of(db, kind, id), KINDS[kind].plural
        told.append(Detail(plural, kind, "text", None, name, said=word, is_plain=True, linked=(kind, id)))
    return told


def _changed(spoken: list[Detail], was: Image, became: Image) -> list[Detail]:
    """Tell once when it is now: an instant, or a day."""
    told: list[Detail] = []
    for detail in spoken:
        if detail.field not in {"occurred_at", "occurred_on"}:
            told.append(detail)
        elif all(one.field != "occurred_at" for one in told):
            told.append(Detail("occurred_at", "on", "full moment", _moment(was), _moment(became)))
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


def _when(image: Image) -> Detail | None:
    """The day or moment it was at, in full, where that is not when it was entered; of a note no more than that."""
    if image["occurred_at"] == image["created_at"] and _state(image) == "held":
        return None
    said = "" if image["kind"] == "note" or _state(image) == "planned" else _state(image)
    return Detail("occurred_at", "at", "full moment", None, _moment(image), said=said)


def _state(image: Image) -> str:
    """Planned, held …; what is told of before there were states was held."""
    return str(image.get("state", "held"))


def _moment(image: Image) -> str:
    """The instant where an hour was said, else the day."""
    return str(image["occurred_at"] or image["occurred_on"])
