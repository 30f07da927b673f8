"""The README and the docs are run: each `$ crm …` line of a console block prints what stands below it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LIVE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[list[tuple[str, str]]]:
    """The console blocks of a page: commands with the output shown below each."""
    for found in LIVE.finditer(page.read_text(encoding="utf-8")):
        steps: list[tuple[str, str]] = []
        for line in found[1].splitlines(keepends=True):
            if line.startswith("$ "):
                steps.append((line[2:].strip(), ""))
            elif steps:
                steps[-1] = (steps[-1][0], steps[-1][1] + line)
        yield steps


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(
    page: Path, crm: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for steps in blocks(page):
        for command, shown in steps:
            words = shlex.split(command, comments=True)
            if words[:1] == ["cat"]:
                assert Path(words[1]).read_text(encoding="utf-8") == shown
                continue
            if words[:1] == ["printf"]:
                text, _, name = words[1].partition("\x00")
                target = words[words.index(">") + 1]
                Path(target).write_text(text.replace("\\n", "\n"), encoding="utf-8")
                del name
                continue
            assert words[0] == "crm", command
            result = crm(*words[1:], env={"COLUMNS": "80"})
            printed = result.out + result.err
            assert printed == shown, f"{page.name}: {command}\n{printed}"


def test_the_readme_has_a_tour_of_ten_commands() -> None:
    steps = [step for block in blocks(ROOT / "README.md") for step in block]
    assert len(steps) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
