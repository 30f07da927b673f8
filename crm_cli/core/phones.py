"""Phone numbers: E.164 for comparing, and the form people read."""

from __future__ import annotations

from crm_cli.core.text import plain

_SEPARATORS = str.maketrans("", "", " ()-./")
_TWO_DIGITS = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
    "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98".split()
)
"""Country codes of two digits (ITU-T E.164); but for 1 and 7 all others have three."""


def normal(text: str, region: str | None) -> str | None:
    """Give the number as E.164 (`+77012345678`), or None where it cannot be known. Never fails.

    An extension stays, as RFC 3966 writes it (`+14155552671;ext=9`): two people behind one
    switchboard are two. region: ISO 3166 code of numbers written without a country code. A number
    written in full is taken as it is, only its digits counted; others are looked up in the
    numbering plans of `phonenumbers` and need a possible length, not to be in use.
    """
    typed = plain(text)
    if typed.startswith("00"):
        typed = "+" + typed[2:]
    region = region.upper() if region else None
    number = typed.translate(_SEPARATORS)
    if number.startswith(("+87", "+89")) and len(number) == 12 and region in ("RU", "KZ"):
        number = typed = number[1:]  # `+8 701 …` is a slip for `8 701 …`
    return _international(number) or _looked_up(typed, region)


def _international(number: str) -> str | None:
    """Take `+` and 8 to 15 digits as they are; a trunk 0 as in `+44 (0)20` is left to the library."""
    figures = number[1:]
    if not (number.startswith("+") and figures.isascii() and figures.isdigit() and 8 <= len(figures) <= 15):
        return None
    if figures.startswith(("0", "89")):  # no country code begins so
        return None
    code = 1 if figures[0] in "17" else 2 if figures[:2] in _TWO_DIGITS else 3
    return None if figures[code] == "0" else number


def _looked_up(typed: str, region: str | None) -> str | None:
    if sum(sign.isdigit() for sign in typed) < 4:
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    e164 = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return f"{e164};ext={number.extension}" if number.extension else e164


def international(e164: str) -> str:
    """Write a normal form for people, `+7 701 234 5678`; what is none stays as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def as_read(written: str, e164: str) -> str:
    """A number as people read it: as it was written where that is whole and in groups, else in its international form."""
    is_grouped = written.startswith("+") and " " in written.strip() and normal(written, None) == e164
    return written if is_grouped else international(e164)


def looks_like(text: str) -> bool:
    """Tell whether a text can only be a phone number: seven digits or more, and phone signs."""
    return is_figure(text, least=7)


def digits(text: str) -> str:
    """The digits of a phone number, or of a piece of one, however they are spaced; "" for other words."""
    number = plain(text).translate(_SEPARATORS).removeprefix("+")
    return number if number.isascii() and number.isdigit() else ""


def is_figure(text: str, *, least: int = 3) -> bool:
    """Tell whether a text is so many digits or more and phone signs: a number, or a part of one."""
    return len(digits(text)) >= max(least, 1)
