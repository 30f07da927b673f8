"""Thing: what is no record of a kind and can still be changed, such as a tag or a setting, and how that is told."""

from __future__ import annotations

from crm_cli.core.record import record
from crm_cli.kinds import names
from crm_cli.kinds.parts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image
    from crm_cli.kinds.parts import Told


@record
class Thing:
    """A row of a table that holds no kind of record.

    word: what it is, in front of its name; "" where the name says it. named: its name, by its image.
    columns: what else it holds and people are told: column, what they call it, the type of its values.
    parts: the tables whose rows belong to it, and how these are told. verbs: what is said when one comes, changes, goes.
    comes_along: it is made for others and goes with them, so that it is told alone or not at all.
    """

    table: str
    word: str
    named: Callable[[Connection, Image], str]
    columns: tuple[tuple[str, str, str], ...] = ()
    parts: Mapping[str, Told] = {}
    verbs: tuple[str, str, str] = ("Added", "Changed", "Deleted")
    comes_along: bool = False


def name_of(db: Connection, image: Image) -> str:
    """A name that stands in the column `name`."""
    return str(image.get("name", ""))


def _field(db: Connection, image: Image) -> str:
    from crm_cli.kinds.catalogue import KINDS

    kind = image["record_kind"]
    return f"{image['name']} of {KINDS[kind].plural if kind in KINDS else kind}"


def _rate(db: Connection, image: Image) -> str:
    return f"{image['from_currency']} to {image['to_currency']} from {image['rate_on']}"


def _member(db: Connection, segment: Image, image: Image) -> str:
    kind = segment["kind"]
    name = names.of(db, kind, image[f"{kind}_id"]) if image.get(f"{kind}_id") else "somebody"
    return f"{name} {'in' if image['is_included'] else 'kept out'}"


THINGS = {
    "setting": Thing("settings", "", name_of, (("value", "", "text"),), verbs=("Set", "Set", "Unset")),
    "tag": Thing("tags", "tag", name_of, (("name", "name", "text"),), comes_along=True),
    "currency": Thing(
        "currencies", "currency", lambda db, image: str(image.get("code", "")), comes_along=True
    ),
    "exchange_rate": Thing("exchange_rates", "exchange rate", _rate, (("rate", "", "text"),)),
    "custom_field": Thing(
        "custom_fields",
        "field",
        _field,
        (("name", "name", "text"), ("type", "", "text"), ("choices", "choices", "list")),
    ),
    "segment": Thing(
        "segments",
        "segment",
        name_of,
        (("name", "name", "text"), ("query", "", "text")),
        parts={"segment_members": listed("members", "by hand", _member)},
    ),
}
"""By what a row of the table is called in the log; kinds have further ones in the `THINGS` of their `told.py`."""


def of(name: str) -> Thing | None:
    """The thing that the log calls so, or None."""
    from crm_cli.kinds.catalogue import KINDS

    if name in THINGS:
        return THINGS[name]
    for kind in KINDS:
        if (found := KINDS[kind].told("THINGS", {}).get(name)) is not None:
            thing: Thing = found
            return thing
    return None
