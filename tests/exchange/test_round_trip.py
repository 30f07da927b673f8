"""The law of export and import: everything out, into an empty file, and out again is the same."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary
from crm_cli.core.text import fold

Run = Callable[..., Any]
KINDS = ("companies", "contacts", "products", "deals", "activities", "reminders")
NAUGHTY = Path(__file__).parents[3] / "shared/data/suites/naughty"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "'=1",
    "''",
    "@SUM(1)",
    "-1+1",
    "+7 701",
    'say "hi", she',
    "a;b|c\td",
    "line\nbreak\r\nand\rmore",
    "\u202eabc\u202c",
    "NULL",
    "N/A",
    "-",
    "0123",
    "1e5",
    "\\N",
    "naïve 名前 Жұмабаев محمدی\u200c",
    "🇰🇿👩‍👩‍👧",
    "\x1b[31m",
    "\ufeffx",
    "nan",
    "true",
]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
def test_everything_exported_and_read_into_an_empty_file_is_equal(
    crm: Run, tmp_path: Path, suffix: str
) -> None:
    env = {"CRM_CURRENCY": "EUR", "TZ": "Asia/Almaty"}
    run = lambda *words, **how: crm(*words, env=env, **{"code": 0, **how})  # noqa: E731
    for place, text in enumerate(HOSTILE):
        run("company", "add", f"name:{text}", "--description", f"{text} {place}", "--force")
    run(
        "contact",
        "add",
        "Ann Lee",
        "--company",
        "Acme",
        "--tag",
        "vip",
        "--tag",
        "a, b",
        "--birthday",
        "--03-14",
    )
    for value in ("work:ann@w.com", "ann@home.com"):
        run("contact", "edit", "Ann", "--email", value)
    run(
        "contact",
        "edit",
        "Ann",
        "--phone",
        "mobile:+77012345678",
        "--url",
        "https://ann.example",
        "--messenger",
        "telegram:@ann",
    )
    run("contact", "add", "Ann Lee", "--company", "Globex", "--referred-by", "1", "--force")
    run("contact", "add", "Gone", "--lifecycle", "former")
    run("contact", "archive", "Gone")
    run("company", "edit", "Acme", "--parent", "Globex", "--domain", "acme.com")
    run("field", "add", "company", "Plan", "--type", "choice", "--choices", "gold,silver")
    run("field", "add", "company", "city code", "--type", "number")
    run("company", "edit", "Acme", "--Plan", "gold", "--city-code", "12.5")
    run("product", "add", "Core", "--price", "10.50", "--code", "C1")
    run("product", "add", "Plus", "--price", "7 USD")
    run(
        "deal",
        "add",
        "Big one",
        "--contact",
        "1",
        "--amount",
        "1250.50",
        "--product",
        "Core",
        "--close",
        "2026-12-24",
        "--tag",
        "hot",
    )
    run("deal", "add", "Lines", "--company", "Globex")
    run("deal", "item", "add", "Lines", "Core", "--quantity", "3", "--discount", "10%")
    run("deal", "item", "add", "Lines", "Plus", "--price", "2.5")
    run("deal", "add", "Done", "--company", "Acme", "--amount", "5", "--probability", "40%")
    run("deal", "win", "Done", "--on", "2026-11-02")
    run("deal", "add", "Pity", "--company", "Acme", "--amount", "5 USD")
    run("deal", "lose", "Pity", "--on", "2026-11-03")
    run("note", "add", "1", "multi\nline", "--with", "2", "--deal", "Big one", "--on", "2026-11-20 23:30")
    run("note", "call", "1", "hello", "--in", "--duration", "20m", "--outcome", "fine")
    run("remind", "add", "send quote", "--contact", "1", "--deal", "Big one", "--due", "2026-11-27 09:00")
    run("remind", "add", "old", "--due", "2026-11-01", "--priority", "high")
    run("remind", "done", "old")
    run("remind", "add", "later", "--due", "2026-11-22")
    run("remind", "snooze", "later", "2026-12-01")

    first, second, again = tmp_path / "first", tmp_path / "second", tmp_path / "again"
    run("export", "all", "--to", str(first))
    run("export", "all", "-f", suffix, "--to", str(again))
    other = {**env, "CRM_DB": str(tmp_path / "other.db")}
    for kind in KINDS:
        told = crm(
            "import",
            str(again / f"{kind}.{suffix}"),
            "--as",
            kind,
            "-f",
            "json",
            env=other,
            now="2027-01-01T00:00:00Z",
        )
        assert (told.code, told.json["created"], told.json["linked"]) == (0, told.json["rows"], {}), told.err
    crm("export", "all", "--to", str(second), env=other, code=0)
    for kind in KINDS:
        assert without_uids(second / f"{kind}.csv") == without_uids(first / f"{kind}.csv")
    for kind in KINDS:
        told = crm(
            "import",
            str(again / f"{kind}.{suffix}"),
            "--as",
            kind,
            "-f",
            "json",
            env=other,
            now="2027-01-01T00:00:00Z",
        )
        assert (told.json["unchanged"], told.json["command"]) == (told.json["rows"], None)


def without_uids(path: Path) -> list[list[str]]:
    import csv

    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("uid")
    return [row[:at] + row[at + 1 :] for row in rows]


def test_records_keep_their_links_where_the_numbers_are_taken(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Ann", "--company", "Acme", code=0)
    crm("contact", "add", "Bob", "--company", "Globex", code=0)
    crm("export", "all", "--to", str(tmp_path / "out"), code=0)
    other = {"CRM_DB": str(tmp_path / "other.db")}
    for name in ("Zero", "One"):
        crm("company", "add", name, env=other, code=0)
    for kind in ("companies", "contacts"):
        crm("import", str(tmp_path / f"out/{kind}.csv"), env=other, code=0)
    assert crm("contact", "list", "-f", "{name} {company} {company_id}", env=other).lines == [
        "Ann Acme 3",
        "Bob Globex 4",
    ]


NAMES = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=30
).filter(lambda text: fold(text) and text.strip() == text.strip("'").strip())


WAYS = [[], ["--raw"], ["-f", "tsv"], ["-f", "json"], ["-f", "jsonl"]]
"""The options of an export that an import reads back."""


def reading(options: list[str]) -> list[str]:
    return [option for option in options if option == "--raw"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(NAMES, min_size=1, max_size=5, unique_by=fold), options=st.sampled_from(WAYS))
def test_any_texts_go_out_and_come_back_unchanged(
    tmp_path: Path, texts: list[str], options: list[str]
) -> None:
    first, second = Small(tmp_path), Small(tmp_path)
    rows = "".join('"' + text.replace('"', '""') + '","' + text.replace('"', '""') + '"\n' for text in texts)
    told = ("--encoding", "utf-8")
    first("import", "-", "--as", "companies", "--raw", *told, stdin="name,description\n" + rows)
    out = first("export", "companies", *options)
    second("import", "-", "--as", "companies", *reading(options), stdin=out)
    columns = ("--columns", "name,description", "-f", "json")
    assert second("export", "companies", *columns) == first("export", "companies", *columns)


class Small:
    """A file of its own, for many examples in one test."""

    count = 0

    def __init__(self, folder: Path) -> None:
        Small.count += 1
        self.path = folder / f"{Small.count}.db"
        self.world = {"CRM_DB": str(self.path), "TZ": "UTC", "HOME": str(folder)}

    def __call__(self, *words: str, stdin: str = "") -> str:
        out, err = io.StringIO(newline=""), io.StringIO()
        app = App(Globals(), env=self.world, stdin=io.StringIO(stdin, newline=""), stdout=out, stderr=err)
        assert boundary.run(list(words), app) == 0, err.getvalue()
        return out.getvalue()


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the strings are not beside the checkout")
@pytest.mark.parametrize("options", WAYS)
def test_naughty_strings_go_out_and_come_back_unchanged(tmp_path: Path, options: list[str]) -> None:
    import json

    strings: list[str] = []
    for path in NAUGHTY.iterdir():
        if path.suffix == ".json":
            found = json.loads(path.read_text())
            strings += [text for text in found if isinstance(text, str)] if isinstance(found, list) else []
    texts = list(dict.fromkeys(text.strip() for text in strings if text.strip() and "\0" not in text))
    assert len(texts) > 100
    first, second = Small(tmp_path), Small(tmp_path)
    rows = "".join(f'{n},"' + text.replace('"', '""') + '"\n' for n, text in enumerate(texts))
    first("import", "-", "--as", "contacts", "--raw", stdin="id,description\n".replace("id", "name") + rows)
    out = first("export", "contacts", *options)
    second("import", "-", "--as", "contacts", *reading(options), stdin=out)
    shown = json.loads(second("export", "contacts", "--columns", "description", "-f", "json"))
    assert [one["description"] for one in shown] == texts
    os.unlink(second.path)
