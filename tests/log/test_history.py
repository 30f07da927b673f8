"""History: narrowed, measured, forgotten; the file as it stood; what a period brought."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_cli.db import connection
from crm_cli.db.log import as_of

Run = Callable[..., Any]

OCTOBER, NOVEMBER, LATER = "2026-10-05T08:00:00Z", "2026-11-16T08:00:00Z", "2026-11-18T12:00:00Z"


@pytest.fixture
def worked(crm: Run) -> Run:
    """A file that came to be over some weeks."""
    crm("contact", "add", "Jane", "--company", "Acme", "--city", "Oslo", now=OCTOBER, code=0)
    crm("deal", "add", "Renewal", "--contact", "Jane", "--amount", "500 EUR", now=OCTOBER, code=0)
    crm("deal", "add", "Pilot", "--contact", "Jane", now=OCTOBER, code=0)
    crm("contact", "edit", "Jane", "--city", "Rome", now=NOVEMBER, code=0, env={"LOGNAME": "kim"})
    crm("deal", "move", "Pilot", "proposal", now=NOVEMBER, code=0)
    crm("deal", "win", "Renewal", now=LATER, code=0)
    crm("contact", "add", "Bob", now=LATER, code=0)
    return crm


def test_history_is_narrowed_by_time_and_by_who(worked: Run) -> None:
    assert worked("history", "--since", "2026-11-01", "--until", "2026-11-16", "-f", "{command}").lines == [
        "5",
        "4",
    ]
    assert worked("history", "--by", "KIM", "-f", "{words}").out == "crm contact edit Jane --city Rome\n"
    assert worked("history", "--until", "yesterday", "-n", "1", "-f", "{command}").out == "7\n"
    changes = worked("history", "Jane", "--since", "2026-11-01", "-f", "{command} {what}")
    assert changes.out == "4 Changed Jane (contact/1): city Oslo → Rome; at Acme\n"


def test_as_of_shows_the_file_as_it_stood(worked: Run) -> None:
    assert worked("contact", "list", "-f", "{name} {city}", "--as-of", "2026-11-01").out == "Jane Oslo\n"
    assert worked("deal", "list", "status:open", "-f", "{title} {stage}", "--as-of", "2026-11-01").lines == [
        "Renewal Lead",
        "Pilot Lead",
    ]
    assert worked("contact", "list", "oslo", "-f", "{name}", "--as-of", "2026-11-15").out == "Jane\n"
    assert worked("contact", "list", "oslo", "-f", "{name}").out == ""
    assert worked("contact", "show", "Bob", "--as-of", "2026-11-17").code == 3
    assert worked("contact", "list", "-f", "ids", "--as-of", "2026-11-18T11:59:59Z").out == "1\n"
    assert worked("contact", "list", "created:today", "-f", "{name}", "--as-of", LATER).out == "Bob\n"


def test_a_bare_date_means_the_end_of_that_day_in_the_users_zone(crm: Run) -> None:
    env = {"CRM_TIMEZONE": "Asia/Almaty"}
    crm("contact", "add", "Ann", now="2026-11-17T10:00:00Z", env=env, code=0)
    crm("contact", "add", "Bob", now="2026-11-17T18:59:59Z", env=env, code=0)
    crm("contact", "add", "Cid", now="2026-11-17T19:00:00Z", env=env, code=0)
    assert crm("contact", "list", "-f", "{name}", "--as-of", "2026-11-17", env=env).lines == ["Ann", "Bob"]
    assert len(crm("contact", "list", "--as-of", "2026-11-18", env=env).lines) == 3


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            "2026-10-04",
            "the history of this file begins at `2026-10-05T08:00:00Z`; how it stood before is not known",
        ),
        ("2027-01-01", "`2027-01-01` is still to come"),
        ("whenever", "`whenever` is not a date"),
    ],
)
def test_as_of_refuses_what_it_cannot_know(worked: Run, when: str, said: str) -> None:
    result = worked("contact", "list", "--as-of", when)
    assert (result.code, result.out, result.err.splitlines()[0]) == (2, "", f"Error: {said}")


def test_the_copy_is_private_nameless_and_cannot_be_written(
    worked: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = os.umask(0)
    try:
        db = connection.open_read(str(path))
        copy = as_of.at(db, NOVEMBER)
    finally:
        os.umask(before)
    assert list(folder.iterdir()) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        copy.execute("DELETE FROM contacts")
    copy.close()
    db.close()
    handle, name = tempfile.mkstemp()
    assert stat.S_IMODE(os.fstat(handle).st_mode) == 0o600
    os.close(handle)
    os.unlink(name)


def test_where_nothing_has_changed_since_nothing_is_copied(
    worked: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = worked("contact", "list", "-f", "csv", code=0).out
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert worked("contact", "list", "-f", "csv", "--as-of", "today", code=0).out == now
    assert (
        worked("contact", "list", "created:2026-11-18", "-f", "{name}", "--as-of", "2026-11-19").out
        == "Bob\n"
    )
    db = connection.open_read(str(path))
    assert as_of.at(db, LATER) is db
    db.close()


def test_as_of_reads_what_is_still_in_the_wal_and_what_another_program_wrote(worked: Run, path: Path) -> None:
    holder = sqlite3.connect(path)
    holder.execute("SELECT 1 FROM contacts").fetchone()  # while it is open the -wal stays
    worked("contact", "add", "Zed", now="2026-11-19T08:00:00Z", code=0)
    worked("contact", "edit", "Zed", "--city", "Nice", now="2026-11-20T08:00:00Z", code=0)
    assert Path(f"{path}-wal").stat().st_size > 0
    assert worked("contact", "list", "-f", "{name} {city}", "--as-of", "2026-11-19").lines == [
        "Bob ",
        "Jane Rome",
        "Zed ",
    ]
    holder.execute("UPDATE contacts SET city = 'Linz'")
    holder.commit()
    assert worked("contact", "list", "linz", "-f", "{name}", "--as-of", "2026-11-20").lines == []
    holder.close()


def test_as_of_leaves_the_file_as_it_is(worked: Run, path: Path) -> None:
    before = path.read_bytes()
    worked("report", "pipeline", "--as-of", "2026-10-05", code=0)
    worked("find", "jane", "--as-of", "2026-10-05", code=0)
    assert path.read_bytes() == before


def test_diff_tells_what_a_period_brought(worked: Run) -> None:
    assert worked("diff", "this-week", "-f", "csv").out == (
        "what,record,name,before,after\n"
        "won,deal/1,Renewal,,500.00 EUR\n"
        "new,contact/2,Bob,,\n"
        "moved,deal/2,Pilot,Lead,Proposal\n"
        "changed,contact/1,Jane,,city\n"
    )
    assert worked("diff", "this-week", "-f", "table").out == (
        "Won: 1 deal (Renewal: €500.00)\n"
        "New: 1 contact (Bob)\n"
        "Moved: 1 deal (Pilot from Lead to Proposal)\n"
        "Changed: 1 contact (Jane: city)\n"
    )
    assert worked("diff", "this-week", "-f", "table", env={"CRM_LOCALE": "de_DE"}).lines[0] == (
        "Won: 1 deal (Renewal: 500,00\u00a0€)"
    )
    assert worked("diff", "2026-10", "-f", "{what} {name} {after}").lines == [
        "new Jane ",
        "new Acme ",
        "new Renewal 500.00 EUR",
        "new Pilot ",
    ]
    assert worked("diff", "2026-09", "-f", "table").out == "Nothing changed\n"


def test_diff_shows_what_went_and_not_what_came_and_went(worked: Run) -> None:
    worked("contact", "delete", "Bob", now="2026-11-19T08:00:00Z", code=0)
    worked("contact", "add", "Passing", now="2026-11-19T08:01:00Z", code=0)
    worked("undo", now="2026-11-19T08:02:00Z", code=0)
    assert worked("diff", "2026-11-19", "-f", "{what} {record} {name}").out == "gone contact/2 Bob\n"


def test_the_size_of_the_history_is_told(worked: Run) -> None:
    told = worked("history", "--size", "-f", "json", code=0).json
    assert (told["steps"], told["begins_at"]) == (7, OCTOBER)
    assert 0 < told["bytes"] < told["file_bytes"]
    assert worked("history", "--size").out.startswith(
        f"7 steps with {told['changes']} changes since {OCTOBER}: "
    )


def test_forgetting_needs_a_yes_and_says_what_is_lost(worked: Run) -> None:
    result = worked("history", "--forget-before", "2026-11-01")
    assert (result.code, result.out) == (6, "")
    assert result.err == (
        "Error: forget 3 steps before 2026-11-01T00:00:00Z: they can then no longer be undone,"
        " and --as-of reaches back no further; needs a yes\nhint: --yes\n"
    )
    assert len(worked("history").lines) == 7


def test_what_is_forgotten_is_gone_for_good(worked: Run, path: Path) -> None:
    dry = worked("history", "--forget-before", "2026-11-01", "--dry-run", code=0)
    assert dry.out == "Would forget 3 steps before 2026-11-01T00:00:00Z\n"
    result = worked("history", "--forget-before", "2026-11-01", "--yes", code=0)
    assert result.out == "Forgot 3 steps before 2026-11-01T00:00:00Z; they can no longer be undone\n"
    assert worked("history", "-f", "{command}").lines == ["7", "6", "5", "4"]
    assert worked("undo", "2").code == 3
    assert worked("contact", "list", "--as-of", "2026-10-20").code == 2
    assert worked("contact", "list", "-f", "{city}", "--as-of", "2026-11-01").out == "Oslo\n"
    for _ in range(4):
        worked("undo", code=0)
    assert worked("undo").code == 5
    assert worked("contact", "list", "-f", "{name} {city}").out == "Jane Oslo\n"
    worked("redo", code=0)


def test_numbers_of_steps_are_not_used_again_after_forgetting(worked: Run) -> None:
    worked("history", "--forget-before", "tomorrow", "--yes", code=2)
    worked("history", "--forget-before", "2026-11-20", "--yes", code=0)
    worked("contact", "add", "Cid", code=0)
    assert worked("history", "-f", "{command}").out == "8\n"
