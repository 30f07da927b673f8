"""Text as people write it: what is the same, what is found, what a terminal may be shown, and how counts are said.

Two notions, used everywhere: `same` decides who or what something is, and is strict; `fold` finds, and is lenient.
What is the same is also found: `fold(same(x)) == fold(x)`.
"""

from __future__ import annotations

from unicodedata import category, decimal, normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Asked = tuple[str, bool]
    """A folded word that is asked for, and whether it is whole: a sign behind it ends it."""


ZWNJ = "\u200c"
"""The zero-width non-joiner: within a Persian word, a space to some and nothing to others."""

_APOSTROPHES = frozenset("'`´‘’‛′ʹʻʼʽʾʿ＇՚ꞌ")
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5")  # letters that show nothing
_GONE = _APOSTROPHES | _INVISIBLE | frozenset("ـ")
_MARKS = frozenset("™℠®©")
_APART = frozenset(
    "№\u2800"
)  # signs whose compatibility form would add letters nobody typed, or show nothing
_HYPHENS = frozenset("−⁃")  # beside all of category Pd
_TELLING = frozenset("#%&*")  # beside all of categories Sm and Sc
_QUOTES = frozenset('"‚„〝〞〟「」『』')  # beside all of categories Pi and Pf

_LETTERS = {
    "ё": "е", "ѐ": "е", "ѝ": "и",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i",
    "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss",
    "ى": "ی", "ي": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ہ": "ه", "ٱ": "ا", "آ": "آ",
}  # fmt: skip
"""Letters that do not come apart into letter and accent, or must not."""

_CYRILLIC = range(0x0400, 0x0530)
"""Where a composed letter (й, ї, ў, ӣ …) is a letter of its own, not an accented one."""

_ACCENTS = (
    range(0x0300, 0x0370),  # on Latin, Greek and Cyrillic letters
    range(0x0483, 0x048A),
    range(0x0591, 0x05C8),  # Hebrew points
    range(0x0610, 0x061B),  # Arabic harakat and Koranic signs
    range(0x064B, 0x0660),
    range(0x0670, 0x0671),
    range(0x06D6, 0x06EE),
    range(0x0711, 0x0712),  # Syriac points
    range(0x0730, 0x074B),
    range(0x08CA, 0x0900),
    range(0x180B, 0x1810),  # variation selectors
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0x2DE0, 0x2E00),
    range(0xA66F, 0xA6A0),
    range(0xFE00, 0xFE10),
    range(0xFE20, 0xFE30),
    range(0xE0100, 0xE01F0),
)
"""Blocks whose marks leave a letter what it is; vowel signs of Indic and Thai letters stay."""


class _Folding(dict[int, str]):
    """What each sign folds to, worked out at its first use: a table for `str.translate`.

    keeps: signs that are no letters stay, each a word of its own, but for spaces, hyphens and quotes.
    """

    def __init__(self, *, keeps: bool) -> None:
        super().__init__()
        self._keeps = keeps

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._fold(chr(code))
        return folded

    def _fold(self, sign: str) -> str:
        kind = category(sign)
        if sign in _GONE or kind in ("Cf", "Me") or _is_accent(sign, kind):
            return ""
        if sign in _MARKS:
            return sign if self._keeps else ""
        if sign in _APART:
            return " № " if self._keeps and sign == "№" else " "
        small = sign.lower()
        if small in _LETTERS:
            return _LETTERS[small]
        if kind == "Nd":
            return f"{decimal(sign)}"
        if ord(sign) in _CYRILLIC:
            return small
        for form in normalize("NFKC", sign), normalize("NFD", sign), sign.casefold():
            if form != sign:
                return "".join(self[ord(part)] for part in form)
        if kind[0] in "LNM" or kind == "Co":
            return sign
        return f" {sign} " if self._keeps and not _is_between(sign, kind) else " "


def _is_accent(sign: str, kind: str) -> bool:
    return kind == "Mn" and any(ord(sign) in block for block in _ACCENTS)


def _is_between(sign: str, kind: str) -> bool:
    """Whether a sign is a space, a hyphen or a quote, or shows nothing."""
    return kind[0] in "ZC" or kind in ("Pd", "Pi", "Pf") or sign in _HYPHENS or sign in _QUOTES


_FOLDING = _Folding(keeps=False)
_SAMING = _Folding(keeps=True)

_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
"""What ASCII folds to, as a table for bytes: many times as fast; what it cannot hold, `'` and a grave accent, goes."""

_ASCII_SAME = bytes(32 if code < 32 or code in b' "-\x7f' else ord(chr(code).lower()) for code in range(128))
_ASCII_SAME += bytes(128)
"""The same table with all signs but spaces, hyphens and quotes."""


