"""What repeats: words like `every 2 weeks` and the rules of RFC 5545, each made of the other; and when it comes next.

A series is its rule and its start, a day or an instant. Of an instant the time on the user's clock is what
repeats: a time the clocks skip is moved on by what they skip, of a time they show twice the first is meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from crm_cli.core.calendar import to_instant
from crm_cli.core.errors import UsageError
from crm_cli.core.rule_words import read, said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from crm_cli.core.calendar import Calendar

    Moment = date | datetime

_HINT = "type a repetition like '2 weeks', monday,thursday, 'last friday' or 'month on 31'"
_PARTS = frozenset(
    "FREQ INTERVAL COUNT UNTIL BYSECOND BYMINUTE BYHOUR BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST BYEASTER".split()
)
"""The parts of a rule, and Easter, which dateutil knows, too."""

_ENDLESS = 100_000  # occurrences looked through for the next; a rule of days has as many in 270 years


def parse_rule(
    text: str, start: date, calendar: Calendar, *, until: str | None = None, times: int | None = None
) -> str:
    """Read what repeats, in words or as a rule of RFC 5545, as the text of a rule.

    `start` is the day it first is due: `every month` from a 31st is the 31st, or the last of shorter months. `until`
    (a day as people type it, counted) and `times` end it; they may stand in the words, too. Raises UsageError.
    """
    rule = text.strip()
    if re.match(r"(RRULE:)?[A-Z]+=", rule, re.IGNORECASE):
        rule = check_rule(rule)
    else:
        found = read(rule, start, calendar)
        if found is None:
            raise UsageError(f"`{rule}` is not a repetition", hint=_HINT)
        rule = found
    if (until is not None or times is not None) and re.search("COUNT=|UNTIL=", rule):
        raise UsageError(f"`{text.strip()}` says already when it ends", hint="leave out --until and --times")
    if until is not None and times is not None:
        raise UsageError(
            "a repetition ends on a day or after so many times", hint="give one of --until and --times"
        )
    if times is not None:
        if times < 1:
            raise UsageError(f"`{times}` is no number of times", hint="--times 10")
        rule += f";COUNT={times}"
    if until is not None:
        from crm_cli.core.dates import parse_day

        last = parse_day(until, calendar)
        if last < start:
            raise UsageError(
                f"`{until}` is before the first day, {start.isoformat()}", hint="--until 'end of the year'"
            )
        rule += f";UNTIL={last:%Y%m%d}"
    return rule


def rule_words(rule: str) -> str:
    """Say a rule in words that `parse_rule` reads back; the rule itself where there are none."""
    return said(rule) or rule


def check_rule(text: str) -> str:
    """A rule of RFC 5545 as it is kept: without `RRULE:`, else unchanged. Raises UsageError."""
    rule = re.sub(r"^RRULE:", "", text.strip(), flags=re.IGNORECASE)
    parts = [part.partition("=") for part in rule.split(";")]
    unknown = next((name for name, _, value in parts if name.upper() not in _PARTS or not value), None)
    if unknown is not None:
        raise UsageError(f"`{rule}` is not a rule of RFC 5545: it has no part `{unknown}`", hint=_HINT)
    try:
        _expanded(rule, datetime(2000, 1, 1))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UsageError(f"`{rule}` is not a rule of RFC 5545: {fault}", hint=_HINT) from None
    return rule


def occurrences(rule: str, start: Moment, zone: tzinfo) -> Iterator[Moment]:
    """When it falls due, from its start on: days, or instants in UTC where the start is one.

    A start that the rule does not name is none of them.
    """
    bare, end = _without_until(rule)
    if not isinstance(start, datetime):
        for naive in _expanded(bare, datetime.combine(start, time())):
            if end is not None and naive.date() > end.date():
                return
            yield naive.date()
        return
    for naive in _expanded(bare, start.astimezone(zone).replace(tzinfo=None, fold=0)):
        instant = to_instant(naive.date(), naive.time(), zone)
        if end is not None and (naive if end.tzinfo is None else instant) > end:
            return
        yield instant


def next_after(rule: str, start: Moment, after: Moment, zone: tzinfo) -> Moment | None:
    """The first occurrence later than a moment, however many were missed until then; None where it has ended.

    Of a series of instants, `after` is one, too, or a day, which counts to its end.
    """
    if isinstance(start, datetime) and not isinstance(after, datetime):
        after = to_instant(after + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
    if isinstance(after, datetime) and not isinstance(start, datetime):
        after = after.astimezone(zone).date()
    for seen, moment in enumerate(occurrences(rule, start, zone)):
        if moment > after:
            return moment
        if seen > _ENDLESS:
            return None
    return None


def missed(rule: str, start: Moment, now: Moment, zone: tzinfo) -> int:
    """Count the occurrences after the start up to now: what one line stands for."""
    count = 0
    for moment in occurrences(rule, start, zone):
        if moment > now or count > _ENDLESS:
            break
        count += moment > start
    return count


def after_done(rule: str, done: date) -> date:
    """The day that follows one on which it was done, where a series goes on from there: `10 days` after it.

    A rule of more than a length (`every monday`) gives its first day after. Raises OverflowError past the year 9999.
    """
    from crm_cli.core.relative import step

    parts = _parts(_without_until(rule)[0])
    parts.pop("COUNT", None)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}.get(parts["FREQ"])
    if unit is not None and set(parts) <= {"FREQ", "INTERVAL", "WKST"}:
        return step(done, int(parts.get("INTERVAL", "1")), unit)  # type: ignore[arg-type]
    found = next_after(";".join(f"{name}={value}" for name, value in parts.items()), done, done, UTC)
    if found is None:
        raise OverflowError(f"{rule} does not come again")
    return found


def _parts(rule: str) -> dict[str, str]:
    return {
        name.upper(): value.upper() for name, _, value in (part.partition("=") for part in rule.split(";"))
    }


def _without_until(rule: str) -> tuple[str, datetime | None]:
    """A rule without its end, and the end: an instant where it is told in UTC, else what a clock shows."""
    match = re.search(r";?UNTIL=(\d{8})(?:T(\d{6})(Z)?)?(?=;|$)", rule, re.IGNORECASE)
    if match is None:
        return rule, None
    day = datetime.strptime(match[1], "%Y%m%d")
    end = datetime.combine(day, time.max)
    if match[2]:
        end = datetime.combine(day, datetime.strptime(match[2], "%H%M%S").time(), UTC if match[3] else None)
    return (rule[: match.start()] + rule[match.end() :]).strip(";"), end


def _expanded(rule: str, start: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    bare, _ = _without_until(rule)
    found: Iterator[datetime] = iter(rrulestr(bare, dtstart=start))
    return found
