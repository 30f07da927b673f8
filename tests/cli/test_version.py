"""`crm --version` says the version and nothing else, and lets no word beside it go unheard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_cli import __version__

Run = Callable[..., Any]


@pytest.mark.parametrize("words", [("--version",), ("--version", "--quiet"), ("--db", "x.db", "--version")])
def test_the_version_is_told(crm: Run, words: tuple[str, ...]) -> None:
    assert crm(*words, code=0).out == f"crm {__version__}\n"


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (("--version", "zed"), "zed"),
        (("--version", "contact", "list"), "contact"),
        (("--version", "--", "zed"), "--"),
    ],
)
def test_a_word_beside_it_is_a_mistake(crm: Run, words: tuple[str, ...], beside: str) -> None:
    result = crm(*words, code=2)
    assert (result.out, result.err) == (
        "",
        f"Error: `--version` stands alone, not beside `{beside}`\nhint: crm --version\n",
    )
