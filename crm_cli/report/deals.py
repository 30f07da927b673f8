"""Reports of deals: what stands open, what was sold, what was won and lost."""

from __future__ import annotations

from crm_cli.deal.kind import KIND
from crm_cli.report.report import Count, Ratio, Report, Share, Total, Weighted

FIELDS = (
    KIND.field("effective_source").but(name="source", label="Source"),
    KIND.field("lost_reason").but(aliases=("reason",)),
)
"""What reports of deals mean by a word: the source a deal has at last, and `reason` for why it was lost."""

PRODUCT = Share(
    ("product", "products"),
    "amount",
    "by net price",
    # a part ends where the sum up to it ends, rounded, and begins where the one before it ended: all add up
    "SELECT id, key, CASE WHEN parts = 1 THEN amount WHEN net_of_all > 0 THEN"
    " CASE WHEN place = parts THEN amount ELSE CAST(round(1.0 * amount * upto / net_of_all) AS INTEGER) END"
    " - CAST(round(1.0 * amount * (upto - net) / net_of_all) AS INTEGER)"
    " ELSE amount * place / parts - amount * (place - 1) / parts END AS part"
    " FROM (SELECT id, key, amount, net, count(*) OVER deal AS parts, sum(net) OVER deal AS net_of_all,"
    " row_number() OVER line AS place, sum(net) OVER line AS upto"
    " FROM (SELECT t.id AS id, p.name AS key, t.amount AS amount, min(i.position) AS first,"
    " CAST(min(round(sum(coalesce(i.quantity * i.price * (1 - i.discount / 10000.0), 0))), 1e15) AS INTEGER) AS net"
    " FROM deals t LEFT JOIN deal_items i ON i.deal_id = t.id LEFT JOIN products p ON p.id = i.product_id"
    " WHERE {where} GROUP BY t.id, p.name)"
    " WINDOW deal AS (PARTITION BY id), line AS (PARTITION BY id ORDER BY first, key))",
)
"""A deal over the products of its lines; evenly where they have no price."""

PIPELINE = Report(
    "pipeline",
    kind="deal",
    noun="open deal",
    counts="t.status = 'open'",
    day="expected_close_on",
    dated="expected to close",
    rated="today()",
    by="stage",
    measures=(
        Count("deals"),
        Total("amount", "amount", blank="an amount"),
        Weighted("weighted", "amount", "probability", blank="a probability"),
    ),
    fields=FIELDS,
    shares=(PRODUCT,),
    ordered=("stage",),
    help="Show what the open deals would bring, and what is expected by their probabilities.",
    example="crm report pipeline --by owner",
)

SALES = Report(
    "sales",
    kind="deal",
    noun="won deal",
    counts="t.status = 'won'",
    day="closed_on",
    dated="closed",
    by="month",
    measures=(Count("deals"), Total("amount", "amount", blank="an amount")),
    fields=FIELDS,
    shares=(PRODUCT,),
    ordered=("stage",),
    help="Show what was sold: won deals by the day they closed.",
    example="crm report sales --by month --period 2026",
)

WINLOSS = Report(
    "winloss",
    kind="deal",
    noun="closed deal",
    counts="t.status IN ('won', 'lost')",
    day="closed_on",
    dated="closed",
    by="none",
    measures=(
        Count("won", "t.status = 'won'"),
        Count("lost", "t.status = 'lost'"),
        Ratio("win_rate", "won", ("won", "lost")),
        Total("won_amount", "amount", blank="an amount", where="t.status = 'won'"),
    ),
    fields=FIELDS,
    shares=(PRODUCT,),
    ordered=("stage",),
    help="Show how many deals were won and lost, and the share that was won.",
    example="crm report winloss --by owner --period this-year",
)

REPORTS = (PIPELINE, SALES, WINLOSS)
