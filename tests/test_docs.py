"""The README and the docs are run: each `$ crm …` line prints what stands below it.

A `console` block is a terminal of 80 columns, a `pipe` block a pipe; all blocks of a page share one file.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LIVE = re.compile(r"^```(console|pipe)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
    """The live blocks of a page: whether it is a terminal, and commands with the output shown below each."""
    for found in LIVE.finditer(page.read_text(encoding="utf-8")):
        steps: list[tuple[str, str]] = []
        for line in found[2].splitlines(keepends=True):
            if line.startswith("$ "):
                steps.append((line[2:].strip(), ""))
            elif steps:
                steps[-1] = (steps[-1][0], steps[-1][1] + line)
        yield found[1] == "console", steps


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(
    page: Path, crm: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for is_terminal, steps in blocks(page):
        for command, shown in steps:
            words = shlex.split(command, comments=True)
            if words[0] == "cat":
                assert Path(words[1]).read_text(encoding="utf-8") == shown
                continue
            if words[0] == "printf":
                Path(words[words.index(">") + 1]).write_text(words[1].replace("\\n", "\n"), encoding="utf-8")
                continue
            assert words[0] == "crm", command
            result = crm(*words[1:], terminal=is_terminal, env={"COLUMNS": "80", "NO_COLOR": "1"})
            printed = result.out + result.err
            assert printed == shown, f"{page.name}: {command}\n{printed}"


def test_the_readme_has_a_tour_of_ten_commands() -> None:
    steps = [step for _, block in blocks(ROOT / "README.md") for step in block]
    assert len(steps) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
