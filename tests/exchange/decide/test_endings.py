"""How a deal stands, by the words of its stage or status: nothing of them is lost, and none is won that is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_cli.exchange.decide.endings import Endings

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "ending", "beyond"),
    [
        ("Won", "won", ""),
        ("6. Closed Won (100%)", "won", ""),
        ("Выиграна", "won", ""),
        ("Won: upsell to Pro", "won", "upsell to Pro"),
        ("Closed Lost - Price", "lost", "Price"),
        ("Closed - Lost (price)", "lost", "price"),
        ("Verloren – zu teuer", "lost", "zu teuer"),
        ("Закрыто и не реализовано", "lost", ""),
        ("Not won", "", ""),
        ("nicht gewonnen", "", ""),
        ("Ещё не выиграна", "", ""),
        ("To be won", "", ""),
        ("Almost lost", "", ""),
        ("Won?", "", ""),
        ("Won/Lost", "", ""),
        ("Win-back", "", ""),
        ("Wonderful", "", ""),
    ],
)
def test_a_stage_says_that_a_deal_is_over_where_nothing_beside_it_doubts_that(
    name: str, ending: str, beyond: str
) -> None:
    assert (Endings().of_stage(name), Endings().beyond(name)) == (ending, beyond)


def test_what_the_user_calls_won_is_won_whatever_stands_beside_it() -> None:
    endings = Endings(won=["Not lost"], lost=["Won?"])
    assert [endings.of_stage(name) for name in ("not lost", "won?")] == ["won", "lost"]


def _read(crm: Run, tmp_path: Any, header: str, *words: str) -> list[str]:
    rows = "".join(f"D{number},{word},1\n" for number, word in enumerate(words, start=1))
    (tmp_path / "d.csv").write_text(f"Deal,{header},Amount\n{rows}")
    crm("import", str(tmp_path / "d.csv"), env={"CRM_CURRENCY": "EUR"}, code=0)
    return crm("deal", "list", "--sort", "id", "-f", "{stage}|{status}", code=0).out.splitlines()  # type: ignore[no-any-return]


@pytest.mark.parametrize("header", ["Stage", "Status"])
@pytest.mark.parametrize(
    "words",
    [("New", "Qualified", "In progress"), ("New", "Pending", "Active"), ("Новая", "в работе", "Offen")],
)
def test_words_for_open_among_others_are_stages_of_their_own(
    crm: Run, tmp_path: Any, header: str, words: tuple[str, ...]
) -> None:
    assert _read(crm, tmp_path, header, *words, "Won") == [*(f"{word}|open" for word in words), "|won"]


@pytest.mark.parametrize("header", ["Stage", "Status"])
def test_one_word_for_open_beside_won_and_lost_says_no_stage(crm: Run, tmp_path: Any, header: str) -> None:
    assert _read(crm, tmp_path, header, "offen", "Gewonnen", "Offen", "Verloren") == [
        "Lead|open",
        "|won",
        "Lead|open",
        "|lost",
    ]


def test_what_a_won_stage_says_beyond_that_is_kept_beside_it(crm: Run, tmp_path: Any) -> None:
    (tmp_path / "d.csv").write_text(
        "Deal,Status,Lost reason\nA,Won: upsell,\nB,Lost: price,budget\nC,Lost: price,\nD,Won?,\n"
    )
    result = crm("import", str(tmp_path / "d.csv"), "-f", "json", env={"CRM_CURRENCY": "EUR"}, code=0)
    assert result.json["cells"]["aside"] == 3
    told = crm("export", "deals", "-f", "{status}|{lost_reason}|{Status (as read)}", "--sort", "id", code=0)
    assert told.out.splitlines() == [
        "won||Won: upsell",
        "lost|budget|Lost: price",
        "lost|price|",
        "open||Won?",
    ]


@pytest.mark.parametrize("yes", ["yes", "ja", "oui", "sí", "да", "evet", "1"])
@pytest.mark.parametrize(
    ("header", "status"), [("Is won", "won"), ("Won", "won"), ("Lost", "lost"), ("Gewonnen", "won")]
)
def test_a_flag_says_how_a_deal_ended_in_the_words_of_its_file(
    crm: Run, tmp_path: Any, header: str, status: str, yes: str
) -> None:
    assert _read(crm, tmp_path, header, yes, "nein", "") == [f"|{status}", "Lead|open", "Lead|open"]


def test_a_flag_that_is_none_or_says_otherwise_than_the_status_is_kept_as_it_is_written(
    crm: Run, tmp_path: Any
) -> None:
    (tmp_path / "d.csv").write_text(
        "Deal,Status,Won,Lost\nA,open,yes,no\nB,won,nein,yes\nC,,5,\nD,,yes,yes\n"
    )
    result = crm("import", str(tmp_path / "d.csv"), "-f", "json", env={"CRM_CURRENCY": "EUR"}, code=0)
    assert result.json["cells"]["aside"] == 4
    told = crm("export", "deals", "-f", "{status}|{Won (as read)}|{Lost (as read)}", "--sort", "id", code=0)
    assert told.out.splitlines() == ["open|yes|", "won||yes", "open|5|", "won||yes"]
