"""A day at a fair, in a terminal: cards, calls, what is next; the next morning a sheet comes in by a pipe."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_cli.app.program import called

ROOT = Path(__file__).parent.parent.parent
SATURDAY, SUNDAY, MONDAY = "2026-11-28T10:00:00Z", "2026-11-29T16:00:00Z", "2026-11-30T08:00:00Z"

Shell = Callable[..., str]


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "crm_cli", *words]


@pytest.fixture
def world(home: Path, path: Path) -> dict[str, str]:
    """The environment of somebody who sits at a desk of their own."""
    return {
        **{name: os.environ[name] for name in ("PATH",)},
        "HOME": str(home),
        "CRM_DB": str(path),
        "TZ": "UTC",
        "LOGNAME": "tester",
        "PYTHONPATH": str(ROOT),
        "CRM_CURRENCY": "EUR",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "xterm",
    }


@pytest.fixture
def terminal(world: dict[str, str]) -> Shell:
    """Run a command in a pseudo-terminal, typing `keys`; what the screen shows, the keys among it."""

    def run(*words: str, now: str = SATURDAY, keys: str = "", code: int = 0) -> str:
        master, slave = pty.openpty()
        process = subprocess.Popen(
            command(*words),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**world, "CRM_NOW": now},
            close_fds=True,
        )
        os.close(slave)
        os.write(master, keys.encode())
        screen = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # whoever wrote is gone
                break
            if not part:
                break
            screen += part
        os.close(master)
        assert process.wait() == code, screen.decode()
        name = called(world, str(ROOT / "crm_cli" / "__main__.py"), sys.executable)
        return screen.decode().replace("\r\n", "\n").replace(f"undo with: {name} ", "undo with: crm ")

    return run


@pytest.fixture
def pipe(world: dict[str, str]) -> Shell:
    """Run a command as a script does: nobody sits there."""

    def run(*words: str, now: str = MONDAY, stdin: str = "", code: int = 0) -> str:
        done = subprocess.run(
            command(*words),
            input=stdin,
            env={**world, "CRM_NOW": now},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


FAIR = "context fair until Sun 29 Nov"


def test_a_day_at_a_fair(terminal: Shell, pipe: Shell) -> None:
    set_ = ["context", "set", "fair", "--tag", "fair26", "--source", "fair Leipzig", "--until", "2026-11-29"]
    assert terminal(*set_) == "context fair until tomorrow: +fair26, source fair Leipzig\n"

    # a card, typed between two visitors
    assert terminal(
        "add", "Carl Fuchs, Hotel Adler, carl@adler.example, +49 170 111222, wants 20 machines"
    ) == (
        "name     Carl Fuchs\n"
        "company  Hotel Adler\n"
        "email    carl@adler.example\n"
        "phone    +49 170 111222\n"
        "note     wants 20 machines\n"
        "Added Carl Fuchs (contact/1): source fair Leipzig; e-mail carl@adler.example; phone +49 170 111222; tags fair26;"
        " at Hotel Adler; made company Hotel Adler, source fair Leipzig, tags fair26 (company/1);"
        ' note on Carl Fuchs, "wants 20 machines" (activity/1)\n'
        "context fair until tomorrow: +fair26, source fair Leipzig\n"
        "undo with: crm undo\n"
    )

    # another, of which the program cannot know who is the company
    doubt = terminal("add", "Ida Weiss, Nord Licht", "--next", "send the list", "--due", "mon", keys="1\n")
    assert "  1  name Ida Weiss, company Nord Licht\n  2  name Nord Licht, company Ida Weiss\n" in doubt
    assert "at Nord Licht; made company Nord Licht, source fair Leipzig, tags fair26 (company/2);" in doubt
    terminal("add", "Otto Grau, Nord Stern", keys="none\n\n", code=6)

    # the same person comes by again, with a colleague's address
    met = terminal(
        "add", "Carl Fuchs, carl@adler.example, Head of Purchasing, tel +49 30 901820", "--if-absent"
    )
    assert (
        "Carl Fuchs is there already (contact/1); filled in job title Head of Purchasing; further phone +49 30 901820"
        in met
    )

    # it becomes a deal, on Sunday, in the last hour
    deal = [
        "deal",
        "add",
        "Twenty machines",
        "--contact",
        "carl",
        "--amount",
        "90k",
        "--next",
        "offer",
        "--due",
        "mon",
    ]
    assert terminal(*deal, now=SUNDAY).endswith(
        "context fair until today: +fair26, source fair Leipzig\nundo with: crm undo\n"
    )

    # on Monday the fair is over, by itself, and says so once
    line = ["call", "carl", "offer agreed", "--done", "last", "--move", "negotiation", "--next", "contract"]
    assert terminal(*line, "--due", "fri 9:00", now=MONDAY) == (
        "context fair has ended (yesterday)\n"
        'Logged call with Carl Fuchs (activity/2): "offer agreed"; on deal Twenty machines (deal/1), the one open deal of'
        " Carl Fuchs; on company Hotel Adler (company/1); finished reminder offer (reminder/2); moved deal Twenty machines,"
        " stage Lead → Negotiation (deal/1); reminder contract, due Fri 4 Dec 09:00 (reminder/3)\n"
        "undo with: crm undo\n"
    )
    assert "context" not in terminal("contact", "add", "Late Guest", now=MONDAY)

    # what a colleague collected comes by a pipe, which no context reaches
    terminal(*set_[:-1], "2026-12-31", now=MONDAY)
    pipe("import", "-", "--as", "contacts", stdin="Name,Email\nMia Wolf,mia@bolt.example\n")
    pipe("add", "-", stdin="Eva Roth\nRoth GmbH\neva@roth.example\n")
    assert pipe("contact", "list", "--columns", "name,tags,source") == (
        "Carl Fuchs\tfair26\tfair Leipzig\n"
        "Eva Roth\t\t\n"
        "Ida Weiss\tfair26\tfair Leipzig\n"
        "Late Guest\t\t\n"
        "Mia Wolf\t\t\n"
    )
    assert pipe("company", "list", "tag:fair26", "-f", "{name}") == "Hotel Adler\nNord Licht\n"

    # the call was with somebody else: all of the line goes back at once
    steps = [row.split("\t") for row in pipe("history").splitlines()]
    number = next(row[0] for row in steps if "offer agreed" in row[3])
    pipe("undo", number)
    assert pipe("deal", "show", "1", "-f", "{stage}") == "Lead\n"
    assert pipe("remind", "list", "no:done", "--columns", "title,due") == (
        "send the list\t2026-11-30\noffer\t2026-11-30\n"
    )
