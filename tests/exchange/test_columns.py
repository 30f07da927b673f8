"""What columns are, decided over all their rows."""

from __future__ import annotations

import io

import pytest

from crm_cli.core.errors import UsageError
from crm_cli.exchange.decide import columns, headers
from crm_cli.exchange.decide.decision import Decision, Options
from crm_cli.exchange.decide.recognise import recognise
from crm_cli.exchange.read import csv
from crm_cli.exchange.read.table import Asked
from crm_cli.kinds.custom import CustomField


def decide(
    text: str,
    kind: str,
    *,
    default: str | None = None,
    custom: tuple[CustomField, ...] = (),
    **options: object,
) -> Decision:
    sheet = csv.open_table("file", lambda: io.BytesIO(text.encode()), Asked(headers.how_many_known))
    return columns.decide(sheet, kind, Options(**options), custom, default)  # type: ignore[arg-type]


def became(text: str, kind: str, **how: object) -> dict[str, str]:
    return {column.header: column.what for column in decide(text, kind, **how).columns}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("First Name,Last Name,Email,Company", "contact"),
        ("name,domain,industry", "company"),
        ("Opportunity Name,Account Name,Stage,Amount,Close Date", "deal"),
        ("Product Name,SKU,Unit Price", "product"),
        ("id,contact_id,kind,at,text", "activity"),
        ("Task,Due date,Priority,Done", "reminder"),
    ],
)
def test_headers_say_what_the_rows_are(head: str, kind: str) -> None:
    assert recognise("file.csv", head.split(","))[0].kind == kind


def test_headers_that_fit_several_kinds_are_refused_unless_the_file_is_named_after_one() -> None:
    with pytest.raises(UsageError, match="do not say what its rows are"):
        recognise("file.csv", ["id", "name"])
    assert recognise("folder/companies.csv", ["id", "name"])[0].kind == "company"


def test_other_programs_names_are_known() -> None:
    head = (
        "Record ID,First Name,Last Name,E-mail 2 Address,Email,Company Name,Phone 2 - Value,Mobile Phone,Zip"
    )
    assert became(head + "\n1,A,B,x@y,z@y,C,1,2,3\n", "contact") == {
        "Record ID": "external_id",
        "First Name": "given_name",
        "Last Name": "family_name",
        "E-mail 2 Address": "email_2",
        "Email": "email",
        "Company Name": "company",
        "Phone 2 - Value": "phone_2",
        "Mobile Phone": "phone (mobile)",
        "Zip": "postal_code",
    }


def test_unknown_columns_become_fields_of_the_type_all_their_values_have() -> None:
    text = (
        "name,founded,revenue,code,signed,called,plan,nothing\n"
        "A,1996,1100.04,007,2026-01-05,2026-01-05 10:00,gold,\n"
        "B,2001,-3,123,2026-02-28,2026-01-06 11:30,yes,\n"
    )
    assert became(text, "company") == {
        "name": "name",
        "founded": "custom founded (number)",
        "revenue": "custom revenue (number)",
        "code": "custom code (text)",
        "signed": "custom signed (date)",
        "called": "custom called (text)",
        "plan": "custom plan (text)",
        "nothing": "left out",
    }


def test_unknown_columns_can_be_ignored_and_are_named() -> None:
    decision = decide("name,founded\nA,1996\n", "company", keeps=False)
    assert decision.ignored == ("founded",)


def test_a_second_column_of_the_same_name_is_a_field_of_its_own() -> None:
    assert [c.what for c in decide("name,city,city\nA,B,C\n", "company").columns] == [
        "name",
        "city",
        "custom city (text)",
    ]
    assert [c.what for c in decide("name,email,email\nA,b@c,d@e\n", "contact").columns] == [
        "name",
        "email",
        "email_2",
    ]


