"""In which format a file is written: what `-f` says, else what its name ends in; and what a format cannot say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.output.formats import all_formats

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"id,uid,name,"),
        ("a.tsv", b"id\tuid\tname\t"),
        ("a.json", b'[\n{"id": 1, "uid": "'),
        ("a.jsonl", b'{"id": 1, "uid": "'),
        ("a.yaml", b"- id: 1\n  uid: "),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.vcf", b"BEGIN:VCARD\r\n"),
        ("A.VCF", b"BEGIN:VCARD\r\n"),
        ("a.txt", b"id,uid,name,"),
        ("csv", b"id,uid,name,"),
        ("a", b"id,uid,name,"),
    ],
)
def test_the_end_of_a_name_says_the_format(crm: Run, tmp_path: Path, name: str, begins: bytes) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    result = crm("export", "contacts", "--to", str(tmp_path / name), code=0)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert result.err == f"1 contact written to {tmp_path / name}\n"


def test_a_format_asked_for_goes_before_the_name_with_a_remark(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    result = crm("export", "contacts", "--to", str(tmp_path / "a.xlsx"), "-f", "csv", code=0)
    assert result.err == (
        f"`{tmp_path / 'a.xlsx'}` is written as csv, as -f says, not as xlsx\n"
        f"1 contact written to {tmp_path / 'a.xlsx'}\n"
    )
    assert crm("export", "contacts", "--to", str(tmp_path / "b.csv"), "-f", "csv").err == (
        f"1 contact written to {tmp_path / 'b.csv'}\n"
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ("deals", "-f", "vcard"),
            "vcard is for contacts and companies, not for deals, which go into csv, tsv, json, jsonl, yaml, xlsx",
        ),
        (
            ("contacts", "-f", "ics"),
            "ics is for activities and reminders, not for contacts, which go into csv, tsv, json, jsonl, yaml, xlsx",
        ),
        (
            ("products", "--to", "p.vcf"),
            "vcard is for contacts and companies, not for products, which go into csv, tsv, json, jsonl, yaml, xlsx",
        ),
    ],
)
def test_a_kind_that_a_format_cannot_say_is_refused_with_those_that_can(
    crm: Run, tmp_path: Path, words: tuple[str, ...], error: str
) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    result = crm("export", *words, code=2)
    assert (result.out, result.err) == ("", f"Error: {error}\nhint: crm export {words[0]} -f csv\n")


@pytest.mark.parametrize("option", ["--columns", "--group-by"])
def test_a_card_has_no_columns_to_choose(crm: Run, option: str) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    assert crm("export", "contacts", "-f", "vcard", option, "name", code=2).err == (
        "Error: vcard has a form of its own: no --columns or --group-by\nhint: leave them out, or -f csv\n"
    )


@pytest.mark.parametrize(
    ("name", "file"), [("vcard", "contacts.vcf"), ("ics", "activities.ics"), ("xlsx", "contacts.xlsx")]
)
def test_a_list_names_the_export_for_what_only_exports_write(crm: Run, name: str, file: str) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    assert crm("contact", "list", "-f", name, code=2).err == (
        f"Error: `{name}` is a format of files for other programs, which an export writes\n"
        f"hint: crm export {file.partition('.')[0]} --to {file}\n"
    )


def test_a_format_nobody_knows_is_met_with_the_nearest(crm: Run) -> None:
    assert crm("export", "contacts", "-f", "vcrd", code=2).err == (
        "Error: `vcrd` is not a format: table, plain, csv, tsv, json, jsonl, yaml, ids, markdown, xlsx, vcard,"
        " ics, or a template\nhint: -f vcard\n"
    )


def test_no_two_formats_share_an_ending() -> None:
    endings = [format.suffix for format in all_formats() if format.suffix]
    assert sorted(endings) == sorted(set(endings))


def test_a_whole_export_in_a_form_for_some_kinds_is_refused(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane Doe", code=0)
    assert crm("export", "all", "--to", str(tmp_path / "all"), "-f", "vcard", code=2).err == (
        "Error: export all writes files of data, not `vcard`\n"
        "hint: -f csv or -f tsv or -f json or -f jsonl or -f yaml or -f xlsx\n"
    )
    assert not (tmp_path / "all").exists()
