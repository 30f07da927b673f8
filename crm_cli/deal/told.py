"""How changes of deals are told: moves and what comes of them, lines, further people; and of pipelines, their stages."""

from __future__ import annotations

from crm_cli.kinds import names
from crm_cli.kinds.parts import listed, silent
from crm_cli.kinds.tale import Event
from crm_cli.kinds.thing import Thing, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image, Turn
    from crm_cli.kinds.tale import Detail


def event(db: Connection, own: Turn, rest: Sequence[Turn]) -> Event | None:
    """What happened to a deal: it moved, was won or lost, or is open again."""
    was, became = own.was, own.became
    if not was or not became:
        return None
    if was["status"] != became["status"]:
        if became["status"] == "open":
            return Event("reopened", "Reopened", covers=("status", "closed_on"), shows=("stage",))
        word = became["status"]
        return Event(word, word.capitalize(), covers=("status",), shows=("amount",))
    if was["stage_id"] != became["stage_id"] and became["status"] == "open":
        return Event("moved", "Moved")
    return None


def retold(db: Connection, spoken: list[Detail], own: Turn, rest: Sequence[Turn]) -> list[Detail]:
    """Leave out what goes without saying of a new deal: that it began the day it was entered."""
    was, became = own.was, own.became
    if was or not became:
        return spoken
    day = db.execute("SELECT local_day(?)", (became["created_at"],)).fetchone()[0]
    is_first = became["opened_on"] == day
    without = {"status", *(["opened_on"] if is_first else [])}
    is_only = db.execute("SELECT count(*) FROM pipelines").fetchone()[0] < 2
    without |= {"pipeline"} if is_only else set()
    return [detail for detail in spoken if detail.field not in without or became["status"] != "open"]


def _person(db: Connection, deal: Image, image: Image) -> str:
    name = names.of(db, "contact", image["contact_id"])
    return f"{name} ({image['role']})" if image["role"] else name


def _stage(db: Connection, pipeline: Image, image: Image) -> str:
    chance = f" {image['probability'] / 100:g}%" if image["probability"] is not None else ""
    stale = f", stale after {image['rotting_days']} days" if image["rotting_days"] else ""
    return f"{image['name']}{chance}{stale}"


PARTS = {
    "deal_contacts": listed("participants", "people", _person),
    "stage_moves": silent,
}

THINGS = {
    "pipeline": Thing(
        "pipelines",
        "pipeline",
        name_of,
        (("name", "name", "text"), ("position", "place", "text")),
        parts={"stages": listed("stages", "stages", _stage)},
    )
}