def test_a_field_the_user_has_is_used_with_its_type() -> None:
    own = CustomField(1, "company", "Plan", "choice", ("gold", "silver"))
    column = decide("name,plan\nA,gold\n", "company", custom=(own,)).columns[1]
    assert (column.what, column.is_new) == ("custom Plan (choice)", False)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["25/03/2026", "01/02/2026"], "dmy"),
        (["03/25/2026", "01/02/2026"], "mdy"),
        (["2026-03-25", "2026-02-01"], "ymd"),
        (["15 Apr, 2021 00:02:00", "1 May, 2021 00:00:00"], "ymd"),
        (["25/03/2026", "soon"], "dmy"),
    ],
)
def test_the_order_of_dates_is_decided_over_the_whole_column(values: list[str], order: str) -> None:
    text = "title,closed_on\n" + "".join(f'A,"{value}"\n' for value in values)
    assert decide(text, "deal").columns[1].order == order


AMBIGUOUS = "title,closed_on\nA,03/04/2026\nB,05/06/2026\n"


def test_dates_with_two_readings_are_refused_showing_both_and_the_option() -> None:
    with pytest.raises(UsageError) as refused:
        decide(AMBIGUOUS, "deal")
    assert refused.value.message in {
        f"column `closed_on`: `{value}` is {dmy} (dmy) or {mdy} (mdy), and no other row settles it"
        for value, dmy, mdy in (
            ("03/04/2026", "2026-04-03", "2026-03-04"),
            ("05/06/2026", "2026-06-05", "2026-05-06"),
        )
    }
    assert refused.value.hint == "--date-order dmy or --date-order mdy"


def test_the_option_the_setting_or_another_column_settles_the_order() -> None:
    assert decide(AMBIGUOUS, "deal", order="mdy").columns[1].order == "mdy"
    assert decide(AMBIGUOUS, "deal", default="dmy").columns[1].order == "dmy"
    text = "title,opened_on,closed_on\nA,1/10/2026,4/30/2026\n"
    assert [column.order for column in decide(text, "deal").columns] == [None, "mdy", "mdy"]


def test_dates_of_two_orders_in_one_column_are_refused() -> None:
    with pytest.raises(UsageError, match="dates of two orders"):
        decide("title,closed_on\nA,25/03/2026\nB,03/25/2026\n", "deal")


@pytest.mark.parametrize(
    ("values", "decimal"),
    [
        (["1,250.50", "3"], "."),
        (["1.250,50", "1.250"], ","),
        (["$22,700.00", "$1,250.00"], "."),
        (["12", "13"], "."),
    ],
)
def test_the_decimal_mark_is_decided_over_the_whole_column(values: list[str], decimal: str) -> None:
    text = "title,amount\n" + "".join(f'A,"{value}"\n' for value in values)
    assert decide(text, "deal").columns[1].decimal == decimal


def test_figures_with_two_readings_are_refused_showing_both_and_the_option() -> None:
    with pytest.raises(UsageError) as refused:
        decide('title,amount\nA,"1,250"\nB,7\n', "deal")
    assert refused.value.message == "column `amount`: `1,250` is 1250 or 1.25, and no other row settles it"
    assert refused.value.hint == "--decimal . or --decimal ,"


@pytest.mark.parametrize(
    ("values", "is_percent"),
    [(["10", "75"], True), (["0.1", "0.75", "1"], False), (["10%", "0.5"], False), (["1", "50"], True)],
)
def test_probabilities_are_per_cent_when_any_is_over_one(values: list[str], is_percent: bool) -> None:
    text = "title,probability\n" + "".join(f"A,{value}\n" for value in values)
    assert decide(text, "deal").columns[1].is_percent is is_percent


@pytest.mark.parametrize(
    ("maps", "message"),
    [
        ([("nope", "name")], "file has no column `nope`; it has: name, amt"),
        ([("amt", "nme")], "company has no field `nme` to map a column to"),
        ([("amt", "city"), ("name", "city")], "the columns `amt` and `name` are both mapped to `city`"),
        ([("amt", "city"), ("amt", "country")], "the column `amt` is mapped twice"),
    ],
)
def test_a_map_that_names_what_is_not_there_is_refused_listing_what_is(
    maps: list[tuple[str, str]], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        decide("name,amt\nA,1\n", "company", maps=maps)


def test_a_map_settles_what_it_names_and_the_rest_is_decided_as_usual() -> None:
    text = "Firma,Ort,name\nA,B,C\n"
    assert became(text, "company", maps=[("FIRMA", "name"), ("ort", "custom.Place")]) == {
        "Firma": "name",
        "Ort": "custom Place (text)",
        "name": "custom name (text)",
    }
