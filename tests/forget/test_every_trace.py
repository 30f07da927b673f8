"""A person is forgotten whole: earlier records of the same person, words in other texts, copies kept aside."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Left = Callable[..., list[str]]

ZOE = (
    "contact",
    "add",
    "Zoe Quimby",
    "--email",
    "zq@x.example",
    "--phone",
    "+49 30 901820",
    "--company",
    "Acme",
)


def undo_and_redo_all(crm: Run) -> None:
    """Take back and do again every step, in order and one by one: whatever can come back does."""
    steps = [line for line in crm("history", "-f", "{command}").lines if line]
    for step in steps:
        crm("undo", step)
        crm("redo")
    while crm("undo").code in {0, 8}:
        pass
    while crm("redo").code in {0, 8}:
        pass


AGAIN = {
    "deleted and entered again": [ZOE, ("contact", "delete", "Zoe Quimby"), ZOE],
    "undone and entered again": [ZOE, ("undo",), ZOE],
    "twice deleted": [ZOE, ("contact", "delete", "1"), ZOE, ("contact", "delete", "2"), ZOE],
    "by the e-mail, under a maiden name": [
        ("contact", "add", "Zoe Brixton", "--email", "zq@x.example", "--city", "Brixtonville"),
        ("contact", "delete", "1"), ZOE,
    ],
    "by the phone": [
        ("contact", "add", "Quimby", "--phone", "+4930901820", "--email", "other@q.example"),
        ("contact", "delete", "1"), ZOE,
    ],
    "by name and company": [
        ("contact", "add", "Zoe Quimby", "--company", "Acme", "--email", "old@q.example"),
        ("contact", "delete", "1"), ZOE,
    ],
    "by name, the company entered again": [
        ("contact", "add", "Zoe Quimby", "--company", "Acme"), ("contact", "delete", "1"), ("company", "delete", "1"), ZOE,
    ],
    "by the name of nobody's company": [
        ("contact", "add", "Zoe Quimby", "--birthday", "1987-05-06"), ("contact", "delete", "1"), ZOE,
    ],
    "by an e-mail dropped since": [
        ("contact", "add", "Zoe Brixton", "--email", "vecchia@q.example"), ("contact", "delete", "1"),
        (*ZOE, "--email", "vecchia@q.example"), ("contact", "edit", "Zoe Quimby", "--drop-email", "vecchia@q.example"),
    ],
    "one after the other": [
        ("contact", "add", "Zoe Brixton", "--email", "uno@q.example"), ("contact", "delete", "1"),
        ("contact", "add", "Zoe Brixton", "--email", "uno@q.example", "--email", "zq@x.example"), ("contact", "delete", "2"),
        ZOE,
    ],
}  # fmt: skip
TEXTS = (
    "Zoe", "Quimby", "Brixton", "zq@x.example", "901820", "q.example", "uno@q", "vecchia", "1987-05-06", "Brixtonville",
)  # fmt: skip


@pytest.mark.parametrize("how", AGAIN)
def test_earlier_records_of_the_same_person_go_too(
    crm: Run, left: Left, how: str, index_is_clean: Any
) -> None:
    for words in AGAIN[how]:
        crm(*words, code=0)
    assert {"Zoe", "Quimby", "zq@x.example"} <= {*left(*TEXTS)}
    crm("contact", "forget", "Zoe Quimby", "--yes", code=0)
    assert left(*TEXTS) == []
    assert index_is_clean()
    undo_and_redo_all(crm)
    assert left(*TEXTS) == []
    assert crm("contact", "list", "--as-of", "2026-11-21", "-f", "{name}").out == ""
    assert [line for line in crm("doctor", "-f", "json").json if line["state"] == "broken"] == []


@pytest.mark.parametrize(
    ("deleted", "there"),
    [
        (["Ida Smith"], []),  # one landline, one family
        (["Zoe Brixton", "Tim Burr"], []),  # an address of many: it does not say who is who
        (["Zoe Brixton"], ["Ann Marlow"]),
        (["Tim Burr"], []),
    ],
)
def test_who_was_reached_at_the_same_place_is_not_the_same_person(
    crm: Run, deleted: list[str], there: list[str]
) -> None:
    for name in [*deleted, *there]:
        crm(
            "contact",
            "add",
            name,
            "--email",
            "office@x.example",
            "--phone",
            "+49 30 901820",
            "--force",
            code=0,
        )
    for name in deleted:
        crm("contact", "delete", name, code=0)
    crm("contact", "add", "Zoe Smith", "--email", "office@x.example", "--force", code=0)
    told = crm("contact", "forget", "Zoe Smith", "--yes", "-f", "json", code=0).json
    assert (told["former"], told["look_at"]) == ([], [])
    steps = crm("history", "-f", "{command} {words}").lines
    for step in [line.split()[0] for line in steps if " contact delete " in line]:
        crm("undo", step, code=0)
    assert sorted(crm("contact", "list", "-f", "{name}").lines) == sorted([*deleted, *there])


def test_they_are_named_before_and_after(crm: Run) -> None:
    for words in AGAIN["twice deleted"]:
        crm(*words, code=0)
    refused = crm("contact", "forget", "Zoe", code=6)
    assert refused.err.startswith(
        "Error: forget Zoe Quimby (contact/3 and contact/1 and contact/2) for good, beyond any undo needs a yes\n"
    )
    receipt = crm("contact", "forget", "Zoe", "--yes", "-f", "json", code=0).json
    assert receipt["former"] == ["contact/1", "contact/2"]


def test_a_row_of_an_import_that_was_undone_is_the_same_person(crm: Run, tmp_path: Path, left: Left) -> None:
    rows = [f"P{n} Smith,p{n}@x.example" for n in range(1500)] + ["Zoe Quimby,zq@x.example"]
    (tmp_path / "people.csv").write_text("Name,Email\n" + "\n".join(rows) + "\n")
    crm("import", str(tmp_path / "people.csv"), code=0)
    crm("undo", code=0)
    crm(*ZOE, code=0)
    crm("contact", "forget", "Zoe", "--yes", code=0)
    assert left("Zoe", "Quimby", "zq@x.example") == []
    crm("undo", "2")
    assert left("Zoe", "Quimby", "zq@x.example") == []
    assert "p7@x.example" in left("p7@x.example")


def test_somebody_else_who_is_gone_can_still_come_back(crm: Run) -> None:
    crm("contact", "add", "Ann Marlow", "--email", "office@x.example", code=0)
    crm("contact", "add", "Tim Burr", "--email", "office@x.example", "--force", code=0)
    crm("contact", "add", "Zoe Quimby", "--company", "Other", "--email", "another@x.example", code=0)
    crm("contact", "delete", "2", "3", code=0)
    crm("contact", "add", "Zoe Quimby", "--company", "Acme", "--email", "zq@x.example", code=0)
    told = crm("contact", "forget", "Ann", "--yes", "-f", "json", code=0).json
    assert told["former"] == []
    told = crm("contact", "forget", "contact/4", "--yes", "-f", "json", code=0).json
    assert (told["former"], told["look_at"]) == ([], ["contact/3"])  # may have been the same
    crm("undo", "4", code=0)
    assert crm("contact", "list", "-f", "{name} {email}").lines == [
        "Tim Burr office@x.example",
        "Zoe Quimby another@x.example",
    ]


PLACES = {
    "a note": [("note", "add", "Acme", "met Quimby at the fair")],
    "a note of what is hers": [("note", "add", "Acme", "saw Quimby’s roof, Zoe's idea")],
    "a note in small letters": [("note", "add", "Acme", "the Quimby roof"), ("note", "add", "Acme", "Met quimby again"),
                                ("note", "add", "Acme", "asked Quimby")],
    "a note deleted": [("note", "add", "Acme", "Quimby called"), ("note", "delete", "1")],
    "a note changed": [("note", "add", "Acme", "Quimby called"), ("note", "edit", "1", "--text", "a call")],
    "a reminder": [("remind", "add", "ring Quimby", "--company", "Acme")],
    "a tag": [("company", "tag", "Acme", "quimby-fan")],
    "a tag renamed": [("company", "tag", "Acme", "Quimby fans"), ("tag", "rename", "Quimby fans", "fans")],
    "a tag deleted": [("company", "tag", "Acme", "Quimby fans"), ("tag", "delete", "Quimby fans", "--yes")],
    "two tags that become one": [("company", "tag", "Acme", "Quimby fans", "Zoe fans", "[forgotten] fans")],
    "a segment's query": [("segment", "add", "q", "name:quimby or email:zq@x.example")],
    "a segment's name": [("segment", "add", "Quimby people", "city:Oslo")],
    "a segment renamed": [("segment", "add", "Quimby people", "city:Oslo"), ("segment", "edit", "Quimby people", "--name", "p")],
    "a deal's title": [("deal", "add", "Quimby roof", "--company", "Acme")],
    "a deal's source": [("deal", "add", "Roof", "--company", "Acme", "--source", "tip of Zoe Quimby")],
    "a company's description": [("company", "edit", "Acme", "--description", "the Quimby family owns it")],
    "a job title": [("contact", "add", "Bo Li", "--job-title", "assistant to Zoe Quimby")],
    "a field of one's own": [
        ("field", "add", "company", "advisor"), ("company", "edit", "Acme", "--advisor", "Zoe Quimby, by zq@x.example"),
    ],
    "a pipeline": [("pipeline", "add", "Quimby projects", "--stages", "Ask Quimby,Done")],
    "a setting": [("config", "set", "owner_emails", "zq@x.example")],
    "a relation": [("contact", "add", "Bo Li"), ("contact", "relate", "Bo Li", "friend of Zoe Quimby", "Acme")],
    "a consent": [("contact", "add", "Bo Li"), ("contact", "consent", "Bo Li", "email", "yes", "--how", "asked Zoe Quimby")],
    "a reason": [("company", "edit", "Acme", "--city", "Oslo", "--reason", "Zoe Quimby said so")],
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_text_elsewhere_says_the_name(crm: Run, left: Left, place: str, index_is_clean: Any) -> None:
    crm(*ZOE, code=0)
    for words in PLACES[place]:
        crm(*words, code=0)
    crm("contact", "forget", "Zoe", "--yes", code=0)
    assert left("Zoe", "Quimby", "zq@x.example") == []
    assert index_is_clean()
    undo_and_redo_all(crm)
    assert left("Zoe", "Quimby", "zq@x.example") == []
    assert [line for line in crm("doctor", "-f", "json").json if line["state"] == "broken"] == []


def test_a_tag_and_a_segment_are_found_under_what_is_left_of_their_names(crm: Run) -> None:
    crm(*ZOE, code=0)
    crm("company", "tag", "Acme", "Quimby-fan", code=0)
    crm("segment", "add", "Quimby's people", "tag:quimby-fan", "--kind", "company", code=0)
    crm("contact", "forget", "Zoe", "--yes", code=0)
    [tag], [segment] = crm("tag", "list", "-f", "{name}").lines, crm("segment", "list", "-f", "{name}").lines
    assert (tag, segment) == ("[forgotten]-fan", "[forgotten]'s people")
    assert crm("company", "list", f'in:"{segment}"', "-f", "{name}", code=0).out == "Acme\n"
    crm("tag", "rename", tag, "fans", code=0)
    crm("segment", "edit", segment, "--name", "people", code=0)


def test_ordinary_words_are_no_names_and_are_listed(crm: Run) -> None:
    crm("contact", "add", "Will Price", "--email", "wp@x.example", code=0)
    crm("contact", "add", "Bo Li", "--company", "Acme", code=0)
    for text in (
        "the price list is sent",
        "Price is high, she will think",
        "asked Price",
        "we will see",
        "Will Price came",
    ):
        crm("note", "add", "Bo", text, code=0)
    crm("company", "edit", "Acme", "--city", "Price", code=0)
    told = crm("contact", "forget", "contact/1", "--yes", "-f", "json", code=0).json
    assert crm("note", "list", "-f", "{body}", "--sort", "id").lines == [
        "the price list is sent", "Price is high, she will think", "asked Price", "we will see", "[forgotten] came",
    ]  # fmt: skip
    assert told["look_at"] == ["activity/1", "activity/2", "activity/3", "activity/4"]


def test_a_word_that_others_bear_is_theirs(crm: Run) -> None:
    crm(*ZOE, code=0)
    crm("contact", "add", "Bo Quimby", code=0)
    crm("note", "add", "Acme", "Quimby called, Zoe too", code=0)
    crm("contact", "forget", "Zoe Quimby", "--yes", code=0)
    assert crm("note", "list", "-f", "{body}").out == "Quimby called, [forgotten] too\n"


@pytest.mark.parametrize(
    ("mode", "body"),
    [
        ("clean", "the price: ask [forgotten]; [forgotten] of Price"),
        ("all", "the [forgotten]: ask [forgotten]; [forgotten] of [forgotten]"),
        ("keep", "the price: ask Zelda; [forgotten] of Price"),
    ],
)
def test_the_user_says_what_becomes_of_single_words(crm: Run, mode: str, body: str) -> None:
    crm("contact", "add", "Zelda Price", "--email", "zp@x.example", code=0)
    crm("contact", "add", "Bo Li", code=0)
    crm("note", "add", "Bo", "the price: ask Zelda; zp@x.example of Price", code=0)
    crm("contact", "forget", "Zelda", "--mentions", mode, "--yes", code=0)
    assert crm("note", "list", "-f", "{body}").out == body + "\n"


def test_what_goes_and_what_stays_is_shown_before(crm: Run) -> None:
    crm(*ZOE, code=0)
    crm("contact", "add", "Bo Li", code=0)
    crm("note", "add", "Bo", "asked  Quimby\nabout a roof", code=0)
    crm("note", "add", "Bo", "zoe, in small letters", code=0)
    shown = [
        "other texts that name the person, or may:",
        "  goes   activity/1 body: “asked Quimby about a roof”",
        "  stays  activity/2 body: “zoe, in small letters”",
        "--mentions all puts out every word of the name, --mentions keep only whole names, e-mails and phones",
    ]
    assert crm("contact", "forget", "Zoe", "--dry-run", code=0).err.splitlines()[:4] == shown
    asked = crm("contact", "forget", "Zoe", terminal=True, stdin="n\n", code=6)
    assert asked.err.splitlines()[:4] == shown
    done = crm("contact", "forget", "Zoe", "--yes", code=0)
    assert done.err.splitlines() == [
        "put out of other texts: activity/1",
        "these stay and may still speak of the person in other words: activity/2",
    ]
    assert crm("contact", "forget", "Bo", "--mentions", "some", code=2).err == (
        "Error: --mentions is one of clean all keep, not `some`\n"
    )


def test_a_value_that_another_program_wrote_is_read_as_json(crm: Run, path: Path, left: Left) -> None:
    crm("field", "add", "company", "advisor", code=0)
    crm("company", "add", "Acme", code=0)
    crm("contact", "add", "Жанна Петровская", code=0)
    db = sqlite3.connect(path)
    db.execute("UPDATE companies SET custom = ?", (json.dumps({"advisor": "просит Жанна Петровская"}),))
    db.commit()
    db.close()
    crm("contact", "forget", "contact/1", "--yes", code=0)
    assert left("Жанна", "Петровская") == []
    assert crm("company", "list", "--columns", "advisor", "-f", "{advisor}").out == "просит [forgotten]\n"


def test_an_id_elsewhere_that_is_the_address_goes(crm: Run, tmp_path: Path, left: Left) -> None:
    (tmp_path / "mail.csv").write_text("ID,Body,Company,Date\nzq@x.example,hello,Acme,2026-11-01\n")
    crm("import", str(tmp_path / "mail.csv"), "--as", "activities", code=0)
    crm(*ZOE, code=0)
    crm("contact", "forget", "Zoe", "--yes", code=0)
    assert left("zq@x.example") == []


def test_copies_kept_aside_are_named(crm: Run, path: Path) -> None:
    crm(*ZOE, code=0)
    crm("backup", code=0)
    crm("contact", "add", "Bo Li", code=0)
    crm(
        "restore", str(path.with_name("crm-20261121T093000Z.db")), "--yes", now="2026-11-21T10:00:00Z", code=0
    )
    db = sqlite3.connect(path)
    db.execute("DELETE FROM _backups")  # a ledger can be lost
    db.commit()
    db.close()
    migrated = path.with_name("crm-v1-20261121T080000Z.db")
    shutil.copy(path.with_name("crm-20261121T093000Z.db"), migrated)
    told = crm("contact", "forget", "Zoe", "--yes", "-f", "json", code=0).json
    assert [Path(name).name for name in told["backups"]] == [
        "crm-20261121T093000Z.db", "crm-before-restore-20261121T100000Z.db", "crm-v1-20261121T080000Z.db",
    ]  # fmt: skip


def test_a_copy_in_which_the_person_has_another_number_is_named(crm: Run, path: Path) -> None:
    crm("contact", "add", "Bo Li", code=0)
    early = path.with_name("early.db")
    crm("backup", str(early), code=0)
    crm(*ZOE, code=0)
    crm("backup", str(path.with_name("late.db")), code=0)
    crm("restore", str(early), "--yes", code=0)
    for name in ("Cy Ant", "Di Dot"):
        crm("contact", "add", name, code=0)
    crm(*ZOE, code=0)
    told = crm("contact", "forget", "Zoe", "--yes", "-f", "json", code=0).json
    assert str(path.with_name("late.db")) in told["backups"] or any(
        "before-restore" in b for b in told["backups"]
    )
    assert str(early) not in told["backups"]
