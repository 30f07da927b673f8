"""Which encoding the bytes of a file are in that do not say it: the one in which they are words of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crm_cli.core.errors import UsageError
from crm_cli.exchange.read.letters import is_odd, likeliness

_WEST = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "ca")
_CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "de")
_BALTIC = ("lt", "lv", "et")
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk")

_CODECS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("cp1252", _WEST, 0),
    ("cp1250", _CENTRAL, 0),
    ("cp1251", _CYRILLIC, 0),
    ("cp1253", ("el",), 0),
    ("cp1254", ("tr", "az"), 0),
    ("cp1255", ("he",), 0),
    ("cp1256", ("ar", "fa", "ur"), 0),
    ("cp1257", _BALTIC, 0),
    ("cp1258", ("vi",), 0),
    ("cp874", ("th",), 0),
    ("gb18030", ("zh",), 0),
    ("cp950", ("zh_Hant",), 0),
    ("cp932", ("ja",), 0),
    ("cp949", ("ko",), 0),
    ("euc_jp", ("ja",), -1),
    ("big5hkscs", ("zh_Hant",), -2),
    ("johab", ("ko",), -5),
    ("iso8859-15", _WEST, -1),
    ("iso8859-2", _CENTRAL, -1),
    ("iso8859-3", ("mt", "eo"), -5),
    ("iso8859-4", _BALTIC, -5),
    ("iso8859-5", _CYRILLIC, -1),
    ("iso8859-6", ("ar",), -1),
    ("iso8859-7", ("el",), -1),
    ("iso8859-8", ("he",), -1),
    ("iso8859-9", ("tr", "az"), -1),
    ("iso8859-10", ("is", "sv", *_BALTIC), -5),
    ("iso8859-13", _BALTIC, -1),
    ("iso8859-14", ("cy", "ga"), -5),
    ("iso8859-16", ("ro", "pl", "hu", "hr"), -5),
    ("koi8-u", _CYRILLIC, 0),
    ("koi8-t", ("tg",), -5),
    ("kz1048", ("kk", "ky", "ru"), -1),
    ("ptcp154", ("kk", "ky", "tt", "ru"), -5),
    ("cp866", _CYRILLIC, -2),
    ("cp1125", ("uk", "ru"), -5),
    ("cp855", _CYRILLIC, -5),
    ("cp437", ("de", "fr", "es", "it", "sv", "nl"), -3),
    ("cp850", _WEST, -3),
    ("cp852", _CENTRAL, -3),
    ("cp857", ("tr",), -3),
    ("cp860", ("pt",), -5),
    ("cp861", ("is",), -5),
    ("cp862", ("he",), -3),
    ("cp863", ("fr",), -5),
    ("cp865", ("da", "no"), -5),
    ("cp737", ("el",), -3),
    ("cp869", ("el",), -5),
    ("cp720", ("ar",), -5),
    ("cp775", _BALTIC, -5),
    ("mac-roman", _WEST, -6),
    ("mac-latin2", _CENTRAL, -6),
    ("mac-cyrillic", _CYRILLIC, -6),
    ("mac-greek", ("el",), -6),
    ("mac-turkish", ("tr",), -6),
    ("mac-iceland", ("is",), -6),
    ("mac-croatian", ("hr", "sl"), -6),
    ("mac-romanian", ("ro",), -6),
    ("mac-arabic", ("ar",), -6),
    ("mac-farsi", ("fa",), -6),
)
"""Codec → languages that are written in it, and how much rarer it is than the first of them (a logarithm)."""

_EVERY = tuple(dict.fromkeys(name for _, names, _ in _CODECS for name in names))
_BETWEEN = re.compile(rb'[\n\r\t,;"]+')
"""What stands between cells; in no encoding of several bytes is one of these a part of a sign."""

_MOST = 1500
"""So many different cells settle it."""

MARGIN = 7.0
"""By so much the likeliest text is likelier than the second, at least (a logarithm), and by so much a letter."""

_MARGIN_A_SIGN = 0.12
_WORST = -7.5
"""What a step from letter to letter is worth at least, for a text to be believed."""

_WORST_EAST = -9.5
_EAST = frozenset({"gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"})
"""Encodings of thousands of signs, each of them rare."""

_LOST = -10.0
"""What a byte beyond ASCII costs that is an ASCII sign in an encoding: there is a plainer byte for it."""


class Guess(NamedTuple):
    """A codec, the cells read by it, and how likely they are."""

    codec: str
    texts: list[str]
    score: float


def cells(lines: Iterable[bytes]) -> list[bytes]:
    """The different cells with bytes beyond ASCII, as many as settle it."""
    found: dict[bytes, None] = {}
    for line in lines:
        if not line.isascii():
            found.update(dict.fromkeys(cell.strip() for cell in _BETWEEN.split(line) if not cell.isascii()))
            if len(found) > _MOST:
                break
    return [*found]


def guessed(sample: Sequence[bytes]) -> str:
    """The codec in which cells are words.

    Raises UsageError where two texts are about as likely, showing both, and where none is.
    """
    guesses = _guesses(sample)
    if not guesses:
        raise _unknown()
    best, *others = guesses
    signs = sum(sign > "\x7f" for text in best.texts for sign in text) or 1
    steps = 1 + sum(
        max(pair) > "\x7f" for text in best.texts for pair in zip(f" {text}", f"{text} ", strict=True)
    )
    if best.score / steps < (_WORST_EAST if best.codec in _EAST else _WORST):
        raise _unknown()
    if others and best.score - others[0].score < MARGIN + _MARGIN_A_SIGN * min(signs, 100):
        raise _doubtful(best, others[0])
    return best.codec


def check_utf8(lines: Sequence[bytes]) -> None:
    """Raise UsageError where a few letters that can be read as UTF-8 are rather words in another encoding."""
    sample = cells(lines)
    try:
        texts = [cell.decode() for cell in sample]
    except UnicodeDecodeError:  # cut at the end of what was looked at
        return
    if any(map(is_odd, texts)):
        guesses = _guesses(sample)
        score = likeliness(texts, _EVERY)
        if guesses and guesses[0].score > score + MARGIN:
            raise _doubtful(guesses[0], Guess("utf-8", texts, score))


def is_mixed(cell: bytes, codec: str) -> bool:
    """Whether a cell of a file in some encoding is rather one in UTF-8."""
    try:
        text = cell.decode()
    except UnicodeDecodeError:
        return False
    names = next((names for name, names, _ in _CODECS if name == codec), ())
    return likeliness([text], _EVERY) > likeliness([cell.decode(codec, "replace")], names) + MARGIN


def _guesses(sample: Sequence[bytes]) -> list[Guess]:
    """The texts that the cells may be, the likeliest first; of codecs that give the same text the first."""
    found: dict[tuple[str, ...], Guess] = {}
    first = sample[:40]
    for codec, names, rarity in _CODECS:
        texts = _decoded(sample, codec)
        if texts is None:
            continue
        score = rarity + _score(texts[: len(first)], first, codec, names)
        key = tuple(texts)
        if key not in found or found[key].score < score:
            found[key] = Guess(found[key].codec if key in found else codec, texts, score)
    ranked = sorted(found.values(), key=lambda one: -one.score)
    if len(sample) == len(first):
        return ranked
    again = []
    names_of = {codec: names for codec, names, _ in _CODECS}
    for one in ranked[:6]:  # the rest of the cells only for those that may be it
        rest = _score(one.texts[len(first) :], sample[len(first) :], one.codec, names_of[one.codec])
        again.append(one._replace(score=one.score + rest))
    return sorted(again, key=lambda one: -one.score)


def _score(texts: Sequence[str], sample: Sequence[bytes], codec: str, names: tuple[str, ...]) -> float:
    score = likeliness(texts, names)
    if codec not in _EAST:
        plain = sum(sum(sign <= "\x7f" for sign in text) for text in texts)
        score += _LOST * (plain - sum(sum(byte <= 0x7F for byte in cell) for cell in sample))
    return score


def _decoded(sample: Sequence[bytes], codec: str) -> list[str] | None:
    try:
        return [cell.decode(codec) for cell in sample]
    except UnicodeDecodeError:
        return None


def _unknown() -> UsageError:
    return UsageError(
        "the encoding of the file cannot be told from its bytes",
        hint="name it: --encoding cp1251, or save the file as UTF-8",
    )


def _doubtful(best: Guess, other: Guess) -> UsageError:
    """Both texts of the cell that tells them apart best."""
    pairs = [(one, two) for one, two in zip(best.texts, other.texts, strict=True) if one != two]
    one, two = max(pairs, key=lambda pair: sum(a != b for a, b in zip(*pair, strict=False)))
    return UsageError(
        f"the encoding of the file cannot be told: `{one[:60]}` ({best.codec}) or `{two[:60]}` ({other.codec})",
        hint=f"--encoding {best.codec} or --encoding {other.codec}",
    )
