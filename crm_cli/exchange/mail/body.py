"""The text of a message, whichever way it was packed, and what was attached, by name and size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from crm_cli.exchange.mail.header import decoded
from crm_cli.exchange.mail.html import text_of

MOST = 100_000
"""Signs of a text that are kept."""


@dataclass(slots=True)
class Body:
    """What a message says. told: what was not as it should be, in words. is_cut: it was longer than is kept."""

    text: str = ""
    attachments: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_cut: bool = False


def of(message: Message) -> Body:
    """The text that a reader of mail would show first, then the names of what is attached."""
    found = Body()
    texts = [text.strip("\n") for text in _texts(message, found)]
    whole = "\n\n".join(text for text in texts if text.strip())
    whole = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", whole).strip()
    if len(whole) > MOST:
        found.is_cut = True
        whole = whole[:MOST].rstrip() + "\n[…]"
    if found.attachments:
        whole += ("\n\n" if whole else "") + "Attached: " + ", ".join(found.attachments)
    found.text = whole
    return found


def _texts(part: Message, found: Body) -> Iterator[str]:
    kind = part.get_content_type()
    is_attached = (part.get_content_disposition() or "") == "attachment"
    if kind == "multipart/alternative" and part.is_multipart():
        yield from _best(part, found)
    elif part.is_multipart() and part.get_content_maintype() == "multipart":
        for inner in _parts(part):
            yield from _texts(inner, found)
    elif part.get_content_maintype() == "multipart":
        yield _plain(part, found)  # it says that it has parts, and has none
    elif kind == "message/delivery-status":
        return
    elif kind in {"text/plain", "text/html", "text/enriched"} and not is_attached and not _name(part):
        text = _plain(part, found)
        if kind == "text/html":
            yield text_of(text)
        elif str(part.get_param("format", "")).lower() == "flowed":
            yield _flowed(text, deletes=str(part.get_param("delsp", "")).lower() == "yes")
        else:
            yield text
    else:
        found.attachments.append(_attachment(part))


def _best(part: Message, found: Body) -> Iterator[str]:
    """Of several forms of one text the plain one, where it says anything; else that of HTML."""
    forms = _parts(part)
    known: list[tuple[str, Body]] = []
    for form in forms:
        own = Body()
        text = "\n\n".join(one for one in _texts(form, own) if one.strip())
        known.append((text, own))
    plain = next(
        (
            at
            for at, form in enumerate(forms)
            if form.get_content_type() == "text/plain" and known[at][0].strip()
        ),
        None,
    )
    chosen = (
        plain if plain is not None else next((at for at, one in enumerate(known) if one[0].strip()), None)
    )
    for at, form in enumerate(forms):
        if at == chosen or form.get_content_maintype() != "text":
            found.attachments += known[at][1].attachments
            found.told += known[at][1].told
    if chosen is not None:
        yield known[chosen][0]


def _parts(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _plain(part: Message, found: Body) -> str:
    """The text of a part in its charset; in another, and told, where it is not in the one it names."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    if not isinstance(data, bytes):
        inner = part.get_payload()
        return inner if isinstance(inner, str) else ""
    try:
        charset = str(part.get_content_charset() or "")
    except (ValueError, LookupError):
        charset = ""
    for codec in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(codec).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeError, ValueError):
            continue
    found.told.append(
        f"text that is not in its charset `{charset}`" if charset else "text in no known charset"
    )
    return data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _flowed(text: str, *, deletes: bool) -> str:
    """Lines that end in a blank go on in the next, at the same depth of quotation (RFC 3676)."""
    lines: list[str] = []
    depth, is_open = 0, False
    for raw in text.split("\n"):
        line = raw.lstrip(">")
        own = len(raw) - len(line)
        line = line.removeprefix(" ")
        is_signature = line == "-- "
        goes_on = line.endswith(" ") and not is_signature
        if is_open and own == depth and not is_signature:
            lines[-1] = (lines[-1][:-1] if deletes else lines[-1]) + line
        else:
            lines.append((">" * own + " " if own else "") + line)
        depth, is_open = own, goes_on
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)


def _name(part: Message) -> str:
    try:
        return decoded(part.get_filename() or "").strip()
    except (ValueError, LookupError, UnicodeError, TypeError):
        return ""


def _attachment(part: Message) -> str:
    """`offer.pdf (12 KB)`; of a message that was attached its subject."""
    inner = part.get_payload()
    if isinstance(inner, list):
        subject = next(
            (decoded(str(one.get("Subject") or "")) for one in inner if isinstance(one, Message)), ""
        )
        return f"message “{subject.strip()}”" if subject.strip() else "a message"
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    size = len(data) if isinstance(data, bytes) else len(str(inner or ""))
    shown = (
        f"{size} B"
        if size < 1000
        else f"{round(size / 1000)} KB"
        if size < 10**6
        else f"{size / 10**6:.1f} MB"
    )
    return f"{_name(part) or part.get_content_type()} ({shown})"
