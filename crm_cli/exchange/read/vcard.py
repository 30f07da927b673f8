"""vCards as tables: people, and organizations where a card says it is one, under the names of our fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crm_cli.core.errors import UsageError
from crm_cli.core.text import clean, plural
from crm_cli.exchange.read import encodings
from crm_cli.exchange.read.cards import Card, Property, cards, parts, unescaped
from crm_cli.exchange.read.sources import Source
from crm_cli.exchange.read.table import Asked, Row, Table

SYSTEM = "vcard"

_ORDER = (
    "external_id", "name", "given_name", "family_name", "company", "department", "job_title", "email", "phone", "website", "url",
    "messenger", "social", "birthday", "street", "city", "region", "postal_code", "country", "tags", "description",
)  # fmt: skip
"""The columns in their order; those of other names follow in the order of the cards."""

_LEFT = frozenset(
    "VERSION PRODID REV MAILER CLASS PROFILE SOURCE PHOTO LOGO SOUND KEY AGENT X-ABUID CLIENTPIDMAP"
    " X-ABSHOWAS X-ABLABEL X-ABADR X-PHONETIC-LAST-NAME-STYLE X-MS-CARDPICTURE X-MS-OL-DESIGN"
    " X-ADDRESSBOOKSERVER-KIND KIND".split()
)
"""Properties that say nothing of the person, or that no text holds."""

_TOLD = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "KEY": "key", "X-MS-CARDPICTURE": "photo"}
"""Of these, what is told."""

_POINTS = {"EMAIL": "email", "TEL": "phone", "URL": "url", "IMPP": "messenger", "X-SOCIALPROFILE": "social"} | {
    "SOCIALPROFILE": "social", "X-TWITTER": "social", "X-FACEBOOK": "social", "X-LINKEDIN": "social",
    "X-INSTAGRAM": "social",
    **dict.fromkeys(
        "X-SKYPE X-SKYPE-USERNAME X-AIM X-ICQ X-JABBER X-MSN X-YAHOO X-GOOGLE-TALK X-GTALK X-QQ X-GADUGADU"
        " X-SIP X-TELEGRAM X-WHATSAPP X-SIGNAL X-GROUPWISE X-KADDRESSBOOK-X-IMADDRESS".split(),
        "messenger",
    ),
}  # fmt: skip

_PLAIN = {
    "TITLE": "job_title",
    "NOTE": "description",
    "UID": "external_id",
    "LANG": "language",
    "TZ": "timezone",
}
_LABELS = {"cell": "mobile", "iphone": "mobile", "car": "mobile", "x-mobil": "mobile"}
_NO_LABELS = frozenset(
    "voice pref internet msg text video x400 tlx isdn bbs modem uri parcel postal dom intl".split()
)
_WAYS = ("fax", "cell", "pager")
"""Types of a phone that say more than where it is."""

_SCHEMES = re.compile(r"(?i)(tel|mailto|urn:uuid|sip|im|x-apple|[a-z][a-z0-9+.-]{2,15}):(?!//)")
_ADDRESS = ("street", "city", "region", "postal_code", "country")


@dataclass
class CardTable(Table):
    """The cards of one kind; they are read anew each time their rows are needed.

    tags: the identity of a card → the groups it is in.
    """

    reading: _Reading
    is_company: bool
    blanks: frozenset[str]
    remarks: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[str]:
        """What was left out of the cards, and what became of groups."""
        unread = self.reading.unread
        return [
            *self.remarks,
            *([f"{plural(unread, 'value')} with signs that nobody can read"] if unread else []),
        ]

    def rows(self) -> Iterator[Row]:
        """Yield a row for each card."""
        places = {header: place for place, header in enumerate(self.headers)}
        self.reading.unread = 0
        for card in self.reading.cards():
            if _is_group(card) or _is_company(card) != self.is_company:
                continue
            cells = [""] * len(places)
            for header, text in self.reading.cells(card, is_company=self.is_company).items():
                kept = clean(text)[0].strip()
                cells[places[header]] = "" if kept in self.blanks else kept
            fault = "" if card.is_whole else "the card is not closed: END:VCARD is missing"
            if any(cells) or fault:
                yield Row(card.line, cells, fault)


def tables(name: str, source: Source, asked: Asked) -> tuple[list[Table], list[str]]:
    """The people of a file of cards, and, apart, the organizations in it; and what is not read."""
    reading = _Reading(source, asked)
    headers: dict[bool, dict[str, None]] = {False: {}, True: {}}
    counts, left = {False: 0, True: 0}, dict[str, int]()
    groups: dict[str, int] = {}
    for card in reading.cards():
        if _is_group(card):
            title = _first(card, "FN") or _first(card, "N") or f"line {card.line}"
            members = [
                _identity(one.text)
                for one in card.properties
                if one.name in {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"}
            ]
            for member in members:
                reading.tags.setdefault(member, []).append(title)
            groups[title] = len(members)
    for card in reading.cards():
        if _is_group(card):
            continue
        is_company = _is_company(card)
        counts[is_company] += 1
        headers[is_company].update(dict.fromkeys(reading.cells(card, is_company=is_company)))
        for one in card.properties:
            if one.name in _TOLD or one.is_data:
                word = _TOLD.get(one.name, one.name)
                left[word] = left.get(word, 0) + 1
        if card.nested:
            left["card inside another"] = left.get("card inside another", 0) + card.nested
    if not any(counts.values()):
        raise UsageError(f"{name} holds no cards of people", hint="a vCard begins with BEGIN:VCARD")
    remarks = []
    if left:
        remarks.append(f"left out: {', '.join(plural(count, word) for word, count in left.items())}")
    if groups:
        shown = ", ".join(f"{title} ({plural(count, 'member')})" for title, count in groups.items())
        remarks.append(f"groups became tags: {shown}")
    found: list[Table] = []
    for is_company in (True, False):
        if counts[is_company]:
            kind, called = ("company", "organizations") if is_company else ("contact", "people")
            found.append(
                CardTable(
                    f"{name}/{called}" if all(counts.values()) else name,
                    _ordered(headers[is_company]),
                    reading,
                    is_company,
                    asked.blanks,
                    how=f"vCard, {plural(counts[is_company], 'card')}",
                    raw=asked.raw,
                    kind=kind,
                    system=SYSTEM,
                )
            )
    found[-1].remarks = remarks  # type: ignore[attr-defined]
    return found, []


def _ordered(headers: Sequence[str] | dict[str, None]) -> list[str]:
    def place(header: str) -> tuple[int, int]:
        point = header.removesuffix("_label")
        number = re.search(r"_(\d+)$", point)
        stem = point[: number.start()] if number else point
        if stem not in _ORDER:
            return len(_ORDER), 0
        return _ORDER.index(stem), 2 * int(number[1] if number else 1) + header.endswith("_label")

    return sorted(headers, key=place)


class _Reading:
    """A file of cards, read as often as needed."""

    def __init__(self, source: Source, asked: Asked) -> None:
        self.source, self.asked = source, asked
        self.tags: dict[str, list[str]] = {}
        self.unread = 0
        self._codec = ""

    def cards(self) -> Iterator[Card]:
        with self.source() as stream:
            yield from cards(encodings.narrow(stream), self._decode)

    def _decode(self, value: bytes) -> str:
        """Bytes that do not say their charset: UTF-8, else as told, else as the whole file seems to be written."""
        if not self.asked.encoding:
            try:
                return value.decode()
            except UnicodeDecodeError:
                pass
        if not self._codec:
            with self.source() as stream:
                self._codec = encodings.find(stream, self.asked.encoding).codec
        text = value.decode(self._codec, "replace")
        self.unread += "\ufffd" in text
        return text

    def cells(self, card: Card, *, is_company: bool) -> dict[str, str]:
        """Header → text of a card."""
        made = _Cells(card)
        for one in card.properties:
            made.take(one)
        made.finish(is_company=is_company)
        tags = self.tags.get(_identity(made.cells.get("external_id", "")))
        if tags:
            there = made.cells.get("tags", "")
            made.cells["tags"] = "; ".join([*([there] if there else []), *tags])
        return made.cells


class _Cells:
    """The cells of one card."""

    def __init__(self, card: Card) -> None:
        self.cells: dict[str, str] = {}
        self.version = card.version
        self.labels = {
            one.group: _label(unescaped(one.text, card.version))
            for one in card.properties
            if one.name == "X-ABLABEL" and one.group
        }
        self.points: dict[str, list[tuple[bool, str, str]]] = {}
        self.addresses = 0
        self.has_address = any(one.name == "ADR" and one.text.strip("; ") for one in card.properties)
        self.named: list[str] = []

    def take(self, one: Property) -> None:
        """Put one property where it belongs."""
        if one.name in _LEFT or one.is_data or not one.text.strip("; "):
            return
        text = unescaped(one.text, self.version)
        if one.name in _POINTS:
            self._point(one, text)
        elif one.name == "N":
            self._name(parts(one.text, self.version))
        elif one.name == "ADR":
            self._address(one, parts(one.text, self.version))
        elif one.name == "ORG":
            names = [part for part in parts(one.text, self.version) if part]
            self.put("company", names[0])
            if names[1:]:
                self.put("department", ", ".join(names[1:]))
        elif one.name == "FN":
            self.put("name", text)
        elif one.name == "BDAY":
            self.put("birthday", _day(text, one.params.get("X-APPLE-OMIT-YEAR", "")))
        elif one.name == "CATEGORIES":
            tags = [tag for tag in parts(one.text, self.version, ",") if tag]
            self.cells["tags"] = "; ".join([*filter(None, [self.cells.get("tags", "")]), *tags])
        elif one.name == "NOTE":
            there = self.cells.get("description", "")
            self.cells["description"] = f"{there}\n\n{text}" if there else text
        elif one.name == "UID":
            self.put("external_id", _identity(text))
        elif one.name == "LABEL":
            if not self.has_address:
                self.put("street", text)
        elif one.name in _PLAIN:
            self.put(_PLAIN[one.name], text)
        else:
            label = self.labels.get(one.group, "") or " ".join(_kept(one.types))
            name = one.name.lower()
            if one.name in {"X-ABDATE", "X-ABRELATEDNAMES", "RELATED", "X-EVOLUTION-ANNIVERSARY"}:
                name = {"X-ABDATE": "date", "X-EVOLUTION-ANNIVERSARY": "anniversary"}.get(one.name, "related")
            is_day = re.fullmatch(r"\d{8}|\d{4}-\d\d-\d\d(T.*)?", text) is not None
            self.put(f"{name} {label}".strip(), _day(text, "") if is_day else text)

    def put(self, header: str, text: str) -> None:
        """Give a header its text; a second one of that name gets a number."""
        name, number = header, 2
        while self.cells.get(name) not in {None, "", text}:
            name, number = f"{header} {number}", number + 1
        if text:
            self.cells[name] = text

    def finish(self, *, is_company: bool) -> None:
        """Number the points, the primary first, and see to it that there is a name; a company's first bare link is its website."""
        links = self.points.get("url", ()) if is_company else ()
        if links and not links[0][0] and not links[0][2]:
            self.cells["website"] = links[0][1]
            self.points["url"] = links[1:]
        for kind, found in self.points.items():
            seen: set[str] = set()
            kept = [
                one
                for one in sorted(found, key=lambda one: not one[0])
                if not (one[1] in seen or seen.add(one[1]))  # type: ignore[func-returns-value]
            ]
            for number, (_, value, label) in enumerate(kept, start=1):
                header = kind if number == 1 else f"{kind}_{number}"
                self.cells[header] = value
                if label:
                    self.cells[f"{header}_label"] = label
        if "name" not in self.cells and self.named:
            self.cells["name"] = " ".join(self.named)
        if is_company:
            company = self.cells.pop("company", "")
            if company and company != self.cells.get("name"):
                self.put("name" if not self.cells.get("name") else "organization", company)

    def _point(self, one: Property, text: str) -> None:
        kind = _POINTS[one.name]
        label = self.labels.get(one.group, "") or next(iter(_kept(one.types)), "")
        label = next((_LABELS.get(way, way) for way in _WAYS if way in one.types), label)
        value = text
        if kind in {"email", "phone"}:
            value = re.sub(r"(?i)^(tel|mailto):", "", value).replace(";ext=", " ext. ")
        elif kind == "messenger":
            service = one.params.get("X-SERVICE-TYPE", "") or (
                one.name.removeprefix("X-").removesuffix("-USERNAME").lower() if one.name != "IMPP" else ""
            )
            if one.name == "IMPP" and (scheme := _SCHEMES.match(value)):
                value = value[scheme.end() :]
                service = service or scheme[1].lower()
            label = service.lower() or label
        elif kind == "social":
            service = one.params.get("SERVICE-TYPE", "") or one.name.removeprefix("X-")
            is_named = service.upper() not in {"SOCIALPROFILE"}
            label = service.lower() if is_named else next(iter(_kept(one.types)), label)
            value = re.sub(r"(?i)^x-apple:", "", value)
        rank = one.params.get("PREF", "")
        self.points.setdefault(kind, []).append(("pref" in one.types or rank == "1", value, label))

    def _name(self, found: list[str]) -> None:
        family, given, middle, prefix, suffix = (*found, "", "", "", "", "")[:5]
        for header, text in (
            ("given_name", given),
            ("family_name", family),
            ("middle name", middle),
            ("name prefix", prefix),
            ("name suffix", suffix),
        ):
            self.put(header, text)
        self.named = self.named or [*filter(None, (prefix, given, middle, family, suffix))]

    def _address(self, one: Property, found: list[str]) -> None:
        box, extra, street, *rest = (*found, "", "", "", "", "", "", "")[:7]
        if len(found) == 1:
            box, street = "", found[0]
        cells = [", ".join(filter(None, (box, extra, street))), *rest]
        label = self.labels.get(one.group, "") or next(iter(_kept(one.types)), "")
        self.addresses += 1
        if self.addresses == 1:
            for header, text in zip(_ADDRESS, cells, strict=True):
                if text:
                    self.put(header, text)
            if label:
                self.put("address label", label)
        else:
            self.put(f"address {label or 'other'}", ", ".join(filter(None, cells)))


