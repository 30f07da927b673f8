"""`crm contact export-all`: everything that is held on one person, explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def fill(crm: Run) -> None:
    crm("field", "add", "contact", "shoe size", "--type", "number", code=0)
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.com", "--company", "Acme", "--tag", "vip", "--birthday", "1990-03-14",
        "--shoe-size", "38", "--deal", "Site", "--amount", "1250.50 EUR", "--next", "send quote", code=0)  # fmt: skip
    crm("contact", "add", "Bob Roe", "--description", "cousin of Jane Doe", code=0)
    crm("call", "contact/1", "wants a quote", "--with", "Bob", code=0)
    crm("contact", "relate", "Bob", "cousin", "contact/1", code=0)
    crm("contact", "date", "contact/1", "wedding", "2019-06-01", code=0)
    crm("contact", "edit", "contact/1", "--city", "Oslo", "--reason", "moved", code=0)
    crm("segment", "add", "vips", "tag:vip", code=0)
    crm("segment", "add", "shy", "no:email", code=0)


def test_every_section_says_what_it_is_and_holds_it(crm: Run) -> None:
    fill(crm)
    told = crm("contact", "export-all", "jane@acme.com", code=0).json
    held = {key: section["held"] for key, section in told.items()}
    assert all(section["meaning"] for section in told.values())
    assert held["person"]["name"] == "Jane Doe"
    assert held["person"]["birthday"] == "1990-03-14"
    assert held["person"]["custom"] == {"shoe size": 38}
    assert [point["value"] for point in held["contact_points"]] == ["jane@acme.com"]
    assert held["tags"] == ["vip"]
    assert [(deal["title"], deal["amount"], deal["currency"]) for deal in held["deals"]] == [
        ("Site", 1250.5, "EUR")
    ]
    assert [(note["body"], note["with"][0]) for note in held["activities"]] == [
        ("wants a quote", "contact/2")
    ]
    assert [reminder["title"] for reminder in held["reminders"]] == ["send quote"]
    assert [relation["kind"] for relation in held["relations"]] == ["cousin"]
    assert [date["label"] for date in held["important_dates"]] == ["wedding"]
    assert [(s["segment"], s["is_in"]) for s in held["segments"]] == [("vips", True)]
    assert held["mentioned_in"] == [
        {"record": "contact/2", "field": "description", "text": "cousin of Jane Doe"}
    ]
    changed = [(c["step"], c["before"], c["after"]) for c in held["history"] if c["field"] == "city"]
    assert changed == [(7, None, "Oslo")]
    assert [step["reason"] for step in held["steps"] if step["id"] == 7] == ["moved"]


def test_every_field_given_out_is_explained(crm: Run) -> None:
    fill(crm)
    held = {key: section["held"] for key, section in crm("contact", "export-all", "contact/1").json.items()}
    assert held["explanations"]["contacts"]["name"] == "the whole name as written, any text"
    for key in ("contact_points", "deals", "activities", "reminders", "relations"):
        unexplained = {name for row in held[key] for name in row} - set(held["explanations"][key])
        assert unexplained <= {
            "company", "stage", "pipeline", "with", "items", "stage_moves", "is_main_contact", "role",
        }, key  # fmt: skip


def test_the_names_of_other_people_are_not_given_out_with_it(crm: Run) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    crm("contact", "add", "Bob Roe", "--email", "bob@roe.example", code=0)
    crm("meeting", "Jane", "budget", "--with", "Bob", code=0)
    told = crm("contact", "export-all", "Jane").out
    assert "contact/2" in told
    assert "bob@roe.example" not in told


def test_it_goes_into_a_file_or_folder_for_the_user_alone(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    shown = crm("contact", "export-all", "Jane").out
    done = crm("contact", "export-all", "Jane", "--to", str(tmp_path), code=0)
    assert (done.out, done.err) == ("", f"wrote {tmp_path / 'contact-1.json'}\n")
    assert (tmp_path / "contact-1.json").read_text(encoding="utf-8") == shown
    assert (tmp_path / "contact-1.json").stat().st_mode & 0o777 == 0o600
    crm("contact", "export-all", "Jane", "--to", str(tmp_path / "jane.json"), code=0)
    assert (tmp_path / "jane.json").read_text(encoding="utf-8") == shown


def test_the_file_itself_is_never_written_over(crm: Run, path: Path) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    crm("contact", "export-all", "Jane", "--to", str(path), "--force", code=5)
    assert crm("contact", "list", "-f", "{name}").out == "Jane Doe\n"
