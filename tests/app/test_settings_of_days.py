"""Settings that say how days are read and shown, through the commands that people type."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Result


def due(crm: Callable[..., Result], text: str, **env: str) -> str:
    return crm("remind", "add", "x", "--due", text, env=env, code=0).out.partition(": due ")[2].strip()


@pytest.mark.parametrize(
    ("env", "text", "shown"),
    [
        ({}, "monday morning", "Mon 23 Nov 09:00"),
        ({"CRM_DAY_PARTS": "morning=8:15"}, "monday morning", "Mon 23 Nov 08:15"),
        ({}, "завтра в 10", "tomorrow 10:00"),
        ({"LANG": "fr_FR.UTF-8"}, "15h", "sam. 21 nov. 15:00"),
        ({"CRM_LANGUAGES": "es"}, "15h", "today 15:00"),
        ({"CRM_LANGUAGES": "pl"}, "za 3 dni", "Tue 24 Nov"),
        ({"CRM_WORKDAYS": "sun-thu"}, "+1bd", "tomorrow"),
        ({}, "+1bd", "Mon 23 Nov"),
        ({"CRM_CALENDAR": "jalali"}, "1405-09-10", "Tue 10 Azar"),
    ],
)
def test_a_setting_says_what_a_day_is(
    crm: Callable[..., Result], env: dict[str, str], text: str, shown: str
) -> None:
    assert due(crm, text, **env) == shown


def test_settings_are_kept_as_they_are_read(crm: Callable[..., Result]) -> None:
    found = [
        crm("config", "set", *words, code=0).out
        for words in (("languages", "RU kk"), ("calendar", "Jalali"), ("day-parts", "evening=19:30"))
    ]
    assert found == ["languages is ru,kk\n", "calendar is jalali\n", "day_parts is evening=19:30\n"]


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (
            ("languages", "russian"),
            "Error: `russian` is not a language's code of two letters\nhint: crm config set languages ru,kk\n",
        ),
        (
            ("workdays", "foo"),
            "Error: `foo` names no days of the week\nhint: type days like mon-fri, or sun,mon,tue,wed,thu\n",
        ),
        (
            ("day_parts", "evening"),
            "Error: `evening` is no part of the day with its hour\nhint: type morning=9:00 noon=12:00 afternoon=14:00 evening=18:00 night=21:00\n",
        ),
        (("calendar", "mayan"), "Error: calendar is one of gregorian, jalali, not `mayan`\n"),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused(
    crm: Callable[..., Result], words: tuple[str, str], err: str
) -> None:
    assert crm("config", "set", *words, code=2).err == err
