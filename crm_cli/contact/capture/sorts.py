"""What sort of words a piece of a card is, by the words alone: a company, a job, a note, a name, or any of these."""

from __future__ import annotations

from crm_cli.contact.capture.words import (
    ENDINGS,
    FORMS,
    FREE_MAIL,
    JOB_ENDINGS,
    JOBS,
    NOTE_SIGNS,
    NOTE_STARTS,
    PARTICLES,
    SUFFIXES,
    TRADES,
)
from crm_cli.core.text import compact, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Sort = Literal["company", "job", "note", "name", "word", "small"]
    """name: capitals as a person's name has them, and two words or more. word: one such word. small: a few without."""

LONGEST_JOB, LONGEST_NAME, LONGEST_SMALL = 6, 5, 3
"""So many words at most."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})


def sort_of(text: str) -> Sort:
    """Tell what a piece is by its words; what could be a name or a company is `name`, `word` or `small`."""
    words = text.split()
    keys = [compact(word) for word in words]
    is_capital = _begins_large(words[0])
    if has_form(text):
        return "company"
    begins_note = keys[0] in NOTE_STARTS
    if len(words) <= LONGEST_JOB and not (begins_note and not is_capital):
        if keys[0] in JOBS or keys[-1] in JOBS or text.endswith(JOB_ENDINGS):
            return "job"
        if len(words) > 1 and _has_trade(words, keys, is_capital=is_capital):
            return "company"
    if begins_note or any(sign.isdigit() for sign in text) or text.startswith(NOTE_SIGNS):
        return "note"
    if len(words) > LONGEST_NAME or text[-1] in "!?" or all(key in SUFFIXES for key in keys):
        return "note"
    if not any(sign.islower() or sign.isupper() for sign in text):
        return _caseless(words)
    large = [_begins_large(word) for word, key in zip(words, keys, strict=True) if key not in PARTICLES]
    if large and all(large):
        return "name" if len(words) > 1 else "word"
    return "note" if any(large) or len(words) > LONGEST_SMALL else "small"


def _begins_large(word: str) -> bool:
    first = next((sign for sign in word if sign.isalpha()), "")
    return first.isupper() or first.lower() == first.upper()


def has_form(text: str) -> bool:
    """Whether a legal form stands first or last beside other words; short ones need a capital."""
    words = text.split()
    keys = [compact(word) for word in words]
    if text.endswith(ENDINGS) or text.startswith(ENDINGS):
        return True
    return len(words) > 1 and any(
        key in FORMS and (len(key) > 3 or any(sign.isupper() for sign in word))
        for word, key in ((words[0], keys[0]), (words[-1], keys[-1]))
    )


def _has_trade(words: Sequence[str], keys: Sequence[str], *, is_capital: bool) -> bool:
    return keys[0] in TRADES or (keys[-1] in TRADES and is_capital and _begins_large(words[-1]))


def is_name_like(text: str) -> bool:
    """Whether a company by its trade may be a person's name: `Anna House`, two words of which the last is the trade."""
    words = text.split()
    return not has_form(text) and len(words) == 2 and compact(words[0]) not in TRADES


def _caseless(words: Sequence[str]) -> Sort:
    """Scripts without capitals: two to four words, or signs where no spaces are set, are a name."""
    if any(sign >= "\u3005" for sign in words[0]):
        return "name" if len(words) > 1 or len(words[0]) <= 4 else "note"
    return "word" if len(words) == 1 else "name" if len(words) <= 4 else "note"


def fits_local(text: str, local: str) -> bool:
    """Whether the part of an e-mail before the @ bears a name: `carl`, `c.fuchs`, `cfuchs`, `carlf`."""
    import re

    parts = [part for part in re.split(r"[^\w]|[\d_]", local.casefold()) if part]
    whole = "".join(parts)
    for written in (text, text.lower().translate(_UMLAUTS)):
        names = [name for name in fold(written).split() if name not in PARTICLES]
        if not names:
            continue
        first, last = names[0], names[-1]
        short = {
            f"{first[0]}{last}",
            f"{first}{last[0]}",
            f"{first}{last}",
            f"{last}{first}",
            f"{last}{first[0]}",
        }
        if any(len(part) > 2 and part in names for part in parts) or (len(names) > 1 and whole in short):
            return True
    return False


def fits_domain(text: str, domain: str) -> bool:
    """Whether an address belongs to a company of that name: `blue-lagoon.example` is Blue Lagoon's."""
    labels = domain.casefold().removeprefix("www.").split(".")[:-1]
    if not labels or set(labels) & FREE_MAIL:
        return False
    words = text.split()
    keys = [compact(word) for word in words]
    bare = [key for key in keys if key not in FORMS] or keys
    folded = {compact(label) for label in labels}
    german = compact(text.lower().translate(_UMLAUTS))
    return bool({"".join(keys), "".join(bare), german} & folded)
