"""Profiles say what they mean in words that the program has: fields, cleaners, kinds."""

from __future__ import annotations

from typing import Any

import pytest

from crm_cli.exchange.decide.cleaners import CLEANERS
from crm_cli.exchange.decide.profiles import Rows, all_rows
from crm_cli.exchange.decide.targets import choices, targets
from crm_cli.kinds.catalogue import KINDS
from crm_cli.kinds.labels import generic

PARTS: list[tuple[str, dict[str, Any]]] = [(kind, generic()[kind]) for kind in KINDS if kind in generic()]


@pytest.mark.parametrize(("kind", "told"), PARTS, ids=[kind for kind, _ in PARTS])
def test_what_the_last_profile_says_of_a_kind_is_of_its_fields(kind: str, told: dict[str, Any]) -> None:
    assert set(told["fields"]) <= set(targets(kind))
    assert set(told.get("if_words", {})) <= set(targets(kind))
    assert {word for entry in told["rows"]["need"] for word in entry.split(" | ")} <= set(targets(kind))
    for field, words in told.get("words", {}).items():
        assert set(words) <= set(choices(kind).get(field, ("yes", "no")))


def test_what_the_last_profile_says_of_any_kind_is_a_field_of_several() -> None:
    known = [target for kind in KINDS for target in targets(kind)]
    assert [field for field in generic()["any"]["fields"] if known.count(field) < 1] == []
    assert set(generic()) == {"any", "rows", *(kind for kind, _ in PARTS)}


@pytest.mark.parametrize("rows", all_rows(), ids=lambda rows: rows.called)
def test_rows_of_a_program_are_of_fields_words_and_cleaners_there_are(rows: Rows) -> None:
    assert rows.kind in {"", *KINDS}
    if not rows.kind:
        return
    known = set(targets(rows.kind))
    assert {field for field, _ in rows.fields.values() if field} <= known
    assert {*rows.given, *rows.words, *rows.cleaned} <= known
    assert {*rows.clean, *(one for each in rows.cleaned.values() for one in each)} <= set(CLEANERS)
    for field, words in rows.words.items():
        assert set(words.values()) <= set(choices(rows.kind).get(field, words.values()))
