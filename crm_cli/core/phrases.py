"""Days and instants said in words: read wholly, in one language, or not at all.

The languages we know ourselves are in `core.tongues`; what others say, dateparser translates into English, which
is then read as strictly.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from crm_cli.core.clocks import split_clock
from crm_cli.core.errors import UsageError
from crm_cli.core.grammar import Reader
from crm_cli.core.here import Said
from crm_cli.core.tongues import KNOWN, WHOLE, Tongue, folded, tongue
from crm_cli.core.written import clean, month_number, weekday_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import time
    from typing import Any

    from crm_cli.core.calendar import Calendar
    from crm_cli.core.clocks import Clock
    from crm_cli.core.nearest import Prefer

    Reading = tuple[str, list[Any]]

_READINGS = 600  # ways to take the words of one phrase; more have no meaning that anybody meant
_LONGEST = 16
_ALONE = frozenset("Pdr")


def parse(text: str, calendar: Calendar, prefer: Prefer) -> date | datetime | None:
    """Read a phrase: a day, an instant in UTC where it says a time, None where it is no phrase we know.

    The user's languages are tried in their order, then the others we know. Raises UsageError naming the readings
    where the words have several.
    """
    said = read(text, calendar, prefer)
    return said.moment if said is not None and said.is_day else None


def read(text: str, calendar: Calendar, prefer: Prefer) -> Said | None:
    """Do what `parse` does, with the last day where a stretch of days is named, `this week` too."""
    line = re.sub(r"(?<=\bв )(\d\d?)-([0-5]\d)(?![-\d])", r"\1:\2", clean(folded(text)))  # `в 10-00`
    if not _is_words(line):
        return None
    rest, clock = split_clock(line)
    users = [language for language in dict.fromkeys((*calendar.languages, "en")) if language in KNOWN]
    for language in users:
        found = _in(language, line, rest, clock, calendar, prefer)
        if found:
            return _one(text, found, calendar)
    for rest_of in (WHOLE, KNOWN):
        others = [
            said
            for language in rest_of
            if language not in users
            for said in _in(language, line, rest, clock, calendar, prefer)
        ]
        if others:
            return _one(text, list(dict.fromkeys(others)), calendar)
    found = _foreign(line, calendar, prefer)
    return _one(text, found, calendar) if found else None


_ISO = r"\b\d{4}-\d\d-\d\d\b"


def _is_words(line: str) -> bool:
    return bool(re.search(r"[^\W\d_]", line)) and not re.search(r"\d\s?[/-]\s?\d", re.sub(_ISO, "", line))


def explain(text: str, calendar: Calendar) -> str:
    """Say which words of a phrase that is no day are understood, and which are not; "" where none is."""
    line = clean(folded(text))
    if not _is_words(line) or re.search(r"^[+-]", line):
        return ""
    said = read(text, calendar, "exact")
    if said is not None and said.last is not None:
        return f"it is the days from {said.moment.isoformat()} to {said.last.isoformat()}"
    rest, clock = split_clock(line)
    best: tuple[int, list[str], list[str]] = (0, [], [])
    for language in dict.fromkeys((*calendar.languages, *KNOWN)):
        if language not in KNOWN:
            continue
        words = _words(rest)
        known: list[str] = []
        unknown: list[str] = []
        at = weight = 0
        while at < len(words):
            choices = _signs_at(tongue(language), words, at)
            taken = choices[0][0] if choices and not _is_no_time(words[at]) else 0
            is_filler = all(signs[0][0] == "_" for _, signs in choices)
            (known if taken else unknown).append(" ".join(words[at : at + max(taken, 1)]))
            weight += 0 if is_filler or words[at][0].isdigit() else taken
            at += max(taken, 1)
        if weight > best[0]:
            best = weight, known, unknown
    weight, known, unknown = best
    if not weight or (clock is None and weight == 1 and len(unknown) > 1):
        return ""
    if not unknown:
        return "each word is understood, but not what they say together"
    return f"`{' '.join(known)}` is understood, `{' '.join(unknown)}` is not"


def known(words: Sequence[str], calendar: Calendar) -> list[list[bool]]:
    """Of each language of the user, which words of a text it has, or are numbers: others are part of no phrase."""
    tokens = [(place, token) for place, word in enumerate(words) for token in _words(clean(folded(word)))]
    plain = [token for _, token in tokens]
    found = []
    for language in dict.fromkeys((*calendar.languages, "en")):
        if language in KNOWN:
            has = [False] * len(tokens)
            for at in range(len(tokens)):
                for count, _ in _signs_at(tongue(language), plain, at)[:1]:
                    has[at : at + count] = [True] * count
            lacking = {place for (place, _), is_known in zip(tokens, has, strict=True) if not is_known}
            found.append([place not in lacking for place in range(len(words))])
    return found


def _is_no_time(word: str) -> bool:
    hour, _, minute = word.partition(":")
    return bool(minute) and (int(hour) > 23 or int(minute) > 59)


def _in(
    language: str, line: str, rest: str, clock: Clock | None, calendar: Calendar, prefer: Prefer
) -> list[Said]:
    """All that the words say in one language; with a time told in digits by what is left of them, if that says a day."""
    found = _read(language, line, rest, clock, calendar, prefer)
    return found if found or clock is None else _read(language, line, rest, None, calendar, prefer)


def _read(
    language: str, line: str, rest: str, clock: Clock | None, calendar: Calendar, prefer: Prefer
) -> list[Said]:
    at: time | None = clock.time if clock is not None else None
    if clock is not None and clock.offset is not None:
        calendar = calendar.in_zone(clock.offset)
    reader = Reader(calendar, prefer, language)
    found: dict[Said, None] = {}
    alone: dict[Said, None] = {}
    for codes, values in _readings(tongue(language), _words(rest if clock is not None else line)):
        for said in reader.read(codes, values, at):
            (alone if codes.strip("@") == "P" and at is None else found)[said] = None
    return list(found or alone)


def _one(text: str, found: Sequence[Said], calendar: Calendar) -> Said:
    days = [said for said in found if said.is_day] or list(found)
    moments = {said.moment: said for said in days}
    if len(moments) == 1:
        return next(iter(moments.values()))
    shown = [_shown(moment, calendar) for moment in sorted(moments, key=_order)]
    raise UsageError(
        f"`{text.strip()}` is {', '.join(shown[:-1])} or {shown[-1]}",
        hint=f"type '{shown[0]}', or the one you mean",
    )


def _order(moment: date | datetime) -> str:
    return moment.isoformat()


def _shown(moment: date | datetime, calendar: Calendar) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
    return moment.isoformat()


_ORDINAL = r"\b(\d\d?)(?:st|nd|rd|th|er|-?(?:го|ого|ое|е|му|ому|ші|шы|інші|ыншы|і|ы|сі|сы|інде|ында|сінде|сында|не|нен|ынші|и|си|у|ү|инде|синде|унда|үндө|чи|чы|чу|чү|инчи|ынчы|унчу|үнчү)|\s?ام|م)\b"
"""A number with what makes it an ordinal; as `15.`, so that `15. dezember` is one, too."""


def _words(line: str) -> list[str]:
    """The words and numbers of a phrase; `15h30` is `15:30`, `p.m.` is `pm`, other signs only part words."""
    line = re.sub("(?<=п)['’`ʼ](?=[яю])", "", line)  # п'ятниця
    line = re.sub("['’`]s\\b|(?<=s)['’`]", "", line)  # a month's time
    line = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", line)
    line = re.sub(r"(?<!\S)-\s?(?=\d)", "−", line)  # a minus, which parts no words
    line = re.sub(r"\b(\d\d?),5\b", r"\1.5", line)
    line = re.sub(_ORDINAL, r"\1. ", line)
    return re.findall(_ISO + r"|\d+[.:]\d+(?![.\d])|\d+\.?(?!\d)|[^\W\d_]+|[^\s\w,.\-/'’`!?()؟،]", line)


def _signs_at(known: Tongue, words: list[str], at: int) -> list[tuple[int, tuple[tuple[str, Any], ...]]]:
    word = words[at]
    if word[0].isdigit():
        return [(1, signs) for signs in _number(word)]
    if word in "+−":
        return [(1, (("i" if word == "+" else "g", 0),))]
    found: list[tuple[int, Any]] = known.readings(words, at)
    if not any(count > 1 or signs[0][0] in "wmnud" for count, signs in found):
        # Names of months and weekdays that tables of files know are not told again for each language.
        weekday, month = weekday_number(word), month_number(word)
        if weekday is not None and word not in _TOO_SHORT and (month is None or known.name in ("fr", "es")):
            found.append((1, (("w", weekday),)))
        if month is not None:
            found.append((1, (("m", month),)))
    return found


_TOO_SHORT = frozenset("do so di mi sa".split())


def _number(word: str) -> list[tuple[tuple[str, Any], ...]]:
    if word[-1] == ".":
        return [(("o", int(word[:-1])),), (("n", int(word[:-1])),)]
    if "-" in word:
        try:
            return [(("D", date.fromisoformat(word)),)]
        except ValueError:
            return []
    if not word.isdigit():
        hour, mark, minute = re.split("([.:])", word)
        return [((mark, (int(hour), int(minute))),)]
    return [(("y" if len(word) == 4 else "n", int(word)),)]


def _readings(known: Tongue, words: list[str]) -> Iterator[Reading]:
    """Every way to take all the words, as signs without those that say nothing."""
    if len(words) > _LONGEST:
        return
    count = 0
    pending: list[tuple[int, str, list[Any], list[int]]] = [(0, "", [], [])]
    seen: set[tuple[str, str]] = set()
    while pending:
        at, codes, values, places = pending.pop()
        if at == len(words):
            if re.search("_[nug]", codes):
                continue
            told = [n for n, code in enumerate(codes) if code != "_"]
            codes, values, places = (
                "".join(codes[n] for n in told), [values[n] for n in told], [places[n] for n in told],
            )  # fmt: skip
            count += 1
            if count > _READINGS:
                return
            for reading in _merged(codes, values, places, words, known.name):
                key = (reading[0], repr(reading[1]))
                if key not in seen and not _is_double(reading[0], codes, places, known, words):
                    seen.add(key)
                    yield reading
            continue
        choices = _signs_at(known, words, at)
        is_length = any(signs[0][0] == "i" for _, signs in choices)
        for taken, signs in choices:
            # `in` says nothing in `in january`, and much in `monday in two weeks`.
            kept = [("_" if is_length else "", 0)] if signs[0][0] == "_" else list(signs)
            kept = [sign for sign in kept if sign[0]]
            more = "".join(code for code, _ in kept), [value for _, value in kept], [at] * len(kept)
            pending.append((at + taken, codes + more[0], values + more[1], places + more[2]))


def _is_double(codes: str, all_codes: str, places: list[int], known: Tongue, words: list[str]) -> bool:
    """Whether `morgen` or `mañana` is taken as a part of the day though no day stands beside it."""
    if "P" not in codes or any(code in codes for code in "dwmjotl"):
        return False
    place = places[all_codes.index("P")]
    return any(signs[0][0] == "d" for _, signs in known.readings(words, place))


def _merged(
    codes: str, values: list[Any], places: list[int], words: list[str], language: str
) -> Iterator[Reading]:
    """The reading, the same with `twenty five` as one number, and with `two and a half hours` in minutes."""
    yield codes, values
    for n in range(len(codes) - 2):
        if codes[n : n + 3] == "nnu" and values[n] == 1 and places[n] != places[n + 1] == places[n + 2]:
            yield codes[:n] + codes[n + 1 :], [*values[:n], *values[n + 1 :]]  # `einem` `halben Jahr`
    if match := re.search(r"n[nf]?hu|nuh|\.u", codes):
        start, stop = match.span()
        unit = values[codes.index("u", start)]
        whole, half = values[start] if match[0] == ".u" else (values[start], 5)
        smaller = {"hour": (60, "minute"), "year": (12, "month")}.get(unit[1])
        if unit[0] == 1 and smaller is not None and half in (5, 50):
            length = [whole * smaller[0] + smaller[0] // 2, (1, smaller[1])]
            yield codes[:start] + "nu" + codes[stop:], [*values[:start], *length, *values[stop:]]
    for n in range(len(codes) - 1):
        tens = values[n]
        if (
            codes[n] == "n"
            and codes[n + 1] in "no"
            and not words[places[n]][0].isdigit()
            and not words[places[n + 1]][0].isdigit()
            and tens % 10 == 0
            and (tens >= 20 or language in ("kk", "ky"))
            and values[n + 1] < 10
        ):
            yield codes[:n] + codes[n + 1 :], [*values[:n], tens + values[n + 1], *values[n + 2 :]]


def _foreign(line: str, calendar: Calendar, prefer: Prefer) -> list[Said]:
    """Read what dateparser makes of it in English, by our own grammar."""
    users = [language for language in calendar.languages if language not in WHOLE]
    if not users:
        return []
    from dateparser.conf import settings
    from dateparser.data.languages_info import language_locale_dict
    from dateparser.languages.loader import default_loader

    languages = [language for language in users if language in language_locale_dict]
    for locale in default_loader.get_locales(languages=languages):
        if not locale.is_applicable(line, strip_timezone=False, settings=settings):
            continue
        english = clean(locale.translate(line, keep_formatting=True, settings=settings))
        if re.search(r"\b(hour|minute)", english) and re.search(r"\b(day|week|month|year)", english):
            continue  # it says `in 1 day` for tomorrow, and then 10h is no length
        rest, clock = split_clock(english)
        found = _in("en", english, rest, clock, calendar, prefer)
        if found:
            return found
    return []
