"""A row that comes again changes what changed in it, and leaves what a person changed since."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Run = Callable[..., Any]
HEAD = "Contact ID,Name,Email,Phone,City,Job title,Tags,Plan\n"
ANN = "7,Ann Lee,ann@x.com,+41446681800,Oslo,CEO,vip,gold\n"


@pytest.fixture
def ann(crm: Run, sheet: Run) -> str:
    """Somebody who was imported."""
    crm("import", sheet(HEAD + ANN), "--as", "contacts", code=0)
    return "1"


def shown(crm: Run) -> list[str]:
    """What she is by now."""
    fields = "{name}|{emails}|{city}|{job_title}|{tags}|{Plan}"
    return list(crm("contact", "list", "-f", fields, code=0).lines)


def again(crm: Run, sheet: Run, row: str, *more: str) -> Any:
    return crm("import", sheet(HEAD + row), "--as", "contacts", *more, "-f", "json", code=0).json


@pytest.mark.parametrize(
    ("edit", "row", "expected", "kept"),
    [
        (["--city", "Rome"], ANN.replace("CEO", "CTO"), "Ann Lee|ann@x.com|Rome|CTO|vip|gold", []),
        (["--city", "Rome"], ANN.replace("Oslo", "Bern"), "Ann Lee|ann@x.com|Rome|CEO|vip|gold", ["City `Bern`"]),
        (["--city", "Bern"], ANN.replace("Oslo", "Bern"), "Ann Lee|ann@x.com|Bern|CEO|vip|gold", []),
        (["--Plan", "free"], ANN.replace("gold", "pro"), "Ann Lee|ann@x.com|Oslo|CEO|vip|free", ["Plan `pro`"]),
        (["--tag", "met"], ANN.replace("vip", "old"), "Ann Lee|ann@x.com|Oslo|CEO|met; vip|gold", ["Tags `old`"]),
        (["--name", "Anna Lee"], ANN.replace("Oslo", "Bern"), "Anna Lee|ann@x.com|Bern|CEO|vip|gold", []),
        ([], ANN.replace("ann@", "lee@"), "Ann Lee|lee@x.com|Oslo|CEO|vip|gold", []),
    ],
)  # fmt: skip
def test_a_changed_row_changes_only_its_changed_cells(
    crm: Run, sheet: Run, ann: str, edit: list[str], row: str, expected: str, kept: list[str]
) -> None:
    if edit and edit[0] == "--tag":
        crm("contact", "tag", ann, edit[1], code=0)
    elif edit:
        crm("contact", "edit", ann, *edit, code=0)
    told = again(crm, sheet, row)
    assert shown(crm) == [expected]
    assert told.get("kept", []) == [f"contact/1 {expected.split('|')[0]}: {one}" for one in kept]
    assert told["cells"]["kept"] == len(kept)
    assert again(crm, sheet, row)["unchanged"] == 1


def test_an_equal_row_is_unchanged_whatever_was_edited_since(crm: Run, sheet: Run, ann: str) -> None:
    crm("contact", "edit", ann, "--city", "Rome", "--name", "Anna", code=0)
    told = again(crm, sheet, ANN)
    assert (told["unchanged"], told["command"], told["cells"]["equal"]) == (1, None, 8)


@pytest.mark.parametrize("city", ["Rome", "Bern"])
def test_a_row_of_somebody_merged_away_is_unchanged(crm: Run, sheet: Run, city: str) -> None:
    rows = "Contact ID,Name,Email,City\n1,Ann Lee,a@x.com,Oslo\n2,Anna Lee,b@x.com,Rome\n"
    crm("import", sheet(rows), "--as", "contacts", code=0)
    crm("contact", "merge", "1", "2", "--yes", code=0)
    told = crm("import", sheet(rows.replace("Rome", city)), "--as", "contacts", "-f", "json", code=0).json
    assert (told["unchanged"], told["command"]) == (2, None)
    assert crm("contact", "list", "-f", "{name} {city}").out == "Ann Lee Oslo\n"


def test_what_was_undone_since_does_not_stand_in_the_way(crm: Run, sheet: Run, ann: str) -> None:
    crm("contact", "edit", ann, "--city", "Rome", code=0)
    crm("undo", code=0)
    again(crm, sheet, ANN.replace("Oslo", "Bern"))
    assert shown(crm) == ["Ann Lee|ann@x.com|Bern|CEO|vip|gold"]


def test_overwrite_lets_the_file_win(crm: Run, sheet: Run, ann: str) -> None:
    crm("contact", "edit", ann, "--city", "Rome", code=0)
    told = again(crm, sheet, ANN, "--overwrite")
    assert (told["updated"], shown(crm)) == (1, ["Ann Lee|ann@x.com|Oslo|CEO|vip|gold"])


def test_a_row_without_an_id_is_merged_by_cell_too(crm: Run, sheet: Run) -> None:
    rows = "Name,Email,City,Job title\nAnn Lee,ann@x.com,Oslo,CEO\n"
    crm("import", sheet(rows), "--as", "contacts", code=0)
    crm("contact", "edit", "1", "--city", "Rome", code=0)
    crm("import", sheet(rows.replace("CEO", "CTO")), "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", "{city} {job_title}", code=0).out == "Rome CTO\n"


def test_many_rows_that_came_at_once_are_merged_by_cell(crm: Run, sheet: Run) -> None:
    people = [f"{number},Person {number},Oslo,CEO" for number in range(2_100)]
    head = "Contact ID,Name,City,Job title"
    crm("import", sheet("\n".join([head, *people])), "--as", "contacts", code=0)
    crm("contact", "edit", "7", "--city", "Rome", code=0)
    crm("contact", "edit", "8", "--city", "Rome", code=0)
    changed = [row.replace("CEO", "CTO") if row.startswith("6,") else row for row in people]
    changed = [row.replace("Oslo", "Bern") if row.startswith("7,") else row for row in changed]
    told = crm("import", sheet("\n".join([head, *changed])), "--as", "contacts", "-f", "json", code=0).json
    assert (told["updated"], told["kept"]) == (1, ["contact/8 Person 7: City `Bern`"])
    assert crm("contact", "list", "city:Rome", "-f", "{name} {job_title}", "--sort", "id").lines == [
        "Person 6 CTO",
        "Person 7 CEO",
    ]


def test_deals_keep_where_a_person_has_moved_them(crm: Run, sheet: Run) -> None:
    env = {"CRM_CURRENCY": "EUR"}
    rows = "Deal ID,Title,Stage,Amount,Product\n1,Roof,Lead,100,Tiles\n2,Wall,Lead,50,Bricks\n"
    crm("import", sheet(rows), "--as", "deals", env=env, code=0)
    crm("deal", "win", "1", code=0)
    crm("deal", "edit", "2", "--amount", "70", env=env, code=0)
    changed = rows.replace("Roof,Lead,100", "Roof,Offer,120").replace("Wall,Lead,50", "Wall,Offer,60")
    told = crm("import", sheet(changed), "--as", "deals", "-f", "json", env=env, code=0).json
    assert told["kept"] == ["deal/1 Roof: Stage `Offer`", "deal/2 Wall: Amount `60`"]
    assert crm("deal", "list", "--sort", "id", "-f", "{title} {status} {stage} {amount}").lines == [
        "Roof won Lead 120.00",
        "Wall open Offer 70.00",
    ]


def test_a_cell_put_aside_goes_when_a_later_import_reads_it(crm: Run, sheet: Run) -> None:
    rows = "Contact ID,Name,Birthday,Email\n1,Ann,soon,nonsense\n"
    told = crm("import", sheet(rows), "--as", "contacts", "-f", "json", code=0).json
    assert (told["cells"]["aside"], sorted(told["aside"])) == (2, ["Birthday", "Email"])
    fields = "{birthday}|{emails}|{Birthday (as read)}|{Email (as read)}"
    assert crm("contact", "list", "-f", fields).out == "||soon|nonsense\n"
    mended = rows.replace("soon", "1990-02-03")
    crm("import", sheet(mended), "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", fields).out == "1990-02-03|||nonsense\n"
    crm("import", sheet(mended.replace("nonsense", "ann@x.com")), "--as", "contacts", code=0)
    assert crm("contact", "list", "-f", fields).out == "1990-02-03|ann@x.com||\n"


@pytest.mark.parametrize(
    ("kind", "rows", "header", "cell"),
    [
        ("deals", "Title,Amount\nRoof,-50\n", "Amount", "-50"),
        ("deals", "Title,Amount\nRoof,much\n", "Amount", "much"),
        ("deals", "Title,Probability\nRoof,300%\n", "Probability", "300%"),
        ("deals", "Title,Closed on\nRoof,soon\n", "Closed on", "soon"),
        ("companies", "Name,Phone\nAcme,x\n", "Phone", "x"),
        ("products", "Name,Price\nCore,-1\n", "Price", "-1"),
        ("activities", "Text,Contact,Duration\nHi,Ann,long\n", "Duration", "long"),
        ("activities", "Text,Contact,Type\nHi,Ann,seance\n", "Type", "seance"),
        ("reminders", "Title,Due,Priority\nCall,2026-12-01,some\n", "Priority", "some"),
    ],
)
def test_an_optional_cell_that_cannot_be_is_put_aside_or_rejects_its_row(
    crm: Run, sheet: Run, kind: str, rows: str, header: str, cell: str
) -> None:
    file, env = sheet(rows), {"CRM_CURRENCY": "EUR"}
    told = crm("import", file, "--as", kind, "--strict", "-f", "json", env=env, code=8).json
    assert (told["rejected"], told["cells"]["rejected"]) == (1, rows.count(",") // 2 + 1)
    told = crm("import", file, "--as", kind, "-f", "json", env=env, code=0).json
    assert (told["created"], told["cells"]["aside"], list(told["aside"])) == (1, 1, [header])
    assert crm("export", kind, "-f", "json").json[0][f"{header} (as read)"] == cell


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("deals", "Title,Stage,Status\nRoof,Lead,maybe\n"),
        ("activities", "Text,Contact,Date\nHi,Ann,soon\n"),
        ("reminders", "Title,Due\nCall,soon\n"),
        ("contacts", "Name,City\n,Oslo\n"),
    ],
)
def test_a_cell_that_no_record_is_without_rejects_its_row(crm: Run, sheet: Run, kind: str, rows: str) -> None:
    assert crm("import", sheet(rows), "--as", kind, "-f", "json", code=8).json["created"] == 0


# exports of ours


@pytest.fixture
def house(crm: Run) -> None:
    """A few records that hang together."""
    for name in ("Acme", "Globex"):
        crm("company", "add", name, "--phone", "+41446681800", code=0)
    crm(
        "contact",
        "add",
        "Ann",
        "--company",
        "Acme",
        "--phone",
        "+41446681801",
        "--postal-code",
        "0123",
        code=0,
    )
    crm(
        "deal",
        "add",
        "Roof",
        "--company",
        "Acme",
        "--contact",
        "Ann",
        "--amount",
        "5",
        "--currency",
        "EUR",
        code=0,
    )


def edited(text: str, **cells: str) -> str:
    """An export of one row with other cells in it."""
    head, row = csv.reader(io.StringIO(text))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [head, [cells.get(name, cell) for name, cell in zip(head, row, strict=True)]]
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("cells", "company", "code"),
    [
        ({"company": "Globex"}, "Globex", 0),
        ({"company_id": "2"}, "Globex", 0),
        ({"company": "Globex", "company_id": "2"}, "Globex", 0),
        ({"company": "New Co"}, "New Co", 0),
        ({"company": "New Co", "company_id": "2"}, "Acme", 8),
        ({"city": "Oslo"}, "Acme", 0),
    ],
)
def test_of_a_link_and_its_id_the_one_that_was_changed_counts(
    crm: Run, sheet: Run, house: None, cells: dict[str, str], company: str, code: int
) -> None:
    text = edited(crm("export", "contacts").out, **cells)
    crm("import", sheet(text), "--as", "contacts", code=code)
    assert crm("contact", "list", "-f", "{company}").out == f"{company}\n"


def test_signs_that_a_spreadsheet_took_are_told_and_never_stored(crm: Run, sheet: Run, house: None) -> None:
    text = edited(crm("export", "contacts").out, phone="41446681801", postal_code="123", city="Oslo")
    told = crm("import", sheet(text), "--as", "contacts", "-f", "json", code=0).json
    assert told["spoilt"] == [
        "contact/1 Ann: postal_code stays `0123`", "contact/1 Ann: phone stays `+41446681801`",
    ]  # fmt: skip
    assert crm("contact", "list", "-f", "{phones} {postal_code} {city}").out == "+41446681801 0123 Oslo\n"


def test_an_export_that_comes_back_says_so_once(crm: Run, sheet: Run, house: None) -> None:
    told = crm(
        "import", sheet(crm("export", "contacts").out, "back.csv"), "--as", "contacts", "-f", "table", code=0
    )
    assert [line for line in told.lines if "back.csv" not in line] == [
        "Read 1 row of contacts: 1 unchanged",
        "an export of ours",
        told.lines[3],
        "every row is as it was last read; --overwrite reads them again",
    ]


EDITS = {
    "contacts": ["city", "job_title", "postal_code"],
    "companies": ["city", "industry"],
    "deals": ["title", "source"],
}
COMMANDS = {"contacts": "contact", "companies": "company", "deals": "deal"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_export_changes_nothing_or_what_was_edited_and_leaves_later_edits(
    crm: Run, sheet: Run, path: Any, data: st.DataObject
) -> None:
    path.unlink(missing_ok=True)
    crm("company", "add", "Acme", "--city", "Oslo", code=0)
    crm("contact", "add", "Ann", "--company", "Acme", "--city", "Oslo", code=0)
    crm("deal", "add", "Roof", "--company", "Acme", "--amount", "5", "--currency", "EUR", code=0)
    kind = data.draw(st.sampled_from(sorted(EDITS)))
    text = crm("export", kind).out
    told = crm("import", sheet(text), "--as", kind, "-f", "json", code=0).json
    assert (told["unchanged"], told["command"]) == (1, None)
    field = data.draw(st.sampled_from(EDITS[kind]))
    word = st.sampled_from(["Rome", "Bern", "Köln", "0099", "x, y"])
    first, later, theirs = data.draw(st.lists(word, min_size=3, max_size=3, unique=True))
    crm("import", sheet(edited(text, **{field: first})), "--as", kind, code=0)
    after = next(csv.DictReader(io.StringIO(crm("export", kind).out)))
    before = next(csv.DictReader(io.StringIO(text)))
    assert {name for name in after if after[name] != before[name]} == {field}
    crm(COMMANDS[kind], "edit", "1", f"--{field.replace('_', '-')}", later, code=0)
    assert (
        crm("import", sheet(edited(text, **{field: first})), "--as", kind, "-f", "json").json["unchanged"]
        == 1
    )
    crm("import", sheet(edited(text, **{field: theirs})), "--as", kind, code=0)
    assert next(csv.DictReader(io.StringIO(crm("export", kind).out)))[field] == later
