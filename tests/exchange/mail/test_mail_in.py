"""`crm mail import`: messages on the people they are from and to, each once; who is not known is told."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def mail(
    text: str = "wants a quote",
    *,
    sender: str = "Jane Doe <jane@acme.example>",
    to: str = "me@x.example",
    subject: str = "Quote",
    id: str = "1@acme.example",
    date: str = "Fri, 20 Nov 2026 15:30:00 +0500",
    more: str = "",
) -> str:
    """A message as mail programs write it."""
    return f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}>\nDate: {date}\n{more}\n{text}\n"


@pytest.fixture
def box(crm: Run, tmp_path: Path) -> Callable[..., str]:
    """Write an mbox of messages; Jane of Acme is known, and me@x.example is the user's own address."""
    crm("contact", "add", "Jane Doe", "--email", "jane@acme.example", "--company", "Acme", code=0)
    crm("config", "set", "owner_emails", "me@x.example", code=0)

    def write(*messages: str, name: str = "inbox.mbox") -> str:
        text = "".join(f"From x@y Fri Nov 20 15:30:00 2026\n{message}\n" for message in messages)
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        return str(tmp_path / name)

    return write


def emails(crm: Run, *names: str) -> list[Any]:
    names = names or ("direction", "subject", "body", "occurred_at", "contacts", "companies")
    return [tuple(one[name] for name in names) for one in crm("note", "list", "-f", "json").json]


def test_a_message_stands_on_whom_it_is_from_and_to_with_their_company(crm: Run, box: Any) -> None:
    out = mail("here it is", sender="Me <me@x.example>", to="Jane <JANE@acme.example>", id="2@x",
               date="Sat, 21 Nov 2026 08:00:00 +0000", subject="Re: Quote", more="In-Reply-To: <1@acme.example>\n")  # fmt: skip
    result = crm("mail", "import", box(mail(), out), code=0)
    assert result.out == (
        "messages\t2\ncreated\t2\nunchanged\t0\nleft\t0\ncontacts\t0\nthreads\t1\ncommand\t3\n"
    )
    assert result.err == "Read 2 messages: 2 added, 0 there already\nin 1 conversation\n"
    assert emails(crm) == [
        ("out", "Re: Quote", "here it is", "2026-11-21T08:00:00Z", ["Jane Doe"], ["Acme"]),
        ("in", "Quote", "wants a quote", "2026-11-20T10:30:00Z", ["Jane Doe"], ["Acme"]),
    ]


def test_people_see_sentences_and_programs_figures(crm: Run, box: Any) -> None:
    path = box(mail(), mail(sender="Zed <zed@z.example>", id="3@z"))
    result = crm("mail", "import", path, terminal=True, code=8)
    assert result.out == (
        "Read 2 messages: 1 added, 0 there already, 1 left\n"
        "in 1 conversation\n"
        f"left, from or to nobody in the file: 1 message ({path}, message 2)\n"
        "not in the file: 1 address; --create makes contacts\n"
        "  Zed <zed@z.example> (1)\n"
    )
    again = crm("mail", "import", path, "-f", "json", code=8)
    assert again.json == {
        "messages": 2,
        "created": 0,
        "unchanged": 1,
        "left": 1,
        "contacts": 0,
        "threads": 0,
        "reasons": {"from or to nobody in the file": 1},
        "unknown": [{"name": "Zed", "email": "zed@z.example", "messages": 1}],
        "command": None,
    }


def test_read_again_nothing_comes_twice_whatever_file_it_lies_in(crm: Run, box: Any) -> None:
    crm("mail", "import", box(mail(), mail()), code=0)
    crm("mail", "import", box(mail(), name="copy.mbox"), code=0)
    assert len(emails(crm)) == 1


def test_one_undo_takes_everything_back_and_a_dry_run_brings_nothing(crm: Run, box: Any) -> None:
    path = box(mail(), mail(sender="Zed <zed@z.example>", id="3@z"))
    assert (
        "Would read 2 messages: 2 added" in crm("mail", "import", path, "--create", "--dry-run", code=0).err
    )
    assert emails(crm) == []
    crm("mail", "import", path, "--create", code=0)
    assert len(emails(crm)) == 2
    crm("undo", code=0)
    assert (emails(crm), crm("contact", "list", "-f", "{name}").out) == ([], "Jane Doe\n")


