"""A zero-width non-joiner is a space to some and nothing to others: lists and find take both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
FORMS = ("علی\u200cرضا", "علی رضا")


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.parametrize("typed", FORMS)
@pytest.mark.parametrize("shape", ["{}", '"{}"', 'name:"{}"', 'name="{}"', 'not name!="{}"'])
def test_a_list_finds_either_form_by_the_other(crm: Run, written: str, typed: str, shape: str) -> None:
    crm("contact", "add", written, code=0)
    crm("contact", "add", "محمد", code=0)
    listed = crm("contact", "list", shape.format(typed), "-f", "{name}", code=0).lines
    assert written in listed
    assert "محمد" not in listed or shape.startswith("not")
    assert crm("find", typed, "-f", "{name}", code=0).lines == [written]


def test_the_joined_form_without_a_sign_is_found_too(crm: Run) -> None:
    crm("contact", "add", FORMS[0], code=0)
    assert crm("contact", "list", "علیرضا", "-f", "ids").out == "1\n"
    assert crm("contact", "list", "name=علیرضا", "-f", "ids").out == "1\n"
