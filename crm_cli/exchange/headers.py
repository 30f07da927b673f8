"""What the columns of other programs are called, and which of our fields each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from crm_cli.core.text import compact
from crm_cli.exchange.header_words import WORDS
from crm_cli.exchange.targets import POINTS, SEVERAL, TARGETS


class Meaning(NamedTuple):
    """The field a header names. number: which of several it is, from 1. label: what a point is for."""

    field: str
    number: int = 1
    label: str = ""


_ANY = {
    "external_id": "external id | record id | row id | source id | system id | guid | uuid",
    "owner": "owner | record owner | assigned to | sales owner | sales agent | sales rep | salesperson | seller | rep |"
    " agent | account manager | responsible | responsible user | account owner | contact owner |"
    " company owner | deal owner | opportunity owner | task owner | call owner",
    "tags": "tags | tag | labels | label | categories | groups | lists | keywords",
}
_ADDRESS = {
    "street": "street | street address | address | address line 1 | address 1 | mailing street | billing street |"
    " business street | billing address | mailing address | street 1 | address 1 street | postal address",
    "city": "city | town | city town | mailing city | billing city | business city | address 1 city | locality",
    "region": "region | state | province | county | oblast | state region | state province | mailing state |"
    " billing state | business state | billing state province | address 1 region",
    "postal_code": "postal code | postcode | zip | zip code | zipcode | zip postal code | mailing zip | billing code |"
    " billing postal code | billing zip postal code | business postal code | address 1 postal code | mailing postal code",
    "country": "country | country region | mailing country | billing country | business country region |"
    " address 1 country",
}
_POINTS = {
    "email": "email | e mail | mail | email address | e mail address | primary email | email 1 | e mail 1 value |"
    " email 1 value | contact email | person email",
    "email:work": "work email | business email | person email work | office email",
    "email:home": "home email | personal email | private email | person email home",
    "phone": "phone | telephone | tel | phone number | primary phone | telephone number | phone 1 value | contact phone |"
    " person phone | main phone | company phone",
    "phone:work": "work phone | business phone | office phone | person phone work | direct phone",
    "phone:mobile": "mobile | mobile phone | cell | cell phone | cellphone | mobile number | person phone mobile",
    "phone:home": "home phone | person phone home",
    "phone:fax": "fax | fax number | business fax",
    "url": "url | web page | profile url | personal web page | website 1 value | link",
    "messenger": "messenger | im | instant messenger | whatsapp | telegram | skype",
    "social": "social | linkedin | twitter | facebook | linkedin url | linkedin profile | linkedin company page | instagram",
}
_LINKS = {
    "contact": "contact | contact name | contact person | person | primary contact | main contact | client | customer name |"
    " contact full name | related contact | associated contact | who",
    "contact_id": "contact id | contact person id | person id | main contact id | who id | contact name id |"
    " associated contact ids | customer id | client id",
    "contact_email": "contact email | contact e mail | customer email | client email | email | e mail | email address",
    "company": "company | company name | account | account name | organization | organisation | organization name |"
    " organisation name | customer | customer company | associated company | firm | business | employer |"
    " contact company | associated company primary",
    "company_id": "company id | account id | organization id | organisation id | account name id |"
    " associated company ids primary | associated company ids | org id",
}

HEADERS: dict[str, dict[str, str]] = {
    "company": {
        **_ANY,
        **_ADDRESS,
        **_POINTS,
        "name": "name | company | company name | account | account name | organization | organisation | organization name |"
        " organisation name | business name | legal name | trading name | firm | customer | customer name |"
        " official name | title",
        "domain": "domain | domain name | company domain | company domain name | email domain",
        "website": "website | web site | web | homepage | site | website url | web address | url",
        "industry": "industry | sector | branch | line of business | industry type | vertical",
        "size": "size | company size",
        "parent": "parent | parent company | parent account | parent organization | member of",
        "parent_id": "parent id | parent company id | parent account id",
        "source": "source | lead source | account source | origin",
        "description": "description | notes | note | about | comment | comments | remarks | details",
    },
    "contact": {
        **_ANY,
        **_ADDRESS,
        **_POINTS,
        "name": "name | full name | contact | contact name | person name | display name | person | customer name | customer |"
        " client | client name",
        "given_name": "given name | first name | firstname | forename | first",
        "family_name": "family name | last name | lastname | surname | last",
        "company": _LINKS["company"] + " | works at | organization 1 name",
        "company_id": _LINKS["company_id"],
        "job_title": "job title | title | position | role | job | function | occupation | organization title |"
        " organization 1 title | designation",
        "lifecycle": "lifecycle | lifecycle stage | life cycle stage",
        "source": "source | lead source | origin | contact source | original source",
        "referred_by": "referred by | referrer | referral | recommended by",
        "referred_by_id": "referred by id",
        "preferred_channel": "preferred channel | preferred contact method | preferred contact",
        "language": "language | preferred language | lang",
        "timezone": "timezone | time zone",
        "birthday": "birthday | birth date | birthdate | date of birth | dob | born",
        "keep_in_touch": "keep in touch | contact every days",
        "score": "score | lead score | rating score",
        "description": "description | notes | note | about | comment | comments | remarks | background",
    },
    "product": {
        **_ANY,
        "name": "name | product | product name | item | item name | title | service",
        "code": "code | sku | product code | item code | article | part number | product no | product number | vendor code",
        "price": "price | sales price | unit price | list price | sale price | rate | cost per unit | selling price |"
        " retail price",
        "currency": "currency | currency code | price currency | currency iso code",
        "unit": "unit | unit of measure | usage unit | uom | quantity unit of measure",
        "category": "category | product category | product family | product line",
        "description": "description | product description | notes | details | comment",
    },
    "deal": {
        **_ANY,
        **_LINKS,
        "title": "title | deal | deal name | deal title | opportunity | opportunity name | name | subject | potential name |"
        " lead title | topic | project",
        "stage": "stage | deal stage | sales stage | stage name | opportunity stage | phase | pipeline stage | milestone |"
        " lead status",
        "pipeline": "pipeline | pipeline name | deal pipeline | sales pipeline | funnel",
        "status": "status | deal status | opportunity status | state | outcome",
        "product": "product | product name | item | service",
        "product_id": "product id",
        "amount": "amount | value | deal value | deal amount | close value | opportunity amount | total | price | sum |"
        " sale | sales amount | deal size | forecasted deal value | total amount | deal price",
        "currency": "currency | currency code | currency of value | deal currency | currency iso code | amount currency",
        "probability": "probability | probability percent | win probability | deal probability | chance |"
        " current win likelihood | likelihood | confidence",
        "opened_on": "opened on | opened | open date | start date | created | created on | created date | create date |"
        " engage date | deal created | date created | creation date | date create | created time | date opened | begin date",
        "expected_close_on": "expected close on | expected close | expected close date | expected closing date |"
        " estimated close date | forecast close date | close date | closing date | forecast date | target date |"
        " due date | est close date | projected close date",
        "closed_on": "closed on | closed | closed date | date closed | actual close date | deal closed on | closed at |"
        " won date | close on",
        "lost_reason": "lost reason | loss reason | reason for loss | closed lost reason | reason lost | why lost",
        "competitor": "competitor | lost to | main competitor",
        "source": "source | lead source | origin | deal source | source channel | campaign source",
        "recurring": "recurring | recurrence",
        "description": "description | notes | note | comment | comments | details | remarks | next step notes",
        "items": "items",
    },
    "activity": {
        **_ANY,
        **_LINKS,
        "kind": "kind | type | activity type | note type | channel | activity",
        "direction": "direction | in out | call type | call direction",
        "subject": "subject | title | topic | activity subject",
        "body": "body | text | note | notes | content | message | description | comment | comments | note body | note content |"
        " details | summary",
        "outcome": "outcome | result | call result | disposition",
        "occurred_at": "occurred at | occurred | at | when | date | time | timestamp | datetime | date time | activity date |"
        " call start time | start time | start | sent at | logged at | happened at | start date time | created at date",
        "occurred_on": "occurred on | on | day",
        "duration": "duration | duration minutes | minutes | length | duration in minutes",
        "deal": "deal | deal name | deal title | opportunity | opportunity name | related deal",
        "deal_id": "deal id | opportunity id | related to id | associated deal ids",
    },
    "reminder": {
        **_ANY,
        **_LINKS,
        "title": "title | task | task name | subject | reminder | to do | todo | what | name | text | activity subject",
        "due_on": "due on | due | due date | deadline | date | due day | remind on | when | task due date",
        "due_at": "due at | due time | remind at | due date time",
        "snoozed_on": "snoozed on",
        "snoozed_at": "snoozed at",
        "repeat": "repeat | recurrence rule | rrule",
        "repeat_from": "repeat from",
        "priority": "priority | importance",
        "done": "done | completed | is done | status | complete | finished | task status",
        "done_at": "done at | completed at | completion date | closed time | date completed | marked as done time",
        "done_on": "done on | completed on",
        "deal": "deal | deal name | opportunity | opportunity name",
        "deal_id": "deal id | opportunity id",
    },
}
"""Kind → field → its names, bars between; compared without case, spaces and signs."""

PREFIXES = {
    "company": ("company", "organization", "organisation", "account"),
    "contact": ("contact", "person", "people"),
    "product": ("product", "item"),
    "deal": ("deal", "opportunity"),
    "activity": ("activity", "note"),
    "reminder": ("reminder", "task", "activity"),
}
"""What a program may put before each header of a kind: `Deal - Title`."""

TELLING = {
    "company": {"domain", "industry", "size", "parent", "website"},
    "contact": {"given_name", "family_name", "email", "birthday", "job_title", "lifecycle"},
    "product": {"price", "code", "unit"},
    "deal": {"stage", "amount", "probability", "expected_close_on", "closed_on", "lost_reason", "pipeline"},
    "activity": {"body", "occurred_at", "direction", "occurred_on", "outcome"},
    "reminder": {"due_on", "due_at", "done", "done_at", "priority"},
}
"""Fields whose headers say what the rows are."""

IDS = {"id", "external id", "record id"}


@cache
def _known(kind: str) -> dict[str, Meaning]:
    """Header without spaces and signs → what it means; our own names before all others."""
    known: dict[str, Meaning] = {}
    for field in TARGETS[kind]:
        known[compact(field)] = Meaning(field)
        if field in POINTS:
            known[compact(field + " label")] = Meaning(field + "_label")
    for key, names in (*HEADERS[kind].items(), *WORDS[kind].items()):
        field, _, label = key.partition(":")
        if field in TARGETS[kind]:
            for name in names.split("|"):
                known.setdefault(compact(name), Meaning(field, 1, label))
    return known


def meaning(kind: str, header: str) -> Meaning | None:
    """The field of a kind that a header names, by its whole name; None for a header nobody knows."""
    known = _known(kind)
    asked = compact(header)
    found = known.get(asked)
    if found:
        return found
    if numbered := _numbered(kind, header):
        return numbered
    for prefix in PREFIXES[kind]:
        rest = asked.removeprefix(prefix)
        if rest != asked and rest in known and rest not in {"id", "label", "type"}:
            return known[rest]
    return Meaning("external_id") if asked in {f"{prefix}id" for prefix in PREFIXES[kind]} else None


def own_meaning(kind: str, header: str) -> Meaning | None:
    """What a header of an export of ours means: our own names and nothing else."""
    asked = compact(header)
    known = _known(kind).get(asked)
    if known and asked in {compact(known.field), "uid", "id"}:
        return known
    if re.fullmatch(r"[a-z]+_\d+(_label|_id)?", header):
        return _numbered(kind, header)
    return None


def _numbered(kind: str, header: str) -> Meaning | None:
    """`email_2`, `phone_3_label`, `contact_2_id`, `E-mail 2 Address`, `Phone 2 - Value`."""
    found = re.fullmatch(
        r"(.*?)[ _-]*(\d{1,2})(?:[ _-]+(id|label|value|address|type|[\w ]+))?", header.strip()
    )
    if not found or not found[1]:
        return None
    number, tail = int(found[2]), (found[3] or "").lower()
    base = _known(kind).get(compact(found[1]))
    if base is None or not 1 <= number <= 50:
        return None
    if base.field in POINTS and tail in {"", "value", "address"}:
        return Meaning(base.field, number, base.label)
    if base.field in POINTS and tail in {"label", "type"}:
        return Meaning(base.field + "_label", number)
    if kind == "activity" and base.field in SEVERAL and tail in {"", "id"}:
        return Meaning(base.field.removesuffix("_id") + ("_id" if tail else ""), number)
    return None


def score(kind: str, headers: Iterable[str]) -> int:
    """How well the headers fit a kind: a point for each field known, two more for one that tells kinds apart."""
    found = [known.field for header in headers if header and (known := meaning(kind, header))]
    return len(set(found)) + 2 * len(set(found) & TELLING[kind])


def how_many_known(headers: Iterable[str]) -> int:
    """How many of some cells are headers of any kind we know."""
    cells = [cell for cell in headers if cell and len(cell) < 60]
    return max(sum(meaning(kind, cell) is not None for cell in cells) for kind in TARGETS)
