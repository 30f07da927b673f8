"""Records as an export gives them: their columns by what the records have, their parts read alongside, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha1
from operator import itemgetter
from sqlite3 import Connection
from typing import Any
from uuid import UUID

from crm_cli.core.fields import CUSTOM_TYPES, Raw
from crm_cli.core.money import Money, digits
from crm_cli.core.own_values import own_values
from crm_cli.exchange.decide import headers
from crm_cli.exchange.export.layout import layout
from crm_cli.kinds import custom as fields
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.field import POINTS
from crm_cli.kinds.linked import kind_sql, name_sql, number_sql
from crm_cli.output import Column

Fill = Callable[[list[Any]], None]
"""Puts what SQL did not give into its places in a row."""

BLANK = -1
"""Where, in what SQL gives, a column is found that it does not give: behind it all stands nothing."""


class Export:
    """The records of one kind that a condition selects, as columns and rows, ordered by id.

    What SQL gives of a row is put in the order of the columns; what it does not give (uid, money, points, tags,
    links, custom values) is put in its place afterwards.
    """

    def __init__(
        self,
        db: Connection,
        kind: str,
        *,
        where: str = "TRUE",
        values: Sequence[Raw] = (),
        is_structured: bool = False,
        has_addresses: bool = False,
    ) -> None:
        """where: SQL over the record's row `t`. is_structured: for JSON, where points are arrays of objects.

        has_addresses: there, people linked have their first e-mail address beside the name.
        """
        self.db, self.kind, self.where, self.bound = db, kind, where, tuple(values)
        self.is_structured, self.has_addresses = is_structured, has_addresses
        self.table = KINDS[kind].table
        self.columns: list[Column] = []
        self._sql: list[str] = []
        self._from: list[int] = []
        self._fills: list[Fill] = []
        special = {
            "points": self._add_points,
            "tags": self._add_tags,
            "links": self._add_links,
            "items": self._add_items,
        }
        for field in layout(kind):
            if field.name in special:
                special[field.name]()
            else:
                at = self._put(field.name, field.type.name, field.sql)
                if field.type.name == "percent":
                    self._fills.append(_ratio(at))
                elif field.currency:
                    self._fills.append(_money(at, at + 1))  # the currency is the next column
            if field.name == "id":
                self._fills.append(_uid(db, kind, self._put("uid", "text")))
        self._add_custom()

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield the values of each record, as `output.write` takes them."""
        sql = f"SELECT {', '.join(self._sql)} FROM {self.table} t WHERE {self.where} ORDER BY t.id"
        fills, width = self._fills, len(self.columns)
        arranged = itemgetter(*self._from)
        for found in self.db.execute(sql, self.bound):
            row = list(arranged((*found, None)))
            for fill in fills:
                fill(row)
            del row[width:]
            yield row

    def _put(self, name: str, type: str, sql: str = "", *, many: bool = False) -> int:
        """Add a column, which SQL gives or leaves blank; returns its place."""
        self.columns.append(Column(name, name.replace("_", " ").capitalize(), type, many=many))
        self._from.append(len(self._sql) if sql else BLANK)
        if sql:
            self._sql.append(sql)
        return len(self.columns) - 1

    def _parts(self, columns: str, joins: str, order: str) -> Iterator[tuple[Any, ...]]:
        """Parts of the chosen records: the record's id, then the columns asked for, in the order of the records."""
        return iter(
            self.db.execute(
                f"SELECT t.id, {columns} FROM {self.table} t {joins} WHERE {self.where} ORDER BY t.id{order}",
                self.bound,
            )
        )

    def _add_points(self) -> None:
        """`email`, `email_2`, … with `email_label` beside where one has a label; in JSON arrays of objects."""
        owner = f"{self.kind}_id"
        join = f"CROSS JOIN contact_points p ON p.{owner} = t.id"
        stream = _Follower(self._parts("p.kind, p.is_primary, p.id, p.value, p.label", join, ""))
        if self.is_structured:
            places = {kind: self._put(POINTS[kind], "text", many=True) for kind in self._point_kinds(owner)}
            self._fills.append(_point_objects(stream, places))
            return
        widths, labelled = self._point_widths(owner)
        values: dict[tuple[str, int], int] = {}
        labels: dict[tuple[str, int], int] = {}
        for kind in self._point_kinds(owner):
            for number in range(1, max(widths.get(kind, 0), kind in {"email", "phone"}) + 1):
                name = kind if number == 1 else f"{kind}_{number}"
                values[kind, number] = self._put(name, "text")
                if (kind, number) in labelled:
                    labels[kind, number] = self._put(f"{name}_label", "text")
        self._fills.append(_points(stream, values, labels))

    def _point_kinds(self, owner: str) -> list[str]:
        """The kinds of points that the records can have, or that another program gave them."""
        rows = self.db.execute(f"SELECT DISTINCT kind FROM contact_points WHERE {owner} IS NOT NULL")
        known = {row[0] for row in rows} | {field.name for field in KINDS[self.kind].fields}
        return [kind for kind in POINTS if kind in known]

    def _point_widths(self, owner: str) -> tuple[dict[str, int], set[tuple[str, int]]]:
        """How many points of each kind a record has at most, and which of them have a label anywhere."""
        join = f"FROM {self.table} t CROSS JOIN contact_points p ON p.{owner} = t.id WHERE {self.where}"
        widths = dict(
            self.db.execute(
                f"SELECT kind, max(n) FROM (SELECT p.kind AS kind, count(*) AS n {join} GROUP BY t.id, p.kind) GROUP BY kind",
                self.bound,
            )
        )
        if not self.db.execute("SELECT 1 FROM contact_points WHERE label IS NOT NULL LIMIT 1").fetchone():
            return widths, set()
        rows = self.db.execute(
            "SELECT DISTINCT kind, place FROM (SELECT p.kind AS kind, p.label AS label, row_number() OVER"
            f" (PARTITION BY t.id, p.kind ORDER BY p.is_primary DESC, p.id) AS place {join}) WHERE label IS NOT NULL",
            self.bound,
        )
        return widths, set(rows)

    def _add_tags(self) -> None:
        join = f"CROSS JOIN taggings x ON x.{self.kind}_id = t.id JOIN tags g ON g.id = x.tag_id"
        stream = _Follower(self._parts("g.name", join, ", g.normal"))
        at = self._put("tags", "tag", many=True)

        def fill(row: list[Any]) -> None:
            if found := stream.at(row[0]):
                row[at] = tuple(name for _, name in found)

        self._fills.append(fill)

    def _add_links(self) -> None:
        """`contact`, `contact_id`, `contact_2`, `contact_2_id` …; in JSON arrays of objects."""
        record = KINDS[self.kind]
        about = [KINDS[name] for name in record.links_to]
        join = f"CROSS JOIN {record.links_in} l ON l.{self.kind}_id = t.id"
        counts = ", ".join(f"count(l.{kind.name}_id) AS {kind.plural}" for kind in about)
        most = ", ".join(f"max({kind.plural})" for kind in about)
        grouped = f"SELECT {counts} FROM {self.table} t {join} WHERE {self.where} GROUP BY t.id"
        widths = self.db.execute(f"SELECT {most} FROM ({grouped})", self.bound).fetchone()
        told = ", ".join((kind_sql(about, "l"), name_sql(about, "l"), number_sql(about, "l")))
        if self.has_addresses:
            told += ", (SELECT p.value FROM contact_points p WHERE p.contact_id = l.contact_id AND p.kind = 'email' ORDER BY p.is_primary DESC, p.id LIMIT 1)"
        stream = _Follower(self._parts(told, join, ", l.id"))
        places: dict[tuple[str, int], int] = {}
        for kind, width in zip(record.links_to, widths, strict=True):
            if self.is_structured:
                places[kind, 0] = self._put(KINDS[kind].plural, "text", many=True)
                continue
            for number in range(1, max(width or 0, 1) + 1):
                name = kind if number == 1 else f"{kind}_{number}"
                places[kind, number] = self._put(name, "text")
                self._put(f"{name}_id", "id")
        self._fills.append(_link_objects(stream, places) if self.is_structured else _links(stream, places))

    def _add_items(self) -> None:
        """The lines of deals that say more than one product at the deal's amount; in JSON all lines."""
        more = (
            "SELECT i.deal_id FROM deal_items i JOIN deals d ON d.id = i.deal_id GROUP BY i.deal_id HAVING count(*) > 1"
            " OR max(i.quantity <> '1' OR i.discount <> 0 OR i.description IS NOT NULL OR i.product_id IS NULL"
            " OR i.price IS NOT d.amount)"
        )
        which = "" if self.is_structured else f" AND t.id IN ({more})"
        if (
            which
            and not self.db.execute(
                f"SELECT 1 FROM deals t WHERE {self.where}{which} LIMIT 1", self.bound
            ).fetchone()
        ):
            return
        join = (
            f"CROSS JOIN deal_items i ON i.deal_id = t.id{which} LEFT JOIN products p ON p.id = i.product_id"
        )
        columns = "p.name, i.product_id, i.quantity, i.price, t.currency, i.discount, i.description"
        stream = _Follower(self._parts(columns, join, ", i.position, i.id"))
        at = self._put("items", "text", many=self.is_structured)
        is_structured = self.is_structured

        def fill(row: list[Any]) -> None:
            if found := stream.at(row[0]):
                lines = tuple(_line(item[1:]) for item in found)
                row[at] = lines if is_structured else _as_json(lines)

        self._fills.append(fill)

    def _add_custom(self) -> None:
        """The user's own fields under their own names; `custom.name` where a built-in field has it."""
        places: dict[str, int] = {}
        for custom in fields.find(self.db, self.kind):
            is_taken = headers.own_meaning(self.kind, custom.name) is not None
            name = f"custom.{custom.name}" if is_taken or custom.name.startswith("custom.") else custom.name
            places[custom.name] = self._put(name, CUSTOM_TYPES[custom.type].name)
        if places:
            self._from.append(len(self._sql))  # behind the last column, and no column itself
            self._sql.append("t.custom")
            self._fills.append(_custom(places, len(self.columns)))


