"""The fields of a company."""

from __future__ import annotations

from crm_cli.core.fields import (
    LONG_TEXT,
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

FIELDS = (
    identity("company"),
    stored("name", sort=name_sort("company", "name"), example='"Acme Ltd"', help="what it is called"),
    stored("domain", example="acme.com", help="its internet domain"),
    stored("website", example="https://acme.com", help="address of its site"),
    *points("email", "emails", "company_id", help="its e-mail addresses", example="office@acme.com"),
    *points("phone", "phones", "company_id", help="its phone numbers", example="+77172123456"),
    *points("url", "urls", "company_id", help="further addresses of it", example="https://acme.com/shop"),
    *points("messenger", "messengers", "company_id", help="its messengers", example="@acme"),
    *points("social", "socials", "company_id", help="its social networks", example="acme"),
    stored("industry", aliases=("sector",), example="retail", help="line of business"),
    stored("size", example="51-200", help="how large it is"),
    stored("street", aliases=("address",), example='"Abay Ave 10"', help="street and house"),
    stored("city", example="Almaty", help="town"),
    stored("region", aliases=("state", "province"), example="Almaty", help="state, province or oblast"),
    stored("postal_code", aliases=("zip",), example="050000", help="postal code"),
    stored("country", example="Kazakhstan", help="country"),
    Field(
        "parent",
        TEXT,
        "(SELECT p.name FROM companies p WHERE p.id = t.parent_id)",
        column="parent_id",
        linked="company",
        example='"Acme Group"',
        help="the company it belongs to",
    ),
    Field("parent_id", identity("company").type, "t.parent_id", help="number of the company it belongs to"),
    tags("company_id"),
    stored("owner", example="Aigul", help="who looks after it"),
    stored("source", example="referral", help="where it came from"),
    stored(
        "description", LONG_TEXT, aliases=("notes",), example='"pays late"', help="anything worth knowing"
    ),
    *common("company"),
)

WORDS = words("company")
LIST = ("id", "name", "industry", "city", "phone", "email", "tags")
ABOUT: dict[str, tuple[Field, ...]] = {}
ORDER = "name"
SUMS: tuple[str, ...] = ()
DETAIL = "trim(coalesce(t.city, '') || '  ' || coalesce(t.domain, ''))"
"""What tells two of the same name apart, in SQL."""
