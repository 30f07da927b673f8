"""Whole tables on a terminal of eighty columns: names of every script, long ones, hostile ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

Run = Callable[..., Any]

SCREEN = {"COLUMNS": "80", "NO_COLOR": "1"}
ISOLATES = re.compile("[\u2066\u2067\u2069\u200e]")


@pytest.fixture
def world(crm: Run) -> Run:
    """People and deals of many scripts, one of them hostile; the second deal is won, the third lost."""
    crm("config", "set", "currency", "EUR", code=0)
    crm("config", "set", "timezone", "Asia/Almaty", code=0)
    for words in (
        (
            "علی‌رضا کریمی",
            "--company",
            "کافه نادری",
            "--email",
            "alireza.karimi@naderi-cafe.example",
            "--tag",
            "vip",
        ),
        ("דוד לוי", "--phone", "+972 3 123 4567", "--job-title", "Owner (בעלים)"),
        (
            "田中 太郎",
            "--company",
            "株式会社カフェ",
            "--email",
            "tanaka@kk-cafe.example",
            "--phone",
            "+81 3 1234 5678",
        ),
        (
            "Қайрат Әлімов-Байжанов",
            "--email",
            "qairat@x.example",
            "--email",
            "q2@x.example",
            "--tag",
            "newsletter",
        ),
        ("\x1b[31mMallory\u202e [bold]", "--email", "m@x.example"),
        ("😀 Café", "--email", "fam@x.example"),
    ):
        crm("contact", "add", *words, code=0)
    for words in (
        ("Espresso machine for کافه نادری", "--contact", "علی", "--amount", "4.8k", "--close", "2026-11-13"),
        ("Grinder", "--contact", "田中", "--amount", "¥9000", "--close", "2026-12-24"),
        ("Beans", "--contact", "דוד", "--amount", "12", "--close", "2026-11-30"),
        ("\x1b]0;x\x07 a very long title that does not end before the line does", "--amount", "1"),
    ):
        crm("deal", "add", *words, code=0)
    crm("win", "Grinder", "--on", "2026-11-20", code=0)
    crm("lose", "Beans", "--on", "2026-11-19", code=0)
    crm("call", "דוד", "wants a quote", "--on", "2026-11-20 16:30", code=0)
    crm("note", "add", "contact/1", "سلام، لطفاً فاکتور را بفرستید.", "--on", "2026-11-18", code=0)
    return crm


GOLDEN = {
    "contact list": """\
ID  Name                          Company         Job title
    Email                               Phone            Tags
───────────────────────────────────────────────────────────────────
 5  \\x1b[31mMallory\\u202e [bold]
    m@x.example
 6  😀 Café
    fam@x.example
 4  Қайрат Әлімов-Байжанов
    qairat@x.example                                     newsletter
 2  \u2067דוד לוי\u2069\u200e                                       \u2066Owner (בעלים)\u2069\u200e
                                        +972 3 123 4567
 1  \u2067علی‌رضا کریمی\u2069\u200e                  \u2067کافه نادری\u2069\u200e
    alireza.karimi@naderi-cafe.example                   vip
 3  田中 太郎                     株式会社カフェ
    tanaka@kk-cafe.example              +81 3 1234 5678
""",
    "contact list --columns name,company,email": """\
Name                          Company         Email
────────────────────────────────────────────────────────────────────────────────
\\x1b[31mMallory\\u202e [bold]                  m@x.example
😀 Café                                       fam@x.example
Қайрат Әлімов-Байжанов                        qairat@x.example
\u2067דוד לוי\u2069\u200e
\u2067علی‌رضا کریمی\u2069\u200e                  \u2067کافه نادری\u2069\u200e      alireza.karimi@naderi-cafe.example
田中 太郎                     株式会社カフェ  tanaka@kk-cafe.example
""",
    "contact list tag:vip --columns id,name,city,tags": """\
ID  Name          City  Tags
────────────────────────────
 1  \u2067علی‌رضا کریمی\u2069\u200e        vip
""",
    "deal list": """\
ID  Title                                               Stage  Status     Amount
    Company         Contact       Close
────────────────────────────────────────────────────────────────────────────────
 1  \u2066Espresso machine for کافه نادری\u2069\u200e                     Lead   open    €4,800.00
    \u2067کافه نادری\u2069\u200e      \u2067علی‌رضا کریمی\u2069\u200e  Fri 13 Nov overdue
 3  Beans                                               Lead   lost       €12.00
                    \u2067דוד לוי\u2069\u200e       Thu 19 Nov
 2  Grinder                                             Lead   won        ¥9,000
    株式会社カフェ  田中 太郎     yesterday
 4  \\x1b]0;x\\x07 a very long title that does not end    Lead   open        €1.00
    before the line does
""",
    "deal board": """\
Sales  2 deals · €4,801.00 · weighted €480.10

Lead  2 deals · €4,801.00 · weighted €480.10
────────────────────────────────────────────────────────────────────────────────
1  \u2066Espresso machine for کافه نادری\u2069\u200e                 €4,800.00  Fri 13 Nov overdue
   \u2067کافه نادری · علی‌رضا کریمی\u2069\u200e
4  \\x1b]0;x\\x07 a very long title that does not…       €1.00

Qualified  0 deals
Proposal  0 deals
Negotiation  0 deals
""",
    "note list": """\
ID  On               Kind  With          What
──────────────────────────────────────────────────────────────────────
 1  yesterday 16:30  call  \u2067דוד לוי\u2069\u200e       wants a quote
 2  Wed 18 Nov       note  \u2067علی‌رضا کریمی\u2069\u200e  \u2067سلام، لطفاً فاکتور را بفرستید.\u2069\u200e
""",
    "contact show 1": """\
\u2067علی‌رضا کریمی\u2069\u200e  contact/1

Company  \u2067کافه نادری\u2069\u200e
Emails   alireza.karimi@naderi-cafe.example
Tags     vip

Deals
  1  \u2066Espresso machine for کافه نادری\u2069\u200e  Lead  €4,800.00  Fri 13 Nov overdue

Last activities
  2  Wed 18 Nov  note     \u2067سلام، لطفاً فاکتور را بفرستید.\u2069\u200e
""",
}


@pytest.mark.parametrize("words", GOLDEN)
def test_a_table_is_what_it_was_drawn_to_be(world: Run, words: str) -> None:
    shown = world(*words.split(), terminal=True, env=SCREEN, code=0)
    assert shown.out == GOLDEN[words]
    assert max(map(cell_len, ISOLATES.sub("", shown.out).splitlines())) <= 80


def test_a_file_gets_the_table_without_isolates(world: Run) -> None:
    for words in GOLDEN:
        terminal = world(*words.split(), terminal=True, env=SCREEN).out
        assert world(*words.split(), "-f", "table").out == ISOLATES.sub("", terminal)


def test_of_a_closed_deal_the_close_column_is_the_day_it_closed_unless_it_was_asked_for(world: Run) -> None:
    wide = {"COLUMNS": "200", "NO_COLOR": "1"}
    assert world("deal", "list", "Grinder", terminal=True, env=wide).lines[2].endswith("yesterday")
    asked = world("deal", "list", "Grinder", "--columns", "close,closed_on", terminal=True, env=wide)
    assert asked.out == "Close       Closed\n─────────────────────\nThu 24 Dec  yesterday\n"
    assert world("deal", "list", "Grinder").lines[0].endswith("\t2026-12-24")
    assert world("deal", "list", "Grinder", "-f", "json").json[0]["expected_close_on"] == "2026-12-24"