def ids(
    db: Connection, kind: str, where: str, values: Sequence[Raw], *, order: str, limit: int = 0
) -> list[int]:
    """Ids of the records that a condition selects, in an order, at most `limit` (0 is all)."""
    table = KINDS[kind].table
    sql = f"SELECT t.id FROM {table} t WHERE {where} ORDER BY {order} LIMIT ?"
    return [row[0] for row in db.execute(sql, (*values, limit or -1))]


def count(db: Connection, kind: str, where: str, values: Sequence[Raw]) -> int:
    """How many records a condition selects."""
    row = db.execute(f"SELECT count(*) FROM {KINDS[kind].table} t WHERE {where}", tuple(values)).fetchone()
    return int(row[0])


class _Follower:
    """Parts of records, ordered by the records' ids, read along with them."""

    def __init__(self, stream: Iterator[tuple[Any, ...]]) -> None:
        self._stream = stream
        self._next: tuple[Any, ...] | None = None
        self._is_begun = False

    def at(self, id: int) -> list[tuple[Any, ...]]:
        """The parts of the record with this id; those of ids before it are passed over."""
        if not self._is_begun:
            self._is_begun, self._next = True, next(self._stream, None)
        part = self._next
        while part is not None and part[0] < id:
            part = next(self._stream, None)
        found = []
        while part is not None and part[0] == id:
            found.append(part)
            part = next(self._stream, None)
        self._next = part
        return found


