"""What a company is: its fields, and what can hang on one."""

from __future__ import annotations

from crm_cli.kinds.field import (
    address,
    common,
    description,
    identity,
    link,
    owner,
    points,
    source,
    stored,
    tags,
    title,
)
from crm_cli.kinds.kind import Kind

FIELDS = (
    identity("company"),
    title(
        "company",
        "name",
        example='"Acme Ltd"',
        help="what it is called",
    ),
    stored(
        "domain",
        proof="domain",
        is_telling=True,
        example="acme.com",
        help="its internet domain",
    ),
    stored(
        "website",
        proof="domain",
        is_telling=True,
        example="https://acme.com",
        help="address of its site",
    ),
    *points(
        "company",
        email=("its e-mail addresses", "office@acme.com"),
        phone=("its phone numbers", "+77172123456"),
        url=("further addresses of it", "https://acme.com/shop"),
        messenger=("its messengers", "@acme"),
        social=("its social networks", "acme"),
    ),
    stored(
        "industry",
        aliases=("sector",),
        is_telling=True,
        example="retail",
        help="line of business",
    ),
    stored("size", is_telling=True, example="51-200", help="how large it is"),
    *address(),
    *link(
        "parent",
        "company",
        "companies",
        is_telling=True,
        example='"Acme Group"',
        help="the company it belongs to",
        id_help="number of the company it belongs to",
    ),
    tags("company"),
    owner("who looks after it"),
    source("where it came from"),
    description('"pays late"'),
    *common("company"),
)

KIND = Kind(
    "company",
    "companies",
    FIELDS,
    title="name",
    listed=("id", "name", "industry", "city", "phone", "email", "tags"),
    order="name",
    detail="trim(coalesce(t.city, '') || '  ' || coalesce(t.domain, ''))",
    has_notes=True,
    has_reminders=True,
    has_segments=True,
    has_relations=True,
    is_matched=True,
    made_by_link=("name",),
    is_made_by_option=True,
)
