"""A day or a time that stands in the middle of a text: `call back tomorrow 10:00`. It is pointed out, not read."""

from __future__ import annotations

import re
from datetime import datetime

from crm_cli.core.calendar import local_day
from crm_cli.core.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from crm_cli.core.calendar import Calendar

_LONGEST = 8  # words of a phrase
_TEXT = 40  # words looked through
_SHORT = 4  # letters of a word that alone can be a day: `sat` and `may` are words, too


def find(text: str, calendar: Calendar) -> str | None:
    """The first and longest words of a text that are a day or a time in the user's languages, or None.

    Lengths without a direction (`a 3 day trip`), numbers and short words alone are none.
    """
    from crm_cli.core.phrases import known

    words = text.split()[:_TEXT]
    languages = known(words, calendar)
    for start in range(len(words)):
        for stop in range(min(len(words), start + _LONGEST), start, -1):
            if any(all(has[start:stop]) for has in languages):
                said = " ".join(words[start:stop]).strip(".,;:!?()\"'")
                if _is_day(said, calendar):
                    return said
    return None


def _is_day(said: str, calendar: Calendar) -> bool:
    if not re.search(r"[^\W\d_]{2}", said):
        return re.fullmatch(r"\d{4}-\d\d?-\d\d?|\d\d?\.\d\d?\.\d{4}|\d\d?:\d\d", said) is not None
    if len(said) < _SHORT:
        return False
    ahead, back = _day(said, calendar, is_ahead=True), _day(said, calendar, is_ahead=False)
    if ahead is None or back is None:
        return False
    is_bare = ahead != back and ahead - calendar.today == calendar.today - back  # goes either way
    return not is_bare


def _day(said: str, calendar: Calendar, *, is_ahead: bool) -> date | None:
    from crm_cli.core.dates import try_when

    try:
        found = try_when(said, calendar, "future" if is_ahead else "past")
    except UsageError:
        return None
    return local_day(found, calendar.zone) if isinstance(found, datetime) else found
