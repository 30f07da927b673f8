"""What words of days and times mean together: every sign of a phrase is used up, or it says nothing.

A phrase comes as signs, one letter each with a value (`in 3 days` is `i n u`); the patterns (`said_days`,
`said_times`) are over those letters, whatever the language. A phrase is a day, a time, or both in either order.

    d a day from today (0, 1, -1 …)   D a day of the calendar   n number   o ordinal   y year
    w weekday   m month   j month of the Persian calendar      u unit of time
    x next   X the one after the next   l the one before   z the last of several   t this   c coming
    i in   a later, after   g ago, before now   b before   k for (k 3 days b friday)   f from
    s start   M middle   e end          r now    C a number is a day of the month
    P part of the day   T a fixed time   @ at   O o'clock   A am, pm   . a number like 10.30   : a time like 10:30
    h half   H half before (halb)   q quarter   Q three quarters   p past   v to   V less
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from crm_cli.core.calendar import to_instant
from crm_cli.core.here import Here, Said
from crm_cli.core.nearest import next_time
from crm_cli.core.relative import step
from crm_cli.core.said_days import LONG, POSTPOSED, RULES
from crm_cli.core.said_times import clock_of, in_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_cli.core.here import Values


class Reader(Here):
    """Reads signs at one moment of a calendar, filling in what is left out as is preferred."""

    def read(self, codes: str, values: Values, clock: time | None = None) -> Iterator[Said]:
        """All that the signs can say; with a `clock` they are the rest of a phrase that holds that time.

        Raises OverflowError outside the years 1 to 9999.
        """
        if clock is None:
            yield from self._days(codes, values)
            for start in range(len(codes)):
                for stop in range(start + 1, len(codes) + 1):
                    rest = codes[:start] + codes[stop:]
                    at = values[start:stop]
                    yield from self._timed(codes[start:stop], at, rest, values[:start] + values[stop:])
            return
        kept = [n for n, code in enumerate(codes) if code != "@"]
        codes, values = "".join(codes[n] for n in kept), [values[n] for n in kept]
        if "P" in codes:
            n = codes.index("P")
            adjusted = in_part(clock, values[n])
            if adjusted is not None:
                rest, others = codes[:n] + codes[n + 1 :], values[:n] + values[n + 1 :]
                yield from self._at(adjusted, rest, others, part=values[n])
            return
        yield from self._at(clock, codes, values)

    def _timed(self, codes: str, values: Values, rest: str, others: Values) -> Iterator[Said]:
        part = None
        for where, side in ((codes, values), (rest, others)):
            if where.count("P") + where.count("A") == 1 and part is None:
                n = next(n for n, code in enumerate(where) if code in "PA")
                if where[n] == "A" and (where is not codes or n == 0):
                    return  # `am` stands behind an hour
                part = side[n]
                if where is codes:
                    codes, values = codes[:n] + codes[n + 1 :], values[:n] + values[n + 1 :]
                else:
                    rest, others = rest[:n] + rest[n + 1 :], others[:n] + others[n + 1 :]
        if codes in ("", "@") and part is not None and part not in ("am", "pm"):
            yield from self._at(self.calendar.part_of_day(part), rest, others, part=part)
            return
        is_told = part is not None and not (
            part == "afternoon" and self.language in ("ru", "uk")
        )  # `2 дня` is two days, too
        clock = clock_of(codes, values, is_told=is_told, language=self.language)
        if clock is not None and part is not None:
            clock = in_part(clock, part)
        if clock is not None:
            yield from self._at(
                clock, rest, others, part=part, is_midnight=codes.endswith("T") and not values[-1]
            )

    def _at(
        self, clock: time, codes: str, values: Values, *, part: str | None = None, is_midnight: bool = False
    ) -> Iterator[Said]:
        zone = self.calendar.zone
        if not codes:
            yield Said(next_time(clock, zone, self.calendar, self.prefer))
            return
        if part is not None and codes in ("t", "l"):
            codes, values = "d", [0 if codes == "t" else -1]
        for said in self._days(codes, values):
            if isinstance(said.moment, datetime) or said.last is not None:
                continue
            day = said.moment
            if is_midnight:
                if day != self.today:  # the night before it, or the one after?
                    yield Said(to_instant(day, clock, zone))
                day = step(day, 1, "day")
            instant = to_instant(day, clock, zone)
            if self.prefer == "past" and instant > self.calendar.now and codes == "w":
                instant = to_instant(day - timedelta(days=7), clock, zone)
            yield Said(instant)

    def _days(self, codes: str, values: Values) -> Iterator[Said]:
        signs = set(codes)
        for letters, pattern, languages, rule in RULES:
            if not signs <= letters or (languages and self.language not in languages):
                continue  # so that few patterns are ever compiled
            if re.fullmatch(pattern, codes) is None:
                continue
            found = rule(self, codes, values)
            for one in found if isinstance(found, tuple) else (found,):
                if one is not None:
                    yield one if isinstance(one, Said) else Said(one)
        match = re.fullmatch(f"[ki]?({LONG}|u)([fab])(.+)", codes)
        if match is not None and match[2] == "a" and self.language in POSTPOSED:
            return
        lead = "k" if match is not None and match[2] == "b" and self.language == "ru" else "i"
        if match is not None and (codes[0] == lead or (codes[0] in "nu" and lead == "i")):
            yield from self._from(match, values)

    def _from(self, match: re.Match[str], values: Values) -> Iterator[Said]:
        """`3 weeks from tomorrow`, `2 days before friday`: a length of time, a direction, and a day."""
        ahead = match[2] != "b"
        for said in self._days(match[3], values[match.start(3) :]):
            if said.last is None and not isinstance(said.moment, datetime):
                far = self.stepped(said.moment, match[1], values[match.start(1) : match.end(1)], ahead=ahead)
                if far is not None:
                    yield Said(far)
