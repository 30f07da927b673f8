"""Messages become activities of the people they are from and to; what is left out is counted, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from sqlite3 import Connection

from crm_cli.activity.records import activities, settled, with_companies
from crm_cli.app.context import App
from crm_cli.contact.records import Contacts
from crm_cli.core.calendar import iso_instant
from crm_cli.core.errors import CrmError
from crm_cli.core.text import plural
from crm_cli.exchange.mail import message
from crm_cli.exchange.mail.elsewhere import Elsewhere
from crm_cli.exchange.mail.message import Mail
from crm_cli.exchange.mail.people import Known, Mine
from crm_cli.kinds import points
from crm_cli.kinds.draft import Draft, Link

SYSTEM = "mail"

NOBODY = "from or to nobody in the file"
BETWEEN = "between your own addresses"
NO_DAY = "without a day that can be read"
NO_MAIL = "not a message"

FEW = 3
"""So many of the messages that are left for one reason are named."""


@dataclass(slots=True)
class Brought:
    """What became of messages.

    left: why messages were left → how many; where: the first of them. unknown: address of whom nobody knows → name and how many messages.
    told: what was odd about messages that were taken → how many. threads: conversations that they belong to.
    """

    messages: int = 0
    created: int = 0
    unchanged: int = 0
    contacts: int = 0
    threads: int = 0
    left: Counter[str] = field(default_factory=Counter)
    where: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, tuple[str, int]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    @property
    def kept_out(self) -> int:
        """How many messages were left."""
        return sum(self.left.values())

    def leave(self, why: str, place: str) -> None:
        """Count a message that is left."""
        self.left[why] += 1
        if self.left[why] <= FEW:
            self.where.setdefault(why, []).append(place)


class Bringing:
    """Messages on their way in, within one transaction."""

    def __init__(self, crm: App, db: Connection, mine: Mine, *, creates: bool) -> None:
        """creates: whoever wrote or was written to and is not there is made, unless a machine wrote."""
        self.crm, self.db, self.mine, self.creates = crm, db, mine, creates
        self.known = Known(db)
        self.elsewhere = Elsewhere(db, SYSTEM)
        self.threads = _Threads()
        self.done = Brought()

    def take(self, found: Iterable[tuple[str, bytes]]) -> Brought:
        """Read all messages."""
        for place, data in found:
            self.done.messages += 1
            mail = message.read(place, data, self.crm.now)
            if mail is None:
                self.done.leave(NO_MAIL, place)
            else:
                self._take(mail)
        self.done.threads = self.threads.count
        return self.done

    def _take(self, mail: Mail) -> None:
        if self.elsewhere.find(mail.id) is not None:
            self.done.unchanged += 1
            return
        is_out = mail.sender is not None and mail.sender[1] in self.mine
        others = [*mail.receivers, *mail.copies] if is_out or mail.sender is None else [mail.sender]
        others = [one for one in others if one[1] not in self.mine]
        along = [] if is_out else [address for _, address in (*mail.receivers, *mail.copies)]
        if not others:
            self.done.leave(BETWEEN if mail.sender else NOBODY, mail.place)
            return
        if mail.at is None:
            self.done.leave(NO_DAY, mail.place)
            return
        if self.creates and not mail.is_automatic:
            for name, address in mail.receivers if is_out else others:
                if address not in self.mine and self.known.of(address) is None:
                    self._create(name, address)
        for name, address in others:
            if self.known.of(address) is None:
                before = self.done.unknown.get(address, ("", 0))
                self.done.unknown[address] = (before[0] or name, before[1] + 1)
        main = self.known.among(address for _, address in others)
        if not main:
            self.done.leave(NOBODY, mail.place)
            return
        beside = self.known.among(address for address in along if address not in self.mine)
        self._write(mail, is_out=is_out, about=[*dict.fromkeys([*main, *beside])])

    def _write(self, mail: Mail, *, is_out: bool, about: list[Link]) -> None:
        assert mail.at is not None
        subject = self.threads.subject(mail)
        columns = settled({"occurred_at": iso_instant(mail.at)}, self.crm.zone)
        columns |= {
            "kind": "email",
            "direction": "out" if is_out else "in",
            "subject": subject or None,
            "body": mail.text or (None if subject else "(no text)"),
            "owner": self.crm.setting("owner") or None,
        }
        draft = Draft(columns, links=with_companies(self.db, about))
        id = activities.add(self.db, draft, at=self.crm.at, on=self.crm.today)
        self.elsewhere.note(mail.id, id, mail.digest)
        self.done.created += 1
        self.done.told.update(mail.told)

    def _create(self, name: str, address: str) -> None:
        """Add whoever has an address; nobody, and a remark, where somebody has the name already."""
        contacts = Contacts("contact")
        point = points.read("email", address, None)
        draft = Draft({"name": name or address}, points=[point])
        try:
            if not points.is_one("email", address):
                return
            if namesakes := contacts.same(self.db, draft):
                self.done.remarks.append(
                    f"{name} <{address}> was not made, as contact/{namesakes[0]} has the name:"
                    f" crm contact edit {namesakes[0]} --email {address}, or crm contact add"
                )
                return
            id = contacts.add(self.db, draft, at=self.crm.at, on=self.crm.today)
        except CrmError as error:
            self.done.remarks.append(f"<{address}> was not made: {error.message}")
            return
        self.known.add(point.normal, ("contact", id))
        self.done.contacts += 1


class _Threads:
    """Conversations: a message is of one with those it answers. An answer without a subject has that of the first."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}
        self._subjects: dict[int, str] = {}
        self._joined: dict[int, int] = {}
        self._number = 0

    def subject(self, mail: Mail) -> str:
        """Note a message that was taken; returns its subject, else that of its conversation."""
        ids = (mail.id, *mail.answers)
        among = sorted({self._root(self._of[id]) for id in ids if id in self._of})
        if among:
            number = among[0]
            self._joined |= dict.fromkeys(among[1:], number)
        else:
            self._number += 1
            number = self._number
        self._of |= dict.fromkeys(ids, number)
        self._subjects.setdefault(number, mail.subject)
        return mail.subject or self._subjects[number]

    @property
    def count(self) -> int:
        """How many conversations there are."""
        return self._number - len(self._joined)

    def _root(self, number: int) -> int:
        while number in self._joined:
            number = self._joined[number]
        return number


