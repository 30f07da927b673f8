"""Segments: saved queries used everywhere, with hands that overrule them, and no circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def people(crm: Run) -> Run:
    """Three people, two of them in Almaty, and a deal each."""
    crm("config", "set", "currency", "USD", code=0)
    for name, city, tag in (("Jane", "Almaty", "vip"), ("Zed", "Oslo", "new"), ("Ann", "Almaty", "new")):
        crm(
            "contact",
            "add",
            name,
            "--city",
            city,
            "--tag",
            tag,
            "--deal",
            f"{name}'s deal",
            "--amount",
            "100",
            code=0,
        )
    crm("segment", "add", "vips", "tag:vip", code=0)
    crm("segment", "add", "locals", "city:almaty", "not", "in:vips", code=0)
    return crm


def names(result: Any) -> list[str]:
    return result.out.split("\n")[:-1]


def test_a_segment_is_asked_like_a_field(people: Run) -> None:
    assert names(people("contact", "list", "in:locals", "-f", "{name}")) == ["Ann"]
    assert names(people("contact", "list", "not in:locals", "-f", "{name}")) == ["Jane", "Zed"]
    assert names(people("segment", "show", "locals", "-f", "{name}")) == ["Ann"]


def test_the_list_of_segments_counts_what_each_selects_now(people: Run) -> None:
    assert people("segment", "list").out == (
        "2\tlocals\tcontact\t1\tcity:almaty not in:vips\n1\tvips\tcontact\t1\ttag:vip\n"
    )
    people("contact", "tag", "Zed", "vip", code=0)
    assert [row["records"] for row in people("segment", "list", "-f", "json").json] == [1, 2]


def test_hands_overrule_the_query(people: Run) -> None:
    assert people("segment", "include", "vips", "Zed", code=0).out == "Zed: in vips\n"
    people("segment", "exclude", "vips", "Jane", code=0)
    assert names(people("segment", "show", "vips", "-f", "{name}")) == ["Zed"]
    assert names(people("contact", "list", "in:locals", "-f", "{name}")) == ["Ann", "Jane"]
    people("segment", "exclude", "vips", "Jane", "--drop", code=0)
    assert names(people("segment", "show", "vips", "-f", "{name}")) == ["Jane", "Zed"]


def test_a_circle_is_refused_with_the_path(people: Run) -> None:
    result = people("segment", "edit", "vips", "in:locals")
    assert result.code == 2
    assert "segment `vips` would contain itself: vips → locals → vips" in result.err
    assert people("segment", "list").code == 0


def test_a_segment_in_itself_is_refused(people: Run) -> None:
    assert "would contain itself: odd → odd" in people("segment", "add", "odd", "in:odd").err
    assert people("segment", "show", "odd").code == 3


def test_explain_shows_which_terms_hold_and_what_they_saw(people: Run) -> None:
    result = people("segment", "explain", "locals", "Jane", code=0)
    assert result.out == (
        "all of\tfalse\t\n"
        "  city:almaty\ttrue\tAlmaty\n"
        "  not\tfalse\t\n"
        "    in:vips\ttrue\t\n"
        "      tags:vip\ttrue\tvip\n"
    )
    assert result.err == "Jane is not in locals\n"


def test_a_segment_that_another_uses_is_not_deleted(people: Run) -> None:
    result = people("segment", "delete", "vips")
    assert (result.code, result.err.splitlines()[0]) == (5, "Error: segment vips is used by locals")
    people("segment", "delete", "locals", code=0)
    people("segment", "delete", "vips", code=0)


def test_deals_and_companies_have_segments_of_their_own(people: Run) -> None:
    people("segment", "add", "small", "--kind", "deal", "amount:..500", code=0)
    assert people("deal", "list", "in:small", "-f", "ids").lines == ["1", "2", "3"]
    result = people("contact", "list", "in:small")
    assert result.code == 2
    assert "segment `small` is of deals, not of contacts" in result.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "vips", "tag:x"), 5),
        (("add", "VIPS", "tag:x"), 5),
        (("add", "new one"), 2),
        (("add", "new one", "nofield:x"), 2),
        (("add", "new one", "--kind", "note", "tag:x"), 2),
        (("show", "nobody"), 3),
        (("include", "vips", "nobody"), 3),
        (("edit", "vips"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(people: Run, words: tuple[str, ...], code: int) -> None:
    before = people("history").out
    assert people("segment", *words).code == code
    assert people("history").out == before


def test_a_segment_is_a_step_like_any_other(people: Run) -> None:
    people("undo", code=0)
    assert people("segment", "show", "locals").code == 3
    people("undo", code=0)
    assert people("segment", "list").out == ""


def test_a_report_counts_a_segment_of_deals(people: Run) -> None:
    people("segment", "add", "of-jane", "--kind", "deal", "contact:jane", code=0)
    assert people("report", "pipeline", "--where", "in:of-jane").out == "Lead\t1\t100.00\tUSD\t10.00\n"


def test_a_bulk_change_shows_what_becomes_of_the_first_and_asks(people: Run) -> None:
    result = people("contact", "edit", "--where", "has:city", "--city", "Astana")
    assert (result.code, result.err) == (6, "Error: edit 3 contacts needs a yes\nhint: --yes\n")
    result = people("contact", "edit", "--where", "has:city", "--city", "Astana", terminal=True, stdin="y\n")
    assert result.code == 0
    assert result.err == (
        "  Jane: city Almaty → Astana\n  Zed: city Oslo → Astana\n  Ann: city Almaty → Astana\n"
        "edit 3 contacts? [y/N] undo with: crm undo\n"
    )
    people("undo", code=0)
    assert names(people("contact", "list", "city:almaty", "-f", "{name}")) == ["Ann", "Jane"]


def test_a_bulk_change_can_be_tried_first(people: Run) -> None:
    result = people("contact", "tag", "--where", "city:almaty or city:oslo", "local", "--dry-run", code=0)
    assert "dry run: nothing was changed\n" in result.err
    assert people("contact", "list", "tag:local").out == ""


def test_a_query_that_selects_nothing_changes_nothing(people: Run) -> None:
    result = people("contact", "archive", "--where", "city:nowhere", code=0)
    assert (result.out, result.err) == ("", "no contacts match `city:nowhere`: nothing to archive\n")


def test_notes_and_reminders_are_written_for_all_that_a_query_selects(people: Run) -> None:
    people("note", "add", "--where", "city:almaty", "came to the fair", code=0)
    assert people("contact", "list", "activities:1..", "-f", "{name}").out == "Ann\nJane\n"
    people("remind", "add", "call", "--where", "city:almaty", "--due", "fri", code=0)
    assert people("contact", "list", "has:next", "-f", "{name}").out == "Ann\nJane\n"
    people("undo", code=0)
    assert people("contact", "list", "has:next", "-f", "{name}").out == ""


def test_a_list_by_group_counts_and_adds_up_each_currency_alone(people: Run) -> None:
    people("deal", "add", "In euros", "--amount", "7 EUR", code=0)
    people("deal", "add", "No amount", "--stage", "proposal", code=0)
    assert people("deal", "list", "--group-by", "stage").out == (
        "Lead\t3\t300.00\tUSD\nLead\t1\t7.00\tEUR\nProposal\t1\t\t\n"
    )
    assert people("contact", "list", "--group-by", "tags", "-f", "json").json == [
        {"tags": "new", "count": 2},
        {"tags": "vip", "count": 1},
    ]
    assert people("contact", "list", "--group-by", "city", "--columns", "name").code == 2


def test_an_unknown_tag_finds_nothing_and_says_what_was_near(people: Run) -> None:
    result = people("contact", "list", "tag:vipp", code=0)
    assert (result.out, result.err) == ("", "no tag `vipp`; did you mean vip?\n")


def test_changes_tell_who_entered_and_who_left_since(people: Run) -> None:
    people("contact", "tag", "Zed", "vip", code=0, now="2026-12-01")
    people("contact", "untag", "Jane", "vip", code=0, now="2026-12-02")
    people("contact", "delete", "Ann", "--unlink", code=0, now="2026-12-02")
    result = people("segment", "changes", "vips", "--since", "-15d", now="2026-12-10", code=0)
    assert result.out == "entered\tcontact/2\tZed\nleft\tcontact/1\tJane\n"
    assert result.err == "vips: 1 then, 1 now\n"
    result = people("segment", "changes", "locals", "--since", "2026-12-01", now="2026-12-10", code=0)
    assert result.out == "entered\tcontact/1\tJane\nleft\tcontact/3\tAnn\n"
    assert people("segment", "changes", "vips", "--since", "-1d", now="2026-12-10", code=0).out == ""
    assert people("segment", "changes", "vips", "--since", "2020-01-01", now="2026-12-10").code == 2
