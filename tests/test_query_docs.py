"""The pages on the query language: every example can be asked, every field is listed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]
DOCS = Path(__file__).parent.parent / "docs"
QUERY = (DOCS / "query.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", QUERY, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.startswith("crm ")]
INLINE = [
    text
    for text in re.findall(r"`([^`]+)`", QUERY)
    if re.match(r'("[^"]+"|[\w.]+)(!=|[:=<>~])', text) and not text.endswith(":")
]
REFUSED = {"amount:1,5", "city:Nur Sultan"}
"""What the page itself says cannot be read, or is not how it is typed."""


@pytest.fixture
def sample(crm: Run) -> Run:
    """A file in which all that the page names is there."""
    crm("config", "set", "currency", "USD", code=0)
    crm("contact", "add", "Jane Doe", "--company", "Acme", "--tag", "vip", "--city", "Oslo", code=0)
    crm("field", "add", "contact", "contract", code=0)
    crm("field", "add", "deal", "Budget (EUR)", "--type", "number", code=0)
    crm("deal", "add", "Renewal", "--contact", "Jane", "--amount", "5k", code=0)
    crm("segment", "add", "churned", "tag:gone", code=0)
    return crm


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_on_the_page_runs(sample: Run, line: str) -> None:
    sample(*shlex.split(line)[1:], code=0)


@pytest.mark.parametrize("text", sorted(set(INLINE) - REFUSED))
def test_a_term_on_the_page_can_be_asked_of_contacts_or_deals(sample: Run, text: str) -> None:
    codes = {sample(kind, "list", text).code for kind in ("contact", "deal")}
    assert 0 in codes, sample("contact", "list", text).err + sample("deal", "list", text).err


def test_what_the_page_says_is_refused_is_refused(sample: Run) -> None:
    assert sample("deal", "list", "amount:1,5").code == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_on_the_page_of_fields(crm: Run, kind: str) -> None:
    crm("contact", "add", "Jane", code=0)
    listed = crm("field", "list", kind, "-f", "markdown", code=0).out
    page = (DOCS / "fields.md").read_text(encoding="utf-8")
    heading = f"## {KINDS[kind].plural.capitalize()}\n\n"
    section = page.split(heading, 1)[1].split("\n## ", 1)[0]
    assert section.strip() == listed.strip()


def test_the_help_on_queries_is_one_screen(crm: Run) -> None:
    lines = crm("help", "query", code=0).lines
    assert len(lines) <= 22
    assert max(map(len, lines)) <= 78
