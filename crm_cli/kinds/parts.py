"""How the rows of tables beside a record's own are told: its points, tags, links, relations and dates.

What only one kind has (a deal's lines) is told by the `PARTS` of its `told.py`, in the same way.
"""

from __future__ import annotations

from crm_cli.kinds import names
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS
from crm_cli.kinds.tale import Detail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from sqlite3 import Connection
    from typing import Any

    from crm_cli.db.log.images import Image, Turn
    from crm_cli.output import Value

    Told = Callable[[Connection, Image, Sequence[Turn]], list[Detail]]
    """From the image of the record and what became of its rows in one table, what there is to tell."""


def listed(field: str, label: str, value: Callable[[Connection, Image, Image], Value]) -> Told:
    """Tell rows that are each a value: the one that became another, else those that went and those that came.

    value: of a row, given the record's image and its own.
    """

    def told(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
        pairs = [
            (value(db, record, was) if was else None, value(db, record, became) if became else None)
            for _, was, became in turns
        ]
        return _changes(field, label, pairs)

    return told


def _changes(field: str, label: str, pairs: Iterable[tuple[Value, Value]]) -> list[Detail]:
    """Values that became others one by one, and at last those that went and that came."""
    found, went, came = [], [], []
    for old, new in pairs:
        if old is not None and new is not None:
            found += [Detail(field, label, "text", old, new)] if old != new else []
        else:
            went += [old] if old is not None else []
            came += [new] if new is not None else []
    if went or came:
        found.append(Detail(field, label, "text", tuple(went), tuple(came), many=True))
    return found


def silent(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """Tell nothing: the record's own change tells it, or it means nothing to people."""
    return []


_SAID_OF_POINTS = {
    "email": "e-mail",
    "phone": "phone",
    "url": "web address",
    "messenger": "messenger",
    "social": "social network",
}


def _points(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """Ways to reach somebody, kind by kind; which one is the first is told where that is another."""
    found = []
    for kind, word in _SAID_OF_POINTS.items():
        own = [turn for turn in turns if (turn.became or turn.was)["kind"] == kind]
        first = next((turn for turn in own if turn.became.get("is_primary")), None)
        former = next((turn for turn in own if turn.was.get("is_primary")), None)
        if first and former and first is not former:
            is_swapped = not former.became and not first.was
            label = word if is_swapped else f"first {word}"
            found.append(Detail(kind, label, "text", _point(former.was), _point(first.became)))
            drops = not former.became and not is_swapped
            own = [turn for turn in own if turn is not first and (drops or turn is not former)]
        came = tuple([_point(turn.became) for turn in own if not turn.was])
        went = tuple([_point(turn.was) for turn in own if not turn.became])
        changed = [(_point(turn.was), _point(turn.became)) for turn in own if turn.was and turn.became]
        found += [Detail(POINTS[kind], word, "text", old, new) for old, new in changed if old != new]
        if came and first and not former:
            found.append(Detail(POINTS[kind], word, "text", None, came))
        elif came:
            found.append(_plain(POINTS[kind], f"further {word}", *came))
        if went and former in own and not first:
            found.append(Detail(POINTS[kind], word, "text", went, None))
        elif went:
            found.append(_plain(POINTS[kind], f"no longer {word}", *went, is_gone=True))
    return found


def _point(image: Image) -> str:
    """A point as people read it: `jane@acme.com (work)`, a phone whole, as it was written or in groups."""
    if not image:
        return ""
    from crm_cli.core import phones

    is_known = image["kind"] == "phone" and str(image["normal"]).startswith("+")
    value = phones.as_read(image["value"], image["normal"]) if is_known else image["value"]
    return f"{value} ({image['label']})" if image.get("label") else str(value)


def _tag(db: Connection, record: Image, image: Image) -> str:
    found = db.execute("SELECT name FROM tags WHERE id = ?", (image["tag_id"],)).fetchone()
    return str(found[0] if found else names.last(db, "tags", image["tag_id"]).get("name", "a tag"))


def _relations(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """What a record is to others, and is no longer."""
    found = []
    for _, was, became in turns:
        for image, word in ((was, "is no longer"), (became, "is")):
            if image and was != became:
                kind = "contact" if image["to_contact_id"] is not None else "company"
                text = f"{image['kind']} of {names.of(db, kind, image[f'to_{kind}_id'])}"
                found.append(_plain("relations", word, text, is_gone=image is was))
    return found


def _apart(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """Whom a record is not, though they look alike."""
    found = []
    for _, was, became in turns:
        for image, word in ((was, "may be"), (became, "is not")):
            if image and was != became:
                column = next(name for name in image if name.startswith("other_") and image[name] is not None)
                kind = column.removeprefix("other_").removesuffix("_id")
                found.append(
                    _plain("not_same", word, names.of(db, kind, image[column]), is_gone=image is was)
                )
    return found


def _plain(field: str, word: str, *texts: str, is_gone: bool = False) -> Detail:
    """Something that is told whole, after a word."""
    values: tuple[Value, Value] = (texts, ()) if is_gone else ((), texts)
    return Detail(field, word, "text", *values, many=True, said=word, is_plain=True)


def _dates(db: Connection, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """Days that matter to a record, each under its own label."""
    return [
        Detail(
            "important_dates", (became or was)["label"], "month and day", was.get("date"), became.get("date")
        )
        for _, was, became in turns
        if was.get("date") != became.get("date")
    ]


COMMON: Mapping[str, Told] = {
    "contact_points": _points,
    "taggings": listed("tags", "tags", _tag),
    "relations": _relations,
    "not_same": _apart,
    "important_dates": _dates,
    "external_ids": silent,
}
"""The tables that kinds share."""


def told(db: Connection, kind: str, record: Image, turns: Sequence[Turn]) -> list[Detail]:
    """What became of the rows that belong to a record, table by table."""
    own = KINDS[kind].told("PARTS", {})
    by_table: dict[str, list[Turn]] = {}
    for turn in turns:
        by_table.setdefault(turn.change.table, []).append(turn)
    found = []
    for table, rows in by_table.items():
        if table == KINDS[kind].links_in:
            found += _linked(db, kind, rows)
        elif table == KINDS[kind].lines:
            found += _LINES(db, record, rows)
        else:
            tell: Told = own.get(table) or COMMON.get(table) or _unknown(table)
            found += tell(db, record, rows)
    return found


def _line(db: Connection, record: Image, image: Image) -> str:
    """A line of what is sold: `2 × GTX Pro less 10%`."""
    product = (
        names.of(db, "product", image["product_id"])
        if image["product_id"]
        else image["description"] or "a line"
    )
    off = f" less {image['discount'] / 100:g}%" if image["discount"] else ""
    return f"{image['quantity']} × {product}{off}"


_LINES = listed("items", "lines", _line)


def _linked(db: Connection, kind: str, turns: Sequence[Turn]) -> list[Detail]:
    """The records that one is about, where they are kept in a table of links: persons first."""
    found = []
    for name in KINDS[kind].links_to:
        column = f"{name}_id"
        pairs = [
            tuple([names.of(db, name, image[column]) if image.get(column) else None for image in turn[1:]])
            for turn in turns
        ]
        label = KINDS[kind].field(KINDS[name].plural).title.lower() if any(map(any, pairs)) else ""
        found += _changes(KINDS[name].plural, label, [(old, new) for old, new in pairs if old or new])
    return found


def _unknown(table: str) -> Told:
    """Rows of which nobody says how they are told: by what names them."""
    label = table.replace("_", " ")

    def value(db: Connection, record: Image, image: Image) -> Any:
        named = ("title", "name", "label", "value", "kind", "description")
        return next((str(image[name]) for name in named if image.get(name)), "one")

    return listed(table, label, value)
