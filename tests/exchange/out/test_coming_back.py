"""Files for other programs are read back: a workbook changes nothing, cards and calendars make the same people and days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]


@pytest.fixture
def filled(crm: Run) -> Run:
    for words in (
        ("config", "set", "currency", "EUR"),
        ("field", "add", "contact", "Shoe", "--type", "number"),
        ("contact", "add", "=Ann; Lee", "--company", "Acme, Inc", "--email", "work:ann@acme.example", "--tag", "vip"),
        ("contact", "edit", "1", "--email", "ann@home.example", "--phone", "mobile:+77011234567", "--shoe", "40.5"),
        ("contact", "edit", "1", "--description", "two\nlines; and, \\signs", "--postal-code", "00712"),
        ("contact", "add", "Bob Roe", "--birthday", "14 March", "--family-name", "Roe", "--given-name", "Bob"),
        ("product", "add", "Core", "--price", "10.50"),
        ("deal", "add", "Big", "--contact", "Bob", "--amount", "1250.50 KWD", "--close", "2026-12-24"),
        ("note", "meeting", "Bob", "hello", "--on", "2026-11-20 15:30", "--duration", "20m", "--subject", "Talk"),
        ("remind", "add", "send", "--contact", "Bob", "--due", "2026-11-27 09:00", "--priority", "high"),
    ):  # fmt: skip
        result = crm(*words)
        assert result.code == 0, (words, result.err)
    return crm


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_that_comes_back_changes_nothing(filled: Run, kind: str, tmp_path: Path) -> None:
    plural = KINDS[kind].plural
    before = filled("export", plural, code=0).out
    filled("export", plural, "--to", str(tmp_path / "x.xlsx"), code=0)
    result = filled("import", str(tmp_path / "x.xlsx"), "--as", plural, "-f", "json", code=0)
    assert (result.json["updated"], result.json["created"], result.json["command"]) == (0, 0, None)
    assert filled("export", plural, code=0).out == before


def test_a_workbook_makes_the_same_people_in_another_file(filled: Run, tmp_path: Path) -> None:
    filled("export", "contacts", "--to", str(tmp_path / "x.xlsx"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    filled("import", str(tmp_path / "x.xlsx"), "--as", "contacts", env=other, code=0)
    names = "name,company,emails,phones,tags,birthday,description,postal_code,Shoe"
    assert (
        filled("export", "contacts", "--columns", names, env=other).out
        == filled("export", "contacts", "--columns", names).out
    )


def test_cards_make_the_same_people_in_another_file(filled: Run, tmp_path: Path) -> None:
    filled("export", "contacts", "--to", str(tmp_path / "x.vcf"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    filled("import", str(tmp_path / "x.vcf"), env=other, code=0)
    names = "name,given_name,family_name,company,emails,phones,tags,birthday,description,postal_code"
    assert (
        filled("export", "contacts", "--columns", names, env=other).out
        == filled("export", "contacts", "--columns", names).out
    )


def test_cards_that_come_again_add_nobody(filled: Run, tmp_path: Path) -> None:
    filled("export", "contacts", "--to", str(tmp_path / "x.vcf"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    for _ in range(2):
        result = filled("import", str(tmp_path / "x.vcf"), "-f", "json", env=other, code=0)
    assert (result.json["created"], result.json["updated"], result.json["unchanged"]) == (0, 0, 2)


def test_to_dos_are_due_when_they_were_in_another_file(filled: Run, tmp_path: Path) -> None:
    filled("export", "reminders", "--to", str(tmp_path / "x.ics"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    filled("import", str(tmp_path / "x.ics"), env=other, code=0)
    names = "title,due_on,due_at,priority"
    assert (
        filled("export", "reminders", "--columns", names, env=other).out
        == filled("export", "reminders", "--columns", names).out
    )


@pytest.mark.parametrize(
    ("kind", "end"), [("contact", "vcf"), ("company", "vcf"), ("activity", "ics"), ("reminder", "ics")]
)
def test_cards_and_calendars_that_come_back_make_nobody_and_nothing_twice(
    filled: Run, kind: str, end: str, tmp_path: Path
) -> None:
    filled(
        "company",
        "edit",
        "1",
        "--website",
        "https://acme.example",
        "--url",
        "shop:https://shop.example",
        code=0,
    )
    filled("company", "add", "Two Links", "--url", "https://a.example", "--url", "https://b.example", code=0)
    filled("company", "add", "One Link", "--url", "https://one.example", code=0)
    filled("contact", "add", "Cy", "--description", "has no address and no company", code=0)
    filled("remind", "add", "call", "--company", "Acme", "--due", "2026-11-30", code=0)
    plural = KINDS[kind].plural
    before = filled("export", "all", "--to", str(tmp_path / "before"), code=0) and _texts(tmp_path / "before")
    filled("export", plural, "--to", str(tmp_path / f"x.{end}"), code=0)
    result = filled("import", str(tmp_path / f"x.{end}"), "-f", "json", code=0)
    assert (result.json["created"], result.json["updated"]) == (0, 0)
    assert sum(result.json["cells"].values()) == result.json["cells"]["equal"] + result.json["cells"]["blank"]
    filled("export", "all", "--to", str(tmp_path / "after"), code=0)
    assert {**_texts(tmp_path / "after"), "external_ids.csv": ""} == {**before, "external_ids.csv": ""}


def test_a_card_of_somebody_called_otherwise_by_now_is_still_theirs(filled: Run, tmp_path: Path) -> None:
    filled("export", "contacts", "Bob", "--to", str(tmp_path / "x.vcf"), code=0)
    filled("contact", "edit", "Bob", "--name", "Roberta Doe", code=0)
    result = filled("import", str(tmp_path / "x.vcf"), "-f", "json", code=0)
    assert (result.json["created"], result.json["updated"]) == (0, 1)
    assert "changed: contact/2" in result.err


def _texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}
