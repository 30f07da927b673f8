"""How queries are typed: what they come to, how they print, and what is said of those nobody can read."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_cli.core.caret import columns, pointed
from crm_cli.core.errors import ExitCode, UsageError
from crm_cli.core.query import Everything, Has, Not, Query, Term, Words, height
from crm_cli.core.query_help import HELP
from crm_cli.core.query_parser import DEEPEST, LONGEST, MOST, QueryError, join, parse
from crm_cli.core.query_tokens import QUOTES, is_delimiter, tokens, written
from tests.core.query_world import FIELDS, by_sql, conventions, read, resolve, table

NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "suites" / "naughty" / "blns.json"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", "*"),
        ("  \t ", "*"),
        ("coffee", "coffee"),
        ("coffee fair", "coffee and fair"),
        ('"coffee fair"', '"coffee fair"'),
        ("'coffee fair'", '"coffee fair"'),
        ("Coffee-Fair", '"coffee fair"'),
        ("O'Brien", "obrien"),
        ('"and"', '"and"'),
        ('"*"', '"*"'),
        ("北京", '"北 京"'),
        ("tag:vip", "tags:vip"),
        ("TAG:vip,new", "tags:vip,new"),
        ("tag:vip,  new", "tags:vip,new"),
        ('name="Ann Lee",Bob', 'name="Ann Lee",Bob'),
        ("name:'it is'", 'name:"it is"'),
        ("name:O'Brien", "name:O'Brien"),
        (r'name:"say \"hi\" \\ \n"', r'name:"say \"hi\" \\ \\n"'),
        (r"name:a\b", r"name:a\b"),
        ("name:a=b", "name:a=b"),
        ("name:https://x.y", "name:https://x.y"),
        ("name:a..b", "name:a..b"),
        ("close:'nov 2026'..'dec 2026'", 'close:"nov 2026..dec 2026"'),
        ('close:2026-11-01.."dec 2026"', 'close:"2026-11-01..dec 2026"'),
        ("score:1,2", "score:1,2"),
        ("amount:1, 2", "amount:1, 2"),
        ("amount>=5k", "amount>=5k"),
        ('"budget (x=1)":1', '"Budget (x=1)":1'),
        ("has:tag", "has:tags"),
        ("no:tag", "no:tags"),
        ("not has:tag", "no:tags"),
        ("not no:tag", "has:tags"),
        ("No:tag,score", "no:tags or no:score"),
        ("in:rich", "in:rich"),
        ("IN:'my own',rich", 'in:"my own" or in:rich'),
        ("a b or c", "a and b or c"),
        ("a (b or c)", "a and (b or c)"),
        ("(a b) (c)", "a and b and c"),
        ("((a))", "a"),
        ("a(b)c", "a and b and c"),
        ("not a b", "not a and b"),
        ("NOT (a OR b)", "not (a or b)"),
        ("not not a", "a"),
        ("not not not a", "not a"),
        ("a and not b", "a and not b"),
        ("a not b", "a and not b"),
        ("* a", "a"),
        ("not *", "not *"),
    ],
)
def test_a_query_prints_as_it_is_read(typed: str, printed: str) -> None:
    assert str(read(typed)) == printed
    assert read(printed) == read(typed)


def test_a_query_is_made_of_values() -> None:
    name = resolve("contact", "name")
    words = resolve("contact", "words")
    assert name and words
    query = read("name:ann or fair")
    term, word = query.parts  # type: ignore[attr-defined]
    assert isinstance(term, Term)
    assert (term.field, term.op, term.operands) == (name, ":", ("ann",))
    assert word == Words(("fair",), words)
    assert read("no:name") == Not(Has(name))
    assert read("") == Everything()


def message(error: UsageError) -> str:
    return f"{error.message}\n{error.hint}".rstrip()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "emial:x and tag:vip",
            """cannot read the query: no field `emial` of contacts
  emial:x and tag:vip
  ^^^^^
did you mean `email` or `deals`?""",
        ),
        (
            "北京 公司 xyzzy:1",
            """cannot read the query: no field `xyzzy` of contacts
  北京 公司 xyzzy:1
            ^^^^^
