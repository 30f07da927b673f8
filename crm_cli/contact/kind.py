"""The fields of a contact, and what contacts say about companies."""

from __future__ import annotations

from crm_cli.contact import consents
from crm_cli.core.fields import (
    CHOICE,
    INTEGER,
    LONG_TEXT,
    MONTHDAY,
    TEXT,
    Field,
    common,
    identity,
    name_sort,
    points,
    stored,
    tags,
    words,
)

LIFECYCLES = ("lead", "prospect", "customer", "former")

FIELDS = (
    identity("contact"),
    stored("name", sort=name_sort("contact", "name"), example='"Jane Doe"', help="the whole name as written"),
    stored("given_name", aliases=("first_name",), example="Jane", help="given name"),
    stored("family_name", aliases=("last_name",), example="Doe", help="family name"),
    Field(
        "company",
        TEXT,
        "(SELECT m.name FROM companies m WHERE m.id = t.company_id)",
        column="company_id",
        linked="company",
        example='"Acme Ltd"',
        help="where the person works",
    ),
    Field("company_id", identity("company").type, "t.company_id", help="number of that company"),
    stored("job_title", aliases=("title", "position"), example="CFO", help="what the person does there"),
    *points("email", "emails", "contact_id", help="e-mail addresses", example="jane@acme.com"),
    *points("phone", "phones", "contact_id", help="phone numbers", example="+77012345678"),
    *points("url", "urls", "contact_id", help="web addresses", example="https://jane.example"),
    *points("messenger", "messengers", "contact_id", help="messengers", example="@jane"),
    *points("social", "socials", "contact_id", help="social networks", example="jane-doe"),
    stored("lifecycle", CHOICE, choices=LIFECYCLES, example="customer", help="how far along"),
    tags("contact_id"),
    stored("source", example="referral", help="where the person came from"),
    Field(
        "referred_by",
        TEXT,
        "(SELECT r.name FROM contacts r WHERE r.id = t.referred_by_id)",
        column="referred_by_id",
        linked="contact",
        example='"John Roe"',
        help="who referred the person",
    ),
    Field(
        "referred_by_id",
        identity("contact").type,
        "t.referred_by_id",
        help="number of who referred the person",
    ),
    stored("owner", example="Aigul", help="who looks after the person"),
    stored("preferred_channel", example="phone", help="how the person likes to be reached"),
    stored("language", example="kk", help="language the person speaks"),
    stored("timezone", example="Asia/Almaty", help="the person's time zone"),
    stored("birthday", MONTHDAY, example="14.03.1990", help="birthday, the year may be left out"),
    Field(
        "age",
        INTEGER,
        "CASE WHEN t.birthday NOT LIKE '--%' THEN CAST(substr(today(), 1, 4) AS INTEGER)"
        " - CAST(substr(t.birthday, 1, 4) AS INTEGER) - (substr(today(), 6) < substr(t.birthday, 6)) END",
        example="30..40",
        help="whole years, where the year of birth is known",
    ),
    stored("street", aliases=("address",), example='"Abay Ave 10"', help="street and house"),
    stored("city", example="Almaty", help="town"),
    stored("region", aliases=("state", "province"), example="Almaty", help="state, province or oblast"),
    stored("postal_code", aliases=("zip",), example="050000", help="postal code"),
    stored("country", example="Kazakhstan", help="country"),
    stored("keep_in_touch", INTEGER, example="30", help="be in touch every so many days"),
    stored("score", INTEGER, example="80", help="a number you give"),
    stored(
        "description", LONG_TEXT, aliases=("notes",), example='"likes jazz"', help="anything worth knowing"
    ),
    *consents.fields(),
    *common("contact"),
)

WORDS = words("contact")
LIST = ("id", "name", "company", "job_title", "email", "phone", "tags")

ABOUT = {
    "company": (
        Field(
            "contacts",
            INTEGER,
            "(SELECT count(*) FROM contacts c WHERE c.company_id = t.id AND c.archived_at IS NULL)",
            aliases=("people",),
            example="2..",
            help="how many people of it you know",
        ),
    )
}
ORDER = "name"
SUMS: tuple[str, ...] = ()
DETAIL = (
    "trim(coalesce((SELECT m.name FROM companies m WHERE m.id = t.company_id), '') || '  ' || coalesce("
    "(SELECT p.value FROM contact_points p WHERE p.contact_id = t.id ORDER BY p.kind, p.is_primary DESC LIMIT 1), ''))"
)
"""What tells two of the same name apart, in SQL."""
