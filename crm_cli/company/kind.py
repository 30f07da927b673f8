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
        headers="company | company name | account | account name | organization | organisation | organization name |"
        " organisation name | business name | legal name | trading name | firm | customer | customer name |"
        " official name | title | название | название компании | наименование | компания | организация | شرکت |"
        " نام شرکت | نام | firma | firmenname | unternehmen | société | entreprise | raison sociale | empresa | nombre | nom",
        example='"Acme Ltd"',
        help="what it is called",
    ),
    stored(
        "domain",
        proof="domain",
        headers="domain name | company domain | company domain name | email domain",
        is_telling=True,
        example="acme.com",
        help="its internet domain",
    ),
    stored(
        "website",
        proof="domain",
        headers="web site | web | homepage | site | website url | web address | url | сайт | веб сайт | وب سایت |"
        " webseite | site web | sitio web",
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
        headers="branch | line of business | industry type | vertical | отрасль | сфера деятельности | صنعت | branche |"
        " secteur",
        is_telling=True,
        example="retail",
        help="line of business",
    ),
    stored("size", headers="company size", is_telling=True, example="51-200", help="how large it is"),
    *address(),
    *link(
        "parent",
        "company",
        "companies",
        headers="parent company | parent account | parent organization | member of",
        id_headers="parent company id | parent account id",
        is_telling=True,
        example='"Acme Group"',
        help="the company it belongs to",
        id_help="number of the company it belongs to",
    ),
    tags("company"),
    owner("who looks after it"),
    source("where it came from", "account source"),
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
    headers=("company", "organization", "organisation", "account"),
    link_headers="company name | account | account name | organization | organisation | organization name |"
    " organisation name | customer | customer company | associated company | firm | business | employer |"
    " contact company | associated company primary | компания | название компании | организация | شرکت | firma |"
    " unternehmen | société | entreprise | empresa",
    link_id_headers="account id | organization id | organisation id | account name id | associated company ids primary |"
    " associated company ids | org id",
)
