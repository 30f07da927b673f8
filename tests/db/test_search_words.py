"""The words of many records are folded word by word, and are those of each record alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_cli.db.search_words import Folder, of_record

SIGNS = st.characters(exclude_categories=("Cs",)) | st.sampled_from(
    " \n\t\u00a0\u2028\u200c\u200d\u0301\u0308\u0640ЙйёьßİıӨүی\u064e한\u1100\u1161カﾞ\u3099東👍™!-‐"
)
TEXTS = st.text(SIGNS, max_size=20)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_many_records_have_the_words_that_each_has_alone(records: list[tuple[str, str]]) -> None:
    folder = Folder()
    for title, body in records:
        assert folder.words(folder.title(title), title, body) == of_record(title, body)
