"""What a contact is: its fields, what can hang on one, and what contacts say about companies."""

from __future__ import annotations

from crm_cli.contact import consents
from crm_cli.core.fields import CHOICE, DAY, INTEGER, MONTHDAY, Field
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

LIFECYCLES = ("lead", "prospect", "customer", "former")

FIELDS = (
    identity("contact"),
    title(
        "contact",
        "name",
        example='"Jane Doe"',
        help="the whole name as written",
    ),
    stored(
        "given_name",
        aliases=("first_name",),
        is_telling=True,
        example="Jane",
        help="given name",
    ),
    stored(
        "family_name",
        aliases=("last_name",),
        is_telling=True,
        example="Doe",
        help="family name",
    ),
    *link(
        "company",
        "company",
        "companies",
        said="at",
        proof="employer",
        is_searched=True,
        example='"Acme Ltd"',
        help="where the person works",
    ),
    stored(
        "job_title",
        aliases=("title", "position"),
        is_telling=True,
        example="CFO",
        help="what the person does there",
    ),
    *points(
        "contact",
        telling="email",
        email=("e-mail addresses", "jane@acme.com"),
        phone=("phone numbers", "+77012345678"),
        url=("web addresses", "https://jane.example"),
        messenger=("messengers", "@jane"),
        social=("social networks", "jane-doe"),
    ),
    stored(
        "lifecycle",
        CHOICE,
        choices=LIFECYCLES,
        is_telling=True,
        example="customer",
        help="how far along",
    ),
    tags("contact"),
    source("where the person came from"),
    *link(
        "referred_by",
        "contact",
        "contacts",
        example='"John Roe"',
        help="who referred the person",
        id_help="number of who referred the person",
    ),
    owner("who looks after the person"),
    stored(
        "preferred_channel",
        is_searched=False,
        example="phone",
        help="how the person likes to be reached",
    ),
    stored(
        "language",
        is_searched=False,
        example="kk",
        help="language the person speaks",
    ),
    stored(
        "timezone",
        is_searched=False,
        example="Asia/Almaty",
        help="the person's time zone",
    ),
    stored(
        "birthday",
        MONTHDAY,
        proof="birthday",
        is_telling=True,
        example="14.03.1990",
        help="birthday, the year may be left out",
    ),
    Field(
        "age",
        INTEGER,
        "CASE WHEN t.birthday NOT LIKE '--%' THEN CAST(substr(today(), 1, 4) AS INTEGER)"
        " - CAST(substr(t.birthday, 1, 4) AS INTEGER) - (substr(today(), 6) < substr(t.birthday, 6)) END",
        example="30..40",
        help="whole years, where the year of birth is known",
    ),
    Field(
        "last_on",
        DAY,
        "(SELECT f.last_on FROM _contact_facts f WHERE f.contact_id = t.id)",
        is_hidden=True,
        example="..-60d",
        help="the day of the last call, e-mail, meeting or message",
    ),
    *address(),
    Field(
        "touch_on",
        DAY,
        "(SELECT f.touch_on FROM _contact_facts f WHERE f.contact_id = t.id)",
        is_hidden=True,
        example="..today",
        help="the day to be in touch by, where keep_in_touch says how often",
    ),
    stored(
        "keep_in_touch",
        INTEGER,
        example="30",
        help="be in touch every so many days",
    ),
    stored("score", INTEGER, example="80", help="a number you give"),
    description('"likes jazz"'),
    *consents.fields(),
    *common("contact"),
)

KIND = Kind(
    "contact",
    "contacts",
    FIELDS,
    title="name",
    listed=("id", "name", "company", "job_title", "email", "phone", "tags"),
    order="name",
    detail="trim(coalesce((SELECT m.name FROM companies m WHERE m.id = t.company_id), '') || '  ' || coalesce("
    "(SELECT p.value FROM contact_points p WHERE p.contact_id = t.id ORDER BY p.kind, p.is_primary DESC LIMIT 1), ''))",
    about={
        "company": (
            Field(
                "contacts",
                INTEGER,
                "(SELECT count(*) FROM contacts c WHERE c.company_id = t.id AND c.archived_at IS NULL)",
                aliases=("people",),
                is_carried=True,
                # grouped by `+`: read as it lies, rather than by an index that leads all over the table
                among="SELECT c.company_id AS id, count(*) AS value FROM contacts c"
                " WHERE c.company_id IS NOT NULL AND c.archived_at IS NULL GROUP BY +c.company_id",
                is_count=True,
                example="2..",
                help="how many people of it you know",
            ),
        )
    },
    around=(("company", 10, "people"), ("contact", 70, "jobs")),
    has_notes=True,
    has_reminders=True,
    has_segments=True,
    has_relations=True,
    is_matched=True,
    is_person=True,
    made_by_link=("name", "company_id"),
)