def test_create_makes_whoever_writes_and_is_written_to_but_no_machine_and_no_namesake(
    crm: Run, box: Any
) -> None:
    path = box(
        mail(sender='"Li, Bo" <bo@li.example>', id="2@x"),
        mail(sender="me@x.example", to="Ann <ann@a.example>, jane@acme.example", id="3@x"),
        mail(sender="News <no-reply@news.example>", id="4@x"),
        mail(sender="Shop <shop@shop.example>", id="5@x", more="List-Unsubscribe: <mailto:x@y>\n"),
        mail(sender="Jane Doe <jane@home.example>", id="6@x"),
        mail(sender="plain@p.example", id="7@x"),
    )
    result = crm("mail", "import", path, "--create", code=8)
    assert crm("contact", "list", "--sort", "id", "-f", "{name} <{email}>").lines == [
        "Jane Doe <jane@acme.example>",
        "Li, Bo <bo@li.example>",
        "Ann <ann@a.example>",
        "plain@p.example <plain@p.example>",
    ]
    assert result.err.splitlines()[3:] == [
        f"left, from or to nobody in the file: 3 messages ({path}, message 3, {path}, message 4, {path}, message 5)",
        "not in the file: 3 addresses",
        "  Jane Doe <jane@home.example> (1)",
        "  News <no-reply@news.example> (1)",
        "  Shop <shop@shop.example> (1)",
        "Jane Doe <jane@home.example> was not made, as contact/1 has the name: crm contact edit 1 --email jane@home.example, or crm contact add",
        "Error: 3 messages of 6 left",
    ]


def test_whose_addresses_are_the_users_own_must_be_known(crm: Run, tmp_path: Path) -> None:
    crm("contact", "add", "Jane", code=0)
    (tmp_path / "a.eml").write_text(mail())
    assert crm("mail", "import", str(tmp_path / "a.eml"), code=2).err == (
        "Error: which addresses are your own decides who wrote to whom, and nobody has said yet\n"
        "hint: crm config set owner_emails me@example.com,sales@example.com\n"
    )


def test_all_addresses_of_a_company_may_be_the_users_own(crm: Run, box: Any) -> None:
    crm("config", "set", "owner_emails", "me@home.example, @x.example", code=0)
    crm("mail", "import", box(mail(sender="sales@x.example", to="jane@acme.example")), code=0)
    assert emails(crm, "direction") == [("out",)]


def test_mail_among_colleagues_is_left(crm: Run, box: Any) -> None:
    result = crm("mail", "import", box(mail(sender="me@x.example")), code=8)
    assert "left, between your own addresses: 1 message" in result.err


@pytest.mark.parametrize("how", ["eml", "folder", "maildir", "stdin", "mbox on stdin"])
def test_mail_lies_in_files_folders_maildirs_and_pipes(crm: Run, box: Any, tmp_path: Path, how: str) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.eml").write_text(mail())
    stdin = ""
    path = str(tmp_path / "mail" / "a.eml")
    if how == "folder":
        path = str(tmp_path / "mail")
    elif how == "maildir":
        path = str(tmp_path / "Maildir")
        mailbox.Maildir(path).add_folder("Sent").add(mail().encode())
    elif how == "stdin":
        path, stdin = "-", mail()
    elif how == "mbox on stdin":
        path, stdin = "-", Path(box(mail())).read_text()
    crm("mail", "import", path, stdin=stdin, code=0)
    assert emails(crm, "subject", "body") == [("Quote", "wants a quote")]


def test_from_within_a_text_begins_no_message(crm: Run, box: Any) -> None:
    crm("mail", "import", box(mail("a\n\nFrom now on we pay.\n\n>From me, too.")), code=0)
    assert emails(crm, "body") == [("a\n\nFrom now on we pay.\n\nFrom me, too.",)]


