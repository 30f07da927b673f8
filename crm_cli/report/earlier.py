"""The period to compare with: which that is, and which of its days, weeks and months stand beside which."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest

from crm_cli.core.errors import UsageError
from crm_cli.core.periods import buckets_between
from crm_cli.core.record import record
from crm_cli.core.relative import step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from crm_cli.core.periods import Grain, Period


EARLIER = ("previous", "last-year")


@record
class Days:
    """First and last day of a period, and of the earlier one beside it; `name` begins the names of its figures."""

    name: str
    start: date
    end: date
    earlier_start: date
    earlier_end: date


def days_beside(period: Period | None, which: str) -> Days:
    """Find the period to compare with: `previous`, or the same of `last-year`.

    The previous one of whole months is as many whole months, of others as many days. Raises UsageError for a period
    without a start or an end, and for another word.
    """
    word = which.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in EARLIER:
        raise UsageError(
            f"`{which}` is nothing to compare with",
            hint=" or ".join(
                f"{'' if period else '--period this-month '}--compare {known}" for known in EARLIER
            ),
        )
    if period is None or period.start is None or period.end is None:
        raise UsageError(
            "`--compare` needs a period with a start and an end", hint=f"--period this-month --compare {word}"
        )
    try:
        return _days(word, period.start, period.end)
    except OverflowError:
        raise UsageError("there is no earlier period: years begin with 1") from None


def _days(word: str, start: date, end: date) -> Days:
    after = end + timedelta(days=1)
    if word == "last-year":
        return Days(word, start, end, step(start, -1, "year"), step(after, -1, "year") - timedelta(days=1))
    if start.day == after.day == 1:
        months = (after.year - start.year) * 12 + after.month - start.month
        return Days(word, start, end, step(start, -months, "month"), start - timedelta(days=1))
    return Days(word, start, end, start - (after - start), start - timedelta(days=1))


def beside(days: Days, grain: Grain, week_start: int) -> dict[str, str]:
    """The name of each bucket of the earlier period → that of the one it stands beside, counted from the start."""
    then = buckets_between(days.earlier_start, days.earlier_end, grain, week_start)
    now = buckets_between(days.start, days.end, grain, week_start)
    return {old: new or old for old, new in zip_longest(then, now, fillvalue="") if old}
