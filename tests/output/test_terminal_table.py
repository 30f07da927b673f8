"""Tables as a terminal shows them: in line, folded, harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_cli.core.money import Money
from crm_cli.output import Column, Screen

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
Id  Name               Amount  Chance  Tags      Next step     Last seen     VIP
────────────────────────────────────────────────────────────────────────────────
 1  Ada Müller      €1,250.00     40%  vip, a b  Fri 27 Nov    today 12:00   yes
 2  Қайрат        ₸450,000.00  33.33%            Sun 3 Jan                   no
    Әлімов                                       2027
 3  علی‌رضا             -$5.00                                  yesterday
                                                               09:00
40  田中太郎             ¥100    100%  x                                     yes
 5  [bold]"=1                      0%  =x                                    no
    \\⏎:smile:
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
def test_a_table_takes_the_width_it_needs_and_folds_to_the_one_there_is(
    width, expected, written, rows, columns, screen
):
    assert written(rows, columns, "table", screen=Screen(width, calendar=screen.calendar)) == expected


def test_records_are_stacked_where_columns_cannot_stand_side_by_side(written, rows, columns, screen):
    assert written(rows[::2][:2], columns, "table", screen=Screen(40, calendar=screen.calendar)) == NARROW


def test_one_record_is_shown_a_field_a_line_without_blanks(written_one, rows, columns, screen):
    assert written_one(rows[2], columns, "table", screen) == NARROW.partition("\n\n")[2]


def test_a_few_columns_stay_columns_on_a_narrow_terminal(written):
    columns = [Column("id", "Id", "id"), Column("name", "Name"), Column("note", "Note")]
    rows = [(7, "Bartholomew Featherstonehaugh-Cholmondeley", "rang twice, wants the long offer again")]
    assert written(rows, columns, "table", screen=Screen(width=40)) == (
        "Id  Name               Note\n"
        "────────────────────────────────────────\n"
        " 7  Bartholomew        rang twice, wants\n"
        "    Featherstonehaugh  the long offer\n"
        "    -Cholmondeley      again\n"
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
        "\x1b[1mAll\x1b[0m\n\x1b[1mName     \x1b[0m\n─────────\n[red]x[/]\n"
    )
    assert written([("[red]x[/]",)], columns, "table", title="All") == "All\nName\n─────────\n[red]x[/]\n"


def test_an_endless_table_has_one_header_and_columns_in_line(written):
    columns = [Column("id", "Id", "id"), Column("name", "Name")]
    rows = [(number, f"name {number}") for number in range(1, 2501)]
    lines = written(rows, columns, "table").splitlines()
    assert lines[:3] == ["  Id  Name", "─" * 15, "   1  name 1"]
    assert lines[3:] == [f"{number:4}  name {number}" for number in range(2, 2501)]


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