to search for it as words, quote it: "xyzzy:1\"""",
        ),
        (
            "see https://a.b/c",
            """cannot read the query: no field `https` of contacts
  see https://a.b/c
      ^^^^^
to search for it as words, quote it: "https://a.b/c\"""",
        ),
        (
            "\x1b[31m 9:00",
            r"""cannot read the query: no field `9` of contacts
  \x1b[31m 9:00
           ^
to search for it as words, quote it: "9:00\"""".replace('\\"', '"'),
        ),
        (
            "has:tgas",
            """cannot read the query: no field `tgas` of contacts
  has:tgas
      ^^^^
did you mean `tags`?""",
        ),
        (
            "a active>=yes",
            """cannot read the query: `>=` does not apply to `active`, a yes/no field
  a active>=yes
          ^^
it takes : = !=""",
        ),
        (
            "score~1*",
            """cannot read the query: `~` does not apply to `score`, an integer field
  score~1*
       ^
it takes : = != < <= > >=""",
        ),
        (
            "status:open,wom",
            """cannot read the query: no status `wom`
  status:open,wom
              ^^^
did you mean `won`? there is `open`, `won`, `lost`""",
        ),
        (
            "in:poor",
            """cannot read the query: no segment `poor`
  in:poor
     ^^^^
crm segment list""",
        ),
        (
            "score:10..5",
            """cannot read the query: `10..5` is empty: `10` comes after `5`
  score:10..5
        ^^^^^
5..10""",
        ),
        (
            "score>1..5",
            """cannot read the query: `>` and a range do not go together
  score>1..5
        ^^^^
a range follows : = or !=""",
        ),
        (
            "score:..",
            """cannot read the query: a range has a value on one side at least
  score:..
        ^^
5..10, 5.. or ..10""",
        ),
        (
            "amount:1,250",
            """cannot read the query: `1,250` may be one number or two
  amount:1,250
         ^^^^^
write one number with a point, a list with a space: 1, 250""",
        ),
        (
            "amount:'5 USD..5 EUR'",
            """cannot read the query: `5 USD..5 EUR` names two currencies
  amount:'5 USD..5 EUR'
         ^^^^^^^^^^^^^^
one on either side counts for both""",
        ),
        (
            "birthday>today",
            """cannot read the query: `>` compares birthdays by year alone
  birthday>today
           ^^^^^
>1990""",
        ),
        (
            "birthday:today..",
            """cannot read the query: birthdays come round every year, so a range of them has two ends
  birthday:today..
           ^^^^^^^
days are asked as -7d..+7d, years as 1990..""",
        ),
        (
            "amount > 500",
            """cannot read the query: there is no field before `>`
  amount > 500
         ^
write it without spaces, amount>500, or in quotes to search for the sign itself""",
        ),
        (
            "tag: vip",
            """cannot read the query: a value is missing after `tag:`
  tag: vip
      ^
tag:value without a space, or no:tag""",
        ),
        (
            "tag:''",
            """cannot read the query: there is nothing between the quotes
  tag:''
      ^^
no:tag finds records without one""",
        ),
        (
            "tag:a,",
            """cannot read the query: a value is missing after the comma
  tag:a,
        ^""",
        ),
        (
            "tag:(a or b)",
            """cannot read the query: parentheses are not a value of `tag:`
  tag:(a or b)
      ^
tag:one,another""",
        ),
        (
            "name:'ann",
            """cannot read the query: the quote is not closed
  name:'ann
       ^
end it with '""",
        ),
        (
            "'ann'lee",
            """cannot read the query: a space is missing after the closing quote
  'ann'lee
       ^
inside quotes, \\" is a quote""",
        ),
        (
            "a and",
            """cannot read the query: something is missing after `and`
  a and
       ^
in quotes, "and" is a word""",
        ),
        (
            "or a",
            """cannot read the query: something is missing before `or`
  or a
  ^^
in quotes, "or" is a word""",
        ),
        (
            "(a or b",
            """cannot read the query: this parenthesis is not closed
  (a or b
  ^
in quotes, "(" is a word""",
        ),
        (
            "a) b",
            """cannot read the query: nothing opens this parenthesis
  a) b
   ^
in quotes, ")" is a word""",
        ),
        (
            "a ()",
            """cannot read the query: there is nothing in these parentheses
  a ()
     ^""",
        ),
        (
            "has>tag",
            """cannot read the query: `has` takes `:`, not `>`
  has>tag
     ^
has:tag""",
        ),
    ],
)
def test_what_cannot_be_read_is_pointed_at(typed: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(typed)
    assert message(caught.value) == said
    assert caught.value.exit is ExitCode.USAGE


@pytest.mark.parametrize(
    "typed",
    ["close:blorp", "close:30/02/2026", "last:blorp", "amount:lots", "probability:400%", "active:perhaps"],
)
def test_values_are_refused_by_the_type_of_the_field(typed: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(typed)
    assert (caught.value.start, caught.value.end) == (typed.index(":") + 1, len(typed))


def test_where_segments_or_words_are_not_known_that_is_said() -> None:
    def bare(text: str) -> Query:
        return parse(
            text, kind="company", resolve=lambda *_: None, names=lambda _: [], segment=None, how=conventions()
        )

    with pytest.raises(QueryError, match="segments cannot be named here"):
        bare("in:rich")
    with pytest.raises(QueryError, match="companies are not searched by words"):
        bare("acme")


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "not (" * 5_000,
        "a " * (MOST + 1),
        "name:" + ",".join("a" * (MOST + 1)),
        "x" * (LONGEST + 1),
        "close:" + "9" * 50_000,
        "score:" + "9" * 50_000,
        "name~" + "a*" * 5_000,
        "status:" + "a" * 50_000,
        "a" * 50_000 + ":x",
        "has:" + "a" * 50_000,
        "in:" + "a" * 50_000,
    ],
)
def test_too_much_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(typed)
    assert len(caught.value.message) < 500


