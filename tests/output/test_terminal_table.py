"""Tables as a terminal shows them: in line, folded, harmless."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from crm_cli.core.money import Money, format_human
from crm_cli.output import Column, Screen, write
from crm_cli.output.formats import format_named

pytestmark = pytest.mark.smoke

WIDE = """\
Id  Name                      Amount  Chance  Tags      Next step       Last seen        VIP
────────────────────────────────────────────────────────────────────────────────────────────
 1  Ada Müller             €1,250.00     40%  vip, a b  Fri 27 Nov      today 12:00      yes
 2  Қайрат Әлімов        ₸450,000.00  33.33%            Sun 3 Jan 2027                   no
 3  علی‌رضا                    -$5.00                                    yesterday 09:00
40  田中太郎                    ¥100    100%  x                                          yes
 5  [bold]"=1 \\⏎:smile:                   0%  =x                                         no
"""

USUAL = """\
Id  Name                      Amount  Chance  Tags      Next step
    Last seen        VIP
──────────────────────────────────────────────────────────────────────
 1  Ada Müller             €1,250.00     40%  vip, a b  Fri 27 Nov
    today 12:00      yes
 2  Қайрат Әлімов        ₸450,000.00  33.33%            Sun 3 Jan 2027
                     no
 3  علی‌رضا                    -$5.00
    yesterday 09:00
40  田中太郎                    ¥100    100%  x
                     yes
 5  [bold]"=1 \\⏎:smile:                   0%  =x
                     no
"""

NARROW = """\
Id         1
Name       Ada Müller
Amount     €1,250.00
Chance     40%
Tags       vip, a b
Next step  Fri 27 Nov
Last seen  today 12:00
VIP        yes

Id         3
Name       علی‌رضا
Amount     -$5.00
Last seen  yesterday 09:00
"""


@pytest.mark.parametrize(("width", "expected"), [(100, WIDE), (80, USUAL)])
def test_a_table_takes_the_width_it_needs_and_has_two_decks_where_that_is_too_much(
    width, expected, written, rows, columns, screen
):
    assert written(rows, columns, "table", screen=Screen(width, calendar=screen.calendar)) == expected


def test_records_are_stacked_where_two_decks_cannot_hold_them(written, rows, columns, screen):
    assert written(rows[::2][:2], columns, "table", screen=Screen(38, calendar=screen.calendar)) == NARROW


def test_one_record_is_shown_a_field_a_line_without_blanks(written_one, rows, columns, screen):
    assert written_one(rows[2], columns, "table", screen) == NARROW.partition("\n\n")[2]


def test_a_few_columns_stay_columns_on_a_narrow_terminal(written):
    columns = [Column("id", "Id", "id"), Column("name", "Name"), Column("note", "Note")]
    rows = [(7, "Bartholomew Featherstonehaugh-Cholmondeley", "rang twice, wants the long offer again")]
    assert written(rows, columns, "table", screen=Screen(width=40)) == (
        "Id  Name                      Note\n"
        "────────────────────────────────────────\n"
        " 7  Bartholomew               rang\n"
        "    Featherstonehaugh-Cholmo  twice,\n"
        "    ndeley                    wants the…\n"
    )


def test_only_a_text_of_more_than_three_lines_is_cut_and_never_the_name(written):
    columns = [Column("name", "Name"), Column("note", "Note")]
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    assert written([(text, text)], columns, "table", screen=Screen(width=40)) == (
        "Name                 Note\n"
        "────────────────────────────────────────\n"
        "one two three four   one two three four\n"
        "five six seven       five six seven\n"
        "eight nine ten       eight nine ten…\n"
        "eleven twelve\n"
        "thirteen fourteen\n"
    )


def test_an_empty_table_prints_nothing_not_even_its_title(written, columns):
    assert written([], columns, "table", title="Deals") == ""


def test_colour_makes_the_title_and_the_header_bold_and_nothing_else(written):
    columns = [Column("name", "Name")]
    assert written([("[red]x[/]",)], columns, "table", screen=Screen(color=True), title="All") == (
        "\x1b[1mAll\x1b[0m\n\x1b[1mName\x1b[0m\n─────────\n[red]x[/]\n"
    )
    assert written([("[red]x[/]",)], columns, "table", title="All") == "All\nName\n─────────\n[red]x[/]\n"


def test_an_endless_table_has_one_header_and_columns_in_line(written):
    columns = [Column("id", "Id", "id"), Column("name", "Name")]
    rows = [(number, f"name {number}") for number in range(1, 2501)]
    lines = written(rows, columns, "table").splitlines()
    assert lines[:3] == ["  Id  Name", "─" * 15, "   1  name 1"]
    assert lines[3:] == [f"{number:4}  name {number}" for number in range(2, 2501)]


PEOPLE = [
    Column("id", "ID", "id"),
    Column("name", "Name"),
    Column("job", "Job title"),
    Column("email", "Email", "email"),
    Column("phones", "Phones", "phone", many=True),
    Column("city", "City"),
]
THREE = [
    (
        12,
        "Álvaro Núñez",
        None,
        "alvaro.nunez@senorita-y-hijos.example",
        ("+34 96 123 45 67", "+34 600 1"),
        None,
    ),
    (7, "علی‌رضا کریمی", None, "ali@naderi.example", (), None),
    (9, "田中 太郎", None, None, ("+81 3 1234 5678",), None),
]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            100,
            """\
