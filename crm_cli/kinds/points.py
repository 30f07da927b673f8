"""Contact points: e-mails, phones, urls, messengers and socials of a contact or a company."""

from __future__ import annotations

from crm_cli.core.errors import NotFound, UsageError
from crm_cli.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection


FEWEST_DIGITS = 4
"""So many digits at least are looked for in phone numbers."""


@record
class Point:
    """One way to reach somebody: the value as written, its form for comparing, and what it is for."""

    kind: str
    value: str
    normal: str
    label: str | None = None


def read(kind: str, text: str, region: str | None) -> Point:
    """Read a point as typed, with its label before a colon where it has one (`work:jane@example.com`)."""
    label, value = _split_label(kind, text.strip())
    if not value:
        raise UsageError(f"the {kind} is empty")
    return Point(kind, value, normal(kind, value, region), label)


def checked(kind: str, text: str, region: str | None) -> Point:
    """Read a point typed by a person; UsageError for what cannot be one, before it is kept."""
    point = read(kind, text, region)
    if not is_one(kind, point.value):
        what, example = (
            ("an e-mail address", "jane@example.com")
            if kind == "email"
            else ("a phone number", "+77012345678")
        )
        raise UsageError(f"`{point.value}` is not {what}", hint=f"--{kind} {example}")
    return point


def is_one(kind: str, value: str) -> bool:
    """Whether a text can be a point of a kind: an e-mail has two sides, a phone three digits at least."""
    if kind == "email":
        name, at, domain = value.partition("@")
        return bool(name and at and domain) and "@" not in domain and value.split() == [value]
    return kind != "phone" or sum(map(str.isdigit, value)) >= 3


def normal(kind: str, value: str, region: str | None) -> str:
    """The form in which two ways to write the same point are equal."""
    if kind == "email":
        return value.strip().lower()
    if kind == "phone":
        from crm_cli.core import phones

        return phones.normal(value, region) or "".join(sign for sign in value if sign.isdigit()) or value
    if kind == "url":
        import re

        return re.sub(r"^https?://(www\.)?", "", value.strip().lower()).rstrip("/")
    return value.strip().lower()


def _split_label(kind: str, text: str) -> tuple[str | None, str]:
    import re

    found = re.match(r"([^\W\d_][\w -]*):(?!//)\s*(.+)", text)
    if not found or (kind == "url" and found[1].lower() in {"mailto", "tel"}):
        return None, text
    if found[1].lower() in {"mailto", "tel"}:
        return None, found[2]
    return found[1], found[2]


def of(db: Connection, owner: str, id: int) -> list[Point]:
    """All points of a contact or company, by kind, the first one first."""
    rows = db.execute(
        f"SELECT kind, value, normal, label FROM contact_points WHERE {owner}_id = ?"
        " ORDER BY instr('email phone messenger social url', kind), is_primary DESC, id",
        (id,),
    )
    return [Point(*row) for row in rows]


def add(db: Connection, owner: str, id: int, points: Sequence[Point], *, first: bool = False) -> int:
    """Add points; one that is there already is not added twice. Returns how many changed.

    first: make the (last) one given the first of its kind.
    """
    changed = 0
    for point in points:
        row = db.execute(
            f"SELECT id, is_primary FROM contact_points WHERE {owner}_id = ? AND kind = ? AND normal = ?",
            (id, point.kind, point.normal),
        ).fetchone()
        others = db.execute(
            f"SELECT count(*) FROM contact_points WHERE {owner}_id = ? AND kind = ?", (id, point.kind)
        ).fetchone()[0]
        is_first = first or others == 0
        if is_first and others and not (row and row[1]):
            db.execute(
                f"UPDATE contact_points SET is_primary = 0 WHERE {owner}_id = ? AND kind = ? AND is_primary = 1",
                (id, point.kind),
            )
        if row is None:
            db.execute(
                f"INSERT INTO contact_points ({owner}_id, kind, value, normal, label, is_primary)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (id, point.kind, point.value, point.normal, point.label, int(is_first)),
            )
            changed += 1
        elif is_first and not row[1]:
            db.execute("UPDATE contact_points SET is_primary = 1 WHERE id = ?", (row[0],))
            changed += 1
    return changed


