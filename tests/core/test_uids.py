"""Identities derived from names are those of RFC 9562."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import uids


@given(space=st.uuids(), name=st.text(st.characters(exclude_categories=["Cs"])))
def test_they_are_those_of_the_standard_library(space: uuid.UUID, name: str) -> None:
    assert uids.of_name(str(space), name) == str(uuid.uuid5(space, name))
