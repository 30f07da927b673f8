"""Sheets with numbers and lines that no export of ours has: rejected with words, or read for what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
UID = "1b4e28ba-2fa1-11d2-883f-0016d3cca42"


@pytest.mark.parametrize("ids", [("1", "1"), ("5", "5"), ("9" * 20, "-5"), ("9223372036854775807", "1")])
def test_any_numbers_beside_uids_make_two_people(
    crm: Run, sheet: Callable[..., str], ids: tuple[str, str]
) -> None:
    rows = "".join(f"{id},{UID}{place},Person {place}\n" for place, id in enumerate(ids))
    told = crm("import", sheet("id,uid,name\n" + rows), "--as", "contacts", "-f", "json", code=0)
    assert told.json["created"] == 2
    assert crm("contact", "list", "-f", "{name}").lines == ["Person 0", "Person 1"]


@pytest.mark.parametrize(
    "items",
    ['[1]', "{}", '[{"quantity":"lots"}]', '[{"discount":7}]', '[{"product":["X"]}]', '[{"price":1e40}]',
     '[{"quantity":"NaN"}]', '[{"description":{}}]'],
)  # fmt: skip
def test_lines_that_are_none_reject_the_deal(crm: Run, sheet: Callable[..., str], items: str) -> None:
    crm("config", "set", "currency", "EUR", code=0)
    file = sheet([["Title", "Items", "Amount"], ["A", items, "5"]])
    result = crm("import", file, "--as", "deals")
    assert result.code in ({0, 8} if items == "{}" else {8}), result.err
