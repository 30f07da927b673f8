"""Deals from other programs: stages, endings, the one close date, money, products, titles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
MAVEN = Path(__file__).parents[3] / "shared/data/crm/maven_crm"

EXPORT = (
    "Opportunity ID,Account,Owner,Opportunity Name,Product,Stage,Probability,Amount,Created Date,Close Date\n"
    'A1,Initech,Dana,Upgrade,Core,Closed Won,100%,"$22,700.00","15 Apr, 2021 00:02:00","30 Jun, 2021 00:00:00"\n'
    'A2,Initech,Dana,,Core,Closed Lost - Price,0%,"$1,250.50","16 Apr, 2021 00:02:00","02 Jul, 2021 00:00:00"\n'
    'A3,Umbrella,Lee,Pilot,Plus,Negotiation,75%,"$8,000.00","17 Apr, 2021 00:02:00","31 Dec, 2021 00:00:00"\n'
    'A4,,Lee,Stray,,Qualification,10%,,"18 Apr, 2021 00:02:00",\n'
)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_an_export_of_another_program_reads_whole_in_any_zone(crm: Run, sheet: Run, zone: str) -> None:
    env = {"TZ": zone, "CRM_CURRENCY": "USD"}
    result = crm("import", sheet(EXPORT), "-f", "json", env=env, code=0)
    assert (result.json["created"], result.json["linked"]) == (4, {"companies": 2, "products": 2})
    names = (
        "title",
        "status",
        "stage",
        "amount",
        "probability",
        "opened_on",
        "expected_close_on",
        "closed_on",
        "lost_reason",
        "product",
    )
    deals = crm("export", "deals", "-f", "json", env=env).json
    assert [tuple(deal[name] for name in names) for deal in deals] == [
        ("Upgrade", "won", None, 22700.00, 1, "2021-04-15", None, "2021-06-30", None, "Core"),
        ("Core — Initech", "lost", None, 1250.50, 0, "2021-04-16", None, "2021-07-02", "Price", "Core"),
        ("Pilot", "open", "Negotiation", 8000.00, 0.75, "2021-04-17", "2021-12-31", None, None, "Plus"),
        ("Stray", "open", "Qualification", None, 0.1, "2021-04-18", None, None, None, None),
    ]
    assert deals[0]["items"] == [
        {
            "product": "Core",
            "product_id": 1,
            "quantity": 1,
            "price": 22700.00,
            "discount": 0,
            "description": None,
        }
    ]
    again = crm("import", sheet(EXPORT), "-f", "json", env=env, code=0)
    assert (again.json["unchanged"], again.json["command"]) == (4, None)


def test_the_files_stages_are_the_pipeline_in_order_of_appearance(crm: Run, sheet: Run) -> None:
    crm("import", sheet("title,stage\nA,Second\nB,First\nC,Won\nD,second\n"), "--as", "deals", code=0)
    assert crm("pipeline", "list", "-f", "json").json[0]["name"] == "Sales"
    assert crm("deal", "list", "--sort", "id", "-f", "{stage} {status}").lines == [
        "Second open",
        "First open",
        " won",
        "Second open",
    ]


def test_a_file_without_open_stages_gets_the_standard_ones(crm: Run, sheet: Run) -> None:
    crm("import", sheet("title,amount\nA,5 EUR\n"), "--as", "deals", code=0)
    assert crm("deal", "list", "-f", "{stage}").out == "Lead\n"


def test_further_stages_join_the_pipeline_there_is(crm: Run, sheet: Run) -> None:
    crm("pipeline", "add", "Mine", "--stages", "one,two", code=0)
    result = crm("import", sheet("title,stage\nA,TWO\nB,three\n"), "--as", "deals", "-f", "table", code=0)
    assert "stages added: three" in result.lines
    assert crm("deal", "list", "--sort", "id", "-f", "{pipeline} {stage}").lines == ["Mine two", "Mine three"]


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("Won", "won"),
        ("closedwon", "won"),
        ("Closed - WON", "won"),
        ("Lost", "lost"),
        ("Closed-Lost to rival", "lost"),
        ("closedlost", "lost"),
        ("Wonderful", "open"),
        ("Sealed", "won"),
        ("Dropped", "lost"),
    ],
)
def test_stages_that_say_won_or_lost_set_the_status(crm: Run, sheet: Run, stage: str, status: str) -> None:
    crm(
        "import",
        sheet(f"title,stage\nA,{stage}\n"),
        "--as",
        "deals",
        "--won",
        "Sealed,Signed",
        "--lost",
        "dropped",
        code=0,
    )
    deal = crm("export", "deals", "-f", "json").json[0]
    assert (deal["status"], deal["stage"]) == (status, stage if status == "open" else None)


def test_a_status_column_is_understood_and_the_stage_kept(crm: Run, sheet: Run) -> None:
    text = "title,stage,status,close date\nA,Offer,Won,2026-01-05\nB,Offer,Open,2026-12-05\nC,Offer,Bogus,\n"
    result = crm("import", sheet(text), "--as", "deals", "-f", "json", code=8)
    assert result.json["rejects"] == [{"line": 4, "reason": "status is one of open, won, lost, not `Bogus`"}]
    deals = crm("export", "deals", "-f", "json").json
    assert [(d["stage"], d["status"], d["closed_on"], d["expected_close_on"]) for d in deals] == [
        ("Offer", "won", "2026-01-05", None),
        ("Offer", "open", None, "2026-12-05"),
    ]


def test_two_close_dates_stay_two(crm: Run, sheet: Run) -> None:
    text = "title,stage,expected_close_on,closed_on\nA,Won,2026-01-05,2026-01-09\nB,Offer,2026-12-05,\n"
    crm("import", sheet(text), "--as", "deals", code=0)
    deals = crm("export", "deals", "-f", "json").json
    assert [(d["closed_on"], d["expected_close_on"]) for d in deals] == [
        ("2026-01-09", "2026-01-05"),
        (None, "2026-12-05"),
    ]


def test_an_amount_without_any_currency_is_refused_with_the_command(crm: Run, sheet: Run, path: Path) -> None:
    result = crm("import", sheet("title,amount\nA,5\n"), "--as", "deals", code=2)
    assert "crm config set currency EUR" in result.err
    assert crm("import", sheet("title,amount,currency\nA,5,EUR\nB,€7,\n"), "--as", "deals", code=0).code == 0


def test_amounts_finer_than_their_currency_are_rounded_and_said(crm: Run, sheet: Run) -> None:
    result = crm(
        "import",
        sheet("title,amount\nA,1.005\nB,2.5\n"),
        "--as",
        "deals",
        "-f",
        "table",
        env={"CRM_CURRENCY": "EUR"},
        code=0,
    )
    assert (
        "amounts with more decimals than their currency has were rounded, half away from zero" in result.out
    )
    assert crm("export", "deals", "--columns", "amount").lines == ["amount", "1.01", "2.50"]


def test_a_deal_that_moved_in_the_file_is_moved_and_the_move_kept(crm: Run, sheet: Run, facts: Run) -> None:
    crm("import", sheet("id,title,stage,close date\n1,A,Offer,2026-12-01\n"), "--as", "deals", code=0)
    before = facts()
    crm("import", sheet("id,title,stage,close date\n1,A,Closed Won,2026-11-20\n"), "--as", "deals", code=0)
    deal = crm("export", "deals", "-f", "json").json[0]
    assert (deal["status"], deal["closed_on"]) == ("won", "2026-11-20")
    assert [row[4:] for row in facts()["stage_moves"]] == [
        ("open", "won", "2026-11-21T09:30:00Z", "2026-11-20")
    ]
    crm("undo", code=0)
    assert facts() == before


def test_a_file_of_some_columns_changes_only_those(crm: Run, sheet: Run) -> None:
    env = {"CRM_CURRENCY": "EUR"}
    old = ("--as", "deals", "--system", "old")
    crm("import", sheet("id,title,stage,amount,product\n1,A,Won,5,Core\n"), *old, env=env, code=0)
    crm("import", sheet("id,amount\n1,7\n"), *old, env=env, code=0)
    deal = crm("export", "deals", "-f", "json").json[0]
    assert (deal["title"], deal["status"], deal["amount"]) == ("A", "won", 7)
    assert [item["price"] for item in deal["items"]] == [7]


def test_a_deal_without_title_product_or_company_is_rejected(crm: Run, sheet: Run) -> None:
    result = crm("import", sheet("title,stage,source\n,Offer,web\n"), "--as", "deals", code=8)
    assert "it has no title, no product and no company" in result.err


def test_contacts_of_deals_are_found_by_email_and_made_by_name(crm: Run, sheet: Run) -> None:
    crm("contact", "add", "Ann Lee", "--email", "ann@a.com", "--company", "Acme", code=0)
    text = "title,contact name,contact email,company\nA,Annie Lee,ANN@a.com,\nB,Bob Roe,bob@b.com,Globex\nC,Bob Roe,,Globex\n"
    result = crm("import", sheet(text), "--as", "deals", "-f", "json", code=0)
    assert result.json["linked"] == {"companies": 1, "contacts": 1}
    assert crm("deal", "list", "--sort", "id", "-f", "{contact}").lines == ["Ann Lee", "Bob Roe", "Bob Roe"]
    assert crm("contact", "list", "bob", "-f", "{email} {company}").out == "bob@b.com Globex\n"


@pytest.mark.skipif(not MAVEN.exists(), reason="the data is not beside the checkout")
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Almaty"])
def test_a_real_pipeline_of_8800_deals_reads_to_its_known_figures(crm: Run, facts: Run, zone: str) -> None:
    env = {"TZ": zone, "CRM_CURRENCY": "USD"}
    commands = [
        ("accounts.csv", "companies", ["account=name"]),
        ("products.csv", "products", ["product=name", "sales_price=price"]),
        (
            "sales_pipeline.csv",
            "deals",
            (
                "opportunity_id=external_id sales_agent=owner account=company deal_stage=stage"
                " engage_date=opened_on close_date=closed_on close_value=amount"
            ).split(),
        ),
    ]

    def run() -> list[dict[str, Any]]:
        told = []
        for name, kind, maps in commands:
            words = [word for map in maps for word in ("--map", map)]
            told.append(
                crm("import", str(MAVEN / name), "--as", kind, *words, "-f", "json", env=env, code=0).json
            )
        return told

    first = run()
    assert [told["created"] for told in first] == [85, 7, 8800]
    assert first[2]["linked"] == {}
    oracle = {one["id"]: one["value"] for one in json.loads((MAVEN / "oracle.json").read_text())["oracles"]}
    deals = crm("export", "deals", "-f", "json", env=env).json
    by_stage: dict[str, int] = {}
    for deal in deals:
        key = deal["stage"] if deal["status"] == "open" else deal["status"].capitalize()
        by_stage[key] = by_stage.get(key, 0) + 1
    assert by_stage == oracle["deals_by_stage"]
    won = [deal for deal in deals if deal["status"] == "won"]
    assert sum(deal["amount"] for deal in won) == oracle["won_revenue"]
    months: dict[str, float] = {}
    for deal in won:
        months[deal["closed_on"][:7]] = months.get(deal["closed_on"][:7], 0) + deal["amount"]
    assert months == oracle["won_revenue_by_month"]
    before = facts()
    assert [(told["unchanged"], told["command"]) for told in run()] == [(85, None), (7, None), (8800, None)]
    assert facts() == before