class _Plain(dict[int, str]):
    """The table of `plain`; digits of other scripts are added at their first use."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = written = f"{decimal(sign)}" if sign.isdecimal() else sign
        return written


_PLAIN = _Plain(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # fullwidth forms of ASCII
    | dict.fromkeys(map(ord, "\t\u00a0\u2007\u2009\u202f\u3000"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—−﹣"), "-")
    | dict.fromkeys(map(ord, "`´‘’ʼ"), "'")
    | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff"), "")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
    | {ord("٪"): "%"}
)


def plain(text: str) -> str:
    """Write a figure, date or phone number with ASCII's digits, spaces, dashes and quotes; trim the ends."""
    if text.isascii():
        return text.strip()
    return text.translate(_PLAIN).strip()


def fold(text: str) -> str:
    """Give the form in which texts are found: equal forms mean that one is found by the other.

    Words of small letters, digits and marks with single spaces between. Case, accents and vowel
    points go; ё is е, ß is ss, every i (I, ı, İ) is one letter; Persian and Arabic forms of one
    letter are one, all digits are 0–9; й is not и, آ is not ا, and ә ғ қ ң ө ұ ү һ і ї ў are
    letters of their own. Apostrophes, tatweel, ZWNJ, ZWJ, soft hyphens and bidi controls vanish;
    every other sign, emoji too, separates words.

    A text of signs alone ("!!!", "👍") keeps them, so that it can still be found by equality.
    Never fails; folding twice changes nothing.

    Split at spaces, the result is what FTS5's tokenizer `ascii` makes of it, for any text that
    has letters or digits; `unicode61` splits besides at the vowel signs of Indic and Thai letters
    and at letters younger than SQLite's own tables.
    """
    return _words(text) or _signs(text)


def same(text: str) -> str:
    """Give the form in which two names are one: equal forms mean the same person, company, tag, stage, field.

    As `fold`, but every sign counts that is no space, hyphen or quote, as a word of its own: `C`, `C++` and `C#` are
    three, `50%` is not `50`, `Offer #1` not `Offer 1`; `Mary-Ann` and `mary ann`, `O’Neil` and `oneil`, `AT&T` and
    `AT & T` are one. Never fails; twice changes nothing.
    """
    if text.isascii():
        kept = " ".join(text.encode().translate(_ASCII_SAME, b"'`").decode().split())
        if kept.replace(" ", "").isalnum():
            return kept
    kept = normalize("NFC", " ".join(normalize("NFC", text).translate(_SAMING).split()))
    return kept if any(map(str.isalnum, kept)) or _words(text) else fold(text)


def is_telling(sign: str) -> bool:
    """Whether a sign tells names apart where it stands at a letter: `+`, `#`, `%`, `&`, `$`; not `,` or `.`"""
    plain = normalize("NFKC", sign)
    return plain in _TELLING or category(plain[:1] or sign) in ("Sm", "Sc")


def _words(text: str) -> str:
    """The letters and digits of a text in folded words; "" for one of signs alone."""
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII, b"'`").decode().split())
    # the second time joins what folding has brought together: halfwidth kana, single jamo
    return normalize("NFC", " ".join(normalize("NFC", text).translate(_FOLDING).split()))


def _signs(text: str) -> str:
    """Keep a text of signs as it is but for compatibility forms and what shows nothing."""
    shown = "".join(sign for sign in text if sign not in _INVISIBLE and not _shows_nothing(sign))
    shown = " ".join(normalize("NFKC", normalize("NFKC", shown).casefold()).split())
    if shown == text:
        return text
    return fold(shown)  # which may have become letters: ™


def _shows_nothing(sign: str) -> bool:
    return category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


_IDEOGRAPH = (
    "[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]"
)


def words(text: str) -> list[str]:
    """Split into folded words, each Chinese, kana or hangul sign a word of its own."""
    folded = fold(text)
    if folded.isascii() or max(folded) < "\u3005":
        return folded.split()
    import re

    return re.sub(_IDEOGRAPH + "[\u3099\u309a]?", r" \g<0> ", folded).split()


_END = "\ue000"  # no text of anybody's


def asked(typed: str) -> list[Asked]:
    """The folded words that a name must have words beginning with, or where a sign ends them, as whole words.

    A sign that stands at a letter or digit is meant: `C++` asks for a whole word `c`, never for Çelik, `#1` for a word
    that begins so. Signs that only part words (`,` `.` `/`) or stand alone (`Tom & Jerry`) ask for nothing.
    """
    if typed.isascii() and typed.replace(" ", "").isalnum():
        return [(word, False) for word in words(typed)]
    marked = "".join(f"{_END} " if is_telling(sign) else sign for sign in typed)
    found = [(word.rstrip(_END), word.endswith(_END)) for word in words(marked)]
    kept = [(word, is_whole) for word, is_whole in found if word]
    return kept or [(word, False) for word in words(typed)]


