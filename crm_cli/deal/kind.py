"""What a deal is: its fields, and what deals say about contacts, companies and products."""

from __future__ import annotations

from crm_cli.core.fields import CHOICE, DAY, FLAG, ID, INTEGER, MONEY, PERCENT, TEXT, Field
from crm_cli.core.money_sql import weighted_sql
from crm_cli.kinds.field import (
    common,
    currency,
    description,
    identity,
    line_items,
    line_products,
    link,
    owner,
    records_with_line,
    source,
    stored,
    tags,
    title,
)
from crm_cli.kinds.kind import Kind

STATUSES = ("open", "won", "lost")

LINES = "deal_items"
"""The table of what is sold, line by line."""

STAGE = "(SELECT s.{} FROM stages s WHERE s.id = t.stage_id)"
CHANCE = (
    "CASE t.status WHEN 'won' THEN 10000 WHEN 'lost' THEN 0 ELSE coalesce(t.probability, "
    + STAGE.format("probability")
    + ") END"
)
"""The chance of winning in basis points: the deal's own, else its stage's; a closed deal's is settled."""

PARTICIPANTS = (
    "FROM deal_contacts x JOIN contacts c ON c.id = x.contact_id WHERE x.deal_id = t.id ORDER BY x.id"
)
MOVES = (
    "SELECT m.moved_at, 'deal/' || m.deal_id, 'stage', NULL,"
    " CASE WHEN m.from_status = 'open' THEN coalesce(f.name, 'open') ELSE m.from_status END || ' → '"
    " || CASE WHEN m.to_status = 'open' THEN coalesce(s.name, 'open') ELSE m.to_status END, '', '', m.id"
    " FROM stage_moves m LEFT JOIN stages f ON f.id = m.from_stage_id LEFT JOIN stages s ON s.id = m.to_stage_id"
    " WHERE m.deal_id = ?1"
)
"""How a deal came to where it stands."""
FACT = "(SELECT f.{} FROM _deal_facts f WHERE f.deal_id = t.id)"
ROTTING = f"t.status = 'open' AND {FACT.format('rots_on')} < today()"
LATE = "CASE WHEN t.status = 'open' AND t.expected_close_on < today() THEN 'overdue' END"
"""An open deal that should have closed."""


