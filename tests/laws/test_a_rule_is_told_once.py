"""A rule is told once: what `add` and `edit` accept, refuse and store, the import does in the same way and words."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_cli.core.fields import Field
from crm_cli.db.schema import fact_tables
from crm_cli.kinds.catalogue import KINDS
from crm_cli.output.csv import guard
from crm_cli.verbs import draft

Run = Callable[..., Any]
Values = dict[str, str]

HUGE = "9" * 25
TEXTS = (
    "plain",
    "  outer space ",
    "zero\u200bwidth",
    "\u200b",
    "=1+1",
    "O'Neil",
    "'quoted'",
    "Ёлкина",
    "a\nb",
    "N/A",
    "12",
    "👍",
    "",
)
GOOD = {
    "text": TEXTS,
    "long text": TEXTS,
    "integer": ("0", "12", "-3", ""),
    "money": ("0", "1250.50", "12", ""),
    "percent": ("0%", "40%", "100%", ""),
    "day": ("2026-11-02", ""),
    "instant": ("2026-11-02T10:00:00Z", ""),
    "month and day": ("1990-03-14", "--03-14", ""),
    "minutes": ("20", "20m", "1h", ""),
    "yes/no": ("yes", "no", ""),
    "number": ("1", "12.5", "-3", ""),
    "tag": ("vip", "vip,fast", ""),
    "email": ("ann@bolt.com", " ann@bolt.com", "Ann@Bolt.com", ""),
    "phone": ("+77019998877", "+7 701 999-88-77", ""),
    "url": ("https://bolt.com/", ""),
    "messenger": ("@ann", ""),
    "social": ("ann", ""),
    "company": ("Acme", "acme", "Zeta Works", ""),
    "contact": ("Jane Doe", "JANE doe", ""),
    "product": ("Machine", ""),
    "deal": ("Renewal", ""),
    "currency": ("EUR", "usd", ""),
}
"""Texts of values that records may have, by the type of the field, else by what it is."""

BAD = {
    "integer": ("1.5", "many", HUGE),
    "money": ("-5", "much", HUGE),
    "percent": ("140%", "-1%", "likely"),
    "yes/no": ("maybe",),
    "number": ("many",),
    "day": ("2026-02-30", "2026-13-01"),
    "instant": ("2026-02-30T10:00:00Z",),
    "month and day": ("1990-02-30",),
    "minutes": ("-5", "long"),
    "email": ("ann", "a@b@c"),
    "phone": ("12", "none"),
    "currency": ("euros",),
    "choice": ("nothing of it",),
}
"""Texts that no record may have."""

TO_DRAW = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

BEFORE = (
    "opened_on",
    "closed_on",
    "status",
    "occurred_at",
    "occurred_on",
    "done_at",
    "done_on",
    "kind",
    "snoozed_on",
    "snoozed_at",
    "due_at",
)
"""Columns that say when something was, which commands of their own set; an import reads them as the past."""

ADD = {kind.name: (kind.command, "add") for kind in KINDS.values()} | {
    "activity": ("note", "add", "Jane Doe")
}
TITLES = {"activity": "body"}
"""The column that a command takes as its words, where that is not the title."""

GIVEN: dict[str, Values] = {
    "deal": {"opened_on": "2026-11-02"},
    "reminder": {"due_on": "2026-12-01"},
    "activity": {},
}
"""What a record always has here: a command puts today where nothing is said, an import of the past does not."""


def sort_of(field: Field) -> str:
    """Under what the values of a field are told above."""
    if field.reading in {"point", "currency"}:
        return field.name
    return field.linked or field.type.name


def good(field: Field) -> tuple[str, ...]:
    """Texts of values a field may have; only a company of that name is made by a command, too."""
    if field.choices:
        return (*field.choices, field.choices[0].upper(), "")
    return tuple(text for text in GOOD[sort_of(field)] if text != "Zeta Works" or field.name == field.linked)


def settable(kind: str) -> list[Field]:
    """The fields that both can set."""
    own = draft.settable(None, kind)
    if kind == "activity":
        own = [field for field in own if field.name != "tags"]
    return [field for field in own if field.name not in BEFORE and (not field.linked or field.linked in GOOD)]


def title_of(kind: str) -> str:
    return TITLES.get(kind, KINDS[kind].title)


@st.composite
def records(draw: st.DrawFn, kind: str) -> Values:
    """Some fields of a record, at most one of them bad; its title is nobody else's."""
    fields = {field.name: field for field in settable(kind)}
    title = title_of(kind)
    names = draw(st.lists(st.sampled_from(sorted(set(fields) - {title})), max_size=4, unique=True))
    found = {title: draw(st.sampled_from(["Thing one", "  Thing two ", "Thing\u200b three", "👍", "Вещь"]))}
    for name in names:
        text = draw(st.sampled_from(good(fields[name])))
        if text or not fields[name].is_needed:  # a blank cell says nothing, an empty option empties
            found[name] = text
    if found.get("contact") and found.get("company"):
        found["company"] = "Acme"  # of another company it would be another Jane, whom an import makes
    if not found.get("amount"):
        found.pop(
            "product", None
        )  # of which a command takes the price for the amount, where an import leaves it blank
    if any(fields[name].currency for name in found) and not found.get("currency"):
        return found  # which is fault enough
    bad = draw(st.sampled_from(["", title, *found]))
    if bad == title:
        found[title] = "\u200b"
    elif bad and (texts := BAD.get(sort_of(fields[bad]))):
        found[bad] = draw(st.sampled_from(texts))
    return found


