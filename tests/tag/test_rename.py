"""A tag gets another name, and two tags become one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]


def test_two_tags_become_one_where_that_is_asked_for_and_undo_parts_them(crm: Run) -> None:
    crm("contact", "add", "Ann", "--tag", "costumer", "--tag", "customer", code=0)
    crm("contact", "add", "Bo", "--tag", "costumer", code=0)
    refused = crm("tag", "rename", "costumer", "customer", code=5)
    assert refused.err == (
        "Error: there is a tag `customer` already\nhint: crm tag rename costumer customer --merge\n"
    )
    said = crm("tag", "rename", "costumer", "customer", "--merge", code=0)
    assert said.out == "Tag costumer is customer now\n"
    assert crm("tag", "list", code=0).out == "2\tcustomer\t2\t0\t0\n"
    crm("undo", code=0)
    assert crm("tag", "list", code=0).out == "1\tcostumer\t2\t0\t0\n2\tcustomer\t1\t0\t0\n"