ID  Name          Email                                  Phones
────────────────────────────────────────────────────────────────────────────────────
12  Álvaro Núñez  alvaro.nunez@senorita-y-hijos.example  +34 96 123 45 67, +34 600 1
 7  علی‌رضا کریمی  ali@naderi.example
 9  田中 太郎                                            +81 3 1234 5678
""",
        ),
        (
            80,
            """\
ID  Name          Email                                  Phones
────────────────────────────────────────────────────────────────────────────────
12  Álvaro Núñez  alvaro.nunez@senorita-y-hijos.example  +34 96 123 45 67,
                                                         +34 600 1
 7  علی‌رضا کریمی  ali@naderi.example
 9  田中 太郎                                            +81 3 1234 5678
""",
        ),
        (
            60,
            """\
ID  Name          Email
    Phones
───────────────────────────────────────────────────────
12  Álvaro Núñez  alvaro.nunez@senorita-y-hijos.example
    +34 96 123 45 67, +34 600 1
 7  علی‌رضا کریمی  ali@naderi.example
 9  田中 太郎
    +81 3 1234 5678
""",
        ),
        (
            40,
            """\
ID      12
Name    Álvaro Núñez
Email
  alvaro.nunez@senorita-y-hijos.example
Phones  +34 96 123 45 67, +34 600 1

ID      7
Name    علی‌رضا کریمی
Email   ali@naderi.example