@pytest.fixture
def base(crm: Run, path: Path, tmp_path: Path) -> Path:
    """A file with a record of each kind."""
    crm("company", "add", "Acme Group", code=0)
    crm("company", "add", "Acme", "--city", "Oslo", "--parent", "Acme Group", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", "--score", "3", code=0)
    crm("product", "add", "Machine", "--code", "M-1", "--price", "100", "--currency", "USD", code=0)
    crm("deal", "add", "Renewal", "--company", "Acme", "--amount", "100", "--currency", "USD", code=0)
    crm("note", "add", "Jane Doe", "hello", "--subject", "Hi", code=0)
    crm("remind", "add", "call back", "--contact", "Jane Doe", "--due", "2026-12-01", code=0)
    for kind in KINDS.values():
        if not crm("export", kind.plural, "-f", "ids", code=0).out:
            crm(kind.command, "add", "Something", code=0)
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    kept = tmp_path / "base.db"
    shutil.copy(path, kept)
    return kept


def facts(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables of facts, but for numbers of rows and what rows were read from."""
    db = sqlite3.connect(path)
    try:
        found = {}
        for table in fact_tables(db):
            if table.name in {"external_ids", "custom_fields"}:
                continue
            columns = [column for column in table.columns if column != "id" or not table.belongs_to]
            rows = db.execute(f"SELECT {', '.join(columns)} FROM {table.name} ORDER BY id").fetchall()
            found[table.name] = rows if not table.belongs_to else sorted(rows, key=repr)
        return found
    finally:
        db.close()


def sheet(row: Mapping[str, str]) -> str:
    """A file of one row, written as our exports are."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(row)
    rows.writerow([guard(cell) for cell in row.values()])
    return text.getvalue()


def as_cells(values: Values) -> Values:
    """The same values as a sheet says them: tags between semicolons."""
    return {name: text.replace(",", "; ") if name == "tags" else text for name, text in values.items()}


def as_options(values: Values, *, but: str = "") -> list[str]:
    return [f"--{draft.as_option(name)}={text}" for name, text in values.items() if name != but]


def refusal(err: str) -> str:
    """Why a command refused, without the option it speaks of."""
    said = next((line for line in err.splitlines() if line.startswith("Error: ")), "").removeprefix("Error: ")
    return re.sub(r"^(--)?[\w-]+: ", "", said)


def agree(crm: Run, base: Path, tmp_path: Path, kind: str, words: list[str], row: Values) -> None:
    """Run a command in one copy of the file and import a row in another: both store alike, or refuse alike."""
    typed, read, file = tmp_path / "typed.db", tmp_path / "read.db", tmp_path / "sheet.csv"
    shutil.copy(base, typed)
    shutil.copy(base, read)
    file.write_text(sheet(row), encoding="utf-8")
    done = crm(*words, env={"CRM_DB": str(typed)})
    told = ("--as", KINDS[kind].plural, "--strict", "-f", "json")
    imported = crm("import", str(file), *told, env={"CRM_DB": str(read)})
    if imported.code == 2:  # nothing of the file was read
        assert done.code and refusal(imported.err) == refusal(done.err)
        return
    rejects = imported.json["rejects"]
    if done.code:
        assert [refusal(f"Error: {one['reason']}") for one in rejects] == [refusal(done.err)]
    else:
        assert rejects == []
        assert facts(read) == facts(typed)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@TO_DRAW
def test_add_and_the_import_of_a_row_store_alike_or_refuse_alike(
    crm: Run, base: Path, tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    values = data.draw(records(kind))
    said = GIVEN.get(kind, {}) | values
    title = title_of(kind)
    row = as_cells(said) | ({"kind": "note", "contact": "Jane Doe"} if kind == "activity" else {})
    agree(crm, base, tmp_path, kind, [*ADD[kind], values[title], *as_options(said, but=title)], row)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@TO_DRAW
def test_edit_and_the_import_of_a_changed_row_store_alike_or_refuse_alike(
    crm: Run, base: Path, tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    """A blank cell never erases, so nothing is emptied; the row is one of an export of ours, with another value in it."""
    fields = {field.name: field for field in settable(kind) if field.reading not in {"point", "tags"}}
    name = data.draw(st.sampled_from(sorted(fields)))
    texts = [text for text in (*good(fields[name]), *BAD.get(sort_of(fields[name]), ())) if text]
    text = data.draw(st.sampled_from(texts))
    exported = crm("export", KINDS[kind].plural, "--raw", env={"CRM_DB": str(base)}).out
    row = list(csv.DictReader(io.StringIO(exported, newline="")))[-1]
    id = row["id"]
    row |= as_cells({name: text})
    if fields[name].linked:
        row.pop(f"{name}_id")
    group = ADD[kind][0]
    agree(crm, base, tmp_path, kind, [group, "edit", id, *as_options({name: text})], row)


def test_no_company_belongs_to_its_own_branch_in_a_sheet_either(crm: Run, base: Path, tmp_path: Path) -> None:
    row = {"name": "Acme Group", "parent": "Acme"}
    agree(crm, base, tmp_path, "company", ["company", "edit", "1", "--parent", "Acme"], row)


def test_an_import_does_not_say_that_the_past_was_now_and_mine(crm: Run, path: Path, tmp_path: Path) -> None:
    """What a command adds by itself is what is told otherwise: whose it is, and that it begins today."""
    crm("config", "set", "owner", "Aigul", code=0)
    crm("deal", "add", "Typed", code=0)
    file = tmp_path / "sheet.csv"
    file.write_text(sheet({"title": "Read", "status": "open"}), encoding="utf-8")
    crm("import", str(file), "--as", "deals", code=0)
    shown = crm("deal", "list", "--columns", "title,owner,opened_on", "--sort", "id", code=0)
    assert shown.out == "Typed\tAigul\t2026-11-21\nRead\t\t\n"


def test_one_close_date_serves_a_deal_that_is_open_and_one_that_is_not(
    crm: Run, path: Path, tmp_path: Path
) -> None:
    """An open deal has no day it closed on: a command refuses it, the one date of a sheet is when it should close."""
    crm("deal", "add", "Typed", "--closed-on", "2026-11-02", code=2)
    file = tmp_path / "sheet.csv"
    file.write_text(sheet({"title": "Read", "closed_on": "2026-11-02"}), encoding="utf-8")
    crm("import", str(file), "--as", "deals", code=0)
    shown = crm("deal", "list", "--columns", "title,expected_close_on,closed_on", code=0)
    assert shown.out == "Read\t2026-11-02\t\n"
