"""Each profile reads files of its program: a fixture of made-up rows beside each, `profiles/NAME.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.exchange.decide.profiles import FOLDER
from crm_cli.kinds.catalogue import KINDS

Run = Callable[..., Any]

FIXTURES = Path(__file__).parent / "profiles"


def test_each_profile_has_a_fixture() -> None:
    assert {path.name for path in FIXTURES.glob("*.toml")} == {
        path.name for path in FOLDER.glob("*.toml")
    } - {"generic.toml"}


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.toml")))
def test_files_of_a_program_are_read_as_its_fixture_says(crm: Run, tmp_path: Path, name: str) -> None:
    seen: dict[str, int] = {}
    crm("config", "set", "currency", "EUR")
    for table in tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8"))["tables"]:
        file = tmp_path / table["file"]
        file.write_text(table["text"], encoding="utf-8")
        crm("import", str(file), code=0)
        plural = KINDS[table["kind"]].plural
        head, *wanted = table["records"].splitlines(keepends=True)
        lines = crm("export", plural, "--columns", head.strip(), "-f", "csv", code=0).out.splitlines(
            keepends=True
        )
        assert (lines[0], lines[1 + seen.get(plural, 0) :]) == (head, wanted), table["file"]
        seen[plural] = len(lines) - 1
        again = crm("import", str(file), "-f", "json", code=0).json
        assert again["unchanged"] == again["rows"], f"{table['file']} again"
