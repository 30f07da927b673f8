"""vCards: version 4.0 as RFC 6350 has it, whole outputs compared, and read back by the rules of its section 3."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm_cli.exchange.export.content_lines import escaped, folded, parameter

Run = Callable[..., Any]


def properties(text: str) -> list[tuple[str, list[str]]]:
    """What is before the colon, and the value's parts between `;`, unfolded and unescaped (RFC 6350, 3.2 to 3.4)."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(
            r'((?:[A-Za-z0-9-]+\.)?[A-Za-z0-9-]+(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line
        )
        assert match, line
        found.append((match[1], [_plain(value) for value in _parts(match[2])]))
    return found


def _parts(value: str) -> list[str]:
    parts, at = [""], 0
    while at < len(value):
        step = 2 if value[at] == "\\" else 1
        if value[at] == ";":
            parts.append("")
        else:
            parts[-1] += value[at : at + step]
        at += step
    return parts


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda it: "\n" if it[1] in "nN" else it[1], value)


def test_a_person_has_all_that_a_card_can_say(crm: Run) -> None:
    crm(
        *("contact", "add", "Jane Doe", "--given-name", "Jane", "--family-name", "Doe", "--company", "Acme; Sons"),
        *("--job-title", "CFO, acting", "--birthday", "14.03.1990", "--tag", "vip", "--tag", "a b"),
        *("--street", "1 High St", "--city", "Bath", "--postal-code", "BA1", "--country", "UK"),
        *("--description", "first\nsecond \\ third", "--language", "kk", "--timezone", "Asia/Almaty"),
        code=0,
    )  # fmt: skip
    for words in (
        ("--email", "work:jane@acme.example"),
        ("--email", "holiday:jane@sea.example"),
        ("--phone", "mobile:+77012345678"),
        ("--phone", "work fax:+77272345678"),
        ("--url", "https://jane.example/a,b;c"),
        ("--messenger", "telegram:@jane"),
        ("--social", "jane-doe"),
    ):
        crm("contact", "edit", "Jane", *words, code=0)
    result = crm("export", "contacts", "-f", "vcard", code=0)
    uid = crm("export", "contacts", "-f", "json").json[0]["uid"]
    assert result.out.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:urn:uuid:{uid}",
        "KIND:individual",
        "FN:Jane Doe",
        "N:Doe;Jane;;;",
        "ORG:Acme\\; Sons",
        "BDAY:19900314",
        "item1.EMAIL;PREF=1:jane@sea.example",
        "item1.X-ABLabel:holiday",
        "EMAIL;TYPE=work:jane@acme.example",
        'TEL;TYPE="work,fax";PREF=1:+77272345678',
        "TEL;TYPE=cell:+77012345678",
        "URL:https://jane.example/a,b;c",
        "item2.IMPP:im:@jane",
        "item2.X-ABLabel:telegram",
        "SOCIALPROFILE;VALUE=text:jane-doe",
        "ADR:;;1 High St;Bath;;BA1;UK",
        "TITLE:CFO\\, acting",
        "NOTE:first\\nsecond \\\\ third",
        "LANG:kk",
        "TZ:Asia/Almaty",
        "CATEGORIES:a b,vip",
        "END:VCARD",
        "",
    ]
    assert result.err == ""


def test_a_company_is_an_organization(crm: Run) -> None:
    crm("company", "add", "Acme", "--domain", "acme.example", "--website", "https://acme.example", code=0)
    crm("field", "add", "company", "Family name", code=0)
    result = crm("export", "companies", "-f", "vcard", code=0)
    assert result.out.split("\r\n")[3:] == [
        "KIND:org",
        "FN:Acme",
        "ORG:Acme",
        "URL:https://acme.example",
        "END:VCARD",
        "",
    ]
    assert result.err == "a vCard has no place for, and left out: domain (1)\n"


def test_what_a_card_has_no_place_for_is_told_with_how_many_have_it(crm: Run) -> None:
    crm("contact", "add", "Jane", "--lifecycle", "lead", "--source", "fair", code=0)
    crm("contact", "add", "Bob", "--lifecycle", "customer", code=0)
    assert crm("export", "contacts", "-f", "vcard", code=0).err == (
        "a vCard has no place for, and left out: lifecycle (2), source (1)\n"
    )


def test_a_birthday_without_a_year_has_none(crm: Run) -> None:
    crm("contact", "add", "Jane", "--birthday", "14 March", code=0)
    assert "\r\nBDAY:--0314\r\n" in crm("export", "contacts", "-f", "vcard", code=0).out


def test_no_card_is_written_of_nobody(crm: Run) -> None:
    crm("contact", "add", "Jane", code=0)
    assert crm("export", "contacts", "tag:none", "-f", "vcard", code=0).out == ""


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=1, max_size=4))
def test_any_texts_are_there_again_by_the_rules_of_the_standard(texts: list[str]) -> None:
    line = f"ADR:{';'.join(map(escaped, texts))}"
    assert properties(folded([line])) == [("ADR", texts)]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_a_parameter_never_ends_its_quotes_early(text: str) -> None:
    ((name, _),) = properties(folded([f"ATTENDEE;CN={parameter(text)}:mailto:x"]))
    inner = name.removeprefix('ATTENDEE;CN="').removesuffix('"')
    assert re.sub(r"\^(['n^])", lambda it: {"'": '"', "n": "\n", "^": "^"}[it[1]], inner) == text


def test_control_signs_and_every_line_end_stay_out_of_lines() -> None:
    assert escaped("a\x00\x1bb\r\nc\rd\te") == "ab\\nc\\nd\te"
    assert parameter('say "x"\n^') == "\"say ^'x^'^n^^\""