ID      9
Name    田中 太郎
Phones  +81 3 1234 5678
""",
        ),
    ],
)
def test_no_email_phone_or_number_is_cut_and_no_empty_column_shown(width, expected, written):
    assert written(THREE, PEOPLE, "table", screen=Screen(width)) == expected


def test_a_column_that_was_asked_for_stays_though_it_is_empty(written):
    columns = [PEOPLE[0], PEOPLE[1], Column("city", "City", is_asked=True)]
    assert written([(1, "Jane", None)], columns, "table") == "ID  Name  City\n──────────────\n 1  Jane\n"


def test_a_table_of_nothing_but_blanks_still_has_its_columns(written):
    assert written([(None, None)], PEOPLE[1:3], "table") == "Name  Job title\n───────────────\n\n"


def test_a_value_that_comes_late_gets_its_column_under_a_new_header(written):
    columns = [Column("id", "ID", "id"), Column("name", "Name"), Column("city", "City")]
    rows = [(number, "x", "Oslo" if number == 10_001 else None) for number in range(9000, 10_002)]
    lines = written(rows, columns, "table").splitlines()
    assert lines[:3] == ["  ID  Name", "──────────", "9000  x"]
    assert lines[1002:] == ["", "   ID  Name  City", "─────────────────", "10000  x", "10001  x     Oslo"]


MARKED = [
    Column("id", "ID", "id"),
    Column("title", "Title"),
    Column("status", "Status"),
    Column("", "", "mark"),
    Column("close", "Close", "day"),
    Column("", "", "mark"),
]
DEALS = [
    (1, "Roof", "open", None, "2026-11-13", "overdue"),
    (2, "Wall", "won", "won", "2026-11-13", None),
    (3, "Door", "lost", "lost", None, None),
    (4, "Floor", "Lead", "stale", "2026-12-01", None),
]


def test_what_is_to_be_seen_is_said_by_a_word_and_by_a_colour(written, screen):
    plain = Screen(80, calendar=screen.calendar)
    coloured = Screen(80, calendar=screen.calendar, color=True)
    assert written(DEALS, MARKED, "table", screen=plain) == (
        "ID  Title  Status      Close\n"
        "─────────────────────────────────────────\n"
        " 1  Roof   open        Fri 13 Nov overdue\n"
        " 2  Wall   won         Fri 13 Nov\n"
        " 3  Door   lost\n"
        " 4  Floor  Lead stale  Tue 1 Dec\n"
    )
    assert written(DEALS, MARKED, "table", screen=coloured).splitlines()[2:] == [
        " 1  Roof   open        \x1b[31mFri 13 Nov overdue\x1b[0m",
        " 2  Wall   \x1b[32mwon\x1b[0m         Fri 13 Nov",
        " 3  Door   \x1b[2mlost\x1b[0m",
        " 4  Floor  \x1b[33mLead stale\x1b[0m  Tue 1 Dec",
    ]


def test_a_tone_colours_what_the_heading_says_already(written, screen):
    columns = [Column("when", "When", "moment"), Column("", "", "tone"), Column("what", "What")]
    rows = [("2026-11-20", "overdue", "call"), ("2026-11-21T09:30:00Z", None, "meet")]
    shown = written(rows, columns, "table", screen=Screen(80, calendar=screen.calendar, color=True))
    assert shown.splitlines()[2:] == ["\x1b[31myesterday\x1b[0m    call", "today 14:30  meet"]


RTL = "\u2067{}\u2069\u200e"


def test_a_right_to_left_name_is_set_apart_on_a_terminal_and_takes_its_cells(written):
    columns = [Column("id", "ID", "id"), Column("name", "Name"), Column("amount", "Amount", "money")]
    rows = [
        (1, "علی‌رضا", Money(500, "EUR")),
        (2, "דוד Levi", Money(1250, "EUR")),
        (3, "Jane (علی)", Money(1, "EUR")),
        (4, "Jane", Money(100, "EUR")),
    ]
    assert written(rows, columns, "table", screen=Screen(is_terminal=True)).splitlines()[2:] == [
        f" 1  {RTL.format('علی‌رضا')}       €5.00",
        f" 2  {RTL.format('דוד Levi')}    €12.50",
        " 3  \u2066Jane (علی)\u2069\u200e   €0.01",
        " 4  Jane         €1.00",
    ]
    assert "\u2067" not in written(rows, columns, "table")


def test_each_line_of_a_folded_text_is_read_in_the_direction_of_the_whole(written):
    text = "move the order of کافه نادری on: it waits"
    shown = written([(text,)], [Column("x", "X")], "table", screen=Screen(22, is_terminal=True))
    assert shown.splitlines()[2:] == [
        "\u2066move the order of کافه\u2069\u200e",
        "\u2066نادری on: it waits\u2069\u200e",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**6),
            st.text(max_size=30),
            st.from_regex(r"[a-z.]{1,14}@[a-z-]{1,16}\.example", fullmatch=True),
            st.integers(-(10**9), 10**9),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(44, 120),
)
def test_whatever_is_read_as_a_whole_stands_whole_on_one_line(rows, width):
    columns = [
        Column("id", "ID", "id"),
        Column("name", "Name"),
        Column("email", "Email", "email"),
        Column("amount", "Amount", "money"),
    ]
    out = io.StringIO()
    table = [(id, name, email, Money(minor, "EUR")) for id, name, email, minor in rows]
    write(table, columns, format_named("table"), out, screen=Screen(width))
    lines = out.getvalue().split("\n")
    assert max(map(cell_len, lines)) <= width
    for id, _, email, minor in rows:
        for whole in (str(id), email, format_human(Money(minor, "EUR"), "en")):
            assert any(whole in line for line in lines)


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("text", None, "(none)"),
        ("yes/no", None, "(none)"),
        ("yes/no", 0, "no"),
        ("yes/no", "maybe", "maybe"),
        ("integer", 2026, "2026"),
        ("integer", -12345, "-12,345"),
        ("number", Decimal("1234.50"), "1,234.50"),
        ("number", "1234.5", "1234.5"),
        ("percent", Decimal("0.005"), "0.5%"),
        ("percent", Decimal(2) / 3, "66.67%"),
        ("percent", Decimal(1), "100%"),
        ("minutes", 90, "1h 30m"),
        ("money", Money(150, "KWD"), "0.150\xa0KWD"),
        ("day", date(2026, 11, 22), "tomorrow"),
        ("day", "2025-11-22", "Sat 22 Nov 2025"),
        ("day", "soon \x1b", "soon \\x1b"),
        ("instant", datetime(2026, 11, 20, 20, 0, tzinfo=UTC), "today 01:00"),
        ("instant", "2026-11-20T20:00:00Z", "today 01:00"),
        ("instant", "2026-11-20T20:00:00", "today 01:00"),
        ("month and day", "--02-29", "29 Feb"),
        ("month and day", "1990-03-14", "14 Mar 1990"),
        ("id", "deal/12", "deal/12"),
        ("id", 12345, "12345"),
        ("text", [{"value": "a\x1b"}], '{"value": "a\\u001b"}'),
        ("text", ("a\nb", "c\u202e"), "a⏎b, c\\u202e"),
    ],
)
def test_a_value_as_people_read_it(type, value, expected, written, screen):
    shown = written([(value,)], [Column("x", "X", type, blank="(none)")], "table", screen=screen)
    assert shown.split("\n")[2].strip() == expected


def test_without_a_calendar_days_and_instants_are_iso(written):
    columns = [Column("a", "A", "day"), Column("b", "B", "instant")]
    assert written([(date(2026, 11, 22), "2026-11-20T20:00:00+05:00")], columns, "table").split("\n")[2] == (
        "2026-11-22  2026-11-20T15:00:00Z"
    )


def test_another_locale_has_its_own_marks(written):
    columns = [Column("a", "A", "money"), Column("b", "B", "percent"), Column("c", "C", "integer")]
    row = (Money(125050, "EUR"), Decimal("0.125"), 12345)
    shown = written([row], columns, "table", screen=Screen(locale="de"))
    assert shown.split("\n")[2].replace("\xa0", " ") == "1.250,50 €  12,5%  12.345"
