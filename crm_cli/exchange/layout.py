"""What an export holds of each kind of record, in the order of its columns: all that importing it again needs."""

from __future__ import annotations

from crm_cli.core.fields import (
    CHOICE,
    DAY,
    DURATION,
    ID,
    INSTANT,
    INTEGER,
    LONG_TEXT,
    MONEY,
    MONTHDAY,
    PERCENT,
    Field,
    Type,
    identity,
    stored,
)


def _link(name: str, table: str, title: str = "name", column: str = "") -> tuple[Field, Field]:
    """A link as two fields: the name of the other record, and its number."""
    column = column or f"{name}_id"
    shown = Field(name, stored(name).type, f"(SELECT o.{title} FROM {table} o WHERE o.id = t.{column})")
    return shown, Field(column, ID, f"t.{column}")


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(stored(name) for name in names)


def _typed(type: Type, *names: str) -> tuple[Field, ...]:
    return tuple(stored(name, type) for name in names)


_ADDRESS = _texts("street", "city", "region", "postal_code", "country")
_ENTERED = _typed(INSTANT, "created_at", "archived_at")
_POINTS = (Field("points", stored("points").type, ""),)
_TAGS = (Field("tags", stored("tags").type, "", many=True),)
_ABOUT = (*_link("contact", "contacts"), *_link("company", "companies"), *_link("deal", "deals", "title"))
_LINKS = (Field("links", stored("links").type, ""),)

LAYOUT: dict[str, tuple[Field, ...]] = {
    "company": (
        identity("company"),
        *_texts("name", "domain", "website"),
        *_POINTS,
        *_texts("industry", "size"),
        *_ADDRESS,
        *_link("parent", "companies"),
        *_TAGS,
        *_texts("owner", "source"),
        stored("description", LONG_TEXT),
        *_ENTERED,
    ),
    "contact": (
        identity("contact"),
        *_texts("name", "given_name", "family_name"),
        *_link("company", "companies"),
        stored("job_title"),
        *_POINTS,
        stored("lifecycle", CHOICE),
        *_TAGS,
        stored("source"),
        *_link("referred_by", "contacts"),
        *_texts("owner", "preferred_channel", "language", "timezone"),
        stored("birthday", MONTHDAY),
        *_ADDRESS,
        *_typed(INTEGER, "keep_in_touch", "score"),
        stored("description", LONG_TEXT),
        *_ENTERED,
    ),
    "product": (
        identity("product"),
        *_texts("name", "code"),
        stored("price", MONEY, currency="t.currency"),
        *_texts("currency", "unit", "category"),
        stored("description", LONG_TEXT),
        *_ENTERED,
    ),
    "deal": (
        identity("deal"),
        stored("title"),
        Field("stage", CHOICE, "(SELECT s.name FROM stages s WHERE s.id = t.stage_id)"),
        Field("pipeline", CHOICE, "(SELECT p.name FROM pipelines p WHERE p.id = t.pipeline_id)"),
        stored("status", CHOICE),
        *_link("contact", "contacts"),
        *_link("company", "companies"),
        stored("amount", MONEY, currency="t.currency"),
        stored("currency"),
        stored("probability", PERCENT),
        Field(
            "product",
            stored("product").type,
            "(SELECT p.name FROM deal_items i JOIN products p ON p.id = i.product_id WHERE i.deal_id = t.id"
            " ORDER BY i.position, i.id LIMIT 1)",
        ),
        Field(
            "product_id",
            ID,
            "(SELECT i.product_id FROM deal_items i WHERE i.deal_id = t.id AND i.product_id IS NOT NULL"
            " ORDER BY i.position, i.id LIMIT 1)",
        ),
        *_typed(DAY, "opened_on", "expected_close_on", "closed_on"),
        *_texts("lost_reason", "competitor", "source", "owner", "recurring"),
        *_TAGS,
        stored("description", LONG_TEXT),
        Field("items", LONG_TEXT, ""),
        *_ENTERED,
    ),
    "activity": (
        identity("activity"),
        *_typed(CHOICE, "kind", "direction"),
        stored("subject"),
        *_typed(LONG_TEXT, "body", "outcome"),
        stored("occurred_at", INSTANT),
        stored("occurred_on", DAY),
        stored("duration", DURATION),
        *_LINKS,
        stored("owner"),
        *_ENTERED,
    ),
    "reminder": (
        identity("reminder"),
        stored("title"),
        stored("due_on", DAY),
        stored("due_at", INSTANT),
        stored("snoozed_on", DAY),
        stored("snoozed_at", INSTANT),
        *_texts("repeat", "repeat_from"),
        stored("priority", INTEGER),
        *_ABOUT,
        stored("owner"),
        stored("done_at", INSTANT),
        stored("done_on", DAY),
        *_ENTERED,
    ),
}
"""Kind → fields. `points`, `tags`, `links` and `items` stand for columns that depend on what the records have."""

ORDER = ("company", "contact", "product", "deal", "activity", "reminder")
"""Kinds in the order in which importing them finds what they name."""