def _ratio(at: int) -> Fill:
    def fill(row: list[Any]) -> None:
        if row[at] is not None:
            row[at] = Decimal(row[at]) / 10_000

    return fill


def _money(at: int, currency: int) -> Fill:
    def fill(row: list[Any]) -> None:
        if row[at] is not None:
            row[at] = Money(row[at], row[currency])

    return fill


def _uid(db: Connection, kind: str, at: int) -> Fill:
    """uuid5 of the file's own id and `kind/id` (RFC 4122), without the objects in between."""
    space = sha1(UUID(db.execute("SELECT uuid FROM _file").fetchone()[0]).bytes, usedforsecurity=False)
    space.update(f"{kind}/".encode())

    def fill(row: list[Any]) -> None:
        digest = space.copy()
        digest.update(b"%d" % row[0])
        text = digest.hexdigest()
        variant = "89ab"[int(text[16], 16) & 3]
        row[at] = f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"

    return fill


def _points(
    stream: _Follower, values: dict[tuple[str, int], int], labels: dict[tuple[str, int], int]
) -> Fill:
    def fill(row: list[Any]) -> None:
        found = stream.at(row[0])
        if len(found) > 1:
            found.sort(key=lambda part: (part[1], -part[2], part[3]))
        before, number = "", 0
        for _, kind, _, _, value, label in found:
            number = number + 1 if kind == before else 1
            before = kind
            row[values[kind, number]] = value
            if label is not None:
                row[labels[kind, number]] = label

    return fill


def _point_objects(stream: _Follower, places: dict[str, int]) -> Fill:
    def fill(row: list[Any]) -> None:
        for _, kind, primary, _, value, label in sorted(
            stream.at(row[0]), key=lambda part: (-part[2], part[3])
        ):
            shown = {"value": value, "label": label, "primary": bool(primary)}
            row[places[kind]] = (*(row[places[kind]] or ()), shown)

    return fill


def _links(stream: _Follower, places: dict[tuple[str, int], int]) -> Fill:
    def fill(row: list[Any]) -> None:
        counts: dict[str, int] = {}
        for _, kind, name, id in stream.at(row[0]):
            number = counts[kind] = counts.get(kind, 0) + 1
            at = places[kind, number]
            row[at], row[at + 1] = name, id

    return fill


def _link_objects(stream: _Follower, places: dict[tuple[str, int], int]) -> Fill:
    def fill(row: list[Any]) -> None:
        for _, kind, name, id, *address in stream.at(row[0]):
            at = places[kind, 0]
            shown = {"id": id, "name": name, **({"email": address[0]} if address else {})}
            row[at] = (*(row[at] or ()), shown)

    return fill


def _custom(places: dict[str, int], source: int) -> Fill:
    def fill(row: list[Any]) -> None:
        for name, value in own_values(row[source], Decimal).items():
            if name in places:
                row[places[name]] = value

    return fill


def _line(item: Sequence[Any]) -> dict[str, Any]:
    """A line of a deal, for JSON."""
    product, product_id, quantity, price, currency, discount, description = item
    return {
        "product": product,
        "product_id": product_id,
        "quantity": Decimal(quantity),
        "price": None if price is None else Decimal(price).scaleb(-digits(currency) if currency else 0),
        "discount": Decimal(discount) / 10_000,
        "description": description,
    }


def _as_json(lines: Sequence[dict[str, Any]]) -> str:
    from crm_cli.output.json import json_text

    return json_text(lines)
