"""What can be read into each kind of record, and how the cells of each field are read."""

from __future__ import annotations

from typing import Literal

from crm_cli.contact.kind import LIFECYCLES

Reading = Literal[
    "text", "day", "moment", "instant", "monthday", "money", "percent", "integer", "number", "minutes", "choice",
    "flag", "tags", "link", "link_id", "point", "label", "external_id", "uid", "id", "currency", "code",
]  # fmt: skip
"""How a cell is read. moment: a day, or an instant. link: the name of another record; link_id: its number here,
or where the file's system is known its id there. code: a word that the kind's own rules understand."""

POINTS = {"email": "emails", "phone": "phones", "url": "urls", "messenger": "messengers", "social": "socials"}
"""Kinds of contact points, and the name of all of them together."""

_ANY: dict[str, Reading] = {
    "external_id": "external_id",
    "uid": "uid",
    "id": "id",
    "owner": "text",
    "created_at": "instant",
    "archived_at": "instant",
}
_ADDRESS: dict[str, Reading] = dict.fromkeys(("street", "city", "region", "postal_code", "country"), "text")
_POINTS: dict[str, Reading] = dict.fromkeys(POINTS, "point")

TARGETS: dict[str, dict[str, Reading]] = {
    "company": {
        **_ANY,
        "name": "text",
        "domain": "text",
        "website": "text",
        **_POINTS,
        "industry": "text",
        "size": "text",
        **_ADDRESS,
        "parent": "link",
        "parent_id": "link_id",
        "tags": "tags",
        "source": "text",
        "description": "text",
    },
    "contact": {
        **_ANY,
        "name": "text",
        "given_name": "text",
        "family_name": "text",
        "company": "link",
        "company_id": "link_id",
        "job_title": "text",
        **_POINTS,
        "lifecycle": "choice",
        "tags": "tags",
        "source": "text",
        "referred_by": "link",
        "referred_by_id": "link_id",
        "preferred_channel": "text",
        "language": "text",
        "timezone": "text",
        "birthday": "monthday",
        **_ADDRESS,
        "keep_in_touch": "integer",
        "score": "integer",
        "description": "text",
    },
    "product": {
        **_ANY,
        "name": "text",
        "code": "text",
        "price": "money",
        "currency": "currency",
        "unit": "text",
        "category": "text",
        "description": "text",
    },
    "deal": {
        **_ANY,
        "title": "text",
        "stage": "code",
        "pipeline": "text",
        "status": "code",
        "contact": "link",
        "contact_id": "link_id",
        "contact_email": "text",
        "company": "link",
        "company_id": "link_id",
        "product": "link",
        "product_id": "link_id",
        "amount": "money",
        "currency": "currency",
        "probability": "percent",
        "opened_on": "day",
        "expected_close_on": "day",
        "closed_on": "day",
        "lost_reason": "text",
        "competitor": "text",
        "source": "text",
        "recurring": "text",
        "tags": "tags",
        "description": "text",
        "items": "code",
    },
    "activity": {
        **_ANY,
        "kind": "code",
        "direction": "code",
        "subject": "text",
        "body": "text",
        "outcome": "text",
        "occurred_at": "moment",
        "occurred_on": "day",
        "duration": "minutes",
        "contact": "link",
        "contact_id": "link_id",
        "contact_email": "text",
        "company": "link",
        "company_id": "link_id",
        "deal": "link",
        "deal_id": "link_id",
    },
    "reminder": {
        **_ANY,
        "title": "text",
        "due_on": "moment",
        "due_at": "moment",
        "snoozed_on": "day",
        "snoozed_at": "instant",
        "repeat": "text",
        "repeat_from": "choice",
        "priority": "code",
        "contact": "link",
        "contact_id": "link_id",
        "contact_email": "text",
        "company": "link",
        "company_id": "link_id",
        "deal": "link",
        "deal_id": "link_id",
        "done": "code",
        "done_at": "moment",
        "done_on": "day",
    },
}

SEVERAL = {"contact", "contact_id", "company", "company_id", "deal", "deal_id"}
"""Links of which an activity can have several: `contact_2`, `contact_2_id`."""

CHOICES: dict[str, tuple[str, ...]] = {"lifecycle": LIFECYCLES, "repeat_from": ("due", "done")}

LINKED = {"parent": "company", "referred_by": "contact"}
"""The kind of record a link names, where that is not the link's own name."""
