"""What cells mean is decided over all rows of their column; what cannot be read is said, never guessed."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest

from crm_cli.core.calendar import Calendar
from crm_cli.core.conventions import Conventions
from crm_cli.exchange.decide import cells, columns, headers
from crm_cli.exchange.decide.decision import Column, Decision, Options
from crm_cli.exchange.decide.recognise import recognise
from crm_cli.exchange.decide.row import RowReader
from crm_cli.exchange.plan.plan import Plan
from crm_cli.exchange.read import csv
from crm_cli.exchange.read.table import Asked
from crm_cli.kinds.custom import CustomField

HOW = Conventions(Calendar(datetime(2026, 11, 21, tzinfo=UTC), UTC), "EUR")


def decided(text: str, kind: str, custom: tuple[CustomField, ...] = (), **options: object) -> Decision:
    sheet = csv.open_table("file", lambda: io.BytesIO(text.encode()), Asked(headers.how_many_known))
    (known, *_) = recognise("file", sheet.headers, (), kind)
    return columns.decide(sheet, kind, Options(**options), custom, None, known)  # type: ignore[arg-type]


def column(header: str, values: list[str], kind: str, **options: object) -> Column:
    text = f"name;{header}\n" + "".join(f"A;{value}\n" for value in values)
    return decided(text, kind, **options).columns[1]  # type: ignore[arg-type]


def read(header: str, values: list[str], kind: str, **options: object) -> list[object]:
    """What each cell is read as: its value, or why it is not."""
    one = column(header, values, kind, **options)
    reader = cells.reader(one, HOW)
    found: list[object] = []
    for value in values:
        cell = one.words.get(value.lower(), value)
        try:
            if one.reading == "moment":
                moment = cells.moment_of(cell, one, UTC)
                found.append(moment and moment.on)
            elif one.reading == "money":
                found.append(cells.money(one, "EUR", Plan())(cell, None))
            else:
                found.append(reader(cell) if reader else cell)
        except cells.Unread as unread:
            found.append(unread.reason)
    return found


@pytest.mark.parametrize(
    "mark",
    [
        "0/0/00", "00/00/0000", "0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "0.0.00", "30/12/1899", "12/30/1899",
        "1899-12-30", "1899-12-30 00:00", "30.12.1899", "0001-01-01", "01.01.0001 0:00:00",
    ],
)  # fmt: skip
def test_marks_for_no_date_are_blanks_and_settle_no_order(mark: str) -> None:
    assert read("closed on", [mark, "13/02/2026"], "deal") == [None, "2026-02-13"]
    assert read("birthday", [mark, "1990-03-14"], "contact") == [None, "1990-03-14"]


@pytest.mark.parametrize(
    ("header", "kind", "values", "wanted"),
    [
        ("closed on", "deal", ["2026-01-02", "1404-01-02"], [
            "2026-01-02", "closed on: `1404-01-02` is of the year 1404; dates are of 1900 to 2100"]),
        ("closed on", "deal", ["15 Apr, 2021 00:02:00", "1 May 2021"], ["2021-04-15", "2021-05-01"]),
        ("closed on", "deal", ["soon", "20261224"], ["closed on: `soon` is not a date", "2026-12-24"]),
        ("birthday", "contact", ["19081209", "--03-14", "1404-01-02"], [
            "1908-12-09", "--03-14", "birthday: `1404-01-02` is of the year 1404; dates are of 1900 to 2100"]),
        ("lifecycle", "contact", ["customer", "Subscriber", "alien"], [
            "customer", "lead", "lifecycle is one of lead, prospect, customer, former, not `alien`"]),
        ("probability", "deal", ["40", "60%", "0.4", "0", "1"], [
            4000, 6000, "probability: `0.4` may be 0.4 % or a ratio: the column holds both", 0,
            "probability: `1` may be 1 % or a ratio: the column holds both"]),
        ("probability", "deal", ["0.4", "1"], [4000, 10000]),
    ],
)  # fmt: skip
def test_cells_are_read_or_said_to_be_unread(
    header: str, kind: str, values: list[str], wanted: list[object]
) -> None:
    assert read(header, values, kind) == wanted


@pytest.mark.parametrize(
    ("values", "days"),
    [
        (["1404/06/31", "1404/09/04"], ["2025-09-22", "2025-11-25"]),
        (["۱۴۰۴/۹/۴", "۱۴۰۳/۱۲/۳۰"], ["2025-11-25", "2025-03-20"]),
        (["1404-06-31", "1404-09-04"], ["2025-09-22", "2025-11-25"]),
    ],
)
def test_dates_that_can_only_be_persian_are_read_as_such(values: list[str], days: list[str]) -> None:
    assert read("closed on", values, "deal") == days


def test_years_that_may_be_of_another_calendar_are_persian_only_for_who_uses_it() -> None:
    assert read("closed on", ["1404/09/04"], "deal", is_persian=True) == ["2025-11-25"]
    assert read("closed on", ["1404/09/04"], "deal") == [
        "closed on: `1404/09/04` is of the year 1404; dates are of 1900 to 2100"
    ]


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Amount (EUR)", "EUR"), ("Value, ₽", "RUB"), ("Deal value [USD]", "USD"), ("Amount GBP", "GBP")],
)
def test_a_header_may_name_the_currency(header: str, currency: str) -> None:
    assert (column(header, ["5"], "deal").target, column(header, ["5"], "deal").currency) == (
        "amount",
        currency,
    )


@pytest.mark.parametrize(
    ("head", "became"),
    [
        ("Имя;Телефон", ["name", "phone"]),
        ("Имя;Фамилия", ["given_name", "family_name"]),
        ("Nombre;Correo", ["name", "email"]),
        ("Nombre;Apellidos", ["given_name", "family_name"]),
        ("Nom;Prénom", ["family_name", "given_name"]),
        ("Nom;Téléphone", ["name", "phone"]),
        ("نام;نام خانوادگی", ["given_name", "family_name"]),
    ],
)
def test_a_name_alone_is_the_whole_name(head: str, became: list[str]) -> None:
    assert [one.target for one in decided(f"{head}\na;b\n", "contact").columns] == became


def test_a_state_is_a_status_only_where_all_its_cells_say_so() -> None:
    assert column("State", ["Open", "Won"], "deal").target == "status"
    state = decided("name;State;Sales\nA;Kentucky;5\nB;Open;6\n", "deal")
    assert [one.what for one in state.columns] == ["title", "custom State (text)", "amount"]
    assert state.stages == ()


def test_ids_in_one_cell_are_several_and_their_names_too() -> None:
    decision = decided(
        "title;contact_id;contact;company\nA;8001|8002;Ann|Bo;Smith\n".replace(";", ",").replace("|", ";"),
        "deal",
    )
    assert [(one.target, one.separator) for one in decision.columns] == [
        ("title", ""), ("contact_id", ";"), ("contact", ";"), ("company", ""),
    ]  # fmt: skip
    names = decided("title,company\nA,Smith; Sons\n", "deal")
    assert names.columns[1].separator == ""
    (link, _) = decision.links
    assert (link.target, link.kind, link.name, link.id) == (
        "contact", "contact", decision.columns[2], decision.columns[1],
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["#N/A", "########", "9.19E+11", "#REF!", "#ЗНАЧ!", "1,2E+15"])
def test_cells_a_spreadsheet_has_spoilt_are_kept_apart_and_told(cell: str) -> None:
    decision = decided(f'name,phone,company\nA,"{cell}",Acme\nB,5551234,"{cell}"\n', "contact")
    reader = RowReader(decision)
    assert reader.read(["A", cell, "Acme"]) == (
        ["A", "", "Acme"], {}, [(1, cell, f"phone: `{cell}` was spoilt by a spreadsheet")],
    )  # fmt: skip
    assert reader.read(["B", "5551234", cell]).cells == ["B", "5551234", ""]


@pytest.mark.parametrize("cell", ["#1", "# of people", "A-9.19E+11", "E+1", "#"])
def test_cells_that_only_look_like_spoilt_ones_are_kept(cell: str) -> None:
    decision = decided(f"name,company\nA,{cell}\n", "contact")
    assert RowReader(decision).read(["A", cell]).cells == ["A", cell]


@pytest.mark.parametrize(
    ("row", "status", "closed", "asides"),
    [
        ("A,,2026-03-01,", "won", "2026-03-01", 0),
        ("A,,,2026-03-02", "lost", "2026-03-02", 0),
        ("A,Won,2026-03-01,", None, "2026-03-01", 0),
        ("A,Open,2026-03-01,", None, "", 1),
        ("A,,,", None, "", 0),
    ],
)
def test_a_day_on_which_a_deal_was_won_or_lost_says_so(
    row: str, status: str | None, closed: str, asides: int
) -> None:
    decision = decided(f"title,status,won time,lost time\n{row}\n", "deal")
    read = RowReader(decision).read(row.split(","))
    assert (read.given.get("status"), read.cells[2], len(read.asides)) == (status, closed, asides)


def test_an_owner_of_products_is_a_field_of_its_own() -> None:
    decision = decided("Product,Price,Owner\nGTX,5,Ann\n", "product")
    assert [one.what for one in decision.columns] == ["name", "price", "custom Owner (text)"]


@pytest.mark.parametrize(
    ("cell", "read", "asides"),
    [
        ("Completed", "yes", 0),
        ("Not Started", "no", 0),
        ("To do", "no", 0),
        ("1", "yes", 0),
        ("Blocked", "", 1),
    ],
)
def test_a_status_of_a_task_that_nobody_knows_is_kept_as_it_is(cell: str, read: str, asides: int) -> None:
    decision = decided(f"title,due date,status\nA,2026-12-01,{cell}\n", "reminder")
    row = RowReader(decision).read(["A", "2026-12-01", cell])
    assert (row.cells[2], len(row.asides)) == (read, asides)


@pytest.mark.parametrize(
    ("type", "cell", "reason"),
    [
        ("number", "many", "size: `many` is not a number"),
        ("date", "soon", "size: `soon` is not a date"),
        ("choice", "XL", "Size is one of S, M, not `XL`"),
    ],
)
def test_a_field_of_the_users_own_may_not_read_a_cell(type: str, cell: str, reason: str) -> None:
    own = CustomField(1, "contact", "Size", type, ("S", "M") if type == "choice" else ())
    column = decided(f"name,size\nA,{cell}\n", "contact", custom=(own,)).columns[1]
    read = cells.reader(column, HOW, own.choices)
    assert read is not None
    with pytest.raises(cells.Unread, match=re.escape(reason)):
        read(cell)
