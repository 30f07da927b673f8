"""Arrays as SQLite writes them are read as the standard library reads them."""

from __future__ import annotations

import json
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import arrays

VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.integers(-9, 9),
    st.none(),
)


@given(values=st.lists(VALUES, max_size=5))
def test_an_array_gives_its_values_back(values: list[str | int | None]) -> None:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE rows (value)")
        db.executemany("INSERT INTO rows VALUES (?)", [(value,) for value in values])
        written = db.execute("SELECT json_group_array(value) FROM rows").fetchone()[0]
    assert arrays.values_of(written) == tuple(json.loads(written)) == tuple(values)