def give_over(db: Connection, owner: str, keep: int, gone: int) -> None:
    """Before a record's points become another's: those that it has already go, and none is its first where it has one."""
    db.execute(
        f"DELETE FROM contact_points WHERE {owner}_id = ?2 AND EXISTS (SELECT 1 FROM contact_points o"
        f" WHERE o.{owner}_id = ?1 AND o.kind = contact_points.kind AND o.normal = contact_points.normal)",
        (keep, gone),
    )
    db.execute(
        f"UPDATE contact_points SET is_primary = 0 WHERE {owner}_id = ?2 AND is_primary = 1 AND EXISTS (SELECT 1"
        f" FROM contact_points o WHERE o.{owner}_id = ?1 AND o.kind = contact_points.kind)",
        (keep, gone),
    )


def drop(db: Connection, owner: str, id: int, point: Point) -> None:
    """Remove one point; NotFound listing those there are. The next one becomes the first."""
    row = db.execute(
        f"SELECT id, is_primary FROM contact_points WHERE {owner}_id = ? AND kind = ? AND (normal = ? OR value = ?)",
        (id, point.kind, point.normal, point.value),
    ).fetchone()
    if row is None:
        there = [one.value for one in of(db, owner, id) if one.kind == point.kind]
        raise NotFound(
            f"there is no {point.kind} `{point.value}`" + (f"; there is {', '.join(there)}" if there else "")
        )
    db.execute("DELETE FROM contact_points WHERE id = ?", (row[0],))
    if row[1]:
        db.execute(
            "UPDATE contact_points SET is_primary = 1 WHERE id ="
            f" (SELECT min(id) FROM contact_points WHERE {owner}_id = ? AND kind = ?)",
            (id, point.kind),
        )


def clear(db: Connection, owner: str, id: int, kind: str) -> int:
    """Remove all points of a kind; returns how many."""
    return db.execute(f"DELETE FROM contact_points WHERE {owner}_id = ? AND kind = ?", (id, kind)).rowcount


def with_number(
    db: Connection, owner: str, typed: str, region: str | None, *, limit: int = 200
) -> list[tuple[int, str]]:
    """Contacts (or companies) by a phone number, or a piece of one, in any spacing: (id, the number as written).

    Those that have just this number; else those with these digits in a row, four bare ones at its end.
    """
    from crm_cli.core import phones

    digits = phones.digits(typed)
    if len(digits) < FEWEST_DIGITS:
        return []
    known = normal("phone", typed, region)
    whole = (known, f"+{known.removeprefix('+')}")  # perhaps typed without the plus
    select = (
        f"SELECT {owner}_id, value FROM contact_points WHERE kind = 'phone' AND {owner}_id IS NOT NULL AND {{}}"
        f" GROUP BY {owner}_id ORDER BY {owner}_id LIMIT ?"
    )
    found = db.execute(select.format("normal IN (?, ?)"), (*whole, limit)).fetchall()
    for piece in dict.fromkeys((digits, digits.lstrip("0"))) if not found else ():
        at_end = len(piece) == FEWEST_DIGITS and typed.strip() == digits
        fits = "normal LIKE '%' || ?" if at_end else "instr(normal, ?)"
        if len(piece) >= FEWEST_DIGITS and not found:
            found = db.execute(select.format(fits), (piece, limit)).fetchall()
    return found


def owners(db: Connection, owner: str, kind: str, normal: str) -> list[int]:
    """Ids of the contacts (or companies) that have this point."""
    rows = db.execute(
        f"SELECT DISTINCT {owner}_id FROM contact_points WHERE kind = ? AND normal = ? AND {owner}_id IS NOT NULL"
        f" ORDER BY {owner}_id",
        (kind, normal),
    )
    return [row[0] for row in rows]
