"""How SQLite goes about what commands ask it, read from its own plans: no table that grows is scanned for each row of another.

A list may read its own table once, and a condition on what other tables hold may read one of those once; an
index leads to everything else. Plans are those of a file without statistics, as ours are.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crm_cli.app.context import App, Globals
from crm_cli.cli import boundary
from crm_cli.core.fields import Field
from crm_cli.kinds.catalogue import NAMES, Catalogue
from tests.conftest import NOW

LARGE = (
    "companies contacts contact_points taggings deals deal_items deal_contacts stage_moves activities activity_links"
    " reminders segment_members _changes _contact_facts _deal_facts _search_text _search_pending"
).split()
"""Tables that grow with the business."""


class Step(NamedTuple):
    """One line of a plan: its number, that of the line it belongs to, and what is done."""

    id: int
    parent: int
    detail: str


class Asked(NamedTuple):
    """A statement that a command asked, and its plan."""

    sql: str
    plan: list[Step]

    def tables(self, alias: str) -> set[str]:
        """What an alias may stand for in the statement."""
        named = re.findall(rf"\b(\w+)(?: AS)? {re.escape(alias)}\b", self.sql)
        return {*named, alias} & {*LARGE}

    def loops(self, parent: int) -> list[Step]:
        """The nested loops of one SELECT, the outermost first."""
        return [
            step for step in self.plan if step.parent == parent and step.detail.startswith(("SCAN", "SEARCH"))
        ]

    def above(self, step: Step) -> Iterator[Step]:
        """What a step belongs to, the nearest first."""
        parents = {each.id: each for each in self.plan}
        while step.parent in parents:
            step = parents[step.parent]
            yield step

    def is_scan(self, step: Step) -> bool:
        """Whether a step reads a whole table that grows; a range or an order of an index is no scan."""
        found = re.match(r"SCAN (\w+)(?! VIRTUAL)", step.detail)
        return bool(found and self.tables(found[1]))


def faults(asked: Asked) -> list[str]:
    """What a plan does that takes longer for every record times every other."""
    found = []
    for step in asked.plan:
        above = list(asked.above(step))
        if "AUTOMATIC" in step.detail and any(asked.tables(word) for word in re.findall(r"\w+", step.detail)):
            found.append(step.detail)
        if asked.is_scan(step):
            if any(each.detail.startswith("CORRELATED") for each in above):
                found.append(f"{step.detail}, for each row")
            elif asked.loops(step.parent)[0] != step:
                found.append(f"{step.detail}, inside another loop")
    return found


def sorts(asked: Asked) -> list[str]:
    """Whether all that is found is sorted before the first row comes."""
    return [
        step.detail
        for step in asked.plan
        if step.detail == "USE TEMP B-TREE FOR ORDER BY" and not step.parent
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans") / "crm.db"


@pytest.fixture(scope="module")
def ask(path: Path) -> Callable[..., list[Asked]]:
    """Run a command line on a small file; give every SELECT it made, with its plan."""

    def run(*words: str) -> list[Asked]:
        env = {"CRM_DB": str(path), "CRM_NOW": NOW, "TZ": "UTC", "LOGNAME": "tester"}
        out, err = io.StringIO(), io.StringIO()
        app = App(Globals(), env=env, stdin=io.StringIO(), stdout=out, stderr=err, host="desk")
        statements: list[str] = []
        if path.exists():
            app.read().set_trace_callback(statements.append)
        code = boundary.run([*words], app)
        assert code in {0, 10}, f"{words}: {err.getvalue()}"
        with sqlite3.connect(path) as db:
            for name, count in FUNCTIONS:
                db.create_function(
                    name, count, lambda *values: values[0] if values else "", deterministic=True
                )
            return [
                Asked(
                    sql,
                    [
                        Step(id, parent, detail)
                        for id, parent, _, detail in db.execute(f"EXPLAIN QUERY PLAN {sql}")
                    ],
                )
                for sql in dict.fromkeys(statements)
                if sql.startswith(("SELECT", "\nSELECT", "WITH"))
            ]

    for words in BUSINESS:
        run(*words)
    return run


FUNCTIONS = [
    ("fold", 1), ("spaced", 1), ("matches", 2), ("number", 1), ("minor_digits", 1), ("uid_of", 2), ("today", 0),
    ("local_day", 1), ("local", 1), ("base_currency", 0), ("in_base", 3), ("index_words", 2),
]  # fmt: skip

BUSINESS = [
    ("field", "add", "contact", "shoe", "--type", "number"),
    ("company", "add", "Acme", "--city", "Oslo", "--tag", "vip"),
    ("company", "add", "Globex"),
    (
        "contact",
        "add",
        "Jane Doe",
        "--city",
        "Osh",
        "--company",
        "Acme",
        "--email",
        "jane@acme.com",
        "--tag",
        "vip",
    ),
    ("contact", "add", "John Roe", "--city", "Oslo"),
    ("contact", "edit", "jane", "--keep-in-touch", "30", "--birthday", "1990-03-14"),
    ("product", "add", "Lamp", "--price", "10 EUR"),
    ("product", "add", "Desk", "--price", "10 EUR"),
    (
        "deal",
        "add",
        "Lamps",
        "--contact",
        "jane",
        "--company",
        "Acme",
        "--amount",
        "100 EUR",
        "--product",
        "Lamp",
    ),
    ("deal", "add", "Desks", "--contact", "jane", "--amount", "300 EUR"),
    ("deal", "win", "Desks"),
    ("call", "jane", "wants a quote"),
    ("call", "jane", "sent it"),
    ("note", "add", "jane", "likes jazz"),
    ("remind", "add", "send it", "--contact", "jane", "--due", "yesterday"),
    ("remind", "add", "call back", "--company", "Acme", "--due", "today"),
    ("segment", "add", "hot", "tag:vip last:-60d.. deals.open:1..", "--kind", "contact"),
]


def fields(path: Path, kind: str) -> list[Field]:
    """All that can be asked of a kind, and a field of each kind it links to."""
    catalogue = Catalogue(sqlite3.connect(path))
    own = [field for field in catalogue.fields(kind) if field.sql != "NULL"]
    links = [field for field in own if field.linked and field.column]
    through = [
        (link, field) for link in links for field in catalogue.fields(link.linked) if field.sql != "NULL"
    ]
    linked = [catalogue.field(kind, f"{link.name}.{field.name}") for link, field in through]
    return own + [field for field in linked if field]


def command(kind: str) -> str:
    return {"reminder": "remind", "activity": "note"}.get(kind, kind)


def condition(field: Field) -> str:
    name = f'"{field.name}"' if " " in field.name else field.name
    example = "hot" if field.name == "segment" else field.example or field.type.example
    if field.choices or example == "a listed value":
        example = field.choices[0] if field.choices else "x"
    return f"{name}:{example}"


@pytest.mark.parametrize("kind", NAMES)
def test_whatever_is_asked_of_a_kind_no_table_is_scanned_for_each_row(
    ask: Callable[..., list[Asked]], path: Path, kind: str
) -> None:
    found: dict[str, list[str]] = {}
    for field in fields(path, kind):
        forms = [
            ("list", condition(field), "-f", "ids"),
            ("list", f"has:{field.name}", "--sort", f"-{field.name}", "--columns", field.name, "-n", "1"),
        ]
        for words in forms[: 1 if "." in field.name else 2]:
            wrong = [fault for asked in ask(command(kind), *words) for fault in faults(asked)]
            if wrong:
                found[" ".join(words)] = wrong
    assert found == {}


@pytest.mark.parametrize(
    "words",
    [
        "find jane", "find jane acme -n 3", "find 'wants a q'", "remind", "remind --summary", "today", "next",
        "report pipeline", "report pipeline --by owner", "report sales", "report sales --by company", "report winloss",
        "report sales --by product", "deal board", "timeline jane", "timeline acme", "show jane", "show acme",
        "show deal/1", "show product/1", "contact show jane -f json", "segment list", "segment show hot",
        "segment explain hot jane", "contact list in:hot", "contact list 'lamp or quote'", "export contacts",
        "export deals", "export activities", "export reminders", "deal list --group-by stage", "contact list jane",
    ],
)  # fmt: skip
def test_pages_and_reports_scan_no_table_for_each_row(ask: Callable[..., list[Asked]], words: str) -> None:
    import shlex

    wrong = {asked.sql: faults(asked) for asked in ask(*shlex.split(words))}
    assert wrong, "it asked nothing that was seen"
    assert {sql: fault for sql, fault in wrong.items() if fault} == {}


SORTED = {
    "deal list --sort -amount": "amounts of several currencies are asked for too seldom for an index",
    "remind list": "the index by due day holds what is open, which is what `remind` asks; this lists the done ones, too",
    "remind list no:done": "the condition is on `done_on`, the index on `done_at`",
}
"""Lists that sort all their records for the first few, and why that may be."""


@pytest.mark.parametrize(
    "words",
    [
        "contact list", "contact list --sort -name", "contact list city:o", "company list", "product list",
        "deal list", "deal list --sort close,-amount", "deal list --sort title", "note list", "note list kind:call", "remind list --sort title", *SORTED,
    ],
)  # fmt: skip
def test_the_first_few_of_a_list_come_without_sorting_all(
    ask: Callable[..., list[Asked]], words: str
) -> None:
    sorting = [step for asked in ask(*words.split(), "-n", "1", "-f", "ids") for step in sorts(asked)]
    assert bool(sorting) == (words in SORTED)


@pytest.mark.parametrize(
    ("kind", "query", "step"),
    [
        ("contact", "id:1", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("contact", "company_id:1", "SEARCH t USING INDEX contacts_company (company_id=?)"),
        ("contact", "company:acme", "SEARCH t USING INDEX contacts_company (company_id=?)"),
        ("contact", "company.city:oslo", "SEARCH t USING INDEX contacts_company (company_id=?)"),
        ("contact", "tag:vip", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("contact", "email:jane", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("contact", "deals.open:2..", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("company", "contacts:15..", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("deal", "stage:lead", "SEARCH t USING INDEX deals_stage (stage_id=?)"),
        ("deal", "status:won", "SEARCH t USING INDEX deals_status (status=?)"),
        ("deal", "product:lamp", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("activity", "contact:jane", "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"),
        ("activity", "kind:call", "SEARCH t USING INDEX activities_kind (kind=?)"),
        ("activity", "at:-7d..", "SEARCH t USING INDEX activities_occurred (occurred_at>?)"),
        ("reminder", "contact:jane", "SEARCH t USING INDEX reminders_contact (contact_id=?)"),
    ],
)
def test_an_index_leads_to_what_a_query_names(
    ask: Callable[..., list[Asked]], kind: str, query: str, step: str
) -> None:
    listed = [
        asked
        for asked in ask(command(kind), "list", query, "-f", "ids")
        if "FROM contacts t" in asked.sql or " t WHERE" in asked.sql
    ]
    assert listed[-1].loops(0)[0].detail == step


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        (
            "SELECT 1 FROM deals t WHERE (SELECT count(*) FROM contacts c WHERE c.city = t.owner) > 1",
            ["SCAN c, for each row"],
        ),
        (
            "SELECT 1 FROM tags g CROSS JOIN taggings x",
            ["SCAN x USING COVERING INDEX taggings_tag, inside another loop"],
        ),
        ("SELECT 1 FROM contacts t WHERE t.id IN (SELECT d.contact_id FROM deals d WHERE d.amount > 5)", []),
    ],
)
def test_a_scan_for_each_row_would_be_seen(path: Path, ask: Any, sql: str, wrong: list[str]) -> None:
    with sqlite3.connect(path) as db:
        plan = [Step(id, parent, detail) for id, parent, _, detail in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert faults(Asked(sql, plan)) == wrong