@pytest.mark.parametrize(
    ("date", "more", "at", "told"),
    [
        ("whenever", "Received: from a by b; Fri, 20 Nov 2026 10:00:00 +0000\n", "2026-11-20T10:00:00Z",
         "date `whenever` that cannot be: the day it arrived is taken: 1 message"),
        ("Mon, 1 Jan 1900 00:00:00 +0000", "Received: x; 20 Nov 2026 10:00:00 +0000\n", "2026-11-20T10:00:00Z",
         "date `Mon, 1 Jan 1900 00:00:00 +0000` that cannot be: the day it arrived is taken: 1 message"),
        ("20 Nov 2026 10:00:00 -0000", "", "2026-11-20T10:00:00Z", ""),
        ("Fri, 20 Nov 26 10:00 EST", "", "2026-11-20T15:00:00Z", ""),
    ],
)  # fmt: skip
def test_a_bad_date_is_told(crm: Run, box: Any, date: str, more: str, at: str, told: str) -> None:
    result = crm("mail", "import", box(mail(date=date, more=more)), code=0)
    assert emails(crm, "occurred_at") == [(at,)]
    assert result.err.splitlines()[2:] == ([told] if told else [])


def test_a_message_without_any_day_is_left(crm: Run, box: Any) -> None:
    path = box(mail(date="whenever"))
    assert (
        f"left, without a day that can be read: 1 message ({path}, message 1)\n"
        in crm("mail", "import", path, code=8).err
    )


def test_an_answer_without_a_subject_has_that_of_its_conversation(crm: Run, box: Any) -> None:
    answer = mail("yes", subject="", id="2@x", more="References: <0@x> <1@acme.example>\n")
    third = mail("no", subject="", id="3@x", more="In-Reply-To: <2@x>\n")
    result = crm("mail", "import", box(mail(), answer, third, mail(id="9@x", subject="Else")), code=0)
    assert sorted(emails(crm, "subject", "body")) == [
        ("Else", "wants a quote"),
        ("Quote", "no"),
        ("Quote", "wants a quote"),
        ("Quote", "yes"),
    ]
    assert "in 2 conversations\n" in result.err


def test_a_message_without_an_id_is_known_by_what_it_says(crm: Run, box: Any) -> None:
    bare = mail().replace("Message-ID: <1@acme.example>\n", "")
    for _ in range(2):
        crm("mail", "import", box(bare), code=0)
    assert len(emails(crm)) == 1


def test_copies_stand_on_whoever_is_known_among_them(crm: Run, box: Any) -> None:
    crm("contact", "add", "Bo Li", "--email", "bo@li.example", code=0)
    crm("mail", "import", box(mail(more="Cc: Bo <bo@li.example>, zed@z.example\n")), code=0)
    assert emails(crm, "contacts") == [(["Jane Doe", "Bo Li"],)]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xd0\xcf\x11\xe0abc", "is a message of Outlook (.msg), which is not read\nhint: save the mail as .eml or .mbox there"),
        (b"!BDN...", "is a mailbox of Outlook (.pst), which is not read\nhint: save the mail as .eml or .mbox there"),
        (b"name,email\nJane,j@x\n", "holds no mail\nhint: crm import {path}"),
        (b"", "holds no mail\nhint: crm import {path}"),
    ],
)  # fmt: skip
def test_what_is_no_mail_is_refused_by_its_name(
    crm: Run, box: Any, tmp_path: Path, content: bytes, error: str
) -> None:
    (tmp_path / "x").write_bytes(content)
    assert crm(
        "mail", "import", str(tmp_path / "x"), code=2
    ).err == f"Error: `{tmp_path / 'x'}` {error}\n".replace("{path}", str(tmp_path / "x"))


def test_what_is_not_there_is_not_found(crm: Run, box: Any, tmp_path: Path) -> None:
    assert crm("mail", "import", str(tmp_path / "no.mbox"), code=3).err == (
        f"Error: there is no file `{tmp_path / 'no.mbox'}`\n"
    )
