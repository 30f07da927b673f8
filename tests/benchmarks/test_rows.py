"""The invented rows that the large and the small file are made from."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from benchmarks.scale import asking, rows


def test_rows_are_the_same_every_time(tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        rows.write(folder, 50)
    for kind, names in rows.HEADERS.items():
        first, second = ((tmp_path / name / f"{kind}.csv").read_bytes() for name in "ab")
        assert first == second
        assert first.decode().splitlines()[0] == names.replace(" ", ",")


def test_the_first_ten_people_and_how_much_was_said_with_them_are_the_same_at_every_size() -> None:
    def said(contacts: int) -> list[int]:
        counts = Counter(talk[3] for talk in rows.talks(contacts, contacts * 10))
        return [counts[f"K{number}"] for number in range(1, 11)]

    assert said(100) == said(1000) == [5] * 10
    names = [[person[1] for person in islice(rows.people(count), 10)] for count in (100, 1000)]
    assert names[0] == names[1]


def test_the_rare_word_is_in_three_activities_and_the_common_one_in_a_third() -> None:
    words = [str(talk[5]).split() for talk in rows.talks(100, 1000)]
    assert sum(rows.RARE in said for said in words) == 3
    assert sum(rows.COMMON in said for said in words) == 333


def test_every_question_has_its_sql() -> None:
    asked = dict(asking.questions())
    assert len(asked) == 14
    assert all(sql.startswith("SELECT ") for sql in asked.values())
