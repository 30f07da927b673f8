"""A small business with an open deal, for tests of deals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def acme(crm: Run) -> Run:
    """A file in EUR with Jane Doe of Acme and her deal `Acme renewal` of 12,000 in Lead."""
    crm("config", "set", "currency", "EUR", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", code=0)
    crm("deal", "add", "Acme renewal", "--contact", "jane", "--amount", "12k", "--close", "eom", code=0)
    return crm