def lines(done: Brought, *, is_dry: bool, creates: bool) -> list[str]:
    """What became of the messages, for people; first the sentence."""
    parts = [f"{done.created:,} added", f"{done.unchanged:,} there already"]
    if done.kept_out:
        parts.append(f"{done.kept_out:,} left")
    told = [f"{'Would read' if is_dry else 'Read'} {plural(done.messages, 'message')}: {', '.join(parts)}"]
    if done.created:
        told.append(f"in {plural(done.threads, 'conversation')}")
    if done.contacts:
        told.append(f"made because messages name them: {plural(done.contacts, 'contact')}")
    for why, count in done.left.items():
        more = ", …" if count > FEW else ""
        told.append(f"left, {why}: {plural(count, 'message')} ({', '.join(done.where[why])}{more})")
    told += [f"{what}: {plural(count, 'message')}" for what, count in done.told.items()]
    if done.unknown:
        most = sorted(done.unknown.items(), key=lambda each: (-each[1][1], each[0]))
        shown = [
            f"  {name} <{address}> ({count})".replace("   ", "  ") for address, (name, count) in most[:20]
        ]
        told.append(
            f"not in the file: {plural(len(most), 'address', 'addresses')}"
            + ("" if creates else "; --create makes contacts")
        )
        told += shown + ([f"  … and {len(most) - 20:,} more"] if len(most) > 20 else [])
    return told + done.remarks
