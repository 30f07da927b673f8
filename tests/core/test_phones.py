"""Phone numbers: E.164 for comparing, and the form people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import phones

pytestmark = pytest.mark.smoke

SUITE = Path(__file__).parents[3] / "shared/data/suites/phone/phone_cases.json"


@pytest.mark.parametrize(
    ("written", "region", "normal"),
    [
        ("+7 701 234-56-78", None, "+77012345678"),
        ("＋7 701 234‑56‑78", None, "+77012345678"),
        ("\u202a+7 701 234 56 78\u202c", None, "+77012345678"),
        ("8 (701) 234 56 78", "KZ", "+77012345678"),
        ("8 (701) 234 56 78", "kz", "+77012345678"),
        ("+8 701 234 56 78", "KZ", "+77012345678"),
        ("8 912 345-67-89", "RU", "+79123456789"),
        ("00 49 30 123456", None, "+4930123456"),
        ("0049 30 123456", "US", "+4930123456"),
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("+98 0912 345 6789", None, "+989123456789"),
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR", "+989123456789"),
        ("0555 123 456", "KG", "+996555123456"),
        ("415.555.2671 ext 9", "US", "+14155552671;ext=9"),
        ("tel:+1-415-555-2671;ext=5", None, "+14155552671;ext=5"),
        ("8 912 345 67 89", None, None),
        ("555-2671", "US", None),
        ("112", "DE", None),
        ("+1234", None, None),
        ("+" + "9" * 16, None, None),
        ("2026", "XX", None),
        ("none", "RU", None),
        ("", None, None),
    ],
)
def test_a_number_is_known_by_its_e164_form(written: str, region: str | None, normal: str | None) -> None:
    assert phones.normal(written, region) == normal


@given(st.text() | st.text("+()0123456789 -x;ext="), st.sampled_from([None, "US", "KZ", "IR", "??"]))
def test_reading_a_number_never_fails(written: str, region: str | None) -> None:
    normal = phones.normal(written, region)
    if normal is not None:
        number, _, extension = normal.partition(";ext=")
        assert number.startswith("+")
        assert number[1:].isdigit()
        assert extension.isdigit() or not extension


@pytest.mark.of_today
@pytest.mark.skipif(not SUITE.exists(), reason="the shared data is not here")
def test_numbers_of_every_country_are_read_in_each_form() -> None:
    suite = json.loads(SUITE.read_text("utf-8"))
    wrong = []
    for case in suite["examples"]:
        for form, region in (
            ("e164", None),
            ("international", None),
            ("rfc3966", None),
            ("national", case["region"]),
        ):
            if phones.normal(case[form], region) != case["e164"]:
                wrong.append((case["region"], case[form]))
        if phones.international(case["e164"]) != case["international"]:
            wrong.append((case["region"], case["e164"]))
    for case in suite["parse"]:
        expected = case.get("e164")
        if case.get("extension"):
            expected += ";ext=" + case["extension"]
        if phones.normal(case["input"], case["default_region"]) != expected:
            wrong.append((case["default_region"], case["input"]))
    assert wrong == []


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+77012345678", "+7 701 234 5678"),
        ("+14155552671;ext=9", "+1 415-555-2671 ext. 9"),
        ("no number", "no number"),
    ],
)
def test_people_read_a_number_in_groups(e164: str, shown: str) -> None:
    assert phones.international(e164) == shown
    if shown != e164:
        assert phones.normal(shown, None) == e164


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("1234567", True),
        ("+7 (701) 234-56-78", True),
        ("۰۹۱۲۳۴۵۶۷۸۹", True),
        ("123456", False),
        ("12+34567890", False),
        ("Anna 1234567", False),
        ("", False),
    ],
)
def test_seven_digits_and_phone_signs_look_like_a_number(written: str, answer: bool) -> None:
    assert phones.looks_like(written) is answer
