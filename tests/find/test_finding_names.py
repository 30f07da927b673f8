"""A name is found with and without the spaces in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(("kept", "typed"), [
    ("علی\u200cرضا", "علی رضا"),
    ("علی رضا", "علی\u200cرضا"),
    ("GTXPro", "gtx pro"),
    ("GTX Pro", "gtxpro"),
])  # fmt: skip
def test_a_name_is_found_whether_or_not_its_parts_are_joined(
    crm: Callable[..., Any], kept: str, typed: str
) -> None:
    crm("contact", "add", kept, code=0)
    crm("contact", "add", "Somebody Else", code=0)
    assert crm("find", typed, "-f", "ids", code=0).lines == ["contact/1"]
