"""Plain lines and templates: a record is always one line, and reads back."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core.errors import UsageError
from crm_cli.core.text import unescape
from crm_cli.output import Column, Screen, write
from crm_cli.output.formats import format_named

TEXTS = st.text() | st.text("\\\t\n\rtnr", max_size=8)
AB = [Column("a", "A"), Column("b", "B")]


@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_plain_lines_read_back(rows):
    out = io.StringIO(newline="")
    write(rows, AB, format_named("plain"), out, screen=Screen())
    *lines, end = out.getvalue().split("\n")
    assert end == ""
    assert [tuple(map(unescape, line.split("\t"))) for line in lines] == rows


@given(st.lists(st.tuples(TEXTS, TEXTS)), st.text(st.characters(exclude_characters="{}\\"), max_size=5))
def test_a_template_line_is_the_text_around_plain_values(rows, around):
    out, plain = io.StringIO(newline=""), io.StringIO(newline="")
    write(rows, AB, format_named(f"{around}{{b}}{{{{{around}"), out, screen=Screen())
    write([(b,) for _, b in rows], AB[1:], format_named("plain"), plain, screen=Screen())
    assert out.getvalue() == "".join(f"{around}{b}{{{around}\n" for b in plain.getvalue().split("\n")[:-1])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{a}{b}{a}", "121"),
        ("{ a }\\t{b}\\n", "1\t2\n"),
        ("{A} 100% %s", "1 100% %s"),
        ("{{a}} }}{{", "{a} }{"),
        ("c:\\dir\\\\new {a}", "c:\\dir\\new 1"),
        ("no field {{", "no field {"),
    ],
)
def test_a_template_is_filled_in(template, expected, written):
    assert written([("1", "2")], AB, template) == expected + "\n"


def test_a_template_finds_fields_however_they_are_cased_and_joined(written):
    columns = [Column("expected_close_on", "Close", "day"), Column("company.city", "City")]
    template = "{Expected-Close on} {company.city}"
    assert format_named(template).fields == ("Expected-Close on", "company.city")
    assert written([("2026-11-27", "Almaty")], columns, template) == "2026-11-27 Almaty\n"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{emial}", "no field `emial` to put in the template: known are name, email", "{email}"),
        ("{name.__class__}", "no field `name.__class__` to put in the template: known are name, email", None),
        ("{name!r:>10}", "no field `name!r:>10` to put in the template: known are name, email", None),
        ("{email[0]}", "no field `email[0]` to put in the template: known are name, email", None),
        ("{0}", "no field `0` to put in the template: known are name, email", ""),
        ("{}", "the template `{}` has braces without a field", "-f '{id} {name}'"),
        (
            "50% {name}}",
            "the template `50% {name}}` has a `}` without its other half",
            "write {{ and }} for braces that are not a field",
        ),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(template, message, hint, written):
    with pytest.raises(UsageError) as caught:
        written([], [Column("name", "Name"), Column("email", "E-mail")], template)
    assert caught.value.message == message
    assert hint is None or caught.value.hint == hint