def test_segments_within_segments_are_bounded() -> None:
    def segment(name: str) -> Query:
        level = int(name)
        return parse(
            f"in:{level - 1} or not in:{level - 1}" if level else "a",
            kind="contact",
            resolve=resolve,
            names=lambda kind: [],
            segment=segment,
            how=conventions(),
        )

    with pytest.raises(QueryError, match="with its segments it has more than 40 levels or 1,000 values"):
        segment("11")


@pytest.mark.parametrize(
    "typed",
    [
        "(a or " * (DEEPEST // 2) + "b" + ")" * (DEEPEST // 2),
        "not (a and not (b or " * (DEEPEST // 4 - 1) + "tag:x" + "))" * (DEEPEST // 4 - 1),
        "(a and (b or " * (DEEPEST // 2 - 1) + "has:tag" + "))" * (DEEPEST // 2 - 1),
        " ".join(["name:a"] * MOST),
        " or ".join(["name:a"] * MOST),
        "name:" + ",".join(["a"] * MOST),
        "tag~" + ",".join(["a*"] * MOST),
        "amount>" + ", ".join(["5"] * MOST),
        "not not " * 5_000 + "a",
    ],
)
def test_the_largest_queries_still_run(typed: str) -> None:
    query = read(typed)
    assert height(query) <= DEEPEST
    assert read(str(query)) == query
    assert by_sql(table([{"name": "ann"}]), query) in ([], [1])


@given(st.text())
def test_a_written_value_is_read_back(value: str) -> None:
    kept = value.translate({0: 0xFFFD, **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)})
    token, end = tokens(f"name:{written(kept)}") if kept.strip() else (None, None)
    if token and end:
        assert [operand.text for operand in token.operands] == [kept]
        assert end.kind == "end"


@given(st.text(st.characters(exclude_characters=QUOTES), min_size=1))
def test_a_value_is_quoted_only_where_it_must_be(value: str) -> None:
    assert (written(value) == value) == (not any(map(is_delimiter, value)))


# The command line


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ([], ""),
        (["tag:vip or city:Oslo"], "tag:vip or city:Oslo"),
        (["name:two words"], "name:two words"),
        (["tag:vip", "city:Oslo"], "tag:vip city:Oslo"),
        (["coffee", "fair"], "coffee fair"),
        (["coffee fair", "x"], "coffee fair x"),
        (["tag:vip", "city:Nur Sultan"], 'tag:vip city:"Nur Sultan"'),
        (["contract=One year,Two year", "x"], 'contract="One year","Two year" x'),
        (["company:Acme (UK) Ltd", "x"], 'company:"Acme (UK) Ltd" x'),
        (["name:Smith, Jones", "x"], "name:Smith,Jones x"),
        (["amount:1 250,50", "x"], 'amount:"1 250,50" x'),
        (["close:nov 2026..dec 2026", "x"], 'close:"nov 2026..dec 2026" x'),
        (["name:Black and White", "x"], 'name:"Black and White" x'),
        (["name:meet at 9:00", "x"], 'name:"meet at 9:00" x'),
        (["name:see https://a.b", "x"], 'name:"see https://a.b" x'),
        (["name:O'Brien & Sons", "x"], 'name:"O\'Brien & Sons" x'),
        (['name:"two words" b', "x"], 'name:"two words" b x'),
        (["in:my own", "not", "tag:vip"], 'in:"my own" not tag:vip'),
        (["tag:vip or tag:new", "city:Oslo"], "(tag:vip or tag:new) city:Oslo"),
        (["tag:vip city:Oslo", "x"], "tag:vip city:Oslo x"),
        (["(tag:vip or", "tag:new)", "x"], "(tag:vip or tag:new) x"),
        (["tag:vip or", "tag:new"], 'tag:"vip or" tag:new'),
        (["9:00 x", "y"], "9:00 x y"),
    ],
)
def test_words_on_the_command_line_become_one_query(arguments: Sequence[str], query: str) -> None:
    assert join(arguments) == query


