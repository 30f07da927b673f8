"""The format `vcard`: version 4.0 (RFC 6350), a card for each person or company, as address books take them in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from crm_cli.exchange.export.content_lines import escaped, folded
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output.formats import Format
from crm_cli.output.values import batches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from crm_cli.output import Column, Row, Screen, Stream

_TEXTS = {"job_title": "TITLE", "description": "NOTE", "language": "LANG", "timezone": "TZ"}
"""Fields that are one property, as they stand."""

_POINTS = {
    "emails": "EMAIL",
    "phones": "TEL",
    "urls": "URL",
    "messengers": "IMPP",
    "socials": "SOCIALPROFILE",
}

_ADDRESS = ("street", "city", "region", "postal_code", "country")
_NAMES = ("name", "family_name", "given_name", "company", "birthday", "tags")
_OURS = {"id", "uid", "company_id", "referred_by_id", "parent_id", "created_at", "archived_at"}
"""Fields that no card needs: they are of this file alone."""

_SAID = {"uid", "website", *_TEXTS, *_POINTS, *_ADDRESS, *_NAMES}

_TYPES = {"home": "home", "work": "work"}
_PHONE_TYPES = {
    **_TYPES,
    "mobile": "cell",
    "cell": "cell",
    "fax": "fax",
    "work fax": "work,fax",
    "home fax": "home,fax",
    "pager": "pager",
    "text": "text",
    "video": "video",
}
"""Label → the types that every program knows; any other label is told as address books of the day do."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")


class Cards(Format):
    """A card for each record."""

    __slots__ = ("_left", "told")
    is_data = True
    has_objects = True
    is_harmless = True
    suffix = "vcf"
    kinds = ("contact", "company")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.told: Sequence[str] = ()

    def spelled(self, *, raw: bool = False, bom: bool = False) -> Cards:
        """One that has told nothing yet."""
        return Cards(self.name)

    def write(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column],
        out: Stream,
        screen: Screen,
        *,
        title: str = "",
    ) -> int:
        """Write the cards, as they come, and count them. title: what the records are together."""
        names = [column.name for column in columns]
        is_company = title == KINDS["company"].plural
        others = [name for name in names if name not in _SAID | _OURS]
        left: dict[str, int] = {}
        count = 0
        for batch in batches(rows):
            cards = []
            for row in batch:
                record = dict(zip(names, row, strict=True))
                cards.append(folded(_card(record, is_company=is_company)))
                for name in others:
                    if record[name] not in (None, ()):
                        left[name] = left.get(name, 0) + 1
            out.write("".join(cards))
            count += len(batch)
        if left:
            shown = ", ".join(f"{name} ({number:,})" for name, number in left.items())
            self.told = [f"a vCard has no place for, and left out: {shown}"]
        return count


FORMAT = Cards("vcard")


def _card(record: Mapping[str, Any], *, is_company: bool) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:urn:uuid:{record['uid']}"
    yield f"KIND:{'org' if is_company else 'individual'}"
    yield f"FN:{escaped(record['name'])}"
    family, given = record.get("family_name"), record.get("given_name")
    if family or given:
        yield f"N:{escaped(family or '')};{escaped(given or '')};;;"
    if company := (record["name"] if is_company else record.get("company")):
        yield f"ORG:{escaped(company)}"
    if birthday := record.get("birthday"):
        yield f"BDAY:{_day(birthday)}"
    if website := record.get("website"):  # first of all its links, so that it is known when it comes back
        yield f"URL:{_uri(website)}"
    place = 0
    for field, property in _POINTS.items():
        points = record.get(field) or ()
        for point in points:
            types = _PHONE_TYPES if property == "TEL" else _TYPES
            label = (point["label"] or "").strip()
            known = types.get(label.lower(), "")
            group = ""
            if label and not known:
                place += 1
                group = f"item{place}."
            said = f';TYPE="{known}"' if "," in known else f";TYPE={known}" if known else ""
            is_told = len(points) > 1 or (is_company and property == "URL")  # a bare one is the website
            first = ";PREF=1" if point["primary"] and is_told else ""
            yield f"{group}{property}{said}{first}{_point(property, point['value'])}"
            if group:
                yield f"{group}X-ABLabel:{escaped(label)}"
    if any(record.get(name) for name in _ADDRESS):
        yield "ADR:;;" + ";".join(escaped(record.get(name) or "") for name in _ADDRESS)
    for field, property in _TEXTS.items():
        if text := record.get(field):
            yield f"{property}:{escaped(text)}"
    if tags := record.get("tags"):
        yield f"CATEGORIES:{','.join(map(escaped, tags))}"
    yield "END:VCARD"


def _point(property: str, value: str) -> str:
    """The colon and the value, as the property has it: a link stays one, a messenger's name becomes one."""
    if property == "URL":
        return f":{_uri(value)}"
    if property == "IMPP":
        return f":{_uri(value)}" if _SCHEME.match(value) else f":im:{quote(value, safe='@+._-~')}"
    if property == "SOCIALPROFILE" and not _SCHEME.match(value):
        return f";VALUE=text:{escaped(value)}"
    return f":{_uri(value) if property == 'SOCIALPROFILE' else escaped(value)}"


def _uri(text: str) -> str:
    """A URI holds neither blanks nor line ends, and its commas are its own."""
    return re.sub(r"[\s\x00-\x1f]", lambda sign: quote(sign[0]), text.strip())


def _day(text: str) -> str:
    """`1990-03-14` as `19900314`, `--03-14` as `--0314`: version 4.0 knows the short forms alone."""
    return "--" + text[2:].replace("-", "") if text.startswith("--") else text.replace("-", "")
