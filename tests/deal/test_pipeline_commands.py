"""The `pipeline` commands: pipelines and their stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def stages(crm: Run, pipeline: str = "sales") -> str:
    return ", ".join(crm("pipeline", "show", pipeline, "-f", "{stage}").lines)


def test_a_pipeline_has_the_stages_given_or_the_standard_ones(crm: Run) -> None:
    words = ["--stages", "first talk:10%, contract"]
    assert crm("pipeline", "add", "Partners", *words, code=0).out == "Added pipeline Partners with 2 stages\n"
    crm("pipeline", "add", "Sales", code=0)
    assert crm("pipeline", "list").out == (
        "1\tPartners\tfirst talk; contract\t0\n2\tSales\tLead; Qualified; Proposal; Negotiation\t0\n"
    )
    assert crm("pipeline", "show", "-f", "json").json == {
        "id": 1,
        "name": "Partners",
        "stages": [
            {"id": 1, "stage": "first talk", "probability": 0.1, "rotting_days": None, "deals": 0},
            {"id": 2, "stage": "contract", "probability": None, "rotting_days": None, "deals": 0},
        ],
        "deals": 0,
    }


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ([], "Lead, Qualified, Proposal, Negotiation, Demo"),
        (["--before", "lead"], "Demo, Lead, Qualified, Proposal, Negotiation"),
        (["--after", "lead"], "Lead, Demo, Qualified, Proposal, Negotiation"),
        (["--after", "negotiation"], "Lead, Qualified, Proposal, Negotiation, Demo"),
        (["--to-position", "3"], "Lead, Qualified, Demo, Proposal, Negotiation"),
        (["--to-position", "99"], "Lead, Qualified, Proposal, Negotiation, Demo"),
    ],
)
def test_a_stage_is_put_where_it_is_told(acme: Run, where: list[str], order: str) -> None:
    acme("pipeline", "stage", "add", "Demo", "--probability", "40%", "--rotting-days", "10", *where, code=0)
    assert stages(acme) == order
    assert "Demo\t0.4\t10\t0" in acme("pipeline", "show").out
    acme("undo", code=0)
    assert stages(acme) == "Lead, Qualified, Proposal, Negotiation"


def test_a_stage_moves_and_undo_puts_it_back(acme: Run) -> None:
    moved = acme("pipeline", "stage", "move", "nego", "--before", "qualified", code=0)
    assert moved.out == "Sales is Lead, Negotiation, Qualified, Proposal now\n"
    again = acme("pipeline", "stage", "move", "nego", "--to-position", "2", code=0)
    assert again.out.startswith("Nothing to move")
    acme("undo", code=0)
    assert stages(acme) == "Lead, Qualified, Proposal, Negotiation"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "sales"], 5, "there is a pipeline `sales` already"),
        (["add", " "], 2, "a pipeline needs a name"),
        (["add", "New", "--stages", ","], 2, "a pipeline needs a stage"),
        (["add", "New", "--stages", "a,Won"], 2, "`Won` is no stage but how a deal ends"),
        (["add", "New", "--stages", "a,A"], 5, "there is a stage `A` already"),
        (["show", "nope"], 3, "there is no pipeline `nope`; there is Sales"),
        (["delete", "sales"], 5, "the pipeline `Sales` has 1 deal"),
        (["stage", "delete", "lead"], 5, "deals stand in the stage `Lead`: 1 open"),
        (["stage", "delete", "nope"], 3, "there is no stage `nope`"),
        (["stage", "rename", "lead", "PROPOSAL"], 5, "there is a stage `PROPOSAL` already"),
        (["stage", "edit", "lead"], 2, "there is nothing to change"),
        (["stage", "edit", "lead", "--rotting-days", "0"], 2, "no number of days"),
        (["stage", "move", "lead"], 2, "say where"),
        (["stage", "move", "lead", "--before", "proposal", "--to-position", "1"], 2, "one of them is enough"),
    ],
)
def test_what_cannot_be_changes_nothing(acme: Run, words: list[str], code: int, said: str) -> None:
    before = acme("pipeline", "show", "-f", "json").out
    assert said in acme("pipeline", *words, code=code).err
    assert acme("pipeline", "show", "-f", "json").out == before
    assert len(acme("pipeline", "list").lines) == 1


def test_a_stage_keeps_its_deals_under_another_name(acme: Run) -> None:
    assert (
        acme("pipeline", "stage", "rename", "lead", "Incoming", code=0).out == "Stage Lead is Incoming now\n"
    )
    assert acme("deal", "list", "stage:incoming", "-f", "ids").out == "1\n"
    assert acme("deal", "list", "stage:lead", code=2).err.startswith(
        "Error: cannot read the query: no stage `lead`"
    )


def test_a_stage_of_closed_deals_can_be_deleted_without_them(acme: Run) -> None:
    acme("win", "1", code=0)
    assert "--unlink" in acme("pipeline", "stage", "delete", "lead", code=5).err
    acme("pipeline", "stage", "delete", "lead", "--unlink", code=0)
    assert acme("deal", "show", "1", "-f", "[{stage}] {status}").out == "[] won\n"
    reopened = acme("deal", "reopen", "1", code=0)
    assert reopened.out == "Reopened Acme renewal (deal/1): in Qualified; at Acme; with Jane Doe\n"
    for _ in range(3):
        acme("undo", code=0)
    assert acme("deal", "show", "1", "-f", "{stage} {status}").out == "Lead open\n"


def test_the_probability_of_a_stage_is_that_of_its_deals_but_for_their_own(acme: Run) -> None:
    acme("deal", "add", "Own", "--probability", "80%", code=0)
    acme("pipeline", "stage", "edit", "lead", "--probability", "25%", code=0)
    assert acme("deal", "list", "-f", "{title} {probability}").lines == ["Acme renewal 0.25", "Own 0.8"]


def test_a_stage_of_two_pipelines_is_the_deals_own_first(acme: Run) -> None:
    acme("pipeline", "add", "Partners", "--stages", "Proposal,Contract", code=0)
    acme("deal", "move", "1", "proposal", code=0)
    assert acme("deal", "show", "1", "-f", "{pipeline} {stage}").out == "Sales Proposal\n"
    moved = acme("deal", "move", "1", "contract", code=0)
    assert moved.out == (
        "Moved Acme renewal (deal/1): stage Proposal → Contract; pipeline Sales → Partners; at Acme; with Jane Doe\n"
    )
    acme("deal", "move", "1", "proposal", code=0)
    assert acme("deal", "show", "1", "-f", "{pipeline} {stage}").out == "Partners Proposal\n"
    acme("deal", "edit", "1", "--pipeline", "sales", code=0)
    assert acme("deal", "show", "1", "-f", "{pipeline} {stage}").out == "Sales Lead\n"


def test_stages_that_fit_alike_are_listed(acme: Run) -> None:
    acme("pipeline", "stage", "add", "Procurement", code=0)
    result = acme("deal", "move", "1", "pro", code=4)
    assert result.err == (
        "Error: `pro` fits 2 stages\n  stage/3  Proposal  Sales\n  stage/5  Procurement  Sales\n"
        "hint: type more of its name, or name its --pipeline\n"
    )


def test_an_empty_file_has_no_pipelines(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert crm("pipeline", "list", code=0).out == ""
    assert crm("pipeline", "show", code=3).err.startswith("Error: there is no pipeline yet")
