"""A row of a table is named by the table, whose name is a plural."""

from __future__ import annotations

import pytest

from crm_cli.core.text import plural
from crm_cli.db.schema import counted, kind_of
from crm_cli.kinds.catalogue import KINDS

WORDS = (
    "deal", "company", "survey", "box", "tax", "branch", "match", "wish", "address", "pass", "bonus", "campus",
    "purchase", "invoice", "case", "lease", "expense", "house", "cause", "price", "prize", "order", "goal", "ticket",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_a_kind_is_known_from_its_table(word: str) -> None:
    assert kind_of(plural(2, word).removeprefix("2 ")) == word


def test_every_kind_is_known_from_its_table() -> None:
    assert {kind.table: kind_of(kind.table) for kind in KINDS.values()} == {
        kind.table: kind.name for kind in KINDS.values()
    }


@pytest.mark.parametrize(
    ("table", "count", "said"),
    [("deal_items", 1, "1 deal item"), ("companies", 1234, "1,234 companies"), ("boxes", 0, "0 boxes")],
)
def test_rows_are_counted_in_words(table: str, count: int, said: str) -> None:
    assert counted(table, count) == said