FIELDS = (
    identity("deal"),
    title(
        "deal",
        "title",
        is_personal=True,
        example='"Acme renewal"',
        help="what is to be sold",
    ),
    Field(
        "stage",
        CHOICE,
        STAGE.format("name"),
        among="SELECT s.id AS id, s.name AS value FROM stages s",
        key="t.stage_id",
        choices_sql="SELECT s.name FROM stages s JOIN pipelines p ON p.id = s.pipeline_id"
        " ORDER BY p.position, s.position",
        sort="(SELECT p.position * 10000 + s.position FROM stages s JOIN pipelines p ON p.id = s.pipeline_id"
        " WHERE s.id = t.stage_id)",
        mark=f"CASE WHEN {ROTTING} THEN 'stale' END",
        said="in",
        reading="code",
        is_carried=True,
        is_needed=True,
        is_telling=True,
        example="proposal",
        help="its place in the pipeline",
    ),
    Field("stage_id", ID, "t.stage_id", is_hidden=True, help="number of that stage"),
    Field(
        "pipeline",
        CHOICE,
        "(SELECT p.name FROM pipelines p WHERE p.id = t.pipeline_id)",
        among="SELECT p.id AS id, p.name AS value FROM pipelines p",
        key="t.pipeline_id",
        choices_sql="SELECT p.name FROM pipelines p ORDER BY p.position",
        sort="(SELECT p.position FROM pipelines p WHERE p.id = t.pipeline_id)",
        reading="text",
        is_carried=True,
        is_needed=True,
        is_telling=True,
        example="sales",
        help="its pipeline",
    ),
    stored(
        "status",
        CHOICE,
        choices=STATUSES,
        mark="nullif(t.status, 'open')",
        reading="code",
        is_needed=True,
        is_fixed=True,
        example="open",
        help="open, won or lost",
    ),
    *link(
        "contact",
        "contact",
        "contacts",
        said="with",
        is_searched=True,
        example='"Jane Doe"',
        help="whom it is with",
    ),
    *link(
        "company",
        "company",
        "companies",
        said="at",
        is_searched=True,
        example='"Acme Ltd"',
        help="which company it is with",
    ),
    stored(
        "amount",
        MONEY,
        currency="t.currency",
        is_telling=True,
        example="12.5k",
        help="what it would bring",
    ),
    currency("currency of the amount"),
    Field(
        "probability",
        PERCENT,
        CHANCE,
        column="probability",
        is_telling=True,
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
    *line_products("deal", LINES, is_carried=True),
    Field(
        "participants",
        TEXT,
        f"SELECT c.name || coalesce(' (' || x.role || ')', '') AS value {PARTICIPANTS}",
        many=True,
        among="SELECT x.deal_id AS id, c.name || coalesce(' (' || x.role || ')', '') AS value"
        " FROM deal_contacts x CROSS JOIN contacts c ON c.id = x.contact_id",
        details=f"SELECT json_object('id', c.id, 'name', c.name, 'role', x.role) AS value {PARTICIPANTS}",
        help="further people in it, with their roles",
    ),
    stored(
        "opened_on",
        DAY,
        aliases=("opened",),
        label="Opened",
        example="yesterday",
        help="the day it began",
    ),
    stored(
        "expected_close_on",
        DAY,
        aliases=("close", "expected_close"),
        label="Close",
        seen="coalesce(t.closed_on, t.expected_close_on)",
        mark=LATE,
        is_telling=True,
        example="eom",
        help="the day it should close",
    ),
    stored(
        "closed_on",
        DAY,
        aliases=("closed",),
        label="Closed",
        is_telling=True,
        example="today",
        help="the day it was won or lost",
    ),
    stored(
        "lost_reason",
        is_personal=True,
        is_telling=True,
        example='"too expensive"',
        help="why it was lost",
    ),
    stored(
        "competitor",
        is_personal=True,
        example="Globex",
        help="who got it instead",
    ),
    source("where it came from"),
    Field(
        "effective_source",
        TEXT,
        "coalesce(t.source, (SELECT c.source FROM contacts c WHERE c.id = t.contact_id),"
        " (SELECT m.source FROM companies m WHERE m.id = t.company_id))",
        is_hidden=True,
        example="referral",
        help="its source, else its contact's, else its company's; `source` in reports",
    ),
    owner("who works on it"),
    stored(
        "recurring",
        is_searched=False,
        example="monthly",
        help="for what repeats: every month, every year",
    ),
    tags("deal"),
    description('"wants a demo"'),
    line_items("deal", LINES, is_carried=True),
    Field(
        "age",
        INTEGER,
        "CAST(julianday(coalesce(t.closed_on, today())) - julianday(t.opened_on) AS INTEGER)",
        example="30..",
        help="days since it began; of a closed deal, until it closed",
    ),
    Field(
        "stage_since",
        DAY,
        FACT.format("stage_since"),
        is_hidden=True,
        example="-14d..",
        help="the day it came to its stage",
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
        f"coalesce({ROTTING}, 0)",
        aliases=("stale",),
        example="yes",
        help="open, and longer in its stage than that allows",
    ),
    Field(
        "next_on",
        DAY,
        FACT.format("next_on"),
        aliases=("next",),
        mark=f"CASE WHEN {FACT.format('next_on')} < today() THEN 'overdue' END",
        example="..today",
        help="its next reminder",
    ),
    *common("deal"),
)


def _count(name: str, column: str, condition: str = "", *, help: str) -> Field:
    """How many deals there are with a record, for one and for all records at once."""
    more = f" AND {condition}" if condition else ""
    return Field(
        name,
        INTEGER,
        f"(SELECT count(*) FROM deals d WHERE d.{column} = t.id{more})",
        among=f"SELECT d.{column} AS id, count(*) AS value FROM deals d"
        f" WHERE d.{column} IS NOT NULL{more} GROUP BY +d.{column}",
        is_count=True,
        example="1..",
        help=help,
    )


_HOME = "d.currency = (SELECT c.value FROM settings c WHERE c.name = 'currency')"


def _about(column: str, who: str) -> tuple[Field, ...]:
    """What deals say about whom they are with: counts, and the value of those won.

    Amounts of different currencies are never added: the value is of one currency, the file's own where
    deals were won in it, else the one of the most won deals.
    """
    won = (
        f"FROM deals d WHERE d.{column} = t.id AND d.status = 'won' AND d.amount IS NOT NULL GROUP BY d.currency"
        f" ORDER BY {_HOME} DESC, count(*) DESC, d.currency LIMIT 1"
    )
    all_won = (
        f"SELECT d.{column} AS id, sum(d.amount) AS value, d.currency AS currency, row_number() OVER"
        f" (PARTITION BY d.{column} ORDER BY {_HOME} DESC, count(*) DESC, d.currency) AS place FROM deals d"
        f" WHERE d.{column} IS NOT NULL AND d.status = 'won' AND d.amount IS NOT NULL"
        f" GROUP BY d.{column}, d.currency"
    )
    is_open = "d.status = 'open' AND d.archived_at IS NULL"
    return (
        _count("deals", column, help=f"how many deals there are with {who}"),
        _count("deals.open", column, is_open, help="how many of them are open and not archived"),
        _count("deals.won", column, "d.status = 'won'", help="how many are won"),
        _count("deals.lost", column, "d.status = 'lost'", help="how many are lost"),
        Field(
            "won",
            MONEY,
            f"(SELECT sum(d.amount) {won})",
            currency=f"(SELECT d.currency {won})",
            among=f"SELECT id, value, currency FROM ({all_won}) WHERE place = 1",
            example="10k..",
            help="value of the won deals, in one currency: yours, else that of the most deals",
        ),
    )


ABOUT = {
    "contact": _about("contact_id", "the person"),
    "company": _about("company_id", "it"),
    "product": (records_with_line("deal", "deals", LINES),),
}

KIND = Kind(
    "deal",
    "deals",
    FIELDS,
    title="title",
    listed=("id", "title", "stage", "status", "amount", "company", "contact", "expected_close_on"),
    order="expected_close_on,-amount",
    sums=("amount",),
    lines=LINES,
    detail="trim(coalesce((SELECT m.name FROM companies m WHERE m.id = t.company_id),"
    " (SELECT c.name FROM contacts c WHERE c.id = t.contact_id), '') || '  ' ||"
    " CASE t.status WHEN 'open' THEN coalesce((SELECT s.name FROM stages s WHERE s.id = t.stage_id), '')"
    " ELSE t.status END)",
    about=ABOUT,
    around=(
        ("deal", 12, "people"),
        ("deal", 13, "moves"),
        ("contact", 20, "deals"),
        ("company", 20, "deals"),
        ("product", 20, "deals_with_product"),
    ),
    has_notes=True,
    has_reminders=True,
    has_segments=True,
    happened=MOVES,
)
