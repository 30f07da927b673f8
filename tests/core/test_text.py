"""What counts as the same text, what a terminal may be shown, and how counts are said."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_cli.core import text
from crm_cli.core.text import fold, same

SUITE = Path(__file__).parents[3] / "shared/data/suites/locale/search_equivalence.json"

ANY = st.text(st.characters(codec=None, exclude_categories=()))
SCRIPTS = st.text(
    st.sampled_from(
        "aÅß Łø'’-.,!&İıIiЁёЙйИиӘәҒқңөұүһіЇўΣςσά ىیيكکةهآأئۀ۰٣5👍️田カ김"
        "\u200c\u200d\u0640\u064b\u0654\u0653\u0308\u0306\u0301"
    )
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ANNA", "anna"),
        ("Ольга ЁЛКИНА", "ольга елкина"),
        ("Е\u0308жик", "Ёжик"),
        ("Й", "И\u0306"),
        ("Zoë Müller", "zoe muller"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("GROẞE Straße", "grosse strasse"),
        ("İIıi", "iiii"),
        ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("ӘЛІЯ ҚҰДАЙБЕРГЕН", "әлія құдайберген"),
        ("كريمي", "کریمی"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("رئیس", "رییس"),
        ("خانۀ", "خانهٔ"),
        ("فاطمة", "فاطمه"),
        ("أحمد", "احمد"),
        ("می\u200cخواهم", "میخواهم"),
        ("\u2067علی\u2069", "علی"),
        ("۱۲۳ ٤٥٦", "123 456"),
        ("Ｆｕｌｌ ５", "full 5"),
        ("ﾊﾞｶ", "バカ"),
        ("O’Brien", "O'Brien"),
        ("O'Brien", "obrien"),
        ("Anna-Maria", "Anna Maria"),
        ("ООО «Ромашка»", 'ООО "Ромашка"'),
        ("Иванов И.\u00a0И.", "Иванов И.И."),
        ("Acme™, Inc.", "acme inc"),
        ("Анна ❤️", "Анна"),
        ("so\u00adft", "soft"),
        ("  a \t\n b ", "a b"),
        ("№ 5", "#5"),
        ("👍\ufe0f", "👍"),
    ],
)
def test_two_ways_to_write_a_name_fold_to_one(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("йод", "иод"),
        ("їжак", "іжак"),
        ("Әлия", "Алия"),
        ("ӘЛІЯ", "әлия"),
        ("Чынгыз", "Чыңгыз"),
        ("қар", "кар"),
        ("ұл", "ул"),
        ("үй", "уй"),
        ("һ", "х"),
        ("آرش", "ارش"),
        ("Сергей", "Cергей"),
        ("किरण", "करण"),
        ("が", "か"),
        ("!!!", "!?"),
        ("👍", "👎"),
    ],
)
def test_letters_of_their_own_stay_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        (" \u200c ", ""),
        ("Jané@ACME-corp.com", "jane acme corp com"),
        ("ﷺ", "صلی الله علیه وسلم"),
        ("हिन्दी", "हिन्दी"),
        ("½ m²", "1 2 m2"),
        ("!!!", "!!!"),
        ("( ͡°)", "( ͡°)"),
        ("👍🏽", "👍🏽"),
        ("AT&T", "at t"),
    ],
)
def test_fold_gives_words_with_single_spaces(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jane Doe", "  JANE\u00a0 doe "),
        ("Zoë Müller", "zoe muller"),
        ("Ёлкина", "елкина"),
        ("Ｃ＋＋", "c++"),
        ("C ++", "C++"),
        ("AT&T", "at & t"),
        ("J.R. Smith", "j. r. smith"),
        ("Mary-Ann", "mary ann"),
        ("Mary–Ann", "Mary‑Ann"),
        ("O’Neil", "oneil"),
        ("ООО «Ромашка»", 'ООО "Ромашка"'),
        ("„Bäcker“ Kraus", "Backer Kraus"),
        ("كريمي", "کریمی"),
        ("می\u200cخواهم", "میخواهم"),
        ("50 ％", "۵۰%"),
        ("👍\ufe0f", "👍"),
    ],
)
def test_two_ways_to_write_a_name_are_the_same(a: str, b: str) -> None:
    assert same(a) == same(b)


@pytest.mark.parametrize(
    "names",
    [
        ("C", "C++", "C#"),
        ("50", "50%"),
        ("Offer 1", "Offer #1", "Offer 11"),
        ("Soap", "Soap+"),
        ("A.B.", "A B"),
        ("Acme", "Acme™", "Acme!", "Acme, Inc"),
        ("GTXPro", "GTX Pro"),
        ("Maryann", "Mary-Ann"),
        ("foo_bar", "foo bar"),
        ("йод", "иод"),
        ("Әлия", "Алия"),
        ("Чынгыз", "Чыңгыз"),
        ("!!!", "!?"),
        ("'+'", "+"),
        ("1/2", "12"),
    ],
)
def test_every_other_sign_and_letter_makes_another_name(names: tuple[str, ...]) -> None:
    assert len({same(name) for name in names}) == len(names)


@given(ANY | SCRIPTS | st.text("aカﾞガㄱ각\u1100\u1161\u11a8\u0338=+™№´\"-' ©½≠ि"))
def test_what_is_the_same_is_found(written: str) -> None:
    assert fold(same(written)) == fold(written)
    assert same(same(written)) == same(written)


@given(ANY | SCRIPTS | st.text("カﾞガㄱㅏ각\u1100\u1161\u11a8™№´"))
def test_folding_twice_changes_nothing(written: str) -> None:
    assert fold(fold(written)) == fold(written)


@given(SCRIPTS)
def test_composed_and_decomposed_text_fold_alike(written: str) -> None:
    assert fold(unicodedata.normalize("NFC", written)) == fold(unicodedata.normalize("NFD", written))


@given(ANY)
def test_a_fold_has_no_outer_or_double_spaces(written: str) -> None:
    assert fold(written).split() == [word for word in fold(written).split(" ") if word]
    assert fold(written) == " ".join(fold(written).split())


def _tokens(tokenizer: str, content: str) -> list[str]:
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE words USING fts5(body, tokenize="{tokenizer}")')
    db.execute("CREATE VIRTUAL TABLE tokens USING fts5vocab(words, instance)")
    db.execute("INSERT INTO words VALUES (?)", [content])
    found = [term for (term,) in db.execute("SELECT term FROM tokens ORDER BY offset")]
    db.close()
    return found


@given(SCRIPTS)
def test_splitting_at_spaces_is_the_tokenisation_of_unicode61(written: str) -> None:
    indexed = text.index_text(written)
    if any(sign.isalnum() for sign in indexed):
        assert len(_tokens("unicode61 remove_diacritics 0", indexed)) == len(indexed.split(" "))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_splitting_at_spaces_is_the_tokenisation_of_ascii_in_every_script(written: str) -> None:
    indexed = text.index_text(written)
    if any(sign.isalnum() for sign in indexed):
        assert _tokens("ascii", indexed) == indexed.split(" ")


@pytest.mark.skipif(not SUITE.exists(), reason="the shared data is not here")
def test_search_equivalences_come_out_as_expected() -> None:
    wrong = []
    for case in json.loads(SUITE.read_text("utf-8"))["cases"]:
        a, b = case["a"], case["b"]
        if case["locale"] == "tr":  # I and i are one letter here
            continue
        is_joined = "\u200c" in a and " " in b  # ZWNJ against a space: the same without spaces
        same = text.compact(a) == text.compact(b) if is_joined else fold(a) == fold(b)
        if same != case["expected_equal_for_search"]:
            wrong.append((a, b, case["note"]))
    assert wrong == []


def test_each_sign_of_a_script_without_spaces_is_a_word() -> None:
    assert text.words("田中太郎 Ltd") == ["田", "中", "太", "郎", "ltd"]
    assert text.words("김철수, ガス") == ["김", "철", "수", "ガ", "ス"]
    assert text.words("Анна Ли") == ["анна", "ли"]
    assert text.words("") == []
    assert text.index_text("GTX-Pro 東京") == "gtx pro 東 京"


def test_compact_forgets_spaces_and_hyphens() -> None:
    assert text.compact("GTXPro") == text.compact("GTX Pro") == text.compact("gtx-pro") == "gtxpro"


def test_nearest_gives_the_candidates_as_written_best_first() -> None:
    assert text.nearest("emial", ["phone", "Email", "e-mails", "name"]) == ["Email", "e-mails"]
    assert text.nearest("emial", ["Email", "e-mails"], limit=1) == ["Email"]
    assert text.nearest("xyz", ["phone"]) == []


def test_nearest_knows_what_sounds_alike_in_another_script() -> None:
    assert text.nearest("postoyannye", ["VIP", "Постоянные"]) == ["Постоянные"]
    assert text.nearest("контакт", ["company", "contact"]) == ["contact"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain [bold] :smile: Ёж 田 👍", "plain [bold] :smile: Ёж 田 👍"),
        ("\x1b[31mred\x07\x7f\x00", "\\x1b[31mred\\x07\\x7f\\x00"),
        ("\x85\x9b", "\\x85\\x9b"),
        ("a\u202eb\u2066\u200f\u061c", "a\\u202eb\\u2066\\u200f\\u061c"),
        ("\ufeffa\u2028b", "\\ufeffa\\u2028b"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("a\tb\nc\r\nd\re", "a b⏎c⏎d⏎e"),
        ("می\u200cخواهم 👨\u200d👩 \u00a0", "می\u200cخواهم 👨\u200d👩 \u00a0"),
    ],
)
def test_text_is_shown_harmlessly(written: str, shown: str) -> None:
    assert text.safe(written) == shown


def test_line_ends_stay_when_several_lines_are_wanted() -> None:
    assert text.safe("a\r\nb\tc\x1b\rd\n", multiline=True) == "a\nb c\\x1b\nd\n"


@given(ANY)
def test_what_is_safe_holds_no_control_sign(written: str) -> None:
    shown = text.safe(written)
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert text.safe(shown) == shown
    shown.encode("utf-8")


@given(ANY | st.text("\\tnr\t\n\r"))
def test_unescape_reads_what_escape_wrote(written: str) -> None:
    line = text.escape(written)
    assert not set(line) & set("\t\n\r")
    assert text.unescape(line) == written


def test_escape_writes_four_signs() -> None:
    assert text.escape("a\\b\tc\nd\re") == "a\\\\b\\tc\\nd\\re"
    assert text.unescape("\\q\\") == "\\q\\"


@pytest.mark.parametrize(
    ("n", "one", "many", "said"),
    [
        (0, "deal", "", "0 deals"),
        (1, "deal", "", "1 deal"),
        (2, "company", "", "2 companies"),
        (2, "day", "", "2 days"),
        (2, "match", "", "2 matches"),
        (2, "person", "people", "2 people"),
        (1234567, "deal", "", "1,234,567 deals"),
    ],
)
def test_counts_have_a_real_plural(n: int, one: str, many: str, said: str) -> None:
    assert text.plural(n, one, many) == said


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("fine Ё", ("fine Ё", 0)),
        ("a\0b\0", ("ab", 2)),
        ("a\ud800b", ("a\ufffdb", 1)),
        ("\udc00\0\ud83d", ("\ufffd\ufffd", 3)),
        ("\ud83d\udc4d", ("👍", 1)),
    ],
)
def test_clean_takes_out_what_the_file_cannot_hold(written: str, kept: tuple[str, int]) -> None:
    assert text.clean(written) == kept


@given(ANY)
def test_clean_text_can_be_stored(written: str) -> None:
    kept, changed = text.clean(written)
    assert "\0" not in kept
    kept.encode("utf-8")
    assert text.clean(kept) == (kept, 0)
    assert (changed == 0) == (kept == written)


def test_plain_figures_are_ascii() -> None:
    assert text.plain("\u200e−１۲٣\u00a0％ ") == "-123 %"
