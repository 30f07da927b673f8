"""One message as we understand it: who, whom, when, what, and which it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from hashlib import blake2b

from crm_cli.exchange.mail import body, header

_MACHINE = ("Auto-Submitted", "List-Id", "List-Unsubscribe", "X-Auto-Response-Suppress")


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that was read.

    id: its Message-ID, else one made of what it says. answers: the messages it answers, the nearest last.
    sender, receivers, copies: (name, address). is_automatic: no person wrote it. told: what was not as it should be.
    """

    place: str
    id: str
    digest: str
    answers: tuple[str, ...]
    at: datetime | None
    sender: tuple[str, str] | None
    receivers: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, str], ...]
    subject: str
    text: str
    is_automatic: bool
    told: tuple[str, ...]


def read(place: str, data: bytes, now: datetime) -> Mail | None:
    """Read a message; None for what is none, as it has no header of one."""
    message = message_from_bytes(data)
    if not any(header.texts(message, name) for name in ("From", "Date", "Subject", "To", "Message-ID")):
        return None
    found = body.of(message)
    at, wrong = header.moment(message, now)
    told = [*found.told]
    if wrong and at is not None:
        told.append(f"{wrong}: the day it arrived is taken")
    if found.is_cut:
        told.append(f"text of more than {body.MOST:,} signs, which was cut")
    digest = blake2b(data, digest_size=9).hexdigest()
    ids = header.identities(message, "Message-ID")
    senders = header.people(message, "From") or header.people(message, "Sender")
    return Mail(
        place,
        ids[0] if ids else f"digest:{digest}",
        digest[:12],
        (*header.identities(message, "References"), *header.identities(message, "In-Reply-To")),
        at,
        senders[0] if senders else None,
        tuple(header.people(message, "To")),
        tuple(header.people(message, "Cc", "Bcc")),
        header.text(message, "Subject"),
        found.text,
        _is_automatic(message, senders),
        (wrong, *told) if wrong and at is None else tuple(told),
    )


def _is_automatic(message: Message, senders: list[tuple[str, str]]) -> bool:
    """Whether a machine wrote it: it says so, or its address does."""
    automatic = header.text(message, "Auto-Submitted").lower()
    if automatic and automatic != "no":
        return True
    if any(header.texts(message, name) for name in _MACHINE[1:]):
        return True
    names = ("noreply", "donotreply", "mailerdaemon", "postmaster", "bounce")
    local = senders[0][1].partition("@")[0] if senders else ""
    return local.replace("-", "").replace("_", "").replace(".", "").startswith(names)
