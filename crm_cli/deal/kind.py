"""The fields of a deal, and what deals say about contacts, companies and products."""

from __future__ import annotations

from crm_cli.core.fields import (
    CHOICE,
    DAY,
    FLAG,
    INTEGER,
    LONG_TEXT,
    MONEY,
    PERCENT,
    TEXT,
    Field,
    common,
    identity,
    name_sort,
    stored,
    tags,
    words,
)
from crm_cli.core.money import weighted_sql

STATUSES = ("open", "won", "lost")

STAGE = "(SELECT s.{} FROM stages s WHERE s.id = t.stage_id)"
CHANCE = (
    "CASE t.status WHEN 'won' THEN 10000 WHEN 'lost' THEN 0 ELSE coalesce(t.probability, "
    + STAGE.format("probability")
    + ") END"
)
"""The chance of winning in basis points: the deal's own, else its stage's; a closed deal's is settled."""

PRODUCTS = (
    "SELECT p.name AS value FROM deal_items i JOIN products p ON p.id = i.product_id"
    " WHERE i.deal_id = t.id ORDER BY i.position, i.id"
)
PARTICIPANTS = (
    "FROM deal_contacts x JOIN contacts c ON c.id = x.contact_id WHERE x.deal_id = t.id ORDER BY x.id"
)
FACT = "(SELECT f.{} FROM _deal_facts f WHERE f.deal_id = t.id)"

FIELDS = (
    identity("deal"),
    stored("title", sort=name_sort("deal", "title"), example='"Acme renewal"', help="what is to be sold"),
    Field(
        "stage",
        CHOICE,
        STAGE.format("name"),
        sort="(SELECT p.position * 10000 + s.position FROM stages s JOIN pipelines p ON p.id = s.pipeline_id"
        " WHERE s.id = t.stage_id)",
        example="proposal",
        help="its place in the pipeline",
    ),
    Field(
        "pipeline",
        CHOICE,
        "(SELECT p.name FROM pipelines p WHERE p.id = t.pipeline_id)",
        sort="(SELECT p.position FROM pipelines p WHERE p.id = t.pipeline_id)",
        example="sales",
        help="its pipeline",
    ),
    stored("status", CHOICE, choices=STATUSES, example="open", help="open, won or lost"),
    Field(
        "contact",
        TEXT,
        "(SELECT c.name FROM contacts c WHERE c.id = t.contact_id)",
        column="contact_id",
        linked="contact",
        example='"Jane Doe"',
        help="whom it is with",
    ),
    Field("contact_id", identity("contact").type, "t.contact_id", help="number of that contact"),
    Field(
        "company",
        TEXT,
        "(SELECT m.name FROM companies m WHERE m.id = t.company_id)",
        column="company_id",
        linked="company",
        example='"Acme Ltd"',
        help="which company it is with",
    ),
    Field("company_id", identity("company").type, "t.company_id", help="number of that company"),
    stored("amount", MONEY, currency="t.currency", example="12.5k", help="what it would bring"),
    stored("currency", example="EUR", help="currency of the amount"),
    Field(
        "probability",
        PERCENT,
        CHANCE,
        column="probability",
        example="40%",
        help="chance of winning: its own, else its stage's",
    ),
    Field(
        "value",
        MONEY,
        "in_base(t.amount, t.currency, coalesce(t.closed_on, today()))",
        currency="base_currency()",
        example="10k..",
        help="the amount in the currency of the file, where a rate is known",
    ),
    Field(
        "weighted",
        MONEY,
        weighted_sql("t.amount", CHANCE),
        currency="t.currency",
        example="5000",
        help="amount × probability",
    ),
    Field("product", TEXT, f"({PRODUCTS} LIMIT 1)", ask=PRODUCTS, help="the product of its first line"),
    Field("products", TEXT, PRODUCTS, many=True, help="the products of its lines"),
    Field(
        "participants",
        TEXT,
        f"SELECT c.name || coalesce(' (' || x.role || ')', '') AS value {PARTICIPANTS}",
        many=True,
        details=f"SELECT json_object('id', c.id, 'name', c.name, 'role', x.role) AS value {PARTICIPANTS}",
        help="further people in it, with their roles",
    ),
    stored(
        "opened_on", DAY, aliases=("opened",), label="Opened", example="yesterday", help="the day it began"
    ),
    stored(
        "expected_close_on",
        DAY,
        aliases=("close", "expected_close"),
        label="Close",
        example="eom",
        help="the day it should close",
    ),
    stored(
        "closed_on",
        DAY,
        aliases=("closed",),
        label="Closed",
        example="today",
        help="the day it was won or lost",
    ),
    stored("lost_reason", example='"too expensive"', help="why it was lost"),
    stored("competitor", example="Globex", help="who got it instead"),
    stored("source", example="referral", help="where it came from"),
    stored("owner", example="Aigul", help="who works on it"),
    stored("recurring", example="monthly", help="for what repeats: every month, every year"),
    stored(
        "description", LONG_TEXT, aliases=("notes",), example='"wants a demo"', help="anything worth knowing"
    ),
    tags("deal_id"),
    Field(
        "age",
        INTEGER,
        "CAST(julianday(coalesce(t.closed_on, today())) - julianday(t.opened_on) AS INTEGER)",
        example="30..",
        help="days since it began; of a closed deal, until it closed",
    ),
    Field(
        "in_stage",
        INTEGER,
        "CASE t.status WHEN 'open' THEN CAST(julianday(today()) - julianday("
        + FACT.format("stage_since")
        + ") AS INTEGER) END",
        example="14..",
        help="days an open deal has stood in its stage",
    ),
    Field(
        "rotting",
        FLAG,
        f"coalesce(t.status = 'open' AND {FACT.format('rots_on')} < today(), 0)",
        aliases=("stale",),
        example="yes",
        help="open, and longer in its stage than that allows",
    ),
    Field(
        "next_on", DAY, FACT.format("next_on"), aliases=("next",), example="..today", help="its next reminder"
    ),
    *common("deal"),
)