def _kept(types: Sequence[str]) -> list[str]:
    """The types that say what something is for, in our words."""
    return [_LABELS.get(one, one.removeprefix("x-")) for one in types if one not in _NO_LABELS]


def _label(text: str) -> str:
    """What Apple's label says: `_$!<Mobile>!$_` is mobile."""
    found = re.fullmatch(r"_\$!<(.*)>!\$_", text)
    return found[1].lower() if found else text


def _identity(text: str) -> str:
    return re.sub(r"(?i)^urn:uuid:", "", text.strip())


def _day(text: str, omitted: str) -> str:
    """A day as ISO writes it; without a year `--03-14`; what is none stays as it is."""
    found = re.fullmatch(r"(\d{4}|-)-?(\d\d)-?(\d\d)(?:[T ].*)?", text)
    if not found:
        return text
    year, month, day = found.groups()
    return f"--{month}-{day}" if year in {"-", omitted} else f"{year}-{month}-{day}"


def _first(card: Card, name: str) -> str:
    return next((unescaped(one.text, card.version) for one in card.properties if one.name == name), "")


def _is_group(card: Card) -> bool:
    return any(
        one.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND"} and one.text.lower() == "group"
        for one in card.properties
    )


def _is_company(card: Card) -> bool:
    said = {one.name: one.text.lower() for one in card.properties}
    return said.get("KIND") in {"org", "organization"} or said.get("X-ABSHOWAS") == "company"