@given(
    st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=8), min_size=2, max_size=3)
)
def test_a_field_and_several_words_are_one_term(values: list[str]) -> None:
    value = " ".join(part.replace(",", "") for part in values).strip()
    first = value.split()[0] if value.split() else "("
    if first[0] in "\"'(" or any(sign in value for sign in ":=<>~") or first == value:
        return
    term, other, _ = tokens(join([f"name:{value}", "x"]))
    assert [operand.text for operand in term.operands] == [value]
    assert other.text == "x"


# Carets


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("abc", (1, 2), "  abc\n   ^"),
        ("abc", (3, 3), "  abc\n     ^"),
        ("", (0, 0), "\n  ^"),
        ("北京 x", (3, 4), "  北京 x\n       ^"),
        ("e\u0301x", (2, 3), "  e\u0301x\n   ^"),
        ("\x1bx", (1, 2), "  \\x1bx\n      ^"),
        ("a\nb", (2, 3), "  a⏎b\n    ^"),
        ("a" * 100 + "!" + "b" * 100, (100, 101), f"  …{'a' * 24}!{'b' * 47}…\n  {' ' * 25}^"),
    ],
)
def test_a_caret_stands_under_its_place(text: str, place: tuple[int, int], shown: str) -> None:
    assert pointed(text, *place) == shown


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_pointing_never_fails_and_stays_on_the_screen(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    line, carets = pointed(text, start, min(len(text), start + length)).split("\n")
    assert carets.strip("^ ") == ""
    assert columns(carets) <= max(columns(line), 2) + (1 if text == text.strip() else 100)


# Anything a user can type

PIECES = [
    *[f"{field.name}{op}" for field in FIELDS for op in (":", "=", "!=", "<", "<=", ">", ">=", "~")],
    *"and or not AND Not ( ) ( ) , .. : = != < > ~ * ? \" ' \\ has: no: in: has in - # % _ ;".split(),
    *"1 5k 12.5 1,250 40% $5 ¥ EUR -3 1e9 NaN 0x1F 20m 1h30 yes no won open vip rich 北京 й İ 👍".split(),
    *"2026 2026-Q4 eom fri 9:00 -90d.. ..+2w 03/04/2026 30.02.2026 9999-12-31 0001-01-01".split(),
    *"--02-29 now 2026-W54".split(),
    "'my own'",
    '"a b"',
    "a*b?c",
    "%s",
    "'; DROP TABLE things; --",
    "\x00",
    "\ud800",
    "\u202e",
    "\x1b[2J",
    "\n",
    "\u3000",
]


def test_only_a_query_or_a_usage_error_comes_out() -> None:
    chance = random.Random(20261121)
    naughty = (
        json.loads(NAUGHTY.read_text("utf-8")) if NAUGHTY.exists() else ["undefined", "1;DROP TABLE users"]
    )
    db = table([{"name": "ann", "tags": ["vip"], "amount": 5, "close": "2026-11-21", "birthday": "--02-29"}])
    how = conventions("Asia/Tehran", currency=None)
    read_well = 0
    for _ in range(10_000):
        pieces = chance.choices(PIECES, k=chance.randint(1, 7))
        if chance.random() < 0.3:
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(naughty))
        text = "".join(piece + chance.choice(["", " "]) for piece in pieces)
        try:
            query = read(text, how)
        except UsageError as error:
            assert "sqlite" not in error.message.lower()
            continue
        read_well += 1
        by_sql(db, query)
        assert read(str(query), how) == query, text
    assert read_well > 500


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query = read(text)
    except UsageError:
        return
    assert read(str(query)) == query


def test_the_help_fits_on_a_screen() -> None:
    lines = HELP.splitlines()
    assert len(lines) <= 22
    assert max(map(len, lines)) <= 78