WORDS = words("deal")
LIST = ("id", "title", "stage", "status", "amount", "company", "contact", "expected_close_on")
ORDER = "expected_close_on,-amount"
SUMS: tuple[str, ...] = ("amount",)
DETAIL = (
    "trim(coalesce((SELECT m.name FROM companies m WHERE m.id = t.company_id),"
    " (SELECT c.name FROM contacts c WHERE c.id = t.contact_id), '') || '  ' ||"
    " CASE t.status WHEN 'open' THEN coalesce((SELECT s.name FROM stages s WHERE s.id = t.stage_id), '')"
    " ELSE t.status END)"
)
"""What tells two of the same title apart, in SQL."""

CHOICES = {
    "stage": "SELECT s.name FROM stages s JOIN pipelines p ON p.id = s.pipeline_id"
    " ORDER BY p.position, s.position",
    "pipeline": "SELECT p.name FROM pipelines p ORDER BY p.position",
}
"""Fields whose choices the user decides, and the SELECT that lists them."""


def _count(condition: str) -> str:
    return f"(SELECT count(*) FROM deals d WHERE {condition})"


def _about(column: str, who: str) -> tuple[Field, ...]:
    """What deals say about whom they are with: counts, and the value of those won.

    Amounts of different currencies are never added: the value is of one currency, the file's own where
    deals were won in it, else the one of the most won deals.
    """
    of = f"d.{column} = t.id"
    won = (
        f"FROM deals d WHERE {of} AND d.status = 'won' AND d.amount IS NOT NULL GROUP BY d.currency"
        " ORDER BY d.currency = (SELECT c.value FROM settings c WHERE c.name = 'currency') DESC,"
        " count(*) DESC, d.currency LIMIT 1"
    )
    return (
        Field("deals", INTEGER, _count(of), example="1..", help=f"how many deals there are with {who}"),
        Field(
            "deals.open",
            INTEGER,
            _count(f"{of} AND d.status = 'open' AND d.archived_at IS NULL"),
            example="1..",
            help="how many of them are open and not archived",
        ),
        Field(
            "deals.won", INTEGER, _count(f"{of} AND d.status = 'won'"), example="1..", help="how many are won"
        ),
        Field(
            "deals.lost",
            INTEGER,
            _count(f"{of} AND d.status = 'lost'"),
            example="1..",
            help="how many are lost",
        ),
        Field(
            "won",
            MONEY,
            f"(SELECT sum(d.amount) {won})",
            currency=f"(SELECT d.currency {won})",
            example="10k..",
            help="value of the won deals, in one currency: yours, else that of the most deals",
        ),
    )


ABOUT = {
    "contact": _about("contact_id", "the person"),
    "company": _about("company_id", "it"),
    "product": (
        Field(
            "deals",
            INTEGER,
            _count("d.id IN (SELECT i.deal_id FROM deal_items i WHERE i.product_id = t.id)"),
            example="1..",
            help="how many deals have a line of it",
        ),
    ),
}
