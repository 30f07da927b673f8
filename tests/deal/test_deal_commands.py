"""The `deal` commands as a user types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ROW = "1\tAcme renewal\tLead\topen\t12000.00\tEUR\tAcme\tJane Doe\t2026-11-30\n"


def test_a_deal_gets_a_pipeline_a_stage_and_the_company_of_its_contact(acme: Run) -> None:
    assert acme("deal", "list").out == ROW
    shown = acme("deal", "show", "acme renewal", "-f", "{pipeline} {opened_on} {probability} {weighted}")
    assert shown.out == "Sales 2026-11-21 0.1 1200.00\n"


def test_the_first_deal_makes_the_file_and_its_pipeline(crm: Run, path: Path) -> None:
    assert (
        crm("deal", "add", "X", "--dry-run", code=0).out == "Added X (deal/1): in Lead; made pipeline Sales\n"
    )
    assert not path.exists()
    assert crm("deal", "add", "X", "-f", "ids", code=0).out == "1\n"
    assert crm("pipeline", "list").out == "1\tSales\tLead; Qualified; Proposal; Negotiation\t1\n"


def test_one_answer_tells_all_that_was_written(acme: Run) -> None:
    words = ["--company", "Globex Inc", "--amount", "$500", "--next", "call", "--due", "fri"]
    assert acme("deal", "add", "Trial", *words, code=0).out == (
        "Added Trial (deal/2): amount $500.00; in Lead; at Globex Inc; made company Globex Inc (company/2);"
        " reminder call, due Fri 27 Nov (reminder/1)\n"
    )
    acme("undo", code=0)
    assert acme("deal", "list").out == ROW
    assert acme("company", "list", "-f", "{name}").out == "Acme\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--company", "acme"], 5, "there already and open (deal/1)"),
        (["--contact", "jane"], 5, "there already and open (deal/1)"),
        (["--contact", "john"], 3, "no contact matches `john`"),
        (["--product", "gtx"], 3, "no product matches `gtx`"),
        (["--pipeline", "partners"], 3, "no pipeline `partners`; there is Sales"),
        (["--stage", "closing"], 3, "no stage `closing`; there is Lead, Qualified, Proposal, Negotiation"),
        (["--stage", "won"], 3, "`won` is no stage but how a deal ends"),
        (["--amount", "1,250"], 2, "`1,250` has two readings"),
        (["--amount", "-5"], 2, "less than nothing"),
        (["--close", "soonish"], 2, "`soonish` is not a date"),
        (["--status", "won"], 2, "hint: leave --status out"),
        (["--closed-on", "today"], 2, "a new deal is open"),
        (["--currency", "euros"], 2, "`euros` is not a currency code"),
        (["--due", "fri"], 2, "--due is the day of the next step"),
    ],
)
def test_what_cannot_be_added_is_refused_and_changes_nothing(
    acme: Run, words: list[str], code: int, said: str
) -> None:
    result = acme("deal", "add", "Acme Renewal", *words, code=code)
    assert said in result.err
    assert acme("deal", "list").out == ROW


def test_an_amount_without_a_known_currency_is_refused_with_the_command_that_sets_it(crm: Run) -> None:
    result = crm("deal", "add", "X", "--amount", "5", code=2)
    assert result.err == "Error: `5` names no currency\nhint: crm config set currency EUR\n"


def test_the_same_deal_is_answered_if_absent_and_added_by_force(acme: Run) -> None:
    words = ["deal", "add", "acme RENEWAL", "--company", "acme", "-f", "ids"]
    assert acme(*words, "--if-absent", code=0).out == "1\n"
    assert acme(*words, "--force", code=0).out == "2\n"


def test_a_closed_deal_is_no_duplicate(acme: Run) -> None:
    acme("deal", "lose", "1", code=0)
    assert acme("deal", "add", "Acme renewal", "--company", "acme", code=0).out.startswith("Added")


def test_people_without_a_company_may_buy_the_same(acme: Run) -> None:
    for name in ("Ann", "Bea"):
        acme("contact", "add", name, code=0)
        acme("deal", "add", "Website", "--contact", name, code=0)
    acme("deal", "add", "Website", "--contact", "Bea", code=5)


def test_a_deal_moves_by_the_beginning_of_a_stage(acme: Run) -> None:
    moved = acme("deal", "move", "@", "nego", code=0).out
    assert moved == "Moved Acme renewal (deal/1): stage Lead → Negotiation; at Acme; with Jane Doe\n"
    assert acme("deal", "list", "-f", "{stage}").out == "Negotiation\n"


@pytest.mark.parametrize(
    ("first", "again", "remark"),
    [
        (["move", "1", "lead"], ["move", "1", "lead"], "Acme renewal is in Lead already"),
        (["win", "1"], ["win", "1"], "Acme renewal is won already, since 2026-11-21"),
        (["lose", "1"], ["lose", "1"], "Acme renewal is lost already, since 2026-11-21"),
        (["deal", "reopen", "1"], ["deal", "reopen", "1"], "Acme renewal is open already"),
    ],
)
def test_doing_what_is_already_so_is_a_remark_and_no_step(
    acme: Run, first: list[str], again: list[str], remark: str
) -> None:
    acme(*first, code=0)
    before = acme("history").out
    result = acme(*again, code=0)
    assert result.err == remark + "\n"
    assert acme("history").out == before


def test_a_won_deal_cannot_move_back(acme: Run) -> None:
    acme("win", "1", code=0)
    result = acme("move", "1", "prop", code=5)
    assert result.err == (
        "Error: `Acme renewal` is won: a closed deal does not move\n"
        "hint: crm deal reopen 1 --stage Proposal\n"
    )
    acme("lose", "1", code=5)
    opened = acme("deal", "reopen", "1", "--stage", "prop", code=0).out
    assert opened == "Reopened Acme renewal (deal/1): stage Lead → Proposal; at Acme; with Jane Doe\n"
    assert acme("deal", "show", "1", "-f", "{status} {closed_on}").out == "open \n"


def test_winning_keeps_the_stage_and_takes_amount_and_day(acme: Run) -> None:
    acme("move", "1", "prop", "--on", "2026-11-18", code=0)
    result = acme("win", "1", "--amount", "11500,50", "--on", "yesterday", code=0)
    assert result.out == (
        "Won Acme renewal (deal/1): amount €12,000.00 → €11,500.50; opened today → yesterday; closed yesterday;"
        " at Acme; with Jane Doe\n"
    )
    template = "{status} {stage} {closed_on} {opened_on} {amount} {probability}"
    assert acme("deal", "show", "1", "-f", template).out == "won Proposal 2026-11-20 2026-11-20 11500.50 1\n"


def test_a_deal_closed_before_it_was_entered_was_opened_then(acme: Run) -> None:
    result = acme("win", "1", "--on", "2026-10-01", code=0)
    assert result.err == "it was opened on 2026-11-21, after that day; opened_on is 2026-10-01 now\n"


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_reason_of_a_loss_is_the_deals_and_the_steps(acme: Run, place: str) -> None:
    reason = ["--reason", "too expensive"]
    words = [*reason, "lose", "1"] if place == "before" else ["deal", "lose", "1", *reason]
    acme(*words, "--competitor", "Globex", code=0)
    assert acme("deal", "show", "1", "-f", "{lost_reason}, {competitor}").out == "too expensive, Globex\n"
    assert acme("history").lines[0].endswith("\ttoo expensive")


def test_a_reopened_deal_is_not_lost_for_any_reason(acme: Run) -> None:
    acme("lose", "1", "--reason", "price", code=0)
    acme("deal", "reopen", "1", code=0)
    assert acme("deal", "show", "1", "-f", "[{lost_reason}] {stage}").out == "[] Lead\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--on", "tomorrow"], 2, "`tomorrow` lies ahead (2026-11-22)"),
        (["--on", "whenever"], 2, "`whenever` is not a date"),
        (["--on", "2026-11-01"], 5, "moved on 2026-11-20; what comes after cannot lie before, on 2026-11-01"),
    ],
)
def test_a_move_has_a_day_that_can_be(acme: Run, words: list[str], code: int, said: str) -> None:
    acme("move", "1", "qualified", "--on", "yesterday", code=0)
    assert said in acme("move", "1", "proposal", *words, code=code).err


def test_a_pipe_moves_many_in_one_step(acme: Run) -> None:
    for title in ("Two", "Three"):
        acme("deal", "add", title, code=0)
    ids = acme("deal", "list", "-f", "ids").out
    assert acme("deal", "move", "-", "prop", stdin=ids, code=6).err == (
        "Error: move 3 deals needs a yes\nhint: --yes\n"
    )
    moved = acme("deal", "move", "-", "prop", "--yes", "-f", "json", stdin=ids, code=0).json
    assert [(deal["id"], deal["stage"], deal["command"]) for deal in moved] == [
        (1, "Proposal", 6),
        (2, "Proposal", 6),
        (3, "Proposal", 6),
    ]
    acme("undo", code=0)
    assert acme("deal", "list", "stage:lead", "-f", "ids").lines == ["1", "2", "3"]


def test_a_pipe_in_which_one_cannot_move_moves_the_others_and_says_so(acme: Run) -> None:
    acme("deal", "add", "Two", code=0)
    acme("win", "1", code=0)
    result = acme("deal", "move", "-", "prop", stdin="2\n1\n", code=8)
    assert result.out == "Moved Two (deal/2): stage Lead → Proposal\n"
    assert result.err.startswith("Error: 1 deal skipped: ")
    assert acme("deal", "show", "2", "-f", "{stage}").out == "Proposal\n"


def test_a_pipe_in_which_none_can_move_is_a_conflict(acme: Run) -> None:
    acme("win", "1", code=0)
    acme("deal", "move", "-", "prop", stdin="1\n", code=5)


def test_a_query_moves_all_it_selects(acme: Run) -> None:
    acme("deal", "add", "Two", code=0)
    result = acme("deal", "move", "--where", "stage:lead", "proposal", code=0)
    assert result.out == "Moved Acme renewal (deal/1), Two (deal/2): stage Lead → Proposal\n"
    result = acme("deal", "move", "--where", "stage:lead", "proposal", code=0)
    assert (result.out, result.err) == ("", "no deals match `stage:lead`: nothing to move\n")


def test_another_stage_in_edit_is_a_move(acme: Run) -> None:
    result = acme("deal", "edit", "1", "--stage", "prop", code=0)
    assert result.out == "Moved Acme renewal (deal/1): stage Lead → Proposal; at Acme; with Jane Doe\n"
    moves = acme("deal", "show", "1", "-f", "json").json["moves"]
    assert moves == [{"on": "2026-11-21", "from": "Lead", "to": "Proposal"}]
    result = acme("deal", "edit", "1", "--stage", "lead", "--owner", "Ann", code=0)
    assert (
        result.out
        == "Moved Acme renewal (deal/1): stage Proposal → Lead; owner Ann; at Acme; with Jane Doe\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--status", "lost"], "hint: crm deal lose 1"),
        (["--clear", "status"], "the status of a deal is never empty"),
        (["--clear", "currency"], "hint: --clear amount,currency"),
        (["--closed-on", "today"], "is open: it has no day it closed on"),
        (["--title", " "], "the title of the deal is empty"),
        (["--probability", "140%"], "140%"),
        ([], "there is nothing to change"),
    ],
)
def test_what_cannot_be_edited_is_refused(acme: Run, words: list[str], said: str) -> None:
    assert said in acme("deal", "edit", "1", *words, code=2).err
    assert acme("deal", "list").out == ROW


def test_an_amount_is_in_the_deals_own_currency(acme: Run) -> None:
    acme("deal", "add", "Dollars", "--amount", "$500", code=0)
    acme("deal", "edit", "1", "2", "--amount", "700", code=0)
    assert acme("deal", "list", "-f", "{amount} {currency}").lines == ["700.00 EUR", "700.00 USD"]


def test_another_currency_keeps_the_figure(acme: Run) -> None:
    acme("deal", "edit", "1", "--currency", "jpy", code=0)
    assert acme("deal", "show", "1", "-f", "{amount} {currency}").out == "12000 JPY\n"
    acme("undo", code=0)
    assert acme("deal", "show", "1", "-f", "{amount} {currency}").out == "12000.00 EUR\n"


def test_further_people_have_roles(acme: Run) -> None:
    acme("contact", "add", "John Roe", code=0)
    acme("deal", "edit", "1", "--add-contact", "john:decides", code=0)
    assert acme("deal", "list", "participants:john", "-f", "{participants}").out == "John Roe (decides)\n"
    acme("deal", "edit", "1", "--drop-contact", "john", code=0)
    assert acme("deal", "list", "has:participants").out == ""
    nothing = acme("deal", "edit", "1", "--drop-contact", "john", code=0)
    assert nothing.out == "Nothing to change: Acme renewal is so already\n"


def test_the_form_in_the_editor_changes_what_was_edited(acme: Run, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(
        "#!/bin/sh\nsed -i 's/^amount: .*/amount: 15k/; s/^competitor:.*/competitor: Globex/' \"$1\"\n"
    )
    editor.chmod(0o755)
    acme("deal", "edit", "1", terminal=True, env={"EDITOR": str(editor)}, code=0)
    template = "{amount} {currency} {competitor} {probability}"
    assert acme("deal", "show", "1", "-f", template).out == "15000.00 EUR Globex 0.1\n"


def test_an_archived_deal_leaves_lists_and_board(acme: Run) -> None:
    acme("deal", "archive", "1", code=0)
    assert acme("deal", "list").out == acme("deal", "board").out == ""
    assert acme("deal", "list", "--archived").out == ROW
    acme("deal", "unarchive", "1", code=0)
    assert acme("deal", "board").out == "Lead\tAcme renewal\t12000.00 EUR\n"


def test_a_deleted_deal_comes_back_whole(acme: Run) -> None:
    acme("product", "add", "GTX", "--price", "5", code=0)
    acme("deal", "item", "add", "1", "GTX", code=0)
    acme("move", "1", "prop", code=0)
    acme("deal", "tag", "1", "hot", code=0)
    before = acme("deal", "show", "1", "-f", "json").json
    assert (
        acme("deal", "delete", "1", code=0).out == "Deleted Acme renewal (deal/1): at Acme; with Jane Doe\n"
    )
    acme("undo", code=0)
    assert acme("deal", "show", "1", "-f", "json").json == before


def test_hostile_text_is_only_text(acme: Run) -> None:
    title = "[bold]'; DROP TABLE deals;-- \t{id}"
    acme("deal", "add", title, "--owner", "[/]", code=0)
    assert (
        acme("deal", "list", 'title:"drop table"', "--columns", "title").out
        == title.replace("\t", "\\t") + "\n"
    )
    assert acme("deal", "show", "2", "-f", "json").json["title"] == title
