"""The text of a message: of several forms the plain one, HTML with its blocks, flowed lines joined, any charset."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.exchange.mail import body, html, message

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HEAD = "From: a@x.example\nTo: b@x.example\nDate: Fri, 20 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"


def read(data: bytes | str) -> message.Mail:
    found = message.read("here", data.encode() if isinstance(data, str) else data, NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
        ("<h1>Head</h1>text <b>bold</b>\n  and   more", "Head\n\ntext bold and more"),
        (
            "<ul><li>one<li>two</ul><ol><li>first</li><li>second</li></ol>",
            "- one\n- two\n\n1. first\n2. second",
        ),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a  b\nc  d"),
        ("<p>Hi</p><blockquote>quoted<br>twice</blockquote><p>me</p>", "Hi\n\n> quoted\n> twice\n\nme"),
        ('see <a href="https://x.example/a">our page</a>', "see our page <https://x.example/a>"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ("<head><title>t</title><style>p{}</style></head><body>a<script>b()</script></body>", "a"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("&lt;b&gt; &amp; &nbsp;&euro; &#1046;", "<b> &  € Ж"),
        ('<img alt="Logo" src="cid:1"><img src="x">', "[Logo]"),
        ("<p>never closed <b>bold", "never closed bold"),
        ("<![foo[<!-- ", ""),
        ("", ""),
    ],
)
def test_html_is_text_with_its_blocks(page: str, text: str) -> None:
    assert html.text_of(page) == text


@given(st.text(st.sampled_from("<>/!-[]&;abp \n\"'=li"), max_size=80))
def test_any_html_gives_a_text(page: str) -> None:
    assert isinstance(html.text_of(page), str)


def test_of_several_forms_the_plain_one_is_taken_and_of_html_alone_that() -> None:
    both = EmailMessage()
    both["From"] = "a@x.example"
    both.set_content("plain\n")
    both.add_alternative("<p>rich</p>", subtype="html")
    assert read(both.as_bytes()).text == "plain"
    only = EmailMessage()
    only["From"] = "a@x.example"
    only.set_content("<p>rich</p>", subtype="html")
    assert read(only.as_bytes()).text == "rich"
    blank = EmailMessage()
    blank["From"] = "a@x.example"
    blank.set_content(" \n")
    blank.add_alternative("<p>rich</p>", subtype="html")
    assert read(blank.as_bytes()).text == "rich"


def test_what_is_attached_is_named_with_its_size() -> None:
    whole = EmailMessage()
    whole["From"] = "a@x.example"
    whole.set_content("see there\n")
    whole.add_attachment(b"x" * 12_000, maintype="application", subtype="pdf", filename="Angebot für Sie.pdf")
    whole.add_attachment(b"x" * 2_500_000, maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["Subject"] = "Old one"
    inner.set_content("x")
    whole.add_attachment(inner)
    assert read(whole.as_bytes()).text == (
        "see there\n\nAttached: Angebot für Sie.pdf (12 KB), a.png (2.5 MB), message “Old one”"
    )


def test_quotations_and_signatures_stay() -> None:
    text = "Yes.\n\nOn Friday Bo wrote:\n> shall we?\n>> now\n\n-- \nJane"
    assert read(f"{HEAD}\n{text}\n").text == text


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("a long line \nthat goes on\nnew", "a long line that goes on\nnew"),
        ("> quoted \n> on\nmine", "> quoted on\nmine"),
        ("> one \n>> two", "> one\n>> two"),
        (" From stuffed \nmore", "From stuffed more"),
        ("bye \n-- \nJane", "bye\n-- \nJane"),
    ],
)
def test_flowed_lines_are_joined(flowed: str, text: str) -> None:
    assert read(f"{HEAD}Content-Type: text/plain; format=flowed\n\n{flowed}\n").text == text


@pytest.mark.parametrize(
    ("charset", "data", "text", "told"),
    [
        ("koi8-r", "Привет".encode("koi8-r"), "Привет", ()),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本", ()),
        ("utf-8", "Zoë".encode("cp1252"), "Zoë", ("text that is not in its charset `utf-8`",)),
        ("nonsense", "Zoë".encode(), "Zoë", ()),
        ("", "Zoë".encode(), "Zoë", ()),
        ("us-ascii", "Zoë".encode(), "Zoë", ()),
    ],
)
def test_a_charset_is_read_as_named_else_as_it_can_be(
    charset: str, data: bytes, text: str, told: tuple[str, ...]
) -> None:
    kind = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    found = read(f"{HEAD}{kind}Content-Transfer-Encoding: 8bit\n\n".encode() + data)
    assert (found.text, found.told) == (text, told)


@pytest.mark.parametrize(
    ("raw", "sender", "subject"),
    [
        ("=?utf-8?q?Zo=C3=AB?= <z@x.example>", ("Zoë", "z@x.example"), "=?utf-8?b?0J/RgNC40LLQtdGC?="),
        ('"Doe, Jane" <J@X.example>', ("Doe, Jane", "j@x.example"), "plain"),
        ("=?utf-8?q?Doe=2C_Jane?= <j@x.example>", ("Doe, Jane", "j@x.example"), "=?x?q?bad?="),
        ("j@x.example (Jane)", ("Jane", "j@x.example"), ""),
        ("'j@x.example' <j@x.example>", ("", "j@x.example"), "a\n b"),
    ],
)
def test_encoded_words_and_names_with_commas_are_read(
    raw: str, sender: tuple[str, str], subject: str
) -> None:
    found = read(f"From: {raw}\nSubject: {subject}\n\nx\n")
    shown = {"=?utf-8?b?0J/RgNC40LLQtdGC?=": "Привет", "=?x?q?bad?=": "bad", "a\n b": "a b"}
    assert (found.sender, found.subject) == (sender, shown.get(subject, subject))


def test_a_huge_text_is_cut_and_told() -> None:
    found = read(f"{HEAD}\n{'x' * 200_000}\n")
    assert len(found.text) == body.MOST + len("\n[…]")
    assert found.told == ("text of more than 100,000 signs, which was cut",)


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nunclosed",
        "Content-Type: multipart/mixed\n\nno boundary",
        "Content-Type: text/plain; charset\n\nx",
        "Content-Transfer-Encoding: base64\n\n!!!",
        "Content-Type: text/plain; charset*=x'y\n\nx",
        "Content-Type: /\n\nx",
        "Content-Type: message/rfc822\n\n",
        "Content-Disposition: attachment; filename==?x?=\n\nx",
        "To: ,,,<>@,;:\n\nx",
        "Message-ID: <\n\nx",
    ],
)
def test_what_is_broken_is_read_as_well_as_can_be(head: str) -> None:
    assert read(f"{HEAD}{head}").sender == ("", "a@x.example")


@given(st.binary(max_size=300))
def test_any_bytes_behind_headers_are_read(data: bytes) -> None:
    assert read(HEAD.encode() + data).place == "here"