def holds_signs(name: str, typed: str) -> bool:
    """Whether every typed word that has signs at its letters is in the name with these signs."""
    with_signs = [word for word in typed.split() if _has_signs(word)]
    if not with_signs:
        return True
    there = f" {same(name)}"
    return all(f" {same(word)}" in there for word in with_signs)


def _has_signs(word: str) -> bool:
    return not word.isalnum() and any(map(is_telling, word)) and any(map(str.isalnum, word))


def begins(name: str, typed: str) -> bool:
    """Whether each typed word begins a different word of the name, in any order, its signs with it."""
    left = words(name)
    wanted = asked(typed)
    for word, is_whole in sorted(wanted, key=lambda each: (each[1], len(each[0])), reverse=True):
        fit = next((each for each in left if (each == word if is_whole else each.startswith(word))), None)
        if fit is None:
            return False
        left.remove(fit)
    return bool(wanted) and holds_signs(name, typed)


def index_text(text: str) -> str:
    """Give what a full-text index holds for a text: its words with single spaces between."""
    folded = fold(text)
    if folded.isascii() or max(folded) < "\u3005":
        return folded
    return " ".join(words(text))


def compact(text: str) -> str:
    """Fold and drop the spaces: "GTXPro" equals "GTX Pro"."""
    return fold(text).replace(" ", "")


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Give the candidates most like the word, at most `limit` (1 or more), best first: for "did you mean".

    Where none is written much like it, those that sound like it, in whatever script.
    """
    from difflib import get_close_matches

    written: dict[str, str] = {}
    for candidate in candidates:
        written.setdefault(fold(candidate), candidate)
    close = get_close_matches(fold(word), written, n=limit)
    if not close:
        from crm_cli.core import near

        found = near.nearest(word, [*written])
        close = [[*written][place] for place in sorted(found, key=found.__getitem__)[:limit]]
    return [written[folded] for folded in close]


class _Visible(dict[int, str]):
    """What each sign is shown as, worked out at its first use: a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _escaped(code) if is_harmful(code) else chr(code)
        return shown


_DIRECTING = frozenset([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF])
"""Signs that show nothing and turn or break the text around them: bidi controls, byte order mark."""


def is_harmful(code: int) -> bool:
    """Whether the sign of this code could steer a terminal or turn the text around it."""
    return (
        code in _DIRECTING
        or code in range(0xE0000, 0xE0080)
        or category(chr(code)) in ("Cc", "Cs", "Zl", "Zp")
    )


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_VISIBLE = _Visible({ord("\t"): " ", ord("\n"): "⏎"})
_VISIBLE_LINES = _Visible({ord("\t"): "\t", ord("\n"): "\n"})


def safe(text: str, *, multiline: bool = False) -> str:
    r"""Give the text as a terminal may be shown it, on one line unless `multiline`.

    Control characters, bidi controls, line separators, byte order marks, tag characters and lone
    surrogates become escapes in ASCII (`\x1b`, `\u202e`); a tab is a space, a line end `⏎` or,
    with `multiline`, a newline. Everything else, ZWNJ and ZWJ too, stays.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if multiline:
        return "\n".join(line.translate(_VISIBLE) for line in text.split("\n"))
    return text.translate(_VISIBLE)


def safe_lines(text: str) -> str:
    """Give lines written for programs as a terminal may be shown them: `safe`, but tabs and line ends stay."""
    return text if text.isprintable() else text.translate(_VISIBLE_LINES)


def escape(text: str) -> str:
    r"""Write backslash, tab, newline and CR as `\\ \t \n \r`: a value within one line of plain output."""
    if text.isprintable() and "\\" not in text:
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def unescape(text: str) -> str:
    """Read what `escape` wrote: unescape(escape(x)) == x for every x; an unknown escape stays as it is."""
    return "\\".join(
        part.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r") for part in text.split("\\\\")
    )


def plural(n: int, one: str, many: str = "") -> str:
    """Say a count: plural(1, "deal") → "1 deal", plural(1234, "company") → "1,234 companies"."""
    if abs(n) == 1:
        return f"{n} {one}"
    if not many:
        if one.endswith("y") and one[-2:-1] not in tuple("aeiou"):
            many = one[:-1] + "ies"
        else:
            many = one + ("es" if one.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return f"{n:,} {many}"


def either(words: Sequence[str]) -> str:
    """Say a choice: `contact, company or deal`."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def clean(text: str) -> tuple[str, int]:
    """Give the text as the file can hold it, and how many signs that changed.

    NULs are taken out and lone surrogates become U+FFFD; two surrogates that make a pair become
    the sign they stand for.
    """
    kept = text.replace("\0", "")
    changed = len(text) - len(kept)
    surrogates = 0 if kept.isascii() else sum("\ud800" <= sign <= "\udfff" for sign in kept)
    if not surrogates:
        return kept, changed
    repaired = kept.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    pairs = len(kept) - len(repaired)
    return repaired, changed + surrogates - pairs
