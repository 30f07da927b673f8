"""Every hint is a command that works, an option that does when it is added, or words that look like neither."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_cli.app.context import App
from crm_cli.app.hoisting import Globals
from crm_cli.cli import boundary
from tests.hints.grammar import lines
from tests.hints.lines import LINES
from tests.hints.places import UNREACHED, patterns

NOW = "2026-11-21T09:30:00Z"

OFFICE = """
config set currency EUR
pipeline add Sales --stages Lead,Proposal,Prospect,Negotiation
pipeline add Partners --stages Talk
pipeline add "Partner's party" --stages Talk
field add contact Size
contact add "Jane Doe" --company Acme --email jane@acme.com --tag vip --city Oslo
contact add "Jane Roe" --email roe@bolt.com --tag bulk
contact add "Tom Roe" --tag bulk
contact add "Old Max" --tag bulk
contact archive "Old Max"
contact add "Twin One" --email a@x.com
contact add "Twin One" --email b@x.com --force
company add Bolt
product add GTX --code G1 --price 10
product add advice
deal add "Acme renewal" --contact "Jane Doe" --amount 5k --stage Lead
deal add "Acme upgrade" --contact "Jane Doe" --stage Lead
deal add "Bolt pilot" --contact "Jane Roe" --product GTX --stage Negotiation
deal win 3
deal move 2 Prospect --on 2026-11-09
remind add "call Jane" --contact "Jane Doe" --due 2026-11-27
remind add "send it" --contact "Jane Doe" --due 2026-11-27
remind add "sent" --due 2026-11-20
done 3
note "Jane Doe" "wants a quote" --subject "The quote"
meeting "Jane Roe" demo --on "2026-12-01 14:00"
segment add regulars tag:vip
segment add nested in:regulars
view add hot contact list tag:vip
alias set big deal list amount:1k..
"""

FILES = {
    "people.csv": "Name,City,Seller\nZed,Oslo,Aigul\n",
    "empty.csv": "",
    "heads.csv": "Name,City\n",
    "dates.csv": "Name,Birthday\nZed,03/04/1990\n",
    "mixed.csv": "Name,Birthday\nZed,13/04/1990\nYan,04/13/1990\n",
    "figures.csv": 'Title,Amount,Currency\nX,"1,250",EUR\n',
    "bad.csv": "Name,Email,Birthday\nZed,z@x.example,\n,,\n,q@x.example,1990-01-01\nYan,nonsense,1990-99-01\n",
    "ragged.csv": "Name,City\nZed,Oslo,Norway\n",
    "lone.csv": "id,name\n1,Somebody Else\n",
    "folder/what.txt": "nothing",
    "pile/odd.csv": "colour,shape\nred,round\n",
    "pile/odder.csv": "colour,shape\nblue,flat\n",
}


class Told(NamedTuple):
    """What a line that went wrong has said."""

    line: list[str]
    stdin: str
    code: int
    message: str
    hint: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of the CRM and others to read."""
    folder = tmp_path_factory.mktemp("office")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "latin.csv").write_bytes("Name,City\nJosé,Köln\n".encode("latin-1"))
    (folder / "told-by-nothing.csv").write_bytes("Name\nJörg Müller\n".encode("mac-roman"))
    for line in OFFICE.strip().splitlines():
        code, out, err = run(folder, shlex.split(line), now="2026-11-10T09:30:00Z")
        assert code == 0, (line, out, err)
    shutil.copy(folder / "crm.db", folder / "copy.db")
    return folder


def run(folder: Path, words: list[str], stdin: str = "", now: str = NOW) -> tuple[int, str, str]:
    """Run a line in a folder; returns its exit code, answer and remarks."""
    out, err = io.StringIO(), io.StringIO()
    env = {"HOME": str(folder), "CRM_DB": str(folder / "crm.db"), "CRM_NOW": now, "TZ": "UTC", "SHELL": ""}
    here = os.getcwd()
    os.chdir(folder)
    try:
        app = App(Globals(), env=env, stdin=io.StringIO(stdin), stdout=out, stderr=err, host="desk")
        code = boundary.run(words, app)
    finally:
        os.chdir(here)
    return code, out.getvalue(), err.getvalue()


def copied(office: Path, folder: Path) -> Path:
    """A copy of all that is in the folder, as it was at first."""
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(office, folder))


@pytest.fixture(scope="module")
def told(office: Path) -> dict[str, Told]:
    """What each of the lines says."""
    return dict(_told(office))


def _told(office: Path) -> Iterator[tuple[str, Told]]:
    for case in LINES:
        text, stdin = case if isinstance(case, tuple) else (case, "")
        words = shlex.split(text)
        code, _, err = run(copied(office, office.parent / "went-wrong"), words, stdin)
        rows = err.splitlines()
        hints = [row.removeprefix("hint: ") for row in rows if row.startswith("hint: ")]
        message = next((row for row in rows if row.startswith("Error: ")), "")
        yield text, Told(words, stdin, code, message, "\n".join(hints))


@pytest.mark.parametrize("case", LINES, ids=lambda case: case[0] if isinstance(case, tuple) else case)
def test_a_line_that_goes_wrong_has_a_hint_and_what_it_tells_to_run_works(
    told: dict[str, Told], office: Path, tmp_path: Path, case: str | tuple[str, str]
) -> None:
    one = told[case[0] if isinstance(case, tuple) else case]
    assert one.code, "nothing went wrong"
    assert one.hint, f"no hint: {one.message}"
    for at, line in enumerate(lines(one.hint, one.line)):
        code, _, err = run(copied(office, tmp_path / str(at)), line, one.stdin)
        assert code == 0 or (code == 8 and "--rejects" in line), (shlex.join(line), err)


def test_every_hint_of_the_package_is_said_by_a_line_here_but_for_those_that_no_line_reaches(
    told: dict[str, Told],
) -> None:
    said = [one.hint for one in told.values()]
    known = patterns()
    missing = {
        pattern for pattern in known if not any(re.fullmatch(pattern, hint, re.DOTALL) for hint in said)
    }
    allowed = {pattern for each in UNREACHED.values() for pattern in each}
    assert {pattern: known[pattern] for pattern in missing - allowed} == {}
    assert allowed - missing == set(), "these are gone, or said by a line now"


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("crm find acme", ["crm find acme"]),
        ("crm deal win 1 or crm deal lose 1", ["crm deal win 1", "crm deal lose 1"]),
        (
            "crm contact show 1\nor add another: --force",
            ["crm contact show 1", "crm contact add Zed --force"],
        ),
        ("--yes", ["crm contact add Zed --yes"]),
        ("--due fri or --due mon", ["crm contact add Zed --due fri", "crm contact add Zed --due mon"]),
        ("type a day like 2026-11-27", []),
        ("did you mean name?", []),
    ],
)
def test_what_a_hint_tells_to_run_is_read_from_it(hint: str, told: list[str]) -> None:
    assert [shlex.join(["crm", *line]) for line in lines(hint, ["contact", "add", "Zed"])] == told


def test_a_hint_is_about_the_file_that_was_named(office: Path, tmp_path: Path) -> None:
    folder = copied(office, tmp_path / "there")
    shutil.move(folder / "crm.db", folder / "my own.db")
    code, _, err = run(folder, ["--db", "my own.db", "contact", "show", "zebedee"])
    assert (code, err) == (
        3,
        "Error: no contact matches `zebedee`\nhint: crm --db 'my own.db' contact list\n",
    )
    code, out, _ = run(folder, shlex.split("--db 'my own.db' contact list -f ids"))
    assert (code, out.splitlines()[0]) == (0, "1")
